"""The page: every state reads well, hostile text stays text, and nothing is asked from outside."""

import re
from dataclasses import replace
from decimal import Decimal as D
from html.parser import HTMLParser

import pytest

from daybook.domain.brief import Brief, Cause, Comparison, State
from daybook.domain.said import Said
from daybook.reports.brief_html import brief_html
from tests.reports.briefs import (
    CLOSED,
    EARLY,
    FINDINGS,
    FIRST,
    FULL,
    NO_DATA,
    PLAN,
    QUIET,
    READINESS,
    STATES,
    TILES,
    YOUNG,
)

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'\u202e\x1b[31m{{7*7}}{% raw %}"
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; `crossed` names tags that do not close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.crossed: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(page)
        self.close()
        self.text = re.sub(r"\s+", " ", " ".join(self._words))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, words):
        if not self._open or self._open[-1] != "style":
            self._words.append(words)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_morning_is_one_whole_page_that_needs_nothing_else(state, language):
    text = brief_html(STATES[state], language)
    page = Page(text)
    assert page.crossed == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in {"src", "style"} or name.startswith("on")]
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert not re.search(r"https?://|url\(|@import", text)
    assert len(text.encode()) < 200_000
    assert text == brief_html(STATES[state], language)


def test_ids_are_unique_and_every_link_has_its_end():
    page = Page(brief_html(FULL))
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in page.attributes if name == "href"} <= set(ids)


@pytest.mark.parametrize(("brief", "zh", "en"), [
    pytest.param(QUIET, "平静的一天", "A quiet day", id="quiet"),
    pytest.param(YOUNG, "还说不准什么算正常", "Too few days are in", id="young"),
    pytest.param(FIRST, "第一份晨报", "The first morning of this shop", id="first"),
    pytest.param(CLOSED, "没有成交不算下跌", "no sale is no fall", id="closed"),
    pytest.param(EARLY, "客服、推广还没到", "Service, Ads still to come", id="early"),
    pytest.param(NO_DATA, "还没有任何数据", "Nothing is in yet", id="no data"),
])
def test_each_state_has_a_sentence_of_its_own(brief, zh, en):
    assert zh in Page(brief_html(brief, "zh")).text
    assert en in Page(brief_html(brief, "en")).text
    assert zh not in Page(brief_html(FULL if brief is not EARLY else QUIET, "zh")).text


def test_what_is_not_in_is_a_dash_with_its_reason_and_never_zero():
    page = brief_html(replace(FULL, tiles=(TILES[4],), findings=(), plan=(), must=()))
    assert re.search(r'<p class="value"[^>]*>—</p>', page)
    assert '<p class="whynot">推广报表还没有导出</p>' in page
    assert "¥0" not in page


def test_comparisons_that_are_missing_for_one_reason_share_a_line():
    page = Page(brief_html(FIRST)).text
    assert page.count("还没有更早的数据") == len(FIRST.tiles)
    assert "较前一日、较上周同期、目标、较同行 — 还没有更早的数据" in page


def test_a_source_that_came_late_is_not_waited_for():
    came = replace(READINESS[3], state=State.LATE, last_day=FULL.reviewed)
    missing = replace(came, last_day=None)
    assert "推广还没到" not in brief_html(replace(EARLY, readiness=(came,)))
    assert "推广还没到" in brief_html(replace(EARLY, readiness=(missing,)))


def test_a_definition_can_be_read_without_a_mouse():
    assert "支付转化率 支付买家数 / 访客数。" in Page(brief_html(FULL)).text


def test_a_definition_that_tells_of_a_target_is_in_chinese_from_end_to_end():
    note = Said("{note} The day's target is the month's, spread by the shop's own weekdays of the last 8 weeks.",
                note="What was paid on the day, freight as the platform counts it; orders refunded later stay in.")
    page = Page(brief_html(replace(FULL, tiles=(replace(TILES[0], note=note),)))).text
    assert "当日支付金额，运费按平台口径；之后退款的订单不扣。当天目标由月目标按本店最近 8 周的星期规律分摊。" in page


def test_a_change_is_rounded_once():
    """8588 against 10989 is 21.849 % less: 21.8 % beside the tile as in its bridge."""
    then = Comparison("last_week", FULL.reviewed, D(10989), D(-2401), D("-0.2185"))
    page = brief_html(replace(FULL, tiles=(replace(TILES[0], value=D(8588), comparisons=(then,)),)))
    assert "−21.8%" in page
    assert "−21.9%" not in page


def test_a_closed_day_that_sold_nothing_shows_its_zero():
    assert "¥0.00" in Page(brief_html(CLOSED)).text


@pytest.mark.parametrize(("language", "fall", "refunds_rise"), [("zh", "green", "red"), ("en", "red", "red")])
def test_up_is_red_in_chinese_and_good_is_green_in_english(language, fall, refunds_rise):
    page = brief_html(FULL, language)
    assert f'<span class="{fall}">▼ −12.3%</span>' in page
    assert f'<span class="{refunds_rise}">▲ +0.34pp</span>' in page


def test_a_change_reads_without_colour():
    page = Page(brief_html(FULL, "en"))
    assert "vs week before ▼ −12.3%" in page.text
    assert "▲ +0.34pp worse" in page.text
    assert "Problem" in page.text
    assert "Opportunity" in page.text


def test_each_source_says_when_it_was_read_and_what_was_restated():
    text = Page(brief_html(FULL)).text
    assert "订单 已到 08:42 读取 · 此前 3 天有改数" in text
    assert "推广 未到 11月22日 08:40 读取 · 最近到 11月21日" in text


def test_a_card_says_who_when_how_long_what_it_brings_and_when_to_check_back():
    text = Page(brief_html(FULL)).text
    for said in ("主图 v7（白底套装） → 主图 v6（手持注水）", "+¥6,400/日",
                 "八成可能在 ¥3,100 ~ ¥9,200 · 成交额 · 14 天内",
                 "运营 09:40 10 分钟 手工操作", "复查 11月26日 周四", "12:00 前", "预期收益 说不准"):
        assert said in text


def test_the_shown_digits_of_a_bridge_add_up_even_where_the_parts_were_cut():
    """Three thirds of a yuan: 0.33 + 0.33 + 0.33 and one cent left over, shown as such."""
    third = D(1) / D(3)
    causes = tuple(Cause("slice", (("item", name),), third) for name in "abc")
    found = replace(FINDINGS[0], base=D(10), measured=D(11), causes=causes, remainder=D(1) - third - third - third)
    assert "not explained: +¥0.01" in brief_html(replace(FULL, findings=(found,)), "en")


def test_more_causes_than_a_person_compares_are_added_together():
    causes = tuple(Cause("slice", (("item", f"sku-{n}"),), D(n)) for n in range(1, 21))
    found = replace(FINDINGS[0], base=D(0), measured=D(210), causes=causes, remainder=D(0))
    page = brief_html(replace(FULL, findings=(found,)), "en")
    assert "14 smaller causes: +¥105.00" in page
    assert "sku-20: +¥20.00" in page


def test_a_bridge_that_does_not_add_up_stops_the_page():
    with pytest.raises(ValueError, match="do not add up"):
        brief_html(replace(FULL, findings=(replace(FINDINGS[0], remainder=D(0)),)))


def test_a_finding_whose_day_is_not_in_shows_a_dash_and_no_bridge():
    found = replace(FINDINGS[0], measured=None, at_stake=None, odds_noise=None)
    page = brief_html(replace(FULL, findings=(found,)), "en")
    assert "¥96,001 → —" in Page(page).text
    assert "odds of chance: cannot tell yet" in page
    assert 'class="waterfall"' not in page


def test_a_rise_from_nothing_has_no_percent():
    found = replace(FINDINGS[2], base=D(0), measured=D(144))
    assert "▲ +144 0 → 144" in Page(brief_html(replace(FULL, findings=(found,)))).text


def test_money_that_names_no_currency_is_the_shops():
    dollars = replace(FULL, currency="USD", tiles=(replace(TILES[0], currency=""),), findings=(), plan=())
    assert "$84,217" in brief_html(dollars)


def hostile(brief: Brief) -> Brief:
    """The same morning with a title from outside wherever one may stand."""
    found = replace(FINDINGS[0], words=HOSTILE, scope=(("item", HOSTILE),), sources=(HOSTILE,), id=HOSTILE, causes=(
        *FINDINGS[0].causes[:3], replace(FINDINGS[0].causes[3], scope=(("item", HOSTILE),), note=HOSTILE)))
    line = replace(PLAN[0], what=HOSTILE, object=HOSTILE, from_=HOSTILE, to=HOSTILE, where=HOSTILE, risk=HOSTILE,
                   owner=HOSTILE, evidence=HOSTILE, findings=(HOSTILE,))
    tile = replace(TILES[4], zh=HOSTILE, why_not=HOSTILE, note=HOSTILE)
    return replace(brief, shop=HOSTILE, client=HOSTILE, digest=HOSTILE, festival=HOSTILE, notes=(HOSTILE,),
                   findings=(found,), plan=(line,), tiles=(tile,))


def test_a_hostile_product_title_stays_text():
    text = brief_html(hostile(FULL))
    page = Page(text)
    assert page.crossed == []
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
    assert "<script>alert(1)</script>" in page.text
    assert "{{7*7}}" in page.text
    assert not {"\u202e", "\x1b"} & set(text)
