"""Writes the agency: month by month the rows as they would stand after the nightly rewrite, and publishes last.

Rows go straight into the lake's tables, in order, one file per month and bucket; rollups and the digests of slices
are made by the house's own SQL.  What the ordinary way would compare with what was known before needs no comparing:
every row comes once.  A test holds that both ways give the same tables and the same mornings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bench.bulk import arrays as a
from bench.bulk.agency import Agency
from bench.bulk.arrays import Ints
from bench.bulk.files import Files
from bench.bulk.records import Tally, write_records
from bench.bulk.rows import Rows
from bench.bulk.sales import Sales, make_sales
from bench.bulk.traffic import make_reports
from daybook.domain.published import Published, Swept
from daybook.facts.compact import sweep_files
from daybook.facts.engine import Scope, Session
from daybook.facts.lake import in_order
from daybook.facts.ledger import SLICES
from daybook.facts.load import FOREVER, partitioned
from daybook.facts.rollups import Rollup, roll
from daybook.facts.table import Kind, Table
from daybook.facts.versions import slice_digests
from daybook.metrics.rollups import ROLLUPS
from daybook.workflows.house import House

#: Rows of facts written together.
TOGETHER = 1_500_000
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Chunk:
    """Everything of some shops in one month."""

    sales: Sales
    reports: list[Rows]

    @property
    def facts(self) -> Iterator[Rows]:
        yield self.sales.orders
        yield self.sales.lines
        yield self.sales.refunds
        yield from self.reports


def chunks(agency: Agency, first: int, last: int) -> Iterator[Chunk]:
    """The month first..last bucket by bucket."""
    for shops in agency.buckets.values():
        sales = make_sales(agency, shops, first, last)
        yield Chunk(sales, list(make_reports(agency, shops, first, last, sales.paid_cents)))


def groups(agency: Agency, first: int, last: int) -> Iterator[list[Chunk]]:
    """The chunks of a month, so many together that each query has enough to do and memory holds."""
    group: list[Chunk] = []
    for chunk in chunks(agency, first, last):
        group.append(chunk)
        if sum(len(rows.shop) for one in group for rows in one.facts) > TOGETHER:
            yield group
            group = []
    if group:
        yield group


def write(house: House, agency: Agency, progress: Progress = lambda said: None) -> dict[str, int]:
    """Fills an empty house; gives the rows by table."""
    files = Files(agency, house.books.next_load(1))
    house.books.next_load(files.last_load - files.all[0].load)
    with house.lake.writing():
        writing = _Writing(house, agency, files)
        for first, last in agency.months:
            for group in groups(agency, first, last):
                writing.add(group)
            progress(f"{agency.dates[last]:%Y-%m}: {sum(writing.rows.values()):,} rows")
        write_records(house, agency, files, writing.tally)
        published = Published(1, files.last_load, writing.versions, writing.swept())
        house.books.publish(published)
        sweep_files(house.lake, published)
    return dict(writing.rows)


class _Writing:
    """Tables on their way to the lake: one commit of a table for each group of buckets of a month."""

    def __init__(self, house: House, agency: Agency, files: Files) -> None:
        self.house, self.agency, self.files = house, agency, files
        self.versions: dict[str, int] = {}
        self.rows: dict[str, int] = defaultdict(int)
        self.tally = Tally()
        self._known: dict[str, int] = defaultdict(int)
        self._slices: list[pa.Table] = []
        self._scope = Scope(dict(zip(agency.names, agency.clients, strict=True)))

    def add(self, group: list[Chunk]) -> None:
        session = Session(self.house.lake, Published(), self._scope, FOREVER, {})
        firsts = pa.chunked_array([chunk.sales.first_on for chunk in group])
        try:
            for parts in zip(*(chunk.facts for chunk in group), strict=True):
                table = parts[0].table
                stored = pa.concat_tables([self._stored(rows) for rows in parts])
                self._append(table, stored)
                if table.kind is Kind.REPORT and stored.num_rows:
                    self._keep_slices(table.name, slice_digests(session, table, stored))
                for rollup in (r for r in ROLLUPS if r.source is table):
                    self._roll(session, rollup, stored, firsts)
        finally:
            session.close()
        self._append(SLICES, in_order(SLICES, pa.concat_tables(self._slices)))
        self._slices.clear()

    def swept(self) -> dict[str, Swept]:
        """As a nightly rewrite would have left it: no row is superseded."""
        return {name: Swept(datetime.fromtimestamp(known / 1e6, UTC), self.files.last_load)
                for name, known in self._known.items()}

    def _stored(self, rows: Rows) -> pa.Table:
        """A fact table's rows with what says where they came from."""
        of = self.files.of(rows)
        self.tally.add(rows, self.files.held(rows))
        stored = pa.table({**rows.columns, **self._bookkeeping(rows, of)})
        if rows.table.kind is Kind.REPORT:
            stored = stored.append_column("part", rows.part if rows.part is not None else a.same("", len(of)))
        return partitioned(rows.table, stored)

    def _bookkeeping(self, rows: Rows, of: Ints) -> dict[str, Any]:
        return {"client": a.texts(rows.shop, self.agency.clients), "shop": a.texts(rows.shop, self.agency.names),
                "landing": a.texts(of, self.files.keys), "known_at": a.moments(self.files.known_at[of]),
                "load": a.counts(self.files.loads[of]), "gone": pa.repeat(pa.scalar(False), len(of))}

    def _roll(self, session: Session, rollup: Rollup, rows: pa.Table, firsts: pa.ChunkedArray) -> None:
        """The rollup of some rows: each of its days is known with the file that holds it, and never changes."""
        if rollup.first_of:
            rows = rows.append_column("first_on", firsts)
        session.con.register("rolling", rows)
        session.con.execute("CREATE OR REPLACE TEMP TABLE jobs AS SELECT DISTINCT client, shop, known_at AS moment, "
                            f'"{rollup.day}" AS day FROM rolling WHERE "{rollup.day}" IS NOT NULL')
        session.con.execute(f'CREATE OR REPLACE TEMP VIEW counted AS SELECT *, known_at AS moment, "{rollup.day}" AS '
                            f'rollup_day FROM rolling WHERE "{rollup.day}" IS NOT NULL')
        rebuilt = roll(session, rollup, self.files.last_load)
        session.con.unregister("rolling")
        if rebuilt.slices.num_rows:
            self._append(rollup.table, in_order(rollup.table, partitioned(rollup.table, rebuilt.rows)))
            self._keep_slices(rollup.name, rebuilt.slices)

    def _append(self, table: Table, rows: pa.Table) -> None:
        """Rows that stand in order already."""
        self.rows[table.name] += rows.num_rows
        if rows.num_rows:
            self._known[table.name] = max(self._known[table.name], _latest(rows))
            self.versions[table.name] = self.house.lake.append(table, rows, sorted_already=True)

    def _keep_slices(self, name: str, slices: pa.Table) -> None:
        n = slices.num_rows
        named = slices.append_column("table", a.same(name, n)).append_column("gone", pa.repeat(pa.scalar(False), n))
        self._slices.append(partitioned(SLICES, named))


def _latest(rows: pa.Table) -> int:
    return int(pc.max(rows["known_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())).as_py() or 0)

