"""A report as data: a head, a sentence, and tables of cells.  Page, Markdown, workbook and mail are made of the same cells,
so that a number cannot differ from form to form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit


@dataclass(frozen=True)
class Cell:
    """One cell: what a person reads, and the number behind it where there is one."""

    text: str
    value: Decimal | date | None = None
    unit: Unit | None = None
    currency: str = ""
    tone: str = ""               # red, green or none
    strong: bool = False
    metric: str = ""             # the number that it is, by which its rows are found
    day: date | None = None      # of which day that number is
    order: Decimal | None = None     # by which it sorts, where the number itself is not what it shows
    ref: str = ""                # where the whole of it stands, as the operating file refers to it


@dataclass(frozen=True)
class Table:
    """A table with its title; without rows it says `empty`, or is left out where that is empty too."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""

    @property
    def labelled(self) -> tuple[tuple[tuple[str, Cell], ...], ...]:
        """Rows whose cells stand with their column's name, for screens too narrow for columns."""
        return tuple(tuple(zip(self.headers, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Paper:
    """A report: whose, about which day, the sentence that it comes down to, its tables, and where its numbers are from."""

    title: str
    about: tuple[str, ...]
    lead: str
    tables: tuple[Table, ...]
    foot: str = ""
    picture: str = ""            # a drawing (SVG) below the sentence; "" for none

    @property
    def shown(self) -> tuple[Table, ...]:
        """The tables that have something to say."""
        return tuple(t for t in self.tables if t.rows or t.empty)


def text_cells(values: Iterable[str]) -> tuple[Cell, ...]:
    """Cells of words."""
    return tuple(Cell(value) for value in values)


def table(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell | str]], empty: str = "") -> Table:
    """A table of cells and words."""
    return Table(title, tuple(headers), tuple(tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows),
                 empty)
