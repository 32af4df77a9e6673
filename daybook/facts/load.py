"""Loading: many landings at once become rows, rollups and slices, and are published last, all or nothing.

A process that dies anywhere before the publish leaves commits that no reader sees; the next writer rolls
them back.  The same file twice changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.published import Published
from daybook.facts.arrow import lake_schema
from daybook.facts.delivery import Batch, Change, Delivery
from daybook.facts.engine import Scope, Session
from daybook.facts.lake import NOW, Lake, bucket_of
from daybook.facts.ledger import SLICES, Books
from daybook.facts.rollups import Rollup, needed, rebuild
from daybook.facts.table import Kind, Table
from daybook.facts.versions import changed_events, changed_slices, slice_digests

if TYPE_CHECKING:
    import pyarrow as pa

#: Later than every known_at: what a writer compares with is everything.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
#: The digest of a slice without rows: the day is known to be empty, which is not the same as not known.
EMPTY = "0"


@dataclass(frozen=True)
class Loaded:
    """What a load did: the state that is now published, and per landing and table what changed."""

    published: Published
    changes: tuple[Change, ...]
    loads: Mapping[str, int]        # landing -> load


def recover(lake: Lake, books: Books) -> tuple[str, ...]:
    """Rolls back every commit that was not published; gives the tables concerned.  Call it while writing."""
    seen = books.published().versions
    mended = []
    for name in lake.tables():
        if not lake.exists(name):
            if name not in seen:
                lake.roll_back(name, None)
                mended.append(name)
        elif lake.version(name) != seen.get(name):
            lake.roll_back(name, seen.get(name))
            mended.append(name)
    if mended:
        books.publish(_again(lake, books.published()))
    return tuple(mended)


def _again(lake: Lake, published: Published) -> Published:
    """The same state under the versions that a roll back made."""
    versions = {t: lake.version(t) or 0 for t in published.versions}
    return replace(published, seq=published.seq + 1, versions=versions)


def load(lake: Lake, books: Books, deliveries: Sequence[Delivery], rollups: Sequence[Rollup],
         tables: Mapping[str, Table], *, reread: frozenset[str] = frozenset(),
         when_published: Callable[[Loaded], None] | None = None) -> Loaded:
    """Appends what is new in `deliveries`, rebuilds touched rollups and publishes.

    `reread` are landings read again by a mended reader: rows that only their older reading held go.
    `when_published` runs before the write lock is given back.  Raises `LakeError` when another process keeps
    the lock; OSError when the disk is full, with nothing published.
    """
    with lake.writing():
        recover(lake, books)
        try:
            loaded = _load(_Transaction(lake, books, deliveries, tables), rollups, reread)
        except BaseException:
            lake.forget_files()
            raise
        if when_published:
            when_published(loaded)
        return loaded


def _load(transaction: "_Transaction", rollups: Sequence[Rollup], reread: frozenset[str]) -> Loaded:
    for table in transaction.delivered_tables():
        if table.kind is Kind.EVENT:
            transaction.add_events(table, reread)
        else:
            transaction.add_slices(table, reread)
    transaction.roll_up(rollups)
    return transaction.publish()


class _Transaction:
    """One load between taking the lock and publishing."""

    def __init__(self, lake: Lake, books: Books, deliveries: Sequence[Delivery],
                 tables: Mapping[str, Table]) -> None:
        self.lake, self.books, self.tables = lake, books, tables
        self.before = books.published()
        self.deliveries = sorted(deliveries, key=lambda d: (d.known_at, d.landing))
        first = books.next_load(max(len(self.deliveries), 1))
        self.loads = {d.landing: first + i for i, d in enumerate(self.deliveries)}
        self.first_load = first
        self.last_load = first + max(len(self.deliveries), 1) - 1
        self.scope = Scope({d.shop: d.client for d in self.deliveries})
        self.versions = dict(self.before.versions)
        self.touched: dict[str, pa.Table] = {}
        self.slices: list[pa.Table] = []
        self.changes: list[Change] = []

    def delivered_tables(self) -> list[Table]:
        names = sorted({b.table.name for d in self.deliveries for b in d.batches})
        return [self.tables[n] for n in names]

    def session(self, published: Published) -> Session:
        return Session(self.lake, published, self.scope, FOREVER, self.tables)

    def candidate(self) -> Published:
        return Published(self.before.seq + 1, self.last_load, dict(self.versions), self.before.swept)

    def add_events(self, table: Table, reread: frozenset[str]) -> None:
        incoming = self._incoming(table)
        session = self.session(self.before)
        try:
            changed = changed_events(session, table, incoming.drop_columns(["part"]), reread)
        finally:
            session.close()
        if changed.rows.num_rows:
            self._append(table, changed.rows)
            self.touched[table.name] = changed.touched
        self._count_events(table, changed.counts)

    def add_slices(self, table: Table, reread: frozenset[str]) -> None:
        incoming = self._incoming(table)
        session = self.session(self.before)
        try:
            digests = slice_digests(session, table, incoming)
            digests = _with_empty(digests, self._covered(table))
            digests = _with_unread(session, table, digests, reread, self.loads)
            kept = changed_slices(session, table, digests)
            session.take("incoming_slices", incoming)
            session.take("kept", kept)
            rows = session.con.execute(
                "SELECT i.* FROM incoming_slices i SEMI JOIN kept k ON k.shop = i.shop AND "
                f'k.day = i."{table.day}" AND k.part = i.part AND k.load = i.load').to_arrow_table()
        finally:
            session.close()
        if rows.num_rows:
            self._append(table, rows)
        if kept.num_rows:
            self._keep_slices(table.name, kept)
        self._count_slices(table, kept)

    def roll_up(self, rollups: Sequence[Rollup]) -> None:
        wanted = [r for r in rollups if r.source.name in self.touched]
        if not wanted:
            return
        session = self.session(self.candidate())
        beside = {source: [r for r in wanted if r.source.name == source] for source in self.touched}
        touched = {source: rows.select(["client", "shop", "known_at", *needed(beside[source])])
                   for source, rows in self.touched.items() if beside[source]}
        try:
            for rollup in wanted:
                source = rollup.source.name
                rebuilt = rebuild(session, rollup, touched[source], self.last_load, self.first_load, beside[source])
                if rebuilt is None:
                    continue
                if rebuilt.rows.num_rows:
                    self._append(rollup.table, rebuilt.rows)
                self._keep_slices(rollup.name, rebuilt.slices)
        finally:
            session.close()

    def publish(self) -> Loaded:
        import pyarrow as pa

        if self.slices:
            self._append(SLICES, pa.concat_tables(self.slices, promote_options="permissive"))
        if self.versions != dict(self.before.versions):
            published = self.candidate()
            self.books.publish(published)
        else:
            published = self.before
        return Loaded(published, tuple(self.changes), self.loads)

    def _incoming(self, table: Table) -> "pa.Table":
        """All delivered rows of one table with bookkeeping and `part`."""
        import pyarrow as pa

        parts = []
        for delivery in self.deliveries:
            for batch in delivery.batches:
                if batch.table.name == table.name:
                    parts.append(self._with_bookkeeping(batch, delivery))
        return pa.concat_tables(parts)

    def _with_bookkeeping(self, batch: Batch, delivery: Delivery) -> "pa.Table":
        import pyarrow as pa

        n = batch.rows.num_rows
        rows = batch.rows
        moment = pa.timestamp("us", tz="UTC")
        for name, value, kind in (
            ("client", delivery.client, pa.string()), ("shop", delivery.shop, pa.string()),
            ("landing", delivery.landing, pa.string()), ("known_at", delivery.known_at, moment),
            ("load", self.loads[delivery.landing], pa.int64()), ("gone", False, pa.bool_()),
            ("part", batch.part, pa.string()),
        ):
            rows = rows.append_column(name, pa.repeat(pa.scalar(value, kind), n))
        return rows

    def _append(self, table: Table, rows: "pa.Table") -> None:
        self.versions[table.name] = self.lake.append(table, partitioned(table, rows))

    def _keep_slices(self, table: str, kept: "pa.Table") -> None:
        import pyarrow as pa

        rows = kept.append_column("table", pa.repeat(pa.scalar(table), kept.num_rows))
        rows = rows.append_column("gone", pa.repeat(pa.scalar(False), kept.num_rows))
        self.slices.append(rows)

    def _covered(self, table: Table) -> list[dict[str, object]]:
        """Every day that a report says it covers, with or without rows, as an empty slice."""
        found: dict[tuple[str, date, str], dict[str, object]] = {}
        for delivery in self.deliveries:
            for batch in delivery.batches:
                if batch.table.name != table.name or batch.covers is None:
                    continue
                first, last = batch.covers
                for n in range((last - first).days + 1):
                    day = first + timedelta(days=n)
                    found[delivery.landing, day, batch.part] = {
                        "client": delivery.client, "shop": delivery.shop, "landing": delivery.landing,
                        "known_at": delivery.known_at, "load": self.loads[delivery.landing], "day": day,
                        "part": batch.part, "rows": 0, "digest": EMPTY}
        return list(found.values())

    def _delivered(self, table: Table) -> dict[str, int]:
        return {d.landing: sum(b.rows.num_rows for b in d.batches if b.table.name == table.name)
                for d in self.deliveries if any(b.table.name == table.name for b in d.batches)}

    def _count_events(self, table: Table, counts: "pa.Table") -> None:
        by_landing = {row["landing"]: row for row in counts.to_pylist()}
        for landing, delivered in self._delivered(table).items():
            row = by_landing.get(landing, {})
            self.changes.append(Change(
                landing, table.name, delivered, row.get("new", 0), row.get("restated", 0), row.get("gone", 0),
                tuple(row.get("restated_days") or ())))

    def _count_slices(self, table: Table, kept: "pa.Table") -> None:
        by_landing: dict[str, list[dict[str, Any]]] = {}
        for row in kept.to_pylist():
            by_landing.setdefault(row["landing"], []).append(row)
        for landing, delivered in self._delivered(table).items():
            mine = by_landing.get(landing, [])
            again = [r for r in mine if r["known_before"]]
            self.changes.append(Change(
                landing, table.name, delivered, sum(r["rows"] for r in mine if not r["known_before"]),
                sum(r["rows"] for r in again), sum(1 for r in again if not r["rows"]),
                tuple(sorted({r["day"] for r in again}))))


def _with_empty(digests: "pa.Table", covered: list[dict[str, object]]) -> "pa.Table":
    """The digests, and an empty slice for each covered day of a landing and part that has no row."""
    import pyarrow as pa

    there = set(zip(*(digests[c].to_pylist() for c in ("landing", "day", "part")), strict=True))
    empty = [row for row in covered if (row["landing"], row["day"], row["part"]) not in there]
    return pa.concat_tables([digests, pa.Table.from_pylist(empty, schema=digests.schema)]) if empty else digests


def _with_unread(session: Session, table: Table, digests: "pa.Table", reread: frozenset[str],
                 loads: Mapping[str, int]) -> "pa.Table":
    """The digests, and an empty slice for each that an older reading of a landing gave and the new one does not."""
    import pyarrow as pa

    if not reread:
        return digests
    session.take("new_digests", digests)
    known = ", ".join("'" + r.replace("'", "''") + "'" for r in sorted(reread))
    numbers = " ".join(f"WHEN '{landing}' THEN {number}" for landing, number in loads.items())
    gone = session.con.execute(
        "SELECT DISTINCT client, shop, landing, known_at, CAST(CASE landing " + numbers + " END AS BIGINT) AS load, "
        "day, part, CAST(0 AS BIGINT) AS rows, '" + EMPTY + "' AS digest "
        f"FROM ({session.raw(SLICES)}) s WHERE \"table\" = '{table.name}' AND landing IN ({known}) AND "
        "(landing, day, part) NOT IN (SELECT landing, day, part FROM new_digests)").to_arrow_table()
    return pa.concat_tables([digests, gone.cast(digests.schema)])


def partitioned(table: Table, rows: "pa.Table") -> "pa.Table":
    """Rows with the columns `month`, `bucket` and `era`, in the lake's schema; missing columns are null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    n = rows.num_rows
    clients = rows["client"].combine_chunks().dictionary_encode()
    clients = clients.combine_chunks() if isinstance(clients, pa.ChunkedArray) else clients
    buckets = pa.array([bucket_of(c) for c in clients.dictionary.to_pylist()], pa.int32())
    rows = rows.append_column("month", pc.strftime(rows[table.day], format="%Y-%m"))
    rows = rows.append_column("bucket", buckets.take(clients.indices))
    rows = rows.append_column("era", pa.repeat(pa.scalar(NOW), n))
    schema = lake_schema(table)
    columns = [rows[f.name].cast(f.type) if f.name in rows.column_names else pa.nulls(n, f.type) for f in schema]
    return pa.table(columns, schema=schema)
