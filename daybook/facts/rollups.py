"""Rollups: per shop, day and dimension, rebuilt for touched days only, and known as of a moment like all facts.

What a measure is (its expression) comes from the metric definitions; this file only knows how to rebuild.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from daybook.facts.engine import Session, digest_of_rows
from daybook.facts.ledger import SLICES
from daybook.facts.table import Column, Kind, Table, Type

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Measure:
    """One summed or counted column of a rollup; `value` maps an Ibis table of rows to an aggregate."""

    name: str
    zh: str
    type: Type
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Rollup:
    """Rows of `source` grouped by shop, the day in column `day`, and `dims`.

    With `first_of` = (who, day) each row also carries `first_on`, the first such day of that `who` in the
    shop as known then; a change of one row then touches every day on which that `who` appears.  `compiled` is the
    text of `compile_sql`, kept with the definitions so that no process has to make it; "": made when needed.
    """

    name: str
    zh: str
    source: Table
    day: str
    dims: tuple[str, ...]
    measures: tuple[Measure, ...]
    first_of: tuple[str, str] | None = None
    compiled: str = field(default="", compare=False)

    @property
    def table(self) -> Table:
        dims = tuple(self.source.column(d) for d in self.dims)
        values = tuple(Column(m.name, m.type, m.zh) for m in self.measures)
        return Table(self.name, self.zh, Kind.ROLLUP, f"one row per day and {', '.join(self.dims) or 'shop'}",
                     day="day", key=("day", *self.dims), columns=(Column("day", Type.DAY), *dims, *values))


@dataclass(frozen=True)
class Rebuilt:
    """Rows of one rollup to append (its columns and bookkeeping), and the slices that they belong to."""

    rows: "pa.Table"
    slices: "pa.Table"      # client, shop, landing, known_at, load, day, part, rows, digest: the jobs, empty ones too


def needed(rollups: Sequence[Rollup]) -> list[str]:
    """The columns that rollups of one source are made of: its own and who, where, when of their rows."""
    source = rollups[0].source
    named = {r.day for r in rollups} | {c for r in rollups for c in (*r.dims, *(r.first_of or ()))}
    told = "".join(r.compiled or compile_sql(r) for r in rollups)
    return [c for c in source.names if c in named or f'"{c}"' in told]


def rebuild(session: Session, rollup: Rollup, touched: "pa.Table", load: int, first_load: int | None = None,
            beside: Sequence[Rollup] = ()) -> Rebuilt | None:
    """The touched days again, at each moment at which they changed and each later one already rolled up.

    `session` sees the new rows of the source table; `touched` are rows written and rows replaced (client, shop,
    known_at and the columns that are `needed`).  Rows carry `load`; `first_load` is the first of this writing (None:
    `load`).  `beside` are all rollups of the source that are rebuilt: they share what is read.  None when no day was
    touched.
    """
    con = session.con
    session.take("touched", touched)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE jobs AS SELECT DISTINCT client, shop, known_at AS moment, "
        f'"{rollup.day}" AS day FROM touched WHERE "{rollup.day}" IS NOT NULL')
    if rollup.first_of:
        _add_days_of_whom(session, rollup, load if first_load is None else first_load)
    first, last = con.execute("SELECT min(day), max(day) FROM jobs").fetchall()[0]
    if first is None:
        return None
    con.execute(
        'INSERT INTO jobs SELECT DISTINCT j.client, j.shop, s.known_at, j.day FROM jobs j '
        f'JOIN ({session.raw(SLICES, days=(SLICES.day, first, last))}) s ON s."table" = \'{rollup.name}\' '
        "AND s.shop = j.shop AND s.day = j.day AND s.known_at > j.moment")
    con.execute("CREATE OR REPLACE TEMP TABLE jobs AS SELECT DISTINCT * FROM jobs")
    columns = needed(beside or (rollup,))
    _join_versions(session, rollup, session.history_of_days(rollup.source, (rollup.day, first, last), columns), columns)
    return roll(session, rollup, load)


def roll(session: Session, rollup: Rollup, load: int) -> Rebuilt:
    """The rollup of the session's `jobs` (client, shop, moment, day) from its `counted`: rows that count at them."""
    rows = session.con.execute(_rollup_sql(rollup, load)).to_arrow_table()
    return Rebuilt(rows, _slices(session, rollup, rows, load))


def _add_days_of_whom(session: Session, rollup: Rollup, first_load: int) -> None:
    """The days on which a touched `who` appears, where its first day may be another than before.

    A turn is a moment at which rows of a `who` change.  Usually all turns are this load's, and only those at
    which the first day moves matter: a regular's next purchase touches no other day.  Where an older load has
    turns from then on (a file came late), all turns from then on do.
    """
    who, day = rollup.first_of or ("", "")
    con = session.con
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE whom AS SELECT client, shop, min(known_at) AS since, "{who}" AS who '
        f'FROM touched WHERE "{who}" IS NOT NULL GROUP BY ALL')
    _gather_rows_of(session, rollup, "whom")
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE past AS SELECT w.client, w.shop, w.who, w.since, h."{day}" AS day, '
        f"h.known_at, h.known_until, h.load < {first_load} AND (h.known_at >= w.since OR "
        f"(h.known_until >= w.since AND h.until_load < {first_load})) AS late "
        f'FROM whom w JOIN rows_of_whom h ON h.shop = w.shop AND h."{who}" = w.who '
        "WHERE h.gone IS NOT TRUE AND (h.known_until IS NULL OR h.known_until >= w.since)")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE turns AS WITH a AS ("
        f'SELECT client, shop, "{who}" AS who, known_at AS moment FROM touched WHERE "{who}" IS NOT NULL '
        "UNION SELECT client, shop, who, known_at FROM past WHERE known_at >= since "
        "UNION SELECT client, shop, who, known_until FROM past WHERE known_until >= since) "
        "SELECT a.client, a.shop, a.who, a.moment, "
        "min(p.day) FILTER (WHERE p.known_at < a.moment AND (p.known_until IS NULL OR p.known_until >= a.moment)) "
        "AS first_before, "
        "min(p.day) FILTER (WHERE p.known_at <= a.moment AND (p.known_until IS NULL OR p.known_until > a.moment)) "
        "AS first_then, bool_or(p.late) AS late "
        "FROM a LEFT JOIN past p ON p.shop = a.shop AND p.who = a.who GROUP BY ALL")
    con.execute(
        "INSERT INTO jobs SELECT DISTINCT t.client, t.shop, t.moment, p.day FROM turns t "
        "JOIN past p ON p.shop = t.shop AND p.who = t.who AND p.known_at <= t.moment "
        "AND (p.known_until IS NULL OR t.moment < p.known_until) "
        "WHERE p.day IS NOT NULL AND (t.late OR t.first_before IS DISTINCT FROM t.first_then)")


def _gather_rows_of(session: Session, rollup: Rollup, people: str) -> None:
    """The table `rows_of_<people>`: every version of every row that one of `people` (shop, who) ever stood in, with
    `known_until` and `until_load`.  Of all history only who, key and day are looked at, and kept of these alone.
    """
    who, day = rollup.first_of or ("", "")
    key = ("shop", *rollup.source.key)
    keys, raw = ", ".join(f'"{k}"' for k in key), session.raw(rollup.source)
    same_key = " AND ".join(f'r."{k}" = k."{k}"' for k in key)
    session.con.execute(
        f'CREATE OR REPLACE TEMP TABLE keys_of AS SELECT DISTINCT {keys} FROM ({raw}) r '
        f'SEMI JOIN {people} p ON p.shop = r.shop AND p.who = r."{who}"')
    session.con.execute(
        f'CREATE OR REPLACE TEMP TABLE rows_of_{people} AS SELECT *, lead(known_at) OVER w AS known_until, '
        f'lead(load) OVER w AS until_load FROM (SELECT {keys}, "{who}", "{day}", known_at, load, gone FROM ({raw}) r '
        f"SEMI JOIN keys_of k ON {same_key}) WINDOW w AS (PARTITION BY {keys} ORDER BY known_at, load)")


def _join_versions(session: Session, rollup: Rollup, history: str, names: Sequence[str]) -> None:
    """The view of rows that counted at each job's moment."""
    counted = ("h.known_at <= j.moment AND (h.known_until IS NULL OR j.moment < h.known_until) AND h.gone IS NOT TRUE")
    columns = ", ".join(f'h."{c}"' for c in names)
    first = ""
    join = ""
    if rollup.first_of:
        who, day = rollup.first_of
        session.con.execute(
            f'CREATE OR REPLACE TEMP TABLE appearing AS SELECT DISTINCT h.shop, h."{who}" AS who FROM jobs j '
            f'JOIN {history} h ON h.shop = j.shop AND h."{rollup.day}" = j.day AND {counted} WHERE h."{who}" IS NOT NULL')
        strangers = session.con.execute("SELECT count(*) FROM appearing ANTI JOIN whom USING (shop, who)").fetchall()[0][0]
        if strangers:
            _gather_rows_of(session, rollup, "appearing")
        rows = "rows_of_appearing" if strangers else "rows_of_whom"
        session.con.execute(
            "CREATE OR REPLACE TEMP TABLE firsts AS SELECT j.shop, j.moment, "
            f'h."{who}" AS who, min(h."{day}") AS first_on '
            f"FROM (SELECT DISTINCT shop, moment FROM jobs) j JOIN {rows} h "
            f'ON h.shop = j.shop AND {counted} WHERE h."{who}" IS NOT NULL AND h."{day}" IS NOT NULL GROUP BY ALL')
        first, join = ", f.first_on", (
            f'LEFT JOIN firsts f ON f.shop = h.shop AND f.moment = j.moment AND f.who = h."{who}"')
    session.con.execute(
        "CREATE OR REPLACE TEMP VIEW counted AS "
        f"SELECT j.client, j.shop, j.moment, j.day AS rollup_day, {columns}{first} "
        f'FROM jobs j JOIN {history} h ON h.shop = j.shop AND h."{rollup.day}" = j.day AND {counted} {join}')


@cache
def compile_sql(rollup: Rollup) -> str:
    """The aggregate over a view `counted` as SQL: rows of the source with `moment`, `rollup_day` and `first_on`.

    Ibis is a second or two in coming, and takes tens of milliseconds for each.
    """
    import ibis

    kinds = {Type.TEXT: "string", Type.DAY: "date", Type.MOMENT: "timestamp('UTC')",
             Type.MONEY: "decimal(18,4)", Type.RATE: "decimal(18,8)", Type.COUNT: "int64", Type.FLAG: "boolean"}
    schema = {"client": "string", "shop": "string", "moment": "timestamp('UTC')", "rollup_day": "date",
              **{c.name: kinds[c.type] for c in rollup.source.columns}}
    if rollup.first_of:
        schema["first_on"] = "date"
    t = ibis.table(schema, name="counted")
    grouped = t.group_by(["client", "shop", "moment", "rollup_day", *rollup.dims]).agg(
        **{m.name: m.value(t) for m in rollup.measures})
    return str(ibis.to_sql(grouped, dialect="duckdb")) + "\n"


def counted_sql(rollup: Rollup) -> str:
    """The rollup of the view `counted` as SQL: client, shop, moment, rollup_day, its dimensions and its measures."""
    types = {Type.MONEY: "DECIMAL(18,4)", Type.COUNT: "BIGINT", Type.TEXT: "VARCHAR", Type.DAY: "DATE"}
    dims = "".join(f', "{d}"' for d in rollup.dims)
    values = ", ".join(f'CAST("{m.name}" AS {types[m.type]}) AS "{m.name}"' for m in rollup.measures)
    return f"SELECT client, shop, moment, rollup_day AS day{dims}, {values} FROM ({rollup.compiled or compile_sql(rollup)})"


def _rollup_sql(rollup: Rollup, load: int) -> str:
    names = "".join(f', "{c}"' for c in rollup.table.names)
    return (f"SELECT client, shop, '' AS landing, moment AS known_at, CAST({load} AS BIGINT) AS load, false AS gone"
            f"{names} FROM ({counted_sql(rollup)})")


def _slices(session: Session, rollup: Rollup, rows: "pa.Table", load: int) -> "pa.Table":
    from daybook.facts.versions import digest_sql

    session.take("rolled", rows)
    own = digest_sql(rollup.table.names, "i")
    return session.locally(
        "SELECT j.client, j.shop, '' AS landing, j.moment AS known_at, "
        f"CAST({load} AS BIGINT) AS load, j.day, '' AS part, count(i.day) AS rows, "
        f"{digest_of_rows('i.c')} AS digest FROM jobs j LEFT JOIN "
        f"(SELECT i.*, md5_number({own}) AS c FROM rolled i) i ON i.shop = j.shop AND i.day = j.day AND i.known_at = j.moment "
        "GROUP BY j.client, j.shop, j.moment, j.day", "jobs", "rolled")


def sources_of(rollups: Sequence[Rollup]) -> set[str]:
    """The fact tables that rollups are made of."""
    return {r.source.name for r in rollups}
