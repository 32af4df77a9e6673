"""Kept pages of an API, read like any file: every object becomes rows, or one rejected row that says why."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from daybook.facts.arrow import arrow_schema
from daybook.facts.table import Kind, Table
from daybook.sources.api.feed import FEED
from daybook.sources.cells import plain_name
from daybook.sources.reader import Batch, Parsed, ReadFor, RejectedRow, Sheet

#: One row of a fact table, and rows by table name.
Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Local:
    """A moment as the shop sees it: its day and hour."""

    at: datetime | None
    day: date | None
    hour: int | None


@dataclass(frozen=True)
class Told:
    """What a piece says beside its pages: for whom it is read, its days, when it was asked for."""

    context: ReadFor
    first: date
    last: date
    at: datetime

    def local(self, text: str | None) -> Local:
        """An ISO moment with its offset in the shop's zone; nothing where there is none."""
        moment = moment_of(text)
        if moment is None:
            return Local(None, None, None)
        here = moment.astimezone(ZoneInfo(self.context.zone))
        return Local(moment, here.date(), here.hour)

    def buyer(self, who: str | None) -> str | None:
        """The keyed hash of a mail address or another stable id; None for none and for a masked one."""
        known = (who or "").strip().lower()
        return self.context.buyer_hash(known) if known and "*" not in known else None


@dataclass
class PulledPages:
    """Reader of one feed's pieces.

    `lists` are the members of a page that hold objects, joined by dots; `make` turns one object into rows of
    `tables`, and raises KeyError, TypeError or ValueError for one that is not as it should be.  An object
    whose `key` (members joined by dots) was read twice counts once, as read last.
    """

    name: str
    version: int
    platforms: tuple[str, ...]
    lists: str
    key: str
    tables: tuple[Table, ...]
    make: Callable[[Any, Told], Rows]
    more: str = ""          # a second such member, of pages that hold single objects read again
    part: str = ""          # what tells this source of a day from others
    daily: bool = False     # a report of the days asked for, not a snapshot of today
    columns: frozenset[str] = field(default=frozenset())

    def recognises(self, sheet: Sheet) -> bool:
        return [FEED, self.name] in [list(row[:2]) for row in sheet.preamble]

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return () if self.recognises(sheet) else (plain_name(f"{FEED} {self.name}"),)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        said = {row[0]: row[1] for row in sheet.preamble if len(row) > 1}
        told = Told(context, date.fromisoformat(said["first"]), date.fromisoformat(said["last"]),
                    datetime.fromisoformat(said["at"]))
        last: dict[str, Any] = {str(self._key(one)): one for one in self._objects(sheet)}
        rows: dict[str, list[Row]] = {t.name: [] for t in self.tables}
        rejected = []
        for number, (key, one) in enumerate(last.items(), 1):
            try:
                for table, made in self.make(one, told).items():
                    rows[table] += made
            except (KeyError, TypeError, ValueError, InvalidOperation) as problem:
                rejected.append(RejectedRow(number, self.key, key, f"is not as documented: {reason(problem)}"))
        batches = tuple(batch(t, rows[t.name], told, self.part, self.daily) for t in self.tables)
        return Parsed(self.name, self.version, batches, tuple(rejected))

    def _key(self, one: Any) -> Any:
        for name in self.key.split("."):
            one = one.get(name) or {}
        return one

    def _objects(self, sheet: Sheet) -> Iterator[Any]:
        """The objects page by page, in the order in which they were read."""
        at = [sheet.header.index(name) for name in (self.lists, self.more) if name in sheet.header]
        for cells in zip(*(sheet.cells.column(i).to_pylist() for i in at), strict=True):
            for cell in cells:
                yield from json.loads(cell) if cell else ()


def reason(problem: Exception) -> str:
    """What is wrong with an object, without any value of it."""
    return f"it has no {problem.args[0]}" if isinstance(problem, KeyError) else type(problem).__name__


def batch(table: Table, rows: Sequence[Row], told: Told, part: str = "", daily: bool = False) -> Batch:
    """Rows as a batch of their table; a snapshot covers the day on which it was taken, a daily report those asked for."""
    import pyarrow as pa

    schema = arrow_schema(table)
    known = {c.name for c in table.columns}
    strange = {name for row in rows for name in row} - known
    if strange:
        raise AssertionError(f"{table.name} has no column {sorted(strange)}")
    covers = (told.first, told.last)
    if table.kind is Kind.REPORT and not daily:
        covers = (told.context.today, told.context.today)
    return Batch(table, pa.Table.from_pylist(list(rows), schema=schema), covers, part)


def moment_of(text: str | None) -> datetime | None:
    """An ISO 8601 moment in UTC.

    >>> moment_of("2026-11-23T02:44:07.927Z")
    datetime.datetime(2026, 11, 23, 2, 44, 7, 927000, tzinfo=datetime.timezone.utc)
    """
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its offset")
    return moment.astimezone(UTC)


def settled(moments: list[datetime], until: datetime) -> list[datetime]:
    """The moments of a page from which reading may go on: not those of objects that changed while it was made.

    Such an object stands at its old place with its new moment; to go on behind that would skip all in between.
    """
    return [m for m in moments if m <= until] or moments
