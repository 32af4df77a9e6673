"""The bid at which the next click costs what it brings: profit of every target on a grid of bids, under one account budget.

Money is split by one price of budget for all targets (a Lagrange multiplier): a bid is worth it while its marginal return is
above that price, so budgets between plans follow from the bids, and mean ROI decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.auction import Curves
from daybook.analysis.bidding.reports import Floats, Ints

STEPS: Floats = np.round(np.arange(-2.4, 1.2001, 0.05), 4)
DEAREST = 4.0  # highest price of budget that is tried
HALVINGS = 18


@dataclass(frozen=True)
class Demand:
    """Per target: searches a day, clicks per view at the curve's mean, contribution of a click, revenue of a click, level."""

    searches: Floats
    ctr: Floats
    worth: Floats
    revenue: Floats
    level: Floats


@dataclass(frozen=True)
class Table:
    """(targets, steps): bids tried, clicks and cost a day at each."""

    bids: Floats
    clicks: Floats
    cost: Floats


@dataclass(frozen=True)
class Chosen:
    """Per target the bid, its clicks and cost a day, and what one more click would cost; the price of budget of all."""

    bid: Floats
    clicks: Floats
    cost: Floats
    marginal_cpc: Floats
    gain: Floats  # contribution less cost, a day
    dearness: float


def table_of(demand: Demand, curves: Curves, bids: tuple[float, float]) -> Table:
    """Clicks and cost of every target on the grid of bids around its level."""
    tried = np.clip(demand.level[:, None] * np.exp(STEPS)[None, :], *bids)
    return at_bids(demand, curves, tried)


def at_bids(demand: Demand, curves: Curves, bids: Floats) -> Table:
    """The same at given bids (targets, any)."""
    share, click, price = curves.at(np.log(np.maximum(bids, 1e-6) / demand.level[:, None]))
    clicks = (demand.searches * demand.ctr)[:, None] * share * click
    return Table(bids, clicks, clicks * bids * price)


def choose(demand: Demand, table: Table, budget: float, roi_floor: float) -> Chosen:
    """The best bid of each target at the lowest price of budget that keeps spend within `budget` and revenue over the floor."""
    def kept(dearness: float) -> bool:
        at = _best(demand, table, dearness)
        rows = np.arange(len(at))
        cost = table.cost[rows, at].sum()
        revenue = (table.clicks[rows, at] * demand.revenue).sum()
        return bool(cost <= budget and (not roi_floor > 0 or revenue >= roi_floor * cost))

    low, high = 0.0, DEAREST
    if kept(0.0):
        return _chosen(demand, table, 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if kept(middle) else (middle, high)
    return _chosen(demand, table, high)


def choose_by_mean(demand: Demand, table: Table, budget: float, roi_floor: float) -> Chosen:
    """The trade's usual way, to compare with: the highest bid whose mean return keeps the same distance from break-even for
    all targets, the smallest distance that fits the budget."""
    rows = np.arange(len(demand.worth))
    for times in np.arange(1.2, 6.0, 0.1):
        pays = table.clicks * demand.worth[:, None] >= times * table.cost
        at = np.where(pays.any(axis=1), table.bids.shape[1] - 1 - np.argmax(pays[:, ::-1], axis=1), 0)
        cost, revenue = table.cost[rows, at].sum(), (table.clicks[rows, at] * demand.revenue).sum()
        if cost <= budget and (not roi_floor > 0 or revenue >= roi_floor * cost):
            break
    clicks, cost_of = table.clicks[rows, at], table.cost[rows, at]
    return Chosen(table.bids[rows, at], clicks, cost_of, marginal_cpc(table, at), clicks * demand.worth - cost_of, 0.0)


def _best(demand: Demand, table: Table, dearness: float) -> Ints:
    return np.asarray(np.argmax(table.clicks * demand.worth[:, None] - (1 + dearness) * table.cost, axis=1), np.int64)


def _chosen(demand: Demand, table: Table, dearness: float) -> Chosen:
    at = _best(demand, table, dearness)
    rows = np.arange(len(at))
    clicks, cost = table.clicks[rows, at], table.cost[rows, at]
    return Chosen(table.bids[rows, at], clicks, cost, marginal_cpc(table, at), clicks * demand.worth - cost, dearness)


def marginal_cpc(table: Table, at: Ints) -> Floats:
    """What one more click costs around a place of the grid: added cost over added clicks of the next step."""
    rows, last = np.arange(len(at)), table.bids.shape[1] - 1
    up = np.minimum(at + 1, last)
    down = np.where(up == at, np.maximum(at - 1, 0), at)
    more = table.clicks[rows, up] - table.clicks[rows, down]
    return np.asarray((table.cost[rows, up] - table.cost[rows, down]) / np.maximum(more, 1e-9))
