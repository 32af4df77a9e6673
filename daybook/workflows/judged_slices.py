"""Judges slices: which traffic source, device or item left its own usual, even where the shop as a whole did not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from daybook.domain.shop import Shop
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
class Place:
    """Where a shop's events are known from: itself, and the first and last days of its own ones."""

    shop: Shop
    own_events: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Line:
    """One series: which slice, its days, what they are a share of, and what all other slices of the shop counted."""

    scope: Scope
    over: Floats
    under: Floats | None
    others: Floats | None


@dataclass(frozen=True)
class SliceLines:
    """The lines of one watched number of a shop's slices."""

    place: Place
    reviewed: date
    lines: tuple[Line, ...]


def lines_of(seen: Seen, place: Place) -> dict[int, SliceLines]:
    """Place in `WATCHED` -> the lines of a shop, where it has any that are worth a look."""
    span = _span(seen.reviewed)
    found = {at: tuple(_lines(seen, dimension, over, under, span)) for at, (dimension, _, over, under, _) in enumerate(WATCHED)}
    return {at: SliceLines(place, seen.reviewed, lines) for at, lines in found.items() if lines}


def judge_slices(asked: Iterable[Mapping[int, SliceLines]]) -> dict[str, tuple[SliceVerdict, ...]]:
    """shop -> slices that changed, all watched numbers; all shops of `asked` have the same reviewed day."""
    found: dict[str, list[SliceVerdict]] = defaultdict(list)
    of_shops = list(asked)
    for at, (dimension, metric, _, under, reach) in enumerate(WATCHED):
        mine = sorted((one[at] for one in of_shops if at in one), key=lambda one: one.place.shop.name)
        for shop, verdict in _judge_one(mine, dimension, metric, bool(under), reach) if mine else ():
            found[shop].append(verdict)
    return {shop: tuple(verdicts) for shop, verdicts in found.items()}


def _judge_one(asked: Sequence[SliceLines], dimension: str, metric: str, shares: bool,
               reach: float) -> Iterator[tuple[str, SliceVerdict]]:
    span = _span(asked[0].reviewed)
    places = [one.place for one in asked for _ in one.lines]
    lines = [line for one in asked for line in one.lines]
    amount = np.stack([line.over for line in lines])
    exposure = np.stack([line.under for line in lines if line.under is not None]) if shares else None
    readings = Readings("share" if shares else "count",
                        amount if exposure is None else np.minimum(amount, exposure), exposure)
    events, own = events_of(places, span)
    ordinals = np.array([d.toordinal() for d in span], dtype=np.int64)
    judgement = find_alarms({metric: readings}, {metric: calendar_columns(ordinals, events, own, reach)}, {}, BUDGET)
    expectation = judgement.expectation(metric, 1, 0.8)
    step = Decimal("0.0001") if shares else Decimal(1)
    odds = odds_of_noise(readings.amount[:, -1:], expectation, readings.kind,
                         None if exposure is None else exposure[:, -1:])[:, -1]
    for at, line in enumerate(lines):
        change = change_of(judgement, metric, at, span) or far_off(
            judgement, metric, at, span, float(expectation.mid[at, -1]), float(odds[at]))
        if change is not None and np.isfinite(amount[at, -1]):
            yield places[at].shop.name, SliceVerdict(dimension, line.scope, Verdict(
                metric, in_step(expectation.mid[at, -1], step), in_step(expectation.low[at, -1], step),
                in_step(expectation.high[at, -1], step), None, change))
    if not shares:
        which = [(place.shop.name, line.scope) for place, line in zip(places, lines, strict=True)]
        others = np.stack([line.others for line in lines if line.others is not None])
        for held_against_others in (slides, lost_in_events):
            yield from held_against_others(which, amount, others, (events == "") & ~own, dimension, span)


def _span(last: date) -> list[date]:
    return [last - timedelta(days=n) for n in range(LEARN_DAYS - 1, -1, -1)]


def _lines(seen: Seen, dimension: str, over: str, under: str, span: Sequence[date]) -> Iterator[Line]:
    counted = seen.sliced.get(dimension, {}).get(over, {})
    beside = seen.sliced.get(dimension, {}).get(under, {}) if under else {}
    mean = _mean(seen.daily.get("visitors", {}), span)
    rows = {scope: _row(days, span) for scope, days in counted.items()}
    whole = np.nansum(list(rows.values()), axis=0) if rows and not under else None
    for scope in sorted(rows):
        row, share = rows[scope], _row(beside.get(scope, {}), span) if under else None
        visitors = share if share is not None else row
        if not np.isfinite(visitors).any() or np.nanmean(visitors) < max(LEAST_VISITORS, LEAST_SHARE * mean):
            continue
        if share is not None and np.nanmean(row) < LEAST_BUYERS:
            continue
        own = np.where(np.isfinite(visitors), row, np.nan)
        yield Line(scope, own, share, None if whole is None else _others(whole, own))


def _others(whole: Floats, own: Floats) -> Floats:
    """What all other slices of the same shop counted (days,); NaN where none did."""
    others = whole - np.nan_to_num(own)
    return np.where(others > 0, others, np.nan)


def _row(days: Mapping[date, Decimal], span: Sequence[date]) -> Floats:
    return np.array([float(days[d]) if d in days else np.nan for d in span])


def _mean(days: Mapping[date, Decimal], span: Sequence[date]) -> float:
    known = [float(days[d]) for d in span if d in days]
    return sum(known) / len(known) if known else 0.0


def events_of(places: Sequence[Place], span: Sequence[date]) -> tuple[np.typing.NDArray[np.str_],
                                                                     np.typing.NDArray[np.bool_]]:
    """Known events (places, days) by name, and the shops' own promotions; a shop may stand there several times."""
    by_market: dict[tuple[str, str], list[str]] = {}
    by_shop: dict[str, list[bool]] = {}
    names, own = [], []
    for place in places:
        market = (place.shop.platform.value, country_of(place.shop.platform, place.shop.currency))
        if market not in by_market:
            by_market[market] = [_event_name(d, *market) for d in span]
        if place.shop.name not in by_shop:
            by_shop[place.shop.name] = [any(first <= d <= last for first, last in place.own_events) for d in span]
        names.append(by_market[market])
        own.append(by_shop[place.shop.name])
    return np.array(names), np.array(own, dtype=bool)


def _event_name(day: date, platform: str, country: str) -> str:
    loud: list[Event] = [e for e in events_on(day, platform, country) if e.phase in LOUD]
    if loud:
        first = max(loud, key=lambda e: (e.big, e.phase == Phase.MAIN_WAVE, e.id))
        return f"{first.id}:{first.phase.value}"
    return next(iter(festivals_on(day, country)), "")
