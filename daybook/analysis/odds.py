"""Odds behind the trade's click rules: silence after n clicks, clicks still needed, tails and intervals.

Probabilities are floats 0..1; pulling small samples to their group is in `shrink.py`.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, exp, log, log1p, sqrt
from statistics import NormalDist

#: The search for clicks gives up here: at this many no keyword of a shop is still undecided.
MOST_CLICKS = 100_000_000


def odds_of_zero_orders(cvr: float, clicks: int) -> float:
    """Chance that a word with this true conversion brings no order in so many clicks, (1 - cvr)^clicks.

    >>> [round(odds_of_zero_orders(0.02, clicks), 2) for clicks in (20, 50, 150)]
    [0.67, 0.36, 0.05]
    """
    _check_share(cvr, "cvr")
    _check_count(clicks, "clicks")
    if cvr == 1:
        return 0.0 if clicks else 1.0
    return exp(clicks * log1p(-cvr))


def odds_of_zero_orders_yet(cvr: float, clicks_by_age: Sequence[tuple[int, float]]) -> float:
    """The same where orders come later than clicks: (clicks, share of their orders seen by now) per day.

    Yesterday's clicks have shown perhaps 0.6 of their orders; a rule that forgets this kills good words.
    """
    chance = 1.0
    for clicks, seen in clicks_by_age:
        _check_share(seen, "share of orders seen")
        chance *= odds_of_zero_orders(cvr * seen, clicks)
    return chance


def clicks_for_decision(cvr: float, risk: float, orders: int = 0) -> int:
    """Clicks after which so few orders or fewer have at most chance `risk` if the true conversion is `cvr`.

    >>> clicks_for_decision(0.02, 0.05)
    149
    """
    _check_open_share(cvr, "cvr")
    _check_open_share(risk, "risk")
    _check_count(orders, "orders")
    if orders == 0:
        return max(1, ceil(log(risk) / log1p(-cvr) - 1e-9))
    low, high = orders, max(2 * orders, ceil(1 / cvr))
    while binomial_at_most(orders, high, cvr) > risk:
        low, high = high, 2 * high
        if high > MOST_CLICKS:
            raise ValueError(f"a conversion of {cvr} needs more than {MOST_CLICKS} clicks to decide on")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if binomial_at_most(orders, middle, cvr) > risk else (low, middle)
    return high


def clicks_still_needed(cvr: float, clicks: int, orders: int, risk: float) -> int:
    """How many more clicks without a new order would decide at this risk; 0 if they already do."""
    _check_count(clicks, "clicks")
    return max(0, clicks_for_decision(cvr, risk, orders) - clicks)


@dataclass(frozen=True)
class Wait:
    """What it takes to know: clicks, days at the present pace (None: none come), money at this CPC."""
    clicks: int
    days: float | None
    money: Decimal


def price_of_waiting(clicks: int, clicks_per_day: float, cpc: Decimal) -> Wait:
    """Clicks still needed, in days and money: "wait n more clicks (about d days, y yuan)"."""
    _check_count(clicks, "clicks")
    if clicks_per_day > 0:
        return Wait(clicks, clicks / clicks_per_day, clicks * cpc)
    return Wait(clicks, None if clicks else 0.0, clicks * cpc)


def chance_cvr_at_least(threshold: float, orders: int, clicks: int, prior: tuple[float, float]) -> float:
    """Chance that the true conversion is at least `threshold`, given orders, clicks and a beta prior.

    `prior` is (a, b) of the group the word belongs to (`shrink.RateGroup`): a/(a+b) converts, known as
    well as a+b clicks would tell.  Cut when the chance at threshold cpc / profit per order is small.
    """
    from scipy.special import betainc
    _check_share(threshold, "threshold")
    _check_trials(orders, clicks)
    if min(prior) <= 0:
        raise ValueError(f"prior {prior} must be two positive numbers")
    return 1.0 - float(betainc(prior[0] + orders, prior[1] + clicks - orders, threshold))


def binomial_at_most(successes: int, trials: int, chance: float) -> float:
    """P(X <= successes) of a binomial; 0 below zero."""
    from scipy.special import bdtr
    _check_count(trials, "trials")
    _check_share(chance, "chance")
    if successes < 0:
        return 0.0
    return 1.0 if successes >= trials else float(bdtr(successes, trials, chance))


def binomial_at_least(successes: int, trials: int, chance: float) -> float:
    """P(X >= successes) of a binomial, without loss in the far tail."""
    from scipy.special import bdtrc
    _check_count(trials, "trials")
    _check_share(chance, "chance")
    if successes <= 0:
        return 1.0
    return 0.0 if successes > trials else float(bdtrc(successes - 1, trials, chance))


def poisson_at_most(count: int, mean: float) -> float:
    """P(X <= count) of a Poisson count with this mean."""
    from scipy.special import pdtr
    _check_mean(mean)
    return 0.0 if count < 0 else float(pdtr(count, mean))


def poisson_at_least(count: int, mean: float) -> float:
    """P(X >= count) of a Poisson count with this mean."""
    from scipy.special import pdtrc
    _check_mean(mean)
    return 1.0 if count <= 0 else float(pdtrc(count - 1, mean))


def wilson_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """Interval of a rate (Wilson 1927, J. Am. Stat. Assoc. 22, 209); None without a trial.

    >>> [round(end, 3) for end in wilson_interval(0, 9)]
    [0.0, 0.299]
    """
    _check_trials(successes, trials)
    _check_open_share(confidence, "confidence")
    if not trials:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rate, spread = successes / trials, z * z / trials
    centre = (rate + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(rate * (1 - rate) / trials + spread / trials / 4)
    return (0.0 if successes == 0 else centre - half, 1.0 if successes == trials else centre + half)


def _check_share(share: float, name: str) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"{name} is {share}: give a share between 0 and 1")


def _check_open_share(share: float, name: str) -> None:
    if not 0 < share < 1:
        raise ValueError(f"{name} is {share}: give a share above 0 and below 1")


def _check_count(count: int, name: str) -> None:
    if count < 0:
        raise ValueError(f"{name} is {count}: a count is 0 or more")


def _check_mean(mean: float) -> None:
    if not mean >= 0:
        raise ValueError(f"mean is {mean}: give a number that is 0 or more")


def _check_trials(successes: int, trials: int) -> None:
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no rate: count both over the same people or clicks")
