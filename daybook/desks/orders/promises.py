"""What an order was promised, and where its five clocks stand."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from daybook.analysis.orders.clocks import read_clock
from daybook.desks.orders.book import hours, in_event
from daybook.domain.order_book import Clock, ClockKind, ClockState, OrderBook, OrderSeen
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook, RulebookError

#: Facts without which a clock cannot be read: one of each is enough.
FACTS: Mapping[ClockKind, tuple[str, ...]] = {
    ClockKind.PAY: ("paid_at",), ClockKind.SHIP: ("shipped_at",), ClockKind.SCAN: ("scanned_at",),
    ClockKind.STUCK: ("delivered_at", "completed_at"), ClockKind.DELIVER: ("delivered_at",)}


def rules_of(seen: Seen) -> Rulebook:
    """The rules of the shop's platform."""
    return _rules(seen.shop.platform)


@cache
def _rules(platform: str) -> Rulebook:
    return load().for_(platform)


def clocks_of(order: OrderSeen, book: OrderBook, seen: Seen) -> dict[ClockKind, Clock]:
    """The clocks that have begun for an order; one that has not begun is left out."""
    rules = rules_of(seen)
    found: dict[ClockKind, Clock] = {}
    if order.paid_back:
        return found
    for kind in ClockKind:
        began, done = _began(kind, order), _done(kind, order)
        if began is None or (order.status == "closed" and done is None):
            continue
        until, rule = deadline_of(kind, order, book, seen, rules)
        soon = hours(rules.value("CLK-SOON", "pay" if kind is ClockKind.PAY else "hours"))
        state = read_clock(until, done, order.known_at, seen.as_of, soon, tells(kind, book))
        if kind is ClockKind.PAY and state in (ClockState.OVERDUE, ClockState.UNSEEN):
            continue                             # the platform has closed it by then
        found[kind] = Clock(kind, state, until, rule)
    return found


def tells(kind: ClockKind, book: OrderBook) -> bool:
    """Whether the shop's exports tell the fact of a clock at all."""
    return bool(book.told & set(FACTS[kind]))


def deadline_of(kind: ClockKind, order: OrderSeen, book: OrderBook, seen: Seen,
                rules: Rulebook) -> tuple[datetime | None, str]:
    """Until when a clock was promised, and by which rule ("" where the export says it); None where no promise is known."""
    told = {ClockKind.SHIP: order.promised_ship_at, ClockKind.DELIVER: order.promised_delivery_at}.get(kind)
    if told is not None:
        return told, ""
    name, began = _rule(kind, order, book, seen), _began(kind, order)
    try:
        rule = rules.rule(name)
    except RulebookError:
        return None, name
    return (None if began is None else began + hours(rule.value("hours"))), name


def _rule(kind: ClockKind, order: OrderSeen, book: OrderBook, seen: Seen) -> str:
    if kind is ClockKind.SHIP:
        if order.presale:
            return "CLK-SHIP-PRESALE"
        paid_on = seen.shop.day_of(order.paid_at) if order.paid_at else order.ordered_on
        return "CLK-SHIP-EVENT" if in_event(seen.shop, paid_on) else "CLK-SHIP"
    if kind is ClockKind.STUCK and "delivered_at" not in book.told:
        return "CLK-CONFIRM"                     # only the confirming is told, which the platform itself does in the end
    return f"CLK-{kind.name}"


def _began(kind: ClockKind, order: OrderSeen) -> datetime | None:
    if kind is ClockKind.PAY:
        return order.ordered_at
    if kind in (ClockKind.SHIP, ClockKind.DELIVER):
        return order.paid_at
    return order.shipped_at if kind is ClockKind.SCAN else order.scanned_at or order.shipped_at


def _done(kind: ClockKind, order: OrderSeen) -> datetime | None:
    arrived = order.delivered_at or order.completed_at
    return {ClockKind.PAY: order.paid_at, ClockKind.SHIP: order.shipped_at, ClockKind.SCAN: order.scanned_at or arrived,
            ClockKind.STUCK: arrived, ClockKind.DELIVER: order.delivered_at}[kind]


def counted(book: OrderBook, seen: Seen) -> dict[ClockKind, dict[ClockState, int]]:
    """How many open orders stand where, by clock; clocks that no export tells are counted as such."""
    lights: dict[ClockKind, dict[ClockState, int]] = {kind: {} for kind in ClockKind}
    for order in book.open:
        for kind, clock in clocks_of(order, book, seen).items():
            lights[kind][clock.state] = lights[kind].get(clock.state, 0) + 1
    return lights
