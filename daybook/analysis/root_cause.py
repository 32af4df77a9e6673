"""Root cause (归因): which slices carry a change, several at once, or none when the whole store moved or nothing did.

Each set of disjoint scopes is one model of the cube: every scope has its own factor, everything else moves with the
store, and the set that explains the counts best after paying for its complexity wins (minimum description length).
Search and noise are described with sources and figures in docs/judgement/rca.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from daybook.analysis.cause_overlaps import let_causes_cross
from daybook.analysis.cause_pruning import drop_slice_errors
from daybook.analysis.cause_search import CauseSet, Rules, search
from daybook.analysis.scope_evidence import FINE, Noise, measure_noise, weigh
from daybook.analysis.scopes import Cube, Floats, Scopes, list_scopes
from daybook.analysis.slice_errors import SliceErrors, learn_slice_errors, no_slice_errors

START = Noise(unit=1.0, spread=0.03)
ROUNDS = 4  # noise, slice errors and causes are found in turn; they settle in two or three


@dataclass(frozen=True)
class Cause:
    """One scope that moved by itself, such as {"channel": "search", "device": "phone"}."""

    scope: tuple[tuple[str, str], ...]
    factor: float  # measured over expected
    real: float
    expected: float  # forecast times the store's factor and those of causes that cross it
    evidence: float  # nats by which the model is better with this cause than without; odds are about exp of it

    @property
    def change(self) -> float:
        """Measured minus expected, in the cube's unit."""
        return self.real - self.expected


@dataclass(frozen=True)
class Diagnosis:
    """Causes, the largest change first, and what everything else did."""

    causes: tuple[Cause, ...]
    store_factor: float  # measured over forecast outside all causes
    noise: Noise
    slice_errors: tuple[float, ...]  # log-standard deviation of the forecast per dimension, learned from this cube


def find_root_causes(cube: Cube, rules: Rules | None = None) -> Diagnosis:
    """The scopes that moved by themselves; none when all moved alike or nothing beyond noise did.

    Raises nothing on an empty cube: it has no causes.
    """
    rules = rules or Rules()
    quiet = Diagnosis((), 1.0, START, (0.0,) * len(cube.dimensions))
    scopes = list_scopes(cube, rules.deepest)
    if not len(scopes.key) or cube.real.sum() <= 0:
        return quiet
    noise, errors = START, no_slice_errors(cube)
    if not (cube.real == np.round(cube.real)).all():
        noise = measure_noise(cube.real, cube.expected * cube.real.sum() / cube.expected.sum())
    found = CauseSet((), 0, 0.0, ())
    for turn in range(ROUNDS):
        expected = cube.expected * errors.factor
        evidence = weigh(scopes, cube.real, expected, noise)
        before, found = found, search(scopes, evidence, errors.sizes, rules)
        found = let_causes_cross(cube, errors, scopes, evidence, found, noise, rules)
        found = drop_slice_errors(cube, scopes, found, noise)
        settled = turn >= 2 or (turn == 1 and not errors.sizes.any())
        if settled and set(before.scopes) == set(found.scopes):
            break
        fitted = _fit(cube, scopes, found)
        noise = measure_noise(cube.real, fitted * errors.factor)
        errors = learn_slice_errors(cube, fitted, scopes.blocks(found.scopes), noise)
    return _diagnose(cube, scopes, found, noise, errors)


def _fit(cube: Cube, scopes: Scopes, found: CauseSet) -> Floats:
    """Forecast times store and scope factors (cells,), without slice errors; factors of crossing scopes multiply."""
    logs = np.full(len(cube.real), FINE[found.store])
    for scope, moved in zip(found.scopes, found.moved, strict=True):
        logs[scopes.cells(scope)] += moved - FINE[found.store]
    return np.asarray(cube.expected * np.exp(logs))


def _diagnose(cube: Cube, scopes: Scopes, found: CauseSet, noise: Noise, errors: SliceErrors) -> Diagnosis:
    """Positions to labels, largest change first."""
    causes = []
    fitted = _fit(cube, scopes, found) * errors.factor
    for scope, moved, worth in zip(found.scopes, found.moved, found.worth, strict=True):
        inside = scopes.cells(scope)
        named = tuple(
            (cube.dimensions[at], cube.labels[at][code]) for at, code in enumerate(scopes.key[scope]) if code >= 0
        )
        real = float(cube.real[inside].sum())
        expected = float(fitted[inside].sum() / exp(moved - FINE[found.store]))
        causes.append(Cause(named, real / expected, real, expected, worth))
    causes.sort(key=lambda cause: -abs(cause.change))
    return Diagnosis(tuple(causes), exp(FINE[found.store]), noise, tuple(float(size) for size in errors.sizes))
