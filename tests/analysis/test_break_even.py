"""Break-even ROI as the trade should have published it."""
from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.analysis.break_even import (
    BreakEven,
    CostNotKnown,
    NoRoiBreaksEven,
    OrderEconomics,
    Refunds,
    break_even,
    break_even_of_group,
    contribution_per_order,
    judge_roi,
)

#: The published example: price 30, goods 16.8, 15 % of paid value refunded, no fee.
PUBLISHED = OrderEconomics(D(30), D("16.8"), Refunds(returned=D("0.15")))


def roi(order: OrderEconomics) -> D:
    answer = break_even(order)
    assert isinstance(answer, BreakEven)
    return answer.roi_on_paid


def test_goods_that_come_back_resaleable_need_267():
    assert round(roi(PUBLISHED), 2) == D("2.67")


def test_goods_that_are_destroyed_need_345():
    assert round(roi(replace(PUBLISHED, resaleable_share=D(0))), 2) == D("3.45")


def test_resaleable_goods_follow_the_short_formula():
    """1 / ((1 - r) x gross margin), exactly, when nothing else costs."""
    assert roi(PUBLISHED) == 1 / (D("0.85") * (1 - D("16.8") / 30))


def test_on_net_gmv_the_refunds_are_already_gone():
    answer = break_even(PUBLISHED)
    assert isinstance(answer, BreakEven)
    assert answer.roi_on_net == D("25.5") / D("11.22")


def test_a_refund_before_dispatch_costs_neither_shipping_nor_return():
    parcels = replace(PUBLISHED, shipping=D(3), shipping_back=D(8), handling=D(2))
    before = replace(parcels, refunds=Refunds(before_dispatch=D("0.15")))
    assert contribution_per_order(before) == D("0.85") * (30 - D("16.8") - 3)
    after = contribution_per_order(parcels)
    assert after == D("0.85") * (30 - D("16.8")) - 3 - D("0.15") * 10
    assert roi(before) < roi(parcels)


def test_every_term_of_the_formula_by_hand():
    """(100 - 6) 0.74 - 1 - 40 (1 - .10 - .8 x .10) - 5 x .9 - .10 (8 + 2) - .5 - .7 - .3 - 4 x .74."""
    order = OrderEconomics(D(100), D(40), Refunds(D("0.10"), D("0.10"), D("0.05"), D("0.01")), tax=D(6),
                           resaleable_share=D("0.8"), shipping=D(5), shipping_back=D(8), handling=D(2),
                           fees_kept=D(1), insurance=D("0.5"), fixed=D("0.7"), gifts=D("0.3"), cps=D(4))
    assert contribution_per_order(order) == D("69.56") - 1 - D("32.8") - D("4.5") - 1 - D("1.5") - D("2.96")


@pytest.mark.parametrize("worse", [
    pytest.param({"tax": D(1)}, id="a tax on the price"),
    pytest.param({"refunds": Refunds(returned=D("0.15"), money_only=D("0.02"))}, id="refund without return"),
    pytest.param({"refunds": Refunds(returned=D("0.20"))}, id="more returns"),
    pytest.param({"refunds": Refunds(returned=D("0.15"), partial=D("0.01"))}, id="partial refunds"),
    pytest.param({"unit_cost": D(17)}, id="dearer goods"),
    pytest.param({"shipping": D(1)}, id="freight"),
    pytest.param({"shipping_back": D(1)}, id="freight back"),
    pytest.param({"handling": D(1)}, id="handling of returns"),
    pytest.param({"fees_kept": D(1)}, id="platform fees"),
    pytest.param({"insurance": D(1)}, id="return insurance"),
    pytest.param({"fixed": D(1)}, id="fixed cost"),
    pytest.param({"gifts": D(1)}, id="gifts"),
    pytest.param({"cps": D(1)}, id="commission"),
    pytest.param({"resaleable_share": D("0.9")}, id="fewer goods can be sold again"),
])
def test_whatever_costs_more_needs_a_higher_roi(worse):
    assert roi(replace(PUBLISHED, **worse)) > roi(PUBLISHED)


def test_a_refund_without_return_is_worse_than_a_return():
    kept = replace(PUBLISHED, refunds=Refunds(money_only=D("0.15")))
    assert roi(kept) == roi(replace(PUBLISHED, resaleable_share=D(0))) > roi(PUBLISHED)


def test_money_follows_value_and_goods_follow_units():
    """Dear items come back more often: 20 % by value, 10 % by units."""
    order = replace(PUBLISHED, refunds=Refunds(returned=D("0.20")),
                    refunds_by_units=Refunds(returned=D("0.10")))
    assert contribution_per_order(order) == 30 * D("0.80") - D("16.8") * D("0.90")


def test_an_order_that_loses_money_has_no_roi():
    assert break_even(replace(PUBLISHED, unit_cost=D(31))) == NoRoiBreaksEven(D("-0.85"))
    exactly_nothing = replace(PUBLISHED, unit_cost=D(30))
    assert break_even(exactly_nothing) == NoRoiBreaksEven(D(0))


@pytest.mark.parametrize("name", ["unit_cost", "refunds", "tax", "shipping", "cps", "resaleable_share"])
def test_a_cost_that_is_not_known_is_never_a_number(name):
    order = replace(PUBLISHED, **{name: None})
    assert break_even(order) == CostNotKnown((name,))
    assert contribution_per_order(order) is None


def test_a_group_is_sum_over_sum_and_not_a_mean_of_rois():
    """One hit with a thin margin and a small good one: 100 x 30 + 10 x 50 over 100 x 2 + 10 x 25."""
    thin = OrderEconomics(D(30), D(28), Refunds())
    good = OrderEconomics(D(50), D(25), Refunds())
    answer = break_even_of_group([(thin, D(100)), (good, D(10))])
    assert answer == BreakEven(D(3500) / D(450), D(3500) / D(450), D(450))


def test_one_unknown_cost_leaves_the_group_unknown():
    unknown = replace(PUBLISHED, unit_cost=None)
    assert break_even_of_group([(PUBLISHED, D(5)), (unknown, D(1))]) == CostNotKnown(("unit_cost",))


def test_an_empty_group_is_refused():
    with pytest.raises(ValueError, match="at least one paid order"):
        break_even_of_group([])


def test_percent_instead_of_share_is_refused():
    with pytest.raises(ValueError, match=r"0\.15"):
        Refunds(returned=D(15))


def test_whole_site_promotion_is_not_judged_without_its_organic_baseline():
    answer = break_even(PUBLISHED)
    blind = judge_roi(D(5000), D(1000), answer, counts_organic=True)
    assert blind.headroom is None
    assert "organic baseline" in blind.why
    seen = judge_roi(D(5000), D(1000), answer, counts_organic=True, organic_gmv=D(3000))
    assert seen.headroom is not None
    assert seen.headroom < 0 < (judge_roi(D(5000), D(1000), answer).headroom or 0)


@pytest.mark.parametrize(("answer", "because"), [
    (CostNotKnown(("unit_cost",)), "cost not known: unit_cost"),
    (NoRoiBreaksEven(D(-1)), "no ROI breaks even"), (BreakEven(D(2), D(2), D(1)), "nothing was spent")])
def test_no_headroom_without_a_break_even(answer, because):
    verdict = judge_roi(D(100), D(0), answer)
    assert verdict.headroom is None
    assert because in verdict.why


SHARE = st.decimals(0, D("0.25"), places=3)
COST = st.decimals(0, 20, places=2)


@given(st.builds(Refunds, SHARE, SHARE, SHARE, SHARE), COST, COST, COST, st.decimals(0, 1, places=2))
def test_at_break_even_the_ads_take_exactly_what_the_order_leaves(refunds, cost, shipping, tax, resaleable):
    order = OrderEconomics(D(100), cost, refunds, tax=tax, resaleable_share=resaleable, shipping=shipping)
    answer = break_even(order)
    if isinstance(answer, BreakEven):
        spend = order.price / answer.roi_on_paid
        assert abs(spend - answer.contribution) < D("1e-20")
    else:
        assert (contribution_per_order(order) or D(0)) <= 0
