"""One SKU's stock: what is there, what comes, what will be asked for, what to order and until when.

None is "not known" in every field, and never 0.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.supply import LeadTime


@dataclass(frozen=True)
class Arrival:
    """Units that can be sold from a day on; `day` None: nobody said when they come."""

    units: int
    day: date | None
    ref: str = ""


@dataclass(frozen=True)
class Need:
    """What is needed of a SKU with a known lead time.

    `reorder_point`: at this level of stock and orders one orders, so that the lead time is survived with the service level;
    `safety`: the part of it beyond what is expected; `up_to`: where an order brings it; `order`: units now (0: none yet);
    `order_by`: the last day on which ordering is in time, at the expected pace.
    """

    lead: LeadTime
    reorder_point: int
    safety: int
    up_to: int
    order: int
    order_by: date | None


@dataclass(frozen=True)
class Shortage:
    """What is expected to be missing until the next units can be there, on `until`: chance, units (low and high hold 80 %)."""

    until: date
    chance: float
    units: tuple[float, float, float]


@dataclass(frozen=True)
class StockLine:
    """One SKU of a shop.  `per_day` is an ordinary day's demand; `week` what the next seven days will ask (low, mid, high).

    `cover_days` how long the sellable units last at the expected pace, events included; `empty_on` the first day without.
    `surplus` are units beyond the wanted cover, `tied_up` their cost, `clear_days` how long they take to sell.
    """

    item_id: str
    sku: str
    title: str
    seen_on: date | None
    sellable: Decimal | None
    allocated: Decimal | None
    in_transit: Decimal | None
    arrivals: tuple[Arrival, ...]
    per_day: float | None
    week: tuple[float, float, float] | None
    cover_days: int | None
    empty_on: date | None
    need: Need | None
    short: Shortage | None
    surplus: int | None
    tied_up: Decimal | None
    clear_days: int | None
    sold_on: date | None
    price: Decimal | None
    margin: Decimal | None
    event: str = ""
    event_units: float | None = None
    expires_on: date | None = None
    expiry: str = ""                     # promote, discount, delist: its tier by the rulebook

    @property
    def position(self) -> Decimal | None:
        """What is sellable and what comes; None while what is there is not known."""
        return None if self.sellable is None else self.sellable + sum(a.units for a in self.arrivals)

    @property
    def lost_a_day(self) -> Decimal | None:
        """Money that a day without this SKU loses: contribution where the margin is known, else paid amount."""
        if self.per_day is None or self.price is None:
            return None
        return (Decimal(str(self.per_day)) * self.price * (1 if self.margin is None else self.margin)).quantize(Decimal("0.01"))

    @property
    def is_dead(self) -> bool:
        """Stock of which nothing sold in the days that are looked at."""
        return bool(self.sellable and self.sellable > 0 and self.sold_on is None and self.per_day is not None)


@dataclass(frozen=True)
class PathDay:
    """A day to come of one SKU: units there at its end if nothing is ordered (low, mid, high), and what arrives."""

    day: date
    low: float
    mid: float
    high: float
    arrives: int
