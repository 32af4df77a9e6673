"""Cells of a workbook as text, without losing a digit that the workbook has."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

#: Beyond this a double has lost digits.
EXACT = 2**53


def cell_text(cell: Any) -> str:
    """A cell as text without losing digits; a number too long for a double shows its exponent, as a lost id does.

    >>> cell_text(12.5), cell_text(3.0), cell_text(4e-7), cell_text(1.23456789012345678e17)
    ('12.5', '3', '0.0000004', '1.23456789012346E+17')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if abs(cell) >= EXACT:
            return f"{cell:.14E}"
        return str(int(cell)) if cell == int(cell) else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():.0f}秒"
    return "" if cell is None else str(cell)
