"""From all reports so far: what a click on each text is worth, how often it is searched, and what the auction asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from daybook.analysis.bidding.auction import GRID, Curves, Shown, learn_curves, learn_levels
from daybook.analysis.bidding.memory import Memory, Unit
from daybook.analysis.bidding.optimum import Demand
from daybook.analysis.bidding.policy import ALL, Policy
from daybook.analysis.bidding.rates import Rates, fit_rates
from daybook.analysis.bidding.reports import DayRows, Flags, Floats, Ints, Reports
from daybook.analysis.bidding.texts import features

HALF_LIFE = 7.0  # days after which a day counts half for searches
CURVE_LIFE = 21.0  # and for the auction
ORDERS_BEHIND_PRICE = 5.0
USUAL_CVR, USUAL_CTR = 0.03, 0.04
PROPOSED_DAYS = 1.0  # a proposed number of searches is worth so many days of one's own
TEXT_DAYS = 0.3  # the text's own
RIDGE = 3.0
LATELY = 3  # days
LATELY_BEHIND = 40.0  # orders behind no change
TERMS_KNOWN = 0.97  # of the orders of a week, at its end
NEVER = 10_000  # a day after every plan
FADE = 45.0  # days after which an order counts half for the conversion of a word


@dataclass(frozen=True)
class Estimates:
    """Per unit (group and text): the targets come first, in their order, then terms and suggestions not yet taken."""

    units: tuple[Unit, ...]
    group: Ints
    clicks: Floats  # of which the orders are known, corrected for delay
    orders: Floats
    cvr: Rates
    demand: Demand
    curves: Curves
    group_of: Mapping[str, int]  # target -> place of its group


@dataclass(frozen=True)
class _Counts:
    """Per unit: views at the curve's mean place, clicks, clicks whose orders are known, orders, revenue."""

    views: Floats
    clicks: Floats
    trials: Floats
    orders: Floats
    revenue: Floats


def estimate(reports: Reports, memory: Memory, policy: Policy = ALL) -> Estimates:
    """All numbers of one look."""
    limits, targets, groups = reports.limits, reports.targets, reports.groups
    days, bids = memory.days()
    sums = memory.term_sums()
    units, place = _units(reports, memory, sums)
    group = np.array([unit[0] for unit in units], np.int64)
    table, kind = features([unit[1] if policy.text else "" for unit in units], group, len(groups.ids))
    since = np.array([memory.exact_since.get(target, NEVER) for target in targets.ids])
    own = days.day >= since[days.target]
    level = _levels(units, len(targets.ids), memory, table, targets.bid)
    curves = memory.curves or Curves(np.full(len(GRID), 0.5), np.ones(len(GRID)), np.full(len(GRID), 0.85))
    x = np.log(np.maximum(bids, 1e-3)) - np.log(level[days.target])
    known = memory.restated.shares(days.day.astype(float), limits) if policy.delay else np.ones(len(days.day))
    counts = _counted(days, own, (np.interp(x, GRID, curves.click), known, 0.5 ** ((limits.day - days.day) / FADE)),
                      [(place[key], told) for key, told in sums.items()], len(units))
    ctr = fit_rates(counts.clicks, counts.views, table, kind, USUAL_CTR)
    cvr = fit_rates(counts.orders, counts.trials, table, kind, USUAL_CVR)
    shown, of = _shown(days, (x, bids), own, ctr.rate, memory, reports)
    if len(of):
        off = memory.level_off(len(units))
        curves = learn_curves(replace(shown, x=shown.x - off[of]))
        if policy.levels:
            memory.off = learn_levels(curves, of, len(units), shown)[:len(targets.ids)]
            level = level * np.exp(memory.level_off(len(units)))
    memory.curves = curves
    searches = _searches(units, days, own, memory, table, reports, (level, curves, bids))
    lately = _lately(reports, days, days.clicks * known, cvr.rate) if policy.lately else np.ones(len(groups.ids))
    income = cvr.rate * _order_value(counts.orders, counts.revenue, group, groups.order_value) * lately[group]
    demand = Demand(searches, ctr.rate, income * groups.margin[group], income, level)
    group_of = {target: int(g) for target, g in zip(targets.ids, targets.group, strict=True)}
    return Estimates(tuple(units), group, counts.trials, counts.orders, cvr, demand, curves, group_of)


def _counted(days: DayRows, own: Flags, factors: tuple[Floats, Floats, Floats], terms: list[tuple[int, Floats]],
             size: int) -> _Counts:
    """Days of exact targets and terms of the others added up per unit; `factors` of a row: clicks per view at its bid, share of
    its orders that is known, and what its age leaves of it."""
    click_at, known, fade = factors

    def add(values: Floats) -> Floats:
        return np.asarray(np.bincount(days.target[own], (values * fade)[own], size), float)

    counts = _Counts(add(days.impressions * click_at), add(days.clicks), add(days.clicks * known), add(days.orders),
                     add(days.revenue))
    for at, told in terms:
        counts.views[at] += told[0]
        counts.clicks[at] += told[1]
        counts.trials[at] += told[1] * TERMS_KNOWN
        counts.orders[at] += told[3]
        counts.revenue[at] += told[4]
    return counts


def _lately(reports: Reports, days: DayRows, trials: Floats, rate: Floats) -> Floats:
    """Orders of the last days over those expected, per group, pulled to 1: a broken page, a stock-out, a rival's price."""
    limits, count = reports.limits, len(reports.groups.ids)
    promoted = np.zeros(len(days.day), bool)
    for first, last in limits.promotions:
        promoted |= (days.day >= first) & (days.day <= last)
    use = (days.day >= limits.day - LATELY) & ~promoted
    group = reports.targets.group[days.target[use]]
    came = np.bincount(group, days.orders[use], count)
    expected = np.bincount(group, (trials * rate[days.target])[use], count)
    return np.asarray((came + LATELY_BEHIND) / (expected + LATELY_BEHIND))


def _units(reports: Reports, memory: Memory, sums: dict[tuple[str, str], Floats]) -> tuple[list[Unit], dict[tuple[str, str], int]]:
    """Every group and text once, and where the sums of a term belong."""
    targets = reports.targets
    units: list[Unit] = [(int(g), text) for g, text in zip(targets.group, targets.texts, strict=True)]
    where = {unit: at for at, unit in reversed(list(enumerate(units)))}
    group_of = {target: int(g) for target, g in zip(targets.ids, targets.group, strict=True)}
    place: dict[tuple[str, str], int] = {}
    for target, text in sums:
        unit = (group_of[target], text)
        if unit not in where:
            where[unit] = len(units)
            units.append(unit)
        place[target, text] = where[unit]
    for unit in memory.proposed:
        if unit not in where:
            where[unit] = len(units)
            units.append(unit)
    return units, place


def _order_value(orders: Floats, revenue: Floats, group: Ints, price: Floats) -> Floats:
    """Revenue of an order per unit: the group's own mean, pulled to its price, and the unit's pulled to that."""
    size = len(price)
    n, paid = np.bincount(group, orders, size), np.bincount(group, revenue, size)
    mean = (paid + ORDERS_BEHIND_PRICE * price) / (n + ORDERS_BEHIND_PRICE)
    return np.asarray((revenue + ORDERS_BEHIND_PRICE * mean[group]) / (orders + ORDERS_BEHIND_PRICE))


def _levels(units: list[Unit], count: int, memory: Memory, table: Floats, bid: Floats) -> Floats:
    """Level of each unit: what the platform says others pay, else what it proposes, else what the text says."""
    logs = np.full(len(units), np.nan)
    seen = memory.market_seen > 0
    logs[:count][seen] = memory.market[seen] / memory.market_seen[seen]
    for at, unit in enumerate(units):
        if np.isnan(logs[at]) and unit in memory.proposed:
            logs[at] = np.log(memory.proposed[unit][1])
    if np.isnan(logs).all():
        logs[:count] = np.log(np.maximum(bid, 1e-3))
    return np.exp(_by_text(logs, table))


def _by_text(logs: Floats, table: Floats) -> Floats:
    """Unknown logs by ridge regression on the features of the known ones."""
    told = np.isfinite(logs)
    if told.all():
        return logs
    mean = float(logs[told].mean())
    x = table[told]
    effects = np.linalg.solve(x.T @ x + RIDGE * np.eye(x.shape[1]), x.T @ (logs[told] - mean))
    return np.where(told, logs, mean + table @ effects)


def _shown(days: DayRows, bids: tuple[Floats, Floats], own: Flags, ctr: Floats, memory: Memory,
           reports: Reports) -> tuple[Shown, Ints]:
    """The days from which the auction is learned: exact ones whose plan had money, fading with age; `bids` in logs over level,
    and as they were."""
    x, bid = bids
    plan = reports.groups.plan[reports.targets.group][days.target]
    short = np.array([int(p) in memory.short_days.get(int(d), ()) for d, p in zip(days.day, plan, strict=True)], bool)
    use = own & np.isfinite(days.share) & (days.share > 0) & (days.day < reports.limits.day) & ~short
    fade = 0.5 ** ((reports.limits.day - days.day[use]) / CURVE_LIFE)
    views, clicks = days.impressions[use] * fade, days.clicks[use] * fade
    return Shown(x[use], views / days.share[use], views, views * ctr[days.target[use]], clicks, days.cost[use] * fade,
                 clicks * bid[use]), days.target[use]


def _searches(units: list[Unit], days: DayRows, own: Flags, memory: Memory, table: Floats, reports: Reports,
              auction: tuple[Floats, Curves, Floats]) -> Floats:
    """Searches a day: fading mean of the days on which the target could be shown, with what was proposed or the text says."""
    size = len(units)
    level, curves, bids = auction
    share = days.share.copy()
    untold = ~np.isfinite(share) | (share <= 0)
    if untold.any():
        share[untold] = curves.at(np.log(np.maximum(bids[untold], 1e-3) / level[days.target[untold]]))[0]
    plan = reports.groups.plan[reports.targets.group]
    fade = 0.5 ** ((reports.limits.day - days.day) / HALF_LIFE) * (own & (days.day < reports.limits.day))
    for day, plans in memory.short_days.items():
        if plans:
            fade = np.where((days.day == day) & np.isin(plan[days.target], list(plans)), fade * 0.1, fade)
    top = np.bincount(days.target, fade * days.impressions / np.maximum(share, 1e-4), size)
    under = np.bincount(days.target, fade, size)
    mine = under > 0.05
    logs = np.full(size, np.nan)
    logs[mine] = np.log(np.maximum(top[mine] / under[mine], 0.5))
    both = [(logs[at], np.log(memory.proposed[u][0])) for at, u in enumerate(units) if mine[at] and u in memory.proposed]
    shift = float(np.median([a - b for a, b in both])) * len(both) / (len(both) + 10) if both else 0.0
    prior = np.full(size, np.nan)
    for at, unit in enumerate(units):
        if unit in memory.proposed:
            prior[at] = np.log(memory.proposed[unit][0]) + shift
    told = np.isfinite(prior)
    text = _by_text(np.where(mine, logs, prior) if (mine | told).any() else np.zeros(size), table)
    guess = np.exp(np.where(told, prior, text))
    weight = np.where(told, PROPOSED_DAYS, TEXT_DAYS)
    return np.asarray((top + weight * guess) / (under + weight))
