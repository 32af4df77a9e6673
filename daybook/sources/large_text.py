"""A large delimited text without surprises, cut into cells by Arrow piece by piece: the text is never whole in memory.

What is odd about it (open quotes, blank lines inside, a header further down, a row with too many cells) is left to the
careful way of `files`, which sees every row and needs far more memory.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from daybook.domain.progress import Counted
from daybook.sources import delimited, header
from daybook.sources.cells import plain_name
from daybook.sources.reader import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

#: Opens the text from its beginning; it is read twice.
Opened = Callable[[], BinaryIO]
#: The encoding, the delimiter and the header are told from so many bytes.
HEAD = 256 * 1024
PIECE = 1024**2
#: Numbers, ids and dates: no reader knows a header of that kind, and a large file has many.
NO_NAME = r"""^[\s"'#=]*\d[\d\s:./"'-]{4,}$"""
_BLANK_LINE = re.compile(rb"\n\r?\n")


def read_large(name: str, opened: Opened, known: frozenset[str]) -> tuple[Sheet, bool] | None:
    """The one table of the text, and whether the text ends with a line end; None when it needs the careful way."""
    with opened() as stream:
        start = stream.read(HEAD)
    encoding = _encoding(start)
    ended = _looked_through(opened) if encoding else None
    if encoding is None or ended is None:
        return None
    text = start.decode(encoding, "ignore").removeprefix("\ufeff")
    how = delimited.dialect(text)
    head = delimited.rows(name, text[: text.rfind("\n") + 1], delimited.Dialect(how.delimiter, how.quoted))[: header.LOOK + 5]
    at = header.find_header(head, known)
    if at is None or not head[at][-1].strip() or any("\n" in c for row in head[: at + 1] for c in row):
        return None
    cells = _cut(opened, encoding, how, head[at], at + 1)
    if cells is None or has_header_inside(cells, head[at], known):
        return None
    return Sheet(name, tuple(head[at]), cells, at + 2, tuple(tuple(r) for r in head[:at]), name), ended


def _watched(opened: Opened, times: int) -> Counted:
    """The text from its beginning, saying how far it is; it is read twice, and has been `times` before."""
    stream = opened()
    size = stream.seek(0, 2)
    stream.seek(0)
    return Counted(stream, "cells", times * size, 2 * size)


def _encoding(start: bytes) -> str | None:
    """utf-8 or gb18030, told by the beginning; None for anything else."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last sign may be cut
            try:
                text = start[: len(start) - cut].decode(encoding)
            except UnicodeError:
                continue
            return None if delimited.is_rubbish(text) else encoding
    return None


def _looked_through(opened: Opened) -> bool | None:
    """Whether the text ends with a line end; None when quotes stay open or a line inside is blank."""
    quotes, blank, last = 0, False, b""
    with _watched(opened, 0) as stream:
        while piece := stream.read(PIECE):
            quotes += piece.count(b'"')
            if b"\x00" in piece or (blank and piece.strip()):
                return None
            joined = last[-2:] + piece
            found = _BLANK_LINE.search(joined)
            if found and not blank:
                if joined[found.end():].strip():
                    return None
                blank = True
            last = joined[-4:]
    return last.endswith((b"\n", b"\r", b'"')) if quotes % 2 == 0 else None


def _cut(opened: Opened, encoding: str, how: delimited.Dialect, titles: list[str], skip: int) -> "pa.Table | None":
    """All cells as strings, columns named by position; None where a row has more or fewer cells than the header."""
    import pyarrow as pa
    from pyarrow import csv

    names = [str(i) for i in range(len(titles))]
    try:
        with _watched(opened, 1) as stream:
            return csv.read_csv(
                stream, csv.ReadOptions(column_names=names, skip_rows=skip, block_size=PIECE, encoding=encoding),
                csv.ParseOptions(delimiter=how.delimiter, quote_char='"' if how.quoted else False, newlines_in_values=True),
                csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False))
    except (pa.ArrowInvalid, UnicodeError):
        return None


def has_header_inside(cells: "pa.Table", titles: list[str], known: frozenset[str]) -> bool:
    """Whether a first cell further down is a header name, or the tail is empty rows."""
    import pyarrow.compute as pc

    first = pc.unique(cells.column(0))
    if pc.index(first, titles[0]).as_py() >= 0:
        return True
    first = first.filter(pc.invert(pc.match_substring_regex(first, NO_NAME))).to_pylist()
    return any(plain_name(value) in known for value in first if value and len(value) < 40)
