"""Disputes: what a platform or a bank was asked to judge, with its clock, its evidence, its value and its outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.case_words import is_over, shop_won
from daybook.domain.refund_reasons import Reason, reason_of


class Ended(StrEnum):
    """How a dispute ended.  The last two are told by the money alone: who was called liable was not printed."""

    WON = "won"
    LOST = "lost"
    KEPT = "kept"                # closed, and nothing was paid back
    PAID = "paid"                # closed, and it was paid back: settled or lost


class StepKind(StrEnum):
    """What people and mornings add to a case; nothing is ever changed."""

    OPENED = "opened"            # first seen by a morning
    TICKED = "ticked"            # a piece of evidence is there
    UNTICKED = "unticked"        # and is not, after all
    FILE = "file"                # a file of evidence was kept; its piece is there with it
    NOTE = "note"
    SETTLE = "settle"            # decided: pay it back
    FIGHT = "fight"              # decided: answer with evidence
    HANDED_IN = "handed_in"      # the answer is with the platform
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"            # seen closed by a morning


#: Steps by which a person decides or answers; the last of them holds.
DECIDED = (StepKind.SETTLE, StepKind.FIGHT, StepKind.HANDED_IN)
#: Those after which nobody waits for the clock.
ANSWERED = (StepKind.SETTLE, StepKind.HANDED_IN)


@dataclass(frozen=True)
class CaseStep:
    """One line of a case file.  `value` is what fighting was worth when it was decided, in the shop's currency."""

    case_id: str
    kind: StepKind
    at: datetime
    known_at: datetime
    by: str = ""
    piece: str = ""
    text: str = ""
    value: Decimal | None = None
    file: str = ""               # its name as it was sent; the content is kept sealed
    key: str = ""                # by which the file is opened


def decided_by(steps: Sequence[CaseStep]) -> StepKind | None:
    """What people decided of a case: the last decision holds; None where none was taken.  Steps in the order of time."""
    return next((step.kind for step in reversed(steps) if step.kind in DECIDED), None)


def is_closed(closed_on: date | None, refunded_on: date | None, status: str | None) -> bool:
    """Whether the exports say that a case is over: by its day, by the money that went back, or by its status."""
    return closed_on is not None or refunded_on is not None or is_over(status)


@dataclass(frozen=True)
class Exported:
    """One export of disputes: the days on which its cases were opened, how many it holds, and when it was known."""

    first: date
    last: date
    cases: int
    known_at: datetime


@dataclass(frozen=True)
class DisputeSeen:
    """One dispute as the exports tell it, with its order and refund where they are known.  None is not told."""

    case_id: str
    opened_on: date
    known_at: datetime
    opened_at: datetime | None = None
    answer_by: datetime | None = None
    closed_on: date | None = None
    order_id: str | None = None
    item_id: str | None = None
    kind: str | None = None
    said_reason: str | None = None
    status: str | None = None
    liable: str | None = None
    amount: Decimal | None = None
    with_return: bool | None = None
    refunded_on: date | None = None
    refund_known: bool = False       # whether its refund is in the exports at all
    ordered_on: date | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    scanned_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    courier: str | None = None
    buyer_id: str | None = None
    sku: str | None = None
    title: str | None = None
    units: int | None = None
    chats: int | None = None         # messages with this buyer of this order; None: the shop's chats are not in

    @property
    def reason(self) -> Reason:
        return reason_of(self.said_reason)

    @property
    def closed(self) -> bool:
        """Whether the exports say that it is over."""
        return is_closed(self.closed_on, self.refunded_on, self.status)

    @property
    def ended(self) -> Ended | None:
        """How it ended; None while it is open, and where a closed one tells neither liability nor money."""
        if not self.closed:
            return None
        won = shop_won(self.liable, self.status)
        if won is not None:
            return Ended.WON if won else Ended.LOST
        if self.refunded_on is not None:
            return Ended.PAID
        return Ended.KEPT if self.refund_known and self.closed_on is not None else None


@dataclass(frozen=True)
class DayCounts:
    """What happened on one day: after-sale cases asked for, those taken to the platform, those judged against the shop by the
    day on which they were opened, and refunds asked for with a reason of quality."""

    after_sales: int = 0
    opened: int = 0
    lost: int = 0
    quality: int = 0


@dataclass(frozen=True)
class QualityLine:
    """Refunds for quality of one item on one day of application, by courier and by the day on which it was ordered
    (None where no order is known)."""

    day: date
    item_id: str
    courier: str
    ordered_on: date | None
    refunds: int
    amount: Decimal | None       # None: no export tells an amount


@dataclass(frozen=True)
class Claimant:
    """A recognisable buyer who has a claim now: all his claims and orders of the rulebook's days; `amount` None: not told."""

    buyer_id: str
    orders: int
    claims: int
    amount: Decimal | None
    last_on: date
    order_ids: tuple[str, ...]


@dataclass(frozen=True)
class DisputeBook:
    """One shop's disputes.  `cases` are the open ones and those closed lately, with their orders; `past` (reason, how it
    ended) of all that ended within the rulebook's days; `told` says which facts the shop's exports give at all:
    disputes, refunds, liable, buyer_id, chats."""

    cases: Sequence[DisputeSeen] = ()
    past: Sequence[tuple[Reason, Ended]] = ()
    days: Mapping[date, DayCounts] = field(default_factory=dict)
    quality: Sequence[QualityLine] = ()
    claimants: Sequence[Claimant] = ()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Range:
    """Money from low to high, `mid` the likeliest."""

    low: Decimal
    mid: Decimal
    high: Decimal


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: its share of the proof of such a case, whether it is there, and by whom or what that is told."""

    name: str
    weight: Decimal
    there: bool
    by: str = ""                 # "" where it is not there; "export" where an export shows it


@dataclass(frozen=True)
class Choice:
    """Fight or settle.  `odds` (low, mid, high) of winning with what is there, `full` with all evidence; `worth` is what
    fighting leaves more than settling, `worth_full` with all evidence; `own` how many of the shop's own cases taught the odds;
    `unknown` says what had to be assumed."""

    advice: str                  # fight, settle, even
    odds: tuple[float, float, float]
    full: float
    settle: Range
    lost: Range
    worth: Range
    worth_full: Decimal
    own: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFile:
    """One case as its page shows it: the facts, the clock, the evidence, the choice, what people did, and how it ended."""

    seen: DisputeSeen
    deadline: datetime | None
    stated: bool                 # the deadline is the export's; else it is the rulebook's
    state: str                   # open, decided, answered, overdue, closed
    hours_left: Decimal | None
    pieces: tuple[Piece, ...]
    choice: Choice | None        # None: no amount is told
    steps: tuple[CaseStep, ...] = ()
    claims: Claimant | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Pieces that are not there, the weightiest first."""
        return tuple(p.name for p in sorted(self.pieces, key=lambda p: -p.weight) if not p.there)

    @property
    def complete(self) -> Decimal:
        """The share of the proof that is there, 0..1."""
        return sum((p.weight for p in self.pieces if p.there), Decimal(0))


@dataclass(frozen=True)
class RateSeen:
    """One rate of a platform over its window; `before` is what it was a pace ago (None: not known).

    `left`: how many more are needed to reach the line; `cross_on` the day by which they have come at today's pace, `chance` that
    they come within the rulebook's days.  `why_not` says what cannot be told.
    """

    name: str
    zh: str
    over: int
    under: int
    rate: Decimal | None
    line: Decimal | None
    rule: str
    days: int
    left: int | None = None
    cross_on: date | None = None
    chance: float | None = None
    why_not: str = ""
    before: Decimal | None = None
    near: bool = False           # beyond its line, or as likely to cross it as the rulebook tells from


@dataclass(frozen=True)
class QualityCluster:
    """Refunds for quality of one product within the rulebook's days, beside what is usual for it; `why` names courier or batch."""

    item_id: str
    refunds: int
    usual: Decimal
    since: date
    odds: float
    why: str = ""
    title: str = ""              # as a case of it calls it


@dataclass(frozen=True)
class ChatLine:
    """One message about a case's order, untrusted; `direction` is in, out, robot or system."""

    at: datetime | None
    on: date
    direction: str
    agent: str | None
    text: str | None


@dataclass(frozen=True)
class DisputesTable:
    """The disputes page of a morning: rates with their lines, cases by deadline and money, and what cannot be told."""

    shop: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    rates: tuple[RateSeen, ...]
    cases: tuple[CaseFile, ...]
    clusters: tuple[QualityCluster, ...] = ()
    claimants: tuple[Claimant, ...] = ()
    untold: tuple[tuple[str, str], ...] = ()
