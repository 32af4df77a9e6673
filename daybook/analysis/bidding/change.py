"""The day since which a word is no longer what it was: its conversion beside the account's, and the price of its clicks.

One change at most in the window, on any day with the same chance (Barry and Hartigan 1993, for one change point): counts are
Poisson with a gamma rate on either side, log prices normal with the wobble that neighbouring days show.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from daybook.analysis.bidding.reports import Floats

#: Chance that a word changes at all within a window; the rate of either side is pulled to the mean of both by so many orders.
PRIOR, BEHIND = 0.1, 1.0
#: Days that a change leaves on either side at least.
LEAST_DAYS = 3
#: A price that moved by less than so much is its wobble.
LEAST_MOVE = 0.08


def rate_changed(orders: Floats, expected: Floats, sure: float) -> int | None:
    """The first day (an index) since which a word sells otherwise than before; None where the odds of that are under `sure`.

    `orders` and `expected` by day, `expected` the word's clicks at the account's conversion of that day.
    """
    n = len(orders)
    if n < 2 * LEAST_DAYS or expected.sum() <= 0:
        return None
    level = (orders.sum() + BEHIND) / (expected.sum() + BEHIND)
    before_k, before_e = np.cumsum(orders)[:-1], np.cumsum(expected)[:-1] * level
    whole_k, whole_e = float(orders.sum()), float(expected.sum()) * level
    logs = (_marginal(before_k, before_e) + _marginal(whole_k - before_k, whole_e - before_e)
            - _marginal(np.array([whole_k]), np.array([whole_e])))
    return _since(logs, n, sure)


def price_changed(prices: Floats, clicks: Floats, sure: float) -> int | None:
    """The first day since which a click costs otherwise; `prices` by day, of days with clicks."""
    n = len(prices)
    if n < 2 * LEAST_DAYS or (prices <= 0).any():
        return None
    logs, weight = np.log(prices), np.maximum(clicks, 1e-9)
    steps = np.diff(logs)
    wobble = max(float(np.median(np.abs(steps))) / 0.6745 / np.sqrt(2), 0.01) ** 2
    under = np.cumsum(weight)
    first = np.cumsum(weight * logs)[:-1] / under[:-1]
    second = ((weight * logs).sum() - np.cumsum(weight * logs)[:-1]) / (under[-1] - under[:-1])
    days = np.arange(1, n)
    gain = (second - first) ** 2 * days * (n - days) / n / (2 * wobble) - 0.5 * np.log(n)
    return _since(np.where(np.abs(second - first) >= LEAST_MOVE, gain, -np.inf), n, sure)


def _marginal(k: Floats, e: Floats) -> Floats:
    """Log of the chance of so many orders where so many were expected, over a rate around 1, without what all splits share."""
    from scipy.special import gammaln

    return np.asarray(gammaln(BEHIND + k) - gammaln(BEHIND) + BEHIND * np.log(BEHIND) - (BEHIND + k) * np.log(BEHIND + e))


def _since(logs: Sequence[float] | Floats, n: int, sure: float) -> int | None:
    """The likeliest split where splits together outweigh no split by the odds."""
    told = np.asarray(logs, float)[LEAST_DAYS - 1:n - LEAST_DAYS]
    if not len(told) or not np.isfinite(told).any():
        return None
    top = float(told[np.isfinite(told)].max())
    mean = top + float(np.log(np.exp(np.clip(told - top, -700, 0)).sum() / len(told)))
    odds = np.exp(np.clip(mean, -700, 700)) * PRIOR / (1 - PRIOR)
    return int(np.argmax(told)) + LEAST_DAYS if odds / (1 + odds) >= sure else None
