"""Events that a shop can take part in, with the windows of each: recruiting, warm-up, live, and the days after.

Dates of platforms' events come from `editions.py`; when they take products, and the smaller events of channels and categories,
are data (`activities/*.toml`) with source, day and confidence.
"""
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from daybook.calendar.editions import CONFIDENCE, Event, Phase, phases_in
from daybook.calendar.events import SELLING
from daybook.calendar.festivals import lunar
from daybook.domain.event_calendar import Activity, Level, Span, Stage
from daybook.domain.said import Term

#: Lunar festivals that smaller events lie around: month and day of the lunar year.
LUNAR = {"qixi": (7, 7), "mid_autumn": (8, 15), "dragon_boat": (5, 5)}
DAY = timedelta(days=1)
WEEK = 7
#: Years whose events are known at all.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def activities_between(first: date, last: date, platform: str, country: str) -> tuple[Activity, ...]:
    """Events of a platform with any window on these days, by the first day on which they sell; weekly ones each week."""
    found = [one for year in range(first.year - 1, last.year + 2) for one in _of_year(year, platform, country)]
    return tuple(sorted((a for a in found if a.ends >= first and a.begins <= last), key=lambda a: (a.first, a.id)))


def activity_of(key: str, platform: str, country: str) -> Activity | None:
    """The event with this key; None where there is none.

    >>> activity_of("double11-2026", "tmall", "CN").first
    datetime.date(2026, 10, 20)
    >>> activity_of("no such-2026", "tmall", "CN")
    """
    years = [int(part) for part in key.split("-") if len(part) == 4 and part.isascii() and part.isdecimal()]
    if not years or not FIRST_YEAR <= years[0] <= LAST_YEAR:
        return None
    return next((a for a in _of_year(years[0], platform, country) if a.key == key), None)


@lru_cache(maxsize=256)
def _of_year(year: int, platform: str, country: str) -> tuple[Activity, ...]:
    return (*_of_platform(year, platform, country), *_smaller(year, platform, country))


def _of_platform(year: int, platform: str, country: str) -> Iterator[Activity]:
    """The platform's events that sell, with the windows in which they take products."""
    editions: dict[str, list[Event]] = {}
    for phase in phases_in(year, platform):
        if phase.runs_in(country):
            editions.setdefault(phase.id, []).append(phase)
    for event_id, phases in editions.items():
        if not any(p.phase in SELLING for p in phases):
            continue
        one, row = phases[0], _recruiting(event_id, platform)
        spans = [*_recruit_spans(row, phases), *(_span_of(p) for p in phases)]
        yield Activity(f"{event_id}-{year}", event_id, one.name, one.zh, platform, Level.PLATFORM, row.get("kind", "mega"),
                       _in_order(spans), one.big, one.estimated, one.source, one.seen_on, one.confidence)


def _span_of(phase: Event) -> Span:
    stage = (Stage.LIVE if phase.phase in SELLING else Stage.AFTER if phase.phase is Phase.PRICE_PROTECTION
             else Stage.WARM_UP)
    return Span(stage, Term("phase", phase.phase.value, phase.phase.zh), phase.first, phase.last, phase.estimated, phase.source,
                phase.confidence)


def _recruit_spans(row: Mapping[str, Any], phases: list[Event]) -> Iterator[Span]:
    """Windows of recruiting, counted back from the phase that they are for, else from the first day of the event."""
    begins = min(p.first for p in phases)
    for window in row.get("windows", ()):
        zero = next((p.first for p in phases if p.phase.value == window["before"]), begins)
        yield _recruit(window, zero, row)


def _recruit(window: Mapping[str, Any], zero: date, row: Mapping[str, Any]) -> Span:
    return Span(Stage.RECRUIT, Term("recruit", window["name"], window["zh"]), zero - window["opens"] * DAY,
                zero - window["closes"] * DAY, True, row["source"], row["confidence"])


def _smaller(year: int, platform: str, country: str) -> Iterator[Activity]:
    for row in _read()["activity"]:
        if platform in row["platforms"] and (not row["countries"] or country in row["countries"]):
            for key, first, last in _days_of(row, year):
                yield _made(row, key, first, last, platform)


def _days_of(row: Mapping[str, Any], year: int) -> Iterator[tuple[str, date, date]]:
    """Key, first and last day of each time that a smaller event runs in a year."""
    if row.get("every") == "week":
        day = date(year, 1, 1)
        day += (row["weekday"] - day.weekday()) % WEEK * DAY
        while day.year == year:
            yield f"{row['id']}-{day:%Y-%m-%d}", day, day + (row["days"] - 1) * DAY
            day += WEEK * DAY
    elif "month_day" in row:
        for month in range(1, 13):
            yield f"{row['id']}-{year}-{month:02d}", date(year, month, row["month_day"]), date(year, month, row["last_month_day"])
    elif "anchor" in row:
        zero = lunar(year, *LUNAR[row["anchor"]])
        yield f"{row['id']}-{year}", zero + row["first_offset"] * DAY, zero + row["last_offset"] * DAY
    else:
        yield f"{row['id']}-{year}", *(date.fromisoformat(f"{year}-{row[name]}") for name in ("first", "last"))  # type: ignore[misc]


def _made(row: Mapping[str, Any], key: str, first: date, last: date, platform: str) -> Activity:
    said = {"source": row["source"], "confidence": row["confidence"]}
    spans = [_recruit(row["recruit"], first, row), Span(Stage.LIVE, Term("phase", "sale", "活动"), first, last, True, **said)]
    if row["warm_up"]:
        spans.append(Span(Stage.WARM_UP, Term("phase", "warm_up", "蓄水期"), first - row["warm_up"] * DAY, first - DAY, True,
                          **said))
    if row["after"]:
        spans.append(Span(Stage.AFTER, Term("phase", "after", "收尾"), last + DAY, last + row["after"] * DAY, True, **said))
    return Activity(key, row["id"], row["name"], row["zh"], platform, Level(row["level"]), row["kind"], _in_order(spans), False,
                    True, row["source"], row["seen_on"], row["confidence"], tuple(row.get("categories", ())))


def _in_order(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.first, span.last)))


def _recruiting(event_id: str, platform: str) -> Mapping[str, Any]:
    """When an event takes products; nothing where nobody said."""
    return next((row for row in _read()["recruit"] if row["event"] == event_id and platform in row["platforms"]), {})


@cache
def _read() -> Mapping[str, list[Mapping[str, Any]]]:
    """The rows of all files.  Raises ValueError for a row without source, day or a known mark."""
    found: dict[str, list[Mapping[str, Any]]] = {"recruit": [], "activity": []}
    for file in sorted((files("daybook.calendar") / "activities").iterdir(), key=lambda path: path.name):
        if not file.name.endswith(".toml"):
            continue
        for kind, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for row in rows:
                if not row.get("source") or not row.get("seen_on") or row.get("confidence") not in CONFIDENCE:
                    raise ValueError(f"{file.name}: {row.get('id') or row.get('event')!r} lacks its source, day or mark: add them")
            found[kind] += rows
    return found
