"""Exports that write `#` comments above each of their tables (GA4's snapshot has sixteen): the tables, one by one.

Tables of the same days that begin with the same column are one table in pieces and are joined by that column.
"""

from dataclasses import dataclass, field

from daybook.domain.errors import BrokenFile
from daybook.sources.cells import plain_name
from daybook.sources.header import Block, Row
from daybook.sources.unpack import AGAIN

COMMENT = "#"
#: How GA4 calls the column of days, weeks, months or hours.
DAY_NAMES = ("nthday", "nthweek", "nthmonth", "nthhour", "date")


@dataclass
class _Piece:
    comments: list[Row]
    line: int
    rows: list[Row] = field(default_factory=list)


def commented_blocks(rows: list[Row], file: str) -> list[Block] | None:
    """The tables of a file that begins with a comment and has more comments further down; None for any other.

    Raises BrokenFile for a row that lost cells: joined to other pieces, it would be read as empty.
    """
    if not rows or not rows[0] or not rows[0][0].startswith(COMMENT):
        return None
    pieces = _pieces(rows)
    if len(pieces) < 2:
        return None
    found: list[Block] = []
    for piece in pieces:
        block = _day_first(Block(_trimmed(piece.rows[0]), piece.line + 1, piece.comments, piece.rows[1:]))
        if any(1 < len(row) < len(block.header) for row in block.rows):
            raise BrokenFile(f"a row below line {piece.line} has fewer cells than its header", where=file, next_step=AGAIN)
        if not any(_joined(before, block) for before in found):
            found.append(block)
    return found


def _pieces(rows: list[Row]) -> list[_Piece]:
    found: list[_Piece] = []
    comments: list[Row] = []
    inside = False
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if row[0].startswith(COMMENT):
            comments = [row] if inside else [*comments, row]
            inside = False
        elif inside:
            found[-1].rows.append(row)
        else:
            found.append(_Piece(comments, number, [row]))
            inside = True
    return found


def _day_first(block: Block) -> Block:
    """Pieces are joined by their days, which stand first where nobody moved the columns."""
    at = next((i for i, cell in enumerate(block.header) if plain_name(cell) in DAY_NAMES), 0)
    if at:
        for row in (block.header, *block.rows):
            if len(row) > at:
                row.insert(0, row.pop(at))
    return block


def _joined(before: Block, piece: Block) -> bool:
    """Adds the piece's columns to an earlier table of the same days and first column; False when it is another."""
    same_days = _days(before.preamble) == _days(piece.preamble)
    if not same_days or plain_name(before.header[0]) != plain_name(piece.header[0]):
        return False
    mine, theirs = [row[0] for row in before.rows], [row[0] for row in piece.rows]
    if len(set(mine)) < len(mine) or len(set(theirs)) < len(theirs) or set(before.header) & set(piece.header[1:]):
        return False
    width, more = len(before.header), len(piece.header) - 1
    values = {row[0]: (row[1:] + [""] * more)[:more] for row in piece.rows}
    old = {row[0]: (row + [""] * width)[:width] for row in before.rows}
    keys = [*mine, *(key for key in theirs if key not in old)]
    before.rows = [old.get(key, [key] + [""] * (width - 1)) + values.get(key, [""] * more) for key in keys]
    before.header = before.header + piece.header[1:]
    return True


def _days(preamble: list[Row]) -> set[str]:
    """What the comments say of the days; one that comes twice says nothing new."""
    return {row[0].strip() for row in preamble if "date:" in row[0].lower()}


def _trimmed(row: Row) -> Row:
    while row and not row[-1].strip():
        row = row[:-1]
    return row
