"""A dropped file as sheets: what it is is told from its first bytes and its header, never from its name."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from daybook.domain.errors import BrokenFile
from daybook.sources import delimited, header, workbook
from daybook.sources.cells import plain_name
from daybook.sources.commented import commented_blocks
from daybook.sources.json_rows import is_json, json_tables
from daybook.sources.reader import Sheet
from daybook.sources.unpack import AGAIN, Member, is_workbook, members

if TYPE_CHECKING:
    import pyarrow as pa

#: From this length on, clean text is cut into cells by Arrow; shorter text is not worth a second way.
LARGE = 1024 * 1024
#: Numbers, ids and dates: no reader knows a header of that kind, and a large file has many.
NO_NAME = r"""^[\s"'#=]*\d[\d\s:./"'-]{4,}$"""
#: A number cut in two is still a number; only the missing line end tells.
UNFINISHED = "the file does not end with a line end: if it was cut off, its last row may be incomplete"
_BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_sheets(path: Path, known: frozenset[str] = frozenset()) -> tuple[Sheet, ...]:
    """All tables of a file.  `known` are the readers' header names, which help to find the header row.

    Raises BrokenFile for an empty, truncated or unreadable file, NeedsPerson for one whose tables cannot be told
    apart.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenFile(f"the file cannot be opened ({error.strerror})", where=path.name,
                         next_step="check the path") from error
    return sheets(path.name, content, known)


def sheets(name: str, content: bytes, known: frozenset[str] = frozenset()) -> tuple[Sheet, ...]:
    """All tables of a file given as bytes; see `open_sheets`."""
    found = [sheet for member in members(name, content) for sheet in _of_member(member, known)]
    if not found:
        raise BrokenFile("the file holds no table", where=name, next_step=AGAIN)
    return tuple(found)


def _of_member(member: Member, known: frozenset[str]) -> list[Sheet]:
    name, content = member.name, member.content
    if content[:4] == b"PAR1":
        titles, cells = workbook.parquet_cells(name, content)
        return [Sheet(name, titles, cells, 1, file=name)]
    if content.startswith(_BIFF) or is_workbook(content):
        return [
            sheet for title, rows in workbook.workbook_rows(name, content)
            for sheet in _from_rows(title, name, rows, known)
        ]
    if content[:5] == b"%PDF-" or content[:4] in (b"\x89PNG", b"Rar!", b"7z\xbc\xaf"):
        raise BrokenFile("this is a picture, a PDF or a packed archive, not a table", where=name,
                         next_step="export the report as CSV or XLSX")
    text = delimited.decode(name, content)
    if workbook.is_html(content):
        return [s for rows in workbook.html_rows(text) for s in _from_rows(name, name, rows, known)]
    return _of_text(name, text, known)


def _of_text(name: str, text: str, known: frozenset[str]) -> list[Sheet]:
    if is_json(text):
        return [_sheet(title, name, header.Block(titles, 1, beside, rows))
                for title, beside, titles, rows in json_tables(name, text)]
    how = delimited.dialect(text)
    found = None
    if len(text) >= LARGE:
        found = _by_arrow(name, text, how, known)
    if found is None:
        rows = delimited.rows(name, text, how)
        delimited.refuse_cut_off(name, text, rows)
        sheets = _from_rows(name, name, rows, known)
    else:
        sheets = [found]
    if text.endswith(("\n", "\r", '"')):
        return sheets
    return [*sheets[:-1], *(replace(sheet, notes=(UNFINISHED,)) for sheet in sheets[-1:])]


def _from_rows(title: str, file: str, rows: list[list[str]], known: frozenset[str]) -> list[Sheet]:
    found = commented_blocks(rows)
    if found:
        return [_sheet(title, file, block) for block in found]
    return [replace(_sheet(title, file, block), below=number > 0)
            for number, block in enumerate(header.blocks(rows, known, file))]


def _sheet(title: str, file: str, block: header.Block) -> Sheet:
    """A block as a sheet; short rows are filled up with empty cells, long ones are named as ragged."""
    import pyarrow as pa

    names = list(block.header)
    while names and not names[-1].strip():
        names.pop()
    width = len(names)
    ragged = tuple(i for i, row in enumerate(block.rows) if len(row) > width and any(row[width:]))
    padding = [""] * width
    even = [row if len(row) == width else (row + padding)[:width] for row in block.rows]
    columns = zip(*even, strict=True) if even else ((),) * width
    cells = pa.table({str(i): pa.array(column, pa.string()) for i, column in enumerate(columns)})
    return Sheet(title, tuple(names), cells, block.line, tuple(tuple(r) for r in block.preamble), file, ragged)


def _by_arrow(name: str, text: str, how: delimited.Dialect, known: frozenset[str]) -> Sheet | None:
    """A large text without surprises, read in one go; None when it needs the careful way."""
    import pyarrow as pa
    from pyarrow import csv

    head = delimited.rows(name, _first_lines(text, header.LOOK + 5), delimited.Dialect(how.delimiter, how.quoted))
    at = header.find_header(head, known)
    if at is None or any("\n" in c for row in head[: at + 1] for c in row) or _is_odd(text):
        return None
    titles = head[at]
    names = [str(i) for i in range(len(titles))]
    try:
        cells = csv.read_csv(
            pa.py_buffer(text.encode()),
            csv.ReadOptions(column_names=names, skip_rows=at + 1, block_size=16 << 20),
            csv.ParseOptions(delimiter=how.delimiter, quote_char='"' if how.quoted else False, newlines_in_values=True),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None
    if not titles[-1].strip() or _has_header_inside(cells, titles, known):
        return None
    return Sheet(name, tuple(titles), cells, at + 2, tuple(tuple(r) for r in head[:at]), name)


def _first_lines(text: str, lines: int) -> str:
    at = 0
    for _ in range(lines):
        at = text.find("\n", at) + 1
        if not at:
            return text
    return text[:at]


def _is_odd(text: str) -> bool:
    """Open quotes, blank lines inside, bare carriage returns: left to the careful way."""
    body = text.rstrip()
    return text.count('"') % 2 == 1 or "\n\n" in body or "\n\r\n" in body or "\x00" in text


def _has_header_inside(cells: "pa.Table", titles: list[str], known: frozenset[str]) -> bool:
    """Whether a first cell further down is a header name, or the tail is empty rows."""
    import pyarrow.compute as pc

    first = pc.unique(cells.column(0))
    if pc.index(first, titles[0]).as_py() >= 0:
        return True
    first = first.filter(pc.invert(pc.match_substring_regex(first, NO_NAME))).to_pylist()
    return any(plain_name(value) in known for value in first if value and len(value) < 40)
