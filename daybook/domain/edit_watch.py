"""Edits under watch: what a listing did 24, 48 and 72 hours after each edit, beside what was expected of it without."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class After(StrEnum):
    """What can be said at a mark.  TOO_EARLY: its days are not over or not in; UNTOLD: the span holds both a loss and a gain."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    UNTOLD = "untold"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class EditNumber:
    """One step since an edit: as a share of what was expected, with its 80 % span and the odds of chance."""

    name: str
    change: float
    low: float
    high: float
    odds: float
    told: After


@dataclass(frozen=True)
class Mark:
    """So many hours after an edit: days `first` to `last` (both in) are judged; of none where they are not in yet."""

    hours: int
    first: date
    last: date
    told: After
    numbers: tuple[EditNumber, ...] = ()


@dataclass(frozen=True)
class CurveDay:
    """One day of a step: what came and what was expected (low and high hold 80 % of days)."""

    day: date
    value: Decimal | None
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class RankMove:
    """A rank that a person read in a console, last before and last after an edit; None where nobody did.

    `change` is the rank after over that before less one by all readings near the edit (of a level: levels gained), with its
    80 % span and the odds of chance; None where nothing was read on one side, and for the odds and span of a level.  `read`
    counts the readings before and after.
    """

    fact: str
    object: str
    before: tuple[date, Decimal] | None
    after: tuple[date, Decimal] | None
    told: After = After.UNTOLD
    change: float | None = None
    low: float | None = None
    high: float | None = None
    odds: float | None = None
    read: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class WatchedEdit:
    """One edit of a listing under watch.

    `what` is the kind of edit (title, images, price, ...), `source` who told of it: note, list, or done (by this house, with its
    `proposal`).  `at` None: only the day is known.  `curve` shows the step
    `curve_of`: the one that fell or rose most surely, else visitors.
    """

    item_id: str
    name: str
    what: str
    text: str
    on: date
    at: datetime | None
    was: str
    now: str
    source: str
    marks: tuple[Mark, ...]
    curve_of: str
    curve: tuple[CurveDay, ...]
    ranks: tuple[RankMove, ...] = ()
    proposal: str = ""

    @property
    def told(self) -> After:
        """What the last mark that can be told says."""
        return next((m.told for m in reversed(self.marks) if m.told is not After.TOO_EARLY), After.TOO_EARLY)

    @property
    def since(self) -> date:
        """The first whole day after the edit."""
        return self.marks[0].first
