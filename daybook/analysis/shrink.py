"""Pulls small samples to their group (a conversion from nine visitors), as far as its spread allows.

Empirical Bayes: the group's own spread is fitted first (marginal likelihood), then each member is its
posterior.  References: Casella 1985, Am. Stat. 39, 83; Robbins 1956.  Groups come from the caller.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: With five members the likelihood is nearly flat: lean towards a strength of 100 trials (members of a
#: group that converts 2 % scatter between 0.8 and 4 %), loosely, a factor ten either way being usual.
USUAL_LOG_STRENGTH, LOG_STRENGTH_SPREAD = float(np.log(100)), 2.3
#: Strengths from e^-9 to e^9 of the usual: "members share nothing" to "all members are alike".
LOG_STRENGTH_REACH = 9.0
FEWEST_MEMBERS = 2


@dataclass(frozen=True)
class Pulled:
    """A member after the pull: estimate, interval, and how much of it is its own data (0..1)."""
    estimate: float
    low: float
    high: float
    own_share: float


@dataclass(frozen=True)
class RateGroup:
    """A group's rates: mean, and `strength`, the trials its history is worth to a new member."""
    mean: float
    strength: float

    @property
    def prior(self) -> tuple[float, float]:
        """Beta (a, b), as `odds.chance_cvr_at_least` takes it."""
        return self.mean * self.strength, (1 - self.mean) * self.strength

    def pull(self, successes: int, trials: int, confidence: float = 0.8) -> Pulled:
        """A member's rate; with no trials the group's, with many its own."""
        from scipy.special import betaincinv
        if not 0 <= successes <= trials:
            raise ValueError(f"{successes} of {trials} is no rate: count both over the same people or clicks")
        a, b = self.prior[0] + successes, self.prior[1] + trials - successes
        low, high = (float(betaincinv(a, b, tail)) for tail in _tails(confidence))
        return Pulled(a / (a + b), low, high, trials / (trials + self.strength))


@dataclass(frozen=True)
class CountGroup:
    """A group's counts per exposure (orders per day): mean, and the exposure its history is worth."""
    mean: float
    strength: float

    def pull(self, count: int, exposure: float, confidence: float = 0.8) -> Pulled:
        """A member's count per exposure, with its interval."""
        from scipy.special import gammaincinv
        if count < 0 or exposure < 0 or (count and not exposure):
            raise ValueError(f"{count} over an exposure of {exposure} is no rate: give both of the same days")
        shape, rate = self.mean * self.strength + count, self.strength + exposure
        low, high = (float(gammaincinv(shape, tail)) / rate for tail in _tails(confidence))
        return Pulled(shape / rate, low, high, exposure / rate)


def fit_rate_group(successes: Sequence[int], trials: Sequence[int]) -> RateGroup | None:
    """Beta-binomial group of rates: one entry per member, (members,).

    None where the group cannot teach anything: fewer than two members with trials, or no success and
    no failure to learn a mean from.
    """
    over, under = _pairs(successes, trials)
    if (over > under).any():
        raise ValueError("a member has more successes than trials: count both over the same people")
    if len(under) < FEWEST_MEMBERS or over.sum() in (0, under.sum()):
        return None

    def log_likelihood(mean: float, strength: float) -> float:
        from scipy.special import betaln
        a, b = mean * strength, (1 - mean) * strength
        return float(np.sum(betaln(a + over, b + under - over) - betaln(a, b)))

    def unfold(x: float) -> float:
        return float(1 / (1 + np.exp(-x)))

    start = over.sum() / under.sum()
    mean, strength = _fit(log_likelihood, unfold, float(np.log(start / (1 - start))), USUAL_LOG_STRENGTH)
    return RateGroup(mean, strength)


def fit_count_group(counts: Sequence[int], exposures: Sequence[float]) -> CountGroup | None:
    """Gamma-Poisson group of counts per exposure, one entry per member; None as in `fit_rate_group`."""
    over, under = _pairs(counts, exposures)
    if len(under) < FEWEST_MEMBERS or over.sum() == 0:
        return None

    def log_likelihood(mean: float, strength: float) -> float:
        from scipy.special import gammaln
        shape = mean * strength
        return float(np.sum(gammaln(shape + over) - gammaln(shape) + shape * np.log(strength)
                            - (shape + over) * np.log(strength + under)))

    def unfold(x: float) -> float:
        return float(np.exp(x))

    one_member = float(np.log(np.median(under)))
    mean, strength = _fit(log_likelihood, unfold, float(np.log(over.sum() / under.sum())), one_member)
    return CountGroup(mean, strength)


def _pairs(over: Sequence[float], under: Sequence[float]) -> tuple[Floats, Floats]:
    """Members with something under them, as arrays (members,)."""
    if len(over) != len(under):
        raise ValueError(f"{len(over)} outcomes for {len(under)} members: give one of each")
    outcome, exposure = np.asarray(over, dtype=np.float64), np.asarray(under, dtype=np.float64)
    if (outcome < 0).any() or (exposure < 0).any():
        raise ValueError("a count below zero is no count")
    return outcome[exposure > 0], exposure[exposure > 0]


def _fit(log_likelihood: Callable[[float, float], float], unfold: Callable[[float], float], start: float,
         usual: float) -> tuple[float, float]:
    """Mean and strength of highest marginal likelihood; `usual` is the log strength leaned towards.

    A grid over the strength comes first, since the likelihood of small groups has flat ends.
    """
    from scipy.optimize import minimize
    low, high = usual - LOG_STRENGTH_REACH, usual + LOG_STRENGTH_REACH

    def badness(x: Floats) -> float:
        against = ((float(x[1]) - usual) / LOG_STRENGTH_SPREAD) ** 2 / 2
        return against - log_likelihood(unfold(float(x[0])), float(np.exp(x[1])))

    first = min(np.linspace(low, high, 15), key=lambda s: badness(np.array([start, s])))
    best = minimize(badness, np.array([start, first]), method="L-BFGS-B",
                    bounds=[(start - 3, start + 3), (low, high)])
    return unfold(float(best.x[0])), float(np.exp(best.x[1]))


def _tails(confidence: float) -> tuple[float, float]:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}: give a share above 0 and below 1")
    return (1 - confidence) / 2, (1 + confidence) / 2
