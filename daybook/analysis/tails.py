"""Tails and quantiles of the common laws by special functions alone: `scipy.stats` is a second in coming, for every command.

Checked against `scipy.stats` in the tests.
"""


def t_over(value: float, free: float) -> float:
    """The chance that Student's t with `free` degrees of freedom is over a value."""
    from scipy.special import stdtr

    return float(stdtr(free, -value))


def t_reach(share: float, free: float) -> float:
    """The value that Student's t stays under with chance `share`."""
    from scipy.special import stdtrit

    return float(stdtrit(free, share))


def moved_t_over(value: float, free: float, away: float) -> float:
    """The chance that a noncentral t, its centre `away` standard errors from 0, is over a value: the power of a t test."""
    from scipy.special import nctdtr

    return 1.0 - float(nctdtr(free, away, value))


def normal_under(value: float) -> float:
    """The chance that a standard normal is under a value.

    >>> normal_under(0.0)
    0.5
    """
    from scipy.special import ndtr

    return float(ndtr(value))


def normal_reach(share: float) -> float:
    """The value that a standard normal stays under with chance `share`.

    >>> round(normal_reach(0.975), 4)
    1.96
    """
    from scipy.special import ndtri

    return float(ndtri(share))


def chi_square_over(value: float, free: float) -> float:
    """The chance that a chi-square with `free` degrees of freedom is over a value."""
    from scipy.special import chdtrc

    return float(chdtrc(free, value))


def poisson_least(count: float, mean: float) -> float:
    """The chance of `count` or more (a whole number) where `mean` are expected.

    >>> poisson_least(0, 3.0), round(poisson_least(1, 3.0), 4)
    (1.0, 0.9502)
    """
    from scipy.special import gammainc

    return 1.0 if count <= 0 else float(gammainc(count, mean)) if mean > 0 else 0.0


def binomial_least(hits: int, of: int, share: float) -> float:
    """The chance of `hits` or more of `of`, each with chance `share`.

    >>> binomial_least(2, 2, 0.5), binomial_least(0, 2, 0.5), binomial_least(3, 2, 0.5)
    (0.25, 1.0, 0.0)
    """
    from scipy.special import betainc

    return 1.0 if hits <= 0 else 0.0 if hits > of else float(betainc(hits, of - hits + 1, share))


def beta_binomial_least(hits: int, of: int, a: float, b: float) -> float:
    """The chance of `hits` or more of `of` where their share is itself drawn from a beta law with a and b.

    >>> round(beta_binomial_least(1, 1, 2.0, 3.0), 4)
    0.4
    """
    import numpy as np
    from scipy.special import betaln, gammaln

    if hits <= 0 or hits > of:
        return 1.0 if hits <= 0 else 0.0
    few = np.arange(hits) if 2 * hits <= of else np.arange(hits, of + 1)         # the shorter side is added up
    logs = gammaln(of + 1) - gammaln(few + 1) - gammaln(of - few + 1) + betaln(few + a, of - few + b) - betaln(a, b)
    chance = float(np.exp(logs).sum())
    return min(max(1.0 - chance if 2 * hits <= of else chance, 0.0), 1.0)
