"""Creators' numbers: what pending orders will settle, held against simulated shops; distances, jumps and odds of shares."""

from decimal import Decimal as D

import numpy as np
import pytest

from daybook.analysis.break_even import OrderEconomics, Refunds, break_even_commission, contribution_per_order
from daybook.analysis.creators.settle import will_settle
from daybook.analysis.creators.signs import distance, jump, odds_of_share


def test_eight_in_ten_intervals_hold_what_settled():
    """400 simulated creators: 60 ended orders of the creator, 2,000 of the shop, 40 pending of uneven amounts."""
    rng, held = np.random.default_rng(20261129), 0
    for _ in range(400):
        share = rng.beta(14, 6)
        own = int(rng.binomial(60, share))
        amounts = rng.lognormal(4, 0.6, 40)
        came = float(amounts[rng.random(40) < share].sum())
        found = will_settle([(float(amounts.sum()), float((amounts**2).sum())), (0, 0)], [(2000, 1400), (1500, 1400)], (60, own),
                            20)
        assert found is not None
        held += found.low <= came <= found.high
    assert 0.74 <= held / 400 <= 0.88


def test_orders_that_lived_long_are_surer_to_settle_and_nothing_ended_tells_nothing():
    alive = [(100, 60), (80, 60), (62, 60)]
    young = will_settle([(1000, 100_000), (0, 0), (0, 0)], alive, (0, 0), 30)
    old = will_settle([(0, 0), (0, 0), (1000, 100_000)], alive, (0, 0), 30)
    assert young is not None
    assert old is not None
    assert young.mid == pytest.approx(600)
    assert old.mid == pytest.approx(60 / 62 * 1000)
    assert young.low < young.mid < young.high
    assert will_settle([(1000, 100_000)], [(0, 0)], (0, 0), 30) is None


def test_a_few_own_orders_hardly_move_the_shops_share():
    few = will_settle([(1000, 100_000)], [(1000, 600)], (3, 0), 30)
    many = will_settle([(1000, 100_000)], [(1000, 600)], (300, 0), 30)
    assert few is not None
    assert many is not None
    assert few.share == pytest.approx(18 / 33)
    assert many.share == pytest.approx(18 / 330)


def test_a_commission_at_its_break_even_leaves_nothing():
    """By the formula of an order: what is left before commission over what settles."""
    order = OrderEconomics(D(100), D(40), Refunds(before_dispatch=D("0.1"), returned=D("0.2")), tax=D(1), fees_kept=D(5),
                           shipping=D(4), shipping_back=D(6), resaleable_share=D("0.8"))
    rate = break_even_commission(order)
    assert rate is not None
    assert rate == (D(99) * D("0.7") - 5 - 40 * (D("0.9") - D("0.16")) - 4 * D("0.9") - D("1.2")) / D(70)
    at_it = OrderEconomics(**{**order.__dict__, "cps": rate * 100})
    left = contribution_per_order(at_it)
    assert left is not None
    assert abs(left) < D("1e-20")
    assert break_even_commission(OrderEconomics(D(100), None, Refunds())) is None
    assert break_even_commission(OrderEconomics(D(100), D(40), Refunds(returned=D(1)))) is None


@pytest.mark.parametrize(("value", "others", "far"), [
    (100, [100, 110, 90, 105], False), (5000, [100, 110, 90, 105], True), (5000, [100, 110, 90], None), (0, [1, 2, 3, 4], None)])
def test_a_ratio_is_far_only_where_enough_others_are_known(value: float, others: list[float], far: bool | None):
    found = distance(value, others)
    assert (None if found is None else found > 3.5) is far


def test_a_jump_needs_usual_days_to_stand_out_of():
    assert jump([2, 3, 0, 2, 3, 40, 2], 30) == (5, 16.0)
    assert jump([2, 3, 2, 3, 25], 30) is None
    assert jump([0, 0, 0, 50], 30) is None


def test_odds_of_a_share_know_that_the_others_are_few():
    assert (odds_of_share(50, 60, 300, 1000) or 1) < 1e-9
    assert (odds_of_share(18, 60, 300, 1000) or 0) > 0.3
    assert (odds_of_share(5, 6, 1, 3) or 0) > (odds_of_share(5, 6, 100, 300) or 1)
    assert odds_of_share(1, 2, 0, 0) is None
