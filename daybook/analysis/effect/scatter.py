"""How numbers of a shop scatter around each other: parts of a covariance, and their sizes learnt from the controls.

Two units differ by: the day's own noise, waves that last (autoregressive at two speeds), a drift (a random walk and a
straight trend), another share in what moves the whole shop, other weekdays, another share in each festival.  Each part
has one variance; all are found together by marginal likelihood on contrasts of the controls and on the treated unit
before any move (restricted likelihood: Patterson and Thompson 1971; Gaussian processes: Rasmussen and Williams 2006).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.effect.panel import Case, Floats, Logs

PARTS = ("noise", "wave", "swell", "walk", "trend", "share", "weekday", "event")
#: Where a variance is looked for before anything was measured: middle (sd of logs) and spread (in log sd).
FIRST_GUESS = {"noise": (0.18, 0.7), "wave": (0.06, 0.8), "swell": (0.06, 0.8), "walk": (0.006, 0.9),
               "trend": (0.12, 0.9), "share": (0.2, 0.7), "weekday": (0.06, 0.7), "event": (0.12, 0.7)}
WAVE, SWELL = 0.5, 0.85         # day-to-day correlation of the two waves
ANYWHERE = 100.0                # variance of a level that is not known


@dataclass(frozen=True)
class Belief:
    """What the log standard deviations of the parts are like over many cases: (parts,) each."""

    middle: Floats
    spread: Floats


def first_belief() -> Belief:
    """Before anything was measured."""
    guess = [FIRST_GUESS[name] for name in PARTS]
    return Belief(np.log([g[0] for g in guess]), np.array([g[1] for g in guess]))


def parts_of(case: Case, common: Floats) -> Floats:
    """(parts, days, days): covariances of unit size.  common (days,) is what moves all units together."""
    days = np.arange(case.days, dtype=np.float64)
    apart = np.abs(days[:, None] - days[None, :])
    since = days + 1.0
    trend = (days - days.mean()) / 100.0
    week = np.eye(7)[case.weekday] - 1.0 / 7.0
    names = [name for name in dict.fromkeys(case.events) if name]
    special = np.array([[float(e == name) for name in names] for e in case.events]).reshape(case.days, len(names))
    return np.stack([
        np.eye(case.days), WAVE ** apart, SWELL ** apart, np.minimum(since[:, None], since[None, :]),
        np.outer(trend, trend), np.outer(common, common), week @ week.T, special @ special.T])


def contrasts(rows: Floats) -> Floats:
    """(units - 1, days): orthonormal contrasts of the units, in which everything common is gone."""
    units = len(rows)
    helmert = np.zeros((units - 1, units))
    for k in range(1, units):
        helmert[k - 1, :k] = 1.0 / np.sqrt(k * (k + 1))
        helmert[k - 1, k] = -k / np.sqrt(k * (k + 1))
    return np.asarray(helmert @ rows)


@dataclass(frozen=True)
class Scattered:
    """Series with the same covariance: factor x (sum of parts) + counting on the diagonal + an unknown level."""

    rows: Floats                # (series, days used)
    days: np.ndarray            # which days
    factor: float
    counting: float


def series_of(case: Case, logs: Logs) -> list[Scattered]:
    """What the sizes are learnt from: control against control, and the treated unit before the moves."""
    units, every = len(logs.controls), np.arange(case.days)
    found = []
    if units >= 2:
        found.append(Scattered(contrasts(logs.controls), every, 1.0, float(logs.counting.mean())))
    free = np.flatnonzero(case.before)
    gap = logs.treated - (logs.controls.mean(axis=0) if units else 0.0)
    counting = float(logs.treated_counting.mean() + (logs.counting.mean() / units if units else 0.0))
    found.append(Scattered(gap[None, free], free, 1.0 + (1.0 / units if units else 0.0), counting))
    return found


def learn_sizes(parts: Floats, series: Sequence[Scattered], belief: Belief) -> tuple[Floats, Floats]:
    """(log sds, their standard errors): the likeliest sizes of the parts under the belief."""
    from scipy.optimize import minimize

    def cost(log_sd: Floats) -> tuple[float, Floats]:
        off = (log_sd - belief.middle) / belief.spread
        value, slope = 0.5 * float(off @ off), off / belief.spread
        variances = np.exp(2 * log_sd)
        for one in series:
            far, tilt = _unlikely(parts, one, variances)
            value, slope = value + far, slope + tilt * 2 * variances
        return value, slope

    bounds = [(m - 4 * s, m + 4 * s) for m, s in zip(belief.middle, belief.spread, strict=True)]
    found = minimize(cost, belief.middle, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 25, "ftol": 1e-6})
    at = np.asarray(found.x)
    errors = np.empty(len(at))
    for k in range(len(at)):
        step = np.zeros(len(at))
        step[k] = 0.05
        curve = (cost(at + step)[1][k] - cost(at - step)[1][k]) / 0.1
        errors[k] = 1 / np.sqrt(max(curve, 1 / belief.spread[k] ** 2))
    return at, errors


def _unlikely(parts: Floats, one: Scattered, variances: Floats) -> tuple[float, Floats]:
    """Minus log likelihood of the series, and its slope by each variance."""
    from scipy.linalg import cho_factor, cho_solve

    whole = len(one.days) == parts.shape[1]
    used = parts if whole else parts[:, one.days[:, None], one.days[None, :]]
    n = len(one.days)
    cov = one.factor * np.tensordot(variances, used, 1) + ANYWHERE
    cov[np.diag_indices(n)] += one.counting + 1e-8
    factor = cho_factor(cov, lower=True, check_finite=False)
    inverse = cho_solve(factor, np.eye(n), check_finite=False)
    weighted = one.rows @ inverse
    count = len(one.rows)
    value = count * float(np.log(np.diag(factor[0])).sum()) + 0.5 * float((weighted * one.rows).sum())
    tilt = 0.5 * one.factor * np.tensordot(used, count * inverse - weighted.T @ weighted, ([1, 2], [0, 1]))
    return value, tilt


def pooled(found: Floats, errors: Floats, first: Belief, weight: float = 6.0) -> Belief:
    """The belief after many cases: found and errors (cases, parts).  `weight` cases count for the first guess."""
    precision = 1 / (errors**2 + 0.15**2)
    middle = (precision * found).sum(axis=0) + weight / first.spread**2 * first.middle
    middle = middle / (precision.sum(axis=0) + weight / first.spread**2)
    apart = np.maximum((found - middle) ** 2 - errors**2, 0.0)
    share = precision / precision.max(axis=0)
    spread = np.sqrt(((share * apart).sum(axis=0) + weight * 0.4**2) / (share.sum(axis=0) + weight))
    return Belief(middle, np.clip(spread, 0.15, first.spread * 1.5))
