"""Orders that an export gives only by their lines, added up; and orders of which a line is broken, left out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.columns import Columns


def add_up(
    order_id: "pa.Array", firsts: "Mapping[str, pa.Array]", sums: "Mapping[str, pa.Array]", where: "pa.Array"
) -> "tuple[dict[str, pa.Array], int]":
    """One value per order of the rows in `where`, orders in file order, and how many orders there are.

    `firsts` are taken from an order's first row, `sums` are added (null when no row has a value).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pa.array(range(len(order_id)), pa.int64())
    table = pa.table({"order_id": order_id, "row": rows, **sums}).filter(where)
    wanted = [("row", "min"), *((name, "sum") for name in sums)]
    summed = table.group_by("order_id", use_threads=False).aggregate(wanted).sort_by("row_min").combine_chunks()
    first = summed["row_min"].combine_chunks()
    columns = {name: values.take(first) for name, values in firsts.items()}
    for name, values in sums.items():
        columns[name] = pc.cast(summed[f"{name}_sum"].combine_chunks(), values.type)
    return columns, len(first)


def leave_out_broken_orders(columns: "Columns", order_id: "pa.Array") -> None:
    """One rejected line, the whole order out: an order without one of its lines would be a wrong order."""
    import pyarrow.compute as pc

    lost = pc.unique(order_id.filter(columns.refused).drop_null())
    touched = pc.and_(pc.is_in(order_id, value_set=lost), columns.kept)
    columns.warn(touched, "{rows} further rows belong to orders with a rejected row and were left out with it")
    columns.leave_out(touched)
