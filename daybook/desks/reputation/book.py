"""What buyers wrote as the reputation desk has it read, each poor review with its causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daybook.analysis.text.causes import Told, told
from daybook.analysis.text.polarity import badness
from daybook.desks.desk import Read
from daybook.desks.gain import rule
from daybook.desks.reputation.words import OwnWords, words_in
from daybook.domain.reputation import ReviewSeen, TalkBook
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.talk_book import talk_books

BOOK = "reputation.book"
POOR = "reputation.poor"


@dataclass(frozen=True)
class Poor:
    """One poor review with what it complains of; `by_words`: no rating said so."""

    review: ReviewSeen
    told: Told
    by_words: bool


def read_talk(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, TalkBook]:
    """shop -> what its buyers wrote; a silent shop has none."""
    return talk_books(session, on, int(rule("R-NEW", "reviews")), int(rule("R-NEW", "questions")), int(rule("R-STARS", "poor")))


def book_of(seen: Seen) -> TalkBook:
    """What buyers wrote as known on a morning; nothing where nothing is."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, TalkBook) else TalkBook()


def poor_of(seen: Seen) -> tuple[Poor, ...]:
    """Every poor review of the weeks that are read, the newest first; texts are read once a morning."""
    kept = seen.reckoned.get(POOR)
    if isinstance(kept, tuple):
        return kept
    own = words_in(seen)
    found = tuple(one for review in book_of(seen).reviews if (one := _poor(review, own)) is not None)
    seen.reckoned[POOR] = found
    return found


def _poor(review: ReviewSeen, own: OwnWords | None) -> Poor | None:
    """By its rating, else its stars, else the worse of its words and its follow-up; a good one by a follow-up that complains."""
    starred = review.rating is None and review.stars is not None and review.stars <= rule("R-STARS", "poor")
    if review.rating in ("fair", "bad") or starred:
        return Poor(review, told(_words(review)), by_words=False)
    rated = bool(review.rating) or review.stars is not None
    weights = own.weights if own else None
    bad = max((b for words in (review.follow_up, None if rated else review.text) if (b := badness(words, weights)) is not None),
              default=None)
    if bad is None or bad < float(rule("R-READ", "review")):
        return None
    return Poor(review, told(review.follow_up if rated else _words(review)), by_words=True)


def _words(review: ReviewSeen) -> str:
    return "。".join(part for part in (review.text, review.follow_up) if part)


def is_new(review: ReviewSeen, seen: Seen) -> bool:
    """Whether a review was not yet known a morning ago, and is young enough to answer at once."""
    young = (seen.on - review.written_on).days <= int(rule("R-NEW", "news"))
    return young and review.known_at > seen.as_of - timedelta(days=1)


def limits(review: ReviewSeen) -> tuple[datetime, datetime] | None:
    """Until when its buyer is to be contacted, and the last moment; None where the hour is not told."""
    if review.written_at is None:
        return None
    return (review.written_at + timedelta(hours=float(rule("R-4H", "contact"))),
            review.written_at + timedelta(hours=float(rule("R-4H", "limit"))))


READ = Read(BOOK, read_talk)
