"""Where the tables of a file begin: preamble, header row, repeated headers, a second table further down."""

import re
from collections import Counter
from dataclasses import dataclass, field

from daybook.domain.errors import NeedsPerson
from daybook.sources.cells import AROUND, TOTAL_WORDS, plain_name

Row = list[str]
#: The header stands within so many rows; the longest preamble seen has about twenty-five.
LOOK = 60
_NUMBERLIKE = re.compile(r"[\s¥￥$€£+\-(]*\d[\d.,:/%\-\s)]*(?:元|%|万|至\d+)?\s*|TRUE|FALSE|NULL|-+", re.I)
#: The name of an order that begins like a comment.
ORDER_NAME = r"^#[\w-]*\d[\w-]*$"


@dataclass
class Block:
    """One table of a sheet: rows above it, header, data rows, and the 1-based row where its data begins."""

    header: Row
    line: int
    preamble: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def find_header(rows: list[Row], known: frozenset[str]) -> int | None:
    """Index of the header: the first of the rows with many known names, else the first row that reads as one."""
    head = rows[:LOOK]
    scores = [_score(row, known) for row in head]
    enough = max(2, 0.5 * max(scores, default=0))
    for i, row in enumerate(head):
        if scores[i] >= enough and scores[i] >= 0.3 * _filled(row):
            return i
    widths = [_filled(row) for row in head]
    usual = max((w for w in widths if w > 1), key=widths.count, default=max(widths, default=0))
    for i, row in enumerate(head):
        if widths[i] and widths[i] >= max(1, 0.7 * usual) and reads_as_header(row):
            return i
    return next((i for i, w in enumerate(widths) if w), None)


def blocks(rows: list[Row], known: frozenset[str], where: str) -> list[Block]:
    """The tables of one sheet.

    A repeated header (exports pasted under each other) does not start a table.  Raises NeedsPerson when
    something after a blank row looks like another table that no reader knows.
    """
    start = find_header(rows, known)
    if start is None:
        return []
    block = Block(rows[start], start + 2, rows[:start])
    found = [block]
    names = _names(block.header)
    blank = False
    for i in range(start + 1, len(rows)):
        row = rows[i]
        if _is_blank(row) or is_comment(row):
            blank = True
            block.rows.append(row)
            continue
        if _may_be_header(row):
            if names and plain_name(row[0]) == names[0] and _names(row) == names:
                block.rows.append([])
                continue
            if _starts_known_table(row, known):
                block = Block(row, i + 2)
                found.append(block)
                names, blank = _names(row), False
                continue
            if blank and _starts_unknown_table(rows, i, block):
                raise NeedsPerson(
                    f"row {i + 1} looks like the header of a second table", where=where,
                    next_step="split the file into one table per file, or export the tables one by one")
        blank = False
        block.rows.append(row)
    for block in found:
        while block.rows and _is_blank(block.rows[-1]):
            block.rows.pop()
    return found


def usual_length(block: Block) -> int:
    """How many cells the rows of a table have: as most of them say, else as the header does."""
    counted = Counter(len(row) for row in block.rows if is_data(row))
    length, count = max(counted.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return length if count > 1 and 2 * count > counted.total() else len(block.header)


def is_data(row: Row) -> bool:
    """Neither blank nor a comment nor a total.  A sentence in one cell below the table is told as a row that lacks cells.

    >>> is_data(["#1003", "paid"]), is_data(["# Start date: 20230424", "x"]), is_data(["2026-08-02"]), is_data(["", " "])
    (True, False, True, False)
    """
    return not _is_blank(row) and not is_comment(row) and row[0].strip(AROUND) not in TOTAL_WORDS


def is_comment(row: Row) -> bool:
    """A line that begins with #; the name of an order, such as #1003, begins none."""
    return bool(row) and row[0].startswith("#") and not re.match(ORDER_NAME, row[0])


def _may_be_header(row: Row) -> bool:
    """A quick look that spares most data rows: no number in the first and second cell."""
    for cell in row[:2]:
        if cell and _NUMBERLIKE.fullmatch(cell):
            return False
    return _filled(row) >= 2


def _starts_known_table(row: Row, known: frozenset[str]) -> bool:
    return reads_as_header(row) and _score(row, known) >= max(3, 0.6 * _filled(row))


def _starts_unknown_table(rows: list[Row], at: int, block: Block) -> bool:
    """After a blank row: words only, where the rows before had numbers, and rows with numbers follow."""
    after = next((r for r in rows[at + 1 : at + 3] if _filled(r)), None)
    before = [r for r in block.rows if _filled(r)]
    return (
        reads_as_header(rows[at]) and bool(before) and not reads_as_header(before[0])
        and after is not None and not reads_as_header(after) and _filled(after) >= 2
    )


def _names(row: Row) -> list[str]:
    names = [plain_name(c) for c in row]
    while names and not names[-1]:
        names.pop()
    return names


def _score(row: Row, known: frozenset[str]) -> int:
    return len({plain_name(c) for c in row if c} & known)


def _is_blank(row: Row) -> bool:
    return not "".join(row).strip(AROUND)


def _filled(row: Row) -> int:
    return sum([1 for c in row if c and c.strip(AROUND)])


def reads_as_header(row: Row) -> bool:
    """Words only: a header has no amounts, dates or null marks."""
    words = False
    for cell in row:
        word = cell.strip(AROUND)
        if word:
            if len(word) > 80 or _NUMBERLIKE.fullmatch(word):
                return False
            words = True
    return words
