"""The review of a week, a month or a quarter (复盘): numbers beside other spans, what was done, what kept coming back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import BriefFinding
from daybook.domain.close import ActionBrought, DayWork
from daybook.domain.report import Figure
from daybook.domain.review_parts import (
    Band,
    DayPaid,
    Driver,
    Focus,
    Memo,
    NextTarget,
    RangeStep,
    RoleLine,
    RoleSum,
    Sighting,
    Trend,
)
from daybook.domain.review_told import JudgedPromise

DAY = timedelta(days=1)


class Span(StrEnum):
    """What is reviewed; weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


def first_of(span: Span, on: date) -> date:
    """The first day of the span that a day lies in.

    >>> str(first_of(Span.QUARTER, date(2026, 9, 30))), str(first_of(Span.WEEK, date(2026, 11, 22)))
    ('2026-07-01', '2026-11-16')
    """
    if span is Span.WEEK:
        return on - timedelta(days=on.weekday())
    return on.replace(day=1) if span is Span.MONTH else date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)


def last_whole(span: Span, on: date) -> tuple[date, date]:
    """The last whole span before a day: its first and last day, both in.

    >>> [str(d) for d in last_whole(Span.QUARTER, date(2026, 11, 23))]
    ['2026-07-01', '2026-09-30']
    """
    last = first_of(span, on) - DAY
    return first_of(span, last), last


def year_before(span: Span, first: date, last: date) -> tuple[date, date]:
    """The same span a year earlier; a week lies 52 weeks back, so that weekdays match.

    >>> [str(d) for d in year_before(Span.MONTH, date(2025, 2, 1), date(2025, 2, 28))]
    ['2024-02-01', '2024-02-29']
    """
    if span is Span.WEEK:
        return first - timedelta(weeks=52), last - timedelta(weeks=52)
    after = last + DAY
    return first.replace(year=first.year - 1), after.replace(year=after.year - 1) - DAY


def days_of(first: date, last: date) -> list[date]:
    """All days of a span."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class ProductMove:
    """One product of the span beside the span before; by the change of what was paid for it, the largest first."""

    name: str
    value: Decimal
    before: Decimal


@dataclass(frozen=True)
class CameBack:
    """A finding that stood in more than one morning of the span, as the last of them said it."""

    finding: BriefFinding
    mornings: int
    first: date
    last: date


@dataclass(frozen=True)
class Review:
    """One shop's week, month or quarter, from `first` to `last`.  `days_in`: days whose orders are in."""

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    span: Span
    first: date
    last: date
    as_of: datetime
    code_version: str
    days_in: int
    figures: tuple[Figure, ...]
    products: tuple[ProductMove, ...]
    events: tuple[str, ...]              # what ran in it
    asked: int                           # lines of its mornings' plans
    done_count: int
    minutes: int | None                  # None where nobody said how long anything took
    done: tuple[DayWork, ...]            # the first of what was done
    mornings: int                        # that are kept of it
    came_back: tuple[CameBack, ...]
    ahead: tuple[str, ...]               # what begins in the span that follows
    drivers: tuple[Driver, ...] = ()     # of the paid amount against the span before; they add up to the change
    roles: tuple[RoleLine, ...] = ()
    brought: tuple[ActionBrought, ...] = ()
    focus: tuple[Focus, ...] = ()
    good: tuple[str, ...] = ()           # achievements
    bad: tuple[str, ...] = ()            # problems
    goal: NextTarget | None = None       # of a month
    structure: tuple[RoleSum, ...] = ()  # of a quarter, as all below
    bands: tuple[Band, ...] = ()
    steps: tuple[RangeStep, ...] = ()
    trends: tuple[Trend, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    memo: Memo | None = None
    by_day: tuple[DayPaid, ...] = ()     # the paid amount of each of its days
    changes: tuple[str, ...] = ()        # of a week: what rules and calendars say otherwise than before it
    promises: tuple[JudgedPromise, ...] = ()    # made in earlier reviews, whose days touch this span
