"""The plan of a big event (大促计划), line by line as drafted and as a person set it, and how its day goes beside it.

None is "not known" everywhere, never 0.  Days are the shop's, moments UTC, money is in the shop's currency.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.activities import PlanLine
from daybook.domain.brief import Unit
from daybook.domain.event_calendar import Activity
from daybook.domain.shop import Shop

#: Kinds of lines.  TOTAL is what the event's days are to bring, WAVE a window's part of it, DAY a day's part of its wave (units,
#: money and people of the others are of their own thing).
TOTAL, WAVE, DAY, ADS, CARTS, STOCK, ROSTER, PAGES = "total", "wave", "day", "ads", "carts", "stock", "roster", "pages"
KINDS = (TOTAL, WAVE, DAY, ADS, CARTS, STOCK, ROSTER, PAGES)
#: Kinds that a person sets one by one; days follow their wave, and the total is that of the waves.
SETTABLE = (TOTAL, WAVE, ADS, CARTS, STOCK, ROSTER, PAGES)
#: The word of a line of pages that is done.
DONE = "done"


@dataclass(frozen=True)
class PlanRow:
    """One line of a plan: what is drafted and from what, and what a person said of it last (None: nobody has yet).

    `said_of` is what the line is about in words, `basis` where the draft comes from, `aside` what stands against it or beside it.
    """

    kind: str
    name: str
    said_of: str
    unit: Unit
    drafted: Decimal | None
    basis: str
    first: date | None = None
    last: date | None = None
    due: date | None = None
    aside: str = ""
    short: bool = False
    line: PlanLine | None = None

    @property
    def value(self) -> Decimal | None:
        """What counts: what a person set, else the draft."""
        return self.line.value if self.line is not None and self.line.value is not None else self.drafted

    @property
    def due_on(self) -> date | None:
        """Until when it is to be there: as a person said, else as drafted."""
        return self.line.due if self.line is not None and self.line.due is not None else self.due

    @property
    def done(self) -> bool:
        """Whether somebody said that it is done."""
        return self.line is not None and self.line.text.startswith(DONE)


@dataclass(frozen=True)
class SalePlan:
    """The plan of one event.  `hours` are the parts of the day `hours_of`, 24 of them; empty where orders do not say their hour."""

    shop: Shop
    activity: Activity
    on: date
    as_of: datetime
    rows: tuple[PlanRow, ...]
    hours_of: date
    hours: tuple[Decimal, ...] = ()
    why_not: str = ""

    def of(self, kind: str) -> tuple[PlanRow, ...]:
        """The lines of a kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def total(self) -> Decimal | None:
        """What all waves are to bring; None where one of them is not known."""
        parts = [row.value for row in self.of(WAVE)]
        return None if not parts or None in parts else sum((p for p in parts if p is not None), Decimal(0))

    @property
    def agreed(self) -> PlanLine | None:
        """The latest line of a target that somebody kept; None: the plan is a draft that counts nowhere."""
        return max((row.line for row in self.of(WAVE) if row.line is not None), key=lambda line: line.at, default=None)


@dataclass(frozen=True)
class SaleHour:
    """One hour of the day: what the plan asks in it, and what came (None: not known)."""

    hour: int
    planned: Decimal
    came: Decimal | None


@dataclass(frozen=True)
class SaleStock:
    """A SKU of the plan today: units planned for the event, sold on its days so far (today's as far as they are in), left, and the
    hours that what is left lasts at today's pace; None: not known.  `short`: fewer hours than rule E-LASTS says."""

    item_id: str
    sku: str
    name: str
    planned: int | None
    sold: int | None
    today: int | None
    left: int | None
    hours_left: Decimal | None
    short: bool = False


@dataclass(frozen=True)
class SaleAds:
    """The ads of the phase that runs: its budget, what was spent before today, read of today, and today's part of the budget."""

    phase: str
    budget: Decimal
    before: Decimal | None
    today: Decimal | None
    today_part: Decimal
    first: date
    last: date


@dataclass(frozen=True)
class SaleToday:
    """A day of a planned event beside its plan.  `target` None: a day of the warm-up, which has no target.

    `by_now` is what the plan asks until the minute `at` of the newest number, `paid` what came by then.  `carts` are those of the
    warm-up so far beside the goal; `pages` are the lines of page sets that are due and not done.
    """

    activity: Activity
    on: date
    target: Decimal | None
    agreed_by: str
    agreed_at: datetime
    at: datetime | None = None
    by_now: Decimal | None = None
    paid: Decimal | None = None
    hours: tuple[SaleHour, ...] = ()
    stock: tuple[SaleStock, ...] = ()
    ads: SaleAds | None = None
    agents: int | None = None
    rostered: int | None = None
    carts_goal: int | None = None
    carts: int | None = None
    pages: tuple[PlanLine, ...] = ()

    @property
    def ahead(self) -> Decimal | None:
        """What came beyond the plan by now; below 0 it is behind."""
        return None if self.paid is None or self.by_now is None else self.paid - self.by_now
