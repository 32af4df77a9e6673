"""After how many days buyers buy again: the middle of the gaps with its interval, and the days within which most come."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Gaps:
    """Days between one purchase and the next, of `count` gaps that ended: a quarter came by `early`, half by `middle` (which lies
    between `low` and `high` with 95 %), three quarters by `late`.  `again` is the share of buyers who bought again within `late`
    days among those who have had as long."""

    count: int
    early: int
    middle: int
    low: int
    high: int
    late: int
    again: float | None


def gaps_of(gaps: npt.NDArray[np.int64], since_last: npt.NDArray[np.int64], least: int) -> Gaps | None:
    """The gaps of all who bought again, and `since_last`: days since the last purchase of everybody, who may come yet.

    None for fewer than `least` gaps.  The interval of the middle is that of order statistics (binomial, no shape is assumed).

    >>> gaps_of(np.arange(20, 41), np.array([5, 50, 60]), 10)
    Gaps(count=21, early=25, middle=30, low=26, high=34, late=35, again=0.889)
    """
    from scipy.special import bdtrik

    n = len(gaps)
    if n < max(least, 2):
        return None
    ordered = np.sort(gaps)
    early, middle, late = (int(np.quantile(ordered, q, method="inverted_cdf")) for q in (0.25, 0.5, 0.75))
    rank = int(np.ceil(bdtrik(0.025, n, 0.5)))
    low, high = int(ordered[max(rank - 1, 0)]), int(ordered[min(n - rank, n - 1)])
    came, could = int((ordered <= late).sum()), int((ordered <= late).sum() + (ordered > late).sum() + (since_last >= late).sum())
    return Gaps(n, early, middle, low, high, late, round(came / could, 3) if could else None)
