"""Rates of thin targets, pulled to what their text and their group do.

Counts are Poisson around exposure x rate, log rates are a sum of feature effects with a variance per kind of feature, and
each target has a gamma factor of its own (negative binomial).  Effects by penalised weighted least squares, variances by
their posterior moments (Breslow & Clayton 1993, PQL; Morris 1983, empirical Bayes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.reports import Floats, Ints

ROUNDS = 5
START = 0.1  # variance of effects and of a target's own factor before anything is learned
LEAST_OWN, MOST_OWN = 0.02, 4.0  # variance of a target's own log factor
FREE = 100.0  # variance of the intercept
WEAK = 5.0  # pseudo-features behind each variance


@dataclass(frozen=True)
class Rates:
    """Per row: expected rate, and the variance of its logarithm."""

    rate: Floats
    variance: Floats
    prior: Floats  # what text and group alone say
    own: float  # variance of a target's own factor


def fit_rates(count: Floats, exposure: Floats, table: Floats, kind: Ints, usual: float) -> Rates:
    """Rates of all rows; those without exposure get what their features say, all without counts `usual`.

    `exposure` is in the unit of `count` over rate (clicks for orders), already corrected for delay.
    """
    seen = exposure > 0
    total, under = float(count.sum()), float(exposure.sum())
    base = np.log((total + 1) / (under + 1 / usual))
    offset = np.zeros(table.shape[1])
    offset[0] = base
    penalty = np.where(kind == 0, FREE, START)
    own, effects, spread = START, offset.copy(), np.diag(penalty)
    x, y, e = table[seen], count[seen], exposure[seen]
    for _ in range(ROUNDS if total > 0 else 0):
        mean = e * np.exp(np.clip(x @ effects, -15, 3))
        weight = mean / (1 + mean * own)
        work = x @ effects + np.clip((y - mean) / np.maximum(mean, 1e-9), -3, 30)
        inner = (x.T * weight) @ x + np.diag(1 / penalty)
        spread = np.linalg.inv(inner)
        effects = spread @ (x.T @ (weight * work) + offset / penalty)
        penalty = _variances(effects - offset, np.diag(spread), kind, penalty)
        own = _own_variance(y, e * np.exp(np.clip(x @ effects, -15, 3)), own)
    prior = np.exp(np.clip(table @ effects, -15, 3))
    mean = exposure * prior
    own_rate = prior * (count + 1 / own) / (mean + 1 / own)
    doubt = ((table @ spread) * table).sum(axis=1)
    pull = 1 / (1 + mean * own)
    return Rates(own_rate, 1 / (count + 1 / own) + doubt * pull ** 2, prior, own)


def _variances(effects: Floats, doubt: Floats, kind: Ints, before: Floats) -> Floats:
    after = before.copy()
    for each in (1, 2, 3):
        mine = kind == each
        if mine.any():
            after[mine] = (np.sum(effects[mine] ** 2 + doubt[mine]) + WEAK * 0.05) / (mine.sum() + WEAK)
    return after


def _own_variance(count: Floats, mean: Floats, before: float) -> float:
    """Moments: the squared error beyond Poisson, weighted by what each row knows of it."""
    weight = 1 / (1 + mean * before) ** 2
    top = float((((count - mean) ** 2 - mean) * weight).sum())
    under = float((mean ** 2 * weight).sum())
    return float(np.clip((top + 2 * START * 0.5) / (under + 2 * 0.5), LEAST_OWN, MOST_OWN))
