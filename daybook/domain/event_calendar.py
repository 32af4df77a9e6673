"""Events of the trade's calendar as somebody who takes part sees them: recruiting, warm-up, live, and the days after."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daybook.domain.said import Said, Term


class Stage(StrEnum):
    """Where in an event a day stands, for somebody who takes part."""

    RECRUIT = "recruit"
    WARM_UP = "warm_up"
    LIVE = "live"
    AFTER = "after"


class Level(StrEnum):
    """Whose event it is."""

    PLATFORM = "platform"
    CHANNEL = "channel"
    CATEGORY = "category"


@dataclass(frozen=True)
class Span:
    """One window of an event, both days in.  `name` is what it is called, as a word in the reader's language."""

    stage: Stage
    name: Term
    first: date
    last: date
    estimated: bool = True
    source: str = ""
    confidence: str = "K"

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Activity:
    """One edition of an event that products are filed for.  `key` names it for good, whatever its dates become.

    `categories`: words of which one is in the category of a product that may be filed; none: every product.
    """

    key: str
    id: str
    name: str
    zh: str
    platform: str
    level: Level
    kind: str
    spans: tuple[Span, ...]
    big: bool
    estimated: bool
    source: str
    seen_on: date
    confidence: str
    categories: tuple[str, ...] = ()

    @property
    def term(self) -> Term:
        """What it is called, in the language of whoever reads it."""
        return Term("event", self.name, self.zh)

    def of(self, stage: Stage) -> tuple[Span, ...]:
        """The windows of a stage, by first day."""
        return tuple(span for span in self.spans if span.stage is stage)

    @property
    def first(self) -> date:
        """The first day on which it sells."""
        return min(span.first for span in self.of(Stage.LIVE))

    @property
    def last(self) -> date:
        """The last day on which it sells."""
        return max(span.last for span in self.of(Stage.LIVE))

    @property
    def begins(self) -> date:
        """The first day of any of its windows."""
        return min(span.first for span in self.spans)

    @property
    def ends(self) -> date:
        """The last day of any of its windows."""
        return max(span.last for span in self.spans)

    @property
    def closes(self) -> date | None:
        """The last day on which a product can be filed; None where nobody said."""
        return max((span.last for span in self.of(Stage.RECRUIT)), default=None)

    def stage_on(self, day: date) -> Span | None:
        """The window that matters most on a day: the sale, then the days before it, then recruiting, then the days after."""
        for stage in (Stage.LIVE, Stage.WARM_UP, Stage.RECRUIT, Stage.AFTER):
            found = next((span for span in self.of(stage) if span.covers(day)), None)
            if found is not None:
                return found
        return None


def window_words(activity: Activity, span: Span) -> Said:
    """The event and one of its windows: Double 11 main wave."""
    return Said("{event} {window}", event=activity.term, window=span.name)
