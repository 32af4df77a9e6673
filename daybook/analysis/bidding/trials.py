"""Shares with their interval, and the chance that one of several is the best: images beside each other, a product beside a mark.

Each share is a beta around what was counted; days scatter beyond counting, so a count of many weighs less than it looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.reports import Floats

SCATTER = 0.12  # standard deviation of a share's logarithm from week to week, beyond counting
PRIOR = 20.0  # of what is asked, behind the mean of all
GRID = 600
MOST = 20.0  # times what was counted beyond which no one waits


@dataclass(frozen=True)
class Counted:
    """So many of those `asked` did: clicks of impressions, carts of clicks."""

    did: float
    asked: float


def betas(sides: Sequence[Counted]) -> tuple[Floats, Floats]:
    """Both parameters of each side's beta: its count, weakened by the scatter of days, and the mean of all behind it."""
    did, asked = (np.array([getattr(s, name) for s in sides], float) for name in ("did", "asked"))
    mean = (did.sum() + 0.5) / (asked.sum() + 1.0)
    weight = 1 / (1 + did * SCATTER ** 2)
    return np.asarray(weight * did + PRIOR * mean), np.asarray(weight * (asked - did) + PRIOR * (1 - mean))


def interval(side: Counted, among: Sequence[Counted], share: float = 0.8) -> tuple[float, float, float]:
    """Low, middle and high of a side's share: between them it lies with this chance."""
    from scipy.special import betaincinv

    a, b = (float(x[0]) for x in betas([side])) if not among else _own(side, among)
    return (float(betaincinv(a, b, (1 - share) / 2)), a / (a + b), float(betaincinv(a, b, (1 + share) / 2)))


def _own(side: Counted, among: Sequence[Counted]) -> tuple[float, float]:
    a, b = betas([side, *among])
    return float(a[0]), float(b[0])


def chances_of_best(sides: Sequence[Counted]) -> Floats:
    """Of each side the chance that its share is the highest (sides,): the density of each, the others below it."""
    from scipy.special import betainc, betaincinv

    if len(sides) == 1:
        return np.ones(1)
    a, b = betas(sides)
    low, high = betaincinv(a, b, 1e-6).min(), betaincinv(a, b, 1 - 1e-6).max()
    grid = np.linspace(low, high, GRID)
    below = betainc(a[:, None], b[:, None], grid[None, :])
    density = np.diff(below, axis=1)
    middle = (below[:, 1:] + below[:, :-1]) / 2
    best = np.array([(density[at] * np.delete(middle, at, axis=0).prod(axis=0)).sum() for at in range(len(sides))])
    return np.asarray(best / best.sum())


def chance_over(side: Counted, mark: float, among: Sequence[Counted] = ()) -> float:
    """The chance that a side's share is at least `mark`."""
    from scipy.special import betainc

    a, b = _own(side, among) if among else (float(x[0]) for x in betas([side]))
    return 1 - float(betainc(a, b, min(max(mark, 0.0), 1.0)))


def more_to_be_sure(sides: Sequence[Counted], sure: float) -> float | None:
    """How many times what was counted must come once more until the best is best with this chance, shares staying as they are;
    None where even many times that would not tell."""
    for times in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0, MOST):
        grown = [Counted(s.did * (1 + times), s.asked * (1 + times)) for s in sides]
        if chances_of_best(grown).max() >= sure:
            return times
    return None

