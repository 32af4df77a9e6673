"""Excluded orders (samples, tests, B2B bulk, suspect ones) taken out of the numbers that rollups keep.

A day with such an order is counted again from the orders that remain; every other day is left as it is.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from daybook.domain.given import Given
from daybook.facts.engine import Session
from daybook.facts.rollups import Rollup
from daybook.metrics.recount import name_excluded, recount, touched_days

Daily = dict[str, dict[str, dict[date, Decimal]]]       # shop -> metric -> day -> value
Scope = tuple[tuple[str, str], ...]
Sliced = dict[str, dict[str, dict[Scope, dict[date, Decimal]]]]


def leave_out(session: Session, givens: Mapping[str, Given], daily: Daily, rollups: tuple[Rollup, ...],
              sliced: Mapping[str, tuple[Rollup, Sliced, date]], first: date, last: date) -> int:
    """Corrects `daily` (first..last) and each of `sliced` (rollup, numbers, its own first day) in place.

    Gives how many days of shops were counted again; distinct counts are recounted, never subtracted.
    """
    if not name_excluded(session, {name: given.exclusions.keys() for name, given in givens.items()}):
        return 0
    days: set[tuple[str, date]] = set()
    for rollup in rollups:
        days.update(_correct_daily(session, rollup, daily, first, last))
    for rollup, numbers, since in sliced.values():
        days.update(_correct_sliced(session, rollup, numbers, since, last))
    return len(days)


def _correct_daily(session: Session, rollup: Rollup, numbers: Daily, first: date,
                   last: date) -> list[tuple[str, date]]:
    days = touched_days(session, rollup, first, last)
    for shop, day in days:
        for measure in rollup.measures:
            numbers.get(shop, {}).get(measure.name, {}).pop(day, None)
    for row in recount(session, rollup, days).to_pylist() if days else ():
        for measure in rollup.measures:
            if row[measure.name] is not None:
                by_day = numbers.setdefault(row["shop"], {}).setdefault(measure.name, {})
                by_day[row["day"]] = Decimal(str(row[measure.name]))
    return days


def _correct_sliced(session: Session, rollup: Rollup, numbers: Sliced, first: date,
                    last: date) -> list[tuple[str, date]]:
    days = touched_days(session, rollup, first, last)
    for shop, day in days:
        for scopes in numbers.get(shop, {}).values():
            for scope in list(scopes):
                scopes[scope].pop(day, None)
                if not scopes[scope]:
                    del scopes[scope]
    for row in recount(session, rollup, days).to_pylist() if days else ():
        scope = tuple((d, "" if row[d] is None else str(row[d])) for d in rollup.dims)
        for measure in rollup.measures:
            if row[measure.name] is not None:
                by_scope = numbers.setdefault(row["shop"], {}).setdefault(measure.name, {})
                by_scope.setdefault(scope, {})[row["day"]] = Decimal(str(row[measure.name]))
    return days
