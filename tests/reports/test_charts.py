"""Charts: gaps for missing days, bars that add up, and nothing said by colour alone."""

import re
from datetime import date, timedelta
from decimal import Decimal as D
from xml.etree import ElementTree

from daybook.reports.charts import BridgeStep, sparkline, trend, waterfall

MONDAY = date(2026, 11, 16)
STEPS = (
    BridgeStep("last week", D(1000), "1,000", total=True),
    BridgeStep("search", D(-300), "−300", tone="red"),
    BridgeStep("<new> & live", D(100), "+100", tone="green", note="from \"21:00\""),
    BridgeStep("actual", D(800), "800", total=True),
)


def week(*values):
    return [(MONDAY + timedelta(days=i), None if v is None else D(v)) for i, v in enumerate(values)]


def bars(svg):
    return [(float(r.get("x")), float(r.get("x")) + float(r.get("width")))
            for r in ElementTree.fromstring(svg).iter("rect") if r.get("class") == "bar"]


def test_a_missing_day_breaks_the_line():
    """Three days, one not in, three days: two lines, and no point at the bottom."""
    svg = sparkline(week(5, 6, 7, None, 6, 5, 6), "s", "Paid", "a week")
    lines = re.findall(r'points="([^"]+)"', svg)
    assert [len(line.split()) for line in lines] == [3, 3]


def test_a_reviewed_day_that_is_not_in_has_no_dot():
    assert 'class="last"' in sparkline(week(5, 6, 7), "s", "t", "d")
    assert 'class="last"' not in sparkline(week(5, 6, None), "s", "t", "d")


def test_a_day_alone_between_two_holes_is_still_seen():
    assert sparkline(week(5, None, 6, None, 7, 8), "s", "t", "d").count('class="dot"') == 2


def test_nothing_known_is_no_picture():
    assert sparkline(week(None, None), "s", "t", "d") == ""
    assert sparkline(week(None, 5), "s", "t", "d") == ""
    assert trend(week(None, None), "s", "t", "d", ("", "", "", "")) == ""
    assert waterfall((), "s", "t", "d") == ""


def test_a_level_that_never_moves_is_drawn_in_the_middle():
    [points] = re.findall(r'points="([^"]+)"', sparkline(week(5, 5, 5), "s", "t", "d"))
    assert {point.split(",")[1] for point in points.split()} == {"16.0"}


def test_each_bar_of_a_bridge_starts_where_the_last_one_ended():
    base, search, live, actual = bars(waterfall(STEPS, "b", "Paid", "bridge"))
    assert base[1] == search[1]
    assert search[0] == live[0]
    assert live[1] == actual[1]


def test_a_small_change_of_a_large_level_breaks_the_axis_and_a_large_one_does_not():
    small = (BridgeStep("a", D(96000), "96,000", total=True), BridgeStep("b", D(-900), "−900"),
             BridgeStep("c", D(95100), "95,100", total=True))
    assert waterfall(small, "b", "t", "d").count('class="break"') == 2
    to_nothing = (STEPS[0], BridgeStep("closed", D(-1000), "−1,000"), BridgeStep("actual", D(0), "0", total=True))
    svg = waterfall(to_nothing, "b", "t", "d")
    assert 'class="break"' not in svg
    assert bars(svg)[0] == bars(svg)[1] == (160.0, 322.0)


def test_a_bridge_below_zero_shows_where_zero_is():
    steps = (BridgeStep("a", D(100), "100", total=True), BridgeStep("b", D(-150), "−150"),
             BridgeStep("c", D(-50), "−50", total=True))
    assert 'class="zero"' in waterfall(steps, "b", "t", "d")


def test_growth_and_decline_differ_without_colour():
    svg = waterfall(STEPS, "b", "t", "d")
    assert '<g class="fall red">' in svg
    assert '<g class="rise green">' in svg
    assert "−300" in svg
    assert "+100" in svg


def test_charts_are_named_for_those_who_do_not_see_them_and_escape_what_they_say():
    svg = waterfall(STEPS, "b", "Paid <amount>", "a & b")
    root = ElementTree.fromstring(svg)
    assert root.get("aria-labelledby") == "b-t b-d"
    assert root.find("title").text == "Paid <amount>"
    assert root.find("desc").text == "a & b"
    assert "&lt;new&gt; &amp; live" in svg


def test_a_trend_shows_weekends_holes_and_what_was_expected():
    """Monday to Sunday: two grey days, one hole, a band of three days."""
    band = [(MONDAY + timedelta(days=i), D(4), D(8)) for i in range(3)]
    svg = trend(week(5, None, 7, 6, 5, 6, 7), "t", "Paid", "a week", ("5", "7", "16 Nov", "22 Nov"), band)
    assert svg.count('class="weekend"') == 2
    assert svg.count('class="gap"') == 1
    assert svg.count('class="band"') == 1
    assert 'class="whisker"' in trend(week(5, 6), "t", "", "", ("", "", "", ""), [(MONDAY, D(1), D(9))])


def test_a_long_name_is_cut_in_the_picture_and_whole_in_its_title():
    name = "超长商品名称" * 20
    svg = waterfall((BridgeStep("a", D(2), "2", total=True), BridgeStep(name, D(1), "+1")), "b", "t", "d")
    assert f"<title>{name}: +1</title>" in svg
    assert f">{name}</text>" not in svg
    assert "…</text>" in svg
