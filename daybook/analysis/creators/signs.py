"""Signs that a creator's numbers were made: robust distances from others, jumps above the usual day, and odds of a share."""

from collections.abc import Sequence
from math import log
from statistics import median

from daybook.analysis.tails import binomial_least

#: Scale that makes a median absolute deviation that of a normal (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
SCALE = 0.6745
#: A spread of logs is never taken for less: half of such posts lie within a seventh of each other anyway.
LEAST_SPREAD = 0.15


def distance(value: float, others: Sequence[float]) -> float | None:
    """How far a ratio lies from those of others: the modified z-score of its logarithm; None where fewer than four are known.

    >>> distance(4000, [100, 110, 90, 105, 95])
    16.6
    """
    known = [log(one) for one in others if one > 0]
    if len(known) < 4 or value <= 0:
        return None
    middle = median(known)
    spread = max(median(abs(one - middle) for one in known), LEAST_SPREAD)
    return round(SCALE * (log(value) - middle) / spread, 1)


def jump(orders: Sequence[int], least: int) -> tuple[int, float] | None:
    """(place, times) of the day that stands out most from the median of days with orders; None: none has so many, too few days.

    >>> jump([3, 4, 2, 3, 60, 3], least=20)
    (4, 20.0)
    """
    usual = [n for n in orders if n]
    if len(usual) < 5:
        return None
    place = max(range(len(orders)), key=orders.__getitem__)
    middle = max(median(usual), 1)
    return (place, round(orders[place] / middle, 1)) if orders[place] >= least else None


def odds_of_share(hits: int, of: int, other_hits: int, of_others: int) -> float | None:
    """The odds that a share as high comes by chance where the other's share holds (binomial tail, the other's share with one more
    hit and order on each side); None where either has none."""
    if not of or not of_others:
        return None
    return binomial_least(hits, of, (other_hits + 1) / (of_others + 2))
