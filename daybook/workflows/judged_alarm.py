"""An alarm of the analysis in the words of the domain: since when, of which kind, with which odds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import log

import numpy as np

from daybook.analysis.alarms import Judgement, kind_of, odds_of_alarm
from daybook.analysis.day_watch import Alarm
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
    """A count that is far from what was expected on the last day, since the alarm that is on, or else that day."""
    readings, last = judgement.panel[metric], len(span) - 1
    value = float(readings.amount[at, -1])
    if readings.kind != "count" or not (np.isfinite(value) and np.isfinite(odds) and expected >= 1) or odds >= FAR_ODDS:
        return None
    size = log(max(value, 0.5) / expected)
    if abs(size) < FAR:
        return None
    onset = max((a.onset for a in judgement.alarms if a.metric == metric and a.series == at and a.ended is None
                 and last - a.at < ACCEPTED_DAYS and a.size * size > 0), default=last)
    return Change("point" if onset == last else "shift", span[onset], span[last], round(size, 6), float(odds))


def in_step(value: float, step: Decimal) -> Decimal | None:
    """A float on the grid of `step`; None for NaN."""
    return Decimal(repr(float(value))).quantize(step) if np.isfinite(value) else None
