"""The engine: one session of DuckDB over the files that were published, for some clients, as known at a moment.

A session's tables hold only rows of its own clients and shops, whatever the query filters or forgets; what a
query gives back is checked once more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from daybook.domain.errors import LakeError
from daybook.domain.published import Published
from daybook.facts.arrow import table_schema
from daybook.facts.lake import THEN, FilesMoved, Lake, LakeFile, bucket_of
from daybook.facts.ledger import SLICES, Books
from daybook.facts.table import BOOKKEEPING, Column, Kind, Table, Type

if TYPE_CHECKING:
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


Answer = TypeVar("Answer")
EVER = (date.min, date.max)
#: How often a long piece of work is begun again because the nightly rewrite took its files away.
ATTEMPTS = 5
#: No load has such a number: a moment times this, and the load, is in the order of moments, then of loads.
MORE_THAN_LOADS = 10**12


class Session:
    """Tables of some shops as known at `as_of`.  Use `open_session`; close it when done."""

    def __init__(self, lake: Lake, published: Published, scope: Scope, as_of: datetime,
                 tables: Mapping[str, Table], threads: int = 0) -> None:
        """`threads` that queries use at most; 0: as many as there are cores."""
        self.lake, self.published, self.scope, self.as_of = lake, published, scope, as_of
        self._known, self._buckets = tables, scope.buckets
        self._made: set[str] = set()
        self._taken: dict[str, pa.Table] = {}
        self._picks: list[tuple[date, date, str]] = []
        self.con: Any = self._connect(threads)
        self.write_down("scope", ("client", "shop"), sorted((client, shop) for shop, client in scope.shops.items()))

    def close(self) -> None:
        self.con.close()

    def _connect(self, threads: int) -> Any:
        import duckdb

        con = duckdb.connect(":memory:", config={"threads": threads} if threads else {})
        con.execute("SET TimeZone='UTC'; SET preserve_insertion_order=false; SET enable_progress_bar=false")
        return con

    def rows_in(self, table: Table, files: Sequence[LakeFile]) -> str:
        """SQL of all rows in these files, in the table's columns."""
        return select_files(table, self.lake.here(files))

    def use(self, table: Table, *, days: tuple[str, date, date] | None = None) -> str:
        """Makes the view of a table, and gives its name.

        `days` = (column, first, last) leaves out files that cannot hold such days; it does not filter rows.
        All versions of a key are kept or left out together, whatever days their columns have had.
        """
        name = table.name if days is None else f"{table.name}_{days[0]}_{days[1]:%Y%m%d}_{days[2]:%Y%m%d}"
        if name not in self._made:
            body = _current(table, self._files(table, days), self) if table.kind is Kind.EVENT \
                else self._picked(table, days)
            self._run(f'CREATE TEMP VIEW "{name}" AS {body}')
            self._made.add(name)
        return name

    def history(self, table: Table, days: tuple[str, date, date] | None = None) -> str:
        """The view of every version of an event table's rows, with `known_until`: when it was superseded,
        and `until_load`: by which load.

        A row counted at T when known_at <= T < known_until (null: still counts).  `days` leaves out files
        of orders that cannot have such a day; versions of one key share its day of the table, so all of
        them are kept or left out together.
        """
        name = f"{table.name}_history" + (f"_{days[0]}_{days[1]:%Y%m%d}_{days[2]:%Y%m%d}" if days else "")
        if name not in self._made:
            keys = ", ".join(("shop", *table.key))
            raw = _raw(table, self._whole_keys(table, days, past=True), self)
            self._run(
                f'CREATE TEMP VIEW "{name}" AS SELECT *, lead(known_at) OVER w AS known_until, '
                f"lead(load) OVER w AS until_load FROM ({raw}) "
                f"WINDOW w AS (PARTITION BY {keys} ORDER BY known_at, load)")
            self._made.add(name)
        return name

    def history_of_days(self, table: Table, days: tuple[str, date, date], columns: Sequence[str]) -> str:
        """The table of some columns of the same, of the rows with a day in `days` alone; read once and kept."""
        kept = ", ".join(f'"{c}"' for c in ("shop", *columns, "known_at", "load", "gone", "known_until", "until_load"))
        named = f"{table.name}_of_{days[0]}_{days[1]:%Y%m%d}_{days[2]:%Y%m%d}_{len(columns)}"
        if named not in self._made:
            self._run(f'CREATE TEMP TABLE "{named}" AS SELECT {kept} FROM "{self.history(table, days)}" '
                      f'WHERE "{days[0]}" BETWEEN ? AND ?', days[1:])
            self._made.add(named)
        return named

    def current_of(self, table: Table, days: tuple[str, date, date], among: str, by: Sequence[str]) -> str:
        """SQL of the event table's rows as known, of those alone whose `by` (shop beside it) stand in the table `among`.

        `by` is part of the table's key, so that all versions of a row are in or out together.
        """
        same = " AND ".join(f'a."{c}" = r."{c}"' for c in ("shop", *by))
        some = f"SELECT r.* FROM ({_raw(table, self._files(table, days), self)}) r SEMI JOIN {among} a ON {same}"
        return _latest(table, some)

    def raw(self, table: Table, *, days: tuple[str, date, date] | None = None) -> str:
        """The select of all rows of a table that the session may see, superseded ones too."""
        return _raw(table, self._files(table, days, past=True), self)

    def arrow(self, sql: str, parameters: Iterable[object] = ()) -> "pa.Table":
        """The answer of a query over views of the session, checked for foreign clients and shops."""
        found: pa.Table = self._run(sql, parameters).to_arrow_table()
        self._check(found)
        return found

    def _run(self, sql: str, parameters: Iterable[object] = ()) -> Any:
        """Executes; FilesMoved when a Parquet file that the pinned version names is no longer there."""
        import duckdb

        try:
            return self.con.execute(filled(sql, tuple(parameters)))
        except duckdb.IOException as problem:
            if "No files found" in str(problem) or "No such file" in str(problem):
                raise FilesMoved(str(problem), next_step="open the session again on what is published now") from problem
            raise

    def locally(self, sql: str, *names: str) -> "pa.Table":
        """The answer of a query that DuckDB alone can say, over small tables `names` of the session."""
        found: pa.Table = self.con.execute(sql).to_arrow_table()
        return found

    def take(self, name: str, rows: "pa.Table") -> None:
        """Makes an Arrow table a table of the session; the same one under the same name is there already.

        It is copied: a join on a moment pushes a filter into a registered table, which DuckDB cannot carry out
        without a package for time zones.
        """
        if self._taken.get(name) is rows:
            return
        self._taken[name] = rows
        self.con.register("taken", rows)
        self.con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM taken')
        self.con.unregister("taken")

    def write_down(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Makes a table of texts of a few rows that Python holds; Arrow would import pandas to look at them."""
        self.con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" (' + ", ".join(f'"{c}" VARCHAR' for c in columns) + ")")
        if rows:
            self.con.execute(f'INSERT INTO "{name}" VALUES ' + ", ".join(
                "(" + ", ".join(map(literal, row)) + ")" for row in rows))

    def ask(self, expression: Any) -> "pa.Table":
        """The answer of an Ibis expression over `table()`s of the session."""
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
        if days is not None and table.kind is Kind.EVENT and days[0] != table.day:
            return self._whole_keys(table, days, past)
        version = self.published.versions.get(table.name)
        if version is None:
            return []
        swept = self.published.swept.get(table.name)
        history = past or swept is None or self.as_of < swept.known_at or self.published.load < swept.load
        found = []
        for file in self.lake.files(table.name, version):
            if file.bucket not in self._buckets or (file.era == THEN and not history):
                continue
            if days is not None and not file.may_hold(*days):
                continue
            if file.least.get("known_at") is not None and file.least["known_at"] > self.as_of:
                continue
            found.append(file)
        return found

    def _whole_keys(self, table: Table, days: tuple[str, date, date] | None, past: bool) -> list[LakeFile]:
        """Files with every version of every key that may have a day in `days`: an order that was paid on such
        a day and no longer is has its last version elsewhere, under the same day of the table."""
        files = self._files(table, None, past)
        if days is None:
            return files
        holding = [f for f in files if f.may_hold(*days)]
        first = [f.least.get(table.day) for f in holding]
        last = [f.greatest.get(table.day) for f in holding]
        if not holding or None in first or None in last:
            return files if holding else []
        return [f for f in files if f.may_hold(table.day, min(d for d in first if d), max(d for d in last if d))]

    def _picked(self, table: Table, days: tuple[str, date, date] | None) -> str:
        """Rows of a report or rollup table whose slice counts as of the session's moment."""
        picks = self.use_picks(None if days is None else days[1:])
        raw = _raw(table, self._files(table, days), self)
        columns, part = ("r.* EXCLUDE (part)", "r.part") if table.kind is Kind.REPORT else ("r.*", "''")
        return (f"SELECT {columns} FROM ({raw}) r SEMI JOIN {picks} p ON p.\"table\" = '{table.name}' "
                f'AND p.shop = r.shop AND p.day = r."{table.day}" AND p.part = {part} '
                "AND p.load = r.load AND p.known_at = r.known_at")

    def use_picks(self, days: tuple[date, date] | None = None) -> str:
        """The table of slices that count: one row per shop, table, day and part, empty slices too.

        `days` = (first, last), both in: at least the slices of those days; None: of all.  Ask for the widest window
        first: what lies within it is then picked once.
        """
        for first, last, name in self._picks:
            if first <= (days or EVER)[0] and (days or EVER)[1] <= last:
                return name
        first, last = days or EVER
        name = f"picks_{len(self._picks)}"
        raw = _raw(SLICES, self._files(SLICES, days and (SLICES.day, *days)), self)
        kept = ", ".join(f"arg_max({column}, latest) AS {column}" for column in ("load", "rows", "digest"))
        self._run(                                      # a window over all slices would take twice the time of a sum
            f'CREATE TEMP TABLE {name} AS SELECT shop, "table", day, part, max(known_at) AS known_at, {kept} FROM '
            f"(SELECT *, epoch_us(known_at)::HUGEINT * {MORE_THAN_LOADS} + load AS latest FROM "
            f'({raw} AND r.day BETWEEN ? AND ?)) GROUP BY shop, "table", day, part', (first, last))
        self._picks.append((first, last, name))
        return name

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


def digest_of_rows(number: str) -> str:
    """SQL of the digest of rows in any order: how many there are, and sums of both halves of each row's `md5_number`.

    They are what `md5_number_lower` and `md5_number_upper` give, which would reckon each md5 twice.
    """
    lower, upper = f"CAST({number} >> 64 AS UBIGINT)", f"CAST({number} & {2**64 - 1}::UHUGEINT AS UBIGINT)"
    return f"concat_ws('-', count({number}), coalesce(sum({lower}), 0), coalesce(sum({upper}), 0))"


def filled(sql: str, parameters: Sequence[object]) -> str:
    """The query with its values written in, since the engine imports pandas before it binds the first one.

    >>> filled("SELECT ? BETWEEN ? AND ?", ["it's", date(2026, 11, 1), 3])
    "SELECT 'it''s' BETWEEN DATE '2026-11-01' AND 3"
    """
    if not parameters:
        return sql
    pieces = sql.split("?")
    if len(pieces) != len(parameters) + 1:
        raise ValueError(f"{len(parameters)} values for {len(pieces) - 1} places of: {sql}")
    return "".join(piece + said for piece, said in zip(pieces, (*map(literal, parameters), ""), strict=True))


def literal(value: object) -> str:
    """A text, number, day or moment as SQL; a text cannot end its quotes, nor a zero byte the query.

    >>> literal("a\\0b"), literal(date(2026, 11, 1))
    ("('a' || chr(0) || 'b')", "DATE '2026-11-01'")
    """
    if isinstance(value, str):
        said = "'" + str(value).replace("'", "''") + "'"
        return "(" + said.replace("\0", "' || chr(0) || '") + ")" if "\0" in said else said
    if isinstance(value, datetime):
        return f"TIMESTAMPTZ '{value.isoformat()}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{value!r} is no text, number, day or moment")


def _bookkeeping() -> tuple[Column, ...]:
    return tuple(c for c in BOOKKEEPING if c.name != "gone")


def select_files(table: Table, paths: Iterable[str]) -> str:
    """SQL of all rows in these Parquet files, in the table's columns; what an older file does not have is null."""
    schema = table_schema(table)
    names = ", ".join(f'"{name}"' for name in schema)
    typed = ", ".join(f'NULL::{SQL_TYPE[kind]} AS "{name}"' for name, kind in schema.items())
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    if not listed:
        return f"SELECT {typed} WHERE false"
    return (f"SELECT {names} FROM (SELECT * FROM read_parquet([{listed}], hive_partitioning=false, "
            f"union_by_name=true) UNION ALL BY NAME SELECT {typed} WHERE false)")


def _raw(table: Table, files: list[LakeFile], session: Session) -> str:
    """SQL of all visible rows: own clients and shops, known by as_of, published."""
    return (f"SELECT r.* FROM ({session.rows_in(table, files)}) r "
            f"SEMI JOIN scope s ON s.client = r.client AND s.shop = r.shop "
            f"WHERE r.known_at <= TIMESTAMPTZ '{session.as_of.isoformat()}' AND r.load <= {session.published.load}")


def _current(table: Table, files: list[LakeFile], session: Session) -> str:
    """SQL of an event table as known at as_of: the last version of each key, gone ones left out."""
    return _latest(table, _raw(table, files, session))


def _latest(table: Table, raw: str) -> str:
    keys = ", ".join(f'"{k}"' for k in ("shop", *table.key))
    return (f"SELECT * EXCLUDE (gone) FROM ({raw} QUALIFY row_number() OVER "
            f"(PARTITION BY {keys} ORDER BY known_at DESC, load DESC) = 1) WHERE gone IS NOT TRUE")


@contextmanager
def open_session(lake: Lake, books: Books, scope: Scope, as_of: datetime, tables: Mapping[str, Table],
                 pinned: Published | None = None, threads: int = 0) -> Iterator[Session]:
    """A session over what is published now (or over `pinned`), closed at the end."""
    session = Session(lake, pinned or books.published(), scope, as_of, tables, threads)
    try:
        yield session
    finally:
        session.close()


def reading(lake: Lake, books: Books, scope: Scope, as_of: datetime, tables: Mapping[str, Table],
            work: Callable[[Session], Answer], published: Published | None = None, threads: int = 0) -> Answer:
    """The answer of `work` over what is `published` (None: now), even when a rewrite and a vacuum take files away while it runs.

    `work` is then begun again on the newest versions, still bounded by the load that was first seen, so that
    it sees the same rows.  Raises FilesMoved when files are missing that no rewrite replaced.
    """
    first = published or books.published()
    pinned = first
    for _ in range(ATTEMPTS):
        try:
            with open_session(lake, books, scope, as_of, tables, pinned, threads) as session:
                return work(session)
        except FilesMoved:
            newest = books.published()
            if newest.seq == pinned.seq:
                raise
            pinned = replace(newest, load=first.load)
    with open_session(lake, books, scope, as_of, tables, pinned, threads) as session:
        return work(session)
