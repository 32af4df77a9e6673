"""How far a rate over a rolling window is from the line at which a platform acts: how many more, by when, with which chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from daybook.analysis.tails import poisson_least


@dataclass(frozen=True)
class Ahead:
    """`left`: how many more today reach beyond the line (0: it is beyond).  `day`: after how many days the expected count is
    beyond it, None within the horizon never; `chance` that it is beyond on the likeliest day of the horizon."""

    left: int
    day: int | None
    chance: float


def ahead_of(over: Sequence[int], under: Sequence[int], line: float, window: int, pace: int, horizon: int) -> Ahead:
    """Where a rate goes if what comes keeps the pace of the last `pace` days, while the oldest days leave the window.

    `over` and `under` are counts by day, oldest first, `window` days at least; what comes is Poisson at the mean of the last
    `pace` days of `over` and exactly their mean of `under`.  The rate is beyond the line where it is above it.

    >>> ahead_of([0] * 29 + [4], [100] * 30, 0.002, 30, 7, 7).left
    3
    >>> ahead_of([0] * 30, [100] * 30, 0.002, 30, 7, 7)
    Ahead(left=7, day=None, chance=0.0)
    """
    over, under = list(over[-window:]), list(under[-window:])
    comes, sold = sum(over[-pace:]) / pace, sum(under[-pace:]) / pace
    left = max(_least(line, sum(under)) - sum(over), 0)
    chance, crossed = (1.0 if left == 0 else 0.0), (0 if left == 0 else None)
    for day in range(1, horizon + 1):
        kept, base = sum(over[day:]), sum(under[day:]) + sold * day
        need = _least(line, base) - kept
        expected = comes * day
        if crossed is None and expected >= need:
            crossed = day
        if expected > 0:
            chance = max(chance, poisson_least(need, expected))
        elif need <= 0:
            chance = 1.0
    return Ahead(left, crossed, round(chance, 6))


def _least(line: float, base: float) -> int:
    """The smallest count that is beyond the line."""
    return floor(Fraction(str(line)) * Fraction(str(base))) + 1
