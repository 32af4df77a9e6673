"""How much to order: against values that textbooks print."""

import numpy as np
import pytest
from scipy.stats import norm

from daybook.analysis.stock.order import (
    chances_of,
    critical_share,
    fixed_quantity,
    newsvendor,
    two_levels,
)


def test_a_one_off_order_is_that_of_snyder_and_shen() -> None:
    """Snyder & Shen 2019, example 4.7 (stockpyl `newsvendor_poisson`): h 0.18, p 0.70, Poisson 50 is 56 units at 1.7972."""
    units, cost = newsvendor(chances_of(50, 50), under=0.70, over=0.18)
    assert units == 56
    assert cost == pytest.approx(1.797235211809178)


def test_macs_newsstand_orders_fifteen_papers() -> None:
    """Nahmias, Production and Operations Analysis, examples 5.1 to 5.3: mean 11.73, deviation 4.74, critical share 0.77."""
    edges = norm(11.73, 4.74).cdf(np.arange(61) + 0.5)
    assert critical_share(0.50, 0.15) == pytest.approx(0.77, abs=0.001)
    assert newsvendor(np.diff(edges, prepend=0.0), under=0.50, over=0.15)[0] == 15


def test_two_levels_are_those_of_snyder_and_shen() -> None:
    """Snyder & Shen 2019, section 4.4 (stockpyl `s_s_discrete_exact`): h 1, p 4, K 5, Poisson 6 is (4, 10) at 8.0341."""
    daily = chances_of(6, 6)
    found = two_levels(daily, daily, fixed=5, holding=1, short=4)
    assert (found.reorder, found.up_to) == (4, 10)
    assert found.cost == pytest.approx(8.034111561471642)


@pytest.mark.parametrize(("mean", "reorder", "up_to", "cost"), [
    (10, 6, 40, 35.022), (15, 10, 49, 42.698), (20, 14, 62, 49.173), (25, 19, 56, 54.262)])
def test_two_levels_are_those_of_zheng_and_federgruen(mean: int, reorder: int, up_to: int, cost: float) -> None:
    """Zheng & Federgruen 1991, table I: K 64, h 1, p 9, Poisson, no lead time."""
    daily = chances_of(mean, mean)
    found = two_levels(daily, daily, fixed=64, holding=1, short=9)
    assert (found.reorder, found.up_to) == (reorder, up_to)
    assert found.cost == pytest.approx(cost, abs=0.001)


def test_a_fixed_quantity_is_that_of_snyder_and_shen() -> None:
    """Snyder & Shen 2019, example 5.6 (stockpyl `r_q_poisson_exact`): h 20, p 150, K 100, 1.5 a year, lead time 2 years."""
    found = fixed_quantity(chances_of(3, 3), rate=1.5, fixed=100, holding=20, short=150)
    assert (found.reorder, found.up_to) == (3, 8)
    assert found.cost == pytest.approx(107.92358063314975)


def test_without_a_cost_of_being_short_nothing_can_be_weighed() -> None:
    with pytest.raises(ValueError, match="both are above 0"):
        critical_share(0, 1)
