"""Upload sheets of ads: what each platform's batch tool reads of a change, and no sheet where it could not tell what is meant."""

import csv
import io
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.actions.writers.upload_sheet import LAYOUTS, UploadSheet, sheet
from daybook.domain.moves.ads import Bid, Budget, KeywordAdd, KeywordNegative, KeywordPause, MatchType, PlanPause
from daybook.domain.moves.move import Move
from daybook.domain.shop import Platform


def read(platform: Platform, *moves: Move) -> list[dict[str, str]]:
    """The cells with something in them, row by row."""
    text = sheet(LAYOUTS[platform][type(moves[0])], list(moves)).decode("utf-8-sig")
    return [{k: v for k, v in row.items() if v} for row in csv.DictReader(io.StringIO(text))]


def takes(platform: Platform, move: Move) -> bool:
    return UploadSheet(platform, Path(), lambda _: None).takes(move)


def test_an_amazon_bulksheet_names_the_campaign_by_its_id() -> None:
    one = {"Product": "Sponsored Products", "Campaign ID": "4415"}
    assert read(Platform.AMAZON, Budget("4415", D("30"), D("45"))) == [
        {**one, "Entity": "Campaign", "Operation": "Update", "Daily Budget": "45.00"}]
    assert read(Platform.AMAZON, KeywordNegative("4415", "used kettle", "exact")) == [
        {**one, "Entity": "Campaign Negative Keyword", "Operation": "Create", "State": "enabled", "Keyword Text": "used kettle",
         "Match Type": "negativeExact"}]


def test_an_amazon_campaign_known_by_name_only_leaves_by_hand() -> None:
    assert takes(Platform.AMAZON, PlanPause("4415", True, False))
    assert not takes(Platform.AMAZON, PlanPause("Kettle auto", True, False))
    assert not takes(Platform.AMAZON, Bid("kettle", D(1), D("1.1"), plan="4415"))    # its ad group and keyword ids are not told


def test_google_ads_editor_reads_a_bid_by_campaign_and_keyword() -> None:
    assert read(Platform.SHOPIFY, Bid("kettle", D(1), D("1.1"), plan="Search hero")) == [
        {"Campaign": "Search hero", "Keyword": "kettle", "Max CPC": "1.10"}]
    assert read(Platform.SHOPIFY, KeywordNegative("Search hero", "used kettle", "exact")) == [
        {"Campaign": "Search hero", "Keyword": "used kettle", "Criterion Type": "Campaign Negative Exact"}]
    assert read(Platform.SHOPIFY, KeywordPause("kettle", True, False, plan="Search hero")) == [
        {"Campaign": "Search hero", "Keyword": "kettle", "Status": "Paused"}]


@pytest.mark.parametrize(("move", "cells"), [
    (Bid("水壶", D(1), D("1.1"), plan="657"), {"计划ID": "657", "词名字/词包名字": "水壶", "操作": "改出价", "出价": "1.10"}),
    (MatchType("水壶", "broad", "exact", plan="657"),
     {"计划ID": "657", "词名字/词包名字": "水壶", "操作": "改匹配方式", "匹配方式": "精准匹配"}),
    (KeywordAdd("657", "水壶 送礼", "exact", D("0.9")),
     {"计划ID": "657", "词名字/词包名字": "水壶 送礼", "操作": "加词", "匹配方式": "精准匹配", "出价": "0.90"}),
    (Budget("657", D(100), D(150)), {"计划ID": "657", "操作": "改日限额", "日限额": "150.00"})])
def test_a_sheet_for_wanxiangtai_names_plan_and_word_as_its_report_does(move: Move, cells: dict[str, str]) -> None:
    assert read(Platform.TMALL, move) == [cells]


def test_a_word_whose_plan_nobody_told_has_no_sheet() -> None:
    assert not takes(Platform.TMALL, Bid("水壶", D(1), D("1.1")))
    assert not takes(Platform.SHOPIFY, Bid("kettle", D(1), D("1.1")))
