"""The orders page as data: lights of each clock, abnormal orders, and what the shop's exports cannot tell."""

from daybook.desks.orders import kinds as k
from daybook.desks.orders.abnormal import abnormal
from daybook.desks.orders.book import book_of
from daybook.desks.orders.promises import counted, deadline_of, rules_of, tells
from daybook.domain.order_book import ClockKind, OrderBook, OrderSeen, OrdersTable
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.metrics.order_book import known_before

#: Kind of abnormal order -> facts of which one must be told.
RESTS_ON = {k.BURST: ("buyer_id", "place_id"), k.DUPLICATE: ("buyer_id", "place_id"), k.CLAIMS: ("buyer_id",),
            k.ADDRESS: ("province", "city"), k.REMOTE: ("province",), k.NOTE: ("noted",)}


def orders_table(seen: Seen) -> OrdersTable:
    """What the page of a morning shows."""
    book = book_of(seen)
    return OrdersTable(seen.shop.name, seen.shop.zone, seen.shop.currency, seen.on, seen.as_of, counted(book, seen), abnormal(seen),
                       untold(book, seen), known_before(book.open), book.stale)


def untold(book: OrderBook, seen: Seen) -> tuple[tuple[str, str], ...]:
    """(clock or kind, why nobody can tell): facts that no export of two months holds, promises that are not known."""
    if not book.told:
        return tuple((clock.value, Said("no order of the last weeks was known then")) for clock in ClockKind)
    found: list[tuple[str, str]] = []
    for clock in ClockKind:
        if not tells(clock, book):
            found.append((clock.value, Said("no export of the shop tells it")))
        elif not _promised(clock, book, seen):
            found.append((clock.value, Said("no promise of the platform is known")))
    found += [(kind, Said("names, addresses or notes are masked or absent in the exports")) for kind, facts in RESTS_ON.items()
              if not book.told & set(facts)]
    if book.placed and not any(day.unpaid for day in book.placed):
        found.append((k.UNPAID, Said("no unpaid order is in the exports")))
    if not seen.sliced.get("product", {}).get("line_units"):
        found.append((k.PRICE, Said("no order line is known")))
    if not seen.sliced.get("stock", {}).get("sellable_units"):
        found.append((k.OVERSOLD, Said("no stock level is known")))
    return tuple(found)


def _promised(clock: ClockKind, book: OrderBook, seen: Seen) -> bool:
    """Whether any order has a promise: by its export, else by the rulebook."""
    if clock is ClockKind.DELIVER and "promised_delivery_at" in book.told:
        return True
    day = OrderSeen("", seen.as_of, seen.reviewed, seen.as_of, seen.as_of, seen.as_of, seen.as_of)
    return deadline_of(clock, day, book, seen, rules_of(seen))[0] is not None
