"""The nightly rewrite: each month and bucket sorted into one file, superseded rows moved to the history partition.

No answer changes, for no moment: every row stays, only where it lies is another.  `vacuum` then removes the
files that nobody needs any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.published import Published, Swept
from daybook.facts.arrow import lake_schema
from daybook.facts.engine import select_files
from daybook.facts.lake import NOW, THEN, Lake, LakeFile
from daybook.facts.ledger import SLICES, Books
from daybook.facts.load import recover
from daybook.facts.table import Kind, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.facts.spark import Cluster

#: Bytes of files whose months a cluster is asked for in one question.
AT_ONCE = 64 * 2**20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Compacted:
    """What a rewrite did: the state that is now published, and per table how many partitions it wrote."""

    published: Published
    partitions: Mapping[str, int]


def compact(lake: Lake, books: Books, tables: Mapping[str, Table], cluster: "Cluster | None" = None) -> Compacted:
    """Sorts what was appended since the last rewrite, and moves rows to history that later ones replaced.

    `tables` are facts and rollups by name; a table of the lake that is not among them is left as it is.  `cluster` reads
    and ranks the rows (None: this machine does); one month and bucket at a time comes back and is committed here.  A
    process that dies in between leaves the old state; the next writer rolls back what it wrote.
    """
    with lake.writing():
        recover(lake, books)
        before = books.published()
        versions, swept, written = dict(before.versions), dict(before.swept), {}
        for table in [*(tables[n] for n in sorted(before.versions) if n in tables), SLICES]:
            if table.name not in before.versions:
                continue
            rewriting = _Rewriting(lake, before, table, cluster)
            with closing(rewriting.con):
                written[table.name] = rewriting.run()
                seen = rewriting.swept()
            versions[table.name] = lake.version(table.name) or 0
            if seen is not None:
                swept[table.name] = seen
        after = replace(before, seq=before.seq + 1, versions=versions, swept=swept)
        if (versions, swept) == (dict(before.versions), dict(before.swept)):
            return Compacted(before, written)
        books.publish(after)
        return Compacted(after, written)


def vacuum(lake: Lake, books: Books, keep: Sequence[Published] = ()) -> int:
    """Removes every file that neither the published state nor one of `keep` needs; gives how many.

    A session on an older state then gets FilesMoved; `engine.reading` opens it again and sees the same rows.
    """
    with lake.writing():
        recover(lake, books)
        return sweep_files(lake, books.published(), keep)


def sweep_files(lake: Lake, published: Published, keep: Sequence[Published] = ()) -> int:
    """As `vacuum`, for a caller who is writing already."""
    return sum(
        lake.vacuum(table, {version, *(k.versions[table] for k in keep if table in k.versions)})
        for table, version in sorted(published.versions.items()))


def _here() -> Any:
    import duckdb

    con = duckdb.connect(":memory:")
    con.execute("SET TimeZone='UTC'")
    return con


class _Rewriting:
    """One table during the nightly rewrite."""

    def __init__(self, lake: Lake, before: Published, table: Table, cluster: "Cluster | None") -> None:
        self.lake, self.before, self.table, self.cluster = lake, before, table, cluster
        self.files = lake.files(table.name, before.versions[table.name])
        self.last = before.swept.get(table.name)
        self.con: Any = _here() if cluster is None else cluster.connection()

    def run(self) -> int:
        """Rewrites the partitions that need it; gives how many."""
        written = 0
        for bucket in sorted({f.bucket for f in self.files}):
            if not self._touched(bucket):
                continue
            self._find_superseded(bucket)
            moving = {m for (m,) in self.con.execute("SELECT DISTINCT month FROM superseded").fetchall()}
            months = [m for m in sorted({f.month for f in self.files if f.bucket == bucket})
                      if m in moving or self._scattered(bucket, m)]
            for month, rows in self._partitions(bucket, months):
                self.lake.rewrite(self.table, rows, month, bucket)
                written += 1
        return written

    def swept(self) -> Swept | None:
        """How far this rewrite saw: the greatest known_at of the table and of its slices, and the last load.

        None for a table without a row.
        """
        if self.last is not None and not any(self._touched(f.bucket) for f in self.files):
            return self.last
        moments = [self._greatest(self._rows(self.table, [f for f in self.files if f.era == NOW]))]
        if self.table.kind is not Kind.EVENT:
            moments.append(self._greatest(
                f"SELECT * FROM ({self._rows(SLICES, self._slices())}) "
                f"WHERE \"table\" = '{self.table.name}'"))
        if self.last is not None:
            moments.append(self.last.known_at)
        known = [m for m in moments if m is not None]
        return Swept(max(known), self.before.load) if known else None

    def _touched(self, bucket: int) -> bool:
        """Whether anything was loaded into this bucket since the last rewrite."""
        if self.last is None:
            return True
        files = [f for f in self.files if f.bucket == bucket]
        if self.table.kind is not Kind.EVENT:
            files += self._slices(bucket)
        return any(f.greatest.get("load") is None or f.greatest["load"] > self.last.load for f in files)

    def _scattered(self, bucket: int, month: str) -> bool:
        here = [f.era for f in self.files if (f.bucket, f.month) == (bucket, month)]
        return here.count(NOW) > 1 or here.count(THEN) > 1

    def _slices(self, bucket: int | None = None) -> list[LakeFile]:
        """Files of the ledger as published before, all eras."""
        version = self.before.versions.get(SLICES.name)
        files = [] if version is None else self.lake.files(SLICES.name, version)
        return [f for f in files if bucket is None or f.bucket == bucket]

    def _of(self, era: str, bucket: int, month: str | None = None) -> str:
        """SQL of the rows of one era and bucket, of one month or of all."""
        return self._rows(self.table, [
            f for f in self.files if (f.era, f.bucket) == (era, bucket) and month in (None, f.month)])

    def _rows(self, table: Table, files: Sequence[LakeFile]) -> str:
        if self.cluster is not None:
            return f"SELECT * FROM {self.cluster.view(table, files)}"
        return select_files(table, self.lake.here(files))

    def _find_superseded(self, bucket: int) -> None:
        """Makes the table of rows that no longer count as of the greatest known_at, by their identity and month.

        Versions of one key are ranked over all months: nothing here relies on a day that never changes.
        """
        rows = self._of(NOW, bucket)
        identity = ", ".join(f'"{c}"' for c in self._identity())
        month = f"strftime(\"{self.table.day}\", '%Y-%m') AS month"
        if self.table.kind is Kind.EVENT:
            keys = ", ".join(f'"{k}"' for k in ("client", "shop", *self.table.key))
            found = (f"SELECT {identity}, {month} FROM ({rows}) QUALIFY row_number() OVER "
                     f"(PARTITION BY {keys} ORDER BY known_at DESC, load DESC) > 1")
        else:
            picks = (f"SELECT * FROM ({self._rows(SLICES, self._slices(bucket))}) "
                     f"WHERE \"table\" = '{self.table.name}' QUALIFY row_number() OVER "
                     '(PARTITION BY client, shop, day, part ORDER BY known_at DESC, load DESC) = 1')
            part = "r.part" if self.table.kind is Kind.REPORT else "''"
            found = (f"SELECT DISTINCT {identity}, {month} FROM ({rows}) r ANTI JOIN ({picks}) p "
                     f'ON p.client = r.client AND p.shop = r.shop AND p.day = r."{self.table.day}" '
                     f"AND p.part = {part} AND p.known_at = r.known_at AND p.load = r.load")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE superseded AS {found}")

    def _identity(self) -> tuple[str, ...]:
        """The columns that tell one version of a row (events) or of a slice (reports, rollups) from all others."""
        if self.table.kind is Kind.EVENT:
            return ("client", "shop", *self.table.key, "known_at", "load")
        part = ("part",) if self.table.kind is Kind.REPORT else ()
        return ("client", "shop", self.table.day, *part, "known_at", "load")

    def _partitions(self, bucket: int, months: Sequence[str]) -> "Iterator[tuple[str, pa.Table]]":
        """All rows of each month of a bucket, each with the era it belongs to from now on.

        Small months are asked for together of a cluster, where each question takes a second.
        """
        import pyarrow.compute as pc

        schema = lake_schema(self.table)
        for some in self._asked_together(bucket, months):
            found = self.con.execute(" UNION ALL ".join(self._partition(bucket, m) for m in some)).to_arrow_table()
            rows = found.select(schema.names).cast(schema)
            for month in some:
                yield month, rows if len(some) == 1 else rows.filter(pc.equal(rows["month"], month))

    def _asked_together(self, bucket: int, months: Sequence[str]) -> list[list[str]]:
        groups: list[list[str]] = []
        held = AT_ONCE
        for month in months:
            size = sum(f.size for f in self.files if (f.bucket, f.month) == (bucket, month))
            if self.cluster is None or held + size > AT_ONCE:
                groups.append([])
                held = 0
            groups[-1].append(month)
            held += size
        return groups

    def _partition(self, bucket: int, month: str) -> str:
        same = " AND ".join(f'w."{c}" = r."{c}"' for c in self._identity())
        current, history = (self._of(era, bucket, month) for era in (NOW, THEN))
        return (f"SELECT r.*, '{month}' AS month, CAST({bucket} AS INTEGER) AS bucket, "
                f"CASE WHEN w.load IS NULL THEN '{NOW}' ELSE '{THEN}' END AS era "
                f"FROM ({current}) r LEFT JOIN superseded w ON {same} UNION ALL "
                f"SELECT *, '{month}' AS month, CAST({bucket} AS INTEGER) AS bucket, '{THEN}' AS era FROM ({history})")

    def _greatest(self, sql: str) -> datetime | None:
        """The greatest moment in the column `known_at` of a select."""
        found = self.con.execute(f"SELECT epoch_us(max(known_at)) FROM ({sql})").fetchall()[0][0]
        return None if found is None else EPOCH + timedelta(microseconds=found)
