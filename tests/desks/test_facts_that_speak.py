"""What needs no statistics: out of stock, a price that nobody meant, a bid error, an empty budget, one huge order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from math import log

from daybook.desks.ads.findings import find_bid_jumps, find_exhausted_budgets
from daybook.desks.ads.moves import lower_bid, raise_budget
from daybook.desks.ads.words import find_words_to_cut
from daybook.desks.price.findings import find_price_jumps
from daybook.desks.price.moves import restore_price
from daybook.desks.sales.events import find_giant_order, find_refund_burst
from daybook.desks.sales.slice_findings import find_slice_changes
from daybook.desks.stock.findings import find_out_of_stock
from daybook.desks.stock.moves import restock
from daybook.domain.judged import Change, Judged, SliceVerdict, Verdict
from daybook.domain.profit import Margins
from tests.desks.seen import REVIEWED, days, seen

KETTLE = (("item_id", "881"), ("sku", "KZ-041"))
MUG = (("item_id", "882"), ("sku", "MUG-007"))
WORD = (("plan_id", "7"), ("item_id", "881"), ("keyword", "电水壶"))
PLAN = (("plan_id", "7"), ("plan", "水壶-引流"))


def sold(units, price=100):
    return {"line_units": {KETTLE: days(0, units)}, "line_gmv": {KETTLE: days(0, units * price)}}


def test_a_seller_that_ran_out_is_found_with_what_it_sold_a_day():
    morning = seen(product=sold(12), stock={"sellable_units": {KETTLE: days(0, 40), MUG: days(300, 300)}})
    [found] = find_out_of_stock(morning)
    assert dict(found.scope)["sku"] == "KZ-041"
    assert found.since == REVIEWED
    assert found.at_stake.mid == D("1200.00")
    assert found.adds_up()


def test_what_has_been_gone_for_weeks_is_no_news_and_what_never_sold_is_no_loss():
    gone = {k: D(0) for k in days(0, 0)}
    assert not list(find_out_of_stock(seen(product=sold(12), stock={"sellable_units": {KETTLE: gone}})))
    assert not list(find_out_of_stock(seen(stock={"sellable_units": {MUG: days(0, 5)}})))


def test_an_item_of_which_nothing_is_left_is_restocked_and_its_ads_are_paused():
    morning = seen(product=sold(12), stock={"sellable_units": {KETTLE: days(0, 40)}},
                   keyword={"keyword_ad_spend": {WORD: days(90, 80)}})
    [found] = find_out_of_stock(morning)
    moves = {m.move: m for m in restock(found, morning)}
    assert moves.keys() == {"restock", "stop_ads"}
    assert moves["stop_ads"].gain.mid == D("90.00")
    assert moves["restock"].gain.low < moves["restock"].gain.mid < moves["restock"].gain.high


def test_ads_go_on_while_another_sku_of_the_item_can_be_bought():
    other = (("item_id", "881"), ("sku", "KZ-041-RED"))
    morning = seen(product=sold(12), stock={"sellable_units": {KETTLE: days(0, 40), other: days(9, 9)}},
                   keyword={"keyword_ad_spend": {WORD: days(90, 80)}})
    [found] = find_out_of_stock(morning)
    assert [m.move for m in restock(found, morning)] == ["restock"]


def test_a_price_that_fell_to_a_tenth_is_put_back_first():
    morning = seen(product={"line_units": {KETTLE: days(20, 10)}, "line_gmv": {KETTLE: days(398, 1990)}})
    [found] = find_price_jumps(morning)
    assert (found.measured, found.base) == (D("19.90"), D("199.00"))
    [move] = restore_price(found, morning)
    assert move.must
    assert "199.00" in move.to


def test_a_shop_that_sells_at_several_prices_is_left_alone():
    gmv = {d: v * (D(100) if d.day % 2 else D(40)) for d, v in days(10, 10).items()}
    assert not list(find_price_jumps(seen(product={"line_units": {KETTLE: days(10, 10)}, "line_gmv": {KETTLE: gmv}})))


def test_a_click_price_of_three_times_the_usual_is_a_bid_mistake():
    morning = seen(keyword={"keyword_clicks": {WORD: days(100, 100)}, "keyword_ad_spend": {WORD: days(360, 120)}})
    [found] = find_bid_jumps(morning)
    assert (found.measured, found.base) == (D("3.60"), D("1.20"))
    assert found.at_stake.mid == D("240.00")
    [move] = lower_bid(found, morning)
    assert move.object == "电水壶"


def test_few_clicks_are_no_bid_mistake():
    assert not list(find_bid_jumps(seen(keyword={
        "keyword_clicks": {WORD: days(3, 100)}, "keyword_ad_spend": {WORD: days(12, 120)}})))


def test_half_the_clicks_at_the_usual_price_is_an_empty_budget():
    plan = {"clicks": {PLAN: days(50, 200)}, "ad_spend": {PLAN: days(60, 240)}, "ad_gmv": {PLAN: days(250, 1000)}}
    morning = seen(plan=plan)
    [found] = find_exhausted_budgets(morning)
    assert found.at_stake.mid == D("750.00")
    [move] = raise_budget(found, morning)
    assert (move.object, "240" in move.to) == ("水壶-引流", True)


def test_fewer_clicks_at_another_price_are_no_empty_budget():
    plan = {"clicks": {PLAN: days(50, 200)}, "ad_spend": {PLAN: days(180, 240)}, "ad_gmv": {PLAN: days(250, 1000)}}
    assert not list(find_exhausted_budgets(seen(plan=plan)))


def test_what_slides_is_worth_what_its_line_has_lost_and_not_what_one_day_strays():
    """The line says a quarter of 400 visitors is gone; the day itself has 340.  A visitor brings 5."""
    feed, search = ((("source_1", name),) for name in ("feed", "search"))
    change = Change("slide", REVIEWED - timedelta(days=8), REVIEWED, log(0.75), 0.001)
    verdict = Verdict("visitors", D(400), D(370), D(430), None, change)
    morning = replace(seen({"visitors": days(2340, 2400)}, source={
        "visitors": {feed: days(340, 400), search: days(2000, 2000)},
        "paid_gmv": {feed: days(1700, 2000), search: days(8000, 8000)}}),
        judged=Judged({}, (SliceVerdict("source", feed, verdict),)))
    [found] = find_slice_changes(morning)
    assert found.at_stake.mid == D("500.00")


def test_twenty_clicks_without_an_order_do_not_kill_a_word_and_a_thousand_do():
    """At 2 % conversion twenty clicks bring no order two times in three (domain F1)."""
    good = (("plan_id", "7"), ("item_id", "881"), ("keyword", "壶"))

    def words(clicks: int) -> dict[str, object]:
        return {"keyword_clicks": {WORD: days(clicks, clicks), good: days(100, 100)},
                "keyword_ad_spend": {WORD: days(clicks, clicks), good: days(100, 100)},
                "keyword_ad_orders": {WORD: days(0, 0), good: days(2, 2)},
                "keyword_ad_gmv": {WORD: days(0, 0), good: days(200, 200)}}

    def with_margin(of):
        return replace(seen(keyword=of), margins=Margins(by_item={"881": D("0.5")}))

    assert not list(find_words_to_cut(with_margin(words(1))))
    [found] = find_words_to_cut(with_margin(words(60)))
    assert dict(found.scope)["keyword"] == "电水壶"
    assert found.odds_noise < 0.05


def test_one_order_that_makes_the_day_is_named_and_set_apart():
    morning = seen({"paid_gmv": days(30000, 10000), "paid_orders": days(101, 100), "largest_order": days(20000, 300)})
    [found] = find_giant_order(morning)
    assert found.base == D("10000.00")
    assert found.adds_up()
    assert not list(find_giant_order(seen({"largest_order": days(300, 300)})))


def test_a_burst_of_refunds_is_told_beside_the_usual_day():
    burst = seen({"refunds_by_day": days(60, 9), "refunded_by_day": days(6000, 900)})
    [found] = find_refund_burst(burst)
    assert (found.measured, found.base, found.at_stake.mid) == (D(60), D(9), D("5100.00"))
    assert not list(find_refund_burst(seen({"refunds_by_day": days(14, 9), "refunded_by_day": days(1400, 900)})))


def test_a_number_that_is_not_in_finds_nothing():
    empty = {REVIEWED - timedelta(days=1): D(5)}
    assert not list(find_refund_burst(seen({"refunds_by_day": empty, "refunded_by_day": empty})))
    assert not list(find_out_of_stock(seen(stock={"sellable_units": {KETTLE: empty}})))
