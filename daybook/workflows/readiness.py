"""Readiness: which days of which source are in for a shop, as known at a moment.  Not in yet is not zero."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daybook.analysis.empty_days import EmptyDay, judge_empty_day
from daybook.calendar.days import day_kind
from daybook.calendar.where import country_of
from daybook.domain.brief import Readiness, State
from daybook.domain.shop import Shop
from daybook.facts.table import Kind
from daybook.facts.tables import TABLES

#: Tables whose days decide a source: orders with their lines are one source to an operator.
SOURCE_OF = {"orders": "orders", "order_lines": "orders", "refunds": "refunds"}


#: Weeks looked back at to learn on which weekdays a shop is closed.
WEEKS = 4


@dataclass(frozen=True)
class Span:
    """What one landing says of one table: the days from first to last, known at a moment."""

    table: str
    first: date
    last: date
    known_at: datetime
    stated: bool
    restated_days: tuple[date, ...]


def spans_of(shops: Sequence[Shop], as_of: datetime) -> dict[str, list[Span]]:
    """shop -> spans of its loaded landings as known at `as_of`."""
    from daybook.records import models

    found: dict[str, list[Span]] = defaultdict(list)
    rows = models.LandedTable.objects.filter(
        landing__shop__name__in=[s.name for s in shops], landing__state="loaded", landing__known_at__lte=as_of,
        first_day__isnull=False,
    ).values_list("landing__shop__name", "table", "first_day", "last_day", "landing__known_at", "covers_stated",
                  "restated_days")
    for shop, table, first, last, known_at, stated, restated in rows:
        days = tuple(date.fromisoformat(d) for d in restated)
        found[shop].append(Span(table, first, last, known_at, stated, days))
    return found


def day_states(shop: Shop, spans: Sequence[Span], counts: Mapping[str, Mapping[date, int]],
               first: date, last: date) -> dict[str, dict[date, State]]:
    """table -> day -> state, for first..last.

    `counts[table][day]` are the rows known of a table by its own day.  A day inside a span without a row is IN
    when an empty day is believable, NOT_IN when it must be a hole in the export, DOUBTFUL when neither is sure.
    """
    states: dict[str, dict[date, State]] = {}
    for table in sorted({s.table for s in spans}):
        mine = [s for s in spans if s.table == table]
        states[table] = {}
        day = first
        while day <= last:
            states[table][day] = _state(shop, table, mine, counts.get(table, {}), day)
            day += timedelta(days=1)
    return states


def _state(shop: Shop, table: str, spans: Sequence[Span], counts: Mapping[date, int], day: date) -> State:
    holding = [s for s in spans if s.first <= day <= s.last]
    if not holding:
        return State.NOT_IN
    if all(shop.day_of(s.known_at) <= day for s in holding):
        return State.PARTIAL
    if counts.get(day) or any(s.stated for s in holding) or TABLES[table].kind is not Kind.EVENT:
        return State.IN
    if table != "orders":
        return State.IN
    country = country_of(shop.platform, shop.currency)
    weeks = [day - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    known = [counts.get(d, 0) for d in weeks if any(s.first <= d <= s.last for s in spans)]
    judged = judge_empty_day(*neighbours(counts, day), known, day_kind(day, country).public_holiday is not None)
    return {EmptyDay.EMPTY: State.IN, EmptyDay.HOLE: State.NOT_IN}.get(judged, State.DOUBTFUL)


def neighbours(counts: Mapping[date, int], day: date, within: int = 7) -> tuple[list[int], list[int]]:
    """Counts of the nearest days with rows before and after a day, at most a week away."""
    before = [counts[day - timedelta(days=n)] for n in range(within, 0, -1) if counts.get(day - timedelta(days=n))]
    after = [counts[day + timedelta(days=n)] for n in range(1, within + 1) if counts.get(day + timedelta(days=n))]
    return before, after


def readiness(shop: Shop, spans: Sequence[Span], states: Mapping[str, Mapping[date, State]], reviewed: date,
              last_morning: datetime) -> tuple[Readiness, ...]:
    """One line per table that the shop has: its state on the reviewed day, last day, and what was restated.

    `last_morning` is the moment of the morning before: what was restated since then is counted.
    """
    lines = []
    for table in sorted(states):
        mine = [s for s in spans if s.table == table]
        since = {d for s in mine if s.known_at > last_morning for d in s.restated_days if d < reviewed}
        lines.append(Readiness(
            source=table, zh=TABLES[table].zh, state=states[table].get(reviewed, State.NOT_IN),
            last_day=max(s.last for s in mine), read_at=max(s.known_at for s in mine), restated_days=len(since)))
    return tuple(lines)
