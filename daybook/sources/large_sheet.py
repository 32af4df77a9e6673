"""A large sheet of a workbook as columns of text, made some thousand rows at a time: never all cells as Python objects."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from daybook.sources import header
from daybook.sources.cells import bare
from daybook.sources.large_text import has_header_inside
from daybook.sources.reader import Sheet
from daybook.sources.workbook_cells import EXACT, cell_text

if TYPE_CHECKING:
    import pyarrow as pa

#: Sheets with more cells are read this way.
LARGE = 500_000
ROWS = 10_000
#: Between these Arrow writes a number as `cell_text` does: in full, with the fewest digits that are it.
SMALL, GREAT = 1e-4, 1e10


def columns_of(rows: Iterable[list[Any]]) -> "pa.Table":
    """All rows, which are equally long, as text; columns named by position."""
    import pyarrow as pa

    batches = []
    for some in _pieces(rows):
        columns = [_text(list(cells)) for cells in zip(*some, strict=True)]
        batches.append(pa.record_batch(columns, [str(i) for i in range(len(columns))]))
    return pa.Table.from_batches(batches)


def large_sheet(title: str, file: str, head: list[list[str]], data: "pa.Table", known: frozenset[str]) -> Sheet | None:
    """The one table of the sheet, whose header ends `head`; None where it needs the careful way: blank rows inside, a header
    further down, cells beyond the header."""
    if head[0][:1] and head[0][0].startswith("#"):
        return None
    titles = head[-1]
    while titles and not titles[-1].strip():
        titles = titles[:-1]
    last = _last_row(data)
    if not titles or last is None or has_header_inside(data, titles, known) or _beyond(data, len(titles)):
        return None
    plain = data.slice(0, last).select([str(i) for i in range(len(titles))])
    return Sheet(title, tuple(titles), plain, len(head) + 1, tuple(tuple(r) for r in head[:-1]), file)


def header_of(cells: "pa.Table", known: frozenset[str]) -> list[list[str]]:
    """The rows down to the header; none where no header is found."""
    head = [list(row) for row in zip(*(c.slice(0, header.LOOK + 5).to_pylist() for c in cells.columns), strict=True)]
    at = header.find_header(head, known)
    return [] if at is None else head[: at + 1]


def _pieces(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    every = iter(rows)
    while some := list(islice(every, ROWS)):
        yield some


def _text(cells: list[Any]) -> "pa.Array":
    """One column of some rows; texts and whole columns of numbers at once, the rest cell by cell."""
    import pyarrow as pa

    kinds = set(map(type, cells))
    if kinds <= {str}:
        return pa.array(cells, pa.string())
    if kinds <= {float, int}:
        return numbers_text(pa.array(cells, pa.float64()))
    return pa.array([c if type(c) is str else cell_text(c) for c in cells], pa.string())


def numbers_text(numbers: "pa.Array") -> "pa.Array":
    """Numbers as `cell_text` writes them, all at once where Arrow writes them so; empty cells stay null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    size = pc.abs(numbers)
    if _all(pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(size, EXACT))):
        return numbers.cast(pa.int64()).cast(pa.string())
    if _all(pc.or_(pc.equal(size, 0), pc.and_(pc.greater(size, SMALL), pc.less(size, GREAT)))):
        return numbers.cast(pa.string())
    return pa.array([None if c is None else cell_text(c) for c in numbers.to_pylist()], pa.string())


def _all(mask: "pa.Array") -> bool:
    """Whether it holds of every cell that is not empty."""
    import pyarrow.compute as pc

    return bool(pc.all(mask, min_count=0).as_py())


def _last_row(data: "pa.Table") -> int | None:
    """How many rows stand before the empty tail; None when a row before is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    blank = pa.array([True] * data.num_rows, pa.bool_())
    for column in data.columns:
        blank = pc.and_(blank, pc.is_null(bare(column.combine_chunks())))
        if not pc.any(blank).as_py():
            return int(data.num_rows)
    first = int(pc.index(blank, True).as_py())
    return first if pc.all(blank.slice(first)).as_py() else None


def _beyond(data: "pa.Table", width: int) -> bool:
    """Whether any cell stands to the right of the header."""
    import pyarrow.compute as pc

    return any(pc.any(pc.is_valid(bare(column.combine_chunks()))).as_py() for column in data.columns[width:])
