"""An alarm of the analysis in the words of the domain: since when, of which kind, with which odds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from daybook.analysis.alarms import Judgement, kind_of, odds_of_alarm
from daybook.analysis.day_watch import Alarm
from daybook.domain.judged import Change

#: A change is told while it is this fresh; later it is the level that the shop has.
FRESH_DAYS = 3


def change_of(judgement: Judgement, metric: str, at: int, span: Sequence[date]) -> Change | None:
    """The freshest alarm of the metric that is still on."""
    last = len(span) - 1
    on: list[Alarm] = [a for a in judgement.alarms if a.metric == metric and a.series == at
                       and last - a.at < FRESH_DAYS and (a.ended is None or a.at == last)]
    if not on:
        return None
    newest = max(on, key=lambda a: a.at)
    return Change(kind_of(newest), span[newest.onset], span[newest.at], round(newest.size, 6), odds_of_alarm(newest))


def in_step(value: float, step: Decimal) -> Decimal | None:
    """A float on the grid of `step`; None for NaN."""
    return Decimal(repr(float(value))).quantize(step) if np.isfinite(value) else None
