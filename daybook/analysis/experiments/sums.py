"""What an arm of a test has counted, as sums that days can be added up to: shares, means, ratios, and means adjusted by before.

A statistic gives its mean and the variance of one person; what divides by it is `intervals.py`.  The formulas are the usual
ones (Deng, Knoblich & Lu 2018 for ratios; Deng, Xu, Kohavi & Walker 2013 for the adjustment, CUPED); the values agree with
those that GrowthBook publishes in the tests of its statistics package.
"""

from dataclasses import dataclass, replace
from typing import Protocol


class Statistic(Protocol):
    """What an interval needs of an arm: people, their mean and the variance of one of them."""

    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float: ...
    @property
    def variance(self) -> float: ...
    @property
    def plain_mean(self) -> float: ...


@dataclass(frozen=True)
class Share:
    """`did` of `n` people did something.

    >>> Share(28, 14).mean, Share(28, 14).variance
    (0.5, 0.25)
    """

    n: int
    did: float

    @property
    def mean(self) -> float:
        return self.did / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        return self.mean * (1 - self.mean)

    @property
    def plain_mean(self) -> float:
        return self.mean


@dataclass(frozen=True)
class Mean:
    """A number of each of `n` people by its sum and its sum of squares.

    >>> Mean(3, 6, 14).variance
    1.0
    """

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        return (self.squares - self.total ** 2 / self.n) / (self.n - 1) if self.n > 1 else 0.0

    @property
    def plain_mean(self) -> float:
        return self.mean


@dataclass(frozen=True)
class Ratio:
    """One sum over another, both by person (clicks over page views): the delta method, as those of one person hang together.

    `product` is the sum over people of one times the other.
    """

    over: Mean
    under: Mean
    product: float

    @property
    def n(self) -> int:
        return self.over.n

    @property
    def mean(self) -> float:
        return self.over.total / self.under.total if self.under.total else 0.0

    @property
    def variance(self) -> float:
        if self.n < 2 or not self.under.mean:
            return 0.0
        both = (self.product - self.over.total * self.under.total / self.n) / (self.n - 1)
        top, low = self.over.mean, self.under.mean
        return self.over.variance / low ** 2 + self.under.variance * top ** 2 / low ** 4 - 2 * both * top / low ** 3

    @property
    def plain_mean(self) -> float:
        return self.mean


@dataclass(frozen=True)
class Adjusted:
    """A mean less what people of the arm did before the test, times `theta`: it scatters less where the two hang together.

    `product` is the sum over people of after times before.  Both arms take one `theta` (`adjusted`).
    """

    after: Mean
    before: Mean
    product: float
    theta: float = 0.0

    @property
    def n(self) -> int:
        return self.after.n

    @property
    def together(self) -> float:
        """Covariance of after and before."""
        return (self.product - self.after.total * self.before.total / self.n) / (self.n - 1) if self.n > 1 else 0.0

    @property
    def mean(self) -> float:
        return self.after.mean - self.theta * self.before.mean

    @property
    def variance(self) -> float:
        return self.after.variance + self.theta ** 2 * self.before.variance - 2 * self.theta * self.together

    @property
    def plain_mean(self) -> float:
        return self.after.mean


def adjusted(one: Adjusted, other: Adjusted) -> tuple[Adjusted, Adjusted]:
    """Both arms with the theta that lets them scatter least: over all people of the test, whichever arm they saw."""
    whole = Adjusted(_joined(one.after, other.after), _joined(one.before, other.before), one.product + other.product)
    theta = whole.together / whole.before.variance if whole.before.variance > 0 else 0.0
    return replace(one, theta=theta), replace(other, theta=theta)


def _joined(one: Mean, other: Mean) -> Mean:
    return Mean(one.n + other.n, one.total + other.total, one.squares + other.squares)
