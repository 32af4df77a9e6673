"""The rows behind a number: facts as they were counted, a page at a time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Look:
    """How the rows behind a number are looked at.

    `since`: the first day, where the number is of more days than one.  `find`: words that a row holds, all of them.
    `sort`: a column, with - before it for the largest first; "" for the order of their keys.  What is absent stands last.
    """

    since: date | None = None
    find: str = ""
    sort: str = ""


@dataclass(frozen=True)
class RowsBehind:
    """Rows of one table that a metric of a day counts.  Ids are text; `total` are all rows, `rows` those of this page.

    `kinds` are the types of the columns, by which they are shown.  `adds_up_to` is the metric over all of the rows, None
    where it is no number of rows alone, such as people.  `since` is the first day of a number of several days, `found` how
    many of all rows hold the words that were looked for.
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
    since: date | None = None
    found: int = 0
