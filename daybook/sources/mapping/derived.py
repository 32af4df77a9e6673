"""Orders that an export does not give, added up from its lines."""

from typing import TYPE_CHECKING

from daybook.facts.arrow import arrow_type, conform
from daybook.facts.table import Type
from daybook.facts.tables import ORDERS

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.mapping.rows import MappedRows


def orders_of(rows: "MappedRows", lines: "dict[str, pa.Array]", sold: "pa.Array") -> "pa.Table":
    """One row per order, in the order in which they first stand in the file, from the lines of the mask `sold`.

    Time, buyer and place are those of the order's earliest line in the file; amounts and units are sums;
    paid_amount holds the freight.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    freight = rows.freight()
    table = pa.table({
        "order_id": lines["order_id"], "row": pa.array(range(len(sold)), pa.int64()),
        "units": lines["units"], "paid": lines["paid_amount"], "due": rows.amount,
        "freight": freight, "refund": lines["refund_amount"],
    }).filter(sold)
    summed = table.group_by("order_id", use_threads=False).aggregate([
        ("row", "min"), ("units", "sum"), ("paid", "sum"), ("due", "sum"), ("freight", "sum"),
        ("refund", "sum"),
    ]).sort_by("row_min").combine_chunks()
    first = summed["row_min"].combine_chunks()
    money = arrow_type(Type.MONEY)
    sums = {name: summed[f"{name}_sum"].combine_chunks().cast(money) for name in ("paid", "due", "freight", "refund")}
    goods_and_freight = pc.add(sums["paid"], pc.coalesce(sums["freight"], pa.scalar(0, money))).cast(money)
    unpaid = rows.unpaid.take(first)
    columns = {name: values.take(first) for name, values in rows.orders().items()}
    return conform(ORDERS, columns | {
        "due_amount": pc.add(sums["due"], pc.coalesce(sums["freight"], pa.scalar(0, money))).cast(money),
        "paid_amount": pc.if_else(unpaid, pa.scalar(0, money), goods_and_freight),
        "freight_amount": sums["freight"], "refund_amount": sums["refund"], "units": summed["units_sum"],
    }, len(first))


def order_days(orders: "pa.Table", lines: "dict[str, pa.Array]") -> "pa.Array":
    """For each line the day of its order, so that an order around midnight is not cut in two."""
    import pyarrow.compute as pc

    at = pc.index_in(lines["order_id"], value_set=orders["order_id"].combine_chunks())
    return orders["ordered_on"].combine_chunks().take(at)
