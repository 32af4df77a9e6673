"""One stock over several shops: what each is given, and what a slow sync is expected to oversell."""

from collections.abc import Sequence

import numpy as np

from daybook.analysis.stock.order import chances_of

MINUTES_A_DAY = 24 * 60


def shared_out(units: int, means: Sequence[float], variances: Sequence[float]) -> tuple[int, ...]:
    """Whole units for each shop, so that as many as possible are expected to be sold: each next unit goes where the chance
    that it is asked for is largest.  Units that nobody is expected to ask for are spread by the means; all are given out.

    >>> shared_out(10, [30.0, 10.0], [30.0, 10.0])
    (10, 0)
    """
    if units <= 0 or not means:
        return tuple(0 for _ in means)
    beyond = [1 - np.cumsum(chances_of(max(m, 1e-6), v)) for m, v in zip(means, variances, strict=True)]
    places = [(-float(chance), which, n) for which, tail in enumerate(beyond) for n, chance in enumerate(tail[:units])
              if chance > 1e-9]
    given = np.zeros(len(means), dtype=int)
    for _, which, _n in sorted(places)[:units]:
        given[which] += 1
    left = units - int(given.sum())
    if left:
        share = np.array(means) / sum(means) if sum(means) > 0 else np.full(len(means), 1 / len(means))
        more = np.floor(left * share).astype(int)
        more[int(np.argmax(share))] += left - int(more.sum())
        given += more
    return tuple(int(n) for n in given)


def expected_oversell(left: int, a_day: Sequence[float], minutes: float) -> float:
    """Units that are sold and not there, on average, when every shop shows the last `left` units and hears of the others' sales
    only after so many minutes: E[(sum of min(D, left) - left)+], buyers coming by chance (Poisson) at each shop's pace.

    Nothing is oversold by one shop alone, which counts its own sales at once.
    """
    shares = np.array([1.0])
    for pace in a_day:
        own = chances_of(max(pace * minutes / MINUTES_A_DAY, 1e-12), 0.0)
        capped = np.zeros(left + 1)
        np.add.at(capped, np.minimum(np.arange(len(own)), left), own)
        shares = np.convolve(shares, capped)
    over = np.maximum(np.arange(len(shares)) - left, 0)
    return float((shares * over).sum())
