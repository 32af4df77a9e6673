"""Traffic, ads and stock of a shop beside sums that were written down by hand from the same files."""

from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.seen import Seen
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import Slices, value_of
from daybook.workflows.house import House

from .reported_house import DAYS, EXPORTS, KETTLE, MUG, SOURCES, reports, seen, take

#: Of 22 November: (definition, by hand)
BY_HAND = [
    ("visitors", D(1200)), ("page_views", D(3600)), ("dwell_seconds", D(13)), ("bounce_rate", D("0.58")),
    ("cart_buyers", D(120)), ("cart_units", D(130)), ("favorite_buyers", D(60)), ("ordered_buyers", D(42)),
    ("platform_paid_buyers", D(36)), ("platform_new_buyers", D(30)), ("platform_paid_gmv", D(5040)),
    ("platform_units_sold", D(45)), ("platform_refunded", D(504)),
    ("views_per_visitor", D(3)), ("add_to_cart_rate", D("0.1")), ("favorite_rate", D("0.05")),
    ("order_cvr", D("0.035")), ("payment_cvr", D("0.03")), ("uv_value", D("4.2")),
    ("platform_spend_per_buyer", D(140)), ("platform_refund_rate", D("0.1")), ("search_visitors", D(500)),
    # two plans: 180 + 72 spent, 1440 + 60 sold, of which 1200 + 0 directly
    ("impressions", D(12000)), ("clicks", D(300)), ("ad_spend", D(252)), ("ad_orders", D(10)), ("ad_gmv", D(1500)),
    ("direct_ad_gmv", D(1200)), ("indirect_ad_gmv", D(300)), ("direct_ad_orders", D(8)), ("ad_cart_units", D(24)),
    ("ad_favorites", D(10)), ("ctr", D("0.025")), ("cpc", D("0.84")), ("cpm", D(21)), ("ad_cart_cost", D("10.5")),
    ("roas", D(1500) / D(252)), ("direct_roas", D(1200) / D(252)), ("acos", D("0.168")),
    ("tacos_of_platform", D("0.05")), ("click_cvr", D(10) / D(300)),
    # the keyword report alone: 150 + 20 + 10
    ("keyword_ad_spend", D(180)), ("keyword_clicks", D(240)), ("keyword_ad_gmv", D(1440)), ("keyword_roas", D(8)),
    ("keyword_cpc", D("0.75")), ("keyword_ctr", D("0.03")), ("keyword_cpm", D("22.5")), ("keyword_acos", D("0.125")),
    ("keyword_click_cvr", D("0.0375")), ("keyword_ad_cart_cost", D(9)), ("keyword_direct_ad_gmv", D(1200)),
    ("keyword_impressions", D(8000)), ("keyword_ad_orders", D(9)), ("keyword_direct_ad_orders", D(8)),
    ("keyword_ad_cart_units", D(20)),
    ("sellable_units", D(30)), ("in_transit_units", D(30)), ("stocked_skus", D(2)), ("stockout_skus", D(1)),
    ("stockout_rate", D("0.5")),
]


@pytest.mark.parametrize(("name", "by_hand"), BY_HAND, ids=[name for name, _ in BY_HAND])
def test_a_days_number_is_the_one_written_by_hand(name: str, by_hand: D, all_seen: Seen) -> None:
    assert value_of(catalog()[name], all_seen.daily, [DAYS[-1]]) == by_hand


def test_uv_value_is_conversion_times_spend_per_buyer(all_seen: Seen) -> None:
    for day in DAYS:
        value, cvr, spend = (value_of(catalog()[n], all_seen.daily, [day]) or D(0)
                             for n in ("uv_value", "payment_cvr", "platform_spend_per_buyer"))
        assert value == cvr * spend > 0


@pytest.mark.parametrize(("dimension", "metric", "scope", "by_hand"), [
    ("source", "visitors", ("平台流量", "手淘推荐", "", ""), D(450)),
    ("source", "paid_gmv", ("广告流量", "关键词推广", "", ""), D(1440)),
    ("source", "source_new_visitors", ("平台流量", "手淘搜索", "", ""), D(300)),
    ("product_traffic", "visitors", (KETTLE,), D(900)), ("product_traffic", "paid_gmv", (MUG,), D(750)),
    ("product_traffic", "cart_units", (KETTLE,), D(100)), ("product_traffic", "search_buyers", (KETTLE,), D(15)),
    ("product_traffic", "bounce_rate", (MUG,), D("0.7")), ("product_traffic", "dwell_seconds", (MUG,), D(9)),
    ("plan", "ad_spend", ("80012345679",), D(72)), ("plan", "indirect_ad_gmv", ("80012345678",), D(240)),
    ("keyword", "ad_spend", ("80012345678", KETTLE, "手冲壶"), D(170)),
    ("keyword", "clicks", ("80012345678", KETTLE, "咖啡壶"), D(15)),
    ("stock", "sellable_units", (MUG, "MUG-007"), D(0)), ("stock", "list_price", (KETTLE, "KZ-041"), D(129)),
])
def test_a_slices_number_is_the_one_written_by_hand(dimension: str, metric: str, scope: tuple[str, ...], by_hand: D,
                                                    all_seen: Seen) -> None:
    slices = all_seen.slices(dimension, metric, DAYS[-1])
    assert {tuple(v for _, v in s): value for s, value in slices.items()}[scope] == by_hand


def test_the_sources_above_are_not_read_beside_their_own(all_seen: Seen) -> None:
    assert len(all_seen.slices("source", "visitors", DAYS[-1])) == 3


def test_things_have_the_name_they_last_had(all_seen: Seen) -> None:
    assert all_seen.names["item_id"] == {KETTLE: "手冲壶", MUG: "马克杯"}
    assert all_seen.names["plan_id"]["80012345679"] == "马克杯_收割"


def test_a_metric_that_no_file_gives_is_not_there(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    daily = seen(house).daily
    assert "visitors" in daily
    assert not daily.keys() & {"ad_spend", "sellable_units", "sessions", "paid_gmv", "search_visitors"}
    assert seen(house).slices("plan", "ad_spend", DAYS[-1]) == {}


def test_two_search_sources_do_not_make_one_count_of_people(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    text = (EXPORTS / SOURCES).read_text(encoding="utf-8") + "全部,平台流量,搜索,汇总,汇总,100,50,5,2,100.00,1,90.00\n"
    take(house, tmp_path, SOURCES, text)
    assert "search_visitors" not in seen(house).daily


def test_numbers_by_slice_that_were_let_go_of_are_the_same_when_asked_for_again(all_seen: Seen) -> None:
    held = [kept for kept in all_seen.sliced.values() if isinstance(kept, Slices) and len(kept)]
    before = [{name: {scope: dict(days) for scope, days in kept[name].items()} for name in kept} for kept in held]
    for _ in range(2):
        for kept in held:
            kept.forget()
        assert [dict(kept) for kept in held] == before
    assert len(held) > 3
