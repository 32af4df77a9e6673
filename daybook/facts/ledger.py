"""The ledger of slices, and what is published: which landing counts for a shop's day, as known at a moment.

The ledger is itself a table of the lake (decision 0003), so that a morning of a thousand shops joins it
instead of asking a database row by row.  The one row that makes a set of commits visible is `Published`.
"""

from typing import Protocol

from daybook.domain.published import Published
from daybook.facts.table import Column, Kind, Table, Type

#: Written for every slice of a report or rollup table whenever its rows changed.
SLICES = Table(
    "slices", "切片", Kind.EVENT, "one row per slice (table, day, part) and load", day="day",
    key=("table", "day", "part"),
    columns=(
        Column("table", Type.TEXT, required=True),
        Column("day", Type.DAY, required=True),
        Column("part", Type.TEXT, required=True),
        Column("rows", Type.COUNT, required=True),
        Column("digest", Type.TEXT, required=True, note="of the rows without bookkeeping, in any order"),
    ),
)


class Books(Protocol):
    """The transactional side of the ledger, kept in records."""

    def published(self) -> Published:
        """What readers see now."""
        ...

    def publish(self, published: Published) -> None:
        """Makes a new state visible, in one transaction; `seq` must be one more than the last."""
        ...

    def next_load(self, count: int = 1) -> int:
        """The first of `count` load numbers that were never given before, kept even if this process dies."""
        ...
