"""Exports as they arrive damaged: what people, spreadsheets and networks do to a file, drawn from a seed.

A mutant says what must hold of what is read of it, if it is read at all:
`same`: the very rows · `fewer`: rows of the export, and those that lack were taken out by the mutant or are declared ·
`sums`: the same amounts and counts · `columns`: each column as it was, or empty · `bytes`: anything but a crash ·
`digits`: whatever the digits now say, with the export's own totals set against it.
"""

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from daybook.sources import delimited, header
from daybook.sources.identify import vocabulary
from daybook.sources.readers import READERS

KNOWN = vocabulary(READERS)
Rows = list[list[str]]


@dataclass(frozen=True)
class Mutant:
    """One damaged export."""

    kind: str
    holds: str
    content: bytes
    name: str


@dataclass
class Export:
    """A golden export as rows, with where its header stands."""

    file: Path
    rows: Rows
    at: int
    delimiter: str

    def text(self, rows: Rows, delimiter: str = "", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter or self.delimiter, lineterminator=end,
                   quoting=quoting).writerows(rows)  # type: ignore[arg-type]
        return out.getvalue()


def opened(file: Path) -> Export | None:
    """The export as rows; None for one that is no delimited text."""
    content = file.read_bytes()
    if file.suffix in (".json", ".jsonl", ".xlsx") or content[:4] in (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"):
        return None
    text = delimited.decode(file.name, content)
    how = delimited.dialect(text)
    rows = delimited.rows(file.name, text, how)
    at = header.find_header(rows, KNOWN)
    return None if at is None or len(rows) < at + 2 else Export(file, rows, at, how.delimiter)


def draw(export: Export, seed: int) -> Mutant:
    """The mutant of this seed."""
    drawn = random.Random(seed)
    kind, holds, make = drawn.choice(MUTATORS)
    return Mutant(kind, holds, *make(export, drawn))


def _plain(change: Callable[[Export, random.Random], Rows]) -> "Make":
    def make(export: Export, drawn: random.Random) -> tuple[bytes, str]:
        return export.text(change(export, drawn)).encode("utf-8-sig"), export.file.name
    return make


Make = Callable[[Export, random.Random], tuple[bytes, str]]


def _encoded(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    return export.text(export.rows).encode(drawn.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])), export.file.name


def _delimited(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    text = export.text(export.rows, drawn.choice(",;\t"), drawn.choice(["\n", "\r\n"]),
                       drawn.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    return text.encode("utf-8-sig"), export.file.name


def _renamed_file(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    """A file name lies often, but the days in it must stay."""
    return export.file.read_bytes(), "下载 (1) " + export.file.name


def _header_spelled(export: Export, drawn: random.Random) -> Rows:
    wide = str.maketrans("()%", "（）％")
    titles = [f" {t.translate(wide)}\t" if t.strip() and drawn.random() < 0.5 else t for t in export.rows[export.at]]
    return [*export.rows[: export.at], titles, *export.rows[export.at + 1:]]


def _columns_shuffled(export: Export, drawn: random.Random) -> Rows:
    width = len(export.rows[export.at])
    order = list(range(width))
    if len({t.strip() for t in export.rows[export.at]}) == width and all(t.strip() for t in export.rows[export.at]):
        drawn.shuffle(order)
    table = [row + [""] * (width - len(row)) for row in export.rows[export.at:]]
    return [*export.rows[: export.at],
            *([row[i] for i in order] + row[width:] if any(row) and not row[0].startswith("#") else row for row in table)]


def _column_dropped(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(len(export.rows[export.at]))
    return [*export.rows[: export.at], *(row[:at] + row[at + 1:] for row in export.rows[export.at:])]


def _column_renamed(export: Export, drawn: random.Random) -> Rows:
    titles = list(export.rows[export.at])
    titles[drawn.randrange(len(titles))] = drawn.choice(["新指标", "Unnamed: 3", "备用1", "x"])
    return [*export.rows[: export.at], titles, *export.rows[export.at + 1:]]


def _row_deleted(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows))
    return [*export.rows[:at], *export.rows[at + 1:]]


def _row_doubled(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows))
    return [*export.rows[: at + 1], export.rows[at], *export.rows[at + 1:]]


def _row_cut(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows))
    return [*export.rows[:at], export.rows[at][: drawn.randrange(len(export.rows[at]) or 1)], *export.rows[at + 1:]]


def _row_shifted(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows))
    row = export.rows[at]
    cell = drawn.randrange(len(row) or 1)
    return [*export.rows[:at], [*row[:cell], drawn.choice(["x", "张三", "1"]), *row[cell:]], *export.rows[at + 1:]]


def _blanks_inside(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows) + 1)
    blank = [drawn.choice(["", " "])] * drawn.choice([1, len(export.rows[export.at])])
    return [*export.rows[:at], blank, *export.rows[at:], *[blank] * drawn.choice([0, 3, 1400])]


def _blank_columns(export: Export, drawn: random.Random) -> Rows:
    return [[*row, *[""] * 3] if row else row for row in export.rows]


def _header_again(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows) + 1)
    return [*export.rows[:at], export.rows[export.at], *export.rows[at:]]


def _cut_off(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    content = export.text(export.rows).encode("utf-8-sig")
    return content[: drawn.randrange(len(content))], export.file.name


def _bytes_changed(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    content = bytearray(export.file.read_bytes())
    for _ in range(drawn.choice([1, 3, 20])):
        at = drawn.randrange(len(content))
        content[at: at + drawn.choice([0, 1, 5])] = drawn.choice([b'"', b",", b"\n", b"\t", b"\x00", b"\xff\xfe", b"1E+15", b""])
    return bytes(content), export.file.name


def _cells(export: Export, change: Callable[[str], str]) -> Rows:
    """Every data cell changed; comments and the header stay."""
    return [*export.rows[: export.at + 1],
            *(row if row and row[0].startswith("#") else [change(c) for c in row] for row in export.rows[export.at + 1:])]


def _days_shortened(export: Export, drawn: random.Random) -> Rows:
    """What a spreadsheet makes of `2026-08-01 09:05:00` when it is saved again."""
    def short(cell: str) -> str:
        day = re.fullmatch(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})( \d{2}:\d{2})?(:\d{2})?", cell.strip())
        return f"{day[1]}/{day[2]}/{day[3]}{(day[4] or '').replace(' 0', ' ')}" if day else cell
    return _cells(export, short)


def _zeros_lost(export: Export, drawn: random.Random) -> Rows:
    """12.50 becomes 12.5, 3.00 becomes 3."""
    return _cells(export, lambda c: c.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d{1,9}\.\d{2}", c) else c)


def _thousands(export: Export, drawn: random.Random) -> Rows:
    return _cells(export, lambda c: f"{int(c):,}" if re.fullmatch(r"[1-9]\d{3,7}", c) and len(c) != 4 and len(c) != 8 else c)


def _ids_lost(export: Export, drawn: random.Random) -> Rows:
    """Long numbers as a spreadsheet shows them: 2.13457E+18."""
    return _cells(export, lambda c: f"{int(m[1]):.5E}" if (m := re.fullmatch(r"['\t]*(\d{16,})\t?", c)) else c)


def _ids_rounded(export: Export, drawn: random.Random) -> Rows:
    """Long numbers with zeros after their fifteenth digit."""
    return _cells(export, lambda c: m[1][:15] + "0" * (len(m[1]) - 15) if (m := re.fullmatch(r"['\t]*(\d{17,})\t?", c)) else c)


def _ids_wrapped(export: Export, drawn: random.Random) -> Rows:
    wrap = drawn.choice(['="{}"', "'{}", "\t{}", "{}\t", "`{}"])
    return _cells(export, lambda c: wrap.format(c) if re.fullmatch(r"\d{11,}", c) else c)


def _as_workbook(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(export.rows):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell)
    return out.getvalue(), export.file.with_suffix(".xlsx").name


def _as_page(export: Export, drawn: random.Random) -> tuple[bytes, str]:
    """A table of a page, named .xls as consoles do it."""
    from html import escape

    lines = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>\n" for row in export.rows)
    return f"<html><meta charset='utf-8'><table>{lines}</table></html>".encode(), export.file.with_suffix(".xls").name


def _digit_changed(export: Export, drawn: random.Random) -> Rows:
    at = drawn.randrange(export.at + 1, len(export.rows))
    row = list(export.rows[at])
    places = [i for i, c in enumerate(row) if re.fullmatch(r"[¥$]?-?[\d,]{1,9}(\.\d+)?%?", c)]
    if places:
        cell = drawn.choice(places)
        digits = [i for i, sign in enumerate(row[cell]) if sign.isdigit()]
        if digits:
            digit = drawn.choice(digits)
            other = drawn.choice([d for d in "123456789" if d != row[cell][digit]])
            row[cell] = row[cell][:digit] + other + row[cell][digit + 1:]
    return [*export.rows[:at], row, *export.rows[at + 1:]]


MUTATORS: tuple[tuple[str, str, Make], ...] = (
    ("encoding", "same", _encoded), ("delimiter and quotes", "same", _delimited), ("file name", "same", _renamed_file),
    ("header spelling", "same", _plain(_header_spelled)), ("column order", "same", _plain(_columns_shuffled)),
    ("column dropped", "columns", _plain(_column_dropped)), ("column renamed", "columns", _plain(_column_renamed)),
    ("row deleted", "fewer", _plain(_row_deleted)), ("row doubled", "fewer", _plain(_row_doubled)),
    ("row cut short", "fewer", _plain(_row_cut)), ("row shifted", "fewer", _plain(_row_shifted)),
    ("blank rows", "same", _plain(_blanks_inside)), ("blank columns", "same", _plain(_blank_columns)),
    ("header repeated", "same", _plain(_header_again)), ("cut off", "fewer", _cut_off), ("bytes changed", "bytes", _bytes_changed),
    ("dates shortened", "sums", _plain(_days_shortened)), ("zeros lost", "same", _plain(_zeros_lost)),
    ("thousands", "same", _plain(_thousands)), ("ids as exponents", "fewer", _plain(_ids_lost)),
    ("ids rounded", "fewer", _plain(_ids_rounded)), ("ids wrapped", "same", _plain(_ids_wrapped)),
    ("saved as a workbook", "same", _as_workbook), ("saved as a page", "same", _as_page),
    ("digit changed", "digits", _plain(_digit_changed)), ("digit changed", "digits", _plain(_digit_changed)),
)
