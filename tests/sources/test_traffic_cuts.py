"""Traffic by hour, by listing and source, reviews and snapshots: what is kept, what is left out, and what is said."""

from datetime import date
from pathlib import Path

import pytest

from daybook.facts.tables import FACT_TABLES

from .reading import TODAY, read_text, rows_of

HOURS = "统计日期,统计小时,流量来源,访客数,支付买家数,支付金额\n"
PRODUCT_SOURCES = "流量来源,来源明细,访客数,支付买家数,支付金额,统计日期,商品id\n"
REVIEWS = "评论,昵称,追评内容,追评时间,评价时间,商品id,颜色分类,评价分类,skuid\n"
INVENTORY = "Handle,Title,SKU,Location,Incoming,Available\n"


@pytest.mark.parametrize(("cell", "hour"), [("9", 9), ("09:00", 9), ("23:00-23:59", 23), ("0时", 0)])
def test_an_hour_is_read_in_every_spelling(cell: str, hour: int, tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HOURS + f"2026-08-11,{cell},手淘搜索,12,1,9.90\n")
    assert [r["hour"] for r in rows_of(parsed, "source_hour")] == [hour]


@pytest.mark.parametrize("cell", ["24:00", "25", "noon", ""])
def test_what_is_no_hour_is_left_out_and_said(cell: str, tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HOURS + f"2026-08-11,{cell},手淘搜索,12,1,9.90\n2026-08-11,8,手淘搜索,1,0,0\n")
    assert [r["hour"] for r in rows_of(parsed, "source_hour")] == [8]
    assert [r.reason for r in parsed.rejected] == ["is not an hour of the day"]


def test_a_source_with_details_is_kept_by_its_details_alone(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, PRODUCT_SOURCES + (
        "直通车,汇总,300,6,900,2026-08-11,71\n直通车,珐琅锅,110,2,300,2026-08-11,71\n直通车,汇总,50,1,99,2026-08-11,72\n"))
    rows = rows_of(parsed, "product_source_day")
    assert [(r["item_id"], r["source_detail"], r["visitors"]) for r in rows] == [("71", "珐琅锅", 110), ("72", "", 50)]


def test_the_same_review_exported_again_has_the_same_id(tmp_path: Path) -> None:
    """A later export adds what the buyer wrote afterwards; the nick may have changed."""
    first = REVIEWS + "好用,a***1,,,2026-08-10 10:00:00,71,白,好评,5\n"
    later = REVIEWS + "好用,b***2,还是好,2026-08-20 09:00:00,2026-08-10 10:00:00,71,白,好评,5\n"
    (one,), (two,) = (rows_of(read_text(tmp_path, text), "reviews") for text in (first, later))
    assert one["review_id"] == two["review_id"]
    assert two["follow_up"] == "还是好"
    assert two["followed_up_on"] == date(2026, 8, 20)


def test_a_reviews_text_keeps_no_phone_and_no_mail(tmp_path: Path) -> None:
    text = REVIEWS + "找我 138-0013-8000 或 bo@example.com 退2件,a***1,,,2026-08-10,71,,差评,\n"
    (row,) = rows_of(read_text(tmp_path, text), "reviews")
    assert row["text"] == "找我 *** 或 *** 退2件"


def test_a_snapshot_without_a_day_counts_for_the_day_it_was_known(tmp_path: Path) -> None:
    text = INVENTORY + "tent,Tent,NP1,Main,3,10\n"
    for name, day in (("inventory_export_1.csv", TODAY), ("inventory_export_2026-11-20.csv", date(2026, 11, 20))):
        (row,) = rows_of(read_text(tmp_path, text, "shopify", name), "stock_day")
        assert row["day"] == day


def test_a_variants_locations_are_one_level(tmp_path: Path) -> None:
    """A location that does not have the variant adds nothing; a variant that none has is not there at all."""
    text = INVENTORY + ("tent,Tent,NP1,Main,3,10\ntent,Tent,NP1,Shop,0,2\ntent,Tent,NP2,Main,0,7\n"
                        "tent,Tent,NP2,Shop,not stocked,not stocked\ntent,Tent,NP3,Shop,not stocked,not stocked\n")
    rows = rows_of(read_text(tmp_path, text, "shopify"), "stock_day")
    assert [(r["sku"], r["sellable_units"], r["in_transit_units"]) for r in rows] == [("NP1", 12, 3), ("NP2", 7, 0)]


def test_a_level_nobody_wrote_down_is_not_zero(tmp_path: Path) -> None:
    rows = rows_of(read_text(tmp_path, INVENTORY + "tent,Tent,NP1,Main,,\n", "shopify"), "stock_day")
    assert [(r["sellable_units"], r["in_transit_units"]) for r in rows] == [(None, None)]


def test_every_fact_table_has_its_own_name() -> None:
    assert len({t.name for t in FACT_TABLES}) == len(FACT_TABLES)
