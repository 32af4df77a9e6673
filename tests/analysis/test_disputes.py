"""Odds and lines of disputes, by hand and against simulation."""

import numpy as np
import pytest

from daybook.analysis.disputes.line import ahead_of
from daybook.analysis.disputes.odds import win_odds

PRIOR = {"quality": 0.3, "not_received": 0.6}


def test_cases_of_other_reasons_shift_what_is_usual_and_count_once():
    """Usual 0.6 of the other reason, worth 10 cases; the shop won 2 of 20: (6 + 2) / 30 on the logit, carried over to 0.3."""
    odds = win_odds("quality", PRIOR, 10, {"not_received": (2, 20)}, 0.5, 0.5, 2)
    carried = 0.3 / 0.7 * (8 / 22) / (0.6 / 0.4)
    assert odds.mid == pytest.approx(carried / (1 + carried), abs=1e-5)
    assert odds.own == 20


def test_the_interval_holds_four_in_five_shops():
    """Shops whose true share scatters as the prior says (beta 3, 7), each with twelve ended cases: 80 % lie inside."""
    rng = np.random.default_rng(7)
    inside = []
    for true in rng.beta(3, 7, 1500):
        odds = win_odds("quality", PRIOR, 10, {"quality": (int(rng.binomial(12, true)), 12)}, 0.5, 0.5, 2)
        inside.append(odds.low <= true <= odds.high)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("complete", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_odds_stay_between_their_ends(complete):
    odds = win_odds("quality", PRIOR, 10, {"quality": (12, 12)}, complete, 0.5, 2)
    assert 0 < odds.low <= odds.mid <= odds.high < 1


def test_old_cases_leave_the_window_and_a_rate_beyond_its_line_may_fall_back():
    """Thirteen old cases of 3000 orders, none since: beyond today, and the chance of today is certain."""
    over = [0] * 5 + [13] + [0] * 24
    ahead = ahead_of(over, [100] * 30, 0.004, 30, 7, 7)
    assert ahead.left == 0
    assert ahead.day == 0
    assert ahead.chance == 1.0
    assert ahead_of([0] * 30, [100] * 30, 0.004, 30, 7, 7).left == 13


def test_the_chance_to_cross_agrees_with_simulation():
    """Nine of the last week at 100 orders a day, none before: thirteen cross the line within seven days."""
    over, rng = [0] * 23 + [2, 1, 1, 1, 1, 2, 1], np.random.default_rng(3)
    ahead = ahead_of(over, [100] * 30, 0.004, 30, 7, 7)
    paths = 9 + np.cumsum(rng.poisson(9 / 7, (20000, 7)), axis=1)
    assert ahead.chance == pytest.approx(np.mean(paths[:, -1] >= 13), abs=0.01)
    assert ahead.day == 4
