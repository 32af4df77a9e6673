"""Intervals and chances of tests: covered as often as they say, and like draws made by hand."""

import numpy as np
import pytest

from daybook.analysis.bidding.trials import Counted, chance_over, chances_of_best, interval, more_to_be_sure


def test_the_chance_of_being_best_is_that_of_draws() -> None:
    """Against 400,000 draws of the same three betas."""
    from daybook.analysis.bidding.trials import betas

    sides = [Counted(60, 1000), Counted(75, 1000), Counted(30, 700)]
    a, b = betas(sides)
    drawn = np.random.default_rng(3).beta(a, b, (400_000, 3)).argmax(axis=1)
    assert chances_of_best(sides) == pytest.approx(np.bincount(drawn, minlength=3) / 400_000, abs=0.004)


def test_an_interval_of_eighty_percent_covers_eighty_percent() -> None:
    """Click rates of 3 to 7 %, wobbling by 12 % from week to week as shares do, 2,000 impressions each."""
    random = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        true = random.uniform(0.03, 0.07, 4)
        lived = true * np.exp(random.normal(0, 0.12, 4))
        sides = [Counted(float(random.binomial(2000, p)), 2000) for p in lived]
        low, _, high = interval(sides[0], sides[1:])
        covered += low <= true[0] <= high
    assert 0.72 <= covered / 400 <= 0.88


def test_a_close_race_wants_more_and_a_clear_one_none() -> None:
    close, clear = [Counted(100, 2000), Counted(104, 2000)], [Counted(60, 2000), Counted(140, 2000)]
    assert chances_of_best(close).max() < 0.7
    assert chances_of_best(clear).max() > 0.99
    assert more_to_be_sure(close, 0.95) is None
    assert chance_over(Counted(40, 400), 0.12) < 0.2
    assert chance_over(Counted(80, 400), 0.12) > 0.98
