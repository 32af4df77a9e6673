"""Steps of listings: quiet weeks stay within the budget, real moves are found, and what all others did is taken out."""

import numpy as np
import pytest

from daybook.analysis.listing_steps import Wobble, bar_of, below_peers, how_others_moved, judge_step, wobble_of

WEEKS, WEEK = 28, 7
QUIET = Wobble()


def pairs(counts: np.ndarray, exposure: float) -> list[tuple[float, float]]:
    return [(float(k), exposure) for k in counts]


def test_quiet_weeks_are_called_off_no_more_often_than_their_odds_say():
    """4000 quiet listings whose days scatter three times as much as people who come alone (negative binomial): of odds below
    one in a hundred there are about forty."""
    rng = np.random.default_rng(7)
    days = rng.negative_binomial(20, 1 / 3, size=(4000, WEEKS + WEEK))        # mean 40, variance 120
    shared = wobble_of([pairs(own[:WEEKS], 1000) for own in days[:300]])
    assert shared.dispersion == pytest.approx(3, rel=0.1)
    assert shared.memory < 0.1
    moves = [judge_step(pairs(own[WEEKS:], 1000), pairs(own[:WEEKS], 1000), (0, 0), shared, 0) for own in days]
    rare = sum(move is not None and move.odds < 0.01 for move in moves)
    assert 20 <= rare <= 60
    inside = sum(move is not None and move.low <= 0 <= move.high for move in moves)
    assert 0.76 <= inside / len(moves) <= 0.84


def test_days_that_remember_the_one_before_are_no_news():
    rng = np.random.default_rng(11)
    mood = np.zeros((1500, WEEKS + WEEK))
    for day in range(1, WEEKS + WEEK):
        mood[:, day] = 0.5 * mood[:, day - 1] + rng.normal(0, 0.1, 1500)
    days = rng.poisson(400 * np.exp(mood))
    shared = wobble_of([pairs(own[:WEEKS], 1) for own in days[:200]])
    assert 0.3 <= shared.memory <= 0.55
    moves = [judge_step(pairs(own[WEEKS:], 1), pairs(own[:WEEKS], 1), (0, 0), shared, 0) for own in days]
    assert sum(move is not None and move.odds < 0.01 for move in moves) <= 30


def test_a_third_lost_is_found_and_what_all_lost_is_not():
    lost = judge_step(pairs(np.full(WEEK, 26), 1000), pairs(np.full(WEEKS, 40), 1000), (0, 0), QUIET, 0.06)
    assert lost is not None
    assert lost.change == pytest.approx(-0.35)
    assert lost.odds < 1e-3
    assert lost.low < -0.35 < lost.high < 0
    others = how_others_moved(pairs(np.full(WEEK, 260), 9000), pairs(np.full(WEEKS, 400), 9000), QUIET)
    with_all = judge_step(pairs(np.full(WEEK, 26), 1000), pairs(np.full(WEEKS, 40), 1000), others, QUIET, 0.06)
    assert with_all is not None
    assert with_all.odds > 0.5


def test_too_few_to_tell_are_not_told():
    assert judge_step(pairs(np.full(WEEK, 1), 50), pairs(np.full(WEEKS, 1), 50), (0, 0), QUIET, 0) is None
    assert judge_step(pairs(np.full(WEEK, 20), 50), pairs(np.full(5, 30), 50), (0, 0), QUIET, 0) is None
    assert judge_step([], pairs(np.full(WEEKS, 30), 50), (0, 0), QUIET, 0) is None
    assert how_others_moved([(3, 100)], pairs(np.full(WEEKS, 30), 50), QUIET) == (0.0, 0.0)


def test_the_bar_falls_with_the_steps_that_are_looked_at():
    assert bar_of(1, 9, 10) == pytest.approx(10 * bar_of(1, 9, 100))


def test_far_below_three_peers_is_told_with_their_middle():
    peers = [(400.0, 10000.0), (410.0, 10000.0), (90.0, 3000.0)]
    found = below_peers((200, 10000), peers, QUIET)
    assert found is not None
    middle, deviations = found
    assert middle == pytest.approx(0.04)
    assert deviations > 8
    assert below_peers((200, 10000), peers[:2], QUIET) is None


def test_peers_are_chosen_by_what_is_to_be_expected_of_them_and_not_by_their_luck():
    """Nine peers of 300 visitors at three in a hundred: only those with luck have eight buyers, and all nine tell the middle."""
    found = below_peers((20, 1000), [(k, 300.0) for k in (10.0, 12.0, 14.0, 6.0, 7.0, 7.0, 7.0, 9.0, 9.0)], QUIET)
    assert found is not None
    assert found[0] == pytest.approx(0.03)
