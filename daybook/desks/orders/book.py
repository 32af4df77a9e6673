"""The order book as the orders desk has it read: which orders, held against which promises."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar.events import SELLING, events_on
from daybook.calendar.where import country_of
from daybook.desks.desk import Read
from daybook.domain.order_book import OrderBook
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.order_book import Promise, Span, order_books
from daybook.rulebook.reading import load

BOOK = "orders.book"


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, OrderBook]:
    """shop -> its order book; a shop without any order of two months has none."""
    return order_books(session, on, {shop.name: _promise(shop, on) for shop in shops}, span())


def book_of(seen: Seen) -> OrderBook:
    """The order book of a morning; an empty one where no order is known."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, OrderBook) else OrderBook()


def span() -> Span:
    """Which orders are read, by the rulebook."""
    rules = load()
    return Span(hours(rules.value("CLK-FRESH")), int(rules.value("CLK-WINDOW", "days")), int(rules.value("CLK-WINDOW", "fared")),
                int(rules.value("ABN-CLAIMS", "days")), int(rules.value("ABN-BURST", "orders")))


def hours(number: Decimal) -> timedelta:
    """So many hours."""
    return timedelta(seconds=float(number * 3600))


def in_event(shop: Shop, day: date) -> bool:
    """Whether a big event sells on a day, in which dispatch is promised later."""
    country = country_of(shop.platform, shop.currency)
    return any(e.big and e.phase in SELLING for e in events_on(day, shop.platform, country))


def _promise(shop: Shop, on: date) -> Promise:
    """What dispatch is promised in on ordinary days, and on those of the window on which an event sells."""
    rules = load().for_(shop.platform)
    days = [on - timedelta(days=n) for n in range(1, int(rules.value("CLK-WINDOW", "fared")) + 1)]
    longer = {day: rules.value("CLK-SHIP-EVENT") for day in days if in_event(shop, day)}
    parcel = [r.value("hours") for r in rules.rules if r.id in ("CLK-STUCK", "CLK-CONFIRM", "CLK-DELIVER")]
    return Promise(rules.value("CLK-SHIP"), min(parcel, default=None), rules.value("CLK-SCAN"), longer)


READ = Read(BOOK, read_books)
