"""Numbers the rows of each group in file order: exact duplicate lines of an order are lines of their own."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def number_within(groups: "pa.Array") -> "pa.Array":
    """1, 2, 3 ... within each distinct value, in the order of the rows; int64, same length; null stays null.

    >>> import pyarrow as pa
    >>> number_within(pa.array(["a", "b", "a", "a"])).to_pylist()
    [1, 1, 2, 3]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pa.array(range(len(groups)), pa.int64())
    codes = groups.dictionary_encode().indices
    order = pc.sort_indices(pa.table({"code": codes, "row": rows}),
                            sort_keys=[("code", "ascending"), ("row", "ascending")])
    ordered = codes.take(order)
    is_first = pc.not_equal(ordered[1:], ordered[:-1])
    is_first = pa.concat_arrays([pa.array([True] * min(1, len(groups)), pa.bool_()), is_first])
    start = pc.fill_null_forward(pc.if_else(pc.fill_null(is_first, True), rows, pa.scalar(None, pa.int64())))
    numbers = pc.add(pc.subtract(rows, start), 1).take(pc.sort_indices(order))
    return pc.if_else(pc.is_valid(groups), numbers, pa.scalar(None, pa.int64()))
