"""Numbers of many shops at once: one query per rollup, ratios once and in decimals.

SQL only sums integers and decimals and is ordered; a ratio is taken here, of the sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.domain.errors import GrainError
from daybook.facts.rollups import Rollup
from daybook.metrics.metric import Definition, Metric, Ratio
from daybook.metrics.rollups import ROLLUPS

if TYPE_CHECKING:
    from daybook.facts.engine import Session

Scope = tuple[tuple[str, str], ...]
Daily = Mapping[str, Mapping[date, Decimal]]            # metric -> day -> value
Sliced = Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]   # metric -> scope -> day -> value


def rollup_of(metric: Metric, dims: tuple[str, ...]) -> Rollup:
    """The rollup that keeps a metric by these dimensions.  Raises GrainError when none does."""
    for rollup in ROLLUPS:
        if rollup.dims == dims and any(m.name == metric.name for m in rollup.measures):
            return rollup
    raise GrainError(f"{metric.name} ({metric.zh}) is not kept by {', '.join(dims) or 'shop'}")


def rows_of(session: "Session", rollup: Rollup, first: date, last: date) -> list[dict[str, object]]:
    """The rollup's rows of first..last (both in) for every shop of the session, in a fixed order."""
    view = session.use(rollup.table, days=("day", first, last))
    names = ", ".join(f'"{c}"' for c in ("shop", *rollup.table.names))
    order = ", ".join(f'"{c}"' for c in ("shop", "day", *rollup.dims))
    found = session.arrow(
        f'SELECT {names} FROM "{view}" WHERE day BETWEEN ? AND ? ORDER BY {order}', [first, last])
    rows: list[dict[str, object]] = found.to_pylist()
    return rows


def daily(session: "Session", rollups: Iterable[Rollup], first: date,
          last: date) -> dict[str, dict[str, dict[date, Decimal]]]:
    """shop -> metric -> day -> value, for rollups without dimensions."""
    found: dict[str, dict[str, dict[date, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for rollup in rollups:
        for row in rows_of(session, rollup, first, last):
            for measure in rollup.measures:
                value = row[measure.name]
                if value is not None:
                    found[str(row["shop"])][measure.name][_day(row)] = Decimal(str(value))
    return found


def sliced(session: "Session", rollup: Rollup, first: date,
           last: date) -> dict[str, dict[str, dict[Scope, dict[date, Decimal]]]]:
    """shop -> metric -> scope -> day -> value, for a rollup with dimensions; an unknown dimension value is ""."""
    found: dict[str, dict[str, dict[Scope, dict[date, Decimal]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict)))
    for row in rows_of(session, rollup, first, last):
        scope = tuple((d, "" if row[d] is None else str(row[d])) for d in rollup.dims)
        for measure in rollup.measures:
            value = row[measure.name]
            if value is not None:
                found[str(row["shop"])][measure.name][scope][_day(row)] = Decimal(str(value))
    return found


def value_of(definition: Definition, numbers: Daily, days: Sequence[date]) -> Decimal | None:
    """A definition over some days: a sum where days may be summed, a ratio of sums, or None when unknown.

    Raises GrainError when the days may not be added.
    """
    if isinstance(definition, Ratio):
        over, under = (value_of(m, numbers, days) for m in (definition.over, definition.under))
        return over / under if over is not None and under else None
    if len(days) > 1:
        definition.may_sum_over("day")
    known = numbers.get(definition.name, {})
    values = [known.get(day) for day in days]
    if any(v is None for v in values):
        return None
    return sum((v for v in values if v is not None), Decimal(0))


def _day(row: Mapping[str, object]) -> date:
    day = row["day"]
    assert isinstance(day, date)
    return day
