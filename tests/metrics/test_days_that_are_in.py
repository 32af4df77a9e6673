"""Days of reports: in when a slice counts, partial when exported during the day, not in otherwise; never 0 by default."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

from daybook.desks.sales.tiles import tiles
from daybook.domain.brief import State, Tile
from daybook.domain.seen import Seen
from daybook.facts.engine import reading
from daybook.metrics.rules_tried import words_of
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose

from .reported_house import DAYS, KETTLE, NINE, ON, reports, seen, take

ADS = "日期,场景名字,计划ID,计划名字,展现量,点击量,花费,总成交金额\n"
FRIDAY, SATURDAY, SUNDAY = DAYS


def shown(known: Seen) -> dict[str, Tile]:
    return {t.metric: t for t in tiles(known)}


def test_a_day_that_no_report_holds_is_not_in_and_not_0(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况", "计划报表")
    known = seen(house)
    assert known.state("ad_plan_day", FRIDAY) is State.NOT_IN
    assert known.value("ad_spend", FRIDAY) is None
    assert known.value("visitors", FRIDAY) == 1000


def test_a_day_between_two_days_of_a_report_that_states_no_period_is_not_in(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    take(house, tmp_path, "计划报表.csv", ADS + "2026-11-20,推广,1,壶,10,1,2.00,3\n2026-11-22,推广,1,壶,10,1,4.00,3\n")
    known = seen(house)
    assert [known.state("ad_plan_day", d) for d in DAYS] == [State.IN, State.NOT_IN, State.IN]
    assert [known.value("ad_spend", d) for d in DAYS] == [D(2), None, D(4)]


def test_a_report_taken_during_the_day_is_partial_until_it_is_taken_again(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    text = ADS + "2026-11-22,推广,1,壶,10,1,2.00,3\n"
    take(house, tmp_path, "计划报表.csv", text, datetime(2026, 11, 22, 10, tzinfo=UTC))
    assert seen(house).state("ad_plan_day", SUNDAY) is State.PARTIAL
    assert shown(seen(house))["ad_spend"].comparisons[0].change is None
    take(house, tmp_path, "计划报表_again.csv", text + "\n", datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    assert seen(house).state("ad_plan_day", SUNDAY) is State.IN


def test_a_report_is_not_known_before_it_came(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    known = seen(house, as_of=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert not known.daily
    assert known.state("shop_day", FRIDAY) is State.NOT_IN


def test_a_later_export_of_a_day_replaces_it(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "计划报表")
    take(house, tmp_path, "again.csv", ADS + "2026-11-22,推广,80012345678,壶,10,1,7.00,3\n", NINE)
    known = seen(house)
    assert known.value("ad_spend", SUNDAY) == D(7)
    assert known.value("ad_spend", SATURDAY) == D(120)


def test_readiness_names_each_report_and_its_last_day(all_seen: Seen) -> None:
    lines = {line.source: line for line in all_seen.readiness}
    assert set(lines) == {"shop_day", "source_day", "product_day", "ad_plan_day", "ad_keyword_day", "stock_day"}
    assert {line.state for line in lines.values()} == {State.IN}
    assert {line.last_day for line in lines.values()} == {SUNDAY}


def test_the_first_row_stands_in_the_trades_order(all_seen: Seen) -> None:
    found = shown(all_seen)
    assert list(found)[:6] == ["paid_gmv", "visitors", "payment_cvr", "spend_per_buyer", "ad_spend", "roas"]
    assert {m: found[m].value for m in list(found)[:6]} == {
        "paid_gmv": D("5040.00"), "visitors": D(1200), "payment_cvr": D("0.0300"), "spend_per_buyer": D("140.00"),
        "ad_spend": D("252.00"), "roas": D("5.9524")}
    assert "platform's own count" in found["paid_gmv"].note
    assert found["visitors"].comparisons[0].change == D(400)


def test_a_shop_without_ads_has_no_tile_of_them(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    assert not shown(seen(house)).keys() & {"ad_spend", "roas", "tacos", "sellable_units", "search_visitors"}


def test_each_tile_says_what_is_not_in_yet(house: House, tmp_path: Path) -> None:
    """The shop has no orders: its paid amount is that of the traffic report."""
    reports(house, tmp_path)
    found = shown(seen(house, as_of=datetime(2026, 11, 24, 1, tzinfo=UTC), on=date(2026, 11, 24)))
    assert {m: found[m].value for m in ("visitors", "ad_spend", "sellable_units")} == {
        "visitors": None, "ad_spend": None, "sellable_units": None}
    assert found["paid_gmv"].why_not == "the traffic of that day is not in yet"
    assert found["visitors"].why_not == "the traffic of that day is not in yet"
    assert found["ad_spend"].why_not == "the ads of that day are not in yet"
    assert found["sellable_units"].why_not == "the stock of that day is not in yet"


def test_a_return_on_nothing_spent_is_unknown_and_says_so(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    take(house, tmp_path, "计划报表.csv", ADS + "2026-11-21,推广,1,壶,10,1,4.00,8\n2026-11-22,推广,1,壶,10,0,0.00,0\n")
    tile = shown(seen(house))["roas"]
    assert (tile.value, tile.why_not) == (None, "ad spend was 0 that day")


def test_without_a_plan_report_the_keyword_report_stands_in_and_says_so(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况", "关键词")
    tile = shown(seen(house))["ad_spend"]
    assert tile.value == D("180.00")
    assert tile.note.startswith("Of keyword plans alone")


def test_orders_come_before_the_platforms_own_count(house: House, tmp_path: Path) -> None:
    """One order of 199.00, while the platform counts 5040.00 that day."""
    reports(house, tmp_path, "店铺概况")
    take(house, tmp_path, "orders.csv", (
        "订单编号,买家会员名,总金额,买家应付邮费,买家实际支付金额,订单状态,收货地址,订单创建时间,订单付款时间,退款金额,宝贝总数量\n"
        "21345678901234101,沈**,199.00,0.00,199.00,交易成功,江苏省 苏州市 x,2026-11-22 10:00:00,2026-11-22 10:00:30,0.00,1\n"))
    found = shown(seen(house))
    assert found["paid_gmv"].value == D("199.00")
    assert found["uv_value"].value == D("4.20")
    assert found["spend_per_buyer"].value == D("140.00")
    assert "platform's own count" in found["spend_per_buyer"].note


def test_a_stock_level_of_one_sku_is_that_of_the_day_asked(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "stock")
    levels = seen(house).sliced["stock"]["sellable_units"][(("item_id", KETTLE), ("sku", "KZ-041"))]
    assert dict(levels) == {SATURDAY: D(40), SUNDAY: D(30)}
    assert ON not in levels


def test_a_day_that_a_report_states_to_hold_without_a_row_had_no_ads(house: House, tmp_path: Path) -> None:
    reports(house, tmp_path, "店铺概况")
    text = "统计日期：2026-11-20 ~ 2026-11-22,,,,,,,\n" + ADS + "2026-11-21,推广,1,壶,10,1,4.00,8\n"
    take(house, tmp_path, "计划报表.csv", text)
    assert [seen(house).value("ad_spend", d) for d in DAYS] == [D(0), D(4), D(0)]


def test_a_year_and_the_days_before_it_are_known(house: House, tmp_path: Path) -> None:
    """400 days end with the reviewed one."""
    reports(house, tmp_path, "stock")
    rows = "2025-10-18,推广,1,壶,10,1,1.00,8\n2025-10-19,推广,1,壶,10,1,2.00,8\n2026-11-22,推广,1,壶,10,1,4.00,8\n"
    take(house, tmp_path, "计划报表.csv", ADS + rows)
    known = seen(house)
    assert known.daily["ad_spend"] == {date(2025, 10, 19): D(2), SUNDAY: D(4)}
    assert known.slices("plan", "ad_spend", date(2025, 10, 19)) == {}


def test_a_word_whose_orders_are_not_told_is_none_without_orders(house: House, tmp_path: Path) -> None:
    """Of two words only the one whose every day tells its orders may say when a word without orders is cut."""
    reports(house, tmp_path, "店铺概况")
    head = ("日期,场景ID,场景名字,计划ID,计划名字,单元ID,宝贝ID,词类型,词ID/词包ID,词名字/词包名字,展现量,点击量,花费,"
            "总成交金额,总成交笔数\n")
    line = "2026-11-{day},361,关键词推广,8001,壶,1,737559603417,关键词,{word},{word},100,10,5.00,{gmv},{orders}\n"
    take(house, tmp_path, "关键词报表.csv", head + "".join(
        line.format(day=day, word=word, gmv=gmv, orders=orders) for day, word, gmv, orders in (
            (21, "水壶", "0.00", "0"), (22, "水壶", "199.00", "1"), (21, "茶壶", "0.00", "0"), (22, "茶壶", "", ""))))
    found = reading(house.lake, house.books, whose(house.shops()), NINE, ALL_TABLES, lambda session: words_of(session, ON))
    assert [(row["keyword"], row["orders"], row["gmv"]) for row in found] == [("水壶", [0, 1], [0.0, 199.0])]
