"""Events that a shop takes part in: an entry's way from draft to closed, what it is checked by, and what the page shows.

None is "not known" everywhere, never 0.  Days are the shop's, moments UTC, money is in the shop's currency.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from daybook.domain.brief import Unit


class EntryState(StrEnum):
    """Where the entry of a product in an event stands.  The last three are ends."""

    DRAFT = "draft"
    FILED = "filed"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    FIXED = "fixed"
    APPROVED = "approved"
    LOCKED = "locked"
    WARM_UP = "warm_up"
    LIVE = "live"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CLEARED_OUT = "cleared_out"


_S = EntryState
#: State -> states that may follow it.
NEXT: Mapping[EntryState | None, tuple[EntryState, ...]] = MappingProxyType({
    None: (_S.DRAFT,),
    _S.DRAFT: (_S.FILED, _S.WITHDRAWN),
    _S.FILED: (_S.IN_REVIEW, _S.REJECTED, _S.APPROVED, _S.WITHDRAWN),
    _S.IN_REVIEW: (_S.REJECTED, _S.APPROVED, _S.WITHDRAWN),
    _S.REJECTED: (_S.FIXED, _S.WITHDRAWN),
    _S.FIXED: (_S.FILED, _S.WITHDRAWN),
    _S.APPROVED: (_S.LOCKED, _S.CLEARED_OUT, _S.WITHDRAWN),
    _S.LOCKED: (_S.WARM_UP, _S.LIVE, _S.CLEARED_OUT),
    _S.WARM_UP: (_S.LIVE, _S.CLEARED_OUT),
    _S.LIVE: (_S.CLOSED, _S.CLEARED_OUT),
    _S.CLOSED: (), _S.WITHDRAWN: (), _S.CLEARED_OUT: (),
})
#: States in which the platform has the entry, and so its price holds what the product may cost.
HELD = (_S.FILED, _S.IN_REVIEW, _S.APPROVED, _S.LOCKED, _S.WARM_UP, _S.LIVE)
#: States in which price and stock may still be changed here.
OPEN = (_S.DRAFT, _S.REJECTED, _S.FIXED)
ENDS = (_S.CLOSED, _S.WITHDRAWN, _S.CLEARED_OUT)
#: States that are entered only with a reason.
WITH_REASON = (_S.REJECTED, _S.WITHDRAWN, _S.CLEARED_OUT)
#: What an export says of a registration that was turned down; and of one that does not stand (any more) for whatever reason.
TURNED_DOWN_WORDS = ("失败", "不通过", "拒绝", "驳回", "reject")
GONE_WORDS = (*TURNED_DOWN_WORDS, "撤", "取消", "清退", "cancel", "withdrawn")
#: What must be seen to before an entry is closed: prices are back, event words are gone, the stock set aside is let go.
CLOSING = ("prices", "labels", "stock")


@dataclass(frozen=True)
class EntryStep:
    """One line of an entry's history; `sku` "" is the whole item.  `tick` is one of CLOSING, and then the state stays."""

    activity: str
    item_id: str
    sku: str
    state: EntryState
    at: datetime
    known_at: datetime
    by: str
    price: Decimal | None = None
    units: int | None = None
    reason: str = ""
    tick: str = ""


@dataclass(frozen=True)
class Entry:
    """A product in an event with its history, the oldest line first."""

    steps: tuple[EntryStep, ...]

    @property
    def activity(self) -> str:
        return self.steps[0].activity

    @property
    def item_id(self) -> str:
        return self.steps[0].item_id

    @property
    def sku(self) -> str:
        return self.steps[0].sku

    @property
    def state(self) -> EntryState:
        return self.steps[-1].state

    @property
    def price(self) -> Decimal | None:
        """What the event asks of a buyer, as said last."""
        return next((s.price for s in reversed(self.steps) if s.price is not None), None)

    @property
    def units(self) -> int | None:
        """What is set aside for it, as said last."""
        return next((s.units for s in reversed(self.steps) if s.units is not None), None)

    @property
    def reason(self) -> str:
        """Why it was rejected, withdrawn or cleared out, as said last."""
        return next((s.reason for s in reversed(self.steps) if s.reason), "")

    @property
    def filed_at(self) -> datetime | None:
        """When it was filed last."""
        return next((s.at for s in reversed(self.steps) if s.state is EntryState.FILED), None)

    @property
    def ticked(self) -> tuple[str, ...]:
        """What was seen to before it is closed."""
        return tuple(name for name in CLOSING if any(s.tick == name for s in self.steps))


def entries_of(steps: Iterable[EntryStep]) -> tuple[Entry, ...]:
    """Entries from their lines, in the order in which they were begun."""
    found: dict[tuple[str, str, str], list[EntryStep]] = {}
    for step in steps:
        found.setdefault((step.activity, step.item_id, step.sku), []).append(step)
    return tuple(Entry(tuple(lines)) for lines in found.values())


def way_to(state: EntryState | None, wished: EntryState) -> tuple[EntryState, ...]:
    """The shortest way from a state to another, the first step first; empty where none leads there.

    >>> [str(s) for s in way_to(EntryState.DRAFT, EntryState.LOCKED)]
    ['filed', 'approved', 'locked']
    >>> way_to(EntryState.CLOSED, EntryState.DRAFT)
    ()
    """
    ways: deque[tuple[EntryState, ...]] = deque((one,) for one in NEXT[state])
    seen: set[EntryState] = set()
    while ways:
        way = ways.popleft()
        if way[-1] is wished:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend((*way, one) for one in NEXT[way[-1]])
    return ()


class Met(StrEnum):
    """What a check came to.  UNTOLD: nobody can tell, so it is neither met nor failed."""

    MET = "met"
    FAILED = "failed"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Check:
    """One thing that an event asks: what it is called, the rule behind it, what is there and what is asked.

    `day` is the day that sets it, such as that of a lowest price.
    """

    name: str
    met: Met
    rule: str
    has: Decimal | str | None = None
    asked: Decimal | str | None = None
    unit: Unit = Unit.COUNT
    do: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A SKU beside what an event asks.  `price` is what it would be filed at: the planner's nearest to the wish.

    `usual` is what buyers pay now, `high` the most that every window leaves, `units` what would be set aside, `left` what one
    unit leaves after full costs.  `filed` is its entry, else `export_state` what an export says of it.
    """

    item_id: str
    sku: str
    title: str
    usual: Decimal | None
    price: Decimal | None
    high: Decimal | None
    left: Decimal | None
    units: int | None
    on_hand: int | None
    units_30: int
    checks: tuple[Check, ...]
    filed: Entry | None = None
    export_state: str = ""

    @property
    def turned_down(self) -> bool:
        """Whether the platform said no: by its entry, else by what the export says."""
        if self.filed is not None:
            return self.filed.state is EntryState.REJECTED
        return any(word in self.export_state.lower() for word in TURNED_DOWN_WORDS)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.met is Met.FAILED)

    @property
    def eligible(self) -> bool:
        """Whether nothing that can be told stands against it, and a price is left."""
        return not self.failed and self.price is not None


@dataclass(frozen=True)
class Signed:
    """One line of an export of sign-ups; `stands` False: turned down, withdrawn or cleared out."""

    event: str
    item_id: str
    title: str
    signed_up_on: date | None
    first: date
    last: date
    price: Decimal | None
    units: int | None
    sold: int | None
    said: str
    stands: bool


@dataclass(frozen=True)
class ActivityBook:
    """What a morning knows of a shop's entries: those of exports whose event is not long over."""

    signed: Sequence[Signed] = ()


@dataclass(frozen=True)
class PlanLine:
    """One line of an event's plan that a person set: a total, a wave's part, a budget, a page set, a goal of carts."""

    activity: str
    kind: str
    name: str
    value: Decimal | None
    due: date | None
    text: str
    by: str
    at: datetime
    known_at: datetime


@dataclass(frozen=True)
class Kept:
    """What people wrote down of a shop's events."""

    entries: tuple[Entry, ...] = ()
    plans: Mapping[str, tuple[PlanLine, ...]] = field(default_factory=dict)
