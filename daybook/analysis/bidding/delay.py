"""How much of a click's orders is known after so many days: learned from the same day read again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from daybook.analysis.bidding.reports import DayRows, Floats, Limits

STEP = 6  # hours of age in one bin
BELIEF = 30.0  # orders behind the prior curve
#: Share of orders known by the age of the day's end in hours, before anything is learned: most at once, the rest slowly.
USUAL_AT_ONCE = 0.7


@dataclass
class Restated:
    """Orders of whole days as they were told at each look; `note` adds one, `known` reads the curve."""

    told: dict[int, dict[int, float]]  # day -> hours since its midnight -> orders of all targets

    @classmethod
    def nothing(cls) -> Restated:
        """Before the first report."""
        return cls({})

    def note(self, days: DayRows, limits: Limits) -> None:
        """Keeps what this look tells of each day that may still change."""
        for day in range(limits.day - limits.credited_days - 1, limits.day + 1):
            mine = days.day == day
            if mine.any():
                hours = (limits.day - day) * 24 + limits.hour
                self.told.setdefault(day, {})[hours] = float(days.orders[mine].sum())

    def curve(self, credited_days: int) -> Mapping[int, float]:
        """Share known by age bin: orders then over orders at last, pooled over days whose last report is settled."""
        then: dict[int, float] = {}
        last: dict[int, float] = {}
        for by_age in self.told.values():
            settled = max(by_age)
            if settled < 24 * (credited_days + 1) or not by_age[settled]:
                continue
            for age, orders in by_age.items():
                if age >= 24:
                    then[age // STEP] = then.get(age // STEP, 0.0) + orders
                    last[age // STEP] = last.get(age // STEP, 0.0) + by_age[settled]
        return {at: (then[at] + BELIEF * usual_share(at * STEP, credited_days)) / (last[at] + BELIEF) for at in then}

    def shares(self, day: Floats, limits: Limits) -> Floats:
        """For each day of an array, the share of its orders that is known at this look."""
        curve = self.curve(limits.credited_days)
        ages = (limits.day - day) * 24 + limits.hour
        found = np.ones(len(day))
        for age in np.unique(ages):
            found[ages == age] = min(curve.get(int(age) // STEP, usual_share(float(age), limits.credited_days)), 1.0)
        return found


@lru_cache(maxsize=4096)         # a word asks for each of its days; there are four weeks of them
def usual_share(age: float, credited_days: int) -> float:
    """Share known at an age in hours since the day began, where nothing was learned: the mean over the day's clicks.

    >>> usual_share(12, 3) < usual_share(24, 3) < usual_share(48, 3) <= usual_share(96, 3) == 1.0
    True
    """
    last = 24.0 * credited_days
    since = np.linspace(max(age - 24, 0.0), max(age, 1.0), 9)
    return float(np.mean(USUAL_AT_ONCE + (1 - USUAL_AT_ONCE) * np.minimum(since / last * 1.5, 1.0)))
