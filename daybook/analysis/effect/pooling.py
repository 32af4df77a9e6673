"""Strength borrowed over moves: what moves of this run brought as a whole says how far one noisy estimate is believed.

The log effects of all moves are a mixture of smooth bumps, one of them at no effect; their weights are learnt from the
estimates and their errors (empirical Bayes; Efron 2014 and 2016, Stephens' adaptive shrinkage 2017).  One case's answer
is its posterior under that mixture: median, and a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.effect.panel import Floats

GRID = np.round(np.arange(-1.2, 1.2001, 0.005), 4)
#: Bumps of the mixture: where an effect is, in log; the first is "as good as nothing".
BUMPS = np.concatenate([[0.0], np.arange(-0.8, -0.03, 0.04), np.arange(0.04, 0.81, 0.04)])
NOTHING_WIDTH, BUMP_WIDTH = 0.01, 0.05
#: What is believed before a move was measured: half of all moves bring nothing, the others about 15% either way.
FIRST_NOTHING, FIRST_SIZE = 0.5, 0.18
#: Moves that the first belief counts for.
FIRST_WEIGHT = 6.0
#: Of a range across 0; over all moves, shown ones too, ranges hold 0.9.
COVERAGE = 0.91
#: An effect is shown where the odds that it has the other sign, or is as good as nothing and lies there, are at most
#: `SHOWN`: then its range begins there, and misses `FAR` on the other side.
SHOWN, FAR = 0.13, 0.02
KIND_WEIGHT = 10.0              # moves that the belief of all kinds counts for in the belief of one
FREEDOM = 60.0                  # of Student's t: sizes of the scatter are learnt, not known


@dataclass(frozen=True)
class Mixture:
    """Weights of the bumps, summing to one."""

    weights: Floats

    @property
    def density(self) -> Floats:
        """(grid,) probabilities of each log effect on the grid."""
        return np.asarray(self.weights @ _bumps())


@dataclass(frozen=True)
class Range:
    """A log effect after pooling: its median, its range, and its mean."""

    middle: float
    low: float
    high: float
    mean: float


def first_mixture() -> Mixture:
    """The belief before any move was measured."""
    weights = np.exp(-0.5 * (BUMPS / FIRST_SIZE) ** 2)
    weights[0] = 0.0
    weights *= (1 - FIRST_NOTHING) / weights.sum()
    weights[0] = FIRST_NOTHING
    return Mixture(weights)


def learn_mixture(values: Sequence[float], errors: Sequence[float], weight: float = FIRST_WEIGHT,
                  start_from: Mixture | None = None) -> Mixture:
    """Weights of the bumps by expectation and maximisation; the first belief (or `start_from`, such as that of all kinds of
    moves) counts as `weight` moves."""
    mixture = start_from or first_mixture()
    if not len(values):
        return mixture
    start = mixture.weights * weight
    likely = np.stack([_likelihood(v, e) @ _bumps().T for v, e in zip(values, errors, strict=True)])
    weights = mixture.weights
    for _ in range(200):
        shares = weights * likely
        shares /= shares.sum(axis=1, keepdims=True)
        weights = (start + shares.sum(axis=0)) / (weight + len(values))
    return Mixture(weights)


def mixtures_of_kinds(kinds: Sequence[str], values: Sequence[float], errors: Sequence[float]) -> dict[str, Mixture]:
    """A belief for each kind of move, leaning on that of all kinds together."""
    together = learn_mixture(values, errors)
    found = {}
    for kind in dict.fromkeys(kinds):
        mine = [n for n, k in enumerate(kinds) if k == kind]
        found[kind] = learn_mixture([values[n] for n in mine], [errors[n] for n in mine], KIND_WEIGHT, together)
    return found


def posterior(value: float, error: float, mixture: Mixture, coverage: float = COVERAGE) -> Range:
    """One estimate under the mixture.

    Where the odds of the other sign are small enough the range says so (a local false sign rate; Stephens 2017): it leaves
    0 out and is one-sided but for little; else half of what may be missed lies on each side.
    """
    chance = mixture.density * _likelihood(value, error)
    chance = chance / chance.sum()
    below = np.cumsum(chance) - chance / 2
    miss = 1 - coverage
    low, high = _quantile(below, miss / 2), _quantile(below, 1 - miss / 2)
    if _quantile(below, SHOWN) > 0:
        low, high = _quantile(below, SHOWN), _quantile(below, 1 - FAR)
    elif _quantile(below, 1 - SHOWN) < 0:
        low, high = _quantile(below, FAR), _quantile(below, 1 - SHOWN)
    return Range(_quantile(below, 0.5), low, high, float(chance @ GRID))


def _quantile(below: Floats, share: float) -> float:
    return float(np.interp(share, below, GRID))


def _likelihood(value: float, error: float) -> Floats:
    """(grid,) likelihood of each log effect: Student's t around the estimate."""
    off = (value - GRID) / error
    return np.asarray((1 + off**2 / FREEDOM) ** (-(FREEDOM + 1) / 2) / error)


def _bumps() -> Floats:
    """(bumps, grid), each summing to one."""
    widths = np.where(BUMPS == 0, NOTHING_WIDTH, BUMP_WIDTH)[:, None]
    shape = np.exp(-0.5 * ((GRID[None, :] - BUMPS[:, None]) / widths) ** 2)
    return np.asarray(shape / shape.sum(axis=1, keepdims=True))
