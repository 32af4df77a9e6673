"""What a day should have been, on simulated shops whose true mean is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from daybook.analysis.expectation import expect, odds_of_noise

Floats = NDArray[np.float64]
FIRST_DAY = 738_521  # a Monday


def days(n: int) -> NDArray[np.int64]:
    return np.arange(FIRST_DAY, FIRST_DAY + n, dtype=np.int64)


def quiet_visitors(shops: int, n: int, seed: int, noise: float = 0.06) -> Floats:
    """Poisson visitors around shop level x weekday x log-normal noise, 300 to 3000 a day."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(np.log(300), np.log(3000), (shops, 1))
    weekday = rng.normal(0, 0.1, (shops, 7))[:, np.arange(n) % 7]
    return rng.poisson(np.exp(level + weekday + rng.normal(0, noise, (shops, n)))).astype(float)


def test_the_interval_holds_nine_days_in_ten() -> None:
    """Visitors, conversion and basket of 40 quiet shops: coverage of the 90 % interval within 4 points after day 60."""
    rng = np.random.default_rng(5)
    visitors = quiet_visitors(40, 260, seed=5)
    orders = rng.binomial(visitors.astype(int), 0.03).astype(float)
    money = np.array([[rng.lognormal(4, 0.5, int(n)).sum() if n else np.nan for n in row] for row in orders])
    cases = {
        "visitors": (visitors, expect(visitors, days(260))),
        "conversion": (orders / visitors, expect(orders, days(260), kind="share", drivers=visitors)),
        "basket": (money / np.maximum(orders, 1), expect(money, days(260), kind="money", drivers=orders)),
    }
    for name, (actual, expected) in cases.items():
        told = np.isfinite(actual) & np.isfinite(expected.low)
        told[:, :60] = False
        inside = (actual[told] >= expected.low[told]) & (actual[told] <= expected.high[told])
        assert inside.mean() == pytest.approx(0.90, abs=0.04), name


def test_noise_alone_is_odd_as_often_as_it_says() -> None:
    """Odds below 5 % come on about 5 % of quiet days."""
    visitors = quiet_visitors(40, 260, seed=6)
    odds = odds_of_noise(visitors, expect(visitors, days(260)))
    assert (odds[:, 60:] < 0.05).mean() == pytest.approx(0.05, abs=0.02)


def test_the_first_day_cannot_be_told_and_the_first_week_is_wide() -> None:
    visitors = quiet_visitors(10, 120, seed=7)
    expected = expect(visitors, days(120))
    assert np.isnan(expected.mid[:, 0]).all()
    width = np.log(expected.high / expected.low)
    assert np.isfinite(width[:, 3]).all()
    assert (width[:, 3] > 2 * width[:, 110]).all()


def test_no_later_day_changes_an_expectation() -> None:
    """Days 0..90 are the same to the last bit whether or not days 91..119 have happened, whatever they were."""
    visitors = quiet_visitors(6, 120, seed=8)
    other = visitors.copy()
    other[:, 91:] *= 3
    whole, cut = expect(other, days(120)), expect(visitors[:, :91], days(91))
    np.testing.assert_array_equal(whole.mid[:, :91], cut.mid)
    np.testing.assert_array_equal(whole.high[:, :91], cut.high)


def test_the_day_itself_does_not_move_its_own_expectation() -> None:
    visitors = quiet_visitors(6, 120, seed=9)
    other = visitors.copy()
    other[:, 119] = 0
    np.testing.assert_array_equal(expect(other, days(120)).mid, expect(visitors, days(120)).mid)


def test_tomorrow_is_expected_before_it_has_happened() -> None:
    visitors = quiet_visitors(6, 121, seed=10)
    known = visitors.copy()
    known[:, 120] = np.nan
    tomorrow = expect(known, days(121)).mid[:, 120]
    assert np.abs(np.log(tomorrow / visitors[:, 120])).max() < 0.3


def test_a_missing_day_is_not_a_day_of_zero() -> None:
    visitors = quiet_visitors(3, 120, seed=11)
    visitors[0, 80:90] = np.nan
    expected = expect(visitors, days(120))
    assert 0.8 < expected.mid[0, 90] / np.median(visitors[0, 60:80]) < 1.25


def test_weekdays_are_learnt() -> None:
    """Sundays sell half: the expected Sunday of week ten is nearer to half than to the week's mean."""
    rng = np.random.default_rng(12)
    factor = np.where(np.arange(84) % 7 == 6, 0.5, 1.0)
    visitors = rng.poisson(1000 * factor, (4, 84)).astype(float)
    sunday = expect(visitors, days(84)).mid[:, 76]
    assert np.abs(sunday - 500).max() < 60


def test_a_festival_that_came_last_year_is_expected_this_year() -> None:
    """Double on three known days, 200 days apart: the second time the middle follows."""
    rng = np.random.default_rng(13)
    visitors = quiet_visitors(12, 300, seed=13, noise=0.04)
    events = np.full((12, 300), "", dtype="U16")
    for first in (60, 260):
        visitors[:, first : first + 3] = rng.poisson(2 * visitors[:, first : first + 3])
        events[:, first : first + 3] = "mid_year"
    expected = expect(visitors, days(300), events)
    ratio = visitors[:, 260:263] / expected.mid[:, 260:263]
    assert np.median(ratio) == pytest.approx(1.0, abs=0.08)
    assert np.median(visitors[:, 60] / expected.mid[:, 60]) == pytest.approx(2.0, abs=0.2)


def test_a_thin_shop_borrows_what_a_festival_does_from_the_pool() -> None:
    """A shop of 8 orders a day that has never met the festival expects what it did to the thirty others."""
    rng = np.random.default_rng(14)
    orders = rng.poisson(200, (31, 200)).astype(float)
    orders[0] = rng.poisson(8, 200)
    events = np.full((31, 200), "", dtype="U16")
    for first in (60, 190):
        events[:, first : first + 4] = "singles"
        orders[:, first : first + 4] = rng.poisson(1.8 * orders[:, first : first + 4])
    orders[0, :100] = np.nan  # opened after the first festival
    lone = expect(orders[:1], days(200), events[:1]).mid[0, 190]
    pooled = expect(orders, days(200), events).mid[0, 190]
    usual = 8.0
    assert lone < 1.25 * usual
    assert pooled == pytest.approx(1.8 * usual, rel=0.25)


def test_a_shift_that_is_on_alarm_does_not_become_the_expectation_at_once() -> None:
    """Visitors down 30 % for ten days: on the tenth the old level is still expected."""
    visitors = quiet_visitors(5, 160, seed=15, noise=0.04)
    before = visitors[0].copy()
    visitors[0, 150:] *= 0.7
    expected = expect(visitors, days(160)).mid[0, 159]
    assert expected / np.median(before[120:150]) > 0.88


def test_odds_of_a_thin_count_are_those_of_its_counts() -> None:
    """No order where four are usual is no news: Poisson alone gives 1.8 % to that side."""
    rng = np.random.default_rng(16)
    orders = rng.poisson(4, (20, 200)).astype(float)
    orders[:, 199] = 0
    odds = odds_of_noise(orders, expect(orders, days(200)))[:, 199]
    assert (odds > 0.01).all()
    assert np.median(odds) < 0.12
