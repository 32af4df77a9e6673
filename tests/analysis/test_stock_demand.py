"""What SKUs will sell: simulated shops whose demand is known, and sums by hand."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import nbinom

from daybook.analysis.stock.demand import foresee
from daybook.analysis.stock.doubt import Doubt, Sums

SUNDAY = date(2026, 11, 22).toordinal()


def test_a_steady_sku_sells_on_as_it_did() -> None:
    """12 a day for nine weeks: 12 a day and 168 in two weeks, whatever the weekday."""
    demand = foresee(np.full((1, 63), 12.0), SUNDAY)
    assert demand.daily(SUNDAY + 1, 14)[0] == pytest.approx(np.full(14, 12.0))


def test_days_on_which_it_could_not_be_bought_do_not_lower_what_is_expected() -> None:
    units = np.full((2, 63), 12.0)
    units[0, -10:] = np.nan
    units[1, -10:] = 0
    demand = foresee(units, SUNDAY)
    assert demand.level[0] > 11
    assert demand.level[1] < 8


def test_a_sku_of_which_no_day_is_known_has_no_forecast() -> None:
    units = np.full((2, 63), 12.0)
    units[1] = np.nan
    assert foresee(units, SUNDAY).known.tolist() == [True, False]


def test_one_bulk_order_does_not_set_the_pace() -> None:
    """2 a day, and 500 to one buyer on the last day."""
    rng = np.random.default_rng(3)
    units = rng.poisson(2.0, (20, 63)).astype(float)
    units[0, -1] = 500
    assert foresee(units, SUNDAY).level[0] < 8


def test_weekdays_are_learnt_from_all_skus_together() -> None:
    """Sold on Mondays only, 7 a Monday: Mondays to come sell about that, Tuesdays hardly."""
    units = np.zeros((5, 63))
    units[:, [d for d in range(63) if (SUNDAY - 62 + d - 1) % 7 == 0]] = 7.0
    monday, tuesday = foresee(units, SUNDAY).daily(SUNDAY + 1, 2)[0]
    assert monday > 5
    assert tuesday < 1.5


def test_a_closed_day_says_nothing_of_demand_and_a_day_without_a_sale_does() -> None:
    """10 a day but for the last ten days: closed on them it still sells 10, open it sells much less."""
    units, open_ = np.full((1, 63), 10.0), np.ones(63)
    units[0, -10:] = 0
    open_[-10:] = 0
    assert foresee(units, SUNDAY, open_).level[0] > 9
    assert foresee(units, SUNDAY).level[0] < 7


def test_an_event_lifts_what_is_expected_and_its_past_days_do_not_lift_the_rest() -> None:
    """10 a day, 30 on three days of an event that drew three times; the next one draws three times again."""
    units = np.full((1, 63), 10.0)
    lifts = np.ones(63)
    units[0, 50:53], lifts[50:53] = 30.0, 3.0
    told = foresee(units, SUNDAY, lifts).daily(SUNDAY + 1, 2, np.array([1.0, 3.0]))[0]
    assert told == pytest.approx([10.0, 30.0])


def test_intervals_hold_on_shops_that_were_drawn_with_known_demand() -> None:
    """Poisson buyers of one unit, 30 SKUs, five seeds: 80 % intervals of two weeks hold 68 to 92 %."""
    inside = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        level = np.exp(rng.normal(1.0, 1.0, 30))[:, None]
        units = rng.poisson(level, (30, 77)).astype(float)
        sums = (demand := foresee(units[:, :63], SUNDAY)).doubt.about(demand.daily(SUNDAY + 1, 14).sum(axis=1))
        came = units[:, 63:].sum(axis=1)
        inside.append((sums.quantile(0.1) <= came) & (came <= sums.quantile(0.9)))
    assert 0.68 <= np.mean(inside) <= 0.92


def test_units_short_are_those_of_the_sum_over_all_demands() -> None:
    """Mean 12, variance 30, by adding (x - 15) P(x) over 0..2000."""
    sums = Sums(np.array([12.0]), np.array([30.0]))
    x = np.arange(2001)
    chances = nbinom(12.0**2 / 18.0, 12.0 / 30.0).pmf(x)
    assert sums.short(np.array([15.0]))[0] == pytest.approx((np.maximum(x - 15, 0) * chances).sum())
    assert sums.chance_beyond(np.array([15.0]))[0] == pytest.approx(chances[16:].sum())
    assert sums.short(np.array([0.0]))[0] == pytest.approx(12.0)


def test_where_nothing_is_expected_nothing_is_short() -> None:
    sums = Doubt(np.ones(1), 0.1).about(np.zeros(1))
    assert sums.short(np.array([5.0]))[0] == pytest.approx(0.0, abs=1e-6)
    assert sums.quantile(0.95)[0] == 0
