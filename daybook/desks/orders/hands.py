"""Orders of one hand: doubled by a slip, placed in bursts, or by a buyer who is paid back again and again without return.

Only ids that are whole say who: a masked name or address is nobody, and then all of this cannot be told.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from daybook.analysis.orders.bursts import Placed, bursts, duplicates
from daybook.desks.orders import kinds as k
from daybook.desks.orders.abnormal import told
from daybook.desks.orders.book import book_of
from daybook.desks.orders.promises import rules_of
from daybook.domain.order_book import Abnormal, OrderBook
from daybook.domain.said import Said
from daybook.domain.seen import Seen


def of_hands(seen: Seen) -> Iterator[Abnormal]:
    """Doubled orders, bursts and claims of recognisable buyers."""
    yield from _bursts(seen)
    yield from _doubled(seen)
    yield from _claimants(seen)


def placed_of(book: OrderBook) -> list[Placed]:
    """Who placed which order; by the shop's exports, nobody where ids are masked."""
    return [Placed(o.order_id, o.ordered_at, o.buyer_id, o.place_id, o.sku or o.item_id) for o in book.open]


def lockers(book: OrderBook, most: int) -> frozenset[str]:
    """Doors to which many buyers have things sent: lockers and offices, where orders of one hour say nothing."""
    buyers: dict[str, set[str]] = defaultdict(set)
    for order in book.open:
        if order.place_id and order.buyer_id:
            buyers[order.place_id].add(order.buyer_id)
    return frozenset(place for place, own in buyers.items() if len(own) > most)


def _bursts(seen: Seen) -> Iterator[Abnormal]:
    book, rules = book_of(seen), rules_of(seen)
    within, least = timedelta(minutes=int(rules.value("ABN-BURST", "minutes"))), int(rules.value("ABN-BURST", "orders"))
    by_id = {o.order_id: o for o in book.open}
    for one in bursts(placed_of(book), within, least, lockers(book, int(rules.value("ABN-BURST", "locker")))):
        hand = Said("one buyer") if one.by == "buyer" else Said("one address")
        why = Said("{hand}, {n} orders within {minutes} minutes", hand=hand, n=len(one.orders), minutes=round(one.minutes))
        for order_id in one.orders:
            yield told(k.BURST, by_id[order_id], seen, why)


def _doubled(seen: Seen) -> Iterator[Abnormal]:
    book, rules = book_of(seen), rules_of(seen)
    by_id = {o.order_id: o for o in book.open if book.waits(o)}
    pairs = duplicates([p for p in placed_of(book) if p.order_id in by_id],
                       timedelta(minutes=int(rules.value("ABN-DUPLICATE", "minutes"))), int(rules.value("ABN-DUPLICATE", "most")))
    for later, earlier in pairs:
        yield told(k.DUPLICATE, by_id[later.order_id], seen, Said("the same product as in {order}, minutes before",
                                                                  order=earlier.order_id))


def _claimants(seen: Seen) -> Iterator[Abnormal]:
    book, rules = book_of(seen), rules_of(seen)
    known = {c.buyer_id: c for c in book.claims if c.refund_only >= rules.value("ABN-CLAIMS", "refunds")
             and c.refund_only >= rules.value("ABN-CLAIMS", "share") * c.orders}
    for order in book.open:
        claims = known.get(order.buyer_id or "")
        if claims is not None and order.open:
            yield told(k.CLAIMS, order, seen, Said("paid back without return in {n} of {orders} orders of {days} days",
                                                   n=claims.refund_only, orders=claims.orders,
                                                   days=int(rules.value("ABN-CLAIMS", "days"))))
