"""Tests of pages: one change, planned before it starts, looked at every day, decided by its rule, kept with what it taught.

A split shows two pages at once, where the platform can; a switchback shows one after the other, in blocks drawn by lot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.switchback import Block


class Design(StrEnum):
    """How people come to see one page or the other."""

    SPLIT = "split"
    SWITCHBACK = "switchback"


class Stage(StrEnum):
    """Where a test stands."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"          # nothing is shown any more, and nothing was decided yet
    DECIDED = "decided"
    ARCHIVED = "archived"


class PageStep(StrEnum):
    """What is added to a test; nothing is ever changed."""

    STARTED = "started"
    NOTE = "note"
    STOPPED = "stopped"
    KEEP = "keep"                # decided: the new page stays
    PUT_BACK = "put_back"        # decided: the old page stays or comes back
    ARCHIVED = "archived"


DECISIONS = (PageStep.KEEP, PageStep.PUT_BACK)
#: Stage -> steps that may follow.
MAY_FOLLOW: Mapping[Stage, tuple[PageStep, ...]] = {
    Stage.DRAFT: (PageStep.STARTED, PageStep.NOTE, PageStep.ARCHIVED),
    Stage.RUNNING: (PageStep.NOTE, PageStep.STOPPED, *DECISIONS),
    Stage.STOPPED: (PageStep.NOTE, *DECISIONS, PageStep.ARCHIVED),
    Stage.DECIDED: (PageStep.NOTE, PageStep.ARCHIVED),
    Stage.ARCHIVED: (),
}
_STAGE = {PageStep.STARTED: Stage.RUNNING, PageStep.STOPPED: Stage.STOPPED, PageStep.ARCHIVED: Stage.ARCHIVED,
          **dict.fromkeys(DECISIONS, Stage.DECIDED)}
#: The part of a page that a test changes: one of them.
CHANGES = ("first_screen", "main_image", "title", "selling_points", "details", "size_table", "proof", "answers", "video",
           "load", "other")
CONTROL, VARIANT = "A", "B"


@dataclass(frozen=True)
class Measure:
    """A number that a test is judged by: `over` of `under`, both columns of an arm's day; `item`: the same of a listing's days.

    `item` is () where listings are not counted so.  A share counts people; else it is an amount a visitor.
    """

    name: str
    zh: str
    over: str
    under: str
    item: tuple[str, str] | tuple[()] = ()
    higher_is_better: bool = True
    share: bool = True


MEASURES: Mapping[str, Measure] = {m.name: m for m in (
    Measure("payment_cvr", "支付转化率", "paid_buyers", "visitors", ("product_paid_buyers", "product_visitors")),
    Measure("add_to_cart_rate", "加购率", "cart_buyers", "visitors", ("product_cart_buyers", "product_visitors")),
    Measure("ctr", "点击率", "clicks", "impressions"),
    Measure("uv_value", "UV价值", "paid_amount", "visitors", ("product_paid_gmv", "product_visitors"), share=False),
    Measure("refund_rate", "退款率", "refund_buyers", "paid_buyers", ("product_refunded", "product_paid_gmv"),
            higher_is_better=False),
)}
#: Numbers that must not suffer, whatever the test is for.
GUARDS = ("add_to_cart_rate", "refund_rate")


@dataclass(frozen=True)
class PageLine:
    """One step of a test: what, when, by whom, on which day of the shop; of a decision the lift and days that stood there."""

    kind: PageStep
    on: date
    at: datetime
    by: str = ""
    text: str = ""
    lift: "Told | None" = None
    days: int = 0


@dataclass(frozen=True)
class PageTest:
    """A test as it was planned, with what was added since.

    `smallest` is the relative lift worth having; `needed` the people in each arm, or the pairs of blocks, that tell it; `usual`
    the number's value before, None where it was not known.  `last` is the last planned day.  `code`: what the platform's own
    report calls it; its key where it is "".
    """

    key: str
    shop: str
    client: str
    item_id: str
    change: str
    what: str
    hypothesis: str
    metric: str
    design: Design
    smallest: float
    needed: int
    first: date
    last: date
    planned_by: str
    planned_at: datetime
    guards: tuple[str, ...] = GUARDS
    shares: tuple[float, float] = (0.5, 0.5)
    usual: Decimal | None = None
    blocks: tuple[Block, ...] = ()
    code: str = ""
    steps: tuple[PageLine, ...] = ()

    @property
    def stage(self) -> Stage:
        """Where it stands by its last step that moves it."""
        return next((_STAGE[s.kind] for s in reversed(self.steps) if s.kind in _STAGE), Stage.DRAFT)

    @property
    def started_on(self) -> date | None:
        return next((s.on for s in self.steps if s.kind is PageStep.STARTED), None)

    @property
    def over_on(self) -> date | None:
        """The day on which it was stopped or decided; None while it runs."""
        return next((s.on for s in self.steps if s.kind is PageStep.STOPPED or s.kind in DECISIONS), None)

    @property
    def decision(self) -> PageLine | None:
        return next((s for s in reversed(self.steps) if s.kind in DECISIONS), None)

    def runs_on(self, day: date) -> bool:
        """Whether its pages are shown on a day."""
        start, end = self.started_on, self.over_on
        return start is not None and start <= day and (end is None or day < end)

    def shows_new(self, day: date) -> bool | None:
        """Of a switchback: whether a day's block is one of the new page; None outside its blocks."""
        return next((b.on for b in self.blocks if b.first <= day <= b.last), None)


@dataclass(frozen=True)
class ArmDay:
    """What one arm of a split counted on a day; None: the report does not say.

    `paid_squares` is the sum over visitors of their paid amounts squared, `prior_*` the same people's amounts before the test.
    """

    test: str
    arm: str
    day: date
    visitors: int | None = None
    paid_buyers: int | None = None
    cart_buyers: int | None = None
    refund_buyers: int | None = None
    clicks: int | None = None
    impressions: int | None = None
    paid_amount: Decimal | None = None
    paid_squares: Decimal | None = None
    prior_amount: Decimal | None = None
    prior_squares: Decimal | None = None
    paid_x_prior: Decimal | None = None


@dataclass(frozen=True)
class Told:
    """A lift as a share with its interval; an end is None where nothing bounds it.  `p` of the same test."""

    value: float
    low: float | None
    high: float | None
    p: float


@dataclass(frozen=True)
class ArmSum:
    """One arm so far: what was counted over what, and the rate of it."""

    arm: str
    over: Decimal
    under: Decimal

    @property
    def rate(self) -> Decimal | None:
        return self.over / self.under if self.under else None


@dataclass(frozen=True)
class GuardSeen:
    """A number that must not suffer: its two arms, `apart` by so much (new less old, as shares are: 0.01 is one point), and
    whether it is broken; None where it is not told."""

    metric: str
    arms: tuple[ArmSum, ...]
    apart: Told | None
    broken: bool


@dataclass(frozen=True)
class SeenTest:
    """One test as known on a morning.

    verdict: early, running, won, lost, futile, waits (a switchback before its end), uneven (the split is not the one that was
    planned, so nothing is read of it), none (no day of it is in).  `days` are those that are in, `left` those still to come
    until its sample is full, None where nobody can tell; `chance` that the new page is the better one, from a flat prior.
    """

    test: PageTest
    verdict: str
    arms: tuple[ArmSum, ...] = ()
    lift: Told | None = None
    chance: float | None = None
    days: int = 0
    left: int | None = None
    each: int = 0
    guards: tuple[GuardSeen, ...] = ()
    split_p: float | None = None
    people: tuple[int, int] | None = None
    wider: float = 1.0
    curve: tuple[tuple[date, Told], ...] = ()
    edits: tuple[date, ...] = ()
    missing: int = 0
    last_day: date | None = None

    @property
    def broken(self) -> tuple[GuardSeen, ...]:
        return tuple(g for g in self.guards if g.broken)

    @property
    def stops(self) -> bool:
        """Whether somebody may stop it now."""
        return self.verdict in ("won", "lost", "futile", "uneven") or bool(self.broken)


class BriefStage(StrEnum):
    """Where a designer's brief stands; `dropped` is for one that nobody needs any more."""

    OPEN = "open"
    MADE = "made"
    LIVE = "live"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Evidence:
    """Why a page should say something: how often buyers asked or complained, where, and one of them in their own words."""

    source: str                  # question, chat, review, exit
    times: int
    quote: str = ""
    last: date | None = None


@dataclass(frozen=True)
class DesignBrief:
    """One thing for the designer: which part of which page, what it should say, and why; with what became of it."""

    key: str
    shop: str
    client: str
    item_id: str
    part: str
    topic: str
    what: str
    made_by: str
    made_at: datetime
    evidence: tuple[Evidence, ...] = ()
    due: date | None = None
    steps: tuple["BriefLine", ...] = ()

    @property
    def stage(self) -> BriefStage:
        return self.steps[-1].stage if self.steps else BriefStage.OPEN

    @property
    def live_on(self) -> date | None:
        return next((s.on for s in reversed(self.steps) if s.stage is BriefStage.LIVE), None)


@dataclass(frozen=True)
class BriefLine:
    """A brief moved on."""

    stage: BriefStage
    on: date
    at: datetime
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class PageCheck:
    """What one page does not answer: a topic with its evidence, the part that should say it, and the brief that is open for it.

    `share` is the topic's part of all that is asked about the item, `usual` the same of the shop's other items, `odds` that chance
    alone makes the difference; None without other items.  `told`: stands out so that a morning tells it.
    """

    item_id: str
    item: str
    hero: bool
    topic: str
    part: str
    evidence: tuple[Evidence, ...]
    times: int
    share: float | None = None
    usual: float | None = None
    odds: float | None = None
    brief: str = ""
    told: bool = False


@dataclass(frozen=True)
class PageExit:
    """How visitors leave one page: share that leaves at once and seconds that they stay, lately and before, with the odds.

    `odds` None: too few days to tell.  Rates are means of the days as the platform prints them; they are not added up.
    """

    item_id: str
    item: str
    bounce: Decimal | None
    bounce_before: Decimal | None
    dwell: Decimal | None
    dwell_before: Decimal | None
    visitors: Decimal
    odds: float | None = None
    since: date | None = None


@dataclass(frozen=True)
class PagesTable:
    """The page of tests and pages: what runs, what is planned, what is over, what pages do not answer, and the briefs."""

    shop: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    tests: tuple[SeenTest, ...] = ()
    checks: tuple[PageCheck, ...] = ()
    exits: tuple[PageExit, ...] = ()
    briefs: tuple[DesignBrief, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    lessons: tuple["Taught", ...] = ()
    untold: tuple[tuple[str, str], ...] = ()

    def of_stage(self, *stages: Stage) -> tuple[SeenTest, ...]:
        """Tests that stand at one of these stages."""
        return tuple(t for t in self.tests if t.test.stage in stages)


@dataclass(frozen=True)
class Taught:
    """What tests of one part of a page have brought so far, here and in all shops of the house: lifts alone go between shops.

    `lift` is what the next one of its kind may be expected to bring, with its standard error, drawn to nothing while few are known.
    """

    change: str
    own: int
    all: int
    won: int
    lift: float
    error: float


@dataclass(frozen=True)
class PageBook:
    """Days of splits as the exports tell them, the oldest first."""

    arms: tuple[ArmDay, ...] = ()
