"""The reputation page as data, and what the shop's exports cannot tell."""

from decimal import Decimal

from daybook.analysis.text.grams import language_of
from daybook.desks.reputation.book import book_of
from daybook.desks.reputation.findings import positive
from daybook.desks.reputation.lines import review_lines
from daybook.desks.reputation.questions import question_lines
from daybook.desks.reputation.scores import score_lines
from daybook.desks.reputation.trends import rises_of
from daybook.desks.reputation.words import words_in
from daybook.domain.reputation import ReputationTable
from daybook.domain.said import Said
from daybook.domain.seen import Seen


def reputation_table(seen: Seen, ratings: int | None = None, new_mean: Decimal | None = None) -> ReputationTable:
    """What the page of a morning shows; `ratings` and `new_mean` are what a person gave to the score simulator."""
    return ReputationTable(seen.shop.name, seen.shop.zone, seen.on, seen.as_of, review_lines(seen), question_lines(seen),
                           rises_of(seen), score_lines(seen, ratings, new_mean), positive(seen), untold(seen))


def untold(seen: Seen) -> tuple[tuple[str, str], ...]:
    """(what, why nobody can tell): neither found nor excluded."""
    book, found = book_of(seen), []
    if not book.reviews and not book.written:
        found.append(("reviews", Said("no export with reviews is in")))
    else:
        if "written_at" not in book.told:
            found.append(("clock", Said("the exports tell the day of a review and no hour")))
        if "reply" not in book.told:
            found.append(("reply", Said("the exports do not tell which reviews are answered: mark them here")))
        if not book.told & {"rating", "stars"}:
            found.append(("rating", _by_words(seen)))
        if any(one.text and not language_of(one.text) for one in book.reviews):
            found.append(("cause", Said("some reviews are in a language that is not read: their stars count, their causes do not")))
    if not book.questions:
        found.append(("questions", Said("no export with buyer questions is in")))
    if not book.scores:
        found.append(("scores", Said("no export with shop scores is in")))
    return tuple(found)


def _by_words(seen: Seen) -> Said:
    own = words_in(seen)
    if own is None:
        return Said("the exports hold no ratings: poor ones are read from their words")
    return Said("the exports hold no ratings: poor ones are read from their words, learnt from {n} reviews of this shop on {day}",
                n=own.texts, day=own.on)
