"""Exponential smoothing with additive errors, chosen by AICc, for many SKUs at once: what AutoETS comes to on days without a
sale, since multiplicative errors and seasons need values above 0 (Hyndman, Koehler, Ord & Snyder 2008, ch. 2 and 7)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEEK = 7
ALPHAS = (0.001, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7)
BETAS, PHIS = (0.001, 0.01, 0.05), (0.9, 0.98)
GAMMAS = (0.001, 0.01, 0.03, 0.08, 0.15)


@dataclass(frozen=True)
class Form:
    """Weights of one model: level, trend (0: none) with damping, season (0: none); `free` counts what is fitted."""

    alpha: float
    beta: float = 0.0
    phi: float = 1.0
    gamma: float = 0.0

    @property
    def free(self) -> int:
        return 3 + (3 if self.beta else 0) + (WEEK + 1 if self.gamma else 0)


def forms() -> list[Form]:
    """ANN, AAdN and ANA on a grid of weights."""
    trended = [Form(a, a * b, p) for a, b, p in itertools.product(ALPHAS, (0.01, 0.1, 0.3), PHIS)]
    return [*(Form(a) for a in ALPHAS), *trended, *(Form(a, gamma=g) for a, g in itertools.product(ALPHAS, GAMMAS))]


def auto_ets(units: Floats, first: Sequence[int], origins: Sequence[int], days: int) -> dict[int, Floats]:
    """Origin -> what the form of least AICc foretells (skus, days), each SKU's days since its first sale alone counted."""
    best: dict[int, tuple[Floats, Floats]] = {t: (np.full(len(units), np.inf), np.zeros((len(units), days))) for t in origins}
    for form in forms():
        for t, (aicc, told) in _run(units, np.asarray(first), form, set(origins), days).items():
            least, kept = best[t]
            better = aicc < least
            best[t] = np.where(better, aicc, least), np.where(better[:, None], told, kept)
    return {t: told for t, (_, told) in best.items()}


def _run(units: Floats, first: NDArray[np.int64], form: Form, origins: set[int], days: int) -> dict[int, tuple[Floats, Floats]]:
    """One form over all days; the start is the first eight weeks' level and weekdays, as `forecast::ets` heuristics have it."""
    n, length = units.shape
    level, season = _start(units, first)
    season = season if form.gamma else np.zeros_like(season)
    trend, squares, found = np.zeros(n), np.zeros(n), {}
    for t in range(length + 1):
        if t in origins:
            found[t] = _aicc(squares, np.maximum(t - first, 1), form.free), _ahead(level, trend, season, form, t, days)
        if t == length:
            break
        on = t >= first
        error = np.where(on, units[:, t] - (level + form.phi * trend + season[:, t % WEEK]), 0.0)
        squares += error**2
        level = level + form.phi * trend + form.alpha * error
        trend = form.phi * trend + form.beta * error
        season[:, t % WEEK] += form.gamma * error
    return found


def _start(units: Floats, first: NDArray[np.int64]) -> tuple[Floats, Floats]:
    level, season = np.zeros(len(units)), np.zeros((len(units), WEEK))
    for i, since in enumerate(first):
        own = units[i, since:since + 8 * WEEK]
        level[i] = own.mean()
        for k in range(WEEK):
            same = own[(np.arange(since, since + len(own)) % WEEK) == k]
            season[i, k] = same.mean() - level[i] if len(same) else 0.0
    return level, season


def _aicc(squares: Floats, n: NDArray[np.int64], free: int) -> Floats:
    return n * np.log(np.maximum(squares, 1e-9) / n) + 2 * free + 2 * free * (free + 1) / np.maximum(n - free - 1, 1)


def _ahead(level: Floats, trend: Floats, season: Floats, form: Form, t: int, days: int) -> Floats:
    damped = np.cumsum(form.phi ** np.arange(1, days + 1))
    return np.asarray(level[:, None] + trend[:, None] * damped + season[:, np.arange(t, t + days) % WEEK])
