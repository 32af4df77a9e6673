"""The day's total and the chance of reaching a target, from the hours that are in.

What the day should come to is doubted by its mood; the hours that are in speak for or against it, the more the less
they stray by themselves: a credibility of the two (Buhlmann 1967), in logs where hours count many orders and linear
where they count few.  What is still to come is that times its expected hours, spread as a gamma with the variance of
counting noise and of what is not known about the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.pacing.credible import credible
from daybook.analysis.pacing.days import HOURS, Days, Floats
from daybook.analysis.pacing.level import Level, fit_level
from daybook.analysis.pacing.noise import EVENT_NEW, Noise, fit_noise
from daybook.analysis.pacing.shape import Shape, fit_shape
from daybook.analysis.pacing.spread import spread_at

#: Below so many whole days nothing is foretold.
LEAST_DAYS = 14
#: Days looked back on: a year of events and a little more.
LONGEST = 400
#: A gamma below this shape is all but certain to be 0 or huge.
LEAST_SHAPE = 0.02
#: A gamma above this shape is sharper than any day; a shop whose hours never strayed reaches it.
SUREST_SHAPE = 1e6
#: A chance is never told surer than this, while the target is not reached.
SURE = 0.01


@dataclass(frozen=True)
class Pace:
    """One day from one hour on: `so_far` is what is in, the rest a gamma of `shape` and `scale` (amount).

    `expected` is what the day should have come to before its first hour, `by_now` what should be in by now.
    """

    so_far: float
    expected: float
    by_now: float
    shape: float
    scale: float

    def quantile(self, p: float) -> float:
        """The day's total that is not passed with chance p."""
        from scipy.special import gammaincinv

        return self.so_far + float(gammaincinv(self.shape, p)) * self.scale

    def chance(self, target: float) -> float:
        """The chance that the day's total is at least `target`; 1 where it is in already."""
        from scipy.special import gammaincc

        if self.so_far >= target:
            return 1.0
        return float(np.clip(gammaincc(self.shape, (target - self.so_far) / self.scale), SURE, 1 - SURE))


@dataclass(frozen=True)
class Fitted:
    """What the days before one taught, for all hours of that day."""

    days: Days
    day: int
    level: Level
    shape: Shape
    noise: Noise


def fit(days: Days, day: int) -> Fitted | None:
    """Learns from the days before `day` (its index); None where a series has fewer than two weeks of whole days."""
    past = days.before(day, LONGEST)
    if past.amount.shape[1] < LEAST_DAYS or past.whole.sum(axis=1).min(initial=LEAST_DAYS) < LEAST_DAYS:
        return None
    level = fit_level(past)
    shape = fit_shape(past, int(days.weekday[day]), np.maximum(level.level, 1e-9))
    return Fitted(days, day, level, shape, fit_noise(past, level, shape.own))


def pace(fitted: Fitted, series: int, hour: float, so_far: float | None = None) -> Pace:
    """The forecast of one series at an hour of its day (20.5: half past eight) from what is in by then.

    `so_far` None: the sum of the hours before it.
    """
    days, day, noise = fitted.days, fitted.day, fitted.noise
    event = int(days.event[series, day])
    expected = float(fitted.level.of_day(int(days.weekday[day]), days.promo[:, day], days.event[:, day])[series])
    shares = fitted.shape.of_day(series, event)
    done = max(share_until(shares, hour), 1e-4)
    so_far = float(np.nansum(days.amount[series, day, :int(hour)])) if so_far is None else so_far
    mood = float(noise.mood[series]) if not event else _of_event(fitted, series, event)
    by_now, to_come = expected * done, expected * (1 - done)
    stray = float(noise.grain[series]) / max(by_now, 1e-9)
    times, doubt = (float(v) for v in credible(so_far / max(by_now, 1e-9), mood, stray))
    mean = max(times * to_come, 1e-9)
    spread = spread_at(days.before(day, LONGEST), fitted.level, fitted.shape, noise, min(int(hour), HOURS - 1))
    variance = spread * (mean**2 * doubt + float(noise.grain[series]) * mean)
    shape = float(np.clip(mean**2 / max(variance, 1e-300), LEAST_SHAPE, SUREST_SHAPE))
    return Pace(so_far, expected, by_now, shape, mean / shape)


def share_until(shares: Floats, hour: float) -> float:
    """The part of a day that is usually in at an hour, within the hour evenly."""
    whole = int(hour)
    return float(shares[:whole].sum()) + (float(shares[whole]) * (hour - whole) if whole < len(shares) else 0.0)


def _of_event(fitted: Fitted, series: int, event: int) -> float:
    seen = fitted.level.seen.get(event)
    return fitted.noise.event_known if seen is not None and seen[series] else EVENT_NEW


def paces(days: Days, day: int, asked: Sequence[tuple[int, int]]) -> list[Pace | None]:
    """Forecasts of one day for (series, hour) pairs; None each where too little is known of the series."""
    known = np.flatnonzero(days.before(day, LONGEST).whole.sum(axis=1) >= LEAST_DAYS)
    at = {int(series): i for i, series in enumerate(known)}
    fitted = fit(days.only(known), day) if at else None
    return [pace(fitted, at[series], hour) if fitted and series in at else None for series, hour in asked]
