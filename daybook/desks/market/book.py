"""What exports tell of rivals and the market as the market desk has it read."""

from collections.abc import Mapping, Sequence
from datetime import date

from daybook.desks.desk import Read
from daybook.desks.gain import rule
from daybook.desks.rival_bands import MARKET as BOOK
from daybook.domain.market import MarketBook
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.market_book import market_books

#: Days beyond those of a newcomer: a listing that is known for longer must show it, though its export comes but weekly.
BEYOND = 14


def days_read() -> int:
    """How many days of exports a morning reads."""
    return int(rule("K-NEWCOMER", "known_days")) + BEYOND


def read_market(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, MarketBook]:
    """shop -> figures of rivals and of the market; a shop without such an export has none."""
    return market_books(session, on, days_read())


def book_of(seen: Seen) -> MarketBook:
    """What exports tell as known on a morning; nothing where nothing is."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, MarketBook) else MarketBook()


READ = Read(BOOK, read_market)
