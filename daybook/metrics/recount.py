"""Counts rollups again without some orders, straight from the facts and by the same definitions.

Distinct counts cannot be corrected by subtraction: a buyer whose sample is left out may have bought too.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from daybook.facts.rollups import Rollup, counted_sql

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.facts.engine import Session


def name_excluded(session: "Session", excluded: Mapping[str, Collection[str]]) -> bool:
    """Tells the session which orders of which shop to leave out; gives whether there are any."""
    pairs = sorted((shop, order) for shop, orders in excluded.items() for order in orders)
    session.write_down("excluded", ("shop", "order_id"), pairs)
    return bool(pairs)


def touched_days(session: "Session", rollup: Rollup, first: date, last: date) -> list[tuple[str, date]]:
    """Shop and day of the rollup on which an order was left out; `name_excluded` comes first.

    Where first days count (new and returning buyers), every day on which a buyer of such an order appears.
    """
    if "order_id" not in rollup.source.names:
        return []
    mine = "(SELECT DISTINCT shop FROM excluded)"
    whole = session.use(rollup.source, days=None if rollup.first_of else (rollup.day, first, last))
    left_out = (f'SELECT s.* FROM "{whole}" s SEMI JOIN excluded e ON e.shop = s.shop AND e.order_id = s.order_id '
                f"WHERE s.shop IN {mine}")
    sql = f'SELECT DISTINCT shop, "{rollup.day}" AS day FROM ({left_out}) WHERE "{rollup.day}" BETWEEN ? AND ?'
    window = [first, last]
    if rollup.first_of:
        who, _ = rollup.first_of
        sql += (f' UNION SELECT DISTINCT s.shop, s."{rollup.day}" AS day FROM "{whole}" s SEMI JOIN ({left_out}) x '
                f'ON x.shop = s.shop AND x."{who}" = s."{who}" WHERE s."{rollup.day}" BETWEEN ? AND ?')
        window *= 2
    found = session.arrow(f"SELECT shop, day FROM ({sql}) ORDER BY shop, day", window)
    return [(row["shop"], row["day"]) for row in found.to_pylist()]


def recount(session: "Session", rollup: Rollup, days: Collection[tuple[str, date]]) -> "pa.Table":
    """The rollup's rows of some shops' days without the excluded orders: shop, day, dimensions, measures.

    A day of which nothing is left has no row.
    """
    import pyarrow as pa

    first, last = min(d for _, d in days), max(d for _, d in days)
    session.take("recount_days", pa.table({
        "shop": pa.array([shop for shop, _ in days], pa.string()), "day": pa.array([d for _, d in days], pa.date32())}))
    source = session.use(rollup.source, days=(rollup.day, first, last))
    columns, join = "s.*", ""
    if rollup.first_of:
        who, day = rollup.first_of
        whole = session.use(rollup.source)
        columns, join = "s.*, f.first_on", (
            f'LEFT JOIN (SELECT s.shop, s."{who}" AS who, min(s."{day}") AS first_on FROM "{whole}" s '
            "ANTI JOIN excluded e ON e.shop = s.shop AND e.order_id = s.order_id "
            f'WHERE s.shop IN (SELECT DISTINCT shop FROM recount_days) AND s."{day}" IS NOT NULL GROUP BY ALL) f '
            f'ON f.shop = s.shop AND f.who = s."{who}"')
    session.con.execute(
        f'CREATE OR REPLACE TEMP VIEW counted AS SELECT {columns}, s."{rollup.day}" AS rollup_day, '
        f'NULL::TIMESTAMPTZ AS moment FROM "{source}" s SEMI JOIN recount_days d ON d.shop = s.shop '
        f'AND d.day = s."{rollup.day}" ANTI JOIN excluded e ON e.shop = s.shop AND e.order_id = s.order_id {join}')
    return session.arrow(f"SELECT * EXCLUDE (client, moment) FROM ({counted_sql(rollup)}) ORDER BY ALL")
