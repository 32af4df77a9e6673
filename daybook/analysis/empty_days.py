"""A day without a single order inside an export: a closed shop, or a hole in the file?"""

from collections.abc import Sequence


def odds_of_empty_day(before: Sequence[int], after: Sequence[int]) -> float | None:
    """The chance of a day with no order at all, given the days before and after (nearest last and first).

    The quieter side is taken, as a shop may close or open around the day.  Counts are negative binomial with
    the mean and variance of those days (method of moments, Johnson, Kotz and Kemp 2005, section 5.8), Poisson
    when they vary no more than that.  None with fewer than three days on both sides: cannot tell.

    >>> odds_of_empty_day([220, 260, 240], [230, 250, 210]) < 1e-6
    True
    >>> round(odds_of_empty_day([1, 0, 2], [0, 1, 1]), 2)
    0.45
    """
    sides = [list(side) for side in (before, after) if len(side) >= 3]
    if not sides:
        return None
    return max(_empty(side) for side in sides)


def _empty(counts: Sequence[int]) -> float:
    from math import exp

    n = len(counts)
    mean = sum(counts) / n
    if mean == 0:
        return 1.0
    variance = sum((c - mean) ** 2 for c in counts) / (n - 1)
    if variance <= mean:
        return exp(-mean)
    size = mean * mean / (variance - mean)
    return float((size / (size + mean)) ** size)
