"""Orders that an export does not give, added up from its lines."""

from typing import TYPE_CHECKING

from daybook.facts.arrow import arrow_type, conform
from daybook.facts.table import Type
from daybook.facts.tables import ORDERS
from daybook.sources.adding_up import add_up

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.mapping.rows import MappedRows


def orders_of(rows: "MappedRows", lines: "dict[str, pa.Array]", sold: "pa.Array") -> "pa.Table":
    """One row per order, in the order in which they first stand in the file, from the lines of the mask `sold`.

    Time, buyer and place are those of the order's first line in the file; amounts and units are sums;
    paid_amount holds the freight.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns, count = add_up(
        lines["order_id"], rows.orders() | {"unpaid": rows.unpaid},
        {"units": lines["units"], "paid_amount": lines["paid_amount"], "due_amount": rows.amount,
         "freight_amount": rows.freight(), "refund_amount": lines["refund_amount"]}, sold)
    money = arrow_type(Type.MONEY)
    freight = pc.coalesce(columns["freight_amount"], pa.scalar(0, money))
    unpaid = columns.pop("unpaid")
    columns["due_amount"] = pc.add(columns["due_amount"], freight).cast(money)
    paid = pc.add(columns["paid_amount"], freight).cast(money)
    columns["paid_amount"] = pc.if_else(unpaid, pa.scalar(0, money), paid)
    return conform(ORDERS, columns, count)


def order_days(orders: "pa.Table", lines: "dict[str, pa.Array]") -> "pa.Array":
    """For each line the day of its order, so that an order around midnight is not cut in two."""
    import pyarrow.compute as pc

    at = pc.index_in(lines["order_id"], value_set=orders["order_id"].combine_chunks())
    return orders["ordered_on"].combine_chunks().take(at)
