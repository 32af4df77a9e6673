"""Today so far beside earlier days at the same minute: how odd a count is that is still growing.

Counts are made alike in spread by the square root (Anscombe 1948, doi 10.1093/biomet/35.3-4.246): 2 sqrt(x + 3/8) of a
Poisson count has a variance of about 1.  Days of a shop spread more than that, so the spread is the larger of 1 and what
the earlier days show, and the next one is held against Student's t with their degrees of freedom.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

#: Fewer earlier days say nothing about their spread.
LEAST_DAYS = 5


def odds_of_count(count: int, before: Sequence[int]) -> tuple[float, float] | None:
    """The odds, by noise alone, of so few and of so many after these earlier counts; None where there are too few.

    >>> low, high = odds_of_count(2, [41, 38, 44, 40, 39, 43, 37, 42]) or (1, 1)
    >>> low < 0.0001 < high
    True
    >>> odds_of_count(2, [41, 38]) is None
    True
    """
    if count < 0 or any(n < 0 for n in before):
        raise ValueError("counts are not negative")
    if len(before) < LEAST_DAYS:
        return None
    from scipy.special import stdtr

    roots = [2 * sqrt(n + 3 / 8) for n in before]
    spread = sqrt(max(variance(roots), 1.0) * (1 + 1 / len(roots)))
    low = float(stdtr(len(roots) - 1, (2 * sqrt(count + 3 / 8) - fmean(roots)) / spread))
    return low, 1 - low
