"""Readings of a running day that came as files, and what was paid by carrier until a minute, straight from the orders."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.domain.ticks import Tick
from daybook.facts.minute_tables import SHOP_MINUTES
from daybook.facts.tables import ORDERS
from daybook.metrics.definitions.sales import PAID_GMV
from daybook.metrics.so_far import Cut, take_cuts

if TYPE_CHECKING:
    from daybook.facts.engine import Session


def minutes_read(session: "Session", first: date, last: date) -> tuple[Tick, ...]:
    """The readings of some days (both in) that files and pasted tables hold, in the order of time."""
    view = session.use(SHOP_MINUTES, days=("read_on", first, last))
    found = session.arrow(f'SELECT * FROM "{view}" WHERE read_on BETWEEN ? AND ? ORDER BY read_at, shop, carrier', [first, last])
    return tuple(Tick(
        r["shop"], r["read_at"], r["paid_amount"], r["visitors"], r["ad_spend"], r["waiting"], r["read_at"], r["currency"],
        r["cart_buyers"], r["paid_buyers"], r["failed_payments"], r["sold_out"], r["carrier"]) for r in found.to_pylist())


def channels_until(session: "Session", cuts: Sequence[Cut]) -> dict[Cut, dict[str, Decimal]]:
    """Cut -> channel as the platform names it ("" where orders name none) -> what was paid through it before the cut."""
    if not cuts:
        return {}
    days = take_cuts(session, "channel_cuts", cuts)
    view = session.use(ORDERS, days=(PAID_GMV.day, *days))
    found = session.arrow(
        "SELECT c.shop, c.name, c.day, c.until, coalesce(o.channel, '') AS channel, "
        "CAST(sum(o.paid_amount) AS DECIMAL(18,4)) AS amount "
        f'FROM channel_cuts c JOIN (SELECT s.* FROM "{view}" s ANTI JOIN excluded e ON e.shop = s.shop AND '
        f'e.order_id = s.order_id) o ON o.shop = c.shop AND o."{PAID_GMV.day}" = c.day AND o.paid_at < c.until '
        "GROUP BY ALL ORDER BY ALL")
    made: dict[Cut, dict[str, Decimal]] = {}
    for r in found.to_pylist():
        made.setdefault(Cut(r["shop"], r["name"], r["day"], r["until"]), {})[r["channel"]] = r["amount"]
    return made
