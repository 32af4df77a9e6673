"""Runs of decline: how long, since when, and how often noise makes the same alarm."""
import json
import os
from itertools import pairwise, permutations
from math import factorial

import numpy as np
import pytest

from daybook.analysis.streaks import (
    MOST_RHO,
    RHO_STEP,
    SIMULATED,
    Rule,
    estimate_rho,
    judge_run,
    null_odds,
    run_length,
    simulated_days,
)


def ar1(rho: float, days: int, seed: int) -> list[float]:
    rng = np.random.default_rng(seed)
    value, series = 0.0, []
    for _ in range(days):
        value = rho * value + rng.standard_normal() * (1 - rho ** 2) ** 0.5
        series.append(100 + 5 * value)
    return series


@pytest.mark.parametrize(("values", "days"), [
    pytest.param([5, 9, 8, 7, 6], 3, id="four values falling are three falls"),
    pytest.param([5, 6, 7], 0, id="a rise"),
    pytest.param([9, 8, 8, 7], 1, id="a tie is no decline"),
    pytest.param([9, 8, None, 7, 6], 1, id="a missing day ends the run and is no zero"),
    pytest.param([9, 8, 7, None], 0, id="not in yet is not a decline"),
    pytest.param([9], 0, id="one day has nothing before it"),
    pytest.param([], 0, id="no day at all"),
])
def test_days_in_a_row(values, days):
    assert run_length(values) == days


def test_below_the_same_weekday_last_week():
    week = [100, 110, 120, 130, 140, 200, 210]
    assert run_length([*week, 105, 109, 119, 129], Rule.BELOW_LAST_WEEK) == 3
    assert run_length(week, Rule.BELOW_LAST_WEEK) == 0


def test_below_the_expected_level():
    assert run_length([90, 95, 80], Rule.BELOW_LEVEL, expected=[80, 100, 100]) == 2
    with pytest.raises(ValueError, match="one expected value per day"):
        run_length([90, 95, 80], Rule.BELOW_LEVEL)


def test_noise_alone_falls_three_times_one_day_in_24():
    """15 alarm days and 12 episodes a year per indicator, though nothing happened."""
    odds = null_odds(Rule.FALLING, 3)
    assert odds.share == pytest.approx(1 / 24)
    assert round(odds.days_a_year) == 15
    assert round(odds.episodes_a_year) == 12


def test_persistent_noise_falls_more_than_twice_as_often():
    """AR(1) with rho 0.7: 9.3 % of days, 34 alarm days, 21 episodes a year."""
    odds = null_odds(Rule.FALLING, 3, 0.7)
    assert round(odds.share, 3) == 0.093
    assert round(odds.days_a_year) == 34
    assert round(odds.episodes_a_year) == 21


def test_three_days_below_last_week_fire_on_46_days_a_year():
    assert round(null_odds(Rule.BELOW_LAST_WEEK, 3).days_a_year) == 46


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5])
def test_falls_in_a_row_count_the_orders_of_equally_likely_days(days):
    """One order of the n + 1 values out of (n + 1)! is strictly falling."""
    falling = sum(list(order) == sorted(order, reverse=True) for order in permutations(range(days + 1)))
    assert null_odds(Rule.FALLING, days).share == pytest.approx(falling / factorial(days + 1))


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.7, 0.9])
@pytest.mark.parametrize(("rule", "days"), [
    (Rule.FALLING, 2), (Rule.FALLING, 3), (Rule.FALLING, 4), (Rule.BELOW_LAST_WEEK, 3), (Rule.BELOW_LEVEL, 3)])
def test_the_odds_agree_with_an_indicator_made_day_by_day(rule, days, rho):
    """60,000 days made one by one with another seed, firing days counted by the plain rule."""
    series = np.array(ar1(rho, 60_000, seed=5))
    lag = {Rule.FALLING: 1, Rule.BELOW_LAST_WEEK: 7, Rule.BELOW_LEVEL: 0}[rule]
    marks = series < 100 if lag == 0 else np.concatenate([np.zeros(lag, bool), series[lag:] < series[:-lag]])
    fires = np.array([marks[i - days + 1:i + 1].all() for i in range(days, len(marks))])
    episodes = (fires[1:] & ~fires[:-1]).mean()
    odds = null_odds(rule, days, rho)
    assert odds.share == pytest.approx(fires.mean(), rel=0.08)
    assert odds.episodes_a_year == pytest.approx(365 * episodes, rel=0.08)


def test_longer_runs_are_rarer_and_never_impossible():
    shares = [null_odds(Rule.FALLING, days, 0.5).share for days in range(1, 15)]
    assert all(one >= other > 0 for one, other in pairwise(shares))


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6, 0.8])
def test_persistence_is_estimated_without_much_bias(rho):
    estimates = [estimate_rho(ar1(rho, 120, seed)) for seed in range(60)]
    mean = float(np.mean([estimate for estimate in estimates if estimate is not None]))
    assert abs(mean - rho) < 0.1


def test_a_week_is_not_taken_for_persistence():
    """Weekends twice as high, and otherwise independent days."""
    rng = np.random.default_rng(2)
    values = [100 + 100 * (day % 7 >= 5) + 5 * rng.standard_normal() for day in range(140)]
    assert (estimate_rho(values) or 0) < 0.15


def test_too_few_days_or_a_flat_line_have_no_persistence_to_estimate():
    assert estimate_rho([1.0, 2.0] * 10) is None
    assert estimate_rho([7.0] * 60) is None
    assert estimate_rho([None] * 50) is None


def test_a_run_says_since_when_how_far_and_the_odds():
    noise = ar1(0.5, 90, seed=4)
    run = judge_run([*noise, 130, 99, 97, 94, 90])
    assert (run.days, run.since) == (4, 91)
    assert run.change == pytest.approx(90 - 130)
    assert run.odds_independent is not None
    assert run.odds_persistent is not None
    assert run.odds_independent.share == pytest.approx(1 / 120)
    assert run.odds_persistent.share > run.odds_independent.share


def test_no_run_has_no_odds_and_no_beginning():
    run = judge_run([*ar1(0.5, 40, seed=4), 50, 60])
    assert (run.days, run.since, run.odds_independent, run.odds_persistent) == (0, None, None, None)


def test_a_shop_without_a_day_has_no_run():
    assert judge_run([]).days == 0
    assert judge_run([None, None]).since is None


def test_the_expected_level_is_the_base_of_its_run():
    expected = [100 + day % 3 for day in range(40)]
    values = [value + (-1) ** day for day, value in enumerate(expected)]
    run = judge_run([*values[:-3], 90, 91, 80], Rule.BELOW_LEVEL, expected)
    assert (run.days, run.since, run.change) == (3, 37, 80 - expected[37])


def test_a_young_shop_has_odds_for_independent_days_only():
    run = judge_run([9.0, 8.0, 7.0])
    assert run.days == 2
    assert run.rho is None
    assert run.odds_persistent is None
    assert run.odds_independent is not None


def test_the_same_question_gets_the_same_answer():
    assert null_odds(Rule.BELOW_LAST_WEEK, 5, 0.62) == null_odds(Rule.BELOW_LAST_WEEK, 5, 0.62)


@pytest.mark.parametrize(("days", "rho"), [(0, 0.0), (3, 1.0), (3, float("nan"))])
def test_what_is_no_run_and_no_persistence_is_refused(days, rho):
    with pytest.raises(ValueError, match=r"run|persistence"):
        null_odds(Rule.FALLING, days, rho)


def test_kept_simulations_are_what_the_simulation_gives():
    """One of each rule; with DAYBOOK_GOLDEN all are made again and printed."""
    steps = [round(k * RHO_STEP, 2) for k in range(round(MOST_RHO / RHO_STEP) + 1)]
    if os.environ.get("DAYBOOK_GOLDEN"):
        made = {rule.value: ",\n".join(f'  "{rho:.2f}": {json.dumps(simulated_days(rule, rho))}' for rho in steps)
                for rule in Rule}
        SIMULATED.write_text("{\n" + ",\n".join(f' "{rule}": {{\n{of}\n }}' for rule, of in made.items()) + "\n}\n")
    kept = json.loads(SIMULATED.read_text(encoding="utf-8"))
    assert {rule: list(of) for rule, of in kept.items()} == {rule.value: [f"{rho:.2f}" for rho in steps] for rule in Rule}
    for rule, rho in zip(Rule, (0.35, 0.0, 0.8), strict=True):
        assert simulated_days(rule, rho) == kept[rule.value][f"{rho:.2f}"]
