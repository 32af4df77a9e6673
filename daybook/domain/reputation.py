"""What buyers wrote, as known on a morning: poor reviews one by one, counts of all, questions, scores; and what a page shows of it.

Texts are untrusted: they are shown and counted, never followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class ReviewSeen:
    """One review that may be poor; None is not told.  `written_at` None: only the day is known."""

    review_id: str
    known_at: datetime
    written_on: date
    written_at: datetime | None = None
    item_id: str | None = None
    variant: str | None = None
    rating: str | None = None            # good, fair, bad
    stars: int | None = None
    text: str | None = None
    follow_up: str | None = None
    reply: str | None = None


@dataclass(frozen=True)
class Written:
    """Reviews of one item on one day: all, those rated good, those rated fair or bad."""

    item_id: str
    day: date
    reviews: int
    good: int
    poor: int


@dataclass(frozen=True)
class QuestionSeen:
    """One question on a listing's page; `answer` None: none, or not in the export."""

    question_id: str
    asked_on: date
    item_id: str | None = None
    text: str | None = None
    answer: str | None = None
    answers: int | None = None


@dataclass(frozen=True)
class ScoreSeen:
    """A score of the shop on a day, in the platform's points."""

    score: str
    day: date
    value: Decimal
    industry_mean: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class TalkBook:
    """What one shop's buyers wrote; `told` names the columns that its exports fill at all."""

    reviews: tuple[ReviewSeen, ...] = ()
    written: tuple[Written, ...] = ()
    questions: tuple[QuestionSeen, ...] = ()
    scores: tuple[ScoreSeen, ...] = ()
    told: frozenset[str] = frozenset()


class Clock(StrEnum):
    """Where a poor review's four hours stand."""

    OPEN = "open"                # within the limit
    LATE = "late"                # the limit is over and nobody answered, as far as is known
    DAY_ONLY = "day_only"        # the export tells the day and no hour
    OLD = "old"                  # unanswered, as far as is known, and too long ago to win anybody back
    ANSWERED = "answered"        # the shop's reply is in the export
    HANDLED = "handled"          # somebody said so here


@dataclass(frozen=True)
class ReviewLine:
    """One poor review for the page.  `by_words`: no rating said so, its words did."""

    review: ReviewSeen
    item: str
    clock: Clock
    contact_by: datetime | None
    limit: datetime | None
    causes: tuple[str, ...]
    urgent: tuple[str, ...]
    owner: str
    desk: str                            # product, warehouse, courier, page, service: where it goes
    language: str
    by_words: bool
    drafts: Mapping[str, str] = field(default_factory=dict)      # language -> reply
    handled_by: str = ""
    handled_at: datetime | None = None
    done: str = ""


@dataclass(frozen=True)
class QuestionLine:
    """A topic that buyers ask about on one item: how often, the newest question, what is answered, what to say and to mend."""

    item_id: str
    item: str
    hero: bool
    topic: str
    asked: int
    newest: QuestionSeen
    unanswered: int
    bad_answer: str                      # an answer that reads badly, "" where none does
    facts: str
    fix: str


@dataclass(frozen=True)
class Rise:
    """A cause that one item is blamed for more than before and more than others; `odds` that chance alone does it, over all
    pairs that were looked at."""

    item_id: str
    item: str
    cause: str
    recent: int
    of: int
    expected: Decimal
    odds: float
    since: date
    variant: str = ""
    arrived: date | None = None
    reviews: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreLine:
    """A score beside its goal, and what moves it.  `needed` None: cannot be told, `why_not` says why."""

    score: ScoreSeen
    goal: Decimal
    week_ago: Decimal | None
    window_days: int | None
    ratings: int | None
    needed: int | None
    bad_costs: Decimal | None            # what one worst rating takes off
    days: int | None                     # at the rate of the last weeks; None: not so, or cannot be told
    why_not: str = ""


@dataclass(frozen=True)
class ReputationTable:
    """What the page of a morning shows."""

    shop: str
    zone: str
    on: date
    as_of: datetime
    reviews: tuple[ReviewLine, ...]
    questions: tuple[QuestionLine, ...]
    rises: tuple[Rise, ...]
    scores: tuple[ScoreLine, ...]
    positive: tuple[int, int] | None     # good ones and all rated ones of the rulebook's days; None: nothing is rated
    untold: tuple[tuple[str, str], ...] = ()
