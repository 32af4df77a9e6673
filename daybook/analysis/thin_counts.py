"""The negative binomial of thin counts, by special functions alone: `scipy.stats` is a second in coming.

Checked against `scipy.stats.nbinom` in the tests.
"""

import numpy as np

from daybook.analysis.rhythm import Floats


def at_most(counts: Floats, r: Floats, p: Floats) -> Floats:
    """Chance of `counts` or fewer; whole numbers."""
    from scipy.special import betainc

    return np.asarray(betainc(r, counts + 1, p))


def at_least(counts: Floats, r: Floats, p: Floats) -> Floats:
    """Chance of `counts` or more; whole numbers."""
    from scipy.special import betaincc

    return np.where(counts > 0, betaincc(r, np.maximum(counts, 1), p), 1.0)


def quantile(share: float, r: Floats, p: Floats) -> Floats:
    """The least count that is not exceeded with a chance of at least `share`."""
    from scipy.special import nbdtrik

    counts = np.maximum(np.ceil(np.nan_to_num(nbdtrik(share, r, p))), 0.0)
    while (lower := (counts > 0) & (at_most(np.maximum(counts - 1, 0), r, p) >= share)).any():
        counts = counts - lower
    while (higher := at_most(counts, r, p) < share).any():
        counts = counts + higher
    return np.asarray(counts)
