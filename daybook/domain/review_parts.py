"""The parts of a review beyond its numbers: what moved the money, products by their role, next month's target, the range."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit

#: Roles of products, in the order in which a range is read; other roles that a person gave stand after them.
ROLES = ("hero", "traffic", "profit", "image", "new", "long_tail", "clearance")


@dataclass(frozen=True)
class Driver:
    """One factor of the paid amount: a day's mean of it in both spans (of `days` their number), and the money that it made."""

    metric: str
    zh: str
    unit: Unit
    value: Decimal
    before: Decimal
    amount: Decimal


@dataclass(frozen=True)
class RoleLine:
    """One product in its role.  `given` False: the role is proposed from facts, which `why` names.

    `paid` and `before` are of both spans (None: a day of the one before is not in), `share` of the span's paid lines;
    `contribution` is before ads, None where a cost is
    not known.  `stands`: kept, not_kept, cannot_tell; `measured` says by which number, `todo` what the role asks for next.
    """

    item_id: str
    name: str
    role: str
    given: bool
    why: str
    paid: Decimal
    before: Decimal | None
    share: Decimal | None
    contribution: Decimal | None
    stands: str
    measured: str
    todo: str


@dataclass(frozen=True)
class Focus:
    """One thing for the next span, most pressing first: what, from which fact, and where the whole of it stands."""

    what: str
    why: str
    ref: str = ""
    money: Decimal | None = None


@dataclass(frozen=True)
class DayGoal:
    """One day of next month: its part of the target, and the event by which it is no ordinary day."""

    day: date
    part: Decimal
    event: str


@dataclass(frozen=True)
class NextTarget:
    """Next month's paid amount from above and from below; None where it cannot be told, and why.

    `wanted` is the target that somebody set already, `proposed` what this review puts forward; days and hours split it.
    """

    month: date
    top: Decimal | None
    top_why: str
    bottom: Decimal | None
    bottom_why: str
    wanted: Decimal | None
    proposed: Decimal | None
    said: str
    days: tuple[DayGoal, ...] = ()
    hours: tuple[Decimal, ...] = ()     # of the first ordinary day; empty where orders do not say their hour


@dataclass(frozen=True)
class Band:
    """One band of prices (paid per unit), `low` in and `high` out: how many products, what they brought, and what is missing."""

    low: Decimal
    high: Decimal
    items: int
    paid: Decimal
    units: Decimal
    said: str


@dataclass(frozen=True)
class RoleSum:
    """All products of one role together; `before` is the span before, None where a day of it is not in."""

    role: str
    items: int
    paid: Decimal
    before: Decimal | None
    share: Decimal | None
    contribution: Decimal | None


@dataclass(frozen=True)
class RangeStep:
    """One product, or one gap, of the launch and kill list.  `kind`: launch, clear, kill, watch."""

    kind: str
    item_id: str
    name: str
    why: str
    paid: Decimal | None = None


@dataclass(frozen=True)
class Trend:
    """One month of a quarter as exports tell it; None is not in."""

    month: date
    paid: Decimal | None
    visitors: Decimal | None         # a day's mean
    cvr: Decimal | None
    search_share: Decimal | None     # of visitors
    new_share: Decimal | None        # of paying buyers


@dataclass(frozen=True)
class Sighting:
    """What somebody saw of a rival, or an export told of one, on a day."""

    on: date
    rival: str
    what: str


@dataclass(frozen=True)
class Trigger:
    """One trigger of the strategy memo: when a number passes a level, this is done."""

    metric: str
    zh: str
    unit: Unit
    below: bool
    level: Decimal
    then: str


@dataclass(frozen=True)
class Memo:
    """The quarter's memo: what the numbers say about the range, and levels at which the course is changed."""

    says: tuple[str, ...]
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True)
class DayPaid:
    """What was paid on a day of the span, and on the day of the same number of the span before; None where it is not in."""

    day: date
    value: Decimal | None
    before: Decimal | None
