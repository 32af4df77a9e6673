"""Judges all shops of a morning at once: what each number should have been, and which changed.

The methods are those of `analysis.alarms`; this file turns days of money and counts into arrays and back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.alarms import Judgement, find_alarms
from daybook.analysis.expectation import odds_of_noise
from daybook.analysis.rhythm import Floats, Kind, Readings, calendar_columns
from daybook.calendar.where import country_of
from daybook.domain.judged import Judged, Verdict
from daybook.domain.seen import Seen
from daybook.workflows.closed_days import Holidays
from daybook.workflows.judged_alarm import change_of, far_off, in_step
from daybook.workflows.judged_slices import events_of, judge_slices

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


def judge(seen: Mapping[str, Seen], days: int = LEARN_DAYS) -> dict[str, Judged]:
    """shop -> verdicts for the reviewed day.  All shops of `seen` have the same reviewed day."""
    if not seen:
        return {}
    names = sorted(seen)
    last = seen[names[0]].reviewed
    span = [last - timedelta(days=n) for n in range(_known_days(seen, last, days) - 1, -1, -1)]
    panel = {m: _readings([seen[n] for n in names], w, span) for m, w in WATCHED.items()}
    panel = {m: r for m, r in _without_doubles(panel).items() if np.isfinite(r.amount).any()}
    if not panel:
        return {name: Judged() for name in names}
    ordinals = np.array([d.toordinal() for d in span], dtype=np.int64)
    events, own = events_of([seen[n] for n in names], span)
    calendar = {m: calendar_columns(ordinals, events, own, WATCHED[m].reach) for m in panel}
    judgement = find_alarms(panel, calendar)
    slices = judge_slices(seen)
    return {name: Judged(dict(_verdicts(judgement, at, span)), slices.get(name, ())) for at, name in enumerate(names)}


def _known_days(seen: Mapping[str, Seen], last: date, most: int) -> int:
    """Days from the first on which any of the shops has a watched number to the last one, at least the band's."""
    names = {w.amount for w in WATCHED.values()}
    first = min((min(known) for one in seen.values() for name, known in one.daily.items() if name in names and known),
                default=last)
    return min(most, max(BAND_DAYS, (last - first).days + 1))


def _readings(shops: Sequence[Seen], watched: Watched, span: Sequence[date]) -> Readings:
    amount = np.stack([_row(s, watched.amount, span, positive=watched.kind == "money") for s in shops])
    over = np.stack([_row(s, watched.over, span) for s in shops]) if watched.over else None
    if over is not None:
        amount = np.where(np.isfinite(over), amount, np.nan)
        if watched.kind == "share":
            amount = np.minimum(amount, over)
    return Readings(watched.kind, amount, over)


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


def _verdicts(judgement: Judgement, at: int, span: Sequence[date]) -> list[tuple[str, Verdict]]:
    found = []
    for metric, readings in judgement.panel.items():
        if not np.isfinite(readings.amount[at, -1]):
            continue
        expectation = judgement.expectation(metric, BAND_DAYS, COVERAGE)
        step = WATCHED[metric].step
        odds = odds_of_noise(readings.amount[:, -BAND_DAYS:], expectation, readings.kind,
                             None if readings.exposure is None else readings.exposure[:, -BAND_DAYS:])[at, -1]
        band = tuple((day, low, high) for day, low, high in (
            (d, in_step(expectation.low[at, i], step), in_step(expectation.high[at, i], step))
            for i, d in enumerate(span[-BAND_DAYS:])) if low is not None and high is not None)
        found.append((metric, Verdict(
            metric, in_step(expectation.mid[at, -1], step), in_step(expectation.low[at, -1], step),
            in_step(expectation.high[at, -1], step), float(odds) if np.isfinite(odds) else None,
            change_of(judgement, metric, at, span) or far_off(judgement, metric, at, span, expectation.mid[at, -1], odds),
            band)))
    return found
