"""Words of a console's reports: which move their days make, and what is never judged."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from daybook.desks.ads.judged import WHOLE_SITE, judged_plans, judged_words
from daybook.desks.ads.terms import TermRow, judged_terms
from daybook.desks.ads.words import find_words_to_cut
from daybook.domain.ad_words import JudgedWord
from daybook.domain.profit import Margins
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop

ON = date(2026, 11, 23)
SHOP = Shop("kettles", "Jade", Platform.TMALL, "Asia/Shanghai", "CNY")
#: Word -> clicks, price of a click and orders of each of 28 days; an order is 200, 40 % of which is left before ads.
WORDS: dict[str, tuple[int, str, str]] = {
    "电热水壶": (50, "1.00", "2.5"), "电热水壶 大容量": (40, "1.05", "2"), "水壶维修": (20, "4.00", "0"),
    "热水壶 学生": (40, "3.90", "2"), "保温壶": (1, "1.00", "0")}


def seen(words: dict[str, tuple[int, str, str]], **more: Any) -> Seen:
    sliced: dict[str, Any] = {m: {} for m in ("keyword_clicks", "keyword_ad_spend", "keyword_ad_orders", "keyword_ad_gmv")}
    days = [ON - timedelta(days=n) for n in range(1, 29)]
    for word, (clicks, price, orders) in words.items():
        scope = (("plan_id", "p1"), ("item_id", "i1"), ("keyword", word))
        each = (Decimal(clicks), clicks * Decimal(price), Decimal(orders), 200 * Decimal(orders))
        for metric, a_day in zip(sliced, each, strict=True):
            sliced[metric][scope] = dict.fromkeys(days, a_day)
    said: dict[str, Any] = {"margins": Margins(Decimal("0.4"), Decimal(1), {"i1": Decimal("0.4")})} | more
    return Seen(SHOP, ON, datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai")), {}, {"keyword": sliced}, **said)


def by_word(words: tuple[JudgedWord, ...]) -> dict[str, JudgedWord]:
    return {one.word: one for one in words}


def test_each_word_gets_the_move_that_its_days_make() -> None:
    """A click of the first brings 200 x 0.4 x 5 % = 4 and costs 1: raise; the third brought nothing for 2,240: pause; the
    fourth brings 4 and its next click costs 6.50: lower."""
    found = by_word(judged_words(seen(WORDS)))
    assert (found["电热水壶"].move, found["电热水壶"].quadrant) == ("raise", "winner")
    assert found["电热水壶"].worth == pytest.approx(Decimal(4), rel=Decimal("0.1"))
    assert found["电热水壶"].orders > 70          # 28 x 2.5, and those still to come
    assert found["水壶维修"].move == "pause"
    assert found["水壶维修"].pays is not None
    assert found["水壶维修"].pays < 0.05
    assert found["热水壶 学生"].move == "lower"
    assert found["热水壶 学生"].wrong < 0.2       # type: ignore[operator]
    assert found["电热水壶"].break_even == Decimal("2.50")
    assert found["保温壶"].move != "pause"        # 28 clicks say nothing yet


def test_a_good_word_that_died_three_days_ago_is_cut_by_what_came_since() -> None:
    """5 % for 25 days, and of the 300 clicks of the last three days nobody bought, where fifteen would have: four weeks of orders
    do not save it, nor what its text says; the brief says since when.  Its neighbour stays."""
    told = seen({"电热水壶": (100, "1.00", "5"), "电热水壶 大容量": (100, "1.05", "5")})
    [scope] = [s for s in told.sliced["keyword"]["keyword_ad_orders"] if dict(s)["keyword"] == "电热水壶"]
    since = date(2026, 11, 20)
    for metric in ("keyword_ad_orders", "keyword_ad_gmv"):
        days = told.sliced["keyword"][metric]
        days[scope] = {day: value if day < since else Decimal(0) for day, value in days[scope].items()}   # type: ignore[index]
    found = by_word(judged_words(told))
    assert (found["电热水壶"].move, found["电热水壶"].sells_since) == ("pause", since)
    assert found["电热水壶 大容量"].move == "raise"
    [one] = find_words_to_cut(told)
    assert "hardly sells since 2026-11-20" in one.words


def test_without_costs_nothing_is_judged_and_it_says_why() -> None:
    for one in judged_words(seen(WORDS, margins=Margins())):
        assert (one.move, one.worth, one.pays, one.break_even) == ("keep", None, None, None)
        assert "costs" in one.why_not


def test_whole_site_promotion_is_never_held_against_break_even() -> None:
    found = judged_words(seen(WORDS, names={"plan_id": {"p1": "全站推广"}}))
    assert {(one.move, one.why_not) for one in found} == {("keep", WHOLE_SITE)}


def test_a_plan_says_what_its_next_yuan_brings() -> None:
    told = seen({"电热水壶": WORDS["电热水壶"]})
    [plan] = judged_plans(told, judged_words(told))
    assert plan.spend == Decimal("1400.00")
    assert plan.roi == Decimal("10.00")
    assert plan.next_yuan == pytest.approx(Decimal("2.4"), rel=Decimal("0.1"))     # 4 over a next click of 1.67


def test_a_term_with_proven_orders_becomes_exact_and_one_without_is_excluded() -> None:
    """Thirty orders of six hundred clicks under a broad word; none of five hundred clicks for 2,000; one is exact already."""
    def row(term: str, clicks: int, spend: int, orders: int, match: str = "BROAD", keyword: str = "kettle") -> TermRow:
        return TermRow("p1", "u1", match, keyword, term, date(2026, 11, 22), 28, Decimal(clicks), Decimal(spend), Decimal(orders),
                       Decimal(orders * 200))

    _, terms = judged_terms(seen({}), [
        row("steel kettle", 600, 600, 30), row("kettle repair", 500, 2000, 0), row("glass kettle", 600, 600, 30),
        row("glass kettle", 10, 10, 0, "EXACT", "glass kettle"), row("kettle red", 3, 3, 0)])
    moves = {one.word: one.move for one in terms}
    assert moves["steel kettle"] == "harvest"
    assert moves["kettle repair"] == "negative"
    assert moves["glass kettle"] == "keep"
    assert moves["kettle red"] not in ("harvest", "negative")
