"""How well the counts of a scope fit each multiple of its forecast: one table of log-likelihoods for all scopes.

Since disjoint scopes share no cell, the likelihood of any set of them is a sum of rows of this table, which makes it
cheap to compare whole sets. Noise is negative binomial: variance = mean + spread x mean squared, in units of `unit`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.scopes import Codes, Floats, Scopes

STEP = 0.1  # of the log-multiple grid; six-point interpolation between is good to 0.01 nats at a million orders
GRID: Floats = np.arange(np.log(0.02), np.log(12.0), STEP)  # a slice that sold 2% to 12 times its forecast
FINE_PARTS = 20  # fine grid steps per coarse step: 0.5% in the store's factor
USUAL_SPREAD = 0.02  # forecasts of single cells are commonly off by some 14%; where data are thin, assume this
USUAL_WEIGHT = 15.0  # cells that this assumption counts for
SPREADS: Floats = np.concatenate([[1e-4], np.geomspace(1e-3, 1.0, 40)])


def _interpolation(at: Floats) -> tuple[Codes, Floats]:
    """Six-point Lagrange: first grid column (n,) and weights (n, 6) for log-multiples `at` (n,)."""
    place = np.clip((at - GRID[0]) / STEP, 0, len(GRID) - 1)
    first = np.clip(np.floor(place).astype(np.int64) - 2, 0, len(GRID) - 6)
    x = place - first
    weights = np.ones((len(at), 6))
    for i in range(6):
        for j in range(6):
            if i != j:
                weights[:, i] *= (x - j) / (i - j)
    return first, weights


def _fine_grid() -> tuple[Floats, Floats]:
    """The fine log-multiples (f,), 0 among them, and the matrix (grid, f) that takes a table row to them."""
    below, above = int(-GRID[0] / STEP * FINE_PARTS), int(GRID[-1] / STEP * FINE_PARTS)
    at = np.arange(-below, above + 1).astype(np.float64) * (STEP / FINE_PARTS)
    first, weights = _interpolation(at)
    matrix = np.zeros((len(GRID), len(at)))
    matrix[first[:, None] + np.arange(6), np.arange(len(at))[:, None]] = weights
    return at, matrix


FINE, TO_FINE = _fine_grid()


@dataclass(frozen=True)
class Noise:
    """How cells scatter around a right mean: variance = unit x mean + spread x mean squared.

    `unit` is 1 for counts and about one order's worth for money.
    """

    unit: float
    spread: float


@dataclass(frozen=True)
class Evidence:
    """Log-likelihood of each scope's cells at each log-multiple of the forecast, up to a constant per scope."""

    table: Floats  # (scopes, grid)
    total: Floats  # (grid,) of all cells together
    best: Floats  # (scopes,) the log-multiple that fits best
    peak: Floats  # (scopes,) log-likelihood there
    information: Floats  # (scopes,) curvature there: 1 / variance of the log-multiple

    def at(self, fine: int) -> Floats:
        """(scopes,) log-likelihood when every scope has the log-multiple FINE[fine]."""
        first = int(np.flatnonzero(TO_FINE[:, fine])[0])
        return np.asarray(self.table[:, first : first + 6] @ TO_FINE[first : first + 6, fine])


def weigh(scopes: Scopes, real: Floats, expected: Floats, noise: Noise) -> Evidence:
    """The table for all scopes; `expected` (cells,) is the forecast after known slice errors."""
    spread = max(noise.spread, 1e-4)
    counts, means = real / noise.unit, expected / noise.unit
    grown = np.log1p(spread * means[:, None] * np.exp(GRID))
    loss = (counts + 1 / spread)[:, None] * grown
    table = scopes.sums(counts)[:, None] * GRID - scopes.sums(loss)
    total = counts.sum() * GRID - loss.sum(axis=0)
    best, peak, information = _peaks(table)
    return Evidence(table, total, best, peak, information)


def _peaks(table: Floats) -> tuple[Floats, Floats, Floats]:
    """Where each row is highest, how high, and its curvature there; two parabolas, coarse then fine."""
    rows = np.arange(len(table))
    top = np.clip(table.argmax(axis=1), 1, len(GRID) - 2) if len(table) else np.zeros(0, dtype=np.int64)
    at, step = GRID[top], STEP
    heights = np.stack([table[rows, top - 1], table[rows, top], table[rows, top + 1]])
    for _ in range(2):
        low, middle, high = heights
        curve = np.maximum(2 * middle - low - high, 1e-12)
        at = at + np.clip(0.5 * (high - low) / curve, -1, 1) * step
        step = STEP / 10
        heights = np.stack([_along_rows(table, at + shift) for shift in (-step, 0.0, step)])
    low, middle, high = heights
    return at, middle, np.maximum(2 * middle - low - high, 1e-9) / step**2


def _along_rows(table: Floats, at: Floats) -> Floats:
    """Row i of the table at log-multiple at[i]."""
    first, weights = _interpolation(at)
    values = np.take_along_axis(table, first[:, None] + np.arange(6), axis=1)
    return np.asarray((values * weights).sum(axis=1))


def measure_noise(real: Floats, fitted: Floats) -> Noise:
    """Noise left around a fit (cells,): Pearson residuals, capped so that a missed cause does not pass for noise.

    Whole numbers are taken for counts (unit 1) unless they scatter far more than counts can at small means.
    """
    unit = _unit(real, fitted)
    mean, squared = fitted / unit, ((real - fitted) / unit) ** 2
    used = mean > (4.0 if (mean > 4.0).sum() >= 60 else 1.0)
    if used.sum() < 10:
        return Noise(unit, USUAL_SPREAD)
    mean, squared = mean[used], squared[used]
    scaled = np.minimum(squared / (mean + SPREADS[:, None] * mean**2), 9.0).sum(axis=1)
    usual = (1 + USUAL_SPREAD * mean.mean()) / (1 + SPREADS * mean.mean())
    score = (scaled + USUAL_WEIGHT * usual) / (len(mean) + USUAL_WEIGHT)
    wanted = 0.97  # the mean of a squared standard normal capped at 9
    return Noise(unit, float(SPREADS[int(np.abs(score - wanted).argmin())]))


def _unit(real: Floats, fitted: Floats) -> float:
    """One order's worth: variance over mean in the thin cells, where the spread of the forecast hardly counts."""
    if np.array_equal(real, np.round(real)) and (real == 1).any():
        return 1.0
    order = np.argsort(fitted)
    thin = order[: max(20, len(order) // 3)]
    mean, squared = fitted[thin], (real[thin] - fitted[thin]) ** 2
    return float(max(squared.sum() / max(mean.sum(), 1e-9), 1e-6))
