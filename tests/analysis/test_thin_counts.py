"""Thin counts against the negative binomial of scipy.stats, whose import the mornings are spared."""

import numpy as np
import pytest
from scipy.stats import nbinom

from daybook.analysis.thin_counts import at_least, at_most, quantile


def test_chances_and_quantiles_are_those_of_the_negative_binomial() -> None:
    rng = np.random.default_rng(4)
    mean, r = np.exp(rng.uniform(-4, 5, 4000)), np.exp(rng.uniform(-3, 9, 4000))
    p, counts = r / (r + mean), rng.poisson(mean).astype(float)
    assert at_most(counts, r, p) == pytest.approx(nbinom.cdf(counts, r, p), rel=1e-9)
    assert at_least(counts, r, p) == pytest.approx(nbinom.sf(counts - 1, r, p), rel=1e-9)
    for share in (0.001, 0.05, 0.1, 0.9, 0.95):
        assert (quantile(share, r, p) == nbinom.ppf(share, r, p)).all()
