"""A live show as its page shows it: its numbers, its curve, its listings, what to tell the host now, and what was told."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Unit


class Stage(StrEnum):
    """How final a show's numbers are."""

    RUNNING = "running"
    ENDED = "ended"             # within minutes after its end: sales are still being credited
    REVIEWED = "reviewed"       # reviewed; refunds are still coming
    SETTLED = "settled"


@dataclass(frozen=True)
class LiveNumber:
    """One number of a show by its metric's name; `value` None was not told."""

    metric: str
    unit: Unit
    value: Decimal | None


@dataclass(frozen=True)
class LiveReading:
    """What a person read from a running show's screen; counts are since it began, `online` is at that moment."""

    at: datetime
    known_at: datetime
    viewers: int | None = None
    online: int | None = None
    clicks: int | None = None
    orders: int | None = None
    paid: Decimal | None = None
    comments: int | None = None


@dataclass(frozen=True)
class LiveItem:
    """One listing of a show; None was not told."""

    item_id: str
    title: str
    impressions: int | None
    clicks: int | None
    orders: int | None
    paid: Decimal | None

    @property
    def click_rate(self) -> Decimal | None:
        """Clicks over impressions."""
        return Decimal(self.clicks) / self.impressions if self.clicks is not None and self.impressions else None

    @property
    def pay_rate(self) -> Decimal | None:
        """Orders over clicks."""
        return Decimal(self.orders) / self.clicks if self.orders is not None and self.clicks else None

    @property
    def gpm(self) -> Decimal | None:
        """Sales by a thousand impressions of the listing."""
        return self.paid * 1000 / self.impressions if self.paid is not None and self.impressions else None


@dataclass(frozen=True)
class LivePoint:
    """Five minutes of a curve: what came (None: to come, or not told) and the 80 % of what was to be expected."""

    at: datetime
    came: float | None
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class LiveBeside:
    """The last minutes of one measure beside what is usual at this minute of a show; `usual` None is not known."""

    measure: str
    now: float
    usual: float | None
    chance: float | None
    less_is_better: bool = False


@dataclass(frozen=True)
class LivePrompt:
    """What a rule would tell the host now: which measure falls short, and the listing that it is about ("" of none)."""

    rule: str
    measure: str
    at: datetime
    now: float
    usual: float
    chance: float
    item: str = ""


@dataclass(frozen=True)
class PromptEffect:
    """What came in the minutes read after a prompt beside what was to be expected; None where nothing may be said.

    `verdict` is gain, loss or cannot_tell, `why_not` the reason of the last.
    """

    verdict: str
    why_not: str
    measure: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    extra: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class SaidPrompt:
    """What was told to the host at a minute, by which rule ("" a person's own words), and what it brought."""

    at: datetime
    rule: str
    measure: str
    words: str
    item: str
    by: str
    effect: PromptEffect | None = None


@dataclass(frozen=True)
class ShowLine:
    """One show in the list: when, how long, what it brought, and how final that is."""

    key: str
    account: str
    day: date
    began_at: datetime
    ended_at: datetime | None
    stage: Stage
    numbers: tuple[LiveNumber, ...]
    minutes: int
    prompts: int


@dataclass(frozen=True)
class LiveShow:
    """One show as known at a moment.

    `until` is the last minute told; `blind` says since when nothing came of a running show.  `readings` are what people read.
    `together` says what prompts of one rule brought over the shop's shows.
    """

    shop: str
    currency: str
    zone: str
    as_of: datetime
    line: ShowLine
    until: datetime | None
    blind: bool
    earlier: int
    curves: tuple[tuple[str, tuple[LivePoint, ...]], ...] = ()
    last: tuple[LiveBeside, ...] = ()
    items: tuple[LiveItem, ...] = ()
    due: tuple[LivePrompt, ...] = ()
    said: tuple[SaidPrompt, ...] = ()
    would_have: tuple[LivePrompt, ...] = ()
    readings: tuple[LiveReading, ...] = ()
    together: tuple[tuple[str, int, PromptEffect], ...] = ()
    settles_on: date | None = None

    def number(self, metric: str) -> Decimal | None:
        """One of the show's numbers; None where it was not told."""
        return next((n.value for n in self.line.numbers if n.metric == metric), None)
