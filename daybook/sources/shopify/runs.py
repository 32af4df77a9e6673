"""Orders as runs of rows: the first row of an order carries its Id, the next ones only its Name."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from daybook.sources.columns import Columns

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Runs:
    """Arrays with one value per row of the sheet.

    `head` marks first rows, `start` is the row where the run begins, `order_id` the id of the run, `number`
    counts the rows of a run from "1".
    """

    head: "pa.Array"
    start: "pa.Array"
    order_id: "pa.Array"
    number: "pa.Array"

    def of_head(self, values: "pa.Array") -> "pa.Array":
        """What stands on the first row, on every row of the run."""
        return values.take(self.start)

    def sums(self, values: "pa.Array") -> "pa.Array":
        """The sum over the run, on each of its rows; null when no row has a value."""
        import pyarrow as pa
        import pyarrow.compute as pc

        summed = pa.table({"start": self.start, "v": values}).group_by("start").aggregate([("v", "sum")])
        return summed.column("v_sum").combine_chunks().take(pc.index_in(self.start, summed.column("start")))

    def leave_out_whole(self, columns: Columns) -> None:
        """One row of an order out, all of it out: an order without one of its lines would be a wrong order."""
        import pyarrow.compute as pc

        lost = pc.unique(self.start.filter(pc.invert(columns.kept)))
        touched = pc.and_(pc.is_in(self.start, value_set=lost), columns.kept)
        columns.warn(touched, "{rows} further rows belong to orders with a rejected row and were left out with it")
        columns.leave_out(touched)


def find_runs(columns: Columns) -> Runs:
    """The runs of a sheet; lines whose order begins elsewhere are rejected, an order's second run is left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    own = columns.ids("Id")
    head = pc.is_valid(own)
    at = pa.array(range(columns.rows), pa.int64())
    start = pc.fill_null_forward(pc.if_else(head, at, pa.scalar(None, pa.int64())))
    name = columns.text("Name")
    orphan = pc.invert(pc.fill_null(pc.equal(name, name.take(start)), False))
    orphan = pc.and_(orphan, pc.invert(head))
    columns.reject(orphan, "is a line whose order does not begin in this file", "Id")
    start = pc.if_else(orphan, at, start)
    order_id = own.take(start)
    _leave_out_second_runs(columns, own, start)
    return Runs(head, start, order_id, _numbers(start))


def _numbers(start: "pa.Array") -> "pa.Array":
    """The rows of each run counted from "1"; a blank row inside is none of it."""
    import pyarrow as pa

    counted: Counter[int] = Counter()
    found = []
    for first in start.to_pylist():
        counted[first] += 1
        found.append(str(counted[first]))
    return pa.array(found, pa.string())


def _leave_out_second_runs(columns: Columns, own: "pa.Array", start: "pa.Array") -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = own.drop_null()
    if pc.count_distinct(ids).as_py() == len(ids):
        return
    seen: set[str] = set()
    again: list[int] = []
    for row, order in enumerate(own.to_pylist()):
        if order is not None and order in seen:
            again.append(row)
        elif order is not None:
            seen.add(order)
    mask = pc.is_in(start, value_set=pa.array(again, pa.int64()))
    columns.warn(mask, "{rows} rows belong to orders that stand twice in the file; the first of each counts")
    columns.leave_out(mask)
