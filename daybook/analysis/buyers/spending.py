"""What buyers spend an order: the Gamma-Gamma model of Fader and Hardie, fitted and asked for the mean to come.

P. S. Fader, B. G. S. Hardie (2013), The Gamma-Gamma Model of Monetary Value, brucehardie.com/notes/025; used with BG/NBD in
Fader, Hardie, Lee (2005), RFM and CLV: Using Iso-Value Curves, Journal of Marketing Research 42(4), 415-430.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from daybook.analysis.buyers.coming_back import EDGE, Floats, covariance_at, drawn_parameters


@dataclass(frozen=True)
class Spending:
    """The fitted model: an order is Gamma(p, nu) of a buyer, and nu is Gamma(q, gamma) over buyers.

    `covariance` is that of the logarithms of (p, q, gamma), shape (3, 3); None where it cannot be reckoned.
    """

    p: float
    q: float
    gamma: float
    likelihood: float
    covariance: Floats | None

    @property
    def parameters(self) -> Floats:
        return np.array([self.p, self.q, self.gamma])


def fit_spending(orders: Floats, mean: Floats) -> Spending | None:
    """The likeliest model of buyers' `orders` (counts, 1 or more) and their `mean` amounts; None where no buyer paid anything.

    Buyers who paid nothing say nothing of amounts and are left out.  Equation (1a) of the note.
    """
    from scipy.optimize import minimize
    from scipy.special import digamma, gammaln

    used = (orders > 0) & (mean > 0)
    if used.sum() < 2:
        return None
    rows, weight = np.unique(np.stack([orders[used], mean[used]]), axis=1, return_counts=True)
    x, scale = rows[0], float(np.average(rows[1], weights=weight))
    m, buyers = rows[1] / scale, float(weight.sum())

    def cost(logs: Floats) -> tuple[float, Floats]:
        p, q, g = np.exp(logs)
        whole, px = g + m * x, p * x
        value = (gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(g) + (px - 1) * np.log(m) + px * np.log(x)
                 - (px + q) * np.log(whole))
        slope = np.stack([x * (digamma(px + q) - digamma(px) + np.log(m) + np.log(x) - np.log(whole)),
                          digamma(px + q) - digamma(q) + np.log(g) - np.log(whole), q / g - (px + q) / whole])
        return -float(value @ weight) / buyers, -(slope @ weight) * np.exp(logs) / buyers

    found = [minimize(cost, np.log(start), jac=True, method="L-BFGS-B", bounds=[(-EDGE, EDGE)] * 3,
                      options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-9})
             for start in ((1.0, 1.0, 1.0), (6.0, 4.0, 0.5), (2.0, 3.0, 2.0))]
    ended = [one for one in found if np.isfinite(one.fun)]
    if not ended:
        return None
    best = min(ended, key=lambda one: float(one.fun))
    p, q, g = (float(v) for v in np.exp(best.x))
    return Spending(p, q, g * scale, -float(best.fun) * buyers - np.log(scale) * buyers, covariance_at(cost, best.x, buyers))


def expected_mean(model: Spending, orders: Floats, mean: Floats) -> Floats:
    """The mean of an order that is expected of each buyer from now on, shape (buyers,); equation (5) of the note.

    Who has no order yet is expected to spend as all do: p gamma / (q - 1); NaN where the fit gives no mean (q up to 1).
    """
    if model.q <= 1:
        return np.where(orders > 0, model.p * (model.gamma + mean * orders) / np.maximum(model.p * orders + model.q - 1, 1e-9),
                        np.nan)
    return np.asarray(model.p * (model.gamma + mean * orders) / (model.p * orders + model.q - 1))


def drawn_spending(model: Spending, orders: Floats, mean: Floats, coming: npt.NDArray[np.int64],
                   rng: np.random.Generator) -> Floats:
    """What `coming` orders (draws, buyers) may bring, shape (draws, buyers): one buyer's orders are alike in size."""
    made = drawn_parameters(np.log(model.parameters), model.covariance, len(coming), rng)
    found = np.zeros(coming.shape)
    for n, (p, q, gamma) in enumerate(made):
        nu = rng.gamma(q + p * orders) / (gamma + mean * orders)
        found[n] = np.where(coming[n] > 0, rng.gamma(np.maximum(p * coming[n], 1e-9)) / nu, 0.0)
    return found
