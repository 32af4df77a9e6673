"""The price plan of a SKU: between which prices each day must stay, who says so, what each event can cost, what is broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from daybook.domain.situation import Window

#: What binds a price without a rule of the rulebook behind it.
LIST_PRICE, WAS_PRICE, ELSEWHERE = "list price", "Was price", "other channel"


@dataclass(frozen=True)
class PriceRow:
    """One SKU of a shop as the planner gets it.  Prices are what a buyer pays after all that stacks (到手价).

    `paid`: the lowest price of each day that is over; a day without one is not known.  `elsewhere`: the same of the
    product in other shops.  `floor`: below it too little is left after full costs.  `usual`: what days are wished to cost.
    """

    sku: str
    item_id: str
    paid: Mapping[date, Decimal]
    windows: tuple[Window, ...] = ()
    floor: Decimal | None = None
    list_price: Decimal | None = None
    was_price: Decimal | None = None
    usual: Decimal | None = None
    elsewhere: Mapping[date, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    """What sets an end: a rule's id (or a word above), the window whose rule it is, and the day on which it binds."""

    rule: str
    window: Window | None = None
    day: date | None = None


@dataclass(frozen=True)
class DayRange:
    """Between which prices a day must stay; None: nothing bounds that end.  `path` is the price nearest to the wish."""

    day: date
    low: Decimal | None
    high: Decimal | None
    low_by: Binding | None
    high_by: Binding | None
    path: Decimal | None


@dataclass(frozen=True)
class EventRoom:
    """An event of a SKU: the prices that it can have, the one nearest to the wish, and what holds the greatest down.

    `price` None: no price is left for it.  An event that was filed stands at its price.
    """

    window: Window
    price: Decimal | None
    low: Decimal | None
    high: Decimal | None
    by: Binding | None


@dataclass(frozen=True)
class Breach:
    """A window that is broken, or would be: on `day` a buyer pays `price`, less than `limit` (`above`: more than it).

    `event_price` is the most that the event could then cost; None where it is no event's.
    """

    rule: str
    window: Window | None
    day: date
    price: Decimal
    limit: Decimal
    event_price: Decimal | None = None
    above: bool = False


@dataclass(frozen=True)
class LedgerDay:
    """A day of the price ledger: listed, the lowest paid and units sold of days that are over; the range of days to come.

    `posted_low` and `posted_high` are the same range as posted prices, before the coupons that run on that day.
    """

    day: date
    listed: Decimal | None
    paid: Decimal | None
    units: int | None
    range: DayRange
    posted_low: Decimal | None = None
    posted_high: Decimal | None = None


@dataclass(frozen=True)
class Priced:
    """An event's room with what its price costs: margin given up against the usual price at the pace of four weeks."""

    room: EventRoom
    left: Decimal | None             # of one unit, after full costs
    given_up: Decimal | None         # over its days


@dataclass(frozen=True)
class PriceLine:
    """One SKU on the planner's table.  `now` is the lowest price of its last known day."""

    sku: str
    item_id: str
    title: str
    listed: Decimal | None
    now: Decimal | None
    low_15: Decimal | None
    low_30: Decimal | None
    floor: Decimal | None
    units_per_day: Decimal
    today: DayRange
    next_event: EventRoom | None
    broken: tuple[Breach, ...]

    @property
    def too_low(self) -> bool:
        """Whether it sells below what today asks for."""
        return self.now is not None and self.today.low is not None and self.now < self.today.low

    @property
    def state(self) -> str:
        """broken, low, refused (a wished event has no price), bound by a rule, or free."""
        if self.broken:
            return "broken"
        if self.too_low:
            return "low"
        if self.next_event is not None and self.next_event.price is None:
            return "refused"
        return "bound" if self.today.low_by is not None and self.today.low_by.rule != "G-MARGIN" else "free"


@dataclass(frozen=True)
class PriceGist:
    """One SKU as a list of thousands shows it before its days are planned.

    `held`: events, wishes and promises on it that are not over; `next_on`: the first day of the next of the events;
    `pressing`: lately sold below what one of them holds it at.  `low_30_on`: the first day at the lowest price of thirty;
    `listed_was` and `listed_since`: what it was listed at before the last change that is known, and since when it is not.
    """

    sku: str
    item_id: str
    title: str
    listed: Decimal | None
    now: Decimal | None
    low_15: Decimal | None
    low_30: Decimal | None
    units_per_day: Decimal
    held: int
    next_on: date | None
    pressing: bool
    low_30_on: date | None = None
    listed_was: Decimal | None = None
    listed_since: date | None = None


@dataclass(frozen=True)
class Promise:
    """What stands on the price of an object: an event filed, a promise, a wish; `ref` is where it stands written."""

    object: str
    window: Window
    to: str
    ref: str
    said_on: date | None


@dataclass(frozen=True)
class PriceBoard:
    """The planner's table of a shop on a day: SKUs, the pressing ones first, and what was promised."""

    shop: str
    currency: str
    on: date
    lines: tuple[PriceLine, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class SkuPlan:
    """One SKU's ledger and plan."""

    line: PriceLine
    days: tuple[LedgerDay, ...]
    events: tuple[Priced, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True)
class Consequence:
    """What a breach costs: `why` is event_price (the event at its lower price), paid_back, or nothing known."""

    breach: Breach
    why: str
    money: Decimal | None


@dataclass(frozen=True)
class Trial:
    """What a price on some days would break and cost, compared with the usual price."""

    sku: str
    price: Decimal
    first: date
    last: date
    consequences: tuple[Consequence, ...]
    left: Decimal | None             # of one unit, after full costs
    margin: Decimal | None
    given_up: Decimal | None         # against the usual price, over the days at the pace of four weeks
    nearest: Decimal | None          # the nearest price that breaks nothing; None: there is none
