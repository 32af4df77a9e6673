"""The evening on one screen: live input of every kind, carriers, what closes the gap, the peak, and rivals."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.evening import WarRoom
from daybook.reports.report import report_text
from daybook.reports.war_room_report import war_room_report
from daybook.reports.wording import translator
from daybook.workflows.give import give
from daybook.workflows.given import note
from daybook.workflows.house import House, add_shop
from daybook.workflows.paste import take_pasted
from daybook.workflows.rivals_page import keep_look
from daybook.workflows.ticks import tick
from daybook.workflows.war_room import war_room
from tests.conftest import Clock
from tests.orders import jade, take, write_orders
from tests.sources.shop_server import ShopServer, order
from tests.workflows.pulling import SHOP, read, registered, variables
from tests.workflows.test_watch import HEAD, TODAY, at, weeks_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "shopify" / "orders_export" / "orders_export_1.csv"


@pytest.fixture
def told(house: House, clock: Clock, tmp_path: Path) -> House:
    """A shop that sold twenty-eight orders of 100.00 a day for nine weeks, one each half hour from eight."""
    clock.moment = at(9)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(28)])), at(9).isoformat())
    return house


def of_shopify(file: Path, sold: list[tuple[date, str, str, str]]) -> Path:
    """Paid Shopify orders: day, clock in UTC, total, source."""
    head = GOLDEN.read_text(encoding="utf-8").splitlines()[0].split(",")
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, head)
        rows.writeheader()
        for n, (day, clock, total, source) in enumerate(sold):
            moment = f"{day} {clock}:00 +0000"
            rows.writerow({"Name": f"#{1001 + n}", "Id": f"{5100000000001 + n}", "Financial Status": "paid", "Paid at": moment,
                           "Created at": moment, "Currency": "USD", "Subtotal": total, "Total": total, "Source": source,
                           "Shipping": "0.00", "Taxes": "0.00", "Discount Amount": "0.00", "Refunded Amount": "0.00",
                           "Lineitem quantity": "1", "Lineitem name": "Kettle", "Lineitem price": total,
                           "Lineitem sku": "KZ-041", "Lineitem discount": "0.00"})
    return file


def look(house: House, clock: Clock) -> WarRoom:
    return war_room(house, house.shop("tmall"), clock.moment)


def test_a_pasted_table_and_a_dropped_file_of_minutes_each_foretell_anew(told: House, clock: Clock, tmp_path: Path) -> None:
    """The table says 1,200.00 by 13:30 and 1,300.00 by 14:00, the file 1,500.00 by 14:20; the newest minute counts."""
    clock.moment = at(14, 5)
    pasted = "时间\t支付金额\t访客数\n13:30\t1,200.00\t400\n14:00\t1,300.00\t430\n"
    [one] = take_pasted(told, pasted, f"实时 {TODAY}", "tmall")
    assert (one.report.state, one.report.reader) == ("loaded", "own.minutes")
    first = look(told, clock).evening
    assert first.outlook is not None
    assert [r.paid for r in first.read] == [D(1200), D(1300)]
    clock.moment = at(14, 25)
    file = tmp_path / "minutes.csv"
    file.write_text(f"time,paid,visitors,carrier\n{TODAY} 14:20,1500,460,\n{TODAY} 14:20,900,,直播\n", encoding="utf-8")
    assert take(told, "tmall", file, clock.moment.isoformat()).state == "loaded"
    room = look(told, clock)
    assert room.evening.outlook is not None
    assert room.evening.newest is not None
    assert (room.evening.newest.paid, room.evening.newest.at) == (D(1500), at(14, 20))
    assert room.evening.outlook.middle > first.outlook.middle
    assert [(c.carrier, c.paid) for c in room.carriers] == [("直播", D(900))]
    clock.moment = at(14, 51)
    blind = look(told, clock).evening
    assert blind.outlook is None
    assert "blind since 14:20" in blind.why_not


def test_a_row_without_a_time_of_day_is_no_reading(told: House, clock: Clock, tmp_path: Path) -> None:
    clock.moment = at(14, 5)
    file = tmp_path / "minutes.csv"
    file.write_text(f"time,paid\n{TODAY} 13:00,1500\n{TODAY},1600\n", encoding="utf-8")
    report = take(told, "tmall", file, clock.moment.isoformat())
    assert [r.reason for p in report.parsed for r in p.rejected] == ["says no time of day"]


def test_the_peak_is_known_quarter_by_quarter_where_the_console_was_read(told: House, clock: Clock) -> None:
    """Read at 18:59, 19:14 and 19:44: the quarter from 19:15 has no reading in it, and the next none before it."""
    for hour, minute, said in ((18, 59, {"visitors": "1000", "carts": "90", "failed": "2", "paid": "2200"}),
                               (19, 14, {"visitors": "1120", "carts": "104", "failed": "9", "paid": "2500", "waiting": "6",
                                         "sold_out": "1"}),
                               (19, 44, {"visitors": "1300", "paid": "2600"})):
        clock.moment = at(hour, minute)
        tick(told, "tmall", f"{hour}:{minute}", said)
    clock.moment = at(19, 50)
    first, second, third, fourth = look(told, clock).peak
    assert (first.visitors, first.carts, first.failed, first.paid, first.waiting, first.sold_out) == (
        120, 14, 7, D(300), 6, 1)
    assert (first.buyers, first.orders) == (None, None)
    assert (second.visitors, third.visitors, third.paid) == (None, None, None)
    assert fourth.begins == at(19, 45)
    said = report_text(war_room_report(look(told, clock), translator("zh")), 400)
    assert "支付失败 7" in said
    assert "支付买家 未知" in said
    assert "支付买家 0" not in said


def test_a_count_that_a_file_says_less_of_than_before_is_not_known_and_not_0(told: House, clock: Clock) -> None:
    clock.moment = at(19, 30)
    pasted = "时间\t支付金额\t访客数\n19:14\t2,500.00\t1120\n19:29\t2,650.00\t1100\n"
    take_pasted(told, pasted, f"实时 {TODAY}", "tmall")
    second = look(told, clock).peak[1]
    assert (second.begins, second.paid, second.visitors) == (at(19, 15), D(150), None)


def test_what_closes_the_gap_is_ranked_by_lead_time_and_told_by_measured_moves_only(told: House, clock: Clock) -> None:
    """Two coupons brought 1,000.00 a day here: at eight in the evening what is left of the day's part of it."""
    from daybook.records import models

    shop = told.shop("tmall")
    give(told, shop, "target", {"metric": "paid_gmv", "month": "2026-11", "value": "180000"})
    row = models.Shop.objects.get(name="tmall")
    for n in (1, 2):
        models.MeasuredMove.objects.create(
            shop=row, ref=f"note {n}", kind="coupon", object_id="1", done_on=TODAY - timedelta(days=30),
            due_on=TODAY - timedelta(days=9), move={}, told="gain", measured_at=at(8, 45), first=TODAY, last=TODAY, currency="CNY",
            basis="gmv", own_value=D(1000), own_error=D(100))
    clock.moment = at(20, 1)
    tick(told, "tmall", "20:00", {"paid": "2400"})
    room = look(told, clock)
    assert [c.kind for c in room.closers] == ["live_push", "coupon", "budget", "message"]
    coupon = room.closers[1]
    assert coupon.brings is not None
    assert D(40) < coupon.brings.middle < D(200), "three of twenty-eight half hours are left once it works"
    assert coupon.brings.low < coupon.brings.middle < coupon.brings.high
    assert coupon.latest == at(23, 45)
    assert all(c.brings is None and "not known" in c.why_not for c in room.closers if c.kind != "coupon")
    clock.moment = at(23, 31)
    tick(told, "tmall", "23:31", {"paid": "2800"})
    late = look(told, clock)
    assert [(c.kind, c.in_time) for c in late.closers][-2:] == [("budget", False), ("message", False)]
    said = report_text(war_room_report(late, translator("en")))
    assert "What still closes the gap of" in said
    assert "too late: it works only after midnight" in said


def test_rivals_tonight_are_the_last_sightings_with_their_age_and_the_looks_that_are_due(told: House, clock: Clock) -> None:
    note(told, "tmall", at(21, day=TODAY - timedelta(days=1)).isoformat(), "岚山旗舰店", "rival", "199", "179", "满减")
    clock.moment = at(20, 30)
    note(told, "tmall", at(19, 20).isoformat(), "岚山旗舰店", "rival", "179", "159", "直播专享")
    room = look(told, clock)
    assert [(s.rival, s.text) for s in room.sightings] == [("岚山旗舰店", "179 → 159 · 直播专享")]
    assert [c.done_at for c in room.checks] == [at(19, 20), None, None]
    said = report_text(war_room_report(room, translator("zh")))
    assert "70 分钟前" in said
    assert "还没有人看" in said
    assert "还没到" in said


def test_a_rivals_change_that_two_looks_showed_is_told_once_in_the_readers_language(told: House, clock: Clock) -> None:
    shop = told.shop("tmall")
    give(told, shop, "rival", {"item_id": "701", "rival": "6611", "name": "邻家壶", "kind": "direct", "valid_from": "2026-11-01"})
    for hour, tag in ((18, "无"), (19, "聚划算")):
        clock.moment = at(hour, 30)
        keep_look(told, shop, {"rival": "6611", "price": "139", "tag": tag}, "Bo")
    clock.moment = at(20, 30)
    room = look(told, clock)
    assert "邻家壶参加活动：聚划算" in report_text(war_room_report(room, translator("zh")))
    english = report_text(war_room_report(room, translator("en")))
    assert "邻家壶 joined an event: 聚划算" in english
    assert "no event →" not in english


def test_carriers_by_orders_stand_beside_other_days_at_the_same_minute(house: House, clock: Clock, tmp_path: Path) -> None:
    """Two days of Shopify orders: by 10:00 the web sold 60.00 today and 30.00 yesterday, the till nothing then."""
    add_shop(house, "north", "North", "shopify", "UTC", "USD")
    clock.moment = at(18, 1)
    file = of_shopify(tmp_path / "orders.csv", [(TODAY, "09:00", "60.00", "web"), (TODAY, "10:00", "15.00", "pos"),
                                     (TODAY - timedelta(days=1), "09:30", "30.00", "web")])
    take(house, "north", file, clock.moment.isoformat())
    room = war_room(house, house.shop("north"), clock.moment)
    assert [(c.carrier, c.paid, c.yesterday) for c in room.carriers] == [("web", D(60), D(30)), ("pos", D(15), D(0))]


def test_a_carrier_read_at_a_console_stands_beside_what_orders_say_of_it_on_other_days(
        house: House, clock: Clock, tmp_path: Path) -> None:
    """By 10:00 the web sold 30.00 yesterday; what the till sold then is said by no order, and is not 0."""
    add_shop(house, "north", "North", "shopify", "UTC", "USD")
    clock.moment = at(8, 1)
    file = of_shopify(tmp_path / "orders.csv", [(TODAY - timedelta(days=1), "09:30", "30.00", "web"),
                                                (TODAY - timedelta(days=1), "17:30", "90.00", "pos")])
    take(house, "north", file, clock.moment.isoformat())
    clock.moment = at(18, 5)
    for carrier, paid in (("", "80"), ("web", "60"), ("pos", "20")):
        tick(house, "north", f"{TODAY}T10:00:00+00:00", {"paid": paid}, carrier)
    room = war_room(house, house.shop("north"), clock.moment)
    assert [(c.carrier, c.paid, c.yesterday) for c in room.carriers] == [("web", D(60), D(30)), ("pos", D(20), None)]


def test_a_pull_of_today_foretells_anew_until_the_next_one_is_late(
        house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Vendure shop sold 20.00 at 8:00 and at 12:00 UTC for three weeks; today it sold once, then once more."""
    registered(house)
    today = datetime(2026, 11, 24, tzinfo=UTC)
    there = [order(10 * n + k, today - timedelta(days=n) + timedelta(hours=hour), 2000)
             for n in range(21, 0, -1) for k, hour in enumerate((8, 12))]
    with ShopServer() as server:
        server.rows["orders"] = [*there, order(901, today + timedelta(hours=8), 2000)]
        for name, value in variables(server).items():
            monkeypatch.setenv(name, value)
        clock.moment = today + timedelta(hours=11)
        read(house)
        first = war_room(house, house.shop(SHOP), clock.moment).evening
        assert first.outlook is not None
        assert (first.newest.paid if first.newest else None) == D(20)
        server.rows["orders"].append(order(902, today + timedelta(hours=11, minutes=20), 5000))
        clock.moment = today + timedelta(hours=11, minutes=30)
        read(house)
        second = war_room(house, house.shop(SHOP), clock.moment).evening
        assert second.outlook is not None
        assert (second.newest.paid if second.newest else None) == D(70)
        assert second.outlook.low >= 70
    late = war_room(house, house.shop(SHOP), clock.moment + timedelta(minutes=31)).evening
    assert late.outlook is None
    assert "blind since 12:30" in late.why_not
