"""A dropped file as sheets: what it is is told from its first bytes and its header, never from its name."""

import io
from dataclasses import replace
from functools import partial
from pathlib import Path

from daybook.domain.errors import BrokenFile
from daybook.sources import delimited, header, workbook
from daybook.sources.commented import commented_blocks
from daybook.sources.json_rows import is_json, json_tables
from daybook.sources.large_text import Opened, read_large
from daybook.sources.reader import Sheet
from daybook.sources.unpack import AGAIN, Member, is_workbook, members

#: From this length on, clean text is cut into cells by Arrow; shorter text is not worth a second way.
LARGE = 1024 * 1024
#: No export of a period that a console offers is larger.
MOST_BYTES = 1024**3
#: Text that Arrow cannot cut is cut row by row up to here; beyond, it would take more memory than a machine spares.
MOST_CAREFUL = 256 * 1024**2
#: As many as a workbook may have.
MOST_COLUMNS = 16_384
SHORTER = "export a shorter period, or fewer columns, and give the files to daybook together"
#: A number cut in two is still a number; only the missing line end tells.
UNFINISHED = "the file does not end with a line end: if it was cut off, its last row may be incomplete"
_BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_sheets(path: Path, known: frozenset[str] = frozenset()) -> tuple[Sheet, ...]:
    """All tables of a file.  `known` are the readers' header names, which help to find the header row.

    Raises BrokenFile for an empty, truncated or unreadable file, NeedsPerson for one whose tables cannot be told
    apart.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BrokenFile(f"the file has {size / 1024**3:.1f} GB, more than any export is read at once", where=path.name,
                             next_step=SHORTER)
        if size >= LARGE and (found := _large(path.name, lambda: path.open("rb"), known)):
            return found
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
        return workbook.workbook_sheets(name, content, known, partial(_from_rows, known=known))
    if content[:5] == b"%PDF-" or content[:4] in (b"\x89PNG", b"Rar!", b"7z\xbc\xaf"):
        raise BrokenFile("this is a picture, a PDF or a packed archive, not a table", where=name,
                         next_step="export the report as CSV or XLSX")
    if len(content) >= LARGE and (found := _large(name, lambda: io.BytesIO(content), known)):
        return list(found)
    if len(content) > MOST_CAREFUL:
        raise BrokenFile("a large text with rows of unequal length, open quotes or several tables cannot be read at once",
                         where=name, next_step=SHORTER)
    text = delimited.decode(name, content)
    if workbook.is_html(content):
        return [s for rows in workbook.html_rows(text) for s in _from_rows(name, name, rows, known)]
    return _of_text(name, text, known)


def _of_text(name: str, text: str, known: frozenset[str]) -> list[Sheet]:
    if is_json(text):
        return [_sheet(title, name, header.Block(titles, 1, beside, rows))
                for title, beside, titles, rows in json_tables(name, text)]
    how = delimited.dialect(text)
    refuse_too_wide(name, text[: text.find("\n")].count(how.delimiter) + 1)
    rows = delimited.rows(name, text, how)
    refuse_too_wide(name, max(map(len, rows[: header.LOOK]), default=0))
    delimited.refuse_cut_off(name, text, rows)
    sheets = _from_rows(name, name, rows, known)
    return sheets if text.endswith(("\n", "\r", '"')) else [*sheets[:-1], *map(unfinished, sheets[-1:])]


def refuse_too_wide(name: str, width: int) -> None:
    if width > MOST_COLUMNS:
        raise BrokenFile(f"the table has {width:,} columns, more than any export", where=name, next_step=AGAIN)


def unfinished(sheet: Sheet) -> Sheet:
    return replace(sheet, notes=(UNFINISHED,))


def _large(name: str, opened: Opened, known: frozenset[str]) -> tuple[Sheet, ...] | None:
    """The table of a large plain text; None for other containers and for what needs the careful way."""
    with opened() as stream:
        start = stream.read(4096)
    head = start.decode("gb18030", "ignore")
    if start.startswith((b"PK", b"\x1f\x8b", b"PAR1", _BIFF)) or workbook.is_html(start) or is_json(head):
        return None
    found = read_large(name, opened, known)
    return found and ((found[0] if found[1] else unfinished(found[0])),)


def _from_rows(title: str, file: str, rows: list[list[str]], known: frozenset[str]) -> list[Sheet]:
    found = commented_blocks(rows, file)
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
    usual = header.usual_length(block)
    ragged = tuple(i for i, row in enumerate(block.rows)
                   if len(row) > width and (any(row[width:]) or len(row) > max(usual, width)))
    short = tuple(i for i, row in enumerate(block.rows) if len(row) < min(usual, width) and header.is_data(row))
    padding = [""] * width
    even = [row if len(row) == width else (row + padding)[:width] for row in block.rows]
    columns = zip(*even, strict=True) if even else ((),) * width
    cells = pa.table({str(i): pa.array(column, pa.string()) for i, column in enumerate(columns)})
    return Sheet(title, tuple(names), cells, block.line, tuple(tuple(r) for r in block.preamble), file, ragged, short)
