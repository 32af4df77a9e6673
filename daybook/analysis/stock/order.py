"""How much to order, and when: one-off orders by critical share, repeated ones by two levels.

Units are whole.  A demand is given as its chances, `chances[x]` being that of x units.  References: Snyder & Shen 2019,
Fundamentals of Supply Chain Theory, 2nd ed., 4.3 (newsvendor), 4.4 ((s, S)), 5.4 ((r, Q)); Zheng & Federgruen 1991, Operations
Research 39, 654; Federgruen & Zheng 1992, ORSA J. Computing 4, 447.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.stock.levels import Floats

#: Chances are cut where less than this is left beyond.
CUT = 1e-10


@dataclass(frozen=True)
class Levels:
    """Order when what is there and on its way is at `reorder` or below; `up_to` is the level that the order brings; `cost` a
    period.  Ordering a fixed quantity, `up_to` is `reorder` plus that quantity."""

    reorder: int
    up_to: int
    cost: float


def critical_share(under: float, over: float) -> float:
    """Share of demands that a one-off order should meet: a unit short costs `under`, one left over costs `over`.

    >>> critical_share(3.0, 1.0)
    0.75
    """
    if under <= 0 or over <= 0:
        raise ValueError(f"a unit short costs {under}, one left over {over}: both are above 0")
    return under / (under + over)


def chances_of(mean: float, variance: float) -> Floats:
    """Chances of 0, 1, 2, ... units: Poisson where the variance is no more than the mean, else negative binomial."""
    from scipy.stats import nbinom, poisson
    law = poisson(mean) if variance <= mean * 1.0001 else nbinom(mean**2 / (variance - mean), mean / variance)
    chances = law.pmf(np.arange(int(law.ppf(1 - CUT)) + 2))
    return np.asarray(chances / chances.sum())


def newsvendor(chances: Floats, under: float, over: float) -> tuple[int, float]:
    """Units of a one-off order and what it costs on average: the least that meets the critical share of demands."""
    units = int(np.searchsorted(np.cumsum(chances), critical_share(under, over) - 1e-12))
    off = np.arange(len(chances)) - units
    return units, float((chances * np.where(off > 0, under * off, -over * off)).sum())


def holding_and_short(chances: Floats, most: int, holding: float, short: float) -> Floats:
    """Cost of a period that begins with 0..most units, `chances` those of its demand: holding what is left, short what is not."""
    level, demand = np.arange(most + 1), np.arange(len(chances))
    below, sums = np.cumsum(chances), np.cumsum(chances * demand)
    at = np.minimum(level, len(chances) - 1)
    left = level * below[at] - sums[at]
    return np.asarray(holding * left + short * (left - level + float(sums[-1])))


def two_levels(a_period: Floats, over_lead: Floats, fixed: float, holding: float, short: float) -> Levels:
    """The best (s, S): `a_period` are the chances of one period's demand, `over_lead` those of the lead time and one period.

    Costs are of an order (`fixed`) and of a unit and period (`holding`, `short`).  Zheng & Federgruen's search: the best S for
    a falling s, until no S can do better.
    """
    most = max(4 * len(over_lead), int(20 * np.sqrt(max(fixed / holding, 1.0)) + 2 * len(over_lead)))
    costs = holding_and_short(over_lead, most, holding, short)
    renewals = _renewals(a_period, most)
    best = int(np.argmin(costs))
    s = best
    while s > 0 and _cost(s - 1, best, costs, renewals, fixed) > costs[s]:
        s -= 1
    s -= 1
    found = Levels(s, best, _cost(s, best, costs, renewals, fixed))
    up_to = best + 1
    while up_to < most and costs[up_to] <= found.cost:
        cost = _cost(found.reorder, up_to, costs, renewals, fixed)
        if cost < found.cost:
            s = found.reorder
            while cost <= costs[s + 1]:
                s += 1
                cost = _cost(s, up_to, costs, renewals, fixed)
            found = Levels(s, up_to, cost)
        up_to += 1
    return found


def _renewals(chances: Floats, most: int) -> Floats:
    """Periods that begin with j units gone since the last order, on average, for j = 0..most."""
    found = np.zeros(most + 1)
    found[0] = 1 / (1 - chances[0])
    for j in range(1, most + 1):
        n = min(j, len(chances) - 1)
        found[j] = (chances[1:n + 1] * found[j - n:j][::-1]).sum() / (1 - chances[0])
    return found


def _cost(s: int, up_to: int, costs: Floats, renewals: Floats, fixed: float) -> float:
    """Cost a period of (s, S)."""
    span = up_to - s
    periods = renewals[:span]
    return float((fixed + (periods * costs[up_to - np.arange(span)]).sum()) / periods.sum())


def fixed_quantity(over_lead: Floats, rate: float, fixed: float, holding: float, short: float) -> Levels:
    """The best (r, Q) under continuous review: `rate` units a period, `over_lead` chances of the lead time's demand.

    Federgruen & Zheng's search: the levels of least cost are taken in one by one, as long as that lowers the mean.
    """
    most = 4 * len(over_lead) + int(4 * np.sqrt(2 * fixed * rate / holding)) + 4
    costs = holding_and_short(over_lead, most, holding, short)
    low = high = int(np.argmin(costs))
    total, taken = fixed * rate + costs[low], 1
    while high + 1 <= most:
        below = costs[low - 1] if low > 0 else np.inf
        least = min(below, costs[high + 1])
        if least >= total / taken:
            break
        low, high = (low - 1, high) if below <= costs[high + 1] else (low, high + 1)
        total, taken = total + least, taken + 1
    return Levels(low - 1, high, float(total / taken))
