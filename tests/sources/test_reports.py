"""Report tables: days that are days, levels that are not added twice, totals that are compared."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import NeedsPerson
from daybook.facts.report_tables import REPORT_TABLES
from daybook.facts.tables import EVENT_TABLES
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
from daybook.sources.read import read_file
from daybook.sources.readers import READERS

from .reading import GOLDEN, read_text, reads_for, rows_of

SOURCES = "流量载体,一级来源,二级来源,三级来源,四级来源,访客数,支付买家数,支付金额\n"
KEYWORDS = "日期,场景名字,计划ID,词名字/词包名字,展现量,点击量,花费,总成交金额\n"


def test_a_source_and_its_own_sum_are_not_both_kept(tmp_path: Path) -> None:
    text = "统计时间 2026-08-11 ~ 2026-08-11\n" + SOURCES + (
        '全部,搜索,汇总,汇总,汇总,"5,000",150,30000\n全部,搜索,手淘搜索,汇总,汇总,3000,100,20000\n'
        "全部,搜索,拍立淘,汇总,汇总,2100,50,10000\n全部,直接访问,汇总,汇总,汇总,400,20,4000\n")
    rows = rows_of(read_text(tmp_path, text), "source_day")
    assert [(r["source_1"], r["source_2"], r["paid_amount"]) for r in rows] == [
        ("搜索", "手淘搜索", D(20000)), ("搜索", "拍立淘", D(10000)), ("直接访问", "", D(4000))]


def test_visits_by_carrier_are_not_counted_again(tmp_path: Path) -> None:
    text = SOURCES + "全部,搜索,汇总,汇总,汇总,5000,150,30000\n手淘APP,搜索,汇总,汇总,汇总,4900,149,29000\n"
    parsed = read_text(tmp_path, text, name="店铺流量来源_2026-08-11_2026-08-11.csv")
    assert [r["visitors"] for r in rows_of(parsed, "source_day")] == [5000]
    assert any("carrier" in w for w in parsed.warnings)


@pytest.mark.parametrize("name", ["店铺流量来源.csv", "店铺流量来源_2026-08-01_2026-08-31.csv"])
def test_a_report_without_one_day_asks_for_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match="no day") as asked:
        read_text(tmp_path, SOURCES + "全部,搜索,汇总,汇总,汇总,1,1,1\n", name=name)
    assert "分日" in asked.value.next_step


def test_rows_that_sum_a_week_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match="several days"):
        read_text(tmp_path, KEYWORDS + "20260803至20260809,关键词推广,1,壶,10,1,2,3\n")


def test_a_reports_days_without_rows_are_known_to_be_empty() -> None:
    (file,) = (GOLDEN / "taobao/shop_day_export").glob("*.xls")
    (parsed,) = read_file(file, reads_for())
    assert parsed.batches[0].covers == (date(2026, 8, 10), date(2026, 8, 12))


def test_both_ad_consoles_keep_their_own_part_of_a_day(tmp_path: Path) -> None:
    new = read_text(tmp_path, KEYWORDS + "2026-08-03,关键词推广,1,壶,10,1,2,3\n")
    old = read_text(tmp_path, "日期,计划id,关键词,展现量,点击量,花费\n2026-08-03,1,壶,10,1,2\n")
    assert (new.batches[0].part, old.batches[0].part) == ("wanxiangtai", "zhitongche")


def test_the_total_row_of_an_ad_report_is_compared(tmp_path: Path) -> None:
    rows = "2026-08-03,关键词推广,1,壶,10,1,2.00,30\n2026-08-03,关键词推广,1,杯,10,1,1.00,0\n合计,,,,20,2,3.50,30\n"
    parsed = read_text(tmp_path, KEYWORDS + rows)
    assert {t.column: t.difference for t in parsed.own_totals} == {"花费": D("-0.5"), "总成交金额": D(0)}
    assert len(rows_of(parsed, "ad_keyword_day")) == 2


def test_the_same_word_in_two_listings_is_two_rows(tmp_path: Path) -> None:
    head = "日期,场景名字,计划ID,宝贝ID,词名字/词包名字,展现量,点击量,花费\n"
    parsed = read_text(tmp_path, head + "2026-08-03,推广,1,71,壶,10,1,2\n2026-08-03,推广,1,72,壶,10,1,2\n")
    assert len(rows_of(parsed, "ad_keyword_day")) == 2


def test_a_report_of_a_day_to_come_is_rejected(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, KEYWORDS + "2026-12-03,推广,1,壶,10,1,2,3\n")
    assert not rows_of(parsed, "ad_keyword_day")
    assert "future" in parsed.rejected[0].reason


@pytest.mark.parametrize("platform", ["taobao", "shopify", "douyin"])
def test_no_reader_takes_what_another_reader_owns(platform: str) -> None:
    files = [f for f in (GOLDEN / platform).glob("*/*") if not f.name.endswith(".rows.csv")]
    for file in files:
        for sheet in open_sheets(file, vocabulary(READERS)):
            assert [r.name for r in READERS if r.recognises(sheet)] == [f"{platform}.{file.parent.name}"]


def test_every_table_that_readers_fill_has_its_own_name() -> None:
    names = [t.name for t in (*EVENT_TABLES, *REPORT_TABLES)]
    assert len(names) == len(set(names))
