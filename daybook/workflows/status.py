"""Status: of each shop and source what is in, late, partial or missing, and which files wait for a person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from daybook.domain.brief import State
from daybook.domain.readiness import Days, Feed, HeldFile, ShopReadiness, SourceReadiness
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.tables import TABLES
from daybook.metrics import compute
from daybook.metrics.rollups import PLACED_DAY
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.pull import pulls_of
from daybook.workflows.readiness import MIDNIGHT, RHYTHM_WITHIN, Span, day_states, report_rows, spans_of
from daybook.workflows.seeing import whose

#: Days from which is learnt when a source usually comes, and on how many of them it must have come on its own.
HABIT_DAYS, HABIT_NEEDED = 14, 8
#: A source is late when it comes later than on four of five days, and half an hour more.
USUAL_SHARE, GRACE = 0.8, timedelta(minutes=30)
DAY = timedelta(days=1)


def status(house: House, shops: Sequence[Shop], now: datetime, missing: Days | None = None) -> tuple[ShopReadiness, ...]:
    """Readiness of each shop as known at `now`; `missing` asks which days from first to last are not in."""
    spans = spans_of(shops, now)
    gaps = _missing(house, shops, spans, now, missing) if missing else {}
    held, pulls = _held_files(shops), pulls_of(shops)
    found = []
    for shop in shops:
        mine: dict[str, list[Span]] = defaultdict(list)
        for span in spans.get(shop.name, []):
            mine[span.table].append(span)
        sources = tuple(_source(shop, table, mine[table], now, gaps.get((shop.name, table), () if missing else None))
                        for table in TABLES if table in mine)
        found.append(ShopReadiness(shop.name, now, sources, tuple(held[shop.name]),
                                   tuple(Feed(**one) for one in pulls.get(shop.name, []))))
    return tuple(found)


def _held_files(shops: Sequence[Shop]) -> Mapping[str, list[HeldFile]]:
    from daybook.records import models

    found: dict[str, list[HeldFile]] = defaultdict(list)
    rows = models.Landing.objects.filter(shop__name__in=[s.name for s in shops]).exclude(
        state__in=["loaded", "unchanged"]).order_by("received_at")
    for shop, *said in rows.values_list("shop__name", "name", "state", "problem", "received_at"):
        found[shop].append(HeldFile(*said))
    return found


def _source(shop: Shop, table: str, spans: Sequence[Span], now: datetime,
            missing: tuple[Days, ...] | None) -> SourceReadiness:
    yesterday = shop.day_of(now) - DAY
    last = max(s.last for s in spans)
    expected = expected_at(shop, spans, yesterday)
    restated = {d for s in spans if s.known_at > now - DAY for d in s.restated_days if d < yesterday}
    return SourceReadiness(
        table, TABLES[table].zh, _state(shop, spans, yesterday, expected, now), min(s.first for s in spans), last,
        max(s.known_at for s in spans), len(spans), expected, len(restated), missing)


def _state(shop: Shop, spans: Sequence[Span], yesterday: date, expected: datetime | None, now: datetime) -> State:
    holding = [s for s in spans if s.first <= yesterday <= s.last]
    if any(shop.day_of(s.known_at) > yesterday for s in holding):
        return State.IN
    if holding:
        return State.PARTIAL
    return State.LATE if expected is not None and now > expected + GRACE else State.NOT_IN


def expected_at(shop: Shop, spans: Sequence[Span], day: date) -> datetime | None:
    """When a day of a source is usually in: so long after its end as on four of five days of the two weeks before.

    None where it did not come daily: nothing is due then.
    """
    lags = []
    for back in range(1, HABIT_DAYS + 1):
        earlier = day - back * DAY
        ended = shop.moment(earlier + DAY, MIDNIGHT)
        came = min((s.known_at for s in spans if s.first <= earlier <= s.last and s.known_at >= ended), default=None)
        if came is not None and came - ended <= RHYTHM_WITHIN:
            lags.append(came - ended)
    if len(lags) < HABIT_NEEDED:
        return None
    return shop.moment(day + DAY, MIDNIGHT) + sorted(lags)[int(USUAL_SHARE * (len(lags) - 1) + 0.5)]


def _missing(house: House, shops: Sequence[Shop], spans: Mapping[str, Sequence[Span]], now: datetime,
             asked: Days) -> dict[tuple[str, str], tuple[Days, ...]]:
    """(shop, table) -> runs of days from first to last that are not in; today and later are never missing."""
    def counted(session: Session) -> dict[str, dict[str, dict[date, int]]]:
        counts = report_rows(session, *asked)
        for name, own in compute.daily(session, (PLACED_DAY,), *asked).items():
            counts[name]["orders"] = {d: int(v) for d, v in own.get("orders_created", {}).items()}
        return counts

    counts = reading(house.lake, house.books, whose(shops), now, ALL_TABLES, counted)
    found = {}
    for shop in shops:
        last = min(asked[1], shop.day_of(now) - DAY)
        states = day_states(shop, spans.get(shop.name, []), counts.get(shop.name, {}), asked[0], last)
        for table, days in states.items():
            found[shop.name, table] = _runs([d for d, state in sorted(days.items()) if state is not State.IN])
    return found


def _runs(days: Sequence[date]) -> tuple[Days, ...]:
    """Days as first and last of each run.

    >>> _runs([date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 5)])[1]
    (datetime.date(2026, 11, 5), datetime.date(2026, 11, 5))
    """
    runs: list[Days] = []
    for day in days:
        if runs and runs[-1][1] == day - DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


def status_json(found: Sequence[ShopReadiness]) -> list[dict[str, Any]]:
    """As `daybook status --json` prints it."""
    return [{
        "shop": one.shop, "as_of": one.as_of.isoformat(), "sources": [_source_json(s) for s in one.sources],
        "pulls": [asdict(feed) for feed in one.feeds],
        "waiting": [{"file": w.file, "state": w.state, "problem": w.problem, "received_at": w.received_at.isoformat()}
                    for w in one.waiting]} for one in found]


def _source_json(one: SourceReadiness) -> dict[str, Any]:
    return {"source": one.source, "zh": one.zh, "state": one.state.value, "first_day": one.first_day.isoformat(),
            "last_day": one.last_day.isoformat(), "read_at": one.read_at.isoformat(), "files": one.files,
            "expected_at": one.expected_at.isoformat() if one.expected_at else None, "restated_days": one.restated_days,
            "missing": None if one.missing is None else [[a.isoformat(), b.isoformat()] for a, b in one.missing]}
