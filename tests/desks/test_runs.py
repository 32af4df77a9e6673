"""Runs of declines: shown from the third day, with odds, for the worse only, and never over a missing day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from daybook.desks.sales.runs import run_of
from tests.desks.seen import REVIEWED


def trend(*values):
    last = len(values) - 1
    return [(REVIEWED - timedelta(days=last - n), None if v is None else Decimal(v)) for n, v in enumerate(values)]


WOBBLE = (10, 12, 9, 11, 10, 13, 9, 12, 10, 11, 12, 9, 13, 10)


def test_three_falls_are_shown_with_the_odds_that_noise_does_it():
    run = run_of(trend(*WOBBLE, 14, 13, 12, 11), higher_is_better=True)
    assert run.days == 3
    assert 0.01 < run.odds < 0.2, "on a level that merely wobbles it happens about once in 24 days"


@pytest.mark.parametrize("values", [
    pytest.param((*WOBBLE, 14, 13, 12), id="two falls"),
    pytest.param((*WOBBLE, 14, 13, None, 12, 11), id="a missing day"),
    pytest.param((*WOBBLE, 11, 12, 13, 14), id="rises are no decline"),
    pytest.param((*WOBBLE, 14, 13, 13, 12), id="a tie"),
])
def test_nothing_is_said_of(values):
    assert run_of(trend(*values), higher_is_better=True) is None


def test_where_less_is_better_rises_are_the_worse_run():
    run = run_of(trend(*WOBBLE, 10, 12, 13, 14), higher_is_better=False)
    assert (run.days, str(run.rule)) == (3, "each day above the day before")
