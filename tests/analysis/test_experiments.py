"""Statistics of page tests against the values that GrowthBook publishes, by hand, and under daily looking.

Values marked so are those of GrowthBook's own tests: packages/stats/tests/frequentist/test_tests.py and test_gbstats.py, and
packages/shared/test/power.test.ts of its public repository (five decimals there).
"""

from math import exp, log

import numpy as np
import pytest

from bench.judgement.page_tests import figures
from daybook.analysis.experiments.intervals import (
    Lift,
    always_p,
    at_the_end,
    half_width,
    mixing,
    on_any_day,
    wider_by_days,
)
from daybook.analysis.experiments.mixture import mixture_p
from daybook.analysis.experiments.sizes import days_needed, pairs_needed, people_needed, power, smallest_lift
from daybook.analysis.experiments.splits import mismatch_p
from daybook.analysis.experiments.stops import Rule, chance_to_win, guard_broken, verdict
from daybook.analysis.experiments.sums import Adjusted, Mean, Ratio, Share, adjusted
from daybook.analysis.experiments.switched import pair_of, read_switched, scatter_of

FEW, CONTROL, VARIANT = Mean(3407, 1396.87, 52377.9767), Mean(3000, 1396.87, 52377.9767), Mean(3461, 2422.7, 134698.29)
PUBLISHED = 1e-4
SPEND, SPREAD, EACH = 10, 3909.9997749994377, 400000 / 3


def about(found: Lift | None, value: float, low: float, high: float, error: float) -> None:
    assert found is not None
    assert (found.value, found.low, found.high, found.error) == pytest.approx((value, low, high, error), abs=PUBLISHED)


def test_one_look_agrees_with_published_values():
    about(at_the_end(FEW, VARIANT), 0.70732, -0.03526, 1.44989, 0.37879)
    assert at_the_end(FEW, VARIANT).p == pytest.approx(0.06191, abs=PUBLISHED)
    about(at_the_end(FEW, VARIANT, relative=False), 0.29, 0.04538, 0.53462, 0.12478)
    about(at_the_end(Share(28, 14), Share(30, 16)), 0.06667, -0.47767, 0.61101, 0.2717)


def test_the_interval_of_any_day_agrees_with_published_values():
    about(on_any_day(CONTROL, VARIANT, 1000), 0.50336, -0.55844, 1.56516, 0.33341)
    assert on_any_day(CONTROL, VARIANT, 1000).p == 1
    about(on_any_day(Share(3000, 1396), Share(3461, 2422), 5000), 0.50386, 0.40098, 0.60675, 0.03386)
    assert on_any_day(Share(3000, 1396), Share(3461, 2422), 5000).p < PUBLISHED


def test_the_adjustment_by_before_agrees_with_published_values():
    one, other = adjusted(Adjusted(CONTROL, Mean(3000, 16.87, 527.9767), 1), Adjusted(VARIANT, Mean(3461, 22.7, 1348.29), 1))
    about(on_any_day(one, other, 5000), 0.50338, -0.50969, 1.51646, 0.33341)


def test_the_adjustment_takes_away_what_was_there_before():
    """Whoever spent much before spends much after: the variance left is that of what is new (1 of 1 + 25)."""
    rng = np.random.default_rng(3)
    arms = []
    for lift in (0.0, 0.3):
        before = rng.normal(20, 5, 4000)
        after = before + rng.normal(lift, 1, 4000)
        arms.append(Adjusted(Mean(4000, after.sum(), (after ** 2).sum()), Mean(4000, before.sum(), (before ** 2).sum()),
                             float(after @ before)))
    one, other = adjusted(*arms)
    assert one.theta == pytest.approx(1, abs=0.02)
    assert one.variance == pytest.approx(1, rel=0.1)
    assert at_the_end(one, other).error < 0.25 * at_the_end(one.after, other.after).error


def test_a_ratio_counts_how_its_parts_hang_together():
    """Published by PostHog's port of the same package (products/experiments/stats), four decimals; its first arm is treated."""
    control = Ratio(Mean(1966, 94605.79858780127, 10463129.505392816), Mean(1966, 936, 936), 94605.79858780127)
    treated = Ratio(Mean(2034, 99673.9364269569, 11298745.182728939), Mean(2034, 947, 947), 99673.9364269569)
    found = at_the_end(control, treated)
    assert (found.value, found.low, found.high, found.p) == pytest.approx((0.041333, 0.01378609, 0.0689, 0.0032826), abs=5e-5)


@pytest.mark.parametrize(("tuned", "published"), [(None, 0.52144), (5000, 0.20596)])
def test_power_agrees_with_published_values(tuned, published):
    assert power(SPEND, SPREAD, 0.05, EACH, tuned=tuned) == pytest.approx(published, abs=PUBLISHED)


@pytest.mark.parametrize(("tuned", "published"), [(None, 0.07027), (5000, 0.12821)])
def test_the_smallest_lift_agrees_with_published_values(tuned, published):
    assert smallest_lift(SPEND, SPREAD, EACH, tuned=tuned) == pytest.approx(published, abs=PUBLISHED)


#: Weeks of 4,500 people over three arms: a share of 0.1, and amounts of mean 0.1 and variance 0.5.
WEEKS = (
    (None, 1, 0.073, 0.17053, 0.36767, 1.26769), (None, 8, 0.24235, 0.80886, 0.11491, 0.29603),
    (5000, 1, 0.05936, 0.09832, 0.65545, 4.33868), (5000, 8, 0.12282, 0.42249, 0.19172, 0.53123))


@pytest.mark.parametrize(("tuned", "week", "share", "amount", "least_share", "least_amount"), WEEKS)
def test_weeks_of_a_plan_agree_with_published_values(tuned, week, share, amount, least_share, least_amount):
    each = 4500 * week / 3
    assert power(0.1, 0.09, 0.05, each, tuned=tuned) == pytest.approx(share, abs=PUBLISHED)
    assert power(0.1, 0.5, 0.3, each, tuned=tuned) == pytest.approx(amount, abs=PUBLISHED)
    assert smallest_lift(0.1, 0.09, each, tuned=tuned) == pytest.approx(least_share, abs=PUBLISHED)
    assert smallest_lift(0.1, 0.5, each, tuned=tuned) == pytest.approx(least_amount, abs=PUBLISHED)


def test_an_uneven_split_agrees_with_the_published_value():
    assert mismatch_p([1000, 1200], [0.5, 0.5]) == pytest.approx(0.000020079, abs=1e-9)
    assert mismatch_p([0, 0], [1, 1]) is None


def test_the_mixture_is_the_interval_where_its_deviation_is_that_of_the_sequence():
    """The always-valid p of a lift of shares equals the mixture SPRT with tau^2 = rho^2 n SE^2, written by another formula."""
    control, variant = Share(4000, 200), Share(4000, 250)
    found = on_any_day(control, variant, 8000, relative=False)
    tau = mixing(8000, 0.05) * (8000 * found.error ** 2) ** 0.5
    assert found.p == pytest.approx(mixture_p((4000, 200), (4000, 250), tau), rel=1e-9)


def test_interval_and_p_say_the_same():
    error, n = 0.02, 9000
    edge = half_width(error, n, 5000, 0.05)
    assert always_p(edge, error, n, 5000, 0.05) == pytest.approx(0.05, rel=1e-9)


def test_a_plan_needs_more_people_where_it_is_looked_at():
    once, looked = (people_needed(0.04, 0.04 * 0.96, 0.1, looked=v) for v in (False, True))
    assert power(0.04, 0.0384, 0.1, once) >= 0.8 > power(0.04, 0.0384, 0.1, once - 1)
    assert power(0.04, 0.0384, 0.1, looked, tuned=2 * looked) >= 0.8
    assert 2.2 < looked / once < 2.6
    assert (days_needed(looked, 20000), days_needed(looked, 0)) == (10, None)
    with pytest.raises(ValueError, match="lift of nothing"):
        people_needed(0.04, 0.0384, 0.0)


def test_days_that_scatter_more_than_people_widen_the_interval():
    even = [(Share(1000, 50), Share(1000, 52)), (Share(1000, 48), Share(1000, 51)), (Share(1000, 53), Share(1000, 54))]
    odd = [(Share(9000, 450), Share(9000, 700)), (Share(9000, 650), Share(9000, 400)), (Share(9000, 450), Share(9000, 690))]
    assert wider_by_days(even) == 1
    assert wider_by_days(odd) > 20
    assert wider_by_days(odd[:2]) == 1


RULE = Rule(needed=9000, smallest=0.05, days=7, least=50)


@pytest.mark.parametrize(("low", "high", "each", "days", "did", "better", "said"), [
    (0.02, 0.2, 5000, 8, 200, True, "won"), (0.02, 0.2, 5000, 8, 200, False, "lost"), (-0.2, -0.02, 5000, 8, 200, True, "lost"),
    (-0.2, 0.2, 5000, 8, 200, True, "running"), (-0.2, 0.2, 9000, 8, 200, True, "futile"),
    (-0.1, 0.04, 5000, 8, 200, True, "futile"), (0.02, 0.2, 5000, 6, 200, True, "early"), (0.02, 0.2, 5000, 8, 49, True, "early")])
def test_a_test_is_stopped_by_the_rule_that_was_set_before(low, high, each, days, did, better, said):
    assert verdict(Lift((low + high) / 2, 0.01, low, high, 0.5), each, days, did, RULE, better) == said


def test_nothing_is_said_of_arms_that_cannot_be_told():
    assert on_any_day(Share(10, 0), Share(10, 3), 100) is None
    assert at_the_end(Share(10, 10), Share(10, 10)) is None
    assert verdict(None, 0, 30, 0, RULE) == "early"
    assert guard_broken(None, True) is False


def test_a_guard_is_broken_only_where_its_interval_is_wholly_bad():
    worse = Lift(-0.1, 0.02, -0.15, -0.05, 0.01)
    assert guard_broken(worse, higher_is_better=True)
    assert not guard_broken(worse, higher_is_better=False)
    assert chance_to_win(worse) < 0.001 < 0.999 < chance_to_win(worse, higher_is_better=False)


def test_a_switchback_is_judged_by_its_own_lot():
    """Six pairs of one sign: two of 64 outcomes are as far out.  Five pairs: two of 32 are, and no interval of 95 % ends."""
    found = read_switched([0.10, 0.12, 0.08, 0.11, 0.09, 0.10])
    assert found.p == pytest.approx(2 / 64)
    assert found.value == pytest.approx(exp(0.1) - 1)
    assert 0 < found.low < found.value < found.high
    short = read_switched([0.10, 0.12, 0.08, 0.11, 0.09])
    assert (short.p, short.low, short.high) == (2 / 32, None, None)
    assert read_switched([]) is None


def test_what_carries_over_is_left_out():
    """Day 0 of each block still sells what the other page began: only days 1 and 2 count."""
    on, off = {0: (1, 100), 1: (6, 100), 2: (6, 100)}, {0: (9, 100), 1: (3, 100), 2: (3, 100)}
    assert pair_of(on, off, 1) == pytest.approx(log(2))
    assert pair_of(on, {0: (9, 100)}, 1) is None


def test_a_switchback_is_planned_by_how_its_own_shop_scatters():
    days = [(40.0, 1000.0)] * 24
    assert scatter_of(days, 3, 1) == 0
    assert scatter_of(days[:18], 3, 1) is None
    assert pairs_needed(0.0, 0.1) == 6
    assert 6 < pairs_needed(0.1, 0.1) < pairs_needed(0.15, 0.1)
    assert pairs_needed(2.0, 0.02) is None


def test_daily_looking_calls_no_more_than_it_says():
    """30 tests of each kind; the whole run of 2,000 stands in docs/judgement/page-tests.md."""
    told = figures(30, 9001, "plain")
    assert told["ours, none"] <= 0.06
    assert told["ours, lift"] >= told["mixture, lift"] - 0.07
    assert told["wrong sign"] == 0
    assert figures(30, 9001, "switched")["false"] <= 0.12
