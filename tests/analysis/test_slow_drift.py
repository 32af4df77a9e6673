"""Slides that are too slow for a step: found when a day's visitors are gone in sum, seldom where nothing slides."""

import numpy as np

from daybook.analysis.slow_drift import BAR, find_drifts

RNG = np.random.default_rng(20260914)
DAYS = 63


def wandering(series: int, mean: float, spread: float) -> np.ndarray:
    """Counts whose log remembers 0.45 of the day before."""
    noise = RNG.normal(0, spread, (series, DAYS))
    for day in range(1, DAYS):
        noise[:, day] += 0.45 * noise[:, day - 1]
    return RNG.poisson(mean * np.exp(noise)).astype(float)


def test_a_source_that_loses_half_in_eighteen_days_is_seen_when_a_days_visitors_are_gone():
    own, others = wandering(200, 1000, 0.05), wandering(200, 2000, 0.025)
    own[:, -9:] *= np.linspace(1, 0.5, 19)[1:10]
    found = find_drifts(own, others)
    assert (found.score <= -BAR).mean() > 0.9
    assert abs(np.nanmedian(found.size) - np.log(0.75)) < 0.08
    assert 7 <= np.median(found.length) <= 11


def test_what_only_wanders_seldom_looks_like_a_slide():
    found = find_drifts(wandering(2000, 1000, 0.05), wandering(2000, 2000, 0.025))
    assert (found.score <= -BAR).mean() < 0.005


def test_a_step_of_the_last_two_days_is_no_slide():
    own = wandering(200, 1000, 0.05)
    own[:, -2:] *= 0.4
    assert (find_drifts(own, wandering(200, 2000, 0.025)).score <= -BAR).mean() < 0.2


def test_the_whole_shop_that_slides_slides_no_source():
    tide = np.concatenate([np.ones(DAYS - 9), np.linspace(1, 0.5, 10)[1:]])
    found = find_drifts(wandering(500, 1000, 0.05) * tide, wandering(500, 2000, 0.025) * tide)
    assert (found.score <= -BAR).mean() < 0.01


def test_too_few_known_days_say_nothing():
    own = np.full((1, DAYS), np.nan)
    own[0, -20:] = 1000
    assert np.isnan(find_drifts(own, np.full((1, DAYS), 2000.0)).score[0])


def test_a_source_that_was_lost_for_three_days_and_came_back_slides_nowhere():
    own = wandering(500, 1000, 0.05)
    own[:, -16:-13] *= 0.28
    assert (find_drifts(own, wandering(500, 2000, 0.025)).score <= -BAR).mean() < 0.02


def test_a_slide_after_such_a_loss_is_seen_all_the_same():
    own = wandering(200, 1000, 0.05)
    own[:, -20:-17] *= 0.28
    own[:, -9:] *= np.linspace(1, 0.5, 19)[1:10]
    assert (find_drifts(own, wandering(200, 2000, 0.025)).score <= -BAR).mean() > 0.85
