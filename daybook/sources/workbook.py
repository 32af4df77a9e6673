"""Workbooks and other containers of rows: xlsx, BIFF .xls, HTML tables named .xls, Parquet."""

import io
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import BrokenFile
from daybook.sources.unpack import AGAIN

if TYPE_CHECKING:
    import pyarrow as pa

#: Beyond this a double has lost digits.
EXACT = 2**53


def workbook_rows(name: str, content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Sheet name and rows of every visible sheet of an xlsx, xls or ods.  Raises BrokenFile."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            found.append((meta.name, [[c if type(c) is str else cell_text(c) for c in row] for row in rows]))
    except (CalamineError, OSError, ValueError) as error:
        raise BrokenFile("the workbook is cut off, damaged or locked with a password", where=name,
                         next_step=AGAIN) from error
    return found


def cell_text(cell: Any) -> str:
    """A cell as text without losing digits; a number too long for a double shows its exponent, as a lost id does.

    >>> cell_text(12.5), cell_text(3.0), cell_text(1.23456789012345678e17)
    ('12.5', '3', '1.23456789012346E+17')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if abs(cell) >= EXACT:
            return f"{cell:.14E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():.0f}秒"
    return "" if cell is None else str(cell)


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
