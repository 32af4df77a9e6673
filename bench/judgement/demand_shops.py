"""Simulated shops with a known demand, so that intervals are judged where nothing else is wrong: buyers come by chance
(weekday, a level that drifts, an event), each takes a few units.  Seeds that nothing was fitted to."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from daybook.analysis.stock.demand import foresee

Floats = NDArray[np.float64]
FIRST_SEED, SHOPS, SKUS, AHEAD = 9001, 40, 40, 14
WEEKDAYS = np.array([0.9, 0.95, 0.95, 1.0, 1.05, 1.1, 1.05])
LAST = date(2026, 11, 22).toordinal()
LIFT = 3.0


def shop(seed: int, days: int) -> tuple[Floats, Floats]:
    """Units (SKUs, days and AHEAD more) and lifts of an event that is in the past and in the days to come."""
    rng = np.random.default_rng(seed)
    whole = days + AHEAD
    lifts = np.ones(whole)
    lifts[days // 2:days // 2 + 3] = lifts[-5:-3] = LIFT
    level = np.exp(rng.normal(1.0, 1.1, SKUS))[:, None] * np.exp(np.cumsum(rng.normal(0, 0.015, (SKUS, whole)), axis=1))
    weekday = WEEKDAYS[(np.arange(LAST - days + 1, LAST + AHEAD + 1) - 1) % 7]
    buyers = rng.poisson(level * weekday * lifts)
    return buyers + rng.poisson(buyers * 0.3), lifts


def print_shops() -> None:
    """How often the intervals hold, by days of history."""
    for days in (42, 63, 182):
        inside, most, money = [], [], np.zeros(2)
        for seed in range(FIRST_SEED, FIRST_SEED + SHOPS):
            units, lifts = shop(seed, days)
            demand = foresee(units[:, :days].astype(float), LAST, lifts[:days])
            sums = demand.doubt.about(demand.daily(LAST + 1, AHEAD, lifts[days:]).sum(axis=1))
            came = units[:, days:].sum(axis=1)
            inside.append((sums.quantile(0.1) <= came) & (came <= sums.quantile(0.9)))
            most.append(came <= sums.quantile(0.95))
            money += [sums.mean.sum(), came.sum()]
        print(f"{SHOPS} simulated shops, {days:3} days: {AHEAD} days ahead with an event: 80 % interval holds "
              f"{np.mean(inside):.3f}, 95 % quantile {np.mean(most):.3f}, bias {money[0] / money[1]:.3f}", flush=True)
