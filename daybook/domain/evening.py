"""The evening of one shop: what the day will come to by what is in, whether that reaches its target, and what still helps.

None is "not known" everywhere, never 0.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.domain.mega_sale import SaleToday
from daybook.domain.report import Figure
from daybook.domain.said import Said


def blind_since(clock: str, blind: timedelta) -> Said:
    """What is said instead of a forecast from numbers that were read at `clock`, longer than `blind` ago."""
    return Said("blind since {clock}: numbers older than {minutes} minutes foretell nothing", clock=clock,
                minutes=int(blind.total_seconds() // 60))


@dataclass(frozen=True)
class HourPoint:
    """The day until the end of an hour, added up from midnight; money.

    `usual` is what a day like this brings by then, `target` what the target asks by then; `low` and `high` bound what is
    still to come with 80 % (None for hours that are over).
    """

    hour: int
    usual: Decimal
    target: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Reading:
    """What was in at a moment, from midnight on."""

    at: datetime
    paid: Decimal


@dataclass(frozen=True)
class Outlook:
    """What the day will come to: 80 % between `low` and `high`, half of it below `middle`.

    `expected` is what a day like this brings, `by_now` what of it is usually in by now, `chance` that of the target.
    """

    low: Decimal
    middle: Decimal
    high: Decimal
    expected: Decimal
    by_now: Decimal
    target: Decimal | None
    chance: Decimal | None
    hours: tuple[HourPoint, ...]

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the target by the middle forecast; below 0 where it is passed, None without a target."""
        return None if self.target is None else self.target - self.middle


@dataclass(frozen=True)
class Evening:
    """One shop at one moment of its day.  `outlook` None: nothing is foretold, and `why_not` says why."""

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    read: tuple[Reading, ...]
    outlook: Outlook | None
    why_not: str

    @property
    def newest(self) -> Reading | None:
        """The newest reading of the day."""
        return self.read[-1] if self.read else None

    def aged(self, now: datetime, clock: str, blind: timedelta) -> "Evening":
        """The same at a later moment; `clock` is that of the newest reading, on the shop's wall, and what is older than `blind`
        foretells nothing."""
        if self.newest is None or self.outlook is None or now - self.newest.at <= blind:
            return replace(self, as_of=now)
        return replace(self, as_of=now, outlook=None, why_not=blind_since(clock, blind))


@dataclass(frozen=True)
class CarrierSold:
    """What one carrier (载体) sold of today until `at`, and of the days beside it until the same minute; "" is untold."""

    carrier: str
    paid: Decimal
    at: datetime
    yesterday: Decimal | None
    last_week: Decimal | None


@dataclass(frozen=True)
class Quarter:
    """A quarter of an hour of the peak.  Counts are those of the quarter; `waiting` and `sold_out` its last level.

    `orders` are known where orders come in by the minute, the others where the console was read at its ends.
    """

    begins: datetime
    ends: datetime
    visitors: int | None
    carts: int | None
    buyers: int | None
    orders: int | None
    paid: Decimal | None
    failed: int | None
    waiting: int | None
    sold_out: int | None


@dataclass(frozen=True)
class Brought:
    """What a measure would bring until midnight: 80 % between `low` and `high`; learnt from `moves` measured moves."""

    low: Decimal
    middle: Decimal
    high: Decimal
    moves: int


@dataclass(frozen=True)
class Closer:
    """One way to close the gap: `lead` minutes pass until it works, `latest` is when it must begin to work at all.

    `brings` None: `why_not` says what is missing.  `planned` are open lines of today's plan that would do it.
    """

    kind: str
    lead: int
    latest: datetime
    in_time: bool
    brings: Brought | None
    why_not: str
    planned: tuple[str, ...]


@dataclass(frozen=True)
class Sighting:
    """What was last seen of a rival, and when."""

    at: datetime
    rival: str
    text: str


@dataclass(frozen=True)
class Check:
    """One look at the rivals that is due tonight; `done_at` None: nobody has looked yet."""

    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class ServiceHalf:
    """Half an hour of service still to come: asks and what four days in five stay below; agents needed (None: not in the counted
    hours) and rostered (None: nobody gave a roster)."""

    begins: datetime
    asks: float
    high: float
    needed: int | None
    there: int | None

    @property
    def is_short(self) -> bool:
        """Whether fewer are rostered than needed."""
        return self.needed is not None and self.there is not None and self.there < self.needed


@dataclass(frozen=True)
class ServiceTonight:
    """Service of the evening: who waits as it was last read, today's asks and late answers by the transcripts of today (None: none
    is in), the half hours to come, and the peak of the next hours for which too few are rostered ("": none).

    Without half hours `why_not` says why none can be foretold.
    """

    waiting: int | None
    waiting_at: datetime | None
    asks: int | None
    late: int | None
    until: datetime | None
    halves: tuple[ServiceHalf, ...]
    warning: str
    why_not: str

    @property
    def busiest(self) -> ServiceHalf | None:
        """The half hour to come with most asks, the earliest of equal ones."""
        return max(self.halves, key=lambda h: (h.asks, -h.begins.timestamp()), default=None)


@dataclass(frozen=True)
class WarRoom:
    """The evening of one shop on one screen (S10); `sale` is there on days of a big event whose plan somebody kept."""

    evening: Evening
    figures: tuple[Figure, ...]
    carriers: tuple[CarrierSold, ...]
    closers: tuple[Closer, ...]
    peak: tuple[Quarter, ...]
    checks: tuple[Check, ...]
    sightings: tuple[Sighting, ...]
    service: ServiceTonight
    sale: SaleToday | None = None
