"""Causes that cross, such as one product out of stock on the day that one channel broke down: their factors multiply.

Disjoint scopes would have to describe such a day in many pieces. After the disjoint search, crossing sets are grown
from what it found and win where they explain the cube clearly better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.cause_search import CauseSet, Rules, least_moves, scope_costs, store_prior
from daybook.analysis.scope_evidence import FINE, Evidence, Noise
from daybook.analysis.scopes import Cube, Floats, Mask, Scopes
from daybook.analysis.slice_errors import SliceErrors

CROSSING_PRICE = 3.0  # nats by which a crossing set must be better than the disjoint one: days with one are rarer
NEWTON_STEPS = 8  # at most; four or five are usual
TRIED = 3  # scopes fitted in full per step, the most promising by their sums


@dataclass(frozen=True)
class _Fit:
    """A crossing set: log-factors of store (first) and scopes, fitted means (cells,), score in nats."""

    scopes: tuple[int, ...]
    logs: Floats
    mean: Floats
    score: float


@dataclass(frozen=True)
class _Crossing:
    """Fits crossing sets of one cube."""

    scopes: Scopes
    counts: Floats  # (cells,) in units
    forecast: Floats  # (cells,) in units, after slice errors
    spread: float
    cost: Floats  # (scopes,)
    least: Floats  # (scopes,)

    def fit(self, chosen: tuple[int, ...]) -> _Fit:
        """Store and scope factors by Newton steps on the negative binomial likelihood."""
        design = np.ones((len(self.counts), 1 + len(chosen)))
        for at, scope in enumerate(chosen, start=1):
            design[:, at] = 0.0
            design[self.scopes.cells(scope), at] = 1.0
        logs = np.zeros(design.shape[1])
        mean = self.forecast
        for _ in range(NEWTON_STEPS):
            damped = 1 / (1 + self.spread * mean)
            normal = design.T @ (design * (mean * damped)[:, None]) + 1e-6 * np.eye(len(logs))
            step = np.clip(np.linalg.solve(normal, design.T @ ((self.counts - mean) * damped)), -0.7, 0.7)
            logs = logs + step
            mean = np.maximum(self.forecast * np.exp(np.clip(design @ logs, FINE[0], FINE[-1])), 1e-12)
            if np.abs(step).max() < 1e-3:
                break
        fit = float(self.counts @ np.log(mean) - (self.counts + 1 / self.spread) @ np.log1p(self.spread * mean))
        return _Fit(chosen, logs, mean, fit + float(store_prior(logs[:1])[0]) - float(self.cost[list(chosen)].sum()))

    def grow(self, fit: _Fit, most: int) -> _Fit:
        """Adds the scope that helps most, crossing or not, as long as one helps."""
        while len(fit.scopes) < most:
            gains = np.where(self._may_join(fit.scopes), self._gains(fit.mean), -np.inf)
            tried = [int(scope) for scope in np.argsort(-gains)[:TRIED] if gains[scope] > 0]
            better = [self.fit((*fit.scopes, scope)) for scope in tried]
            better = [other for other in better if (np.abs(other.logs[1:]) >= self.least[list(other.scopes)]).all()]
            if not better or max(other.score for other in better) <= fit.score:
                break
            fit = max(better, key=lambda other: other.score)
        return fit

    def _gains(self, mean: Floats) -> Floats:
        """(scopes,) about what a factor of its own would add, from sums alone (quasi-Poisson deviance)."""
        sums = self.scopes.sums(np.stack([self.counts, mean, mean + self.spread * mean**2], axis=1))
        real, fitted, variance = np.maximum(sums, 1e-9).T
        deviance = (real * np.log(real / fitted) - real + fitted) * fitted / variance
        return np.asarray(np.where(np.abs(np.log(real / fitted)) >= self.least, deviance - self.cost, -np.inf))

    def _may_join(self, chosen: tuple[int, ...]) -> Mask:
        """Scopes that neither hold a chosen one nor lie in it: those are told apart by the disjoint search."""
        key = self.scopes.key
        free = np.ones(len(key), dtype=bool)
        for scope in chosen:
            mine = key[scope]
            wider = ((key == mine) | (key < 0)).all(axis=1)
            narrower = ((key == mine) | (mine < 0)).all(axis=1)
            free &= ~(wider | narrower)
        return free


def let_causes_cross(
    cube: Cube, errors: SliceErrors, scopes: Scopes, evidence: Evidence, found: CauseSet, noise: Noise, rules: Rules
) -> CauseSet:
    """`found`, or a set with crossing scopes where that is better by more than its price.

    `evidence` is that of the forecast after `errors`.
    """
    if not found.scopes:
        return found
    crossing = _Crossing(
        scopes,
        cube.real / noise.unit,
        cube.expected * errors.factor / noise.unit,
        max(noise.spread, 1e-4),
        scope_costs(scopes, evidence, rules),
        least_moves(scopes, errors.sizes, rules),
    )
    plain = crossing.fit(found.scopes)
    starts = [plain]
    if len(found.scopes) > 2:
        starts.append(crossing.fit((found.scopes[int(np.argmax(found.worth))],)))
    best = max((crossing.grow(start, rules.most_causes) for start in starts), key=lambda fit: fit.score)
    return found if best.score <= plain.score + CROSSING_PRICE else _as_set(crossing, best)


def _as_set(crossing: _Crossing, fit: _Fit) -> CauseSet:
    """The crossing set; each scope's worth is what the score loses without it."""
    worth = tuple(
        fit.score - crossing.fit(tuple(other for other in fit.scopes if other != scope)).score for scope in fit.scopes
    )
    store = int(np.abs(FINE - fit.logs[0]).argmin())
    moved = tuple(float(FINE[store] + own) for own in fit.logs[1:])
    return CauseSet(fit.scopes, store, fit.score, moved, worth, tuple(map(float, crossing.cost[list(fit.scopes)])))
