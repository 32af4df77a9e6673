"""What goes wrong with events, habits and rivals in the demonstration stands in the files, and in the answers with its days."""

import csv
import io
from datetime import date, timedelta

from daybook.demo.event_acts import event_answers, planted_events
from daybook.demo.habits import habit_answers, planted_habits, with_habits
from daybook.demo.promised import bound
from daybook.demo.rivals import NEWCOMER, planted_rivals, rival_answers
from daybook.demo.shops import plan_shops
from tests.demo.conftest import Agency


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_hero_that_was_turned_down_stands_so_in_each_list_of_the_event(agency: Agency) -> None:
    shop = agency.shop("tmall")
    hero = shop.plan.products[0].item_id
    lists = [rows(file) for e, file in agency.files(shop, "event_signups") if "99大促" in e.path]
    assert len(lists) > 1
    assert {r["商品状态"] for told in lists for r in told if r["商品id"] == hero} == {"审核不通过"}
    [planted] = [p for p in planted_events(shop.plan, shop.days) if p.kind == "event_rejected"]
    assert (shop.days[planted.first], shop.days[planted.last]) == (date(2026, 8, 23), date(2026, 8, 29))


def test_what_carries_a_shop_is_filed_before_the_last_week_of_recruiting_but_for_what_is_planted(agency: Agency) -> None:
    shop = agency.shop("tmall")
    of = {(s.event, s.product.index): s for s in bound(7, shop).signups}
    for event, days in (("双11", 36), ("双12", 23)):
        signed = [of[event, product] for product in range(3)]
        assert all(s.accepted and s.day is not None and s.day <= (s.first - shop.days[0]).days - days for s in signed)
    assert not of["99大促", 0].accepted


def test_a_price_stays_down_after_its_event_and_comes_back_later(agency: Agency) -> None:
    shop = agency.shop("tmall")
    [planted] = [p for p in planted_events(shop.plan, shop.days) if p.kind == "event_unrestored"]
    assert shop.days[planted.first] == date(2026, 11, 12)
    sku = shop.plan.products[planted.product].skus[0]
    event, after, later = (int(shop.prices[day, sku.index]) for day in (planted.first - 1, planted.last, planted.last + 1))
    assert event == after
    assert later == sku.price_cents > after


def test_stock_runs_down_to_less_than_the_event_sells(agency: Agency) -> None:
    shop = agency.shop("tmall")
    [planted] = [p for p in planted_events(shop.plan, shop.days) if p.kind == "event_short"]
    begins = (planted.begins - shop.days[0]).days
    for sku in shop.plan.products[planted.product].skus:
        sold = shop.tallies.sku_units[planted.last + 1:begins + 2, sku.index].sum()
        assert shop.shelf.sellable[planted.last, sku.index] < sold
    assert {a["kind"]: a["move"]["kind"] for a in event_answers(shop)} == {
        "event_rejected": "file_product", "event_short": "bring_event_stock", "event_unrestored": "put_prices_back"}


def test_regulars_stay_away_and_wait_for_vouchers_without_one_order_more_or_less(agency: Agency) -> None:
    shop = agency.shop("shopify")
    old, orders = shop.tallies.old.orders, shop.orders
    waits, gone = planted_habits(shop.plan, len(shop.days))
    spans = ((gone.first - 28, gone.first), (gone.first, gone.last + 1))
    part = [old[a:b].sum() / shop.tallies.shop.orders[a:b].sum() for a, b in spans]
    assert part[1] < 0.6 * part[0]
    assert len(with_habits(7, shop.plan, len(shop.days), orders)) == len(orders)
    some = (orders.paid_day >= waits.first) & (orders.paid_day <= waits.last)
    before = (orders.paid_day >= waits.first - 28) & (orders.paid_day < waits.first)
    assert (orders.coupon[some] > 0).mean() > (orders.coupon[before] > 0).mean() + 0.1
    assert [a["kind"] for a in habit_answers(shop)] == ["voucher_habit", "regulars_gone"]
    assert habit_answers(agency.shop("tmall")) == []


def test_looks_show_what_a_planted_rival_does_and_exports_the_newcomer(agency: Agency) -> None:
    shop = agency.shop("tmall")
    event = next(p for p in planted_rivals(shop) if p.kind == "rival_event")
    looks = [r for e, file in agency.files(shop, "given") if "sighting" in e.path for r in rows(file)]
    tagged = {date.fromisoformat(r["at"][:10]) for r in looks if r["tag"] == "聚划算"}
    assert tagged == {shop.days[d] for d in range(event.first, event.last + 1)}
    items = [r for _, file in agency.files(shop, "rival_items") for r in rows(file) if r["竞品ID"] == NEWCOMER]
    assert {r["支付金额"] for r in items} == {"1000 ~ 2500", "7500 ~ 1万"}
    assert {a["kind"] for a in rival_answers(shop)} == {"rival_event", "newcomer_grows"}
    assert list(rival_answers(agency.shop("douyin"))) == []


def test_each_kind_of_event_and_rival_is_planted_in_the_dozen() -> None:
    days = [date(2026, 9, 27) - timedelta(days=99 - n) for n in range(100)]
    kinds = {p.kind for plan in plan_shops(1, 12) for p in planted_events(plan, days)}
    assert kinds == {"event_unfiled", "event_rejected", "event_undercut", "event_short", "event_unrestored"}
