"""Rollups made again from all facts, and held against what is stored: a check that a night can afford on a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.facts.engine import Session
from daybook.facts.rollups import Rollup, counted_sql


@dataclass(frozen=True)
class Differing:
    """A shop's day of a rollup that facts do not bear out as known at the session's moment."""

    rollup: str
    shop: str
    day: date


def differing_days(session: Session, rollups: Sequence[Rollup]) -> tuple[Differing, ...]:
    """Every shop's day on which a stored rollup is not what its facts give; none where all is right.

    A row too few, too many or with another value counts.  The whole history of the session's shops is read once for each
    rollup.
    """
    found = []
    for rollup in rollups:
        _count_all(session, rollup)
        names = ", ".join(f'"{c}"' for c in ("shop", *rollup.table.names))
        again = f"SELECT {names} FROM ({counted_sql(rollup)}) a"
        stored = f'SELECT {names} FROM "{session.use(rollup.table)}" s'
        rows = session.arrow(
            f"SELECT DISTINCT shop, day FROM (SELECT * FROM (SELECT * FROM ({again}) x EXCEPT ALL SELECT * FROM ({stored}) y) u "
            f"UNION ALL SELECT * FROM (SELECT * FROM ({stored}) y EXCEPT ALL SELECT * FROM ({again}) x) v) d ORDER BY shop, day")
        found += [Differing(rollup.name, row["shop"], row["day"]) for row in rows.to_pylist()]
    return tuple(found)


def _count_all(session: Session, rollup: Rollup) -> None:
    """The view `counted` of every row that counts at the session's moment."""
    whole, day = session.use(rollup.source), f's."{rollup.day}"'
    columns, join = "s.*", ""
    if rollup.first_of:
        who, first_day = rollup.first_of
        columns, join = "s.*, f.first_on", (
            f'LEFT JOIN (SELECT shop, "{who}" AS who, min("{first_day}") AS first_on FROM "{whole}" '
            f'WHERE "{first_day}" IS NOT NULL AND "{who}" IS NOT NULL GROUP BY ALL) f ON f.shop = s.shop AND f.who = s."{who}"')
    session.con.execute(
        f"CREATE OR REPLACE TEMP VIEW counted AS SELECT {columns}, {day} AS rollup_day, "
        f'CAST(NULL AS TIMESTAMPTZ) AS moment FROM "{whole}" s {join} WHERE {day} IS NOT NULL')
