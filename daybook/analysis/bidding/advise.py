"""The day's edits of an account: bids, pauses, match types, new words, budgets; each with what speaks for it."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

import numpy as np

from daybook.analysis.bidding.estimates import Estimates, estimate
from daybook.analysis.bidding.memory import Memory
from daybook.analysis.bidding.optimum import Chosen, Demand, at_bids, choose, choose_by_mean, table_of
from daybook.analysis.bidding.policy import ALL, Policy
from daybook.analysis.bidding.reports import Advice, Evidence, Reports

KEPT = 0.999  # of the account budget: rounding must not break it
SPENDABLE = 0.97  # of it that bids are planned for: a plan that runs dry in the evening misses the best hours
OVER_FLOOR = 1.05  # expected return over the floor that the client set
PROMOTED = 1.2  # worth and searches on announced days, until the days themselves tell
LOSS = 0.02  # a day: below this a target on its way down pauses meanwhile


def advise(reports: Reports, memory: Memory, policy: Policy = ALL) -> list[Advice]:
    """What to do now, the most valuable first, within what the platform accepts at once."""
    memory.note(reports)
    limits = reports.limits
    if not reports.targets.ids or limits.day >= limits.days:
        return []
    found = estimate(reports, memory, policy)
    demand = _hoped(found, reports, policy)
    demand = _promoted(demand, reports)
    table = table_of(demand, found.curves, limits.bids)
    by = choose if policy.marginal else choose_by_mean
    money = limits.budget * SPENDABLE / memory.spend_factor if limits.budget > 0 else np.inf
    chosen = by(demand, table, money, limits.roi_floor * OVER_FLOOR)
    advices: list[Advice] = []
    if limits.hour == 0:
        advices += _matches(reports, policy)
        advices += _adds(reports, memory, found, chosen, policy)
    advices += _bids(reports, found, chosen, demand, policy)
    if limits.hour == 0:
        memory.planned[limits.day] = _planned(reports, found, chosen, demand, advices)
    if policy.budgets:
        budgets = _budgets(reports, found, chosen)
        return budgets + advices[:limits.changes - len(budgets)]
    return advices[:limits.changes]


def _hoped(found: Estimates, reports: Reports, policy: Policy) -> Demand:
    """Worth with the benefit of the doubt, which fades as there is less time left to use what is learned."""
    limits = reports.limits
    left = max(limits.days - limits.day - limits.hour / 24, 0.0) / limits.days
    up = np.exp(policy.curiosity * left * np.sqrt(found.cvr.variance))
    return replace(found.demand, worth=found.demand.worth * up)


def _promoted(demand: Demand, reports: Reports) -> Demand:
    limits = reports.limits
    if not any(first <= limits.day <= last for first, last in limits.promotions):
        return demand
    return replace(demand, worth=demand.worth * PROMOTED, searches=demand.searches * PROMOTED)


def _matches(reports: Reports, policy: Policy) -> list[Advice]:
    """Phrase and broad words become exact: each search gets its own bid, and what they brought is harvested."""
    if not policy.exact:
        return []
    return [Advice("match", target, match="exact") for target, match in zip(reports.targets.ids, reports.targets.match, strict=True)
            if match in ("phrase", "broad")]


def _adds(reports: Reports, memory: Memory, found: Estimates, chosen: Chosen, policy: Policy) -> list[Advice]:
    """New words by expected gain, at their best bid at once."""
    count = len(reports.targets.ids)
    searched = {(found.group_of[target], text) for target, text in memory.term_sums() if target in found.group_of}
    picked: list[int] = []
    for at in np.argsort(-chosen.gain[count:]) + count:
        if chosen.gain[at] <= policy.least_gain or len(picked) >= reports.limits.adds:
            break
        unit = found.units[at]
        if (policy.harvest and unit in searched) or (policy.suggestions and unit in memory.proposed):
            picked.append(int(at))
    return [Advice("add", reports.groups.ids[found.units[at][0]], _inside(float(chosen.bid[at]), reports.limits.bids),
                   found.units[at][1], "exact", _evidence(found, chosen, at)) for at in picked]


def _inside(bid: float, bids: tuple[float, float]) -> float:
    return round(min(max(bid, bids[0]), bids[1]), 2)


def _bids(reports: Reports, found: Estimates, chosen: Chosen, demand: Demand, policy: Policy) -> list[Advice]:
    """Moves towards the best bid in the steps that are allowed; targets that lose on the way down pause meanwhile."""
    targets, limits = reports.targets, reports.limits
    count = len(targets.ids)
    now = at_bids(_of_targets(demand, count), found.curves, targets.bid[:, None])
    profit_now = (now.clicks * demand.worth[:count, None] - now.cost * (1 + chosen.dearness))[:, 0]
    best = chosen.clicks * demand.worth - chosen.cost * (1 + chosen.dearness)
    moves: list[tuple[float, Advice]] = []
    for at, target in enumerate(targets.ids):
        bid, want = float(targets.bid[at]), float(chosen.bid[at])
        to = _step(bid, want, limits.bid_step, limits.bids)
        gain = float(best[at] - profit_now[at])
        why = _evidence(found, chosen, at, gain)
        if abs(to / bid - 1) > policy.dead_band:
            moves.append((gain, Advice("bid", target, to, evidence=why)))
        on = bool(targets.on[at])
        loses = profit_now[at] < -LOSS
        if on and loses:
            moves.append((gain + 1, Advice("pause", target, evidence=why)))
        elif not on and not loses and best[at] > 0.01 and to >= bid * 0.9:
            moves.append((gain + 1, Advice("enable", target, evidence=why)))
    moves.sort(key=lambda each: -each[0])
    return [advice for _, advice in moves]


def _planned(reports: Reports, found: Estimates, chosen: Chosen, demand: Demand, advices: list[Advice]) -> float:
    """Spend of the day that is expected of the bids as they will stand after these edits, new words too."""
    targets, at = reports.targets, {target: n for n, target in enumerate(reports.targets.ids)}
    bids, on = targets.bid.copy(), targets.on.copy()
    for advice in advices:
        if advice.kind == "bid":
            bids[at[advice.target]] = advice.value
        elif advice.kind in ("pause", "enable"):
            on[at[advice.target]] = advice.kind == "enable"
    added = {(int(reports.groups.ids.index(a.target)), a.text) for a in advices if a.kind == "add"}
    new = sum(float(chosen.cost[n]) for n in range(len(bids), len(found.units)) if found.units[n] in added)
    return float((at_bids(_of_targets(demand, len(bids)), found.curves, bids[:, None]).cost[:, 0] * on).sum()) + new


def _of_targets(demand: Demand, count: int) -> Demand:
    return Demand(*(getattr(demand, f)[:count] for f in ("searches", "ctr", "worth", "revenue", "level")))


def _step(bid: float, want: float, step: float, bids: tuple[float, float]) -> float:
    """The bid one allowed step closer, in whole cents inside the step."""
    low = ceil(bid * (1 - step) * 100 - 1e-6) / 100
    high = floor(bid * (1 + step) * 100 + 1e-6) / 100
    return min(max(round(min(max(want, low), high), 2), bids[0]), bids[1])


def _evidence(found: Estimates, chosen: Chosen, at: int, gain: float | None = None) -> Evidence:
    rate, spread = float(found.cvr.rate[at]), 1.2816 * float(np.sqrt(found.cvr.variance[at]))
    clicks = float(chosen.clicks[at])
    return Evidence(float(found.clicks[at]), float(found.orders[at]),
                    (rate * float(np.exp(-spread)), rate, rate * float(np.exp(spread))), float(found.demand.worth[at]),
                    float(chosen.cost[at]) / clicks if clicks > 0 else 0.0, float(chosen.marginal_cpc[at]),
                    float(chosen.gain[at]) if gain is None else gain)


def _budgets(reports: Reports, found: Estimates, chosen: Chosen) -> list[Advice]:
    """The account's money by what each plan is expected to spend from now on, what is spent already first."""
    limits, plans = reports.limits, reports.plans
    if not limits.budget > 0 or not len(plans.ids):
        return []
    count = len(reports.targets.ids)
    plan = reports.groups.plan[reports.targets.group]
    expected = np.bincount(plan, chosen.cost[:count], len(plans.ids)) + 1e-6
    expected = expected + 0.02 * expected.sum()
    left = limits.budget * KEPT - plans.spent.sum()
    if left <= 0:
        return []
    wanted = plans.spent + left * expected / expected.sum()
    wanted = np.floor(wanted * 100) / 100
    return [Advice("budget", plan_id, float(to)) for plan_id, to in zip(plans.ids, wanted, strict=True)]
