"""How the auction answers a bid, learned from the reports: share of searches won, clicks per view, price per click.

All targets share three curves over x = log(bid / level), where a target's level is the market bid corrected by what its own
bids won.  Curves are kernel means on a grid, pulled to a wide logistic where nothing was seen, and made to rise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.reports import Floats, Ints

GRID: Floats = np.round(np.arange(-2.4, 1.6001, 0.05), 4)
WIDTH = 0.15  # of the kernel, in log bid
BELIEF = 60.0  # searches (or clicks) behind the curve that nothing was learned of
SLOPE = 3.0  # of the logistic in log bid
USUAL_PRICE = 0.85  # of the own bid, where nothing was seen
SCATTER = 0.25  # logit scatter of one day's share beyond counting
DOUBT = 0.25  # how far a market bid may be off for one target, in logs


@dataclass(frozen=True)
class Curves:
    """On GRID: share of searches shown, clicks per view relative to the mean, price per click over bid."""

    share: Floats
    click: Floats
    price: Floats

    def at(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """The three curves at any log bids; flat beyond the grid, but for the share, which falls on."""
        low = np.minimum(x - GRID[0], 0.0)
        return (np.interp(x, GRID, self.share) * np.exp(SLOPE * low), np.interp(x, GRID, self.click),
                np.interp(x, GRID, self.price))


@dataclass(frozen=True)
class Shown:
    """Days of targets that could be shown: log bid over level, searches, views, clicks expected of the mean, clicks, cost and
    clicks x bid."""

    x: Floats
    searches: Floats
    views: Floats
    usual_clicks: Floats
    clicks: Floats
    cost: Floats
    at_bid: Floats


def learn_curves(shown: Shown) -> Curves:
    """The three curves of all targets together."""
    kernel = np.exp(-0.5 * ((GRID[:, None] - shown.x[None, :]) / WIDTH) ** 2)
    won, asked = kernel @ shown.views, kernel @ shown.searches
    centre = _centre(shown)
    usual = 1 / (1 + np.exp(-SLOPE * (GRID - centre)))
    share = _rising((won + BELIEF * usual) / (asked + BELIEF))
    click = (kernel @ shown.clicks + BELIEF) / (kernel @ shown.usual_clicks + BELIEF)
    paid = (kernel @ shown.cost + BELIEF * 0.1 * USUAL_PRICE) / (kernel @ shown.at_bid + BELIEF * 0.1)
    price = _rising(paid * np.exp(GRID)) / np.exp(GRID)
    return Curves(share, _rising(click), np.clip(price, 0.05, 1.2))


def _centre(shown: Shown) -> float:
    """Where the logistic through all that was seen wins half of the searches."""
    asked = shown.searches.sum()
    if not asked:
        return 0.0
    low, high = -3.0, 3.0
    for _ in range(40):
        middle = (low + high) / 2
        more = (shown.searches / (1 + np.exp(-SLOPE * (shown.x - middle)))).sum() > shown.views.sum()
        low, high = (middle, high) if more else (low, middle)
    return (low + high) / 2


def _rising(values: Floats) -> Floats:
    """The mean of the running maximum from the left and the running minimum from the right: monotone, nearly unbiased."""
    return np.asarray((np.maximum.accumulate(values) + np.minimum.accumulate(values[::-1])[::-1]) / 2)


def learn_levels(curves: Curves, target: Ints, count: int, shown: Shown) -> Floats:
    """Correction of each target's log level (targets,): positive where its bids won less than the curve says."""
    inside = np.clip(curves.share, 0.002, 0.998)
    logit = np.log(inside / (1 - inside))
    slope = np.maximum(np.gradient(logit, GRID), 0.5)
    expected, steep = np.interp(shown.x, GRID, logit), np.interp(shown.x, GRID, slope)
    won = np.clip((shown.views + 0.5) / (shown.searches + 1), 0.002, 0.998)
    off = (expected - np.log(won / (1 - won))) / steep
    noise = (1 / (np.maximum(shown.searches, 1) * won * (1 - won)) + SCATTER ** 2) / steep ** 2
    top = np.bincount(target, off / noise, count)
    under = np.bincount(target, 1 / noise, count)
    return np.asarray(top / (under + 1 / DOUBT ** 2))
