"""Workbooks and other containers of rows: xlsx, BIFF .xls, HTML tables named .xls, Parquet."""

import io
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import BrokenFile
from daybook.domain.progress import say
from daybook.sources.columnar_sheet import columnar_sheets, is_large
from daybook.sources.large_sheet import LARGE, columns_of, header_of, large_sheet
from daybook.sources.reader import Sheet
from daybook.sources.unpack import AGAIN, DAMAGED, LOCKED, MOST_RATIO, RATIO_FROM
from daybook.sources.workbook_cells import cell_text

if TYPE_CHECKING:
    import pyarrow as pa

#: title, file and rows of a sheet; its tables.
OfRows = Callable[[str, str, list[list[str]]], list[Sheet]]
#: A workbook that unfolds to more, or has more cells, takes more memory than reading a file may.
MOST_XML = 2 * 1024**3
MOST_CELLS = 20_000_000
AS_CSV = "export the report as CSV, which is read in a fraction of the memory, or for a shorter period"


def workbook_sheets(name: str, content: bytes, known: frozenset[str], of_rows: OfRows) -> list[Sheet]:
    """The tables of every visible sheet of an xlsx, xls or ods; `of_rows` finds those of a sheet given as rows.

    Raises BrokenFile for a damaged workbook and for one that is too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    refuse_too_large(name, content)
    say("workbook")
    if is_large(content) and (sheets := columnar_sheets(name, content, known, MOST_CELLS)):
        return sheets
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        return [found for title in visible for found in _of_sheet(name, title, book.get_sheet_by_name(title), known, of_rows)]
    except (CalamineError, OSError, ValueError) as error:
        raise BrokenFile("the workbook is cut off, damaged or locked with a password", where=name,
                         next_step=AGAIN) from error


def _of_sheet(name: str, title: str, sheet: Any, known: frozenset[str], of_rows: OfRows) -> list[Sheet]:
    cells = sheet.total_height * sheet.total_width
    if cells > MOST_CELLS:
        raise BrokenFile(f"sheet {title!r} has {sheet.total_height:,} rows and {sheet.total_width:,} columns, more than is read "
                         "from a workbook", where=name, next_step=AS_CSV)
    if cells <= LARGE:
        rows = sheet.to_python(skip_empty_area=False)
        return of_rows(title, name, [[c if type(c) is str else cell_text(c) for c in row] for row in rows])
    every = columns_of(sheet.iter_rows())
    head = header_of(every, known)
    found = large_sheet(title, name, head, every.slice(len(head)), known) if head else None
    if found is not None:
        return [found]
    return of_rows(title, name, [list(row) for row in zip(*(c.to_pylist() for c in every.columns), strict=True)])


def refuse_too_large(name: str, content: bytes) -> None:
    """Raises BrokenFile for a workbook whose parts unfold to more than is read, by what its own directory says."""
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            plain = sum(i.file_size for i in packed.infolist() if i.filename.endswith(".xml"))
    except (*DAMAGED, *LOCKED):
        return  # the workbook's own reader says what is wrong with it
    if plain > MOST_XML or (plain > RATIO_FROM and plain > MOST_RATIO * len(content)):
        raise BrokenFile(f"the workbook unfolds from {len(content):,} to {plain:,} bytes, more than is read from a workbook",
                         where=name, next_step=AS_CSV)


def is_html(content: bytes) -> bool:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) or b"<table" in head


def html_rows(text: str) -> list[list[list[str]]]:
    """The rows of each table of an HTML page."""
    tables = _Tables()
    tables.feed(text)
    tables.close()
    return [table for table in tables.found if table]


class _Tables(HTMLParser):
    """Collects `<table>` as rows of cell texts; a nested table is read as text of its cell."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and self._cell is None:
            self.found.append([])
        elif tag == "tr" and self.found:
            self.found[-1].append([])
        elif tag in ("td", "th") and self.found and self.found[-1]:
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.found[-1][-1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def parquet_cells(name: str, content: bytes) -> "tuple[tuple[str, ...], pa.Table]":
    """Header and string cells of a Parquet file; whole-second timestamps lose their empty fraction."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise BrokenFile("the Parquet file is cut off or damaged", where=name, next_step=AGAIN) from error
    columns = [_as_text(column) for column in table.columns]
    return tuple(table.column_names), pa.table({str(i): c for i, c in enumerate(columns)})


def _as_text(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is None:
        try:
            return column.cast(pa.timestamp("s")).cast(pa.string())
        except pa.ArrowInvalid:
            return column.cast(pa.string())
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type).cast(pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        return pa.chunked_array([pa.nulls(len(column), pa.string())])
    return column.cast(pa.string())
