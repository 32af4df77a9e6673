"""The same key twice in one file: an exact repeat is one row, a contradiction is shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.columns import Columns


def leave_out_repeated(columns: "Columns", rows: "Mapping[str, pa.Array]", key: tuple[str, ...], *aliases: str) -> None:
    """Keeps the first row of each key; later equal ones are counted in a warning, later different ones rejected."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = columns.kept
    at = pc.indices_nonzero(kept)
    keys = pa.table({k: rows[k].take(at) for k in key})
    if len(at) < 2 or keys.group_by(list(key)).aggregate([]).num_rows == len(at):
        return
    first: dict[tuple[object, ...], int] = {}
    same, other = [False] * columns.rows, [False] * columns.rows
    lists = [keys.column(k).to_pylist() for k in key]
    for row, *parts in zip(at.to_pylist(), *lists, strict=True):
        before = first.setdefault(tuple(parts), row)
        if before != row:
            equal = all(v[before].as_py() == v[row].as_py() for v in rows.values())
            (same if equal else other)[row] = True
    columns.warn(pa.array(same), "{rows} rows repeat another row of the file exactly and were left out")
    columns.leave_out(pa.array(same))
    columns.reject(pa.array(other), "stands twice in the file with different values; the first row counts", *aliases)
