"""What the stock desk would do before anything ran out: order in time, and price down what lies too long."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.desks.stock.cover import EVENT, missing_at_least
from daybook.desks.stock.positions import stock_of
from daybook.domain.brief import BriefFinding
from daybook.domain.moves.stock import PurchaseRequest
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.stock import StockLine
from daybook.domain.work import Pull, Role, Suggestion


def order_in_time(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Order up to the level that lasts until the order after next, or what an event will miss."""
    line = _line(found, seen)
    if line is None:
        return
    units, sku = _units(found, seen, line), line.sku or line.item_id
    if not units:
        return
    cost = seen.given.unit_cost(line.sku, seen.on)
    check = seen.on + timedelta(days=int(rule("W-CHECK", "stock")))
    yield Suggestion(
        id=f"order.{sku}", findings=(found.id,), move="order_stock", what=Said("Order {n} of {sku}", n=units, sku=sku),
        object_kind="sku", object_id=sku, object=sku, from_="0", to=str(units), role=Role.OPERATOR, minutes=minutes("restock"),
        gain=recovered(seen, found.at_stake), cost=(cost.unit_cost * units).quantize(CENT) if cost else None,
        where=Said("warehouse or supplier; then stock in the shop's console"), how="by hand",
        risk=Said("late delivery: the loss goes on"), evidence=found.words, check_on=check, until=found.deadline,
        pull=Pull.MORE_STOCK, touches=(("item", line.item_id),) if line.item_id else (),
        change=PurchaseRequest(line.sku, units, cost.unit_cost, line.need.lead.supplier if line.need else "") if cost and line.sku
        else None)


def _units(found: BriefFinding, seen: Seen, line: StockLine) -> int:
    missing = 0 if line.event_units is None else round(line.event_units) - int(line.position or 0)
    if found.kind == EVENT and line.event_units is None and (asked := missing_at_least(seen, line)) is not None:
        missing = int((asked[2] - asked[1]).to_integral_value("ROUND_UP"))
    return max(line.need.order if line.need else 0, missing)


def clear_surplus(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look for a lower price in the price planner, which knows what events and promises allow; nothing is priced from here."""
    line = _line(found, seen)
    if line is None or not line.tied_up:
        return
    sku = line.sku or line.item_id
    a_day = (line.tied_up * Decimal(str(rule("I-HOLD", "a_year"))) / 365).quantize(CENT)
    yield Suggestion(
        id=f"clear.{sku}", findings=(found.id,), move="clear_stock",
        what=Said("Sell {sku} off at the lowest price that is allowed", sku=sku),
        object_kind="sku", object_id=sku, object=sku, from_="", to="", role=Role.OPERATOR, minutes=minutes("price"), gain=None,
        where=Said("price planner"), how="by hand", risk=Said("a lower price binds the windows of later events"),
        evidence=Said("{words}; holding it costs {money} a day", words=found.words,
                      money=Amount(a_day, "money", seen.shop.currency)),
        check_on=seen.on + timedelta(days=int(rule("W-MEASURE", "price"))))


def _line(found: BriefFinding, seen: Seen) -> StockLine | None:
    named = dict(found.scope)
    return next((one for one in stock_of(seen).lines if one.sku == named.get("sku", "")
                 and one.item_id == named.get("item_id", "")), None)
