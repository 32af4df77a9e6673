"""Tails and quantiles by special functions are those of scipy.stats."""

import pytest
from scipy import stats

from daybook.analysis import tails


@pytest.mark.parametrize("free", [1, 4.5, 30, 1e6])
@pytest.mark.parametrize("value", [-3.0, 0.0, 0.3, 2.5, 12.0])
def test_students_t_and_the_chi_square(value, free):
    assert tails.t_over(value, free) == pytest.approx(stats.t.sf(value, free), rel=1e-9, abs=1e-300)
    assert tails.t_reach(0.9, free) == pytest.approx(stats.t.ppf(0.9, free), rel=1e-9)
    assert tails.chi_square_over(abs(value), free) == pytest.approx(stats.chi2.sf(abs(value), free), rel=1e-9)
    assert tails.normal_under(value) == pytest.approx(stats.norm.cdf(value), rel=1e-9)


@pytest.mark.parametrize(("free", "away"), [(3, 0.5), (9, 2.8), (40, 5.0)])
def test_the_power_of_a_t_test(free, away):
    assert tails.moved_t_over(2.1, free, away) == pytest.approx(stats.nct.sf(2.1, free, away), rel=1e-6)


@pytest.mark.parametrize("hits", [-1, 0, 1, 3, 17, 39, 40, 41])
def test_counts(hits):
    assert tails.binomial_least(hits, 40, 0.1) == pytest.approx(stats.binom.sf(hits - 1, 40, 0.1), rel=1e-9, abs=1e-300)
    assert tails.poisson_least(hits, 3.7) == pytest.approx(stats.poisson.sf(hits - 1, 3.7), rel=1e-9, abs=1e-300)
    assert tails.beta_binomial_least(hits, 40, 2.5, 30.5) == pytest.approx(stats.betabinom.sf(hits - 1, 40, 2.5, 30.5), rel=1e-6,
                                                                          abs=1e-15)
