"""The price plan of a small real shop: kettles sold at 199 from 30 October on, 双12 filed at 179, a promise and a wish."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.actions.guards import ask
from daybook.cli.prices import moment
from daybook.domain.entry import EntryKind
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.kinds import move_from
from daybook.domain.moves.move import Way
from daybook.domain.shop import Platform
from daybook.domain.shop import Shop as DomainShop
from daybook.domain.situation import Hold, Window
from daybook.domain.verdict import Refuse
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.give import give
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.price_facts import SkuPrices
from daybook.workflows.price_list import gist_of, price_list
from daybook.workflows.price_others import Elsewhere, Sibling
from daybook.workflows.price_plan import ShopPlan, shop_plan
from daybook.workflows.price_promises import promises_of
from daybook.workflows.situation import look_at
from tests.conftest import Clock
from tests.workflows.given_house import CLIENT, ITEM, SHOP
from tests.workflows.worked_house import FIRST, SATURDAY, at, copied, saturday_home

KETTLE = ITEM["KZ-041"]
SIGNED = [
    ["活动名称", "预热时间", "活动时间", "商品名称", "商品id", "营销id", "商品状态", "一口价", "活动价格", "库存", "销量",
     "报名时间", "预计普惠成交价", "最低成交价", "商品价格力", "活动状态"],
    ["双12", "待定", "2026-12-10 00:00:00 至 2026-12-12 23:59:59", "细口壶", KETTLE, "1", "审核通过", "199.00", "189.00", "80", "0",
     "2026-11-20 10:00:00", "179.00", "-", "四星", "未开始"],
    ["年终好价", "-", "2026-12-20 00:00:00 至 2026-12-21 23:59:59", "细口壶", KETTLE, "2", "审核不通过", "199.00", "149.00",
     "80", "0", "2026-11-20 10:00:00", "-", "-", "四星", "未开始"]]


@dataclass
class Shop:
    """The house, its plan on Saturday at ten, and the moment."""

    house: House
    plan: ShopPlan

    def wish(self, **said: str) -> ShopPlan:
        """The plan after something was promised or wished."""
        give(self.house, self.house.shop(SHOP), "promise", {"object": KETTLE, "to": "", "asks": "", "source": "", **said})
        return shop_plan(self.house, self.house.shop(SHOP), SATURDAY, self.house.now())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("prices")
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = copied(saturday_home(folder), tmp_path_factory.mktemp("copy"), clock)
        now, mine = at(clock, SATURDAY, 10), house.shop(SHOP)
        file = folder / "营销活动_聚划算_2026-11-21.csv"
        file.write_text("\n".join(",".join(row) for row in SIGNED), encoding="utf-8")
        (report,) = ingest(house, [Incoming(SHOP, file, now)])
        assert report.state == "loaded", report.problem
        for term, value in (("fee_rate", "5%"), ("tax_rate", "0"), ("ship_cost", "5"), ("ship_back_cost", "5"), ("handling", "0"),
                            ("insurance", "0"), ("gift_cost", "0"), ("resaleable_share", "1")):
            give(house, mine, "terms", {"term": term, "value": value, "valid_from": ""})
        give(house, mine, "cost", {"sku": "KZ-041", "unit_cost": "82.00", "valid_from": ""})
        give(house, mine, "fact", {"object": "shop", "fact": "refund_rate", "value": "0", "seen_on": ""})
        yield Shop(house, shop_plan(house, mine, SATURDAY, now))


def test_a_filed_event_holds_the_days_before_it_and_price_protection_those_after(shop: Shop) -> None:
    """双12 is filed at 179 as buyers pay it; what was turned down holds nothing."""
    number = shop.plan.number("KZ-041")
    ranges = {d.day: d.range for d in shop.plan.sku_plan(number).days}
    assert (ranges[SATURDAY].low, ranges[SATURDAY].high) == (D(179), D(199))
    assert ranges[SATURDAY].low_by is not None
    assert ranges[SATURDAY].low_by.rule == "E-OUT"
    window = ranges[date(2026, 12, 1)].low_by
    assert window is not None
    assert window.window is not None
    assert (window.rule, window.window.event) == ("P-15D", "双12")
    held = ranges[date(2026, 12, 11)]
    assert (held.low, held.high, held.path) == (D(179), D(179), D(179))
    after = ranges[date(2026, 12, 27)]
    assert after.low == 179
    assert after.low_by is not None
    assert after.low_by.rule == "E-PROTECT"
    free = ranges[date(2026, 12, 28)]
    assert free.low_by is not None
    assert free.low_by.rule == "G-MARGIN"
    assert [r.room.window.event for r in shop.plan.sku_plan(number).events] == ["双12"]


def test_the_ledger_tells_what_was_paid_listed_and_sold(shop: Shop) -> None:
    days = {d.day: d for d in shop.plan.sku_plan(shop.plan.number("KZ-041")).days}
    sold, empty, ahead = days[date(2026, 11, 19)], days[date(2026, 11, 20)], days[SATURDAY]
    assert (sold.paid, sold.units) == (D(199), 2)
    assert (empty.paid, empty.units, empty.listed) == (None, 0, D(199))
    assert (ahead.paid, ahead.units) == (None, None)
    before = days[date(2026, 10, 20)]
    assert (before.paid, before.units) == (None, None), "no order lines are in: not known, and not none sold"
    assert date(2026, 10, 20) < FIRST


def test_a_price_tried_says_what_it_breaks_what_that_costs_and_the_nearest_that_breaks_nothing(shop: Shop) -> None:
    """159 on 1 December is a lowest price that 双12 looks at: it could cost 159 then, 20 less on each of its units."""
    number = shop.plan.number("KZ-041")
    trial = shop.plan.try_price(number, D(159), date(2026, 12, 1), date(2026, 12, 2))
    broken = {c.breach.rule: c for c in trial.consequences}
    assert set(broken) == {"P-15D", "E-OUT"}
    low = broken["P-15D"]
    assert (low.breach.day, low.breach.event_price, low.breach.limit) == (date(2026, 12, 1), D(159), D(179))
    assert low.money == (D(20) * 3 * shop.plan.pace(number)).quantize(D("0.01"))
    assert trial.nearest == 179
    assert trial.left == D(159) - D(82) - D(5) - D("7.95")
    assert trial.given_up == ((D(40) * D("0.95")) * 2 * shop.plan.pace(number)).quantize(D("0.01"))
    sound = shop.plan.try_price(number, D(189), date(2026, 12, 1), date(2026, 12, 2))
    assert (sound.consequences, sound.nearest) == ((), D(189))
    protected = shop.plan.try_price(number, D(170), date(2026, 12, 15), date(2026, 12, 15))
    assert [(c.breach.rule, c.why) for c in protected.consequences] == [("E-PROTECT", "paid_back")]
    with pytest.raises(WrongUsage):
        shop.plan.try_price(number, D(170), date(2026, 11, 1), date(2026, 11, 2))
    end = shop.plan.plan.last
    assert shop.plan.try_price(number, D(1), end, end).consequences, "the last day that is planned keeps its floor"
    for days, price in ((1, D(1)), (0, D("NaN"))):
        with pytest.raises(WrongUsage, match=str(end)):
            shop.plan.try_price(number, price, end, end + timedelta(days=days))


def test_a_wished_event_is_held_down_by_what_was_sold_and_by_what_is_filed(shop: Shop) -> None:
    """Within 15 days after 双12 at 179 no event can be filed for more; filed later it can."""
    plan = shop.wish(kind="wish", name="年货节", price="185", first="2026-12-26", last="2026-12-28")
    number = plan.number("KZ-041")
    (room,) = [r.room for r in plan.sku_plan(number).events if r.room.window.hold is Hold.WISH]
    assert (room.price, room.high) == (D(179), D(179))
    assert room.by is not None
    assert (room.by.rule, room.by.day) == ("P-15D", date(2026, 12, 10))
    shop.wish(kind="withdrawn", name="年货节", price="185", first="2026-12-26", last="2026-12-28")
    later = shop.wish(kind="wish", name="年货节", price="185", first="2026-12-31", last="2027-01-02")
    rooms = [r.room for r in later.sku_plan(number).events if r.room.window.first == date(2026, 12, 31)]
    assert (rooms[0].price, rooms[0].window.event) == (D(185), "年货节")
    shop.wish(kind="withdrawn", name="年货节", price="185", first="2026-12-31", last="2027-01-02")


def test_a_promise_bounds_the_price_stands_in_the_file_and_stops_a_discount_below_it(shop: Shop) -> None:
    plan = shop.wish(kind="least", name="brand floor", price="190", first="2026-11-20", last="2026-12-05", to="Mei",
                     source="contract 4.2")
    number, mine = plan.number("KZ-041"), shop.house.shop(SHOP)
    today = plan.plan.day(number, SATURDAY)
    assert today.low == 190
    assert today.low_by is not None
    assert today.low_by.rule == "P-PROMISE"
    told = [p for p in promises_of(shop.house, mine, SATURDAY) if p.window.hold is Hold.LEAST]
    assert [(p.object, p.to, p.ref, p.window.last) for p in told] == [(KETTLE, "Mei", "contract 4.2", date(2026, 12, 5))]
    lines = entries([mine], Asked(mine.moment(SATURDAY, at(Clock(), SATURDAY).timetz()), shop.house.now().replace(year=2027),
                                  text="contract 4.2"))
    assert [(e.kind, e.object) for e in lines] == [(EntryKind.SET, KETTLE)]
    discount = move_from({"move": "item_discount", "object_id": "KZ-041", "item_id": KETTLE, "was": "199", "to": "185",
                          "last": "2026-12-04"})
    situation = look_at(shop.house, mine).of(discount, Way.HAND, {"deal_price": "199", "list_price": "199"})
    assert situation.prices.paid[date(2026, 11, 19)] == 199
    situation = replace(situation, prices=replace(situation.prices, stacked_off=D(0)))
    rules = {v.basis.rule for v in ask(discount, situation, look_at(shop.house, mine).rules) if isinstance(v, Refuse) and v.basis}
    assert "P-PROMISE" in rules
    assert "E-OUT" not in rules
    shop.wish(kind="withdrawn", name="brand floor", price="190", first="2026-11-20", last="2026-12-05")
    assert not [p for p in promises_of(shop.house, mine, SATURDAY) if p.window.hold is Hold.LEAST]


def test_a_product_sold_cheaper_in_another_shop_holds_its_event_down(shop: Shop, tmp_path: Path) -> None:
    """The same kettle at 169 in the second shop (价格穿透): 双12 filed at 179 is broken by it, and says where."""
    other = add_shop(shop.house, "mei-two", CLIENT, "tmall", "Asia/Shanghai", "CNY")
    for where, sku in ((SHOP, "KZ-041"), ("mei-two", "KZ-2")):
        give(shop.house, shop.house.shop(where), "product-map", {"item_id": "", "sku": sku, "product": "KZ041"})
    file = tmp_path / "stock.csv"
    file.write_text("day,sku,item_id,sellable_units,in_transit_units,price\n2026-11-20,KZ-2,1,40,0,169.00\n", encoding="utf-8")
    (report,) = ingest(shop.house, [Incoming(other.name, file, shop.house.now())])
    assert report.state == "loaded", report.problem
    plan = shop_plan(shop.house, shop.house.shop(SHOP), SATURDAY, shop.house.now())
    assert plan.line(plan.number("KZ-041")).state == "broken"
    (breach,) = plan.line(plan.number("KZ-041")).broken
    assert (breach.rule, breach.day, breach.event_price) == ("other channel", date(2026, 11, 20), D(169))
    assert plan.board().lines[0].sku == "KZ-041", "what is broken stands first"


def test_what_was_promised_after_nine_is_planned_with_at_once_unless_a_day_is_named(
        shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybook.cli.prices.clock", shop.house.now)
    mine = shop.house.shop(SHOP)
    shop.wish(kind="least", name="said at ten", price="191", first="2026-11-20", last="2026-12-05")
    now, morning = (shop_plan(shop.house, mine, *moment(mine, on)) for on in (None, SATURDAY.isoformat()))
    shop.wish(kind="withdrawn", name="said at ten", price="191", first="2026-11-20", last="2026-12-05")
    assert now.plan.day(now.number("KZ-041"), SATURDAY).low == 191
    assert morning.plan.day(morning.number("KZ-041"), SATURDAY).low != 191


def test_a_product_is_found_in_another_shop_by_its_item_or_by_its_sku() -> None:
    """An event there names the item; where the product map names the SKU alone, what was sold tells whose it is."""
    there = DomainShop("mei-two", CLIENT, Platform.TMALL, "Asia/Shanghai", "CNY")
    event = Window("双12", Hold.LOCK, date(2026, 12, 10), date(2026, 12, 12), D(150))
    sold = [SkuPrices("1", "KZ-2", lowest={SATURDAY: D(160)}), SkuPrices("2", "KZ-9", lowest={SATURDAY: D(9)})]
    away = Elsewhere({"mei-two": sold}, {"mei-two": [("1", event), ("2", replace(event, price=D(5)))]})
    for link in (("1", ""), ("1", "KZ-2"), ("", "KZ-2")):
        found = (Sibling(there, frozenset({link})),)
        assert away.lowest(found) == {SATURDAY: D(160)}, link
        assert [(w.hold, w.price) for w in away.windows(found)] == [(Hold.ACROSS, D(150))], link
    assert (away.lowest(()), away.windows(())) == ({}, ())


def test_somebody_who_may_not_see_costs_learns_none_from_a_range(shop: Shop) -> None:
    plan = shop_plan(shop.house, shop.house.shop(SHOP), SATURDAY, shop.house.now(), costs=False)
    number = plan.number("KZ-041")
    days = plan.sku_plan(number).days
    assert not [d for d in days if d.range.low_by is not None and d.range.low_by.rule == "G-MARGIN"]
    assert plan.line(number).floor is None
    assert plan.try_price(number, D(159), SATURDAY, SATURDAY).left is None


def test_a_coupon_that_people_said_stacks_on_the_price_to_post_and_on_what_a_guard_takes_a_buyer_to_pay(shop: Shop) -> None:
    """Ten off a hundred always, fifteen off a hundred and fifty on 双12: 179 is posted as 204, and 199 pays 189 today."""
    mine = shop.house.shop(SHOP)
    for name, threshold, off, first, last in (("shop coupon", "100", "10", "2026-11-01", "2026-12-31"),
                                              ("双12", "150", "15", "2026-12-10", "2026-12-12")):
        give(shop.house, mine, "coupon", {"object": "" if name != "双12" else KETTLE, "name": name, "threshold": threshold,
                                          "off": off, "first": first, "last": last, "source": ""})
    plan = shop_plan(shop.house, mine, SATURDAY, shop.house.now())
    days = {d.day: d for d in plan.sku_plan(plan.number("KZ-041")).days}
    assert (days[date(2026, 12, 11)].posted_low, days[date(2026, 12, 11)].posted_high) == (D(204), D(204))
    assert (days[date(2026, 12, 13)].posted_low, days[SATURDAY].posted_high) == (D(189), D(209))
    discount = move_from({"move": "item_discount", "object_id": "KZ-041", "item_id": KETTLE, "was": "199", "to": "195",
                          "last": "2026-12-04"})
    assert look_at(shop.house, mine).of(discount, Way.HAND, {"deal_price": "199", "list_price": "199"}).prices.stacked_off == 10
    lines = entries([mine], Asked(mine.moment(SATURDAY, at(Clock(), SATURDAY).timetz()), shop.house.now().replace(year=2027),
                                  text="shop coupon"))
    assert [e.kind for e in lines] == [EntryKind.SET]


def test_a_list_of_skus_is_made_before_any_is_planned_and_one_is_planned_as_all_are(shop: Shop) -> None:
    mine = shop.house.shop(SHOP)
    found = price_list(shop.house, mine, SATURDAY, shop.house.now())
    whole = shop_plan(shop.house, mine, SATURDAY, shop.house.now())
    assert {(g.item_id, g.sku, g.now, g.low_30, g.units_per_day) for g in found.skus} == {
        (line.item_id, line.sku, line.now, line.low_30, line.units_per_day) for line in whole.board().lines}
    kettle = next(g for g in found.skus if g.sku == "KZ-041")
    assert (kettle.next_on, found.skus[0].sku) == (date(2026, 12, 10), "KZ-041"), "what events hold stands first"
    assert kettle.held
    alone = shop_plan(shop.house, mine, SATURDAY, shop.house.now(), only=[(KETTLE, "KZ-041")])
    assert [one.sku for one in alone.skus] == ["KZ-041"]
    number = whole.number("KZ-041")
    assert alone.sku_plan(0) == whole.sku_plan(number)
    assert not shop_plan(shop.house, mine, SATURDAY, shop.house.now(), only=[]).skus
    assert found.promises == whole.promises()
    assert gist_of(replace(whole.skus[number], lowest={SATURDAY - timedelta(days=3): D(150)}), whole.plan.rows[number].windows,
                   SATURDAY).pressing


def test_what_was_written_down_of_the_very_sku_goes_before_the_price_of_its_item(shop: Shop) -> None:
    """双12 is filed at 179 for the item; this SKU of it takes part at 185."""
    said = {"object": "KZ-041", "name": "双12", "price": "185", "first": "2026-12-10", "last": "2026-12-12"}
    plan = shop.wish(kind="event", **said)
    held = plan.plan.day(plan.number("KZ-041"), date(2026, 12, 11))
    shop.wish(kind="withdrawn", **said)
    assert (held.low, held.high) == (D(185), D(185))
