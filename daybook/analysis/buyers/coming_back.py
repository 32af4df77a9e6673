"""How often buyers come back: the BG/NBD model of Fader, Hardie and Lee (2005), fitted and asked for what comes.

P. S. Fader, B. G. S. Hardie, K. L. Lee: "Counting Your Customers" the Easy Way, Marketing Science 24(2), 275-284.  A buyer buys
at a rate of their own (gamma over buyers) and after each purchase never comes back with a chance of their own (beta over buyers).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: Logarithms of parameters are looked for within these borders.
EDGE = 9.0
#: How far a logarithm may be off where nothing is known of it.
LOOSE = 2.0
#: A step in the logarithm of a parameter, by which the curvature of the likelihood is measured.
STEP = 1e-4
#: Where the search begins, time counted in the oldest age: rare buyers, frequent ones who stay.
STARTS = ((0.5, 0.3, 0.7, 2.5), (2.0, 1.0, 0.3, 3.0))


@dataclass(frozen=True)
class History:
    """One entry per buyer, in one unit of time: `repeats` purchases after the first, `last` from the first purchase to the last
    (0: none came), `age` from the first purchase to the end of what is known."""

    repeats: Floats
    last: Floats
    age: Floats


@dataclass(frozen=True)
class ComingBack:
    """The fitted model: rates are Gamma(r, alpha), the chance to stay away after a purchase is Beta(a, b).

    `covariance` is that of the logarithms of (r, alpha, a, b), shape (4, 4); None where it cannot be reckoned.
    """

    r: float
    alpha: float
    a: float
    b: float
    likelihood: float
    covariance: Floats | None

    @property
    def parameters(self) -> Floats:
        return np.array([self.r, self.alpha, self.a, self.b])


def log_likelihood(at: Floats, of: History) -> tuple[float, Floats]:
    """The sum of logarithms of likelihood at (r, alpha, a, b), and its slope in each, shape (4,)."""
    value, slope = _by_buyer(at, of)
    return float(value.sum()), np.asarray(slope.sum(axis=1))


def _by_buyer(at: Floats, of: History) -> tuple[Floats, Floats]:
    """The same of each buyer: shapes (buyers,) and (4, buyers).  Equation (3) of the paper, in logarithms."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = at
    x, last, age = of.repeats, of.last, of.age
    back = x > 0
    stays = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    kept = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * np.log(alpha + age)
    room = np.where(back, b + x - 1, 1.0)
    gone = np.where(back, np.log(a) - np.log(room) - (r + x) * np.log(alpha + last), -np.inf)
    both = np.logaddexp(alive, gone)
    here, away = np.exp(alive - both), np.exp(gone - both)
    slope = np.stack([
        digamma(r + x) - digamma(r) + np.log(alpha) - here * np.log(alpha + age) - away * np.log(alpha + last),
        r / alpha - (r + x) * (here / (alpha + age) + away / (alpha + last)),
        digamma(a + b) - digamma(a + b + x) + away / a,
        digamma(a + b) + digamma(b + x) - digamma(b) - digamma(a + b + x) - away / room])
    return stays + kept + both, slope


def fit_coming_back(of: History) -> ComingBack | None:
    """The likeliest model; None where no buyer came back or no search ended.

    Buyers with the same history are counted once and weighed, so that a hundred thousand take no longer than some thousands.
    """
    from scipy.optimize import minimize

    if not len(of.age) or not (of.repeats > 0).any():
        return None
    rows, weight = np.unique(np.stack([of.repeats, of.last, of.age]), axis=1, return_counts=True)
    few, scale = History(*rows), float(of.age.max()) or 1.0
    unit = History(few.repeats, few.last / scale, few.age / scale)

    def cost(logs: Floats) -> tuple[float, Floats]:
        at = np.exp(logs)
        value, slope = _by_buyer(at, unit)
        return -float(value @ weight) / weight.sum(), -(slope @ weight) * at / weight.sum()

    found = [minimize(cost, np.log(start), jac=True, method="L-BFGS-B", bounds=[(-EDGE, EDGE)] * 4,
                      options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-9}) for start in STARTS]
    ended = [one for one in found if np.isfinite(one.fun)]
    if not ended:
        return None
    best = min(ended, key=lambda one: float(one.fun))
    r, alpha, a, b = (float(v) for v in np.exp(best.x) * [1, scale, 1, 1])
    value = -float(best.fun) * float(weight.sum()) - float(few.repeats @ weight) * float(np.log(scale))
    return ComingBack(r, alpha, a, b, value, covariance_at(cost, best.x, float(weight.sum())))


def covariance_at(cost: Callable[[Floats], tuple[float, Floats]], at: Floats, buyers: float) -> Floats | None:
    """The inverse of the curvature at the maximum, by differences of the slope, shape (parameters, parameters).

    Where the data hardly hold a direction, the logarithms there are taken as known to within `LOOSE` (one standard deviation).
    """
    curve = np.empty((len(at), len(at)))
    for n in range(len(at)):
        step = np.zeros(len(at))
        step[n] = STEP
        curve[n] = (cost(at + step)[1] - cost(at - step)[1]) / (2 * STEP)
    if not np.isfinite(curve).all():
        return None
    values, ways = np.linalg.eigh((curve + curve.T) / 2 * buyers)
    return np.asarray((ways / (np.maximum(values, 0) + 1 / LOOSE ** 2)) @ ways.T)


def chance_active(model: ComingBack, of: History) -> Floats:
    """The chance of each buyer to be still one, shape (buyers,); 1 for who bought once: nobody is told away before a repeat.

    Fader, Hardie, Lee (2008), Computing P(alive) Using the BG/NBD Model.
    """
    return np.asarray(1 / (1 + _odds_gone(model, of)))


def _odds_gone(model: ComingBack, of: History) -> Floats:
    x, back = of.repeats, of.repeats > 0
    room = np.where(back, model.b + x - 1, 1.0)
    ratio = (model.r + x) * (np.log(model.alpha + of.age) - np.log(model.alpha + of.last))
    return np.asarray(np.where(back, model.a / room * np.exp(np.minimum(ratio, 700)), 0.0))


def expected_purchases(model: ComingBack, of: History, ahead: float) -> Floats:
    """Purchases that are expected of each buyer within `ahead` from now, shape (buyers,); equation (10) of the paper."""
    from scipy.special import hyp2f1

    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6          # the formula has a hole at 1, its value none
    x, end = of.repeats, model.alpha + of.age
    share = hyp2f1(model.r + x, model.b + x, a + model.b + x - 1, ahead / (end + ahead))
    left = 1 - (end / (end + ahead)) ** (model.r + x) * share
    return np.asarray((a + model.b + x - 1) / (a - 1) * left / (1 + _odds_gone(model, of)))


def drawn_parameters(logs: Floats, covariance: Floats | None, draws: int, rng: np.random.Generator) -> Floats:
    """Parameters as uncertain as the fit leaves them, shape (draws, parameters); all alike where that is not known."""
    if covariance is None:
        return np.tile(np.exp(logs), (draws, 1))
    return np.asarray(np.exp(np.clip(rng.multivariate_normal(logs, covariance, draws, method="eigh"), -2 * EDGE, 2 * EDGE)))


def drawn_purchases(model: ComingBack, of: History, ahead: float, draws: int,
                    rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Purchases within `ahead` as they may come, shape (draws, buyers): the fit is uncertain, and so is what people do.

    Of a buyer who is still one the rate is Gamma(r + x, alpha + T) and the chance to leave Beta(a, b + x); what comes is the
    smaller of a Poisson count and the number of purchases until the last.
    """
    made = drawn_parameters(np.log(model.parameters), model.covariance, draws, rng)
    found = np.empty((draws, len(of.age)), dtype=np.int64)
    for n, (r, alpha, a, b) in enumerate(made):
        one = ComingBack(r, alpha, a, b, model.likelihood, None)
        active = rng.random(len(of.age)) < chance_active(one, of)
        rate = rng.gamma(r + of.repeats) / (alpha + of.age)
        leaves = np.clip(rng.beta(a, b + of.repeats), 1e-12, 1.0)
        found[n] = np.where(active, np.minimum(rng.poisson(rate * ahead), rng.geometric(leaves)), 0)
    return found
