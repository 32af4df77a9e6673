"""An alarm of the analysis in the words of the domain: since when, of which kind, with which odds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import log

import numpy as np

from daybook.analysis.alarms import Judgement, kind_of, odds_of_alarm
from daybook.analysis.day_watch import Alarm
from daybook.analysis.rhythm import Floats
from daybook.domain.judged import Change

#: A change is told while it is this fresh; later it is the level that the shop has.
FRESH_DAYS = 3
#: A count below half or above double of what was expected is told for as long as it lasts, also where the watch waits
#: for more days or has told it before, if chance does this on less than one day in a thousand.
FAR, FAR_ODDS = log(2), 0.001
#: The watch takes an alarm that lasts so many days for the new level (`Settings.accept`).
ACCEPTED_DAYS = 42


def change_of(judgement: Judgement, metric: str, at: int, span: Sequence[date]) -> Change | None:
    """The freshest alarm of the metric that is still on."""
    last = len(span) - 1
    on: list[Alarm] = [a for a in judgement.alarms if a.metric == metric and a.series == at
                       and last - a.at < FRESH_DAYS and (a.ended is None or a.at == last)]
    if not on:
        return None
    newest = max(on, key=lambda a: a.at)
    return Change(kind_of(newest), span[newest.onset], span[newest.at], round(newest.size, 6), odds_of_alarm(newest))


def far_off(judgement: Judgement, metric: str, at: int, span: Sequence[date], expected: float,
            odds: float) -> Change | None:
    """A count that is far from what was expected on the last day, since the first of the days in a row that are."""
    readings, last = judgement.panel[metric], len(span) - 1
    value = float(readings.amount[at, -1])
    if readings.kind != "count" or not (np.isfinite(value) and np.isfinite(odds) and expected >= 1) or odds >= FAR_ODDS:
        return None
    size = log(max(value, 0.5) / expected)
    if abs(size) < FAR:
        return None
    onset = _far_since(readings.amount[at], judgement.watched.expected[metric][at], size)
    return Change("point" if onset == last else "shift", span[onset], span[last], round(size, 6), float(odds))


def _far_since(amount: Floats, expected: Floats, size: float) -> int:
    """Index of the first of the days in a row, up to the last, that are as far off to the same side."""
    onset = len(amount) - 1
    for t in range(len(amount) - 2, max(len(amount) - 1 - ACCEPTED_DAYS, -1), -1):
        known = np.isfinite(amount[t]) and np.isfinite(expected[t]) and expected[t] > 0
        if not known or log(max(float(amount[t]), 0.5) / float(expected[t])) * np.sign(size) < FAR:
            break
        onset = t
    return onset


def in_step(value: float, step: Decimal) -> Decimal | None:
    """A float on the grid of `step`; None for NaN."""
    return Decimal(repr(float(value))).quantize(step) if np.isfinite(value) else None
