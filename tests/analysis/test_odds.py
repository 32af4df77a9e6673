"""Odds behind the click rules: what twenty clicks without an order really say."""
from decimal import Decimal
from fractions import Fraction
from math import comb, exp, factorial, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.analysis import odds


@pytest.mark.parametrize(("clicks", "chance"), [(20, 0.67), (50, 0.36), (150, 0.05)])
def test_the_published_rules_kill_good_words(clicks, chance):
    """At a true conversion of 2 %, no order in 20 clicks happens two times in three."""
    assert round(odds.odds_of_zero_orders(0.02, clicks), 2) == chance


def test_about_150_clicks_are_needed_at_two_percent():
    assert odds.clicks_for_decision(0.02, 0.05) == 149
    assert odds.odds_of_zero_orders(0.02, 149) <= 0.05 < odds.odds_of_zero_orders(0.02, 148)


def test_wait_a_hundred_and_nine_more_clicks():
    more = odds.clicks_still_needed(0.02, clicks=40, orders=0, risk=0.05)
    wait = odds.price_of_waiting(more, clicks_per_day=20, cpc=Decimal("1.50"))
    assert (wait.clicks, wait.days, wait.money) == (109, 5.45, Decimal("163.50"))


def test_a_word_without_clicks_never_decides():
    assert odds.price_of_waiting(109, 0, Decimal("1.50")).days is None
    assert odds.price_of_waiting(0, 0, Decimal("1.50")).days == 0


def test_enough_clicks_need_no_waiting():
    assert odds.clicks_still_needed(0.02, clicks=400, orders=0, risk=0.05) == 0


def test_one_order_asks_for_more_clicks_than_none():
    """About 236: P(X <= 1 | n, 2 %) falls to 5 % there."""
    needed = odds.clicks_for_decision(0.02, 0.05, orders=1)
    assert needed > odds.clicks_for_decision(0.02, 0.05)
    assert odds.binomial_at_most(1, needed, 0.02) <= 0.05 < odds.binomial_at_most(1, needed - 1, 0.02)


def test_orders_that_are_not_in_yet_make_silence_likelier():
    settled = odds.odds_of_zero_orders_yet(0.02, [(100, 1.0)])
    fresh = odds.odds_of_zero_orders_yet(0.02, [(50, 1.0), (50, 0.4)])
    assert isclose(settled, odds.odds_of_zero_orders(0.02, 100))
    assert fresh > settled


def test_a_word_is_cut_by_the_chance_that_it_still_pays():
    """cpc 1.2 over 40 a sale needs 3 %.  Prior: a group at 2 % known like 100 clicks."""
    young = odds.chance_cvr_at_least(0.03, 0, 20, prior=(2, 98))
    old = odds.chance_cvr_at_least(0.03, 0, 300, prior=(2, 98))
    assert young > 0.05 > old


def test_a_flat_prior_gives_the_textbook_posterior():
    """Beta(1, 1) and no order in n: P(cvr >= t) = (1 - t)^(n + 1)."""
    assert isclose(odds.chance_cvr_at_least(0.03, 0, 99, prior=(1, 1)), 0.97 ** 100, rel_tol=1e-9)


@given(st.integers(0, 40), st.integers(0, 40), st.fractions(0, 1, max_denominator=50))
def test_binomial_tails_agree_with_the_sum_by_hand(successes, trials, chance):
    masses = [comb(trials, k) * chance ** k * (1 - chance) ** (trials - k) for k in range(trials + 1)]
    at_most, at_least = sum(masses[:successes + 1], Fraction(0)), sum(masses[successes:], Fraction(0))
    assert isclose(odds.binomial_at_most(successes, trials, float(chance)), at_most, abs_tol=1e-12)
    assert isclose(odds.binomial_at_least(successes, trials, float(chance)), at_least, abs_tol=1e-12)


@given(st.integers(0, 30), st.floats(0, 20))
def test_poisson_tails_agree_with_the_sum_by_hand(count, mean):
    by_hand = sum(exp(-mean) * mean ** k / factorial(k) for k in range(count + 1))
    assert isclose(odds.poisson_at_most(count, mean), by_hand, abs_tol=1e-9)
    assert isclose(odds.poisson_at_least(count + 1, mean), 1 - by_hand, abs_tol=1e-9)


def test_a_far_tail_is_not_rounded_to_zero():
    assert 0 < odds.binomial_at_least(60, 100, 0.1) < 1e-28
    assert 0 < odds.poisson_at_least(100, 10) < 1e-50


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
def test_the_wilson_interval_meets_published_values(successes, trials, low, high):
    """Newcombe 1998, Statistics in Medicine 17, 857, table I, method 3."""
    interval = odds.wilson_interval(successes, trials)
    assert interval is not None
    assert (round(interval[0], 4), round(interval[1], 4)) == (low, high)


def test_no_trial_is_no_interval():
    assert odds.wilson_interval(0, 0) is None


@pytest.mark.parametrize("wrong", [
    lambda: odds.odds_of_zero_orders(2, 10), lambda: odds.odds_of_zero_orders(0.02, -1),
    lambda: odds.clicks_for_decision(0, 0.05), lambda: odds.clicks_for_decision(0.02, 0),
    lambda: odds.wilson_interval(5, 3), lambda: odds.poisson_at_most(1, -1.0),
    lambda: odds.poisson_at_most(1, float("nan")), lambda: odds.chance_cvr_at_least(0.1, 0, 9, (0, 1))])
def test_what_is_no_share_and_no_count_is_refused(wrong):
    with pytest.raises(ValueError, match=r"give|count|positive"):
        wrong()


@given(st.floats(0.001, 0.5), st.floats(0.001, 0.5), st.integers(0, 5))
def test_the_clicks_asked_for_decide_and_one_fewer_does_not(cvr, risk, orders):
    needed = odds.clicks_for_decision(cvr, risk, orders)
    assert odds.binomial_at_most(orders, needed, cvr) <= risk * (1 + 1e-6)
    if needed > max(orders, 1):
        assert odds.binomial_at_most(orders, needed - 1, cvr) > risk * (1 - 1e-6)
