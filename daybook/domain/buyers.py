"""What is known of a shop's buyers together: nobody is named here, and nothing is smaller than a group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Range:
    """Something that is not known exactly: four in five times it lies between `low` and `high`."""

    low: Decimal
    mid: Decimal
    high: Decimal


@dataclass(frozen=True)
class Identity:
    """How far buyers can be recognised: of `orders` paid in the days read, `known` carry a stable id of the buyer."""

    orders: int
    known: int

    @property
    def share(self) -> Decimal | None:
        """Orders with an id, 0..1; None without an order."""
        return None if not self.orders else (Decimal(self.known) / self.orders).quantize(Decimal("0.0001"))


@dataclass(frozen=True)
class BuyerWeek:
    """Recognisable buyers of seven days: who bought first then and who had before, their orders and money.

    `discounted` of `told` orders of buyers who had bought before were paid with a discount; `told` 0: no export tells discounts.
    """

    last: date
    new_buyers: int
    back_buyers: int
    new_orders: int
    back_orders: int
    new_money: Decimal
    back_money: Decimal
    told: int
    discounted: int

    @property
    def back_share(self) -> Decimal | None:
        """Of the buyers of the week, those who had bought before."""
        whole = self.new_buyers + self.back_buyers
        return None if not whole else Decimal(self.back_buyers) / whole


@dataclass(frozen=True)
class CohortMonth:
    """What a cohort did in one whole month after its first: buyers who came, net money, margin where every cost is known."""

    age: int
    buyers: int
    net: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class Cohort:
    """Buyers who bought first in one month.  `worth`: what all of them bring in the days ahead, None where nobody can tell."""

    month: date
    buyers: int
    months: tuple[CohortMonth, ...]
    worth: Range | None = None


@dataclass(frozen=True)
class RfmCell:
    """Buyers whose last purchase lies so far back (`recency`, a place in the bins) and who came so often (`frequency`)."""

    recency: int
    frequency: int
    buyers: int
    net: Decimal
    worth: Decimal | None


@dataclass(frozen=True)
class BuyerSlice:
    """Orders by one dimension: region, hour, basket, price_band, discount; `back` are those by who had bought before."""

    dimension: str
    value: str
    orders: int
    back: int
    money: Decimal


@dataclass(frozen=True)
class Interval:
    """After how many days it is bought again: a quarter by `early`, half by `middle` (between `low` and `high`), three quarters by
    `late`; `again` of those who had the time did.  `due` buyers are between `early` and `late` now, and have not come again; None:
    fewer than the least crowd."""

    item_id: str
    title: str
    gaps: int
    early: int
    middle: int
    low: int
    high: int
    late: int
    again: Decimal | None
    due: int | None
    mean_paid: Decimal | None


@dataclass(frozen=True)
class BoughtTogether:
    """Two items bought together oftener than chance brings; `over_chance` is how much, between `low` and `high`."""

    first: str
    second: str
    first_title: str
    second_title: str
    both: int
    support: Decimal
    confidence: Decimal
    confidence_back: Decimal
    lift: Decimal
    over_chance: Decimal
    low: Decimal
    high: Decimal
    odds_false: float


@dataclass(frozen=True)
class Lifetime:
    """What buyers bring in the `days` ahead: all together, and the mean one; `active` are expected to be buyers still.

    `models` are the fitted numbers by name, for who wants to check them.
    """

    days: int
    total: Range
    a_buyer: Range
    active: Decimal
    top_share: Decimal
    models: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class DiscountHabit:
    """Of recognisable buyers with two visits or more, those who never paid without a discount; None: no export tells discounts."""

    buyers: int
    always: int


@dataclass(frozen=True)
class BuyerBook:
    """A shop's buyers on one morning.  Lists are empty where `identity` or the days are too few, and `untold` says why.

    `crowds`: the usual ones by name with their size, None below the least.
    """

    shop: str
    on: date
    as_of: datetime
    currency: str
    since: date | None
    identity: Identity
    buyers: int = 0
    weeks: tuple[BuyerWeek, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    recency_days: tuple[int, ...] = ()
    frequencies: tuple[int, ...] = ()
    rfm: tuple[RfmCell, ...] = ()
    slices: tuple[BuyerSlice, ...] = ()
    again: Interval | None = None
    items: tuple[Interval, ...] = ()
    pairs: tuple[BoughtTogether, ...] = ()
    lifetime: Lifetime | None = None
    habit: DiscountHabit | None = None
    crowds: tuple[tuple[str, int | None], ...] = ()
    untold: tuple[tuple[str, str], ...] = ()


class CrowdKind(StrEnum):
    """How a crowd leaves the house."""

    FILTER = "filter"       # words that a person types at the platform
    HASH = "hash"           # hashed addresses of buyers who agreed to be written to


@dataclass(frozen=True)
class Crowd:
    """Which buyers are meant: all given conditions hold at once, None is no condition.  Days count back from the morning.

    `item_id`: bought this; `not_item_id`: never bought that; `discount`: True only those who always had one, False those who paid
    without one at least once; `province`: of their last order.
    """

    name: str = ""
    orders_from: int | None = None
    orders_to: int | None = None
    last_from_days: int | None = None
    last_to_days: int | None = None
    first_from_days: int | None = None
    first_to_days: int | None = None
    spent_from: Decimal | None = None
    spent_to: Decimal | None = None
    item_id: str = ""
    not_item_id: str = ""
    province: str = ""
    discount: bool | None = None


@dataclass(frozen=True)
class CrowdSeen:
    """A crowd with its size, or why it is not told: `refusal` "" is none.  `filters`: what to type at the platform, line by line;
    `consented`: how many of them agreed to be written to, None where no export says."""

    crowd: Crowd
    size: int | None
    refusal: str
    filters: tuple[tuple[str, str], ...] = ()
    platform_console: str = ""
    consented: int | None = None
    net: Decimal | None = None


@dataclass(frozen=True)
class CrowdOut:
    """One time that a crowd left the house, or was refused: who, when, how, how many."""

    at: datetime
    by: str
    kind: CrowdKind
    crowd: str
    size: int | None
    rows: int | None
    refused: str
