"""What people add to a review: their own words in the place of a draft, promises with a number and a day, and their signature."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.brief import Unit

#: Parts of a review that a person may say in other words: the sentence at its head, what went well, what did not, what comes
#: next, and the memo of a quarter.  Numbers are nobody's to write.
PLACES = ("lead", "good", "bad", "focus", "memo")


@dataclass(frozen=True)
class Written:
    """A part in a person's words, a line each; the draft that it stands for is kept in the review."""

    place: str
    lines: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class SpanPromise:
    """What was promised with a review: a number at or above (`at_least`), or at or below, a level over `first` to `last`."""

    key: str
    span: str
    on: date                     # the first day of the span in whose review it was made
    metric: str
    zh: str
    unit: Unit
    at_least: bool
    level: Decimal
    first: date
    last: date
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class JudgedPromise:
    """A promise by the facts.  `stands`: kept, not_kept, cannot_tell, running; `measured` None with `why` where it is not known."""

    promise: SpanPromise
    stands: str
    measured: Decimal | None
    why: str = ""


@dataclass(frozen=True)
class Signed:
    """Who stands for a review as it is.  `changed`: something was written or reckoned anew after that."""

    by: str
    at: datetime
    changed: bool = False


@dataclass(frozen=True)
class ReviewTold:
    """Everything that people added to a review, as known at a moment."""

    written: tuple[Written, ...] = ()
    promises: tuple[SpanPromise, ...] = ()
    signed: Signed | None = None

    def of(self, place: str) -> Written | None:
        """A part in a person's words, where one wrote it."""
        return next((one for one in self.written if one.place == place), None)
