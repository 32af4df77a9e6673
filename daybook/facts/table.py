"""What a fact table is: columns, grain, key, and which of its days a row belongs to."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a table is restated.

    REPORT: an export gives a whole slice (shop, table, day); the latest slice counts.
    EVENT: one row per thing that happened, keyed; a later row with the same key supersedes.
    ROLLUP: computed from the others, per shop, day and dimension; its slices follow the facts.
    """

    REPORT = "report"
    EVENT = "event"
    ROLLUP = "rollup"


class Type(StrEnum):
    """Column types.  MONEY is DECIMAL(18,4), RATE is DECIMAL(18,8) as the platform printed it (0..1), MOMENT is UTC."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    RATE = "rate"
    COUNT = "count"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """One column; `zh` is what screens show, `note` what the signature cannot say."""

    name: str
    type: Type
    zh: str = ""
    required: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """One fact table.

    `day` names the column that cuts days and never changes once a row exists (orders are cut by
    `ordered_on`, never by `paid_on`).  `key` is unique among the rows of a shop at one moment (event
    tables) or of a slice (report tables).  `owner` are the leading key columns that arrive whole: an
    order that comes again without one of its lines retracts that line.  `seen_again` is a condition in SQL on rows
    of an event table: where it holds, a row that comes again unchanged half a day later is written once more, since that it
    was still so is news (an order that still waits).  `occasional`: its sheets are made when there is something to
    tell, and no day of it is ever awaited.
    """

    name: str
    zh: str
    kind: Kind
    grain: str
    day: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    owner: tuple[str, ...] = ()
    seen_again: str = ""
    occasional: bool = False

    def __post_init__(self) -> None:
        names = {c.name for c in self.columns}
        missing = {self.day, *self.key, *self.owner} - names
        if missing:
            raise ValueError(f"{self.name}: no column {sorted(missing)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


#: Columns that the lake adds to every row: whose it is, where it came from, when that was known, and
#: `load`, a number that only grows, by which a reader sees one published state and no other.
BOOKKEEPING = (
    Column("client", Type.TEXT, required=True),
    Column("shop", Type.TEXT, required=True),
    Column("landing", Type.TEXT, required=True),
    Column("known_at", Type.MOMENT, required=True),
    Column("load", Type.COUNT, required=True),
    Column("gone", Type.FLAG, note="true: the key is no longer there as of known_at"),
)
#: Report tables carry it too: two parts of one day may come in one load and be restated one by one.
PART = Column("part", Type.TEXT, note="what of a day's slice an export gives, where it holds only some")
