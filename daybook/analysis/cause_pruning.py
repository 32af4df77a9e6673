"""Takes small causes back out where errors of the forecast that whole slices share explain the cube as well.

A set of scopes is scored together with the slice errors that it leaves: only a scope that beats them is a cause.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from daybook.analysis.cause_search import CauseSet, store_prior
from daybook.analysis.scope_evidence import FINE, Noise
from daybook.analysis.scopes import Codes, Cube, Floats, Scopes
from daybook.analysis.slice_errors import learn_slice_errors

WEAK = 0.45  # log-factor below which a scope may be a slice error: forecasts of a slice are hardly ever off by 1.5


def drop_slice_errors(cube: Cube, scopes: Scopes, found: CauseSet, noise: Noise) -> CauseSet:
    """`found` without those weak scopes that slice errors explain at less cost."""
    moved = np.array(found.moved) - FINE[found.store]
    weak = [at for at in range(len(found.scopes)) if abs(moved[at]) < WEAK]
    if not weak:
        return found
    kept = [at for at in range(len(found.scopes)) if at not in weak]
    best = _joint_score(cube, scopes, found, kept, noise)
    while weak:
        scores = {at: _joint_score(cube, scopes, found, [*kept, at], noise) for at in weak}
        pick = max(weak, key=scores.__getitem__)
        if scores[pick] <= best:
            break
        best = scores[pick]
        kept.append(pick)
        weak.remove(pick)
    if not weak or _joint_score(cube, scopes, found, range(len(found.scopes)), noise) > best:
        return found
    return _only(found, sorted(kept))


def _only(found: CauseSet, kept: Sequence[int]) -> CauseSet:
    """The set with only the scopes at positions `kept`."""
    return CauseSet(
        tuple(found.scopes[at] for at in kept),
        found.store,
        found.score,
        tuple(found.moved[at] for at in kept),
        tuple(found.worth[at] for at in kept),
        tuple(found.costs[at] for at in kept),
    )


def _joint_score(cube: Cube, scopes: Scopes, found: CauseSet, kept: Sequence[int], noise: Noise) -> float:
    """Log-likelihood of store factor, the kept scopes' factors and slice errors, less their cost, in nats."""
    blocks = scopes.blocks([found.scopes[at] for at in kept])
    factors = _fit_factors(cube, blocks, noise)
    fitted = cube.expected * factors[blocks]
    mean, counts = fitted / noise.unit, cube.real / noise.unit
    spread = max(noise.spread, 1e-4)
    fit = float(counts @ np.log(mean) - (counts + 1 / spread) @ np.log1p(spread * mean))
    store = float(store_prior(np.log(factors[:1]))[0])
    errors = learn_slice_errors(cube, fitted, blocks, noise)
    return fit + store + errors.gain - sum(found.costs[at] for at in kept)


def _fit_factors(cube: Cube, blocks: Codes, noise: Noise) -> Floats:
    """(blocks,) factor of each block, weighted as its noise asks; a few fixed-point steps."""
    mean, counts = cube.expected / noise.unit, cube.real / noise.unit
    least = 0.25 / np.maximum(np.bincount(blocks, mean), 1e-9)  # a slice that sold nothing is at 0, not at log 0
    factors = np.maximum(np.bincount(blocks, counts) / np.maximum(np.bincount(blocks, mean), 1e-9), least)
    for _ in range(4):
        weight = 1 / (1 + noise.spread * mean * factors[blocks])
        top, bottom = np.bincount(blocks, counts * weight), np.bincount(blocks, mean * weight)
        factors = np.maximum(top / np.maximum(bottom, 1e-9), least)
    return factors
