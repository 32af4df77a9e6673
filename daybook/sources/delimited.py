"""Delimited text: encoding, delimiter and quotes, and the rows as lists of strings."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from daybook.domain.errors import BrokenFile
from daybook.sources.unpack import AGAIN

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = "\t,;|"
#: Rows looked at to tell the delimiter.
SNIFF_ROWS = 60
MOST_CELL = 16 * 1024**2


@dataclass(frozen=True)
class Dialect:
    """How the text is cut into cells."""

    delimiter: str
    quoted: bool = True


def decode(name: str, content: bytes) -> str:
    """Text by BOM, then strict UTF-8, then GB18030, then what charset-normalizer finds.  Raises BrokenFile."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding) or content.decode(encoding, "replace")
    text = _strict(content, "utf-8") or _strict(content, "gb18030") or _detected(content)
    if text is None or is_rubbish(text):
        raise BrokenFile("the file is not a table: neither text nor a workbook", where=name, next_step=AGAIN)
    return text


def dialect(text: str) -> Dialect:
    """The delimiter that cuts most lines into the same number (more than one) of cells."""
    head = text[: 256 * 1024]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _sample(head, delimiter) if any(c.strip() for c in row)]
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        usual = max(sorted(set(wide)), key=lambda w: (wide.count(w), w))
        score = wide.count(usual) / len(widths) * usual**0.5
        if score > best_score:
            best, best_score = delimiter, score
    return Dialect(best, quoted=not (best == "\t" and text.count('"') % 2))


def rows(name: str, text: str, how: Dialect) -> list[list[str]]:
    """All rows as lists of cells.  Raises BrokenFile when a quote is opened and never closed."""
    csv.field_size_limit(MOST_CELL)
    try:
        found = list(_reader(text, how))
    except csv.Error as error:
        raise BrokenFile(f"the text cannot be cut into cells ({error})", where=name, next_step=AGAIN) from error
    if how.quoted and found and _is_open(text, found[-1]):
        raise BrokenFile("the file is cut off: a quote is opened and never closed", where=name, next_step=AGAIN)
    return found


def refuse_cut_off(name: str, text: str, found: list[list[str]]) -> None:
    """Raises BrokenFile when the last line stops in the middle: fewer cells than every other, and no line end."""
    if text.endswith(("\n", "\r")) or len(found) < 3:
        return
    last, width = len(found[-1]), len(found[-2])
    if last < width and all(len(row) == width for row in found[-12:-1]):
        raise BrokenFile(f"the file is cut off: its last line has {last} of {width} cells", where=name,
                         next_step=AGAIN)


def _reader(text: str, how: Dialect) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if how.quoted:
        return csv.reader(lines, delimiter=how.delimiter)
    return csv.reader(lines, delimiter=how.delimiter, quoting=csv.QUOTE_NONE)


def _sample(head: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in _reader(head, Dialect(delimiter)):
            found.append(row)
            if len(found) >= SNIFF_ROWS:
                break
    except csv.Error:
        pass
    return found


def _is_open(text: str, last: list[str]) -> bool:
    """An odd number of quotes, and a last cell that swallowed line ends."""
    return text.count('"') % 2 == 1 and bool(last) and ("\n" in last[-1] or not text.rstrip().endswith('"'))


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _detected(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[: 512 * 1024]).best()
    return content.decode(best.encoding, "replace") if best else None


def is_rubbish(text: str) -> bool:
    """Bytes of a picture or a program decode too, but to control characters and private-use signs."""
    head = text[:4096]
    odd = sum(1 for c in head if (c < " " and c not in "\t\r\n\f\v\x1a") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    return odd > max(2, len(head) // 100)
