"""Stakes in contribution: a product by its own margin, the shop by its known costs, whole-site ads never."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from daybook.desks.ads.findings import find_exhausted_budgets
from daybook.desks.ads.moves import raise_budget
from daybook.desks.ads.returns import beside_break_even
from daybook.desks.price.findings import find_price_jumps
from daybook.desks.price.moves import restore_price
from daybook.desks.sales.profit_tiles import first_row
from daybook.desks.stock.findings import find_out_of_stock
from daybook.desks.stock.moves import restock
from daybook.desks.worth import in_contribution, margin_of, task_in_contribution
from daybook.domain.given import Given, UnitCost
from daybook.domain.profit import Margins, Profit
from daybook.plan.conflicts import Facts, sort_out
from tests.desks.seen import REVIEWED, SHOP, days, seen

KETTLE = (("item_id", "881"), ("sku", "KZ-041"))
PLAN = (("plan_id", "7"),)
KNOWN = Margins(shop=D("0.4"), cost_known_share=D("0.9"), by_item={"881": D("0.25")}, by_sku={"KZ-041": D("0.25")},
                of_price=D("0.85"), days=28)
AS_OF = seen().as_of
GIVEN = Given(SHOP, AS_OF, [UnitCost("kettles", "KZ-041", D(60), "CNY", None, AS_OF)])


def out_of_stock(margins=KNOWN):
    sold = {"line_units": {KETTLE: days(0, 12)}, "line_gmv": {KETTLE: days(0, 1200)}}
    return replace(seen(product=sold, stock={"sellable_units": {KETTLE: days(0, 40)}}), margins=margins, given=GIVEN)


def ran_out(roi, scene="关键词推广", margins=KNOWN):
    """A plan of 200 clicks a day at 1 yuan, of which 80 came; each click brings `roi` yuan of ad sales."""
    rows = {"clicks": {PLAN: days(80, 200)}, "ad_spend": {PLAN: days(80, 200)}, "ad_gmv": {PLAN: days(80 * roi, 200 * roi)}}
    return replace(seen({"ad_spend": days(80, 200)}, plan=rows), margins=margins, given=GIVEN,
                   names={"scene": {"7": scene}, "plan_id": {"7": "水壶"}})


def test_a_product_with_a_known_cost_is_judged_by_its_own_margin():
    """1,200 a day are lost; 25 % of it is contribution, though the shop as a whole keeps 40 %."""
    morning = out_of_stock()
    [found] = find_out_of_stock(morning)
    stake = in_contribution(found, morning).at_stake
    assert (found.at_stake.basis, stake.basis) == ("gmv", "contribution")
    assert (stake.low, stake.mid, stake.high) == (D("200.00"), D("300.00"), D("400.00"))


def test_a_product_without_a_known_cost_stays_gmv_and_the_task_says_so():
    morning = out_of_stock(replace(KNOWN, by_item={}, by_sku={}))
    [found] = find_out_of_stock(morning)
    assert in_contribution(found, morning).at_stake == found.at_stake
    [task] = [task_in_contribution(t, found, morning) for t in restock(found, morning)]
    assert task.gain.basis == "gmv"
    assert "the gain is GMV, not profit: cost not known for KZ-041" in task.risk


@pytest.mark.parametrize(("share", "margin"), [("0.80", D("0.4")), ("0.79", None), (None, None)])
def test_the_shops_margin_speaks_only_where_enough_of_its_costs_are_known(share, margin):
    morning = replace(seen(), margins=replace(KNOWN, cost_known_share=None if share is None else D(share)))
    assert margin_of(morning, "visitors", (("source_1", "搜索"),)) == margin


def test_money_lost_on_a_price_keeps_goods_and_freight_out_of_it():
    """20 kettles at 19.90 instead of 10 at 199, of which 49.75 is contribution; of 179.10 less on the price 0.85 are
    missed, since fees and refunds fall with it: 497.50 not earned, and 20 times 102.485 lost."""
    sold = {"line_units": {KETTLE: days(20, 10)}, "line_gmv": {KETTLE: days(398, 1990)}}
    morning = replace(seen(product=sold), margins=KNOWN, given=GIVEN)
    found = in_contribution(next(iter(find_price_jumps(morning))), morning)
    assert (found.at_stake.mid, found.at_stake.basis) == (D("2547.20"), "contribution")
    [task] = restore_price(found, morning)
    assert (task.gain.mid, task_in_contribution(task, found, morning).gain) == (D("2547.20"), task.gain)


def test_a_budget_that_ran_out_is_worth_what_it_brings_less_what_it_spends():
    """120 clicks missing: 120 x 5 x 0.4 - 120 = 120 a day of contribution, and refilling costs 120 a day."""
    morning = ran_out(5)
    [found] = find_exhausted_budgets(morning)
    found = in_contribution(found, morning)
    assert (found.at_stake.mid, found.at_stake.basis) == (D("120.00"), "contribution")
    [task] = raise_budget(found, morning)
    assert task.cost == D(120 * 7)
    assert "ROI 5.00, break-even 2.50" in task.evidence


def test_a_plan_below_break_even_is_not_refilled_and_the_plan_says_why():
    morning = ran_out(2)
    [found] = find_exhausted_budgets(morning)
    found = in_contribution(found, morning)
    assert found.at_stake.mid == D(120 * 2) * D("0.4") - 120
    kept, out = sort_out(list(raise_budget(found, morning)), Facts())
    assert not kept
    assert "ROI 2.00, break-even 2.50" in out[0][1]


@pytest.mark.parametrize("scene", ["全站推广", "货品全站推", "全域推广"])
def test_whole_site_promotion_is_never_held_against_break_even(scene):
    morning = ran_out(2, scene)
    [found] = find_exhausted_budgets(morning)
    assert in_contribution(found, morning).at_stake.basis == "gmv"
    assert "counts organic sales" in beside_break_even(morning, PLAN)
    assert "break-even 2" not in beside_break_even(morning, PLAN)


def test_restocking_says_what_the_goods_cost_and_selling_at_a_loss_is_left_out():
    """Four weeks at 12 a day are 336 kettles at 60."""
    morning = out_of_stock()
    [found] = find_out_of_stock(morning)
    [task] = restock(found, morning)
    assert task.cost == D(336 * 60)
    at_a_loss = replace(morning, margins=replace(KNOWN, by_sku={"KZ-041": D("-0.1")}))
    found = in_contribution(found, at_a_loss)
    assert found.at_stake.low < found.at_stake.mid < found.at_stake.high < 0
    _, out = sort_out(list(restock(found, at_a_loss)), Facts())
    assert "cost more than it brings" in out[0][1]


def profit(**others):
    said = {"before_ads": D(4000), "ad_spend": D(1000), "after_ads": D(3000), "break_even_roi": D("2.5"), **others}
    return Profit(REVIEWED, "CNY", D(10000), D(10000), D(1), break_even_net_roi=D("2.1"), **said)


def test_break_even_stands_beside_the_ad_return_and_contribution_after_ads_beside_yesterday():
    morning = replace(ran_out(5), profit=profit(), earlier_profits={REVIEWED.replace(day=13): profit(after_ads=D(2000))})
    tiles = {t.metric: t for t in first_row(replace(morning, daily={**morning.daily, "ad_gmv": days(400, 1000)}))}
    assert tiles["break_even_roi"].value == D("2.5")
    assert "Break-even is 2.50" in tiles["roas"].note
    assert "2.10" in tiles["break_even_roi"].note
    assert tiles["contribution"].value == D(3000)
    yesterday, last_week = tiles["contribution"].comparisons
    assert (yesterday.base_day, yesterday.change, yesterday.change_rate) == (date(2026, 9, 13), D(1000), D("0.5"))
    assert (last_week.value, bool(last_week.why_not)) == (None, True)


def test_no_break_even_is_said_and_never_shown_as_nought():
    said = profit(before_ads=D(-5), after_ads=D(-1005), break_even_roi=None, why_not=("no ROI breaks even",))
    morning = replace(ran_out(5), profit=said)
    tiles = {t.metric: t for t in first_row(replace(morning, daily={**morning.daily, "ad_gmv": days(400, 1000)}))}
    assert (tiles["break_even_roi"].value, tiles["break_even_roi"].why_not) == (None, "no ROI breaks even")
    assert tiles["contribution"].value == D(-1005)


def test_the_ad_return_of_a_shop_with_whole_site_promotion_stands_alone():
    morning = replace(ran_out(5, "全站推广"), profit=profit())
    tiles = {t.metric: t for t in first_row(replace(morning, daily={**morning.daily, "ad_gmv": days(400, 1000)}))}
    assert "whole-site promotion counts organic sales" in tiles["roas"].note
    assert "Break-even is" not in tiles["roas"].note
