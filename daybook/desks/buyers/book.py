"""The book of buyers as a morning knows it: the newest that was kept, put there by the workflow that builds `Seen`."""

from daybook.domain.buyers import BuyerBook
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook

BOOK = "buyers.book"


def book_in(seen: Seen) -> BuyerBook | None:
    """The book; None where none was kept, or the kept one is older than two intervals between books."""
    found = seen.read.get(BOOK)
    if not isinstance(found, BuyerBook):
        return None
    return found if (seen.on - found.on).days < 2 * int(rules_of(seen).value("B-READ", "between")) else None


def is_new(seen: Seen) -> bool:
    """Whether the book was made for this very morning: what a book tells once is told then."""
    book = book_in(seen)
    return book is not None and book.on == seen.on


def rules_of(seen: Seen) -> Rulebook:
    """The rules of the shop's platform."""
    return load().for_(seen.shop.platform)
