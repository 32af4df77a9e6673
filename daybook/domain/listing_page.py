"""One listing (链接) on one page (S3): its funnel, where visits came from, its prices, its SKUs, what buyers wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Unit
from daybook.domain.product_table import Cell

#: Step of the funnel -> its unit and Chinese name, from seen to refunded.  People are the platform's own counts.
STEPS: Mapping[str, tuple[Unit, str]] = {
    "page_views": (Unit.COUNT, "浏览量"), "visitors": (Unit.PEOPLE, "访客数"), "favorite_buyers": (Unit.PEOPLE, "收藏人数"),
    "cart_buyers": (Unit.PEOPLE, "加购人数"), "ordered_buyers": (Unit.PEOPLE, "下单买家数"),
    "paid_buyers": (Unit.PEOPLE, "支付买家数"), "paid_amount": (Unit.MONEY, "支付金额"),
    "refund_amount": (Unit.MONEY, "成功退款金额")}
#: Of which each is shown as a share of the visitors too.
OF_VISITORS = ("favorite_buyers", "cart_buyers", "ordered_buyers", "paid_buyers")


class EventKind(StrEnum):
    """What stands under the curve of prices."""

    PLATFORM = "platform"      # a window of a platform's event
    OWN = "own"                # an event of the shop's own
    PRICE = "price"            # the list price changed
    EDIT = "edit"              # title, state, main image or category changed
    NOTE = "note"              # somebody noted it
    WORK = "work"              # a work item that was done


@dataclass(frozen=True)
class FunnelStep:
    """One step on the reviewed day, beside two days; `usual` is the mean of the known days of four weeks before it.

    `of_visitors` is the same as a share of the visitors.  None is not known.
    """

    name: str
    cell: Cell
    usual: Decimal | None
    of_visitors: Cell | None
    trend: tuple[tuple[date, Decimal | None], ...]


@dataclass(frozen=True)
class SourceLine:
    """One source of visits, as the platform names it."""

    source: str
    visitors: Cell
    paid_buyers: Cell
    paid_amount: Cell


@dataclass(frozen=True)
class PriceDay:
    """Prices of a day: as shown (of the cheapest and dearest SKU), and as paid for a unit.  None is not known.

    `units` and `paid` are 0 on a day that is in and on which nothing was sold.
    """

    day: date
    list_low: Decimal | None
    list_high: Decimal | None
    paid_low: Decimal | None
    paid_high: Decimal | None
    units: Decimal | None
    paid: Decimal | None

    @property
    def deal(self) -> Decimal | None:
        """What a unit brought on the mean."""
        return self.paid / self.units if self.paid is not None and self.units else None

    @property
    def discount(self) -> Decimal | None:
        """By which share a unit was paid below the lowest price shown."""
        if self.deal is None or not self.list_low:
            return None
        return 1 - self.deal / self.list_low


@dataclass(frozen=True)
class ListingEvent:
    """Something that happened to the listing or its shop, first to last day both in; `what` may be a `Said`."""

    kind: EventKind
    first: date
    last: date
    what: str


@dataclass(frozen=True)
class SkuLine:
    """One SKU over four weeks: what it costs, brings, and how long it lasts.

    `units` and `paid` are of those weeks, None where none of them is in or a line does not say it.
    """

    sku: str
    variant: str
    list_price: Decimal | None
    units: Decimal | None
    paid: Decimal | None
    unit_share: Decimal | None
    paid_share: Decimal | None
    sellable: Decimal | None
    in_transit: Decimal | None
    cover_days: Decimal | None
    unit_cost: Decimal | None

    @property
    def deal(self) -> Decimal | None:
        """What a unit brought on the mean."""
        return self.paid / self.units if self.paid is not None and self.units else None

    @property
    def margin(self) -> Decimal | None:
        """Gross margin of the mean price paid: what is left after the unit's cost, before fees, ads and freight."""
        if self.deal is None or not self.deal or self.unit_cost is None:
            return None
        return 1 - self.unit_cost / self.deal


@dataclass(frozen=True)
class Written:
    """A review or a question with its answer: untrusted text of buyers.  `rating` is good, fair, bad or "question"."""

    day: date
    rating: str
    stars: int | None
    variant: str
    text: str
    answer: str


@dataclass(frozen=True)
class ListingPage:
    """Everything known of a listing on the day before `on`, as known at nine of it.

    `missing` are tables of which the reviewed day is not in; `never` those that the shop's exports do not hold at all.
    `ratings` counts the reviews of 90 days by rating.
    """

    shop: str
    currency: str
    item_id: str
    name: str
    role: str
    day: date
    first: date
    funnel: tuple[FunnelStep, ...]
    sources: tuple[SourceLine, ...]
    prices: tuple[PriceDay, ...]
    events: tuple[ListingEvent, ...]
    skus: tuple[SkuLine, ...]
    reviews: tuple[Written, ...] = ()
    questions: tuple[Written, ...] = ()
    ratings: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything at all is known of the listing."""
        return bool(self.sources or self.skus or self.reviews or self.questions or any(
            value is not None for step in self.funnel for _, value in step.trend) or any(
            p.units or p.list_low is not None for p in self.prices))
