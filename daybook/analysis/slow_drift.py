"""A slice that slides away from the others day by day: too slow for a step to be seen, and told by its slope.

The log ratio of a slice to all others of its shop is free of what moves the whole shop.  Against it stands a line that
is level and then falls (a hinge), fitted by generalised least squares with AR(1) noise (Cochrane & Orcutt 1949); the
statistic is that of its slope, over several lengths of the fall (Andrews 1993).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Lengths of a fall that are looked for, in days.
LENGTHS = (7, 9, 11, 14, 18, 23)
#: Days before a fall that must be known, so that there is a level to fall from.
LEAST_BEFORE = 21
#: The slope's deviations from which a fall is told: noise of the same persistence makes one fall in two slice years.
BAR = 3.3
#: A fall of its last two days alone is a step; without them it must still show this many deviations.
WITHOUT_LAST, LAST_DAYS = 2.0, 2
#: Weekdays of a slice are pulled to those of an even week by so many weeks.
WEEKS_TO_BELIEVE = 4
#: A slice's own noise is pulled to that of all slices by so many days.
DAYS_TO_BELIEVE = 20
LEAST_NOISE = 0.02
#: A day further than this from the median of a week to either side is left out: deviations, and at least this log ratio.
AROUND, OUTLYING, LEAST_OUTLYING = 7, 5.0, 0.2
MOST_RHO = 0.8


@dataclass(frozen=True)
class Drift:
    """How far each series has slid by its last day, shape (series,): `score` deviations (below 0 for a fall), log `size`,
    the `length` of the fall in days, the log `level` that the last day would have had, and the `scatter` of a day around
    it; NaN where too little is known."""

    score: Floats
    size: Floats
    length: NDArray[np.int64]
    level: Floats
    scatter: Floats


def find_drifts(own: Floats, others: Floats, lengths: tuple[int, ...] = LENGTHS) -> Drift:
    """The surest fall or rise of each series that ends on the last day; `own` and `others` (series, days) are counts,
    NaN on days that are not known or not ordinary."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(own / others)
    ratio[~np.isfinite(ratio)] = np.nan
    raw, ratio = ratio, _without_weekdays(_without_outliers(ratio), max(lengths))
    before = ratio[:, :-max(lengths)]
    rho, noise = _noise(before)
    unknown, weekday = np.full(len(ratio), np.nan), raw[:, -1] - ratio[:, -1]
    best = Drift(unknown, unknown, np.zeros(len(ratio), dtype=np.int64), unknown, noise / np.sqrt(1 - rho**2))
    for length in lengths:
        level, slope, error = _hinge(ratio, length, rho)
        score = slope / (error * noise)
        early = _hinge(ratio[:, :-LAST_DAYS], length - LAST_DAYS, rho)
        lasting = early[1] / (early[2] * noise) * np.sign(score) >= WITHOUT_LAST
        better = lasting & (np.isnan(best.score) | (np.abs(score) > np.abs(best.score)))
        better &= (np.isfinite(ratio[:, :-length]).sum(1) >= LEAST_BEFORE) & np.isfinite(ratio[:, -1])
        best = Drift(np.where(better, score, best.score), np.where(better, slope * length, best.size),
                     np.where(better, length, best.length), np.where(better, level + weekday, best.level), best.scatter)
    return best


def _without_outliers(ratio: Floats) -> Floats:
    """The ratios without days far off those around them: a source that was lost for three days slides nowhere."""
    padded = np.pad(ratio, ((0, 0), (AROUND, AROUND)), constant_values=np.nan)
    around = np.stack([padded[:, n:n + ratio.shape[1]] for n in range(2 * AROUND + 1)], axis=-1)
    middle = _middle(around.reshape(-1, around.shape[-1])).reshape(ratio.shape)
    off = np.abs(ratio - middle)
    bar = np.maximum(OUTLYING * 1.4826 * _middle(off), LEAST_OUTLYING)
    return np.where(off <= bar[:, None], ratio, np.nan)


def _without_weekdays(ratio: Floats, newest: int) -> Floats:
    """The ratios less what their weekday usually adds, learnt before the newest days."""
    out, days = ratio.copy(), ratio.shape[1]
    level = _middle(ratio[:, :-newest])
    for weekday in range(7):
        known = ratio[:, weekday:days - newest:7] - level[:, None]
        count = np.isfinite(known).sum(1)
        out[:, weekday::7] -= (np.nansum(known, axis=1) / (count + WEEKS_TO_BELIEVE))[:, None]
    return out


def _middle(values: Floats) -> Floats:
    """The median of each row's known values; NaN where none is known."""
    some = np.isfinite(values).any(axis=1)
    found = np.full(len(values), np.nan)
    if some.any():
        found[some] = np.nanmedian(values[some], axis=1)
    return found


def _noise(before: Floats) -> tuple[float, Floats]:
    """Persistence of all series together, and the deviation of each one's innovations, pulled to the common one."""
    centred = before - _middle(before)[:, None]
    now, past = centred[:, 1:], centred[:, :-1]
    both = np.isfinite(now) & np.isfinite(past)
    above, below = float((now * past)[both].sum()), float((past**2)[both].sum())
    pairs = int(both.sum())
    rho = min(max((above / below if below else 0.0) + (1 / before.shape[1] if pairs else 0.0), 0.0), MOST_RHO)
    fresh = np.where(both, now - rho * past, np.nan)
    squares, count = np.nansum(fresh**2, axis=1), both.sum(1)
    common = float(squares.sum() / max(count.sum(), 1))
    variance = (squares + DAYS_TO_BELIEVE * common) / (count + DAYS_TO_BELIEVE)
    return rho, np.sqrt(np.maximum(variance, LEAST_NOISE**2))


def _hinge(ratio: Floats, length: int, rho: float) -> tuple[Floats, Floats, Floats]:
    """Level, slope and the slope's error per unit of noise of a line that is level until `length` days before the end."""
    days = ratio.shape[1]
    line = np.maximum(np.arange(days) - (days - 1 - length), 0).astype(np.float64)
    y = ratio[:, 1:] - rho * ratio[:, :-1]
    known = np.isfinite(y)
    one, ramp = np.full(days - 1, 1 - rho), line[1:] - rho * line[:-1]
    y = np.where(known, y, 0.0)
    s11, s12, s22 = ((known * v).sum(1) for v in (one * one, one * ramp, ramp * ramp))
    b1, b2 = (y * one).sum(1), (y * ramp).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        determinant = s11 * s22 - s12**2
        slope = (s11 * b2 - s12 * b1) / determinant
        return (s22 * b1 - s12 * b2) / determinant, slope, np.sqrt(s11 / determinant)
