"""Every sample of the shared folder: read, and like a count made with the csv module alone; or refused, saying why."""

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from daybook.domain.errors import BrokenFile, UnknownTable
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed

from .reading import SHARED, reads_for, rows_of

SAMPLES = SHARED / "formats" / "samples"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside the checkout"),
]
Rows = list[dict[str, str]]
#: Exports of other trades and of buyers: kept, and a mapping is asked for.
NO_SHOP_EXPORTS = ("quirk_biff_citic.xls", "quirk_tsv-as-xls_gbk_eq-quoted.xls")
BUYERS_BILLS = ("alipay_consumer_bill_2023_gbk_preamble.csv", "jd_consumer_bill_2024_utf8bom_preamble_tab-ids.csv")
DESTROYED = ("taobao_orderdetail_2012_gbk_excel-resaved.csv", "taobao_orderlist_2012_gbk_excel-resaved.csv")


def read(name: str, platform: str = "") -> tuple[Parsed, ...]:
    return read_file(SAMPLES / name, reads_for(platform))


def theirs(name: str, encoding: str = "utf-8-sig", skip: int = 0, delimiter: str = ",") -> Rows:
    text = (SAMPLES / name).read_bytes().decode(encoding)
    for _ in range(skip):
        text = text[text.index("\n") + 1:]
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def of_workbook(name: str) -> Rows:
    rows = CalamineWorkbook.from_path(str(SAMPLES / name)).get_sheet_by_index(0).to_python()
    return [{str(h).strip(): str(c) for h, c in zip(rows[0], row, strict=True)} for row in rows[1:]]


def amount(text: str) -> D:
    """Digits, sign and point of a cell; nothing is 0."""
    return D(re.sub(r"Rs\.|[^\d.-]", "", text).strip("-") or 0)


def total(rows: Rows, column: str) -> D:
    return sum((amount(row[column]).quantize(D("0.0001")) for row in rows), D(0))


def ours(parsed: Parsed, table: str, column: str) -> D:
    return sum((D(str(row[column])) for row in rows_of(parsed, table) if row[column] is not None), D(0))


AMAZON = [
    ("amazon_sp_search_term_2020_inr_14day.xlsx", of_workbook, "ad_term_period", "14", " (₹)"),
    ("amazon_sp_search_term_2022_usd_7day.xlsx", of_workbook, "ad_term_period", "7", ""),
    ("amazon_sp_targeting_2020_inr.xlsx", of_workbook, "ad_keyword_day", "14", " (₹)"),
    ("amazon_sp_placement_2020_inr.xlsx", of_workbook, "ad_placement_period", "14", " (₹)"),
    ("amazon_sp_campaign_2020_inr.csv", theirs, "ad_plan_day", "14", " (₹)"),
]


@pytest.mark.parametrize(("name", "open_it", "table", "window", "unit"), AMAZON, ids=[a[0] for a in AMAZON])
def test_sponsored_products_count_like_their_file(
    name: str, open_it: Callable[[str], Rows], table: str, window: str, unit: str
) -> None:
    (parsed,) = read(name, "amazon")
    rows = open_it(name)
    assert len(rows_of(parsed, table)) == len(rows)
    assert not parsed.rejected
    for column, header in (("impressions", "Impressions"), ("clicks", "Clicks"), ("ad_spend", "Spend"),
                           ("ad_orders", f"{window} Day Total Orders (#)"), ("ad_gmv", f"{window} Day Total Sales{unit}")):
        assert ours(parsed, table, column) == total(rows, header), header
    assert {r["currency"] for r in rows_of(parsed, table)} == {r["Currency"] for r in rows}


def test_a_term_report_over_weeks_belongs_to_its_last_day() -> None:
    (parsed,) = read("amazon_sp_search_term_2022_usd_7day.xlsx", "amazon")
    rows = of_workbook("amazon_sp_search_term_2022_usd_7day.xlsx")
    first, last = min(r["Start Date"] for r in rows), max(r["End Date"] for r in rows)
    assert {(str(r["first_on"]), str(r["day"])) for r in rows_of(parsed, "ad_term_period")} == {(first, last)}
    assert {r["window_days"] for r in rows_of(parsed, "ad_term_period")} == {7}


def test_amazons_own_example_of_its_api_is_read_by_day_and_by_listing() -> None:
    name = "amazon_spapi_GET_SALES_AND_TRAFFIC_REPORT_doc-example.json"
    by_date, by_asin = read(name, "amazon")
    document = json.loads((SAMPLES / name).read_text(), parse_float=D)
    days, asins = document["salesAndTrafficByDate"], document["salesAndTrafficByAsin"]
    assert ours(by_date, "shop_day", "ordered_amount") == sum(
        d["salesByDate"]["orderedProductSales"]["amount"] for d in days)
    assert ours(by_date, "shop_day", "sessions") == sum(d["trafficByDate"]["sessions"] for d in days)
    assert ours(by_asin, "listing_period", "ordered_units") == sum(a["salesByAsin"]["unitsOrdered"] for a in asins)
    assert [r["buy_box_rate"] for r in rows_of(by_asin, "listing_period")] == [
        D(a["trafficByAsin"]["buyBoxPercentage"]) / 100 for a in asins]


GOOGLE = [
    ("googleads_search_keyword_2020_utf8_comma.csv", "utf-8-sig", ",", "ad_term_period"),
    ("googleads_search_keyword_alltime_utf16_tab.csv", "utf-16", "\t", "ad_term_period"),
    ("googleads_ad_group_utf16_tab_dup-column.csv", "utf-16", "\t", "ad_unit_period"),
    ("googleads_location_utf16_tab.csv", "utf-16", "\t", "ad_place_period"),
]


@pytest.mark.parametrize(("name", "encoding", "delimiter", "table"), GOOGLE, ids=[g[0] for g in GOOGLE])
def test_google_ads_rows_are_added_and_totals_are_not(name: str, encoding: str, delimiter: str, table: str) -> None:
    (parsed,) = read(name, "shopify")
    every = theirs(name, encoding, 2, delimiter)
    rows = [r for r in every if not any(str(c).startswith("Total: ") for c in r.values())]
    assert 0 < len(rows) < len(every)
    assert len(rows_of(parsed, table)) == len(rows)
    for column, header in (("impressions", "Impr."), ("ad_spend", "Cost"), ("conversions", "Conversions")):
        assert ours(parsed, table, column) == total(rows, header), header
    (own,) = parsed.own_totals
    assert own.rows == total(rows, "Cost")
    assert abs(own.difference) <= D("0.01")  # Google rounds each row


def test_ga4_events_are_read() -> None:
    (parsed,) = read("ga4_pages_2023.csv", "shopify")
    rows = theirs("ga4_pages_2023.csv", skip=9)
    assert ours(parsed, "web_period", "events") == total(rows, "Event count")
    assert {(str(r["first_on"]), str(r["day"]), r["cut"]) for r in rows_of(parsed, "web_period")} == {
        ("2023-01-01", "2023-12-31", "event")}


def test_a_ga4_snapshot_is_read_table_by_table() -> None:
    """Sixteen tables; the four trends and the active users are one table in pieces, the cohorts are no one's."""
    days, *cuts = read("ga4_report_snapshot_multisection.csv", "shopify")
    rows = rows_of(days, "web_day")
    assert len(rows) == 28
    assert (str(rows[-1]["day"]), rows[-1]["users"], rows[-1]["new_users"]) == ("2023-05-21", 1, 2)
    found = {(r["cut"], r["value"]): r for cut in cuts for r in rows_of(cut, "web_period")}
    assert {cut for cut, _ in found} == {"first_channel", "channel", "country_id", "country", "page_title", "event"}
    assert found["channel", "Direct"]["sessions"] == 3
    assert found["event", "scroll"]["events"] == 14
    assert any("Week 0" in w for w in days.warnings)


def test_woocommerce_products_that_can_be_sold_are_read() -> None:
    name = "woocommerce_sample_products.csv"
    (parsed,) = read(name, "woocommerce")
    rows = [r for r in theirs(name) if r["Type"].split(",")[0] in ("simple", "variation")]
    found = rows_of(parsed, "stock_day")
    assert len(found) == len(rows)
    assert ours(parsed, "stock_day", "price") == sum(amount(r["Sale price"] or r["Regular price"]) for r in rows)
    of_sku = {r["SKU"]: r["ID"] for r in theirs(name)}
    assert {r["item_id"] for r in found} == {of_sku.get(r["Parent"], r["ID"]) for r in rows}


@pytest.mark.parametrize("name", NO_SHOP_EXPORTS)
def test_what_is_no_shops_export_asks_for_a_mapping(name: str) -> None:
    with pytest.raises(UnknownTable, match="no reader knows this table") as asked:
        read(name)
    assert "daybook map FILE" in asked.value.next_step


@pytest.mark.parametrize("name", BUYERS_BILLS)
def test_the_bill_of_a_buyers_own_account_is_refused(name: str) -> None:
    with pytest.raises(UnknownTable, match="no settlement of a shop"):
        read(name)


@pytest.mark.parametrize("name", DESTROYED)
def test_destroyed_ids_are_refused(name: str) -> None:
    with pytest.raises(BrokenFile, match="last digits of these ids are lost"):
        read(name, "taobao")


def test_a_tmall_report_of_three_thousand_orders_is_read() -> None:
    name = "tmall_order_report_2020_utf8_first3000.csv"
    (parsed,) = read(name, "tmall")
    rows = [{k.strip(): v for k, v in row.items()} for row in theirs(name)]
    assert len(rows_of(parsed, "orders")) == len(rows) == 3000
    assert ours(parsed, "orders", "paid_amount") == total(rows, "买家实际支付金额") + total(
        [r for r in rows if r["订单付款时间"]], "退款金额")


@pytest.mark.parametrize("name", ["shopify_orders_2022_usd.csv", "shopify_orders_2026_multiline-notes_lf.csv"])
def test_shopify_orders_and_lines_are_all_there(name: str) -> None:
    (parsed,) = read(name, "shopify")
    rows = theirs(name)
    assert len(rows_of(parsed, "order_lines")) == len(rows)
    assert len(rows_of(parsed, "orders")) == sum(bool(r["Id"]) for r in rows)
    assert ours(parsed, "orders", "due_amount") == total(rows, "Total")


SHELVES = ("shopify_products_apparel.csv", "shopify_products_jewelery.csv", "shopify_products_packt_2021.csv")


@pytest.mark.parametrize("name", SHELVES)
def test_shopify_variants_have_their_price_whether_they_have_a_sku_or_not(name: str) -> None:
    (parsed,) = read(name, "shopify")
    rows = [{k: v.strip() for k, v in r.items()} for r in theirs(name)]
    variants = [r for r in rows if r["Variant Price"]]
    assert len(rows_of(parsed, "stock_day")) == len(variants) > 0
    assert ours(parsed, "stock_day", "price") == total(variants, "Variant Price")
    assert ours(parsed, "stock_day", "sellable_units") == total(variants, "Variant Inventory Qty")
    assert {r["item_id"] for r in rows_of(parsed, "stock_day")} == {r["Handle"] for r in variants}
    assert all(r["title"] for r in rows_of(parsed, "stock_day"))


READABLE = [f for f in sorted(SAMPLES.glob("*")) if f.name not in (*NO_SHOP_EXPORTS, *BUYERS_BILLS, *DESTROYED, "NOTICE.txt")]


@pytest.mark.parametrize("file", READABLE, ids=lambda f: f.name)
def test_no_row_of_a_sample_is_rejected(file: Path) -> None:
    """With nothing but the file: no shop is named."""
    parsed = read_file(file, reads_for(""))
    assert parsed
    assert not any(p.rejected for p in parsed)
