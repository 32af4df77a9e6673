"""Small samples pulled to their group: published and simulated groups."""
import numpy as np
import pytest

from daybook.analysis.shrink import fit_count_group, fit_rate_group

#: Rat tumours in 71 groups, Tarone 1982, Biometrics 38, 215.
TUMOURS = [0] * 14 + [1] * 8 + [2] * 9 + [1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10] + [4] * 7 + [
    10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4]
RATS = [20] * 7 + [19] * 4 + [18] * 2 + [17] + [20] * 4 + [19] * 2 + [18] * 2 + [25, 24, 23] + [20] * 6 + [
    10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50] + [20] * 7 + [
    48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14]


def test_a_published_group_is_fitted_as_published():
    """Gelman et al., Bayesian Data Analysis, chapter 5: mode near beta(2.3, 14)."""
    group = fit_rate_group(TUMOURS, RATS)
    assert group is not None
    assert 2.0 < group.prior[0] < 3.0
    assert 12 < group.prior[1] < 17


def test_nine_visitors_say_little_and_nine_thousand_say_it_all():
    group = fit_rate_group(TUMOURS, RATS)
    assert group is not None
    few, many = group.pull(3, 9), group.pull(3000, 9000)
    assert group.mean < few.estimate < 1 / 3
    assert few.own_share < 0.5 < 0.99 < many.own_share
    assert abs(many.estimate - 1 / 3) < 0.001
    assert few.high - few.low > many.high - many.low


def test_a_new_member_is_the_group():
    group = fit_rate_group(TUMOURS, RATS)
    assert group is not None
    assert group.pull(0, 0).estimate == pytest.approx(group.mean)
    assert group.pull(0, 0).own_share == 0


def test_pulled_rates_miss_less_and_their_intervals_hold():
    """300 products of beta(4, 196), 10 to 400 visitors each; the 80 % interval holds 75 to 85 %."""
    rng = np.random.default_rng(7)
    truth = rng.beta(4, 196, 300)
    visitors = rng.integers(10, 400, 300)
    orders = rng.binomial(visitors, truth)
    group = fit_rate_group(orders.tolist(), visitors.tolist())
    assert group is not None
    pulled = [group.pull(int(o), int(v)) for o, v in zip(orders, visitors, strict=True)]
    missed = np.mean([(p.estimate - t) ** 2 for p, t in zip(pulled, truth, strict=True)])
    raw, pooled = np.mean((orders / visitors - truth) ** 2), np.mean((truth.mean() - truth) ** 2)
    assert missed < 0.5 * raw
    assert missed < 0.8 * pooled
    held = np.mean([p.low <= t <= p.high for p, t in zip(pulled, truth, strict=True)])
    assert 0.75 <= held <= 0.85


def test_pulled_counts_miss_less_and_their_intervals_hold():
    rng = np.random.default_rng(11)
    truth = rng.gamma(3, 2 / 3, 300)                       # orders a day, mean 2
    days = rng.integers(1, 15, 300)
    orders = rng.poisson(truth * days)
    group = fit_count_group(orders.tolist(), days.tolist())
    assert group is not None
    assert abs(group.mean - 2) < 0.3
    pulled = [group.pull(int(o), float(d)) for o, d in zip(orders, days, strict=True)]
    missed = np.mean([(p.estimate - t) ** 2 for p, t in zip(pulled, truth, strict=True)])
    assert missed < np.mean((orders / days - truth) ** 2)
    held = np.mean([p.low <= t <= p.high for p, t in zip(pulled, truth, strict=True)])
    assert 0.75 <= held <= 0.85


def test_members_that_are_all_alike_are_pulled_nearly_whole():
    rng = np.random.default_rng(3)
    visitors = np.full(200, 500)
    group = fit_rate_group(rng.binomial(visitors, 0.02).tolist(), visitors.tolist())
    assert group is not None
    assert group.pull(20, 500).estimate < 0.026
    assert group.strength > 2000


def test_members_that_share_nothing_keep_their_own():
    group = fit_rate_group([1, 99, 2, 98, 0, 100], [100] * 6)
    assert group is not None
    assert abs(group.pull(99, 100).estimate - 0.99) < 0.05


@pytest.mark.parametrize(("successes", "trials"), [
    ([], []), ([3], [100]), ([0, 0], [10, 20]), ([10, 20], [10, 20]), ([1, 0], [10, 0])])
def test_a_group_that_teaches_nothing_is_none(successes, trials):
    assert fit_rate_group(successes, trials) is None


def test_counts_that_teach_nothing_are_none():
    assert fit_count_group([0, 0], [3.0, 4.0]) is None
    assert fit_count_group([2], [3.0]) is None


def test_more_orders_than_visitors_are_refused():
    with pytest.raises(ValueError, match="same people"):
        fit_rate_group([11, 2], [10, 20])
    with pytest.raises(ValueError, match="one of each"):
        fit_rate_group([1], [10, 20])
    group = fit_count_group([2, 5], [1.0, 2.0])
    assert group is not None
    with pytest.raises(ValueError, match="same days"):
        group.pull(3, 0)
