"""The rows behind a number: facts as they were counted, a page at a time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class RowsBehind:
    """Rows of one table that a metric of a day counts.  Ids are text; `total` are all rows, `rows` those of this page.

    `kinds` are the types of the columns, by which they are shown.  `adds_up_to` is the metric over all of the rows, None
    where it is no number of rows alone, such as people.
    """

    metric: str
    zh: str
    table: str
    table_zh: str
    day: date
    columns: tuple[str, ...]
    headers_zh: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int
    adds_up_to: Decimal | None
    source_files: tuple[str, ...] = ()
