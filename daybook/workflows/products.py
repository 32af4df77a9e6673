"""A client's products over all its shops: each once (货号), with yesterday, the day before and last week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.calendar.days import comparison_days
from daybook.desks.desk import Desk
from daybook.domain.errors import WrongUsage
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.definitions.sales import LINE_GMV, LINE_UNITS
from daybook.metrics.metric import Metric
from daybook.metrics.products import ProductKey, ShopSlices, by_product
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import see, whose

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ProductLine:
    """One product of a client on the reviewed day.  A base is None where not every shop's day is known."""

    product: str                # the 货号, or "shop / item / sku" where nobody said which product it is
    known: bool
    currency: str
    paid: Decimal
    units: Decimal
    by_shop: Mapping[str, Decimal]
    yesterday: Decimal | None
    last_week: Decimal | None


def products_of(house: House, client: str, on: date) -> tuple[ProductLine, ...]:
    """A client's products, largest paid amount first, as known at nine of `on` in each shop's zone.

    Raises WrongUsage for a client without a shop, and where no shop's day is in.
    """
    shops = house.shops(client)
    if not shops:
        raise WrongUsage(f"no shop of a client {client} is registered", next_step="see `daybook shop list`")
    seen = [seen_of(house, shop, on, reading_for=()) for shop in shops]
    reviewed = seen[0].reviewed
    inside = [s for s in seen if s.value("paid_gmv", reviewed) is not None]
    if not inside:
        raise WrongUsage(f"no shop of {client} has its orders of {reviewed} in", next_step="see `daybook status`")
    days = comparison_days(reviewed)
    bases = [_paid(inside, LINE_GMV, day) for day in (days.yesterday, days.same_weekday_last_week)]
    units = {p.key: p.value for p in by_product(LINE_UNITS, _slices(inside, LINE_UNITS, reviewed))}
    return tuple(ProductLine(
        p.key.product or " / ".join(v for v in (p.key.shop, p.key.item_id, p.key.sku) if v), bool(p.key.product),
        p.key.currency, p.value.quantize(CENT), units.get(_without_currency(p.key), Decimal(0)), p.by_shop,
        *(None if base is None else base.get(p.key, Decimal(0)).quantize(CENT) for base in bases),
    ) for p in by_product(LINE_GMV, _slices(inside, LINE_GMV, reviewed)))


def seen_of(house: House, shop: Shop, on: date, as_of: datetime | None = None,
            reading_for: Sequence[Desk] | None = None) -> Seen:
    """One shop's numbers for a morning, as known at nine of it or at a moment, with the books of these desks (None: of all)."""
    moment = as_of or shop.moment(on, NINE)
    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES,
                   lambda session: see(session, [shop], on, moment, reading_for=reading_for))[shop.name].seen


def _slices(seen: Sequence[Seen], metric: Metric, day: date) -> list[ShopSlices]:
    return [ShopSlices(s.shop.name, s.shop.currency, s.slices("product", metric.name, day), s.given.product_of)
            for s in seen]


def _paid(seen: Sequence[Seen], metric: Metric, day: date) -> dict[ProductKey, Decimal] | None:
    """Product -> paid amount of a day; None unless every shop's day is known."""
    if any(s.value("paid_gmv", day) is None for s in seen):
        return None
    return {p.key: p.value for p in by_product(metric, _slices(seen, metric, day))}


def _without_currency(key: ProductKey) -> ProductKey:
    return ProductKey(key.product, "", key.shop, key.item_id, key.sku)
