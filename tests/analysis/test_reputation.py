"""Causes that rise, and scores that ratings move, by hand-computed cases and a count of false alarms."""

import random
from decimal import Decimal as D

import pytest

from daybook.analysis.reputation.rising import Blamed, odds_of, odds_of_rise, rises
from daybook.analysis.reputation.scores import bad_costs, days_to_goal, good_needed


def test_fishers_tea() -> None:
    """R. A. Fisher, The Design of Experiments (1935): all four cups told of eight, 1 in 70; three of four, 17 in 70."""
    assert odds_of(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert odds_of(3, 4, 1, 4) == pytest.approx(17 / 70)


def test_nothing_to_compare_with_is_no_alarm() -> None:
    assert odds_of(3, 5, 0, 0) == 1.0
    assert rises({"a": Blamed(5, 5, 0, 0, 0, 0)}, least=3, odds=0.01) == {}


def test_an_item_that_was_always_blamed_does_not_rise() -> None:
    """More than others, but no more than before: told once, when it began."""
    assert odds_of_rise(Blamed(5, 50, 25, 250, 1, 1000)) > 0.3


def test_a_bad_batch_rises() -> None:
    found = rises({"kettle": Blamed(6, 20, 1, 120, 6, 900), "cup": Blamed(1, 20, 2, 120, 11, 900)}, least=3, odds=0.005)
    assert list(found) == ["kettle"]


def test_hundreds_of_quiet_shops_raise_hardly_any() -> None:
    """Ten items x twelve causes without any change: over 300 shops at most 1 % raise an alarm at odds of one in two hundred."""
    rng, alarms = random.Random(5), 0
    for _ in range(300):
        made = {}
        for item in range(10):
            for cause in range(12):
                recent, before = (sum(rng.random() < 0.01 for _ in range(n)) for n in (15, 90))
                made[item, cause] = (recent, before)
        totals = {c: sum(sum(made[i, c]) for i in range(10)) for c in range(12)}
        blamed = {(i, c): Blamed(r, 15, b, 90, totals[c] - r - b, 945) for (i, c), (r, b) in made.items()}
        alarms += bool(rises(blamed, least=3, odds=0.005))
    assert alarms <= 3


def test_good_ratings_that_are_missing() -> None:
    """1,000 ratings of 4.70 on the mean and n of 5: (4700 + 5n) / (1000 + n) = 4.80 at n = 500."""
    assert good_needed(D("4.70"), 1000, D("4.80"), D(5)) == 500
    assert good_needed(D("4.80"), 1000, D("4.80"), D(5)) == 0
    assert good_needed(D("4.70"), 1000, D(5), D(5)) is None
    assert good_needed(D("4.70"), 0, D("4.80"), D(5)) is None


def test_what_a_bad_rating_takes() -> None:
    """(4.80 x 379 + 1) / 380 = 4.79."""
    assert bad_costs(D("4.80"), 379, D(1)) == D("0.0100")
    assert bad_costs(D("4.80"), 0, D(1)) is None


def test_by_when_a_mean_is_reached() -> None:
    assert days_to_goal(D("4.70"), D("4.80"), D("4.90"), 180) == 90
    assert days_to_goal(D("4.70"), D("4.80"), D("4.75"), 180) is None
    assert days_to_goal(D("4.85"), D("4.80"), D("4.75"), 180) == 0
