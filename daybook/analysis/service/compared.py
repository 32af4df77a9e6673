"""Two ways of answering held beside each other: the difference of two shares with an interval, and when it is too early."""

from dataclasses import dataclass
from math import ceil, sqrt

from daybook.analysis.odds import wilson_interval

#: Standard normal deviations of a two-sided risk of 5 % and a chance of 80 % to see what is there.
_SURE, _SEEN = 1.959964, 0.841621


@dataclass(frozen=True)
class Difference:
    """The second share minus the first; `low` and `high` hold 95 %."""

    mid: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """Whether the interval leaves one side of nought."""
        return self.low > 0 or self.high < 0


def difference(first: tuple[int, int], second: tuple[int, int]) -> Difference | None:
    """The difference of two shares, each (successes, of), by Newcombe's hybrid of Wilson's intervals; None without any.

    Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), method
    10; his example (a), 56/70 beside 48/80, has 0.0524 to 0.3339.
    """
    one, two = wilson_interval(*first), wilson_interval(*second)
    if one is None or two is None:
        return None
    p, q = first[0] / first[1], second[0] / second[1]
    mid = q - p
    return Difference(mid, mid - sqrt((q - two[0])**2 + (one[1] - p)**2), mid + sqrt((two[1] - q)**2 + (p - one[0])**2))


def needed_each(share: float, change: float) -> int:
    """How many chats each of two scripts needs until a change of the share by `change` is seen in four tests of five.

    The usual sum for two proportions (Fleiss, Statistical Methods for Rates and Proportions, formula 4.14 without its
    correction of continuity).

    >>> needed_each(0.40, 0.05)
    1534
    """
    other = min(max(share + change, 0.001), 0.999)
    mean = (share + other) / 2
    top = _SURE * sqrt(2 * mean * (1 - mean)) + _SEEN * sqrt(share * (1 - share) + other * (1 - other))
    return ceil(top**2 / (other - share)**2)
