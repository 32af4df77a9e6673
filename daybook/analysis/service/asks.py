"""Asks to come, half hour by half hour: a day's level and its hours by the pacing methods, hours cut by how asks lie in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.pacing.days import HOURS, Days, Floats
from daybook.analysis.pacing.forecast import fit, pace

#: How much an hour's own halves are pulled to even ones, in asks.
HALF_PULL = 8.0
#: The part of days on which no more comes than `high`, and the standard normal deviation below which that part lies.
HIGH, DEVIATION = 0.8, 0.8416


@dataclass(frozen=True)
class Asks:
    """Asks of each half hour of a day: on the mean, and what four days in five stay below."""

    mean: tuple[float, ...]
    high: tuple[float, ...]


def asks_of_day(known: Sequence[Sequence[float]], event: Sequence[int], promo: Sequence[bool],
                weekday: Sequence[int]) -> Asks | None:
    """The asks of the last day of `weekday` from the days before it; None where fewer than two weeks are known.

    `known` (days, 48) of the days before, NaN where a half hour is not known; `event` a number per named event (0: none),
    `promo` and `weekday` (0 Monday) are of those days and of the one that is asked for.
    """
    counts = np.asarray(known, dtype=np.float64)
    days = counts.shape[0]
    hours = np.vstack([counts.reshape(days, HOURS, 2).sum(axis=2), np.full((1, HOURS), np.nan)])
    seen = Days(hours[None], np.asarray(event, dtype=np.int64)[None], np.asarray(promo, dtype=np.bool_)[None],
                np.asarray(weekday, dtype=np.int64))
    fitted = fit(seen, days)
    if fitted is None:
        return None
    found = pace(fitted, 0, 0.0, 0.0)
    shares = fitted.shape.of_day(0, int(event[-1]))
    mean = (found.expected * shares)[:, None] * _halves(counts)
    day = np.maximum(found.quantile(HIGH) / max(found.expected, 1e-9) - 1, 0.0) * mean
    high = mean + np.sqrt(day**2 + DEVIATION**2 * mean)       # the day's own doubt, and the counting of one half hour
    return Asks(tuple(float(v) for v in mean.ravel()), tuple(float(v) for v in high.ravel()))


def _halves(counts: Floats) -> Floats:
    """(24, 2): which part of an hour's asks comes in each half of it."""
    halves = np.nansum(counts, axis=0).reshape(HOURS, 2) + HALF_PULL / 2
    return np.asarray(halves / halves.sum(axis=1, keepdims=True), dtype=np.float64)
