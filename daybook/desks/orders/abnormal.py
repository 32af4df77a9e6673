"""Abnormal orders, one by one: each detector says which orders, until when, and why; nothing is said of what is not known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT
from daybook.desks.orders import kinds as k
from daybook.desks.orders.book import book_of, hours
from daybook.desks.orders.promises import clocks_of, deadline_of, rules_of
from daybook.domain.brief import Gain
from daybook.domain.order_book import Abnormal, Clock, ClockKind, ClockState, OrderSeen
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.rulebook.rules import Rulebook
from daybook.rulebook.words import forbidden

HOUR = Decimal(3600)
CLOCKS = "orders.clocks"
#: Days of which the usual price of a SKU is asked, the reviewed one left out.
PRICE_DAYS = 28
#: Clock -> kind of abnormal order, by the state that it is in.
BY_CLOCK: Mapping[tuple[ClockKind, ClockState], str] = {
    (ClockKind.PAY, ClockState.DUE): k.UNPAID, (ClockKind.SHIP, ClockState.DUE): k.DUE,
    (ClockKind.SHIP, ClockState.OVERDUE): k.OVERDUE, (ClockKind.SCAN, ClockState.OVERDUE): k.NO_SCAN,
    (ClockKind.STUCK, ClockState.OVERDUE): k.STUCK, (ClockKind.DELIVER, ClockState.OVERDUE): k.UNDELIVERED}


def abnormal(seen: Seen) -> tuple[Abnormal, ...]:
    """Every abnormal order of a morning, the most urgent first; one order may stand there for several reasons."""
    from daybook.desks.orders.hands import of_hands

    found = [one for detect in (*DETECTORS, of_hands) for one in detect(seen)]
    late = datetime.max.replace(tzinfo=seen.as_of.tzinfo)
    return tuple(sorted(found, key=lambda a: (a.deadline or late, -(a.at_risk.mid if a.at_risk else Decimal(0)), a.kind,
                                              a.order.order_id)))


def told(kind: str, order: OrderSeen, seen: Seen, why: str, deadline: datetime | None = None, sure: bool = True) -> Abnormal:
    """One abnormal order with what its kind says."""
    what = k.KINDS[kind]
    until = deadline or _ship_by(order, seen) or _otherwise(order, seen)
    script = what.script
    if isinstance(script, Said) and script.values:
        script = Said(script.template, until=_clock(until, seen))
    began = order.paid_at or order.ordered_at
    age = None if began is None else (Decimal((seen.as_of - began).total_seconds()) / HOUR).quantize(Decimal("0.1"))
    return Abnormal(kind, order, what.owner.value, until, age, at_risk(what.risk, order, seen), why, what.act, script, sure)


def at_risk(rule: str, order: OrderSeen, seen: Seen) -> Gain | None:
    """Shares of what was paid (of what is due while nothing is), less what went back; None where no amount is told."""
    unpaid = order.paid_at is None and not order.paid_amount
    money = order.due_amount if unpaid else order.paid_amount
    if money is None:
        return None
    left = max(money - (order.refund_amount or Decimal(0)), Decimal(0))
    low, mid, high = ((left * rules_of(seen).value(rule, n)).quantize(CENT) for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency, "gmv", per="")


def _ship_by(order: OrderSeen, seen: Seen) -> datetime | None:
    """What is looked at before it leaves is looked at before its dispatch was promised."""
    return deadline_of(ClockKind.SHIP, order, book_of(seen), seen, rules_of(seen))[0] if book_of(seen).waits(order) else None


def _otherwise(order: OrderSeen, seen: Seen) -> datetime:
    """Until when an order that does not wait for its dispatch is looked at: before it is closed unpaid, else a day after export."""
    unpaid = order.paid_at is None and order.status == "unpaid"
    closes = deadline_of(ClockKind.PAY, order, book_of(seen), seen, rules_of(seen))[0] if unpaid else None
    return closes or order.known_at + hours(rules_of(seen).value("ABN-LOOK"))


def _clock(at: datetime | None, seen: Seen) -> str:
    from zoneinfo import ZoneInfo

    return "" if at is None else f"{at.astimezone(ZoneInfo(seen.shop.zone)):%m-%d %H:%M}"


def of_clocks(seen: Seen) -> tuple[Abnormal, ...]:
    """Orders whose clocks are due or overdue; three finds of a morning ask."""
    known = seen.reckoned.get(CLOCKS)
    if not isinstance(known, tuple):
        known = seen.reckoned[CLOCKS] = tuple(_of_clocks(seen))
    return known


def _of_clocks(seen: Seen) -> Iterator[Abnormal]:
    book = book_of(seen)
    for order in book.open:
        for clock in clocks_of(order, book, seen).values():
            kind = BY_CLOCK.get((clock.kind, clock.state))
            if kind is not None:
                yield told(kind, order, seen, _why(kind, clock, order, seen), clock.deadline)


def _why(kind: str, clock: Clock, order: OrderSeen, seen: Seen) -> str:
    until, last = _clock(clock.deadline, seen), _clock(order.known_at, seen)
    if kind == k.UNPAID:
        return Said("closed by the platform at {until} unless it is paid; not paid yet when last exported, {last}", until=until,
                    last=last)
    if clock.state is ClockState.DUE:
        return Said("promised by {until}; not yet when it was last exported, {last}", until=until, last=last)
    if kind == k.STUCK and clock.rule == "CLK-CONFIRM":
        return Said("left {left}, and not confirmed even by the platform at {last}: prolonged, claimed or lost",
                    left=_clock(order.shipped_at, seen), last=last)
    return Said("promised by {until}; not done at {last}", until=until, last=last)


def of_addresses(seen: Seen) -> Iterator[Abnormal]:
    """Paid orders without a region where the export tells it of others, and those that go far."""
    book = book_of(seen)
    tells = {"province", "city"} & book.told
    for order in book.open:
        if not tells or not book.waits(order):
            continue
        if order.province is None and order.city is None:
            yield told(k.ADDRESS, order, seen, Said("neither province nor city can be read from its address"), sure=False)
        elif order.province and forbidden(order.province, ["ABN-REMOTE"]):
            yield told(k.REMOTE, order, seen, Said("goes to {place}", place=order.province))


def of_notes(seen: Seen) -> Iterator[Abnormal]:
    """Paid orders with words of the buyer; the words themselves stay in the console."""
    for order in book_of(seen).open:
        if order.noted and book_of(seen).waits(order):
            yield told(k.NOTE, order, seen, Said("the buyer left words with the order"), sure=False)


def of_returns(seen: Seen) -> Iterator[Abnormal]:
    """Orders that left and whose goods are to come back, while the refund is open."""
    until = hours(rules_of(seen).value("ABN-RETURN"))
    for order in book_of(seen).open:
        if order.shipped_at is not None and order.sent_back:
            yield told(k.RETURN, order, seen, Said("the buyer sends it back or did not take it; the refund is open"),
                       order.known_at + until)


def of_prices(seen: Seen) -> Iterator[Abnormal]:
    """Paid orders of one line at far less than the SKU's usual price."""
    rules = rules_of(seen)
    for order in book_of(seen).open:
        usual = usual_price(seen, order) if order.lines == 1 and book_of(seen).waits(order) else None
        if usual is None or not order.line_units or order.line_amount is None:
            continue
        price = order.line_amount / order.line_units
        if price < rules.value("ABN-PRICE") * usual:
            yield told(k.PRICE, order, seen, Said(
                "paid {price} a piece, usually {usual}", price=_money(price, seen), usual=_money(usual, seen)))


def usual_price(seen: Seen, order: OrderSeen) -> Decimal | None:
    """What a piece of its SKU was paid on the whole in the four weeks before; None where fewer orders than a price needs."""
    units = gmv = Decimal(0)
    product = seen.sliced.get("product", {})
    days = {seen.reviewed - timedelta(days=n) for n in range(1, PRICE_DAYS + 1)}
    for scope in _scopes(seen, order):
        units += sum((v for d, v in product.get("line_units", {}).get(scope, {}).items() if d in days), Decimal(0))
        gmv += sum((v for d, v in product.get("line_gmv", {}).get(scope, {}).items() if d in days), Decimal(0))
    return gmv / units if units >= rules_of(seen).value("M-PRICE-USUAL", "orders") and gmv > 0 else None


def _scopes(seen: Seen, order: OrderSeen) -> list[tuple[tuple[str, str], ...]]:
    if not order.sku and not order.item_id:
        return []
    wanted = ("sku", order.sku) if order.sku else ("item_id", order.item_id)
    return [scope for scope in seen.sliced.get("product", {}).get("line_units", {}) if wanted in scope]


def of_stock(seen: Seen) -> Iterator[Abnormal]:
    """Paid orders of a SKU of which less than nothing is left: the last that came, as many as are missing."""
    for sku, missing in _missing(seen).items():
        waiting = [o for o in book_of(seen).open if o.sku == sku and book_of(seen).waits(o)]
        for order in sorted(waiting, key=lambda o: (o.paid_at or seen.as_of, o.order_id), reverse=True):
            if missing <= 0:
                break
            missing -= order.line_units or 1
            yield told(k.OVERSOLD, order, seen, Said("{sku} was sold beyond what is there", sku=sku))


def _missing(seen: Seen) -> dict[str, Decimal]:
    """SKU -> units below zero at the end of the reviewed day."""
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    return {dict(scope)["sku"]: -level for scope, days in levels.items()
            if dict(scope).get("sku") and (level := days.get(seen.reviewed)) is not None and level < 0}


def of_bulk(seen: Seen) -> Iterator[Abnormal]:
    """Paid orders of many times the usual units."""
    rules, book = rules_of(seen), book_of(seen)
    for order in book.open:
        if order.units and book.usual_units and book.waits(order) and _is_bulk(order.units, book.usual_units, rules):
            yield told(k.BULK, order, seen, Said("{n} units; the usual order has {usual}", n=order.units,
                                                 usual=int(book.usual_units)))


def _is_bulk(units: int, usual: Decimal, rules: Rulebook) -> bool:
    return units >= max(rules.value("ABN-BULK", "units"), rules.value("ABN-BULK", "times") * usual)


def _money(amount: Decimal, seen: Seen) -> Amount:
    return Amount(amount.quantize(CENT), "money", seen.shop.currency)


DETECTORS: tuple[Callable[[Seen], Iterable[Abnormal]], ...] = (
    of_clocks, of_addresses, of_notes, of_returns, of_prices, of_stock, of_bulk)
