"""Judges all shops of a morning at once: what each number should have been, and which changed.

The methods are those of `analysis.alarms`; this file turns days of money and counts into arrays and back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.alarms import Judgement, find_alarms
from daybook.analysis.expectation import Expectation, odds_of_noise
from daybook.analysis.rhythm import Floats, Kind, Readings, calendar_columns
from daybook.calendar.where import country_of
from daybook.domain.judged import Judged, SliceVerdict, Verdict
from daybook.domain.seen import Seen
from daybook.workflows.closed_days import Holidays
from daybook.workflows.judged_alarm import change_of, far_off, in_step
from daybook.workflows.judged_slices import Place, SliceLines, events_of, judge_slices, lines_of

#: History that expectations are learnt from: a year and the days before it, so that a festival was seen once.
LEARN_DAYS = 400
BAND_DAYS = 28
#: Low and high of every finding hold this share of ordinary days.
COVERAGE = 0.8


@dataclass(frozen=True)
class Watched:
    """One metric to watch: its amount, what it is counted over, its kind, and how much of an event it feels."""

    amount: str
    over: str = ""
    kind: Kind = "count"
    reach: float = 1.0
    step: Decimal = Decimal(1)


Verdicts = tuple[tuple[str, Verdict], ...]
CENT, SHARE = Decimal("0.01"), Decimal("0.0001")
WATCHED: Mapping[str, Watched] = {
    "visitors": Watched("visitors"),
    "ad_spend": Watched("ad_spend", kind="money", step=CENT),
    "payment_cvr": Watched("paid_orders", "visitors", "share", 0.2, SHARE),
    "paid_orders": Watched("paid_orders"),
    "aov": Watched("paid_gmv", "paid_orders", "money", 0.17, CENT),
    "refunds_by_day": Watched("refunds_by_day"),
}
#: Numbers that are 0 because the shop keeps a holiday; its visitors and ads go on.
CLOSED_WITH_THE_SHOP = ("paid_orders", "paid_gmv", "refunds_by_day")
#: Of a metric and the one that it is made of only the finer one is watched, where the shop has it.
INSTEAD = {"paid_orders": "payment_cvr"}


@dataclass(frozen=True)
class ToJudge:
    """What the judgement needs of one shop's morning, small enough to be handed from process to process: each watched
    metric as (amount, what it is counted over) of the days up to the reviewed one, and the lines of its slices.
    """

    place: Place
    reviewed: date
    known_days: int                  # from the first day with a watched number to the reviewed one; 0: there is none
    readings: Mapping[str, tuple[Floats, Floats | None]]
    slices: Mapping[int, SliceLines]


def judge(seen: Mapping[str, Seen], days: int = LEARN_DAYS) -> dict[str, Judged]:
    """shop -> verdicts for the reviewed day.  All shops of `seen` have the same reviewed day."""
    asked = [to_judge(one, days) for one in seen.values()]
    return joined([one.place.shop.name for one in asked], judge_whole(asked), judge_slices([one.slices for one in asked]))


def joined(names: Iterable[str], whole: Mapping[str, Verdicts],
           slices: Mapping[str, tuple[SliceVerdict, ...]]) -> dict[str, Judged]:
    """shop -> its verdicts on days and on slices together."""
    return {name: Judged(dict(whole[name]), slices.get(name, ())) if name in whole else Judged() for name in names}


def to_judge(seen: Seen, days: int = LEARN_DAYS) -> ToJudge:
    """One shop's numbers as arrays, as they are before the shops of a run tell each other anything."""
    place = Place(seen.shop, tuple((e.first, e.last) for e in seen.given.own_events))
    span = _span(seen.reviewed, days)
    return ToJudge(place, seen.reviewed, _known_days(seen), {m: _readings(seen, w, span) for m, w in WATCHED.items()},
                   lines_of(seen, place))


def judge_whole(asked: Sequence[ToJudge]) -> dict[str, Verdicts]:
    """shop -> verdicts on its days; all have the same reviewed day, and noise and events are learnt from all of them.
    Nothing where no shop has a watched number."""
    asked = sorted(asked, key=lambda one: one.place.shop.name)
    if not asked:
        return {}
    most = len(next(iter(asked[0].readings.values()))[0])
    known = min(most, max(BAND_DAYS, *(one.known_days for one in asked)))
    span = _span(asked[0].reviewed, known)
    panel = {m: _panel([one.readings[m] for one in asked], w, known) for m, w in WATCHED.items()}
    panel = {m: r for m, r in _without_doubles(panel).items() if np.isfinite(r.amount).any()}
    if not panel:
        return {}
    ordinals = np.array([d.toordinal() for d in span], dtype=np.int64)
    events, own = events_of([one.place for one in asked], span)
    judgement = find_alarms(panel, {m: calendar_columns(ordinals, events, own, WATCHED[m].reach) for m in panel})
    bands = {m: _band_of(judgement, m) for m in panel}
    return {one.place.shop.name: _verdicts(judgement, bands, at, span) for at, one in enumerate(asked)}


def _span(last: date, days: int) -> list[date]:
    return [last - timedelta(days=n) for n in range(days - 1, -1, -1)]


def _known_days(seen: Seen) -> int:
    names = {w.amount for w in WATCHED.values()}
    first = [min(known) for name, known in seen.daily.items() if name in names and known]
    return (seen.reviewed - min(first)).days + 1 if first else 0


def _readings(seen: Seen, watched: Watched, span: Sequence[date]) -> tuple[Floats, Floats | None]:
    amount = _row(seen, watched.amount, span, positive=watched.kind == "money")
    if not watched.over:
        return amount, None
    over = _row(seen, watched.over, span)
    amount = np.where(np.isfinite(over), amount, np.nan)
    return np.minimum(amount, over) if watched.kind == "share" else amount, over


def _panel(rows: Sequence[tuple[Floats, Floats | None]], watched: Watched, known: int) -> Readings:
    """One metric of all shops over the last `known` days."""
    return Readings(watched.kind, np.stack([amount[-known:] for amount, _ in rows]),
                    np.stack([over[-known:] for _, over in rows if over is not None]) if watched.over else None)


def _row(seen: Seen, metric: str, span: Sequence[date], positive: bool = False) -> Floats:
    """One shop's metric over the days; NaN where not known, and on days on which the shop is closed: its weekday off,
    and a run without an order over a public holiday."""
    known = seen.daily.get(metric, {})
    row = np.array([float(known[d]) if d in known else np.nan for d in span])
    if (row == 0).any():
        for weekday in range(7):
            mine = np.array([d.weekday() == weekday for d in span])
            values = row[mine]
            if np.isfinite(values).any() and np.nanmedian(values) == 0:
                row[mine & (row == 0)] = np.nan
    if metric in CLOSED_WITH_THE_SHOP:
        orders = seen.daily.get("orders_created", {})
        holidays = Holidays(country_of(seen.shop.platform, seen.shop.currency),
                            {d: int(n) for d, n in orders.items()}, orders.__contains__)
        for at in map(int, np.flatnonzero(row == 0)):
            if orders.get(span[at]) == 0 and holidays.in_closing(span[at]):
                row[at] = np.nan
    if positive:
        row[row <= 0] = np.nan
    return row


def _without_doubles(panel: dict[str, Readings]) -> dict[str, Readings]:
    """Where a shop has the finer metric, the coarser one is left out for that shop."""
    for coarse, fine in INSTEAD.items():
        has = np.isfinite(panel[fine].amount).any(axis=1)
        amount = panel[coarse].amount.copy()
        amount[has] = np.nan
        panel[coarse] = Readings(panel[coarse].kind, amount, panel[coarse].exposure)
    return panel


def _band_of(judgement: Judgement, metric: str) -> tuple[Expectation, Floats]:
    """What a metric should have been on the last days, and the odds of noise on each."""
    readings, expectation = judgement.panel[metric], judgement.expectation(metric, BAND_DAYS, COVERAGE)
    return expectation, odds_of_noise(readings.amount[:, -BAND_DAYS:], expectation, readings.kind,
                                      None if readings.exposure is None else readings.exposure[:, -BAND_DAYS:])


def _verdicts(judgement: Judgement, bands: Mapping[str, tuple[Expectation, Floats]], at: int,
              span: Sequence[date]) -> Verdicts:
    found = []
    for metric, readings in judgement.panel.items():
        if not np.isfinite(readings.amount[at, -1]):
            continue
        expectation, of_days = bands[metric]
        step, odds = WATCHED[metric].step, of_days[at, -1]
        band = tuple((day, low, high) for day, low, high in (
            (d, in_step(expectation.low[at, i], step), in_step(expectation.high[at, i], step))
            for i, d in enumerate(span[-BAND_DAYS:])) if low is not None and high is not None)
        found.append((metric, Verdict(
            metric, in_step(expectation.mid[at, -1], step), in_step(expectation.low[at, -1], step),
            in_step(expectation.high[at, -1], step), float(odds) if np.isfinite(odds) else None,
            change_of(judgement, metric, at, span) or far_off(judgement, metric, at, span, expectation.mid[at, -1], odds),
            band)))
    return tuple(found)
