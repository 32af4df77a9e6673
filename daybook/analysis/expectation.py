"""What a day should have been: the middle, an interval, and the odds that noise alone goes that far from it.

The expectation of a day is made of earlier days and the calendar, never of the day itself or later ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from daybook.analysis.day_watch import Settings, keep_watch
from daybook.analysis.rhythm import Flags, Floats, Ints, Kind, Pace, Readings, calendar_columns
from daybook.analysis.thin_counts import at_least, at_most, quantile

THIN = 150.0  # expected counts below this get the interval and odds of a negative binomial, above of a log-normal
RATIO_REACH = 0.2  # how much of an event's pull on visitors a ratio feels, as a first guess
RATIO_PACE = Pace(slope=0.0)  # a ratio has no trend that goes on for ever


@dataclass(frozen=True)
class Expectation:
    """Arrays (series, days) in the metric's unit (amount, or amount over exposure); NaN where nothing can be told
    yet.

    `low` and `high` enclose the share of ordinary days that was asked for; `scale` is the standard deviation of the
    log of a reading around `mid`: noise, and the doubt about level and calendar effects.
    """

    mid: Floats
    low: Floats
    high: Floats
    scale: Floats


def expect(
    values: Floats,
    day_ordinals: Ints,
    events: NDArray[np.str_] | None = None,
    kind: Kind = "count",
    drivers: Floats | None = None,
    promotions: Flags | None = None,
    reach: float | None = None,
    coverage: float = 0.9,
) -> Expectation:
    """What each day of `values` (series, days) should have been, from the days before it.

    `drivers` (series, days) is what the metric is counted over: visitors for a conversion, whose `values` are then
    orders (kind "share"); orders for money, whose `mid` is then money per order.  `events` (series, days) names the
    known event of a day or "", `promotions` the shop's own; both may reach into days whose value is NaN, so tomorrow
    can be expected too when its driver is given.  Shops borrow from each other what their own history does not tell:
    event effects and noise.
    """
    readings = Readings(kind, values, drivers)
    ratio = drivers is not None
    columns = calendar_columns(day_ordinals, events, promotions, reach or (RATIO_REACH if ratio else 1.0))
    columns = tuple(column.spread_to(values.shape[0]) for column in columns)
    settings = Settings(pace=RATIO_PACE if ratio else Pace())
    watched = keep_watch({"it": readings}, {"it": columns}, {}, {"it": settings})
    return interval(readings, watched.expected["it"], watched.variance["it"], coverage)


def interval(readings: Readings, expected: Floats, variance: Floats, coverage: float = 0.9) -> Expectation:
    """Expectation in the metric's unit from the expected amount and the log variance around it, all (series,
    days).
    """
    from scipy.special import ndtri

    reach = float(ndtri(0.5 + coverage / 2))
    scale = np.sqrt(variance)
    low, high = expected * np.exp(-reach * scale), expected * np.exp(reach * scale)
    thin = (expected < THIN) & (readings.kind != "money")
    if thin.any():
        r, p = _negative_binomial(expected[thin], variance[thin])
        low[thin], high[thin] = quantile(0.5 - coverage / 2, r, p), quantile(0.5 + coverage / 2, r, p)
    over = readings.exposure if readings.exposure is not None else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return Expectation(expected / over, low / over, high / over, scale)


def odds_of_noise(
    actual: Floats, expectation: Expectation, kind: Kind = "count", drivers: Floats | None = None
) -> Floats:
    """Chance that noise alone goes at least this far from the expectation, to either side; NaN where not in.

    `actual` (series, days) is the amount, as given to `expect` with the same `drivers`.  Thin counts are read
    against a negative binomial of the expected mean and variance, everything else against a log-normal.
    """
    from scipy.special import ndtr

    expected = expectation.mid * (drivers if drivers is not None else 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log(np.maximum(actual, 1e-9) / expected) / expectation.scale
    odds = 2 * ndtr(-np.abs(z))
    thin = (expected < THIN) & np.isfinite(actual) & (kind != "money")
    if thin.any():
        r, p = _negative_binomial(expected[thin], expectation.scale[thin] ** 2)
        below, above = at_most(np.floor(actual[thin]), r, p), at_least(np.floor(actual[thin]), r, p)
        odds[thin] = np.minimum(1.0, 2 * np.minimum(below, above))
    return np.asarray(np.where(np.isfinite(actual), odds, np.nan))


def _negative_binomial(mean: Floats, log_variance: Floats) -> tuple[Floats, Floats]:
    """(r, p) of the negative binomial with this mean and, about it, this relative variance (at least
    Poisson's).
    """
    extra = np.maximum(log_variance - 1 / np.maximum(mean, 1e-9), 1e-4)
    r = 1 / extra
    return r, r / (r + mean)
