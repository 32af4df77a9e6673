"""An order or case as the exports tell it: how far it is, what was paid and went back, its lines and its deadlines.

What exports do not hold (a buyer's wish, photos, whose address it is) is what people told, else it stays None and is refused.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daybook.domain.disputes import is_closed
from daybook.domain.moves.move import Move
from daybook.domain.moves.orders import DisputeEvidence, MergeOrders, Ship
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.situation import Case
from daybook.facts.engine import Session
from daybook.facts.service_tables import SHOP_SCORE_DAY
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.facts.talk_tables import DISPUTES
from daybook.workflows.told import Told

FORTNIGHT = 14
#: Words of the order table -> those of the guards.
STATES = {"unpaid": "unpaid", "paid": "paid", "shipped": "shipped", "done": "delivered", "closed": "closed"}


def case_seen(session: Session, move: Move, told: Told, sent: frozenset[str]) -> Case:
    """The case of a move of an order; an empty one where no export holds the order.

    `sent` are the tracking numbers under which this house sent other orders.
    """
    if move.object_kind == "case":
        return _with_told(_dispute(session, move.object_id), move, told)
    row = _order(session, move.object_id)
    if row is None:
        return _with_told(Case(), move, told)
    found = Case(_state(row), row["paid_amount"], _refunded(session, row), ship_by=row["promised_ship_at"],
                 lines=_lines(session, move.object_id), text_from="orders")
    found = _with_refund(session, found, move.object_id)
    if isinstance(move, Ship):
        found = replace(found, tracking_used=move.tracking in sent)
    if isinstance(move, MergeOrders):
        found = replace(found, same_buyer=_same_buyer(session, row, move.to))
    return _with_told(found, move, told)


def allocated(session: Session, move: StockCorrection) -> int | None:
    """Units of a SKU in paid orders that have not left; None where no order is known at all."""
    orders, lines = session.use(ORDERS), session.use(ORDER_LINES)
    (row,) = session.arrow(
        f'SELECT (SELECT count(*) FROM "{orders}") AS known, (SELECT coalesce(sum(l.units), 0) FROM "{lines}" l '
        f'JOIN "{orders}" o ON o.shop = l.shop AND o.order_id = l.order_id WHERE l.sku = ? AND o.status = \'paid\') AS held',
        [move.object_id]).to_pylist()
    return int(row["held"]) if row["known"] else None


def shop_score(session: Session, last: date) -> Decimal | None:
    """The lowest of the shop's scores by the last report of two weeks; None where none came."""
    view = session.use(SHOP_SCORE_DAY)
    (row,) = session.arrow(
        f'SELECT min(value) AS low FROM "{view}" WHERE score IN (\'description\', \'service\', \'logistics\') AND day = '
        f'(SELECT max(day) FROM "{view}" WHERE day > ? AND day <= ?)', [last - timedelta(days=FORTNIGHT), last]).to_pylist()
    return None if row["low"] is None else Decimal(row["low"]).normalize()


def _order(session: Session, order_id: str) -> dict[str, Any] | None:
    view = session.use(ORDERS)
    found: list[dict[str, Any]] = session.arrow(
        f'SELECT shop, order_id, status, paid_at, paid_on, shipped_at, promised_ship_at, paid_amount, refund_amount, buyer_id, '
        f'province, city FROM "{view}" WHERE order_id = ?', [order_id]).to_pylist()
    return found[0] if len(found) == 1 else None


def _state(row: dict[str, Any]) -> str | None:
    if row["status"]:
        return STATES.get(row["status"])
    return "shipped" if row["shipped_at"] is not None else None


def _refunded(session: Session, row: dict[str, Any]) -> Any:
    """What went back of the order so far: the order's own column, else its refunds where the shop's refunds are in."""
    if row["refund_amount"] is not None:
        return row["refund_amount"]
    view = session.use(REFUNDS)
    (found,) = session.arrow(f'SELECT count(*) AS known, sum(amount) FILTER (order_id = ? AND refunded_on IS NOT NULL) AS back '
                             f'FROM "{view}"', [row["order_id"]]).to_pylist()
    return (found["back"] or 0) if found["known"] else None


def _lines(session: Session, order_id: str) -> tuple[str, ...] | None:
    view = session.use(ORDER_LINES)
    found = session.arrow(f'SELECT shop, line_id FROM "{view}" WHERE order_id = ? ORDER BY line_id', [order_id]).to_pylist()
    return tuple(r["line_id"] for r in found) or None


def _with_refund(session: Session, case: Case, order_id: str) -> Case:
    """With the refund that the buyer asks for and that is not settled, as the refund export has it."""
    view = session.use(REFUNDS)
    found = session.arrow(f'SELECT shop, with_return FROM "{view}" WHERE order_id = ? AND refunded_on IS NULL '
                          f"ORDER BY applied_on DESC LIMIT 1", [order_id]).to_pylist()
    if not found:
        return replace(case, in_case=False, asked_kind="")
    kind = "before_dispatch" if case.state == "paid" else "return" if found[0]["with_return"] else "refund_only"
    return replace(case, in_case=True, asked_kind=kind)


def _same_buyer(session: Session, row: dict[str, Any], others: tuple[str, ...]) -> bool | None:
    """False where buyer or region differ; that they are the same house is told by no export."""
    for one in (_order(session, other) for other in others):
        if one is None:
            return None
        if any(one[c] and row[c] and one[c] != row[c] for c in ("buyer_id", "province", "city")):
            return False
    return None


def _dispute(session: Session, case_id: str) -> Case:
    view = session.use(DISPUTES)
    found = session.arrow(
        f'SELECT d.shop, d.closed_on, d.status, d.answer_by, r.refunded_on FROM "{view}" d LEFT JOIN "{session.use(REFUNDS)}" r '
        "ON r.shop = d.shop AND r.refund_id = d.dispute_id WHERE d.dispute_id = ?", [case_id]).to_pylist()
    if not found:
        return Case()
    row = found[0]
    return Case(in_case=not is_closed(row["closed_on"], row["refunded_on"], row["status"]),
                case_until=row["answer_by"], text_from="disputes")


def _with_told(case: Case, move: Move, told: Told) -> Case:
    """With what people said of the order or case; what exports hold goes before it, but for deadlines, which they lack."""
    of = move.object_id
    said: dict[str, Any] = {
        "in_case": told.yes(of, "in_case"), "case_until": told.moment(of, "case_until"), "ship_by": told.moment(of, "ship_by"),
        "evidence": told.yes(of, "evidence"), "same_buyer": told.yes(of, "same_buyer"),
        "tracking_used": told.yes(of, "tracking_used"), "buyer_asked": told.yes(of, "buyer_asked")}
    missing = {name: value for name, value in said.items() if value is not None and getattr(case, name) is None}
    if isinstance(move, DisputeEvidence) and said["in_case"] is not None:
        missing["in_case"] = said["in_case"]
    return replace(case, **missing)
