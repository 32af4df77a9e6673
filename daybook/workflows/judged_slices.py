"""Judges slices: which traffic source, device or item left its own usual, even where the shop as a whole did not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.alarms import find_alarms
from daybook.analysis.expectation import odds_of_noise
from daybook.analysis.rhythm import Floats, Readings, calendar_columns
from daybook.calendar.editions import Event, Phase
from daybook.calendar.events import events_on
from daybook.calendar.festivals import festivals_on
from daybook.calendar.where import country_of
from daybook.domain.judged import SliceVerdict, Verdict
from daybook.domain.seen import Scope, Seen
from daybook.workflows.judged_alarm import change_of, far_off, in_step
from daybook.workflows.judged_slides import lost_in_events, slides

#: Days of an event that sell unlike ordinary ones; warming up and price protection sell like others.
LOUD = (Phase.FIRST_WAVE, Phase.MAIN_WAVE, Phase.SALE, Phase.PRESALE)
#: History of slices: nine weeks; sources and items come and go within a year.
LEARN_DAYS = 63
#: A slice with fewer a day on the mean is left to the shop's own total.
LEAST_VISITORS, LEAST_BUYERS = 30.0, 4.0
#: False alarms per slice and year, before what all slices share is taken out of them.
BUDGET = 1.0
#: No slice is worth a task of its own below this share of the shop's visitors.
LEAST_SHARE = 0.03
#: Dimension, metric, what is counted, what it is a share of, and how much of an event it feels.
WATCHED: tuple[tuple[str, str, str, str, float], ...] = (
    ("source", "visitors", "visitors", "", 1.0),
    ("product_traffic", "visitors", "visitors", "", 1.0),
    ("device", "payment_cvr", "paid_buyers", "visitors", 0.2),
    ("device", "device_session_cvr", "paid_sessions", "sessions", 0.2),     # where visits are all that is told
    ("product_traffic", "payment_cvr", "paid_buyers", "visitors", 0.2),
)


@dataclass(frozen=True)
class _Line:
    """One series: whose it is, which slice, and its days."""

    shop: str
    scope: Scope
    over: Floats
    under: Floats | None


def judge_slices(seen: Mapping[str, Seen]) -> dict[str, tuple[SliceVerdict, ...]]:
    """shop -> slices that changed, all watched dimensions; all shops of `seen` have the same reviewed day."""
    found: dict[str, list[SliceVerdict]] = defaultdict(list)
    for dimension, metric, over, under, reach in WATCHED:
        for shop, verdict in _judge_one(seen, dimension, metric, over, under, reach):
            found[shop].append(verdict)
    return {shop: tuple(verdicts) for shop, verdicts in found.items()}


def _judge_one(seen: Mapping[str, Seen], dimension: str, metric: str, over: str, under: str,
               reach: float) -> Iterator[tuple[str, SliceVerdict]]:
    if not seen:
        return
    last = next(iter(seen.values())).reviewed
    span = [last - timedelta(days=n) for n in range(LEARN_DAYS - 1, -1, -1)]
    lines = [line for name in sorted(seen) for line in _lines(seen[name], dimension, over, under, span)]
    if not lines:
        return
    amount = np.stack([line.over for line in lines])
    exposure = np.stack([line.under for line in lines if line.under is not None]) if under else None
    readings = Readings("share" if under else "count",
                        amount if exposure is None else np.minimum(amount, exposure), exposure)
    events, own = events_of([seen[line.shop] for line in lines], span)
    ordinals = np.array([d.toordinal() for d in span], dtype=np.int64)
    judgement = find_alarms({metric: readings}, {metric: calendar_columns(ordinals, events, own, reach)}, {}, BUDGET)
    expectation = judgement.expectation(metric, 1, 0.8)
    step = Decimal("0.0001") if under else Decimal(1)
    odds = odds_of_noise(readings.amount[:, -1:], expectation, readings.kind,
                         None if exposure is None else exposure[:, -1:])[:, -1]
    for at, line in enumerate(lines):
        change = change_of(judgement, metric, at, span) or far_off(
            judgement, metric, at, span, float(expectation.mid[at, -1]), float(odds[at]))
        if change is not None and np.isfinite(amount[at, -1]):
            yield line.shop, SliceVerdict(dimension, line.scope, Verdict(
                metric, in_step(expectation.mid[at, -1], step), in_step(expectation.low[at, -1], step),
                in_step(expectation.high[at, -1], step), None, change))
    if not under:
        places, others = [(line.shop, line.scope) for line in lines], _others(seen, dimension, over, lines, span)
        for held_against_others in (slides, lost_in_events):
            yield from held_against_others(places, amount, others, (events == "") & ~own, dimension, span)


def _others(seen: Mapping[str, Seen], dimension: str, over: str, lines: Sequence[_Line], span: Sequence[date]) -> Floats:
    """What all other slices of the same shop counted, (lines, days); NaN where none did."""
    whole = {name: np.nansum([_row(days, span) for days in seen[name].sliced[dimension][over].values()], axis=0)
             for name in {line.shop for line in lines}}
    others = np.stack([whole[line.shop] - np.nan_to_num(line.over) for line in lines])
    return np.where(others > 0, others, np.nan)


def _lines(seen: Seen, dimension: str, over: str, under: str, span: Sequence[date]) -> Iterator[_Line]:
    counted = seen.sliced.get(dimension, {}).get(over, {})
    beside = seen.sliced.get(dimension, {}).get(under, {}) if under else {}
    whole = _mean(seen.daily.get("visitors", {}), span)
    for scope in sorted(counted):
        row = _row(counted[scope], span)
        share = _row(beside.get(scope, {}), span) if under else None
        visitors = share if share is not None else row
        if not np.isfinite(visitors).any() or np.nanmean(visitors) < max(LEAST_VISITORS, LEAST_SHARE * whole):
            continue
        if share is not None and np.nanmean(row) < LEAST_BUYERS:
            continue
        yield _Line(seen.shop.name, scope, np.where(np.isfinite(visitors), row, np.nan), share)


def _row(days: Mapping[date, Decimal], span: Sequence[date]) -> Floats:
    return np.array([float(days[d]) if d in days else np.nan for d in span])


def _mean(days: Mapping[date, Decimal], span: Sequence[date]) -> float:
    known = [float(days[d]) for d in span if d in days]
    return sum(known) / len(known) if known else 0.0


def events_of(shops: Sequence[Seen], span: Sequence[date]) -> tuple[np.typing.NDArray[np.str_],
                                                                   np.typing.NDArray[np.bool_]]:
    """Known events (shops, days) by name, and the shops' own promotions; a shop may stand there several times."""
    by_place: dict[tuple[str, str], list[str]] = {}
    names, own = [], []
    for seen in shops:
        place = (seen.shop.platform.value, country_of(seen.shop.platform, seen.shop.currency))
        if place not in by_place:
            by_place[place] = [_event_name(d, *place) for d in span]
        names.append(by_place[place])
        own.append([any(e.first <= d <= e.last for e in seen.given.own_events) for d in span])
    return np.array(names), np.array(own, dtype=bool)


def _event_name(day: date, platform: str, country: str) -> str:
    loud: list[Event] = [e for e in events_on(day, platform, country) if e.phase in LOUD]
    if loud:
        first = max(loud, key=lambda e: (e.big, e.phase == Phase.MAIN_WAVE, e.id))
        return f"{first.id}:{first.phase.value}"
    return next(iter(festivals_on(day, country)), "")
