"""Errors of the forecast that all cells of a slice share, such as every product on one channel forecast 5% too high.

Such an error is no cause. How large they are is learned from the cube itself: per dimension a variance of the slices'
log-factors, by marginal likelihood (a linear mixed model on the working response of the counts; Breslow and Clayton,
Approximate inference in generalized linear mixed models, JASA 1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.scope_evidence import Noise
from daybook.analysis.scopes import Codes, Cube, Floats

SIZES: Floats = np.array([0.0, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1])  # log-standard deviations tried
USUAL_SIZE = 0.02  # exponential prior of a size: slices off by a few percent are common, by 10% rare
FAR = 0.08  # log-factor beyond which one linearisation misjudges the likelihood
MOST_SLICES = 60  # a dimension with more labels has no slice errors of its own: its cells' spread covers them
LEAST_GAIN = 1.0  # nats by which slice errors must explain the cube better than none


@dataclass(frozen=True)
class SliceErrors:
    """Learned log-standard deviation per dimension, and what each cell's forecast is to be multiplied with."""

    sizes: Floats  # (dims,)
    factor: Floats  # (cells,)
    gain: float  # nats won over no slice errors at all


def no_slice_errors(cube: Cube) -> SliceErrors:
    """Each slice forecast right."""
    return SliceErrors(np.zeros(len(cube.dimensions)), np.ones(len(cube.real)), 0.0)


@dataclass(frozen=True)
class _Normal:
    """The working normal equations of the slices' log-factors, store and scope factors swept out."""

    matrix: Floats  # (slices, slices)
    score: Floats  # (slices,)
    owner: Codes  # (slices,) the dimension of each slice
    offset: float  # nats that the linearisation leaves out

    def gain(self, sizes: Floats) -> float:
        """Log marginal likelihood of these sizes (dims,) against zero, with their prior."""
        size = sizes[self.owner]
        used = size > 0
        if not used.any():
            return 0.0
        scale = size[used]
        inner = np.eye(int(used.sum())) + scale[:, None] * self.matrix[np.ix_(used, used)] * scale
        lower = np.linalg.cholesky(inner)
        half = np.linalg.solve(lower, scale * self.score[used])
        fit = 0.5 * float(half @ half) - float(np.log(np.diag(lower)).sum())
        return fit + self.offset - float(sizes.sum()) / USUAL_SIZE

    def factors(self, sizes: Floats) -> Floats:
        """Best guess of each slice's log-factor (slices,)."""
        scale = sizes[self.owner]
        inner = np.eye(len(scale)) + scale[:, None] * self.matrix * scale
        return np.asarray(scale * np.linalg.solve(inner, scale * self.score))


def learn_slice_errors(cube: Cube, fitted: Floats, blocks: Codes, noise: Noise) -> SliceErrors:
    """Slice errors around a fit.

    `fitted` (cells,) is the fit with store and scope factors, without slice errors; `blocks` (cells,) is 0 outside all
    scopes and 1.. inside the first, second, ...: their factors are free, so they tell nothing of slice errors.
    """
    design, owner = _slices(cube)
    if not len(owner):
        return no_slice_errors(cube)
    normal = _normal_equations(cube, fitted, (design, owner), blocks, noise, np.zeros(len(owner)))
    sizes = _best_sizes(normal, np.zeros(len(cube.dimensions)))
    factors = normal.factors(sizes)
    if np.abs(factors).max() > FAR:
        normal = _normal_equations(cube, fitted, (design, owner), blocks, noise, factors)
        sizes = _best_sizes(normal, sizes)
        factors = normal.factors(sizes)
    gain = normal.gain(sizes)
    if gain < LEAST_GAIN:
        return no_slice_errors(cube)
    return SliceErrors(sizes, np.exp(design @ factors), gain)


def _best_sizes(normal: _Normal, start: Floats) -> Floats:
    """(dims,) the sizes of highest marginal likelihood: one for all dimensions first, then each in turn."""
    learnable = np.unique(normal.owner)
    sizes = start
    if not start.any():
        shared = np.zeros((len(SIZES), len(start)))
        shared[:, learnable] = SIZES[:, None]
        sizes = max(shared, key=normal.gain)
    for _ in range(2):
        before = sizes
        for at in learnable:
            tried = np.repeat(sizes[None], len(SIZES), axis=0)
            tried[:, at] = SIZES
            sizes = max(tried, key=normal.gain)
        if np.array_equal(before, sizes) or np.count_nonzero(sizes) < 2:
            break
    return sizes


def _slices(cube: Cube) -> tuple[Floats, Codes]:
    """Which cell is in which slice (cells, slices), and the dimension of each slice (slices,)."""
    columns, owner = [np.zeros((len(cube.real), 0), dtype=bool)], []
    for at, labels in enumerate(cube.labels):
        if 2 <= len(labels) <= MOST_SLICES:
            columns.append(cube.codes[:, at][:, None] == np.arange(len(labels)))
            owner += [at] * len(labels)
    return np.concatenate(columns, axis=1).astype(np.float64), np.array(owner, dtype=np.int64)


def _normal_equations(
    cube: Cube, fitted: Floats, slices: tuple[Floats, Codes], blocks: Codes, noise: Noise, around: Floats
) -> _Normal:
    """Information and score of the slices' log-factors, linearised at `around` (slices,)."""
    design, owner = slices
    counts, start = cube.real / noise.unit, fitted / noise.unit
    free = (blocks[:, None] == np.arange(blocks.max() + 1)).astype(np.float64)
    mean = start * np.exp(design @ around)
    for _ in range(3 if around.any() else 0):
        weight = 1 / (1 + noise.spread * mean)
        mean = mean * ((counts * weight) @ free / np.maximum((mean * weight) @ free, 1e-9))[blocks]
        mean = np.maximum(mean, 1e-9)
    weight = mean / (1 + noise.spread * mean)
    residual = (counts - mean) / (1 + noise.spread * mean)
    weighted = design * weight[:, None]
    across = weighted.T @ free
    swept = across / np.maximum(weight @ free, 1e-12)
    matrix = design.T @ weighted - swept @ across.T
    score = design.T @ residual - swept @ (free.T @ residual)
    bent = matrix @ around
    won = _log_likelihood(counts, mean, noise) - _log_likelihood(counts, start, noise) if around.any() else 0.0
    return _Normal(matrix, score + bent, owner, won - float(around @ score) - 0.5 * float(around @ bent))


def _log_likelihood(counts: Floats, mean: Floats, noise: Noise) -> float:
    """Negative binomial, up to a constant of the counts."""
    spread = max(noise.spread, 1e-4)
    return float(counts @ np.log(mean) - (counts + 1 / spread) @ np.log1p(spread * mean))
