"""What of a delivery is new: rows that differ from what was known before them, and keys that are gone.

The comparison is with the predecessor in the order of known_at, so that a file that arrives late, or is
loaded for a past moment, changes what was known from then on and nothing else.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from daybook.facts.engine import Session, digest_of_rows
from daybook.facts.ledger import SLICES
from daybook.facts.table import Table

if TYPE_CHECKING:
    import pyarrow as pa


#: Seconds within which a row that is seen again unchanged is not written again.
HALF_DAY = 43_200


def digest_sql(columns: tuple[str, ...], alias: str) -> str:
    """SQL of a row's content as one text; null and empty differ.  Stable across versions of the engine."""
    cells = ", ".join(f"coalesce(CAST({alias}.\"{c}\" AS VARCHAR), chr(1))" for c in columns)
    return f"md5(concat_ws(chr(31), {cells}))"


@dataclass(frozen=True)
class Changed:
    """Rows to append to one event table, with the state before them for those who rebuild rollups."""

    rows: "pa.Table"        # the table's columns and bookkeeping
    touched: "pa.Table"     # the same columns: rows written, rows that they replace at that moment, and rows
                            # written at the moment at which a row known before replaces them
    counts: "pa.Table"      # landing, new, restated, gone, restated_days


def changed_events(session: Session, table: Table, incoming: "pa.Table",
                   reread: frozenset[str] = frozenset()) -> Changed:
    """Which rows of `incoming` (with bookkeeping, `gone` false) are to be appended.

    Several landings may come at once.  Within one landing the last row of a key counts.  A key of a
    delivered owner that a landing no longer holds gets a row with `gone` true; so does a key that a
    landing of `reread` held before its reader was mended, and no longer does.
    """
    if not reread and _all_new(session, table, incoming):
        return Changed(incoming, incoming, _counted_as_new(session))
    con = session.con
    session.take("incoming_raw", incoming.append_column("position", _positions(incoming.num_rows)))
    keys = ["shop", *table.key]
    key_list = ", ".join(f'"{k}"' for k in keys)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE incoming AS SELECT * EXCLUDE (position) FROM incoming_raw "
        f"QUALIFY row_number() OVER (PARTITION BY {key_list}, load ORDER BY position DESC) = 1")
    owner = ["shop", *(table.owner or table.key)]
    same_owner = " AND ".join(f'e."{k}" = i."{k}"' for k in owner)
    first, last = con.execute(f'SELECT min("{table.day}"), max("{table.day}") FROM incoming').fetchall()[0]
    before = session.raw(table, days=(table.day, first, last)) if first is not None else session.raw(table)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE versions AS SELECT e.*, false AS fresh FROM ({before}) e "
        f"SEMI JOIN incoming i ON {same_owner}")
    con.execute("INSERT INTO versions BY NAME SELECT *, true AS fresh FROM incoming")
    if table.owner:
        _add_gone(session, table)
    if reread:
        _add_unread(session, table, reread)
    return _compared(session, table, incoming.column_names)


def _all_new(session: Session, table: Table, incoming: "pa.Table") -> bool:
    """Whether each key of `incoming` comes once and nothing was ever known of its owner: there is nothing to compare.

    So it is with the orders of a day or a month that no file had before.  `incoming` stays as the view `arriving`.
    """
    import pyarrow.compute as pc

    con = session.con
    con.register("arriving", incoming)
    if not incoming.num_rows or (table.owner and pc.count_distinct(incoming["load"]).as_py() > 1):
        return False
    keys = ", ".join(f'"{k}"' for k in ("shop", *table.key))
    if con.execute(f"SELECT 1 FROM arriving GROUP BY {keys} HAVING count(*) > 1 LIMIT 1").fetchall():
        return False
    first, last = con.execute(f'SELECT min("{table.day}"), max("{table.day}") FROM arriving').fetchall()[0]
    same_owner = " AND ".join(f'e."{k}" = i."{k}"' for k in ("shop", *(table.owner or table.key)))
    return not con.execute(f"SELECT 1 FROM ({session.raw(table, days=(table.day, first, last))}) e "
                           f"SEMI JOIN arriving i ON {same_owner} LIMIT 1").fetchall()


def _counted_as_new(session: Session) -> "pa.Table":
    """What `_compared` counts, of rows that are all new."""
    return session.con.execute(
        "SELECT landing, count(*) AS new, 0 AS restated, 0 AS gone, CAST([] AS DATE[]) AS restated_days "
        "FROM arriving GROUP BY landing").to_arrow_table()


def _compared(session: Session, table: Table, names: list[str]) -> Changed:
    """The fresh rows of `versions` that differ from their predecessor, what they touch, and counts per landing.

    A row that does not differ and of which the table wants to know that it was seen again is written, touches nothing and is
    counted nowhere.
    """
    con = session.con
    own = digest_sql(table.names, "v")
    keys = ", ".join(f'"{k}"' for k in ("shop", *table.key))
    # most keys come once: what they hold is compared with nothing, and need not be read
    con.execute(
        "CREATE OR REPLACE TEMP TABLE compared AS SELECT *, lag(content) OVER w AS content_before, "
        f"floor(epoch(known_at) / {HALF_DAY}) IS DISTINCT FROM lag(floor(epoch(known_at) / {HALF_DAY})) OVER w AS later FROM "
        f"(SELECT v.*, CASE WHEN gone THEN 'gone' WHEN times = 1 THEN 'only' ELSE {own} END AS content FROM "
        f"(SELECT *, count(*) OVER (PARTITION BY {keys}) AS times FROM versions) v) "
        f"WINDOW w AS (PARTITION BY {keys} ORDER BY known_at, load)")
    again = f"coalesce(fresh AND NOT gone AND later AND content = content_before AND ({table.seen_again or 'false'}), false)"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE stored AS SELECT *, {again} AS again, lead(known_at) OVER w AS replaced_at, "
        f"lead(fresh) OVER w AS replaced_by_fresh, lead({again}) OVER w AS replaced_by_itself FROM compared "
        f"WHERE NOT fresh OR content IS DISTINCT FROM coalesce(content_before, 'gone') OR {again} "
        f"WINDOW w AS (PARTITION BY {keys} ORDER BY known_at, load)")
    listed = ", ".join(f'"{c}"' for c in names)
    ended = ", ".join('replaced_at AS "known_at"' if c == "known_at" else f'"{c}"' for c in names)
    rows = con.execute(f"SELECT {listed} FROM stored WHERE fresh").to_arrow_table()
    touched = con.execute(
        f"SELECT {listed} FROM stored WHERE fresh AND NOT again UNION ALL BY NAME "
        f"SELECT {ended} FROM stored WHERE (fresh OR replaced_by_fresh) AND replaced_at IS NOT NULL "
        "AND NOT replaced_by_itself").to_arrow_table()
    counts = con.execute(
        "SELECT landing, count(*) FILTER (WHERE NOT gone AND coalesce(content_before, 'gone') = 'gone') AS new, "
        "count(*) FILTER (WHERE NOT gone AND coalesce(content_before, 'gone') <> 'gone') AS restated, "
        "count(*) FILTER (WHERE gone) AS gone, "
        f'list(DISTINCT "{table.day}" ORDER BY "{table.day}") FILTER (WHERE content_before IS NOT NULL) '
        "AS restated_days FROM stored WHERE fresh AND NOT again GROUP BY landing").to_arrow_table()
    return Changed(rows, touched.select(rows.column_names), counts)


def _positions(rows: int) -> "pa.Array":
    import numpy as np
    import pyarrow as pa

    return pa.array(np.arange(rows))


def _add_gone(session: Session, table: Table) -> None:
    """For every delivery of an owner, the keys known before that it no longer holds."""
    owner = ["shop", *table.owner]
    keys = ["shop", *table.key]
    o = ", ".join(f'"{k}"' for k in owner)
    k = ", ".join(f'"{c}"' for c in keys)
    same_owner = " AND ".join(f'd."{c}" = k."{c}"' for c in owner)
    same_key = " AND ".join(f'v."{c}" = k."{c}"' for c in keys)
    kept = ", ".join(f'k."{c}"' for c in dict.fromkeys([*keys, table.day]))
    session.con.execute(
        f'INSERT INTO versions BY NAME SELECT {kept}, d.client, d.landing, d.known_at, d.load, '
        "true AS gone, true AS fresh "
        f"FROM (SELECT DISTINCT {o}, client, landing, known_at, load FROM incoming) d "
        f'JOIN (SELECT {k}, any_value("{table.day}") AS "{table.day}" FROM versions GROUP BY {k}) k '
        f"ON {same_owner} ANTI JOIN versions v ON {same_key} AND v.load = d.load")


def _add_unread(session: Session, table: Table, reread: frozenset[str]) -> None:
    """For every landing that was read again, the keys that its older reading held and the new one does not."""
    keys = ["shop", *table.key]
    same_key = " AND ".join(f'v."{c}" = k."{c}"' for c in keys)
    kept = ", ".join(f'k."{c}"' for c in dict.fromkeys([*keys, table.day]))
    known = ", ".join("'" + r.replace("'", "''") + "'" for r in sorted(reread))
    session.con.execute(
        f'CREATE OR REPLACE TEMP TABLE unread AS SELECT DISTINCT {kept}, k.client, k.landing, k.known_at, d.load, '
        f"true AS gone, true AS fresh FROM ({session.raw(table)}) k "
        "JOIN (SELECT DISTINCT landing, load FROM incoming) d ON d.landing = k.landing "
        f"ANTI JOIN versions v ON {same_key} AND v.load = d.load "
        f"WHERE k.landing IN ({known}) AND k.gone IS NOT TRUE")
    session.con.execute(
        f"INSERT INTO versions BY NAME SELECT k.*, false AS fresh FROM ({session.raw(table)}) k "
        f"SEMI JOIN unread u ON {same_key.replace('v.', 'u.')} ANTI JOIN versions v ON {same_key} AND v.load = k.load")
    session.con.execute("INSERT INTO versions BY NAME SELECT * FROM unread")


def slice_digests(session: Session, table: Table, incoming: "pa.Table") -> "pa.Table":
    """One row per shop, day, part and load of `incoming`: how many rows, and a digest of them in any order.

    `incoming` has the table's columns, bookkeeping and `part`.  The digest is the count and two sums of
    halves of each row's md5, so that it does not depend on the order of rows.
    """
    own = digest_sql(table.names, "i")
    session.con.register("digested", incoming)
    found = session.con.execute(
        f'SELECT client, shop, landing, known_at, load, "{table.day}" AS day, part, count(*) AS rows, '
        f"{digest_of_rows('c')} AS digest FROM (SELECT i.*, md5_number({own}) AS c FROM digested i) GROUP BY ALL").to_arrow_table()
    session.con.unregister("digested")
    return found


def changed_slices(session: Session, table: Table, digests: "pa.Table") -> "pa.Table":
    """Which of the incoming slices differ from the slice known before them, by known_at."""
    con = session.con
    session.take("incoming_digests", digests)
    first, last = con.execute("SELECT min(day), max(day) FROM incoming_digests").fetchall()[0]
    before = session.raw(SLICES, days=None if first is None else (SLICES.day, first, last))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE slice_versions AS SELECT shop, day, part, known_at, load, digest, false AS fresh "
        f"FROM ({before}) s WHERE \"table\" = '{table.name}' AND (shop, day, part) IN "
        "(SELECT shop, day, part FROM incoming_digests)")
    con.execute("INSERT INTO slice_versions BY NAME "
                "SELECT shop, day, part, known_at, load, digest, true AS fresh FROM incoming_digests")
    return con.execute(
        "WITH c AS (SELECT *, lag(digest) OVER (PARTITION BY shop, day, part ORDER BY known_at, load) AS was "
        "FROM slice_versions) SELECT d.*, c.was IS NOT NULL AS known_before FROM incoming_digests d "
        "JOIN c ON c.shop = d.shop AND c.day = d.day AND c.part = d.part AND c.load = d.load "
        "AND c.known_at = d.known_at WHERE c.fresh AND c.digest IS DISTINCT FROM c.was").to_arrow_table()
