"""What a contribution rests on, for all shops at once: refunds of paid orders by what comes back of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.facts.tables import ORDERS, REFUNDS

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: How a refund ends, in the order of the columns below; "untold" is a whole refund of which no export says more.
ENDS = ("before_dispatch", "returned", "money_only", "partial", "untold")


@dataclass(frozen=True)
class RefundSums:
    """A shop's paid orders of some days: how many, for how much, and of both what was refunded, by its end."""

    paid: Decimal
    orders: int
    refunded: Mapping[str, Decimal]
    refunded_orders: Mapping[str, int]


def refund_sums(session: "Session", first: date, last: date) -> dict[str, RefundSums]:
    """shop -> its orders paid on first..last, both in; shops whose exports have no refunds by order are left out.

    An order is refunded before dispatch where the shop's exports tell of dispatch and it was not dispatched, returned
    or money only by what its refund says; a refund of less than was paid is partial.
    """
    orders = session.use(ORDERS, days=("paid_on", first, last))
    refunds = session.use(REFUNDS, days=("refunded_on", first, date.max))       # nothing is paid back before it was paid
    found = session.arrow(
        "WITH paid AS (SELECT shop, order_id, paid_amount, refund_amount, shipped_at, "
        "count(shipped_at) OVER (PARTITION BY shop) > 0 AS tells_dispatch "
        f'FROM "{orders}" WHERE paid_on BETWEEN ? AND ? AND paid_amount > 0 AND refund_amount IS NOT NULL), '
        "back AS (SELECT shop, order_id, bool_or(with_return) AS returned FROM "
        f'"{refunds}" WHERE refunded_on IS NOT NULL AND order_id IS NOT NULL GROUP BY shop, order_id), '
        "ended AS (SELECT p.shop, p.paid_amount, p.refund_amount, CASE "
        "WHEN p.refund_amount <= 0 THEN '' WHEN p.refund_amount < p.paid_amount THEN 'partial' "
        "WHEN b.returned THEN 'returned' WHEN p.tells_dispatch AND p.shipped_at IS NULL THEN 'before_dispatch' "
        "WHEN b.returned IS NOT NULL AND p.tells_dispatch THEN 'money_only' ELSE 'untold' END AS how "
        "FROM paid p LEFT JOIN back b ON b.shop = p.shop AND b.order_id = p.order_id) "
        "SELECT shop, how, sum(paid_amount) AS paid, CAST(count(*) AS BIGINT) AS orders, "
        "sum(least(refund_amount, paid_amount)) AS refunded FROM ended GROUP BY shop, how ORDER BY shop, how",
        [first, last])
    rows = found.to_pylist()
    return {shop: _sums([r for r in rows if r["shop"] == shop]) for shop in sorted({r["shop"] for r in rows})}


def _sums(rows: list[dict[str, object]]) -> RefundSums:
    ended = {str(r["how"]): r for r in rows if r["how"]}
    return RefundSums(
        sum((Decimal(str(r["paid"])) for r in rows), Decimal(0)), sum(int(str(r["orders"])) for r in rows),
        {how: Decimal(str(ended[how]["refunded"])) if how in ended else Decimal(0) for how in ENDS},
        {how: int(str(ended[how]["orders"])) if how in ended else 0 for how in ENDS})
