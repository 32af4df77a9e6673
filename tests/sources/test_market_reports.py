"""Reports and orders of marketplaces abroad, of JD and Pinduoduo: periods, currencies, totals, dates and ids."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, NeedsPerson, UnknownTable
from daybook.sources import files
from daybook.sources.identify import vocabulary
from daybook.sources.readers import READERS

from .reading import GOLDEN, read_text, rows_of

PLATFORMS = ("google", "amazon", "jd", "pinduoduo", "tiktok", "woocommerce", "meta")
ASIN = '"(Child) ASIN","Sessions - Total","Units Ordered","Ordered Product Sales"\n'
TIKTOK = ("Order ID,SKU ID,Order Status,Quantity,SKU Subtotal After Discount,Order Amount,Created Time,Paid Time\n")
PDD = "商品,订单号,订单状态,用户实付金额(元),商品数量(件),商品id,订单成交时间\n"
JD = "订单号,商品ID,订购数量,京东价,订单金额,应付金额,运费金额,订单状态,下单时间,付款确认时间\n"
GOOGLE = "Search keyword report\n{days}\n{more}Keyword,Campaign,Ad group,Match type,Impr.,Clicks,Cost\n"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_reader_takes_what_another_reader_owns(platform: str) -> None:
    found = [f for f in (GOLDEN / platform).glob("*/*") if not f.name.endswith(".rows.csv")]
    assert found
    for file in found:
        for sheet in files.open_sheets(file, vocabulary(READERS)):
            assert [r.name for r in READERS if r.recognises(sheet)] == [f"{platform}.{file.parent.name}"]


@pytest.mark.parametrize("name", ["BusinessReport.csv", "BusinessReport-8-04-26.csv"])
def test_a_business_report_that_states_no_days_asks_for_them(name: str, tmp_path: Path) -> None:
    """Amazon puts the day of the download into the name, month first here and day first there."""
    with pytest.raises(NeedsPerson, match="states the days") as asked:
        read_text(tmp_path, ASIN + '"B0NORTH301","10","1","$179.95"\n', "amazon", name)
    assert "file name" in asked.value.next_step


def test_a_german_business_report_has_a_decimal_comma(tmp_path: Path) -> None:
    text = ASIN + '"B0NORTH301","1.250","104","18.714,80 €"\n"B0NORTH302","7","0","0,00 €"\n'
    (row, _) = rows_of(read_text(tmp_path, text, "amazon", "report_2026-08-03_2026-08-03.csv"), "listing_period")
    assert (row["sessions"], row["ordered_amount"]) == (1250, D("18714.80"))


def test_a_period_that_lies_ahead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match="lies ahead"):
        read_text(tmp_path, ASIN + '"B0NORTH301","1","1","1.00"\n', "amazon", "report_2026-11-01_2026-12-31.csv")


def test_amazon_weeks_are_not_taken_for_days(tmp_path: Path) -> None:
    text = ('{"reportSpecification": {"reportOptions": {"dateGranularity": "WEEK"}}, "salesAndTrafficByDate": [{"date": '
            '"2026-08-02", "salesByDate": {"orderedProductSales": {"amount": 1}}, "trafficByDate": {"sessions": 2}}]}')
    with pytest.raises(NeedsPerson, match="a week each"):
        read_text(tmp_path, text, "amazon", "report.json")


def test_json_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="cut off"):
        read_text(tmp_path, '{"salesAndTrafficByDate": [{"date": "2026-08-02"', "amazon", "report.json")


def test_json_lines_are_a_table_and_numbers_keep_their_digits() -> None:
    text = '{"id": 12345678901234567890, "price": {"amount": 0.10}}\n{"id": 2, "note": null, "paid": true}\n'
    (sheet,) = files.sheets("orders.jsonl", text.encode())
    assert sheet.header == ("id", "price.amount", "note", "paid")
    assert [list(r.values()) for r in sheet.cells.to_pylist()] == [
        ["12345678901234567890", "0.10", "", ""], ["2", "", "", "TRUE"]]


def test_keywords_by_device_keep_their_devices(tmp_path: Path) -> None:
    text = GOOGLE.format(days="1 May 2026 - 1 May 2026", more="Device,") + (
        "Computers,kettle,Kettles,Pour over,Exact match,10,2,3.00\nTablets,kettle,Kettles,Pour over,Exact match,1,0,0\n"
        ",Total: Search,,,,11,2,3.00\n")
    parsed = read_text(tmp_path, text, "shopify")
    assert [(r["device"], r["ad_spend"]) for r in rows_of(parsed, "ad_term_period")] == [
        ("Computers", D(3)), ("Tablets", D(0))]


def test_a_week_and_its_last_day_stand_beside_each_other(tmp_path: Path) -> None:
    row = "kettle,Kettles,Pour over,Exact match,10,2,3.00\n"
    week = read_text(tmp_path, GOOGLE.format(days="3 August 2026 - 9 August 2026", more="") + row, "shopify")
    day = read_text(tmp_path, GOOGLE.format(days="9 August 2026", more="") + row, "shopify")
    (of_week,), (of_day,) = week.batches, day.batches
    assert (of_week.table.name, of_week.part) == ("ad_term_period", "google from 2026-08-03")
    assert of_week.covers == (date(2026, 8, 9), date(2026, 8, 9))
    assert (of_day.table.name, of_day.part) == ("ad_keyword_day", "google")


def test_a_meta_export_cut_by_age_is_not_taken_for_one_by_ad(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable):
        read_text(tmp_path, "Day,Campaign name,Age,Impressions,Amount spent (USD)\n2026-08-01,A,18-24,10,1.00\n")


def test_the_columns_of_time_together_say_whether_the_day_comes_first(tmp_path: Path) -> None:
    text = TIKTOK + "57640000000000001,11,Shipped,1,5.00,5.00,05/06/2026 23:50:00\t,13/06/2026 00:10:00\t\n"
    (row,) = rows_of(read_text(tmp_path, text, "tiktok"), "orders")
    assert (row["ordered_on"], row["paid_on"]) == (date(2026, 6, 5), date(2026, 6, 13))


def test_days_that_nothing_tells_apart_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match="day or the month"):
        read_text(tmp_path, TIKTOK + "57640000000000001,11,Shipped,1,5.00,5.00,05/06/2026 23:50:00,\n", "tiktok")


@pytest.mark.parametrize(("head", "row", "platform"), [
    (TIKTOK, "5.764E+17,11,Shipped,1,5.00,5.00,05/13/2026 01:00:00 AM,\n", "tiktok"),
    (JD, "3.00000E+11,1,1,5,5,5,0,完成,2026-08-01 10:00:00,\n", "jd"),
])
def test_ids_that_a_spreadsheet_destroyed_are_refused(head: str, row: str, platform: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="last digits"):
        read_text(tmp_path, head + row, platform)


def test_the_lines_of_a_jd_order_share_what_was_paid_once(tmp_path: Path) -> None:
    line = "30000001,{item},1,{price},99.99,89.99,10.00,完成,2026-08-01 10:00:00,2026-08-01 10:01:00\n"
    text = JD + "".join(line.format(item=i, price=p) for i, p in ((1, 33), (2, 33), (3, "33.99")))
    parsed = read_text(tmp_path, text, "jd")
    (order,), lines = rows_of(parsed, "orders"), rows_of(parsed, "order_lines")
    assert order["paid_amount"] == D("89.99")
    assert sum(D(str(r["paid_amount"])) for r in lines) == D("79.99")


def test_a_jd_order_with_a_broken_line_is_left_out_whole(tmp_path: Path) -> None:
    line = "30000001,{item},{units},33,66,66,0,完成,2026-08-01 10:00:00,2026-08-01 10:01:00\n"
    parsed = read_text(tmp_path, JD + line.format(item=1, units=1) + line.format(item=2, units="x"), "jd")
    assert not rows_of(parsed, "orders")
    assert not rows_of(parsed, "order_lines")
    assert len(parsed.rejected) == 1


def test_a_pinduoduo_number_that_holds_no_day_is_rejected(tmp_path: Path) -> None:
    text = PDD + "壶,261301-1\t,已取消,5,1,7,\t\n壶,260811-2\t,已取消,5,1,7,\t\n"
    parsed = read_text(tmp_path, text, "pinduoduo")
    (row,) = rows_of(parsed, "orders")
    assert (row["ordered_on"], row["paid_on"], row["paid_amount"]) == (date(2026, 8, 11), None, D(0))
    assert "no day" in parsed.rejected[0].reason


def test_pinduoduos_total_is_compared_with_its_rows(tmp_path: Path) -> None:
    text = ("日期,商品ID,推广名称,交易额(元),总花费(元),曝光量,点击量\n2026-08-11,71,壶,100,9.50,10,1\n总计,-,-,100,12.00,10,1\n")
    parsed = read_text(tmp_path, text, "pinduoduo")
    assert {t.column: t.difference for t in parsed.own_totals} == {"总花费": D("-2.5"), "交易额": D(0)}
    assert len(rows_of(parsed, "ad_item_period")) == 1
