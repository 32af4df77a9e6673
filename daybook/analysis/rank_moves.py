"""Did a rank move, or does it stray?  Readings before and after a day, by how readings of the same place scatter.

Ranks stray by shares (31 and 35 are as near as 310 and 350), so their logarithms are compared.  A place's own scatter is
learnt from its readings before and leans on what such readings usually scatter while they are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from daybook.analysis.tails import t_over, t_reach


@dataclass(frozen=True)
class RankChange:
    """Rank after over rank before less one (0.5: half as far down again), its 80 % span, and the odds of chance for so much."""

    change: float
    low: float
    high: float
    odds: float


def rank_change(before: Sequence[float], after: Sequence[float], usual: float, weight: float) -> RankChange | None:
    """How ranks after stand to those before; None without a reading on either side.  Ranks are from 1.

    The scatter (standard deviation of a reading's logarithm) is the readings' own before, with `usual` weighing as many as `weight`
    of them (scaled inverse chi square; Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6), so that the difference of
    means is Student's t.

    >>> rank_change([30, 31, 29, 30, 31, 30], [60], 0.2, 4).odds < 0.01
    True
    >>> rank_change([30], [45], 0.2, 4).odds > 0.05
    True
    >>> rank_change([], [4], 0.2, 4) is None
    True
    """

    if not before or not after:
        return None
    old, new = [log(max(v, 1.0)) for v in before], [log(max(v, 1.0)) for v in after]
    middle, free = sum(old) / len(old), weight + len(old) - 1
    scatter = sqrt((weight * usual**2 + sum((v - middle) ** 2 for v in old)) / free)
    moved, wide = sum(new) / len(new) - middle, scatter * sqrt(1 / len(old) + 1 / len(new))
    span = wide * t_reach(0.9, free)
    return RankChange(exp(moved) - 1, exp(moved - span) - 1, exp(moved + span) - 1, 2 * t_over(abs(moved) / wide, free))
