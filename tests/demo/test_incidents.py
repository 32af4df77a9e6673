"""Planted incidents: visible where the answer file says, worth what it says, and apart from each other."""

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from daybook.demo.answers import answers
from daybook.demo.landings import late, mornings
from daybook.demo.planted import KINDS, QUIET, Incident
from daybook.demo.typed import typed, wanted_term
from daybook.demo.world import ShopWorld, World, build
from tests.demo.conftest import LAST_DAY, Agency


@pytest.fixture(scope="module")
def dozen() -> World:
    """Enough shops and incidents that every kind is planted."""
    return build(20, shops=12, days=130, last_day=LAST_DAY, incidents=36)


@pytest.fixture(scope="module")
def calm() -> World:
    """The same dozen with nothing planted."""
    return build(20, shops=12, days=130, last_day=LAST_DAY, incidents=0)


def _one(world: World, kind: str) -> tuple[ShopWorld, Incident]:
    """The first incident of a kind, in a shop whose visitors kept their definition where the kind is about visitors."""
    changed = {i.shop for i in world.incidents if i.kind == "definition_change"}
    incident = next(i for i in world.incidents if i.kind == kind and (i.shop not in changed or i.kind in {
        "definition_change", "late_export", "word_to_harvest"}))
    return world.shops[incident.shop], incident


def test_every_kind_is_planted_and_one_is_fresh_on_the_last_day(dozen: World) -> None:
    """A newcomer's first brief has something serious to say."""
    assert {i.kind for i in dozen.incidents} == set(KINDS)
    fresh = [i for i in dozen.incidents if i.first == len(dozen.days) - 1]
    assert any(i.kind == "channel_lost" for i in fresh)
    shop, lost = dozen.shops[0], dozen.shops[0].difference.gmv[-1]
    assert lost < -0.15 * shop.tallies.shop.gmv[-8:-1].mean()


def test_incidents_of_one_shop_keep_a_quiet_stretch_between_them(dozen: World) -> None:
    """At most one at a time, and some days of peace before the next."""
    for shop in dozen.shops:
        ordered = sorted(shop.incidents, key=lambda i: i.first)
        for a, b in pairwise(ordered):
            assert b.first - min(a.last, a.first + KINDS[a.kind] - 1) > QUIET


def test_what_the_answers_call_lost_is_the_gap_to_the_same_world_without_incidents(
    dozen: World, calm: World
) -> None:
    """Two separately drawn worlds: paid money of each day differs by exactly what the difference says."""
    for lived, spared in zip(dozen.shops, calm.shops, strict=True):
        gap = lived.tallies.shop.gmv - spared.tallies.shop.gmv
        assert np.array_equal(gap, lived.difference.gmv)
        assert not spared.difference.gmv.any()
        assert not spared.difference.profit.any()


def test_outside_incidents_the_two_worlds_sell_the_same(dozen: World) -> None:
    """Only the days of an incident (and the presale balances it touched) may differ."""
    balance = dozen.days.index(date(2026, 10, 31))
    for shop in dozen.shops:
        free = [d for d in range(len(shop.days))
                if d != balance and not any(i.first <= d <= i.last + 1 for i in shop.incidents)]
        assert not shop.difference.gmv[free].any()


def test_a_lost_channel_loses_the_visitors_of_that_source_alone(dozen: World, calm: World) -> None:
    """Search falls to about 28 % of what it would have been; the other sources stand."""
    shop, incident = _one(dozen, "channel_lost")
    spared = calm.shops[incident.shop]
    now, then = shop.traffic.pair[incident.first].sum(0), spared.traffic.pair[incident.first].sum(0)
    assert now[incident.source] / then[incident.source] == pytest.approx(0.28, abs=0.02)
    assert np.array_equal(np.delete(now, incident.source), np.delete(then, incident.source))


def test_a_price_mistake_stands_in_the_orders_and_costs_margin(dozen: World) -> None:
    """A slipped decimal point: more orders than usual at a tenth of the price, and profit goes out."""
    shop, incident = _one(dozen, "price_mistake")
    o, day = shop.orders, incident.first
    hit = (o.day == day) & (o.sku == incident.sku)
    before = shop.prices[day - 1, incident.sku]
    assert set(shop.amounts.price[hit].tolist()) == {int(shop.prices[day, incident.sku])}
    assert shop.prices[day, incident.sku] < 0.12 * before
    assert shop.difference.orders[day] > 0
    assert shop.difference.profit[day] < 0
    assert any(n.day == day and n.kind == "edit" for n in shop.notes)


def test_a_sold_out_sku_has_no_stock_and_no_sale(dozen: World) -> None:
    """Neither as first nor as second line of an order."""
    shop, incident = _one(dozen, "hero_stockout")
    days = slice(incident.first, incident.last + 1)
    placed = (shop.orders.day >= incident.first) & (shop.orders.day <= incident.last) & ~shop.orders.presale
    first = placed & (shop.orders.sku == incident.sku)
    second = placed & (shop.orders.sku2 == incident.sku) & (shop.orders.product2 >= 0)
    assert not shop.shelf.sellable[days, incident.sku].any()
    assert not first.any()
    assert not second.any()
    assert shop.shelf.sellable[incident.first - 3, incident.sku] > 0


def test_an_exhausted_budget_leaves_no_visitor_of_the_plan_after_noon(dozen: World, calm: World) -> None:
    """Hours of the ad source thin out from noon; the morning is as it would have been."""
    shop, incident = _one(dozen, "budget_exhausted")
    now, then = (w.shops[incident.shop].traffic.hour[incident.first, incident.source] for w in (dozen, calm))
    assert now[incident.hour:].sum() < 0.7 * then[incident.hour:].sum()
    assert shop.difference.spend[incident.first] < 0


def test_a_bid_error_burns_money(dozen: World) -> None:
    """Spend jumps on one keyword; profit falls by it."""
    shop, incident = _one(dozen, "bid_error")
    assert shop.difference.spend[incident.first] > 0
    assert shop.difference.profit[incident.first] < 0


def test_a_device_converts_worse_while_its_visitors_stay(dozen: World, calm: World) -> None:
    """Mobile at under 70 % of its orders, with the same visitors."""
    shop, incident = _one(dozen, "device_drop")
    spared, days = calm.shops[incident.shop], slice(incident.first, incident.last + 1)
    assert np.array_equal(shop.traffic.device[days], spared.traffic.device[days])
    now, then = (s.tallies.device.orders[days, incident.device].sum() for s in (shop, spared))
    assert now < 0.7 * then


def test_a_burst_of_cancellations_is_paid_and_refunded_within_hours(dozen: World) -> None:
    """Money that comes and goes: paid money rises, profit does not."""
    shop, incident = _one(dozen, "cancel_burst")
    day = incident.first
    assert shop.difference.orders[day] >= 15
    assert shop.difference.gmv[day] > 0
    assert abs(int(shop.difference.profit[day])) < 0.02 * shop.difference.gmv[day]


def test_a_changed_definition_moves_visitors_and_not_sales(dozen: World, calm: World) -> None:
    """Every source counts fewer people from that day on."""
    shop, incident = _one(dozen, "definition_change")
    spared = calm.shops[incident.shop]
    assert shop.traffic.shop[incident.first] < 0.88 * spared.traffic.shop[incident.first]
    assert shop.difference.gmv[incident.first] == 0


def test_a_late_export_is_known_a_day_later_than_its_neighbours(dozen: World) -> None:
    """Yesterday's traffic comes the morning after next."""
    shop, incident = _one(dozen, "late_export")
    for morning in mornings(shop):
        expected = 1 if morning.first == incident.first else 0
        assert late(shop, morning).taken - morning.taken == expected


def test_the_answer_file_is_complete_and_in_the_shops_currency(agency: Agency) -> None:
    """Each incident has scope, money per day that adds up, cause and right move."""
    told = json.loads((agency.folder / "answers.json").read_text(encoding="utf-8"))
    assert len(told["incidents"]) == len(agency.world.incidents) == 9
    for answer in told["incidents"]:
        assert sum(Decimal(d["gmv"]) for d in answer["per_day"]) == Decimal(answer["gmv"])
        assert answer["per_day"][0]["day"] == answer["first_day"]
        assert answer["move"]["object"]
        assert answer["currency"] in {"CNY", "USD", "EUR"}


def test_quiet_stretches_are_quiet(dozen: World) -> None:
    """No difference to the calm world on any day that the answer file calls quiet."""
    by_name = {s.plan.name: s for s in dozen.shops}
    told = answers(dozen)["quiet"]
    assert isinstance(told, list)
    assert len(told) > 12
    for stretch in told:
        shop = by_name[stretch["shop"]]
        first, last = (shop.days.index(date.fromisoformat(stretch[k])) for k in ("first_day", "last_day"))
        assert not shop.difference.gmv[first:last + 1].any()


def test_a_slow_decline_counts_from_the_day_by_which_one_days_visitors_are_gone(dozen: World, calm: World) -> None:
    """Before that day it is how the source moves anyway; the answer file states the day."""
    told = answers(dozen)["incidents"]
    assert isinstance(told, list)
    shop, incident = _one(dozen, "slow_decline")
    [answer] = [i for i in told if i["kind"] == "slow_decline" and i["shop"] == shop.plan.name
                and i["first_day"] == str(shop.days[incident.first])]
    counts = shop.days.index(date.fromisoformat(answer["counts_from"]))
    now, then = (w.shops[incident.shop].traffic.source[incident.first:, incident.source] for w in (dozen, calm))
    lost = np.cumsum(1 - now / then)[counts - incident.first]
    assert 0.95 < lost < 1.3
    later = {"slow_decline", "creative_tired", "word_to_harvest", "word_dies"}
    assert all(i["counts_from"] == i["first_day"] for i in told if i["kind"] not in later)


def test_a_likely_loss_is_the_mean_of_what_chance_makes_of_it() -> None:
    """Over the days of many worlds, actual and likely losses are the same but for chance; the likely one is steadier."""
    actual, likely = [], []
    for seed in range(20, 26):
        world = build(seed, shops=3, days=95, last_day=LAST_DAY, incidents=6)
        for shop in world.shops:
            for incident in (i for i in shop.incidents if i.kind in {"channel_lost", "hero_stockout", "device_drop"}):
                usual = shop.tallies.shop.gmv.mean()
                days = range(incident.first, incident.last + 1)
                actual += [shop.difference.gmv[d] / usual for d in days]
                likely += [shop.difference.likely_gmv[d] / usual for d in days]
    assert np.mean(actual) == pytest.approx(np.mean(likely), rel=0.12)
    assert max(likely) < 0


def test_a_page_that_does_not_open_keeps_its_clicks_and_loses_its_visitors(dozen: World, calm: World) -> None:
    """Clicks and spend stand to the cent; of the item's visitors from ads one in seventeen arrives."""
    shop, incident = _one(dozen, "landing_broken")
    spared, day = calm.shops[incident.shop], incident.first
    words = [w.index for w in shop.plan.keywords if w.product == incident.product]
    assert np.array_equal(shop.ads.spend[day, words], spared.ads.spend[day, words])
    now, then = (s.traffic.pair[day, incident.product, incident.source] for s in (shop, spared))
    assert now == pytest.approx(0.06 * then, abs=1)


def test_a_tired_image_is_shown_as_often_and_clicked_less(dozen: World, calm: World) -> None:
    shop, incident = _one(dozen, "creative_tired")
    spared, day = calm.shops[incident.shop], incident.first + 6
    shown, clicked = (tuple(int(of[day, incident.keyword]) for of in (s.ads.impressions, s.ads.clicks)) for s in (shop, spared))
    assert shown[1] == pytest.approx(0.4 * clicked[1], abs=1)
    assert shown[0] == pytest.approx(clicked[0], rel=0.03)


def test_a_word_that_dies_is_clicked_as_ever_and_the_item_keeps_its_other_buyers(dozen: World, calm: World) -> None:
    """Clicks and spend stand; of its orders three in a hundred are left, and its item's other words lose none."""
    shop, incident = _one(dozen, "word_dies")
    spared, days, k = calm.shops[incident.shop], slice(incident.first, incident.last + 1), incident.keyword
    assert np.array_equal(shop.ads.spend[days, k], spared.ads.spend[days, k])
    assert shop.ads.direct_orders[days, k].sum() < 0.15 * spared.ads.direct_orders[days, k].sum()
    others = [w.index for w in shop.plan.keywords if w.product == shop.plan.keywords[k].product and w.index != k]
    now, then = (s.ads.direct_orders[days, others].sum() for s in (shop, spared))
    assert abs(now - then) <= 2 + 0.25 * then


def test_terms_add_up_to_their_word_and_the_wanted_one_sells_while_it_lasts(dozen: World) -> None:
    """Clicks and orders of all terms are the word's own row; before the incident nobody typed the wanted one."""
    shop, incident = _one(dozen, "word_to_harvest")
    word = shop.plan.keywords[incident.keyword]
    for day in (incident.first - 1, incident.first + 2):
        terms = {t.term: t for t in typed(shop.ads, word, day, 40, shop.incidents)}
        assert sum(t.clicks for t in terms.values()) == shop.ads.clicks[day, word.index]
        told = sum(int(of[day, word.index]) for of in (shop.ads.direct_orders, shop.ads.indirect_orders))
        assert sum(t.orders for t in terms.values()) == told
        assert (wanted_term(word) in terms) == incident.covers(day)


def test_another_main_image_is_shown_as_often_and_clicked_half_as_much(dozen: World, calm: World) -> None:
    """Impressions of the hero's words stay, their clicks and its visitors from search halve; those from the cart come as ever."""
    shop, incident = _one(dozen, "image_backfired")
    spared, day = calm.shops[incident.shop], incident.first + 1
    words = [w.index for w in shop.plan.keywords if w.product == incident.product]
    shown, clicked = ([int(of[day, words].sum()) for of in (s.ads.impressions, s.ads.clicks)] for s in (shop, spared))
    assert shown[0] == pytest.approx(clicked[0], rel=0.04)
    assert shown[1] == pytest.approx(0.5 * clicked[1], rel=0.1)
    names = [s.name for s in shop.plan.sources]
    for name, kept in (("手淘搜索", 0.5), ("购物车", 1.0)):
        now, then = (s.traffic.pair[day, incident.product, names.index(name)] for s in (shop, spared))
        assert now == pytest.approx(kept * then, abs=1)


def test_a_ladder_without_its_entry_keeps_its_visitors_and_loses_half_of_its_buyers(dozen: World, calm: World) -> None:
    shop, incident = _one(dozen, "ladder_cut")
    spared, days = calm.shops[incident.shop], slice(incident.first, incident.last + 1)
    now, then = (s.traffic.product[days, incident.product].sum() for s in (shop, spared))
    assert now == then
    bought, usual = (s.tallies.product.buyers[days, incident.product].sum() for s in (shop, spared))
    assert 0.3 <= bought / usual <= 0.75
    assert any(n.about == shop.plan.products[0].item_id and n.day == incident.first for n in shop.notes)
