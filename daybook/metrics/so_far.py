"""What was paid on some days until a minute of each, straight from the orders: today beside days that are whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.facts.tables import ORDERS
from daybook.metrics.definitions.sales import PAID_GMV, PAID_ORDERS

if TYPE_CHECKING:
    from daybook.facts.engine import Session


@dataclass(frozen=True)
class Cut:
    """A day of a shop up to a moment (UTC, not in); `name` tells several cuts of one day apart."""

    shop: str
    name: str
    day: date
    until: datetime


@dataclass(frozen=True)
class SoFar:
    """What was paid of a day until its cut.  `timeless`: orders whose minute is not known, so that nothing can be said."""

    amount: Decimal
    orders: int
    timeless: int


def paid_until(session: "Session", cuts: Sequence[Cut]) -> dict[Cut, SoFar]:
    """Cut -> what was paid (`paid_gmv`, `paid_orders`) before it, orders that `name_excluded` names left out."""
    if not cuts:
        return {}
    days = take_cuts(session, "cuts", cuts)
    view = session.use(ORDERS, days=(PAID_GMV.day, *days))
    found = session.arrow(
        "SELECT c.shop, c.name, c.day, c.until, CAST(coalesce(sum(o.paid_amount) FILTER (o.paid_at < c.until), 0) AS "
        "DECIMAL(18,4)) AS amount, count(o.order_id) FILTER (o.paid_at < c.until) AS orders, "
        "count(o.order_id) FILTER (o.paid_at IS NULL) AS timeless "
        f'FROM cuts c LEFT JOIN (SELECT s.* FROM "{view}" s ANTI JOIN excluded e ON e.shop = s.shop AND '
        f'e.order_id = s.order_id) o ON o.shop = c.shop AND o."{PAID_ORDERS.day}" = c.day GROUP BY ALL ORDER BY ALL')
    return {Cut(r["shop"], r["name"], r["day"], r["until"]): SoFar(r["amount"], r["orders"], r["timeless"])
            for r in found.to_pylist()}


def take_cuts(session: "Session", name: str, cuts: Sequence[Cut]) -> tuple[date, date]:
    """Makes cuts a table of the session; gives their first and last day."""
    import pyarrow as pa

    session.take(name, pa.table({
        "shop": pa.array([c.shop for c in cuts], pa.string()), "name": pa.array([c.name for c in cuts], pa.string()),
        "day": pa.array([c.day for c in cuts], pa.date32()),
        "until": pa.array([c.until for c in cuts], pa.timestamp("us", "UTC"))}))
    days = sorted({c.day for c in cuts})
    return days[0], days[-1]


def last_orders(session: "Session", days: Mapping[str, date]) -> dict[str, datetime]:
    """shop -> the latest moment that an order placed on its day says anything of."""
    first, last = min(days.values()), max(days.values())
    view = session.use(ORDERS, days=("ordered_on", first, last))
    found = session.arrow(
        f'SELECT shop, ordered_on AS day, max(greatest(ordered_at, paid_at)) AS at FROM "{view}" '
        "WHERE ordered_on BETWEEN ? AND ? AND coalesce(ordered_at, paid_at) IS NOT NULL GROUP BY ALL ORDER BY ALL",
        [first, last])
    return {r["shop"]: r["at"] for r in found.to_pylist() if days.get(r["shop"]) == r["day"]}
