"""Service, money, ads by cut, rivals and events of Taobao and Tmall: what is added, what never is, and what is refused."""

import io
import zipfile
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import NeedsPerson, UnknownTable
from daybook.sources.read import read_file

from .reading import read_text, reads_for, rows_of

SERVICE = "旺旺昵称,询单人数,询单最终付款人数,平均响应时长（秒),询单最终付款金额\n"
SUBJECTS = "日期,主体ID,展现量,点击量,花费,总成交金额\n"
SCENES = "场景名字,展现量,点击量,花费,总成交金额\n"
ALIPAY = "账务流水号,发生时间,收入金额（+元）,支出金额（-元）,业务类型,备注,商户订单号\n"
RIVALS = "日期,竞店ID,访客数,支付金额\n"


def service(folder: Path, rows: str, name: str = "客服绩效_20260618.csv"):
    return read_text(folder, SERVICE + rows, name=name)


def test_sums_and_peers_below_the_agents_are_no_agents(tmp_path: Path) -> None:
    """Mei's two agents; the peers earn more than both, and are added to nobody."""
    parsed = service(tmp_path, "小满,48,21,20,4180\n阿岚,30,9,48,1620\n汇总值,78,30,-,5800\n平均值,39,15,34,2900\n"
                               "全店汇总值,75,30,31,5800\n全店平均值,39,15,34,2900\n同行同层优秀,120,66,15,12400\n"
                               "同行同层均值,64,27,27,5020\n")
    assert [r["agent"] for r in rows_of(parsed, "service_agent_day")] == ["小满", "阿岚"]
    assert [(r["scope"], r["inquirers"]) for r in rows_of(parsed, "service_day")] == [
        ("shop", 75), ("shop_mean", 39), ("peers_best", 120), ("peers_mean", 64)]
    assert {t.column: (t.file, t.rows) for t in parsed.own_totals} == {"询单最终付款金额": (D(5800), D(5800))}
    assert {r["day"] for r in rows_of(parsed, "service_agent_day")} == {date(2026, 6, 18)}


def test_a_lost_agent_shows_in_the_files_own_total(tmp_path: Path) -> None:
    parsed = service(tmp_path, "小满,48,21,20,4180\n汇总值,78,30,-,5800\n")
    assert [t.difference for t in parsed.own_totals] == [D(-1620)]


def test_service_without_a_day_in_its_name_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match="no day"):
        service(tmp_path, "小满,48,21,20,4180\n", "客服绩效.csv")


def test_a_reply_that_was_not_measured_is_not_instant(tmp_path: Path) -> None:
    parsed = service(tmp_path, "夜班,0,0,-,0\n阿岚,1,0,1分20秒,0\n小满,1,0,00:01:05,0\n阿宁,1,0,soon,0\n")
    assert [r["mean_reply_seconds"] for r in rows_of(parsed, "service_agent_day")] == [None, D(80), D(65)]
    assert [r.reason for r in parsed.rejected] == ["is not a length of time"]


def test_weeks_of_ads_stay_weeks_beside_their_first_day(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, SUBJECTS + "20260803至20260809,71,10,1,2.00,30\n20260810至20260816,71,20,2,3.00,0\n")
    assert [(r["first_on"], r["day"]) for r in rows_of(parsed, "ad_subject_period")] == [
        (date(2026, 8, 3), date(2026, 8, 9)), (date(2026, 8, 10), date(2026, 8, 16))]
    daily = read_text(tmp_path, SUBJECTS + "2026-08-09,71,10,1,2.00,30\n")
    assert {parsed.batches[0].part, daily.batches[0].part} == {"wanxiangtai by range", "wanxiangtai"}


def test_a_week_that_is_not_over_is_left_out(tmp_path: Path) -> None:
    rows = "20261123至20261129,71,10,1,2.00,30\n2026-11-20至,71,1,1,1,1\n20261101至20261107,71,1,1,1,1\n"
    parsed = read_text(tmp_path, SUBJECTS + rows)
    assert [r["day"] for r in rows_of(parsed, "ad_subject_period")] == [date(2026, 11, 7)]
    assert len(parsed.rejected) == 2


def test_each_report_of_a_zip_is_of_the_day_in_its_own_name(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for day, spend in (("2026-08-10", "2.00"), ("2026-08-11", "3.50")):
            made.writestr(f"营销场景报表_{day}.csv", (SCENES + f"人群推广,10,1,{spend},30\n").encode("gb18030"))
    file = tmp_path / "营销场景报表.zip"
    file.write_bytes(packed.getvalue())
    found = [rows_of(parsed, "ad_scene_period") for parsed in read_file(file, reads_for())]
    assert [(r["day"], r["ad_spend"]) for rows in found for r in rows] == [
        (date(2026, 8, 10), D("2.00")), (date(2026, 8, 11), D("3.50"))]


def test_the_first_row_of_the_data_bank_is_its_total(tmp_path: Path) -> None:
    text = "宝贝ID,宝贝名称,货品成长阶段,日期,支付金额,IPV\n总计,-,-,20260618,300,9\n71,锅,爆款,20260618,250,8\n"
    parsed = read_text(tmp_path, text)
    assert [r["item_id"] for r in rows_of(parsed, "goods_day")] == ["71"]
    assert [(t.column, t.difference) for t in parsed.own_totals] == [("支付金额", D(-50))]


@pytest.mark.parametrize(("cell", "low", "high"), [
    ("1万 ~ 2.5万", 10000, 25000), ("< 1000", None, 1000), ("> 500", 500, None), ("3,330", 3330, 3330),
])
def test_a_rivals_band_stays_an_interval(cell: str, low: int | None, high: int | None, tmp_path: Path) -> None:
    (row,) = rows_of(read_text(tmp_path, RIVALS + f'2026-06-18,100,"{cell}",-\n'), "competitor_day")
    assert (row["metric"], row["low"], row["high"]) == ("visitors", low, high)


def test_a_rivals_figure_that_is_no_band_leaves_the_row_out(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, RIVALS + "2026-06-18,100,many,10\n2026-06-18,101,5,10\n")
    assert {r["competitor_id"] for r in rows_of(parsed, "competitor_day")} == {"101"}
    assert [r.column for r in parsed.rejected] == ["访客数"]


@pytest.mark.parametrize(("order", "remark", "found"), [
    ("T200P2601234567890123456", "", "2601234567890123456"), ("", "tradeid:2601234567890123456", "2601234567890123456"),
    ("", "提现到银行卡", None),
])
def test_the_order_of_a_movement_is_found_where_it_hides(order: str, remark: str, found: str | None, tmp_path: Path) -> None:
    (row,) = rows_of(read_text(tmp_path, ALIPAY + f"1,2026-06-18 09:00:00,,-6.58,收费,{remark},{order}\n"), "settlement_lines")
    assert (row["order_id"], row["amount"]) == (found, D("-6.58"))


def test_lines_that_sum_the_account_are_no_rows_and_no_rejects(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, ALIPAY + "1,2026-06-18 09:00:00,5,,交易付款,,\n#收入合计：1笔，共5.00元\n")
    assert [r["amount"] for r in rows_of(parsed, "settlement_lines")] == [D(5)]
    assert not parsed.rejected


def test_exports_of_two_listings_of_a_day_stand_beside_each_other(tmp_path: Path) -> None:
    """One export is of one listing; the second must not take the first away."""
    head = "加购件数,支付件数,支付买家数,支付金额,商品id,sku信息,skuid,统计日期\n"
    parts = [read_text(tmp_path, head + f"6,2,2,82,{item},白,5,2026-06-18\n").batches[0].part for item in ("71", "72")]
    assert parts == ["71", "72"]


@pytest.mark.parametrize(("name", "device"), [("活动分析_引流_无线端.csv", "无线端"), ("活动分析_引流_pc端.csv", "PC端")])
def test_the_device_of_an_events_traffic_stands_in_the_file_name(name: str, device: str, tmp_path: Path) -> None:
    text = "流量来源,预热访客数,访客数,支付买家数,支付金额,活动id,统计日期\n搜索,3,4,1,9,618,2026-06-18\n"
    parsed = read_text(tmp_path, text, name=name)
    assert [r["device"] for r in rows_of(parsed, "event_source_day")] == [device]
    assert parsed.batches[0].part == f"618 {device}"


def test_a_movement_without_money_in_or_out_is_left_out(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, ALIPAY + "1,2026-06-18 09:00:00,,,收费,,\n2,2026-06-18 09:00:00,5,,交易付款,,\n")
    assert [r["amount"] for r in rows_of(parsed, "settlement_lines")] == [D(5)]
    assert len(parsed.rejected) == 1


def test_a_buyers_own_bill_is_refused_and_says_what_to_export(tmp_path: Path) -> None:
    text = "交易时间,交易分类,交易对方,收/支,金额,收/付款方式,交易状态\n2026-06-18 09:00:00,餐饮,某店,支出,10,余额,交易成功\n"
    with pytest.raises(UnknownTable, match="own purchases") as refused:
        read_text(tmp_path, text)
    assert "账务明细" in refused.value.next_step


def test_plans_by_week_are_kept_apart_from_plans_by_day(tmp_path: Path) -> None:
    head = "日期,场景名字,计划ID,计划名字,展现量,点击量,花费,总成交金额\n"
    weeks = read_text(tmp_path, head + "20260803至20260809,推广,1,锅,10,1,2.00,30\n合计,,,,10,1,2.00,30\n")
    assert [(r["first_on"], r["plan_id"], r["unit_id"]) for r in rows_of(weeks, "ad_group_period")] == [
        (date(2026, 8, 3), "1", "")]
    assert {t.difference for t in weeks.own_totals} == {D(0)}
    assert read_text(tmp_path, head + "2026-08-03,推广,1,锅,10,1,2,30\n").batches[0].table.name == "ad_plan_day"


def test_sources_of_a_listing_that_nobody_names_are_asked_for(tmp_path: Path) -> None:
    text = "流量来源,来源明细,访客数,支付买家数,支付金额\n手淘搜索,锅,3,1,9\n"
    with pytest.raises(NeedsPerson, match="of which listing"):
        read_text(tmp_path, text, name="流量来源_2026-08-11.csv")
    parsed = read_text(tmp_path, text, name="流量来源_737559603417_2026-08-11.csv")
    assert [(r["item_id"], r["day"]) for r in rows_of(parsed, "product_source_day")] == [
        ("737559603417", date(2026, 8, 11))]


def test_words_of_two_categories_stand_beside_each_other(tmp_path: Path) -> None:
    """Two files of one day, a category each: neither takes the other's place; one file of both is a part of its own."""
    head = "统计日期,类目,热搜词,搜索人气\n"
    kettles, cups = "2026-06-18,壶具,焖烧壶,1400\n", "2026-06-18,杯具,马克杯,900\n"
    files = (kettles, cups, kettles + cups)
    parts = [b.part for text in files for b in read_text(tmp_path, head + text, name="市场.csv").batches]
    assert parts == ["word 壶具", "word 杯具", "word"]
