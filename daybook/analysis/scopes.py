"""A cube of cells by dimension, and the scopes (slices and intersections of slices) that may carry a change of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Chance that a cause is a plain slice, a pair, a triple (each deeper one a third as likely): operators change
#: one product or one channel more often than one product in one channel for one device.
DEPTH_CHANCE = (0.55, 0.33, 0.12)
LEAST_EXPECTED = 2.0  # a scope with fewer expected counts cannot be told from noise at any drop
RATE_PRIOR = 0.3  # pseudo-count that keeps a forecast rate of a nearly empty cell away from 0


@dataclass(frozen=True)
class Cube:
    """What was measured and what was expected, cell by cell.

    `codes` is (cells, dims): the position of each cell's label in `labels[dim]`. `real` and `expected` are (cells,),
    counts or money, never negative; a cell that is absent had nothing expected and nothing measured.
    """

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    codes: Codes
    real: Floats
    expected: Floats


def sum_cube(
    dimensions: Sequence[str], labels: Sequence[Sequence[str]], codes: Codes, real: Floats, predicted: Floats
) -> Cube:
    """A cube of an additive measure, such as orders or paid amount."""
    return _cube(dimensions, labels, codes, real, np.maximum(predicted, 0.0))


def ratio_cube(
    dimensions: Sequence[str],
    labels: Sequence[Sequence[str]],
    codes: Codes,
    real: tuple[Floats, Floats],
    predicted: tuple[Floats, Floats],
) -> Cube:
    """A cube of a ratio such as payment conversion: expected = forecast rate times the visitors that really came.

    `real` and `predicted` are (numerator, denominator). The forecast rate of thin cells is pulled to the overall rate.
    """
    over, under = predicted
    overall = over.sum() / max(under.sum(), 1e-9)
    rate = (over + RATE_PRIOR) / (under + RATE_PRIOR / max(overall, 1e-9))
    rate *= overall / max(rate @ under / max(under.sum(), 1e-9), 1e-12)
    return _cube(dimensions, labels, codes, real[0], rate * real[1])


def _cube(
    dimensions: Sequence[str], labels: Sequence[Sequence[str]], codes: Codes, real: Floats, expected: Floats
) -> Cube:
    """Refuses what no forecast can be: lengths that differ, missing or negative values."""
    if codes.shape != (len(real), len(dimensions)) or len(real) != len(expected):
        raise ValueError(f"codes {codes.shape} do not fit {len(real)} cells in {len(dimensions)} dimensions")
    if not (np.isfinite(real).all() and np.isfinite(expected).all()):
        raise ValueError("a cube holds a missing value; leave the cell out, absent is not 0")
    if (real < 0).any():
        raise ValueError("a cube holds a negative value; take refunds out as a measure of their own")
    kept = (real > 0) | (expected > 0)
    floor = 1e-3 * max(expected.sum() / max(len(expected), 1), 1e-9)
    return Cube(
        tuple(dimensions),
        tuple(tuple(column) for column in labels),
        codes[kept],
        real[kept].astype(np.float64),
        np.maximum(expected[kept].astype(np.float64), floor),
    )


@dataclass(frozen=True)
class Scopes:
    """Every scope worth a look. Row i of `key` (scopes, dims) holds its codes, -1 where any label goes."""

    key: Codes
    cost: Floats  # (scopes,) minus log of the chance given to it before looking, in nats
    depth: Codes  # (scopes,) how many dimensions it names
    members: Any  # scipy CSR matrix (scopes, cells) of ones

    def sums(self, values: Floats) -> Floats:
        """Sums of (cells,) or (cells, k) within each scope."""
        return np.asarray(self.members @ values)

    def cells(self, scope: int) -> NDArray[np.int32]:
        """Positions of the cells in one scope."""
        start, end = self.members.indptr[scope], self.members.indptr[scope + 1]
        return np.asarray(self.members.indices[start:end])

    def blocks(self, chosen: Sequence[int]) -> Codes:
        """(cells,) 0 outside all chosen scopes, then a number for each combination of scopes that cells lie in."""
        combination = np.zeros(self.members.shape[1], dtype=np.int64)
        for bit, scope in enumerate(chosen):
            combination[self.cells(scope)] += 1 << bit
        present = np.union1d(combination, [0])
        return np.searchsorted(present, combination).astype(np.int64)

    def disjoint_from(self, scope: int) -> Mask:
        """(scopes,) True where no cell can be shared: some dimension is named by both, with another label."""
        mine = self.key[scope]
        return np.asarray(((self.key != mine) & (self.key >= 0) & (mine >= 0)).any(axis=1))


def list_scopes(cube: Cube, deepest: int = 3) -> Scopes:
    """All scopes of up to `deepest` dimensions that hold enough to be judged.

    A scope that holds just the cells of a wider one (its only label there) is left to the wider one.
    """
    from scipy.sparse import csr_matrix, vstack

    dims = len(cube.dimensions)
    cells = len(cube.real)
    sizes = [len(column) for column in cube.labels]
    keys, costs, blocks = [], [], []
    for depth in range(1, min(deepest, dims) + 1):
        for named in combinations(range(dims), depth):
            if any(sizes[at] < 2 for at in named):
                continue
            flat = np.ravel_multi_index(tuple(cube.codes[:, named].T), [sizes[at] for at in named])
            present, owner = np.unique(flat, return_inverse=True)
            big = np.bincount(owner, np.maximum(cube.expected, cube.real), len(present)) >= LEAST_EXPECTED
            key = np.full((len(present), dims), -1, dtype=np.int64)
            key[:, named] = np.stack(np.unravel_index(present, [sizes[at] for at in named]), axis=1)
            order = np.argsort(owner, kind="stable").astype(np.int32)
            ends = np.concatenate([[0], np.bincount(owner, minlength=len(present)).cumsum()])
            block = csr_matrix((np.ones(cells), order, ends), shape=(len(present), cells))
            keys.append(key[big])
            chance = DEPTH_CHANCE[min(depth, len(DEPTH_CHANCE)) - 1] / comb(dims, depth)
            costs.append(np.full(int(big.sum()), log(len(present)) - log(chance)))
            blocks.append(block if big.all() else block[big])
    key = np.concatenate(keys) if keys else np.zeros((0, dims), dtype=np.int64)
    members = vstack(blocks, format="csr") if blocks else csr_matrix((0, cells))
    return Scopes(key, np.concatenate(costs) if costs else np.zeros(0), (key >= 0).sum(axis=1), members)
