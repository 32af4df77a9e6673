"""Purchases of some shops as tables: who paid, when, how much, with what discount; and what lay in each basket.

One query over orders and one over their lines for all shops asked.  Who has no recognisable id stands there without one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.facts.engine import Session

#: Money stands in ten-thousandths, as the lake keeps it: sums of whole numbers are exact.
PARTS = 10_000


def purchases_of(session: "Session", shops: Sequence[str], on: date, days: int,
                 costs: Mapping[tuple[str, str], str]) -> "tuple[pa.Table, pa.Table]":
    """Paid orders of the `days` before `on` as known at the session's moment, by shop and in the order of days; and their lines.

    An order: shop, place (counted from 0 in its shop), buyer_id, day (since 1970-01-01), hour, paid, refunded, discount and margin
    in ten-thousandths, units, region.  `margin` is what goods left: net less the cost of what stayed with the buyer.  A line:
    shop, place of its order, item, title.  `costs`: (shop, SKU) -> what a unit costs.  Orders that were excluded
    (`recount.name_excluded`) are not read.
    """
    first, last = on - timedelta(days=days), on - timedelta(days=1)
    session.write_down("buyers_costs", ("shop", "sku", "cost"), [(s, sku, cost) for (s, sku), cost in sorted(costs.items())])
    _make_orders(session, first, last)
    orders = session.arrow("SELECT * EXCLUDE (order_id) FROM buyers_orders ORDER BY shop, place")
    lines = session.arrow(
        "SELECT o.shop, o.place, coalesce(l.item_id, l.sku) AS item, max_by(l.title, l.ordered_on) AS title FROM buyers_lines l "
        "JOIN buyers_orders o ON o.shop = l.shop AND o.order_id = l.order_id WHERE coalesce(l.item_id, l.sku) IS NOT NULL "
        "GROUP BY ALL ORDER BY o.shop, o.place, item")
    return orders, lines


def _make_orders(session: "Session", first: date, last: date) -> None:
    """The tables of paid orders with what goods cost, and of their lines.

    A refund that names no order of the exports counts against the buyer's last order before it, up to what was paid.
    """
    placed = (ORDERS.day, first - timedelta(days=60), last)
    orders, lines = session.use(ORDERS, days=placed), session.use(ORDER_LINES, days=placed)
    refunds = session.use(REFUNDS, days=(REFUNDS.day, first, date.max))
    money = f"CAST(round({{}} * {PARTS}) AS BIGINT)"
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE buyers_lines AS SELECT l.shop, l.order_id, l.item_id, l.sku, l.title, l.ordered_on, l.units, "
        f"TRY_CAST(c.cost AS DECIMAL(18,4)) * l.units AS cost FROM \"{lines}\" l LEFT JOIN buyers_costs c ON c.shop = l.shop "
        f"AND c.sku = l.sku WHERE l.ordered_on >= DATE '{placed[1]}' AND l.ordered_on <= DATE '{last}'")
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE buyers_back AS WITH r AS (SELECT shop, order_id, buyer_id, applied_on, amount, with_return "
        f"FROM \"{refunds}\" WHERE refunded_on IS NOT NULL), o AS (SELECT shop, order_id, buyer_id, paid_on FROM \"{orders}\" "
        "WHERE paid_on IS NOT NULL), loose AS (SELECT r.* FROM r ANTI JOIN o ON o.shop = r.shop AND o.order_id = r.order_id "
        "WHERE r.buyer_id IS NOT NULL) "
        "SELECT shop, order_id, amount, with_return FROM r WHERE order_id IS NOT NULL UNION ALL "
        "SELECT o.shop, o.order_id, l.amount, l.with_return FROM loose l ASOF JOIN (SELECT * FROM o WHERE buyer_id IS NOT NULL) o "
        "ON o.shop = l.shop AND o.buyer_id = l.buyer_id AND l.applied_on >= o.paid_on")
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE buyers_orders AS "
        "WITH back AS (SELECT shop, order_id, sum(amount) AS amount, "
        "sum(amount) FILTER (coalesce(with_return, false)) AS returned "
        "FROM buyers_back GROUP BY ALL), "
        "goods AS (SELECT shop, order_id, CASE WHEN count(*) = count(cost) THEN sum(cost) END AS cost FROM buyers_lines "
        "GROUP BY ALL), "
        "o AS (SELECT o.*, least(coalesce(b.amount, o.refund_amount, 0), o.paid_amount) AS back, "
        f"least(coalesce(b.returned, 0), o.paid_amount) AS returned, g.cost FROM \"{orders}\" o "
        "LEFT JOIN back b ON b.shop = o.shop AND b.order_id = o.order_id LEFT JOIN goods g ON g.shop = o.shop AND "
        "g.order_id = o.order_id ANTI JOIN excluded e ON e.shop = o.shop AND e.order_id = o.order_id "
        f"WHERE o.paid_on BETWEEN DATE '{first}' AND DATE '{last}' AND o.paid_amount > 0) "
        "SELECT shop, order_id, row_number() OVER (PARTITION BY shop ORDER BY paid_on, paid_at, order_id) - 1 AS place, "
        "buyer_id, CAST(paid_on - DATE '1970-01-01' AS BIGINT) AS day, paid_hour AS hour, "
        f"{money.format('paid_amount')} AS paid, {money.format('back')} AS refunded, "
        f"{money.format('discount_amount')} AS discount, units, coalesce(province, country) AS region, "
        f"{money.format('(paid_amount - back - cost * (1 - CAST(returned / paid_amount AS DECIMAL(18,8))))')} AS margin FROM o")
