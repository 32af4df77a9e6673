"""What comes in to be loaded: batches of rows of one shop, from one landing, known at one moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from daybook.facts.table import Table

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Batch:
    """Rows of one fact table, with that table's columns (bookkeeping comes later).

    `covers` are the first and last day that the file says it holds, where it says so; days inside
    without a row are then known to be empty.  `part` names the part of a day's slice that a report
    gives when one export holds only some of it.
    """

    table: Table
    rows: "pa.Table"
    covers: tuple[date, date] | None = None
    part: str = ""


@dataclass(frozen=True)
class Delivery:
    """All batches of one landing."""

    client: str
    shop: str
    landing: str
    known_at: datetime
    batches: tuple[Batch, ...]


@dataclass(frozen=True)
class Change:
    """What one landing changed in one table.  For event tables rows are keys, for reports whole slices' rows."""

    landing: str
    table: str
    delivered: int
    new: int
    restated: int
    gone: int
    restated_days: tuple[date, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.new or self.restated or self.gone)
