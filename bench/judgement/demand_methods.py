"""What others would forecast of SKU demand: the published methods, by the statsforecast package where it is installed and
else written here after their papers, with that package's settings.

A method takes one SKU's units a day since its first sale and gives the units of each of the days to come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Callable[[Floats, int], Floats]
WEEK = 7
#: Smoothing of Croston's method (Syntetos & Boylan 2005, IJF 21, 303) and bounds of the optimised one in ADIDA and IMAPA.
CROSTON_ALPHA, BOUNDS = 0.1, (0.1, 0.3)
TSB_ALPHAS = (0.2, 0.2)


def seasonal_naive(units: Floats, days: int) -> Floats:
    """Each day as the same weekday last week."""
    return np.resize(units[-WEEK:], days)


def seasonal_window(units: Floats, days: int, weeks: int = 4) -> Floats:
    """Each day as the mean of that weekday over the last weeks."""
    return np.resize(units[-WEEK * weeks:].reshape(-1, WEEK).mean(axis=0), days)


def window(units: Floats, days: int) -> Floats:
    """Every day as the mean of the last four weeks: what a console's days of cover rest on."""
    return np.full(days, units[-28:].mean())


def _smoothed(values: Floats, alpha: float) -> float:
    level = float(values[0])
    for value in values[1:]:
        level += alpha * (float(value) - level)
    return level


def croston_sba(units: Floats, days: int) -> Floats:
    """Size over interval, each smoothed, less the bias of that ratio (Syntetos & Boylan 2005)."""
    at = np.flatnonzero(units)
    if not len(at):
        return np.zeros(days)
    size, gap = _smoothed(units[at], CROSTON_ALPHA), _smoothed(np.diff(at + 1, prepend=0).astype(float), CROSTON_ALPHA)
    return np.full(days, 0.95 * size / gap)


def tsb(units: Floats, days: int) -> Floats:
    """Size times chance of a sale, the chance smoothed every day (Teunter, Syntetos & Babai 2011)."""
    sells = units > 0
    if not sells.any():
        return np.zeros(days)
    return np.full(days, _smoothed(units[sells], TSB_ALPHAS[0]) * _smoothed(sells.astype(float), TSB_ALPHAS[1]))


def _best_smoothed(values: Floats) -> float:
    """The next value by exponential smoothing with the weight of least squares."""
    from scipy.optimize import minimize_scalar

    def squares(alpha: float) -> float:
        level, total = float(values[0]), 0.0
        for value in values[1:]:
            total += (float(value) - level) ** 2
            level += alpha * (float(value) - level)
        return total

    return _smoothed(values, float(minimize_scalar(squares, bounds=BOUNDS, method="bounded", options={"xatol": 0.01}).x))


def _of_buckets(units: Floats, width: int) -> float:
    return _best_smoothed(units[len(units) % width:].reshape(-1, width).sum(axis=1)) / width


def _mean_gap(units: Floats) -> int:
    at = np.flatnonzero(units)
    return max(round(float(np.diff(at + 1, prepend=0).mean())), 1) if len(at) else 1


def adida(units: Floats, days: int) -> Floats:
    """Smoothed over buckets as wide as the mean interval between sales (Nikolopoulos et al. 2011, JORS 62, 544)."""
    return np.full(days, _of_buckets(units, _mean_gap(units)))


def imapa(units: Floats, days: int) -> Floats:
    """The mean of that over buckets of one day up to the mean interval (Petropoulos & Kourentzes 2015, JORS 66, 914)."""
    return np.full(days, np.mean([_of_buckets(units, width) for width in range(1, _mean_gap(units) + 1)]))


OWN: dict[str, Method] = {
    "SeasonalNaive": seasonal_naive, "SeasonalWindowAverage": seasonal_window, "WindowAverage": window,
    "CrostonSBA": croston_sba, "TSB": tsb, "ADIDA": adida, "IMAPA": imapa}


def each(method: Method, units: Floats, first: Sequence[int], at: int, days: int) -> Floats:
    """A method on every SKU from day `at` on: (skus, days); 0 of SKUs that sold nothing before."""
    return np.stack([method(own[start:at], days) if start <= at - 28 else np.zeros(days)
                     for own, start in zip(units, first, strict=True)])


def package_methods() -> dict[str, Method] | None:
    """The same methods and AutoETS as the statsforecast package has them; None where it is not installed."""
    try:
        from statsforecast import models as m  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    made = {"SeasonalNaive": m.SeasonalNaive(WEEK), "SeasonalWindowAverage": m.SeasonalWindowAverage(WEEK, 4),
            "WindowAverage": m.WindowAverage(28), "CrostonSBA": m.CrostonSBA(), "TSB": m.TSB(*TSB_ALPHAS), "ADIDA": m.ADIDA(),
            "IMAPA": m.IMAPA(), "AutoETS": m.AutoETS(season_length=WEEK)}

    def told_by(model: object) -> Method:
        return lambda units, days: np.asarray(model.forecast(y=units, h=days)["mean"])  # type: ignore[attr-defined]

    return {name: told_by(model) for name, model in made.items()}
