"""How the auction answers a bid, learned from the reports: share of searches won, clicks per view, price per click.

All targets share three curves over x = log(bid / level), where a target's level is the market bid corrected by what its own
bids won.  Curves have few parameters, so that what nobody has bid yet is a continuation of what was, not a flat line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.reports import Floats, Ints

GRID: Floats = np.round(np.arange(-2.4, 1.6001, 0.05), 4)
BEND = 1.2  # log bids beyond which a curve goes on straight
SHARE_DOUBT = (5.0, 1.5, 0.7)  # of the logit at x = 0, of its slope, of its bend: standard deviations of the prior
CLICK_DOUBT = (1.0, 0.4, 0.2)
PRICE_DOUBT = (0.5, 0.3, 0.2)
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
    """The three curves of all targets together: a logit of the share, logs of clicks per view and of the price, each a parabola
    of x pulled to what auctions usually do.  Days scatter more than counts do, so one day of one target weighs at most so much."""
    share = np.clip(shown.views / np.maximum(shown.searches, 1e-9), 0.001, 0.999)
    asked = shown.searches / (1 + shown.searches * share * (1 - share) * SCATTER ** 2)
    table, grid = _parabola(shown.x), _parabola(GRID)
    logit = _newton(table, share * asked, asked, np.array([0.0, SLOPE, 0.0]), np.array(SHARE_DOUBT), logistic=True)
    few = 1 / (1 + shown.clicks * SCATTER ** 2)
    click = _newton(table, shown.clicks * few, shown.usual_clicks * few, np.zeros(3), np.array(CLICK_DOUBT), logistic=False)
    paid = np.where(shown.clicks > 0, few, 0.0)
    price = _newton(table, shown.cost * paid, shown.at_bid * paid, np.array([np.log(USUAL_PRICE), 0.0, 0.0]), np.array(PRICE_DOUBT),
                    logistic=False)
    won = 1 / (1 + np.exp(-np.clip(grid @ logit, -12, 12)))
    cost = np.exp(np.clip(grid @ price, -3, 0.2))
    return Curves(_rising(won), _rising(np.exp(np.clip(grid @ click, -2, 2))), _rising(cost * np.exp(GRID)) / np.exp(GRID))


def _parabola(x: Floats) -> Floats:
    near = np.clip(x, -BEND, BEND)
    return np.stack([np.ones(len(x)), x, near ** 2], axis=1)


def _newton(table: Floats, won: Floats, asked: Floats, prior: Floats, doubt: Floats, *, logistic: bool) -> Floats:
    """Penalised maximum likelihood of a binomial (logistic) or Poisson (log-linear) rate won / asked."""
    at = prior.copy()
    for _ in range(12):
        eta = np.clip(table @ at, -12, 12)
        mean = asked / (1 + np.exp(-eta)) if logistic else asked * np.exp(eta)
        weight = mean * (1 - mean / np.maximum(asked, 1e-12)) if logistic else mean
        inner = (table.T * weight) @ table + np.diag(1 / doubt ** 2)
        step = np.linalg.solve(inner, table.T @ (won - mean) - (at - prior) / doubt ** 2)
        at = at + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < 1e-4:
            break
    return np.asarray(at)


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
