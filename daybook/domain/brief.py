"""The morning brief as values: tiles, findings, plan, readiness.  Reports render it, nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from daybook.domain.moves.move import Move
from daybook.domain.patrol import Check


class Unit(StrEnum):
    """What a number counts, and so how it is shown."""

    MONEY = "money"
    COUNT = "count"
    PEOPLE = "people"
    SHARE = "share"      # 0..1; percent exists on screens only
    RATIO = "ratio"      # such as return on ad spend
    UNITS = "units"
    SECONDS = "seconds"


class State(StrEnum):
    """Whether the facts behind something are there."""

    IN = "in"
    LATE = "late"
    PARTIAL = "partial"
    NOT_IN = "not_in"            # not in yet: never 0
    DOUBTFUL = "doubtful"        # in, but an empty day looks like a hole and not like a closed shop


@dataclass(frozen=True)
class Readiness:
    """One source of one shop on the reviewed day.  `read_at` is when it was last read, UTC."""

    source: str
    zh: str
    state: State
    last_day: date | None
    read_at: datetime | None
    note: str = ""
    restated_days: int = 0       # days before the reviewed one that changed since the last morning
    due: bool = True             # whether at this hour the day before is usually in
    expected: bool = True        # whether rows of every day come at all; a sheet that comes now and then is awaited on none


@dataclass(frozen=True)
class Comparison:
    """A tile's number beside another.  `value` None says why in `why_not`."""

    with_: str                   # yesterday, last_week, target, peers
    base_day: date | None
    value: Decimal | None
    change: Decimal | None = None        # value of the tile minus base
    change_rate: Decimal | None = None   # change / base; None when base is 0
    why_not: str = ""
    caution: str = ""            # why the base is not a fair one, such as a festival
    low: Decimal | None = None   # of peers: a band over `shops` of them, never a point; None: no such end
    high: Decimal | None = None
    shops: int = 0

    @property
    def growth(self) -> Decimal | None:
        """The change as a share of its base, in full: a rate that was rounded once is not rounded again to be shown."""
        if self.change_rate is None or self.change is None or not self.value:
            return self.change_rate
        return self.change / self.value


@dataclass(frozen=True)
class Streak:
    """Days in a row, by which rule, and the odds that noise alone makes such a run."""

    days: int
    rule: str
    odds: float | None


@dataclass(frozen=True)
class Tile:
    """One number of the first row, in the trade's order."""

    metric: str
    zh: str
    unit: Unit
    value: Decimal | None
    why_not: str = ""            # why there is no value
    currency: str = ""
    read_at: datetime | None = None
    comparisons: tuple[Comparison, ...] = ()
    trend: tuple[tuple[date, Decimal | None], ...] = ()   # the last days, oldest first, reviewed day last
    higher_is_better: bool = True
    note: str = ""               # the definition, shown on hover
    streak: Streak | None = None # a run of days for the worse, with its odds; no alarm by itself


@dataclass(frozen=True)
class Cause:
    """One part of a change.  `kind`: driver, mix, slice, event, data; `name` is what people call the ids of its scope."""

    kind: str
    scope: tuple[tuple[str, str], ...]   # (dimension, value) pairs
    contribution: Decimal
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Gain:
    """Money with its odds: low and high hold 80 %.  `basis`: contribution, gmv, cash.

    `spend` is what bringing GMV takes in ads; it is taken off where the money is turned into contribution.
    """

    low: Decimal
    mid: Decimal
    high: Decimal
    currency: str
    basis: str = "gmv"
    per: str = "day"
    until: date | None = None
    horizon_days: int | None = None
    spend: Decimal = Decimal(0)


#: By when a finding wants somebody, a week being seven days from now; "" where it says nothing of it.
Urgency = Literal["", "now", "today", "this_week", "this_month"]


@dataclass(frozen=True)
class BriefFinding:
    """What is off or notably good, explained.  Contributions and remainder add up exactly to measured - base."""

    id: str
    kind: str
    metric: str
    zh: str
    unit: Unit
    scope: tuple[tuple[str, str], ...]
    direction: str                       # up, down
    measured: Decimal | None
    base_kind: str                       # yesterday, last_week, target, expected, usual, before, without_it, line, control
    base: Decimal | None
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    odds_noise: float | None = None
    at_stake: Gain | None = None
    urgency: Urgency = ""
    deadline: datetime | None = None
    since: date | None = None
    streak: Streak | None = None
    causes: tuple[Cause, ...] = ()
    remainder: Decimal = Decimal(0)
    sources: tuple[str, ...] = ()
    words: str = ""                      # one sentence, already in the reader's language
    trend: tuple[tuple[date, Decimal | None], ...] = ()
    currency: str = ""
    higher_is_better: bool = True
    events: tuple[str, ...] = ()         # what somebody did or saw around it
    band: tuple[tuple[date, Decimal, Decimal], ...] = ()   # what each day of the trend should have been: low, high

    def adds_up(self) -> bool:
        """Whether causes and remainder sum exactly to the change."""
        if self.measured is None or self.base is None or not self.causes:
            return True
        return sum((c.contribution for c in self.causes), self.remainder) == self.measured - self.base


@dataclass(frozen=True)
class Must:
    """What cannot wait: a deadline or a failed patrol check.  Never ranked by gain."""

    what: str
    object: str
    where: str
    deadline: datetime | None = None
    kind: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One thing to do today, with its object."""

    id: str
    findings: tuple[str, ...]
    what: str
    object: str
    from_: str
    to: str
    owner: str
    slot: str
    minutes: int
    gain: Gain | None
    where: str                           # where to click
    how: str                             # api, sheet, by hand
    risk: str
    evidence: str
    check_on: date
    move: str
    deadline: datetime | None = None
    cost: Decimal | None = None
    guard: str = ""
    status: str = "open"
    change: Move | None = None           # what can be proposed of it; not part of the brief's JSON


@dataclass(frozen=True)
class LeftOut:
    """What was not chosen today, and why."""

    what: str
    object: str
    why: str


@dataclass(frozen=True)
class Yesterday:
    """What came of a line of an earlier plan: an effect, or "too early"."""

    plan_id: str
    what: str
    done: bool
    from_: str
    to: str
    effect: str


@dataclass(frozen=True)
class Brief:
    """One shop's morning.  `on` is the morning itself, `reviewed` the day before it."""

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    on: date
    reviewed: date
    as_of: datetime
    digest: str                          # of the facts that were picked
    code_version: str
    early: bool = False                  # some sources are still to come
    state: str = "normal"                # normal, quiet, young, first, closed, no_data
    readiness: tuple[Readiness, ...] = ()
    tiles: tuple[Tile, ...] = ()
    must: tuple[Must, ...] = ()
    findings: tuple[BriefFinding, ...] = ()
    movements: tuple[BriefFinding, ...] = ()     # the largest, noise or not
    plan: tuple[PlanLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    yesterday: tuple[Yesterday, ...] = ()
    notes: tuple[str, ...] = field(default=())    # sentences on the data, such as a doubtful empty day
    festival: str = ""                   # what the reviewed day was, such as 双11, in the reader's language
    cost_known_share: Decimal | None = None       # share of GMV whose unit cost is known, 0..1
    patrol: tuple[Check, ...] = ()       # each check of the morning, by facts or by a person
    capacity_minutes: int | None = None  # minutes that the team has today; None when no roster is set
