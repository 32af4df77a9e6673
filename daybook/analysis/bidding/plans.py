"""Money between plans, and the target of a plan that bids by itself: what a step brings, what learning anew costs, how sure it is.

Spend follows a bid as its power 1 + response, since clicks follow it as `response`; so what the next unit of money brings falls
as spend to the power -1 / (1 + response).  A target ROI is a bid upside down: a lower one bids more, each unit bringing less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

Z80 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Side:
    """A plan: spend a day, what its next unit brings before ads, the variance of that in logs, clicks a day."""

    spend: float
    brings: float
    variance: float
    clicks: float


@dataclass(frozen=True)
class Shift:
    """An amount a day moved from one plan to another: gain a day, chance of a loss, more clicks of both until that is `sure`."""

    amount: float
    gain: float
    wrong: float
    wait_clicks: float


def shift_of_budget(giver: Side, taker: Side, share: float, response: float, sure: float) -> Shift:
    """What it brings to move a share of the giver's spend (of the taker's, where that is smaller)."""
    amount = share * min(giver.spend, taker.spend)
    gain = taker.brings * _brought(taker.spend, amount, response) + giver.brings * _brought(giver.spend, -amount, response)
    gap, spread = log(max(taker.brings, 1e-9) / max(giver.brings, 1e-9)), giver.variance + taker.variance
    wrong = NormalDist().cdf(-gap / sqrt(max(spread, 1e-9)))
    wanted = (gap / NormalDist().inv_cdf(1 - sure)) ** 2
    times = max(spread / max(wanted, 1e-9) - 1, 0.0)
    return Shift(amount, gain, wrong, times * (giver.clicks + taker.clicks) if wrong > sure else 0.0)


def _brought(spend: float, more: float, response: float) -> float:
    """What `more` of a day's money is worth in units of the first: the integral of a return that falls with spend."""
    power = 1 - 1 / (1 + response)
    return float(spend / power * ((1 + more / spend) ** power - 1))


@dataclass(frozen=True)
class Target:
    """A plan that bids by itself: spend a day, and what a unit of it brings in all sales (low, middle, high: 80 %), before ads."""

    spend: float
    brings: tuple[float, float, float]


@dataclass(frozen=True)
class Edit:
    """A step of a target ROI (-0.05: lowered by a twentieth): gain a day once learned, cost of learning, net over the horizon,
    chance that the net is a loss."""

    step: float
    gain: float
    learning: float
    net: float
    wrong: float


def best_edit(plan: Target, steps: Sequence[float], response: float, learn: tuple[float, float], horizon: float) -> Edit:
    """The step that brings most over `horizon` days; `learn` are the days that a restart takes and the share of what spend brings
    that is lost meanwhile."""
    low, middle, high = plan.brings
    spread = max((high - low) / (2 * Z80), 1e-9)
    found = []
    for step in steps:
        (slope, fixed), days = _net(plan.spend, step, response, learn, horizon), horizon - learn[0]
        learning = learn[0] * learn[1] * plan.spend * middle
        net = slope * middle - fixed
        wrong = NormalDist().cdf(-net / max(abs(slope) * spread, 1e-9))
        found.append(Edit(step, (net + learning) / days, learning, net, wrong))
    return max(found, key=lambda edit: edit.net)


def _net(spend: float, step: float, response: float, learn: tuple[float, float], horizon: float) -> tuple[float, float]:
    """Net of a step over the horizon as slope x what a unit brings - a fixed part."""
    power, days = exp(-(1 + response) * log(1 + step)), horizon - learn[0]
    return (days * spend * (power * (1 + step) - 1) - learn[0] * learn[1] * spend, days * spend * (power - 1))


def variance_of(cvr: tuple[float, float, float]) -> float:
    """Variance in logs of a rate whose middle 80 % is known.

    >>> round(variance_of((0.01, 0.02, 0.04)), 3)
    0.293
    """
    return (log(max(cvr[2], 1e-9) / max(cvr[0], 1e-9)) / (2 * Z80)) ** 2
