"""One move alone: the log effect with its standard error, given how the shop's numbers scatter.

The treated unit without the move is what its own days and the controls' days say together: a Gaussian process whose
common part is seen through the controls and whose own part is seen through the days before (kriging; it is generalised
least squares for the effect).  A low after which somebody acted returns by itself as far as the waves say, and a
week before the move that was low beyond them is taken for chance: regression to the mean.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.effect.panel import Case, Floats, Logs
from daybook.analysis.effect.scatter import (
    ANYWHERE,
    PARTS,
    Belief,
    Scattered,
    learn_sizes,
    parts_of,
    series_of,
)

#: Variance of another move's log effect, before it is measured: moves of 30% are not rare.
OTHER_MOVE = 0.3**2
#: Days right before a move that may be what made somebody act.
LEAD_DAYS = 7
#: How far they may be off for once: hardly where they were not low (sd); where they were, as far as they were seen to be,
#: less this share of the variance with which that is known, and never less than this (sd).
LEAD_USUAL, LEAD_LOW, LEAD_DOUBT = 0.03, 0.04, 0.25


@dataclass(frozen=True)
class Sizes:
    """Sizes of the parts of one case: own (between units) and common (all units together), log sds and their errors."""

    parts: Floats
    common_parts: Floats
    own: Floats
    own_errors: Floats
    common: Floats
    common_errors: Floats


@dataclass(frozen=True)
class Estimate:
    """The log effect of a move by itself: value, standard error, the level without it (mean a day on applied days), and
    the share of the variance that comes from other moves on the same object."""

    value: float
    error: float
    level: float
    shared_with_others: float


def common_of(case: Case, logs: Logs) -> Floats:
    """What moves the controls together, without weekday and festivals (days,)."""
    if not len(logs.controls):
        return np.zeros(case.days)
    mean = logs.controls.mean(axis=0)
    names = [name for name in dict.fromkeys(case.events) if name]
    known = np.column_stack([np.eye(7)[case.weekday], *[np.array([float(e == n) for e in case.events]) for n in names]])
    return np.asarray(mean - known @ np.linalg.lstsq(known, mean, rcond=None)[0])


def learn(case: Case, logs: Logs, own: Belief, common: Belief) -> Sizes:
    """Sizes of all parts of one case under the beliefs."""
    moved = common_of(case, logs)
    parts = parts_of(case, moved)
    found, errors = learn_sizes(parts, series_of(case, logs), own)
    flat = np.where(np.array(PARTS)[:, None, None] == "share", 0.0, parts)
    if not len(logs.controls):
        return Sizes(parts, flat, found, errors, common.middle, common.spread)
    units = len(logs.controls)
    known = np.tensordot(np.exp(2 * found), parts, 1) / units
    both = np.concatenate([flat, known[None]])
    mean = Scattered(logs.controls.mean(axis=0)[None, :], np.arange(case.days), 1.0, float(logs.counting.mean()) / units)
    fixed = Belief(np.append(common.middle, 0.0), np.append(common.spread, 1e-3))
    whole, wholes = learn_sizes(both, [mean], fixed)
    return Sizes(parts, flat, found, errors, whole[:-1], wholes[:-1])


def estimate(case: Case, logs: Logs, sizes: Sizes) -> Estimate:
    """The move's log effect, whole numbers read again at the level that the model finds (three rounds)."""
    mean, cov = expected_alone(case, logs, sizes)
    observed, counting = logs.treated, logs.treated_counting
    design = np.vstack([case.applied[None, :], _lead(case)[None, :], case.others.reshape(-1, case.days)]).T
    prior = _prior(case, _solve(cov, counting, observed - mean, design, _prior(case, 1.0))[:2])
    for _ in range(4 if counting.any() else 1):
        found, spread, fitted = _solve(cov, counting, observed - mean, design, prior)
        level = np.exp(mean + fitted)
        if counting.any():
            level = np.clip(level, 0.02, None)
            observed, counting = np.log(level) + (case.treated - level) / level, 1 / level
    alone = np.sqrt(_solve(cov, counting, observed - mean, design[:, :2], prior[:2])[1][0, 0])
    error = float(np.sqrt(spread[0, 0]))
    without = level * np.exp(-design[:, 0] * found[0])
    base = float((without * case.applied).sum() / case.applied.sum())
    return Estimate(float(found[0]), error, base, 1 - min(1.0, alone / error) ** 2)


def expected_alone(case: Case, logs: Logs, sizes: Sizes) -> tuple[Floats, Floats]:
    """(mean, covariance) of the treated unit's logs on all days, from the controls alone; its level is not known."""
    own = np.tensordot(np.exp(2 * sizes.own), sizes.parts, 1)
    common = np.tensordot(np.exp(2 * sizes.common), sizes.common_parts, 1)
    if not len(logs.controls):
        return np.zeros(case.days), own + common + ANYWHERE
    units = len(logs.controls)
    seen = common + own / units + ANYWHERE
    seen[np.diag_indices(case.days)] += float(logs.counting.mean()) / units + 1e-8
    gain = np.linalg.solve(seen, common + 0.0).T
    controls = logs.controls.mean(axis=0)
    mean = gain @ (controls - _level(seen, controls))
    return mean, own + common - gain @ common + ANYWHERE


def _lead(case: Case) -> Floats:
    """1 on the days right before the move began."""
    start = int(np.flatnonzero(case.applied)[0])
    return ((np.arange(case.days) >= start - LEAD_DAYS) & (np.arange(case.days) < start)).astype(np.float64)


def _level(cov: Floats, row: Floats) -> float:
    """The generalised least squares mean of a row."""
    weights = np.linalg.solve(cov, np.ones(len(row)))
    return float(weights @ row / weights.sum())


def _prior(case: Case, lead: float | tuple[Floats, Floats]) -> Floats:
    """Precisions (moves,) of what is believed of the move (nothing), of the days before it, and of other moves.

    `lead` is the variance of the days before, or what was found of all effects with their covariance.
    """
    if not isinstance(lead, float):
        off, doubt = float(lead[0][1]), float(lead[1][1, 1])
        lead = max(LEAD_LOW**2, off**2 - LEAD_DOUBT * doubt) if off < 0 else LEAD_USUAL**2
    return np.array([0.0, 1 / lead, *[1 / OTHER_MOVE] * len(case.others)])


def _solve(cov: Floats, counting: Floats, row: Floats, design: Floats, prior: Floats) -> tuple[Floats, Floats, Floats]:
    """Effects (moves,), their covariance, and the fitted row (days,): the process and the effects, without counting."""
    whole = cov.copy()
    whole[np.diag_indices(len(row))] += counting + 1e-8
    solved = np.linalg.solve(whole, np.column_stack([design, row]))
    spread = np.linalg.inv(design.T @ solved[:, :-1] + np.diag(prior))
    found = spread @ (design.T @ solved[:, -1])
    left = solved[:, -1] - solved[:, :-1] @ found
    return found, spread, design @ found + cov @ left
