"""The engine: one session of DuckDB over the files that were published, for some clients, as known at a moment.

A session's tables hold only rows of its own clients and shops, whatever the query filters or forgets; what a
query gives back is checked once more.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import LakeError
from daybook.domain.published import Published
from daybook.facts.lake import THEN, Lake, LakeFile, bucket_of
from daybook.facts.ledger import SLICES, Books
from daybook.facts.table import BOOKKEEPING, Column, Kind, Table, Type

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SQL_TYPE = {
    Type.TEXT: "VARCHAR", Type.DAY: "DATE", Type.MOMENT: "TIMESTAMPTZ", Type.MONEY: "DECIMAL(18,4)",
    Type.RATE: "DECIMAL(18,8)", Type.COUNT: "BIGINT", Type.FLAG: "BOOLEAN",
}


@dataclass(frozen=True)
class Scope:
    """Whose rows a session may see: shop name -> client."""

    shops: Mapping[str, str]

    @property
    def clients(self) -> frozenset[str]:
        return frozenset(self.shops.values())

    @property
    def buckets(self) -> frozenset[int]:
        return frozenset(bucket_of(c) for c in self.clients)


class FilesMoved(LakeError):
    """Files of the pinned version are gone: they were vacuumed after a rewrite.  Open the session again."""


class Session:
    """Tables of some shops as known at `as_of`.  Use `open_session`; close it when done."""

    def __init__(self, lake: Lake, published: Published, scope: Scope, as_of: datetime,
                 tables: Mapping[str, Table]) -> None:
        import duckdb

        self.lake, self.published, self.scope, self.as_of = lake, published, scope, as_of
        self._known = tables
        self._made: set[str] = set()
        self.con: duckdb.DuckDBPyConnection = duckdb.connect(":memory:")
        self.con.execute("SET TimeZone='UTC'; SET preserve_insertion_order=false")
        self.con.execute("CREATE TEMP TABLE scope (client VARCHAR, shop VARCHAR)")
        rows = sorted((client, shop) for shop, client in scope.shops.items())
        if rows:
            self.con.executemany("INSERT INTO scope VALUES (?, ?)", rows)

    def close(self) -> None:
        self.con.close()

    def use(self, table: Table, *, days: tuple[str, date, date] | None = None) -> str:
        """Makes the view of a table, and gives its name.

        `days` = (column, first, last) leaves out files that cannot hold such days; it does not filter rows.
        """
        name = table.name if days is None else f"{table.name}_{days[0]}_{days[1]:%Y%m%d}_{days[2]:%Y%m%d}"
        if name not in self._made:
            body = _current(table, self._files(table, days), self) if table.kind is Kind.EVENT \
                else self._picked(table, days)
            self.con.execute(f'CREATE TEMP VIEW "{name}" AS {body}')
            self._made.add(name)
        return name

    def history(self, table: Table, days: tuple[str, date, date] | None = None) -> str:
        """The view of every version of an event table's rows, with `known_until`: when it was superseded.

        A row counted at T when known_at <= T < known_until (null: still counts).  `days` leaves out files
        of orders that cannot have such a day; versions of one key share its day of the table, so all of
        them are kept or left out together.
        """
        name = f"{table.name}_history" + (f"_{days[0]}_{days[1]:%Y%m%d}_{days[2]:%Y%m%d}" if days else "")
        if name not in self._made:
            keys = ", ".join(("shop", *table.key))
            raw = _raw(table, self._whole_keys(table, days), self)
            self.con.execute(
                f'CREATE TEMP VIEW "{name}" AS SELECT *, lead(known_at) OVER '
                f"(PARTITION BY {keys} ORDER BY known_at, load) AS known_until FROM ({raw})")
            self._made.add(name)
        return name

    def raw(self, table: Table, *, days: tuple[str, date, date] | None = None) -> str:
        """The select of all rows of a table that this session may see, superseded ones too."""
        return _raw(table, self._files(table, days, past=True), self)

    def arrow(self, sql: str, parameters: Iterable[object] = ()) -> "pa.Table":
        """The answer of a query over views of this session, checked for foreign clients and shops."""
        import duckdb

        try:
            found = self.con.execute(sql, list(parameters)).to_arrow_table()
        except (duckdb.IOException, duckdb.HTTPException) as problem:
            if "No files found" in str(problem) or "No such file" in str(problem):
                raise FilesMoved(str(problem)) from problem
            raise
        self._check(found)
        return found

    def ask(self, expression: Any) -> "pa.Table":
        """The answer of an Ibis expression over `table()`s of this session."""
        import ibis

        return self.arrow(ibis.to_sql(expression, dialect="duckdb"))

    def table(self, table: Table, *, days: tuple[str, date, date] | None = None) -> Any:
        """The view as an Ibis table."""
        import ibis

        name = self.use(table, days=days)
        kinds = {Type.TEXT: "string", Type.DAY: "date", Type.MOMENT: "timestamp('UTC')",
                 Type.MONEY: "decimal(18,4)", Type.RATE: "decimal(18,8)", Type.COUNT: "int64", Type.FLAG: "boolean"}
        columns = (*_bookkeeping(), *table.columns)
        return ibis.table({c.name: kinds[c.type] for c in columns}, name=name)

    def _files(self, table: Table, days: tuple[str, date, date] | None, past: bool = False) -> list[LakeFile]:
        version = self.published.versions.get(table.name)
        if version is None:
            return []
        swept = self.published.swept.get(table.name)
        history = past or swept is None or self.as_of < swept.known_at or self.published.load < swept.load
        found = []
        for file in self.lake.files(table.name, version):
            if file.bucket not in self.scope.buckets or (file.era == THEN and not history):
                continue
            if days is not None and not file.may_hold(*days):
                continue
            if file.least.get("known_at") is not None and file.least["known_at"] > self.as_of:
                continue
            found.append(file)
        return found

    def _whole_keys(self, table: Table, days: tuple[str, date, date] | None) -> list[LakeFile]:
        """Files with every version of every key that may have a day in `days`."""
        files = self._files(table, None, past=True)
        if days is None:
            return files
        starts = [f.least.get(table.day) for f in files if f.may_hold(*days)]
        if not starts or None in starts:
            return files if starts else []
        earliest = min(s for s in starts if s is not None)
        return [f for f in files if f.greatest.get(table.day) is None or f.greatest[table.day] >= earliest]

    def _picked(self, table: Table, days: tuple[str, date, date] | None) -> str:
        """Rows of a report or rollup table whose slice counts as of this session's moment."""
        picks = self.use_picks()
        raw = _raw(table, self._files(table, days), self)
        return (f"SELECT r.* FROM ({raw}) r SEMI JOIN {picks} p ON p.\"table\" = '{table.name}' AND p.shop = r.shop "
                f"AND p.day = r.{table.day} AND p.load = r.load AND p.known_at = r.known_at")

    def use_picks(self) -> str:
        """The view of slices that count: one row per shop, table, day and part, empty slices too."""
        if "picks" not in self._made:
            raw = _raw(SLICES, self._files(SLICES, None), self)
            self.con.execute(
                f'CREATE TEMP TABLE picks AS SELECT * FROM ({raw}) QUALIFY row_number() OVER '
                '(PARTITION BY shop, "table", day, part ORDER BY known_at DESC, load DESC) = 1')
            self._made.add("picks")
        return "picks"

    def _check(self, found: "pa.Table") -> None:
        """The second check of client and shop: no row of another client leaves the engine."""
        import pyarrow.compute as pc

        for column, allowed in (("client", self.scope.clients), ("shop", frozenset(self.scope.shops))):
            if column in found.column_names and found.num_rows:
                seen = set(pc.unique(found[column]).to_pylist())
                if seen - allowed - {None}:
                    raise LakeError(f"a query would have shown rows of another {column}",
                                    where=", ".join(sorted(str(s) for s in seen - allowed)),
                                    next_step="report this; nothing was shown")


def _bookkeeping() -> tuple[Column, ...]:
    return tuple(c for c in BOOKKEEPING if c.name != "gone")


def _raw(table: Table, files: list[LakeFile], session: Session) -> str:
    """SQL of all visible rows: own clients and shops, known by as_of, published."""
    columns = (*BOOKKEEPING, *table.columns)
    if not files:
        typed = ", ".join(f'NULL::{SQL_TYPE[c.type]} AS "{c.name}"' for c in columns)
        return f"SELECT {typed} WHERE false"
    there = session.lake.columns(table.name, session.published.versions[table.name])
    picked = ", ".join(
        f'r."{c.name}"' if c.name in there else f'NULL::{SQL_TYPE[c.type]} AS "{c.name}"' for c in columns)
    paths = ", ".join("'" + f.path.replace("'", "''") + "'" for f in files)
    return (f"SELECT {picked} FROM read_parquet([{paths}], hive_partitioning=false, union_by_name=true) r "
            f"SEMI JOIN scope s ON s.client = r.client AND s.shop = r.shop "
            f"WHERE r.known_at <= TIMESTAMPTZ '{session.as_of.isoformat()}' AND r.load <= {session.published.load}")


def _current(table: Table, files: list[LakeFile], session: Session) -> str:
    """SQL of an event table as known at as_of: the last version of each key, gone ones left out."""
    keys = ", ".join(f'"{k}"' for k in ("shop", *table.key))
    return (f"SELECT * EXCLUDE (gone) FROM ({_raw(table, files, session)} QUALIFY row_number() OVER "
            f"(PARTITION BY {keys} ORDER BY known_at DESC, load DESC) = 1) WHERE gone IS NOT TRUE")


@contextmanager
def open_session(lake: Lake, books: Books, scope: Scope, as_of: datetime, tables: Mapping[str, Table],
                 pinned: Published | None = None) -> Iterator[Session]:
    """A session over what is published now (or over `pinned`), closed at the end."""
    session = Session(lake, pinned or books.published(), scope, as_of, tables)
    try:
        yield session
    finally:
        session.close()
