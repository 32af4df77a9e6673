"""How far a SKU's sales over some days may stray from what is expected: negative binomial, learnt from the shop's own tries.

Variance of a sum with mean m is `lumps` x m (buyers come by chance and take several units each: compound Poisson) plus
`sway` x m squared (the level itself is not known and moves).  Lumps are each SKU's own, pulled to those of the shop; sway
is one for all SKUs, the likeliest in tries over the past (Hilbe 2011, Negative Binomial Regression, 8.2).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from daybook.analysis.stock.levels import Floats, Past

#: Days that the shop's lumps are worth beside a SKU's own.
SHOP_DAYS = 30.0
#: Sways that are asked: from a level known to 7 % to one that may double.
SWAYS = np.array([0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0])
#: The usual sway while nothing was tried (a level known to about a third), its log's deviation, and the weight of one try:
#: the tries of a SKU overlap, and SKUs of a shop move together.
USUAL_SWAY, SWAY_SPREAD, TRY_WEIGHT = 0.1, 1.0, 0.25
LEAST_MEAN = 1e-6


@dataclass(frozen=True)
class Tried:
    """What came of moments of the past, all (moments, skus): units sold after them, ordinary days' pull of those days,
    whether it may be used, the level it is measured by, and how much it counts."""

    sold: Floats
    drawn: Floats
    usable: NDArray[np.bool_]
    scale: Floats
    counts: Floats


@dataclass(frozen=True)
class Doubt:
    """Spread of sums: `lumps` (skus,) at least 1, `sway` of all."""

    lumps: Floats
    sway: float

    def about(self, means: Floats) -> "Sums":
        """Sums with these means (skus,)."""
        means = np.maximum(means, LEAST_MEAN)
        return Sums(means, np.maximum(self.lumps * means + self.sway * means**2, means * 1.0001))


@dataclass(frozen=True)
class Sums:
    """Units sold over some days, as they may come out: negative binomial with this mean and variance (skus,)."""

    mean: Floats
    variance: Floats

    def _terms(self) -> tuple[Floats, Floats]:
        return self.mean**2 / (self.variance - self.mean), self.mean / self.variance

    def quantile(self, share: float) -> Floats:
        """The least units that are not exceeded with the chance `share`."""
        from scipy.special import betainc, nbdtrik
        size, chance = self._terms()
        units = np.maximum(np.ceil(nbdtrik(share, size, chance) - 1e-9), 0.0)
        below = np.maximum(units - 1, 0.0)
        return np.asarray(np.where(betainc(size, below + 1, chance) >= share, below, units), dtype=float)

    def chance_beyond(self, units: Floats) -> Floats:
        """Chance that more than so many units are asked for."""
        from scipy.special import betaincc
        size, chance = self._terms()
        return np.asarray(np.where(units < 0, 1.0, betaincc(size, np.floor(np.maximum(units, 0.0)) + 1, chance)))

    def short(self, units: Floats) -> Floats:
        """Units that are asked for beyond so many, on average: E[(D - units)+].

        Of the negative binomial it is a sum of two tails: E[D; D > x] = m P(D' > x - 1) with D' of one more size
        (Johnson, Kemp & Kotz 2005, Univariate Discrete Distributions, 5.2).
        """
        from scipy.special import betaincc
        size, share = self._terms()
        there = np.floor(np.maximum(units, 0.0))
        more = np.where(there > 0, betaincc(size + 1, np.maximum(there, 1e-9), share), 1.0)
        beyond = self.mean * more - units * betaincc(size, there + 1, share)
        return np.asarray(np.where(units <= 0, self.mean - units, np.maximum(beyond, 0.0)))


def learn_doubt(past: Past, tried: Tried, told: Floats) -> Doubt:
    """Lumps of each SKU and the sway of all, `told` (moments, skus) being what an ordinary day was foretold to sell."""
    lumps = _lumps(past)
    means = np.maximum(told * tried.drawn, LEAST_MEAN)
    use = tried.usable & (told * tried.drawn > 0.5)
    likely = -0.5 * (np.log(SWAYS / USUAL_SWAY) / SWAY_SPREAD) ** 2
    if use.any():
        every = np.broadcast_to(lumps[None], means.shape)[use]
        likely = likely + TRY_WEIGHT * np.array([_log_likelihood(tried.sold[use], means[use], every, s) for s in SWAYS])
    return Doubt(lumps, float(SWAYS[int(np.argmax(likely))]))


def _log_likelihood(sold: Floats, means: Floats, lumps: Floats, sway: float) -> float:
    from scipy.special import gammaln
    variance = np.maximum(lumps * means + sway * means**2, means * 1.0001)
    size, share = means**2 / (variance - means), means / variance
    sold = np.round(sold)
    return float((gammaln(sold + size) - gammaln(size) - gammaln(sold + 1) + size * np.log(share)
                  + sold * np.log1p(-share)).sum())


def _lumps(past: Past) -> Floats:
    """Variance over mean of a day's units; bulk orders as held back, since one of them says nothing of the next."""
    days = np.maximum(past.on.sum(axis=1), 1)
    mean = (past.held * past.on).sum(axis=1) / days
    spread = (((past.held - mean[:, None] * past.pull[None]) ** 2) * past.on).sum(axis=1) / days
    own = np.log(np.maximum(spread / np.maximum(mean, 1e-9), 1.0))
    weight = np.where(mean > 0, np.minimum(days, 200), 0.0)
    shop = float((own * weight).sum() / weight.sum()) if weight.sum() else 0.0
    return np.asarray(np.exp((weight * own + SHOP_DAYS * shop) / (weight + SHOP_DAYS)))
