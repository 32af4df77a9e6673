"""The morning in a terminal and as Markdown: the same words, and no letter from outside steers them."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.brief import Comparison, Tile, Unit
from daybook.reports.brief_markdown import brief_markdown
from daybook.reports.brief_phrases import Compared, tile_words
from daybook.reports.brief_text import brief_text
from daybook.reports.text_columns import columns, wrapped
from daybook.reports.wording import translator
from tests.reports.briefs import FULL, STATES
from tests.reports.test_brief_html import hostile

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "reports"
COLOUR = re.compile(r"\x1b\[\d+m")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_full_morning_reads_as_it_was_read_by_a_person(language):
    golden = GOLDEN / f"morning.{language}.txt"
    text = brief_text(FULL, language)
    if os.environ.get("DAYBOOK_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [80, 88, 140])
def test_no_line_is_wider_than_the_terminal(state, width):
    for language in ("zh", "en"):
        wide = [line for line in brief_text(STATES[state], language, width=width).splitlines() if columns(line) > width]
        assert wide == []


def test_a_day_after_the_files_end_says_where_they_end():
    """Data are there, and only that day is not: neither "nothing is in" nor "nothing moved" would be true."""
    (orders,) = STATES["no_data"].readiness
    late = replace(STATES["no_data"], readiness=(replace(orders, last_day=STATES["no_data"].reviewed - timedelta(days=8)),))
    assert "the orders end on" in brief_text(late, "en")
    assert "Nothing is in yet" not in brief_text(late, "en")
    assert "Nothing is in yet" in brief_text(STATES["no_data"], "en")


def test_colour_changes_no_letter():
    plain, coloured = brief_text(FULL, "en"), brief_text(FULL, "en", colour=True)
    assert COLOUR.search(coloured)
    assert COLOUR.sub("", coloured) == plain
    assert "\x1b" not in plain


def test_a_product_title_cannot_steer_the_terminal():
    assert "\x1b" not in brief_text(hostile(FULL))
    assert "\u202e" not in brief_text(hostile(FULL))


def test_a_product_title_cannot_become_markdown():
    text = brief_markdown(replace(FULL, shop="# [a](javascript:b) | <b>*c*</b>"))
    assert text.startswith("# \\# \\[a\\](javascript:b) \\| \\<b\\>\\*c\\*\\</b\\>")


def test_markdown_has_one_row_for_each_number():
    rows = [line for line in brief_markdown(FULL, "en").splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + len(FULL.tiles)
    assert "| Ad spend | — | 推广报表还没有导出 |" in rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)


@pytest.mark.parametrize("state", STATES)
def test_both_renderings_say_the_sentence_of_the_morning(state):
    first = brief_text(STATES[state], "en", width=300).splitlines()[3]
    assert f"**{first}**" in brief_markdown(STATES[state], "en")


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("今日计划三件", 6, ["今日计", "划三件"]),
    ("paid amount fell", 11, ["paid amount", "fell"]),
    ("averyveryverylongword", 8, ["averyver", "yverylon", "gword"]),
    ("", 8, [""]),
])
def test_text_wraps_by_columns(text, width, lines):
    assert wrapped(text, width) == lines


def compared(value: str, before: str, **more: str) -> Compared:
    was, now = D(before), D(value)
    one = Comparison("yesterday", None, was, None if more else now - was, None if more else (now - was) / was, **more)
    tile = Tile("break_even_roi", "保本ROI", Unit.RATIO, now, comparisons=(one,), higher_is_better=False)
    return tile_words(tile, FULL, translator("en")).compared[0]


def test_what_is_shown_as_no_change_is_neither_better_nor_worse():
    flat, fell = compared("2.1201", "2.1205"), compared("2.00", "2.12")
    assert (flat.judged, flat.tone, fell.judged, fell.tone) == ("", "", "better", "green")


def test_a_base_that_may_not_be_compared_says_why_and_shows_no_change():
    one = compared("0.0062", "0.048", why_not="refunds of the later day are still to come: not compared yet")
    assert (one.text, one.judged) == ("—", "")
    assert "still to come" in one.why
