"""A large workbook read column by column, never cell by cell: numbers stay numbers until a whole column becomes text.

What a column of mixed cells may have lost on the way (digits of a long number, whether a midnight was a day) is looked for
first; where it may be so, the workbook is left to the careful way of `workbook`.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from daybook.sources import header
from daybook.sources.large_sheet import large_sheet, numbers_text
from daybook.sources.reader import Sheet
from daybook.sources.unpack import DAMAGED, LOCKED

if TYPE_CHECKING:
    import pyarrow as pa

#: Worksheets with so many bytes of XML, some half a million cells, are read this way.
LARGE_XML = 24 * 1024**2
#: Rows of a column that become text at once.
PIECE = 65_536
_SHEET, _STYLES = re.compile(r"xl/worksheets/[^/]+\.xml"), re.compile(r"xl/styles\.xml")
_FIRST_CELL = re.compile(rb'<row(?![^>]*\sr="(?!1")\d)[^>]*>\s*<c(?![^>]*\sr="(?!A1")[A-Z])')
#: Text that a column of mixed cells may have made of another cell, and what the worksheets then hold somewhere: a number that no
#: double holds to the last digit, a long fraction.  A midnight needs a format of days or clock times among the styles.
_LONG, _FRACTION = r"^-?\d{16,}$", r"^-?\d+\.\d{9}$"
_MOMENT = r"^\d{4}-\d\d-\d\d 00:00:00$|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$|^(?:1899|1900)-\d\d-\d\d \d\d:"
_IN_SHEETS = {_LONG: rb"<v>-?(?:\d{16}|[\d.]++[eE]\+?\d)", _FRACTION: rb"<v>-?(?:\d*+\.\d{10}|[\d.]++[eE]-)"}
#: A truth value: among numbers it becomes one.
_TRUTH = rb' t="b"'
_DATED = rb'numFmtId="(?:1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])"|formatCode="[^"]*[ymdhsYMDHS]'
_NOT_NAMED = re.compile(r"__UNNAMED__\d+")
_NUMBERED = re.compile(r"(.*)_\d+")
#: Before this day spreadsheets count differently, and a clock time without a day stands there.
_FIRST_DAY = "1900-03-01"


class Doubtful(ValueError):
    """The careful way must read it."""


def is_large(content: bytes) -> bool:
    """Whether it is an xlsx with a worksheet that is worth this way."""
    if content[:2] != b"PK":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(i.file_size >= LARGE_XML for i in packed.infolist() if _SHEET.fullmatch(i.filename))
    except (*DAMAGED, *LOCKED, ValueError):
        return False


def columnar_sheets(name: str, content: bytes, known: frozenset[str], most_cells: int) -> list[Sheet] | None:
    """The tables of all visible sheets, one each; None where anything about the workbook needs the careful way."""
    import fastexcel

    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # an empty column is no warning
    try:
        if not all(_begins_at_the_corner(content)):
            return None
        book = fastexcel.read_excel(content)
        return [found for title in book.sheet_names if (found := _sheet(name, content, book, title, known, most_cells))]
    except (Doubtful, fastexcel.FastExcelError, *DAMAGED, *LOCKED):
        return None


def _sheet(name: str, content: bytes, book: Any, title: str, known: frozenset[str], most_cells: int) -> Sheet | None:
    """One sheet; None for a hidden one.  Raises Doubtful."""
    import pyarrow as pa

    loaded = book.load_sheet(title, header_row=0, schema_sample_rows=None)
    if loaded.visible != "visible":
        return None
    if loaded.total_height * loaded.width > most_cells:
        raise Doubtful("too many cells")
    cells, first = loaded.to_arrow(), _names(loaded)
    head = [first, *_rows(cells)]
    at = header.find_header(head, known)
    if at is None or cells.num_rows <= at + 1:
        raise Doubtful("no header")
    if at:  # typed once more: words above the header have made text of numbers
        loaded = book.load_sheet(title, header_row=at, schema_sample_rows=None)
        cells, head = loaded.to_arrow(), [*head[:at], _names(loaded)]
    _refuse_doubtful(cells.columns, content)
    text = [_as_text(column) for column in cells.columns]
    found = large_sheet(title, name, head[:at + 1], pa.table(text, [str(i) for i in range(len(text))]), known)
    if found is None:
        raise Doubtful("odd rows")
    return found


def _names(loaded: Any) -> list[str]:
    """The cells of the header row as written.  Raises Doubtful where a name was made up that may be one of the sheet."""
    found = ["" if _NOT_NAMED.fullmatch(column.name) else column.name for column in loaded.available_columns()]
    if any((m := _NUMBERED.fullmatch(cell)) and m[1] in found for cell in found):
        raise Doubtful("a name that occurs twice was numbered")
    return found


def _rows(cells: "pa.RecordBatch") -> list[list[str]]:
    """The first rows as text, to find the header among them."""
    columns = [_as_text(column).to_pylist() for column in cells.slice(0, header.LOOK + 4).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _begins_at_the_corner(content: bytes) -> Iterator[bool]:
    """Whether the first row of each worksheet is the sheet's first and begins in column A: rows are counted from there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.namelist():
            if _SHEET.fullmatch(part):
                with packed.open(part) as xml:
                    start = xml.read(PIECE)
                at = start.find(b"<row")
                yield at >= 0 and _FIRST_CELL.match(start, at) is not None


def _refuse_doubtful(columns: "list[pa.Array]", content: bytes) -> None:
    """Raises Doubtful where cells of the columns of text may have been something else, and the workbook has such cells."""
    import pyarrow as pa
    import pyarrow.compute as pc

    every = "|".join((*_IN_SHEETS, _MOMENT))
    texts = [c for c in columns if pa.types.is_string(c.type) or pa.types.is_large_string(c.type)]
    found = [c.filter(pc.fill_null(pc.match_substring_regex(c, every), False)) for c in texts]
    doubts = {kind for kind in (*_IN_SHEETS, _MOMENT) for c in found if pc.any(pc.match_substring_regex(c, kind)).as_py()}
    wanted = (_TRUTH, *(_IN_SHEETS[kind] for kind in doubts if kind != _MOMENT))
    if _holds(content, _SHEET, *wanted) or (_MOMENT in doubts and _holds(content, _STYLES, _DATED)):
        raise Doubtful("a column of mixed cells may have lost digits")


def _holds(content: bytes, part: re.Pattern[str], *wanted: bytes) -> bool:
    """Whether any such part of the workbook holds one of them; each is looked for by its own fixed beginning."""
    patterns = [re.compile(one) for one in wanted]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in filter(part.fullmatch, packed.namelist()):
            with packed.open(name) as xml:
                kept = b""
                while piece := xml.read(1024**2):
                    held = kept + piece
                    if any(pattern.search(held) for pattern in patterns):
                        return True
                    kept = piece[-128:]
    return False


def _as_text(column: "pa.Array") -> "pa.Array":
    """A column as the text that the careful way gives.  Raises Doubtful."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = column.cast(pa.string())
    elif pa.types.is_floating(kind) or pa.types.is_integer(kind):
        text = pa.concat_arrays([numbers_text(column.slice(at, PIECE)) for at in range(0, len(column), PIECE)])
    elif pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        text = _moments_text(column)
    elif pa.types.is_null(kind):
        text = pa.nulls(len(column), pa.string())
    else:
        raise Doubtful(f"cells of kind {kind}")
    return pc.fill_null(text, "")


def _moments_text(column: "pa.Array") -> "pa.Array":
    """Days as days, moments to the second.  Raises Doubtful for clock times without a day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    moments = column.cast(pa.timestamp("s"), safe=False)
    if pc.any(pc.less(moments, pa.scalar(_FIRST_DAY).cast(pa.timestamp("s")))).as_py():
        raise Doubtful("a clock time without a day")
    day = moments.cast(pa.date32(), safe=False)
    midnight = pc.equal(day.cast(pa.timestamp("s")), moments)
    return pc.if_else(midnight, day.cast(pa.string()), moments.cast(pa.string()))

