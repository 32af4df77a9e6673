"""What a reader is: it recognises a sheet by its header and turns it into batches and rejected rows.

A reader parses; it stores nothing, knows no lake and no records.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from daybook.facts.delivery import Batch as Batch

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ReadFor:
    """For whom a file is read.  `buyer_hash` turns a buyer's id into a hash keyed by the client."""

    zone: str
    currency: str
    today: date
    buyer_hash: Callable[[str], str]
    platform: str = ""
    shop: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table found in a file.

    `cells` has one string column per header cell, named by position ("0", "1", ...), so that duplicate
    and empty names survive; `header` holds the cells as written.  `line` is the line (or sheet row) of the
    first data row, 1-based.  `preamble` are the rows above the header.  `ragged` and `short` are data rows (0-based)
    with more or fewer cells than the others: cells have shifted or were lost and cannot be trusted.  `notes` are doubts about the
    file as a whole that belong among the warnings.  `below`: a further table stands above this one on the same page.
    """

    name: str
    header: tuple[str, ...]
    cells: "pa.Table"
    line: int
    preamble: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    ragged: tuple[int, ...] = ()
    short: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    below: bool = False


@dataclass(frozen=True)
class RejectedRow:
    """One row that was left out, and why.  `value` never holds personal data."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class OwnTotal:
    """The file's own total of a column beside the sum of the rows that were read."""

    column: str
    file: Decimal
    rows: Decimal

    @property
    def difference(self) -> Decimal:
        return self.rows - self.file


@dataclass(frozen=True)
class Parsed:
    """What one file holds."""

    reader: str
    version: int
    batches: tuple[Batch, ...]
    rejected: tuple[RejectedRow, ...] = ()
    warnings: tuple[str, ...] = ()
    own_totals: tuple[OwnTotal, ...] = ()
    shop_names: tuple[str, ...] = field(default=())  # shop names that the file itself states


class Reader(Protocol):
    """One reader per export.  `name` is "platform.export"; `version` grows when a mended reader must re-read.

    `columns` are the header names that it knows, plain (`cells.plain_name`): they help to find the header row.
    """

    name: str
    version: int
    platforms: tuple[str, ...]
    columns: frozenset[str]

    def recognises(self, sheet: Sheet) -> bool:
        """Whether the header is this export's, by names and aliases, never by position or file name."""
        ...

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        """The required columns that the sheet lacks, for the sentence that says why it was not recognised."""
        ...

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        """Rows of the sheet as batches.

        Raises `BrokenFile` when the file as a whole cannot be right (ids destroyed by a spreadsheet).
        """
        ...
