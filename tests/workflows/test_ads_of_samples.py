"""Real samples of Amazon and Google Ads through ingest to the ads desk: the advice that a person reads off them by hand."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.ad_words import AdsTable, JudgedWord
from daybook.reports.ads_report import ads_paper
from daybook.reports.report_markdown import report_text
from daybook.workflows.ads_page import ads_table
from daybook.workflows.give import give
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest
from tests.cli.test_acting import fits
from tests.conftest import Clock, CommandLine
from tests.sources.reading import SHARED

SAMPLES = SHARED / "formats" / "samples"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside the checkout")]
#: Shop -> platform, zone, currency, morning, month's target (its advertised ROI, or what an order may cost), files.
SHOPS = {
    "oils": ("amazon", "Asia/Kolkata", "INR", date(2020, 3, 1), ("roas", "1.25"), (
        "amazon_sp_targeting_2020_inr.xlsx", "amazon_sp_campaign_2020_inr.csv", "amazon_sp_search_term_2020_inr_14day.xlsx")),
    "courses": ("other", "America/New_York", "USD", date(2020, 8, 16), ("cpa", "40"),
                ("googleads_search_keyword_alltime_utf16_tab.csv",)),
    "fleet": ("other", "America/New_York", "USD", date(2020, 8, 16), ("cpa", "250"),
              ("googleads_search_keyword_2020_utf8_comma.csv",)),
    "tongs": ("amazon", "America/Los_Angeles", "USD", date(2022, 8, 17), ("roas", "3"),
              ("amazon_sp_search_term_2022_usd_7day.xlsx",))}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The four accounts, each with the target of its month and nothing else."""
    folder: Path = tmp_path_factory.mktemp("samples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        clock = Clock()
        house = open_house(folder / "home", clock)
        for name, (platform, zone, currency, on, (metric, value), files) in SHOPS.items():
            shop = add_shop(house, name, "Jade", platform, zone, currency)
            clock.moment = shop.moment(on, time(8))
            give(house, shop, "target", {"metric": metric, "month": f"{on - timedelta(days=1):%Y-%m}", "value": value})
            ingest(house, [Incoming(name, SAMPLES / file) for file in files])
        yield house


def table(house: House, name: str) -> AdsTable:
    return ads_table(house, house.shop(name), SHOPS[name][3])


def one(words: tuple[JudgedWord, ...], word: str) -> JudgedWord:
    return max((w for w in words if w.word == word), key=lambda w: w.spend)


def moves(words: tuple[JudgedWord, ...]) -> dict[str, str]:
    """Word -> its move, of those that have one; of a word in several plans that of the largest spend."""
    return {w.word: one(words, w.word).move for w in words if one(words, w.word).moves}


def test_what_is_printed_says_no_more_than_the_reports_do(house: House) -> None:
    """Reports of "all time" tell nothing a day; sales of the shop are not in; no yuan in rupees; no crowds where none have
    premiums; a word report of a period is one; and every number stands below its name."""
    courses, oils = (report_text(ads_paper(table(house, name), language)) for name, language in (("courses", "en"), ("oils", "zh")))
    assert "13 advised changes; what they bring a day cannot be told" in courses
    assert "Crowds" not in courses
    assert "Not in yet, so not told and not 0: Ad plan report" in courses
    assert "Keyword report" not in courses
    assert "成交没有导入" in oils
    assert " 元" not in oils
    assert "再多花 1：在 " in oils
    assert "关键词 · 计划 · 建议 · 每天增益 · 花费 · 点击量" in oils


def test_an_amazon_account_is_told_which_words_burn_and_which_one_carries_it(house: House) -> None:
    """Hair oil: 173 clicks for 9,830 rupees and 2 orders of 281 each, under a return of 1.25: out.  The brand's own word returned
    52 times what it cost.  A word bought for one click of 7.83 is nothing to talk about."""
    found = table(house, "oils")
    hair = one(found.words, "hair oil")
    assert (hair.move, hair.clicks, hair.spend, hair.roi) == ("pause", 173, D("9830.10"), D("0.06"))
    assert hair.pays is not None
    assert hair.pays < 0.001
    assert hair.gain == pytest.approx(D(9830) / 28, rel=D("0.15"))           # nearly all that it costs a day
    brand = one(found.words, "rhuval oil")
    assert (brand.move, brand.quadrant) == ("raise", "hungry")
    assert brand.marginal_cpc < brand.worth                                   # type: ignore[operator]
    assert one(found.words, "anti wrinkle cream").move == "keep"
    assert 8 <= len(moves(found.words)) <= 20


def test_days_of_a_search_term_report_add_up_and_a_dear_word_is_not_cut_twice(house: House) -> None:
    """The term report has a row a day: 62 clicks on "hair oils" in February; its word is paused, so the term is left alone."""
    found = table(house, "oils")
    assert (one(found.terms, "hair oils").clicks, one(found.terms, "hair oils").move) == (62, "keep")
    assert "word is to be paused" in one(found.terms, "hair oils").why_not
    assert moves(found.terms) == {"rhuval oil for joint pain": "harvest", "kalonji oil joint pain": "harvest",
                                  "night cream for women": "negative"}


def test_a_summary_whose_rows_have_periods_of_their_own_is_read_whole(house: House) -> None:
    """Amazon's summary gives each term the days on which it was clicked: 611 terms, not those of the last day alone."""
    found = table(house, "tongs")
    assert len(found.terms) == 611
    stove = one(found.words, "spoon rest for stove top")
    assert (stove.move, stove.clicks, stove.roi) == ("pause", 272, D("1.30"))    # 22 orders of a return of 1.3, asked for 3
    for term in found.terms:
        if term.move == "negative":                                           # never after a click or two
            assert term.clicks >= 8


def test_conversions_without_sales_are_judged_by_what_an_order_may_cost(house: House) -> None:
    """Google tells conversions and no sales: no ROI, not a ROI of 0.  At 40 dollars an order "cpr training" pays with 29.80, and
    its next click, at 4.48, costs more than the 3.59 that one brings."""
    found = table(house, "courses")
    training = max((w for w in found.words if w.word == '"cpr training"'), key=lambda w: w.spend)
    assert (training.roi, training.break_even, training.move) == (None, None, "lower")
    assert training.worth == pytest.approx(D(40) * 493 / 5476, rel=D("0.02"))
    assert training.pays is not None
    assert training.pays > 0.99
    assert training.gain == 0                                                  # "all time" has no days to divide by
    assert {w.wait_days for w in found.words} == {None}


def test_words_without_an_order_wait_for_so_many_clicks_and_so_much_money(house: House) -> None:
    found = table(house, "fleet")
    camera = one(found.words, "+DASHBOARD +CAMERA")
    assert camera.move == "wait"
    assert camera.wait_clicks > 50
    assert camera.wait_cost == pytest.approx(D(camera.wait_clicks) * camera.cpc, rel=D("0.05"))
    assert one(found.words, "[VEHICLE TRACKING]").move == "pause"               # 19 clicks for 478 dollars
    assert len(moves(found.words)) <= 5


def test_the_command_says_what_the_page_shows(house: House) -> None:
    on = SHOPS["oils"][3]
    line = CommandLine(house.home)
    told = fits("ads", line.json("ads", "--shop", "oils", "--on", on))
    shown = table(house, "oils")
    assert [(w["word"], w["move"], w["spend"]) for w in told["words"]] == [(w.word, w.move, f"{w.spend:f}") for w in shown.words]
    assert "hair oil" in line("ads", "--shop", "oils", "--on", on).stdout
    assert "停词" in line("ads", "--shop", "oils", "--on", on, lang="zh").stdout
