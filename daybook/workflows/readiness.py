"""Readiness: which days of which source are in for a shop, as known at a moment.  Not in yet is not zero."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from daybook.analysis.empty_days import EmptyDay, judge_empty_day
from daybook.calendar.where import country_of
from daybook.domain.brief import Readiness, State
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.facts.table import Kind
from daybook.facts.tables import TABLES
from daybook.workflows.closed_days import Holidays

#: Tables that no number rests on: they come along with another source, and say nothing when they do not.
ALONG = frozenset({"listing_day"})
#: So many days without a refund or review at the end of a file are taken as such, when the file was known after them.
QUIET_DAYS = 7
MIDNIGHT = time(0)
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


def report_rows(session: Session, first: date, last: date) -> dict[str, dict[str, dict[date, int]]]:
    """shop -> report table -> day -> rows of the slices that count; a day without a slice is not there."""
    tables = [t.name for t in TABLES.values() if t.kind is Kind.REPORT]
    marks = ", ".join("?" * len(tables))
    found = session.arrow(
        f'SELECT shop, "table", day, CAST(sum(rows) AS BIGINT) AS rows FROM {session.use_picks((first, last))} '
        f'WHERE "table" IN ({marks}) AND day BETWEEN ? AND ? GROUP BY ALL', [*tables, first, last])
    rows: dict[str, dict[str, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
    for shop, table, day, count in zip(*(found[c].to_pylist() for c in found.column_names), strict=True):
        rows[shop][table][day] = count
    return rows


def day_states(shop: Shop, spans: Sequence[Span], counts: Mapping[str, Mapping[date, int]],
               first: date, last: date) -> dict[str, dict[date, State]]:
    """table -> day -> state, for first..last.

    `counts[table][day]` are the rows known of a table by its own day; of a report table also 0 where a slice says
    so.  A day of orders inside a span without a row is IN when an empty day is believable, NOT_IN when it must be
    a hole in the export, DOUBTFUL when neither is sure.  A day of a report is in when a slice of it counts.
    """
    states: dict[str, dict[date, State]] = {}
    by_table: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_table[span.table].append(_quiet_end(shop, span))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for table in sorted(by_table):
        told = _Told(shop, by_table[table], first - timedelta(weeks=WEEKS), last)
        mine = counts.get(table, {})
        if TABLES[table].kind is Kind.REPORT:
            states[table] = {day: state if day in mine else State.NOT_IN for day, state in told.states(days)}
        elif table != "orders":
            states[table] = dict(told.states(days))
        else:
            states[table] = {day: state if state is not State.IN or mine.get(day) else _empty_day(shop, told, mine, day)
                             for day, state in told.states(days)}
    return states


def _quiet_end(shop: Shop, span: Span) -> Span:
    """A span up to the day before the file was known, where days at its end may well have had no row.

    A day without a refund or a review is an ordinary day; a day without an order is for `_state` to judge.
    """
    taken = shop.day_of(span.known_at) - timedelta(days=1)
    quiet = TABLES[span.table].kind is Kind.EVENT and span.table not in ("orders", "order_lines")
    return replace(span, last=taken) if quiet and span.last < taken <= span.last + timedelta(days=QUIET_DAYS) else span


class _Told:
    """Of each day: in how many spans it lies, in how many that were known after it ended, in how many stated ones."""

    def __init__(self, shop: Shop, spans: Sequence[Span], first: date, last: date) -> None:
        self._first = first
        ended = [(s.first, min(s.last, shop.day_of(s.known_at) - timedelta(days=1))) for s in spans]
        self._held = self._count([(s.first, s.last) for s in spans], last)
        self._whole = self._count(ended, last)
        self._stated = self._count([(s.first, s.last) for s in spans if s.stated], last)

    def _count(self, ranges: Sequence[tuple[date, date]], last: date) -> list[int]:
        days = (last - self._first).days + 1
        steps = [0] * (days + 1)
        for start, end in ranges:
            begin, stop = max((start - self._first).days, 0), min((end - self._first).days + 1, days)
            if begin < stop:
                steps[begin] += 1
                steps[stop] -= 1
        return list(accumulate(steps))

    def states(self, days: Sequence[date]) -> list[tuple[date, State]]:
        """What the files alone say of consecutive days: not held, held by a file taken before the day ended, or in."""
        start = (days[0] - self._first).days if days else 0
        return [(day, State.IN if self._whole[n] else State.PARTIAL if self._held[n] else State.NOT_IN)
                for n, day in enumerate(days, start)]

    def held(self, day: date) -> bool:
        return self._held[(day - self._first).days] > 0

    def stated(self, day: date) -> bool:
        return self._stated[(day - self._first).days] > 0


def _empty_day(shop: Shop, told: _Told, counts: Mapping[date, int], day: date) -> State:
    """What a day without an order is, inside a file that was taken after it."""
    if told.stated(day):
        return State.IN
    holidays = Holidays(country_of(shop.platform, shop.currency), counts, told.held)
    weeks = [day - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    known = [counts.get(d, 0) for d in weeks if told.held(d)]
    judged = judge_empty_day(*neighbours(counts, day), known, holidays.keeps(day),
                             holidays.before(day) if holidays.keeps(day) else (),
                             holidays.closed_last_year(day))
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
    habit = [(day, shop.moment(day + timedelta(days=1), MIDNIGHT) + RHYTHM_WITHIN)
             for n in range(1, HABIT_MORNINGS + 1) for day in [reviewed - timedelta(days=n)]]
    for table in sorted(states.keys() - ALONG):
        mine = [s for s in spans if s.table == table]
        lately = [s for s in mine if s.last >= reviewed - timedelta(days=HABIT_MORNINGS + QUIET_DAYS)]
        since = {d for s in mine if s.known_at > last_morning for d in s.restated_days if d < reviewed}
        lines.append(Readiness(
            source=table, zh=TABLES[table].zh, state=states[table].get(reviewed, State.NOT_IN),
            last_day=max(s.last for s in mine), read_at=max(s.known_at for s in mine), restated_days=len(since),
            due=_is_due(lately, reviewed, last_morning), expected=_is_expected(shop, table, mine, lately, habit)))
    return tuple(lines)


#: Mornings whose habit says whether a source is due: two weeks, so that a weekly export is never taken for a daily one.
HABIT_MORNINGS = 14
#: Days on which a source could have come before its rhythm says anything against it, and how long after its end a day counts as
#: having come on its own.
RHYTHM_DAYS, RHYTHM_WITHIN = 3, timedelta(hours=36)
#: Without these there is no morning: they are awaited whatever their rhythm.
ALWAYS = frozenset({"orders", "order_lines"})


def _is_expected(shop: Shop, table: str, spans: Sequence[Span], lately: Sequence[Span],
                 habit: Sequence[tuple[date, datetime]]) -> bool:
    """Whether rows of every day come: of a table that comes now and then, or that came on at most half of the days since it
    first came, none is awaited.  `habit` are the days that this is learnt from, each with the moment by which it comes on its own;
    `lately` are the spans that reach into them."""
    if table in ALWAYS or TABLES[table].occasional:
        return table in ALWAYS
    begun, quiet = shop.day_of(min(s.known_at for s in spans)), [_quiet_end(shop, s) for s in lately]
    came = [any(s.first <= day <= s.last and s.known_at <= by for s in quiet) for day, by in habit if day >= begun]
    return len(came) < RHYTHM_DAYS or sum(came) * 2 > len(came)


def _is_due(spans: Sequence[Span], reviewed: date, last_morning: datetime) -> bool:
    """Whether on most of the mornings before, at this hour, the source held the day before."""
    came = 0
    for back in range(1, HABIT_MORNINGS + 1):
        day, moment = reviewed - timedelta(days=back), last_morning - timedelta(days=back - 1)
        came += any(s.first <= day <= s.last and s.known_at <= moment for s in spans)
    return came > HABIT_MORNINGS // 2
