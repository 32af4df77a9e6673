"""Advice beyond single bids: which plan gives, which match type changes, and a target that is left alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from daybook.desks.ads.advice import advised
from daybook.desks.ads.experiments import OwnBid, bids_once, noted_bids
from daybook.desks.ads.terms import TermRow
from daybook.domain.ad_words import AdAccount, AdAdvice, JudgedPlan, JudgedWord
from daybook.domain.given import Given, Note
from daybook.domain.profit import Margins
from daybook.domain.seen import Seen
from daybook.reports.ad_phrases import waiting
from tests.desks.seen import REVIEWED, days, seen

KNOWN = Margins(shop=D("0.5"), cost_known_share=D(1))


def plan(name: str, spend: int, brings: str | None, whole: bool = False) -> JudgedPlan:
    return JudgedPlan(name, name, D(spend), D(3), D(2), None if brings is None else D(brings), whole)


def word(of: str, spend: int, clicks: int, cvr: tuple[float, float, float]) -> JudgedWord:
    return JudgedWord("w", of, of, "", D(spend), clicks, clicks * cvr[1], cvr, D(1), D("1.67"), D(3), D(2), D("1.5"), 0.9, "winner",
                      "keep", 0.0, D(0), 0.3, 0, None, D(0))


def kinds(found: tuple[AdAdvice, ...]) -> list[str]:
    return [one.kind for one in found]


def test_money_goes_from_the_plan_whose_next_yuan_brings_least() -> None:
    tight = (0.019, 0.02, 0.021)
    found = advised(replace(seen(), margins=KNOWN), [word("rich", 14000, 14000, tight), word("poor", 14000, 14000, tight)],
                    [plan("rich", 14000, "1.60"), plan("poor", 14000, "0.70"), plan("site", 9000, None, True)], (), None)
    [one] = found
    assert (one.kind, one.object_id, one.beside) == ("budget", "poor", "rich")
    assert one.gain > 40        # 50 a day from 0.70 to 1.60, less what the last of it brings less
    assert one.wrong is not None
    assert one.wrong < 0.01


def test_plans_that_are_hardly_known_wait_and_one_plan_alone_gives_nothing() -> None:
    loose = (0.01, 0.02, 0.04)
    found = advised(seen(), [word("a", 2800, 2800, loose), word("b", 2800, 2800, loose)], [plan("a", 2800, "1.3"),
                    plan("b", 2800, "1.0")], (), None)
    assert kinds(found) == ["wait"]
    assert found[0].wait_clicks > 0
    assert not advised(seen(), [], [plan("a", 2800, "1.3")], (), None)


def account(low: float, mid: float, high: float) -> AdAccount:
    return AdAccount(D(28000), D(100000), D("0.28"), D(4), (low, mid, high), 56, 0.9)


def test_a_whole_site_plan_is_judged_by_all_sales_and_an_edit_pays_for_its_learning() -> None:
    """Each yuan comes with 6 of sales, 3 of them left: the target goes down by a tenth.  With 3.3 it stays as it is."""
    morning = replace(seen(plan={"clicks": {(("plan_id", "site"),): days(100, 100)}}), margins=KNOWN)
    [edit] = advised(morning, [], [plan("site", 28000, None, True)], (), account(5.6, 6.0, 6.4))
    assert (edit.kind, edit.moves) == ("target_roi", True)
    [still] = advised(morning, [], [plan("site", 28000, None, True)], (), account(2.6, 3.34, 4.0))
    assert (still.kind, still.gain, still.moves) == ("keep", 0, False)
    assert not advised(morning, [], [plan("site", 28000, None, True)], (), None)     # what it brings is not known


def rows(match: str, keyword: str, term: str, clicks: int, orders: int) -> list[TermRow]:
    """Ten days of a term at 1 yuan a click and 100 an order."""
    told = [REVIEWED - timedelta(days=n) for n in range(10)]
    return [TermRow("p", "", match, keyword, term, day, 1, D(clicks), D(clicks), D(orders), D(100 * orders), day) for day in told]


def match_advice(*told: list[TermRow]) -> dict[str, str]:
    morning: Seen = replace(seen(), margins=KNOWN)
    return {one.object: one.kind for one in advised(morning, [], [], [r for of in told for r in of], None)}


def test_a_broad_word_whose_other_searches_never_order_becomes_exact() -> None:
    """The word itself: 40 orders of 400 clicks.  The rest: none of 600, where 50 an order would need 12."""
    assert match_advice(rows("Broad match", "kettle", "kettle", 40, 4), rows("Broad match", "kettle", "kettle used", 60, 0)) == {
        "kettle": "match_exact"}


def test_an_exact_word_becomes_broad_where_the_accounts_broad_words_add_what_pays() -> None:
    broad = [rows("Broad match", "pan", "pan", 40, 3), rows("Broad match", "pan", "pan for gas", 40, 3)]
    assert match_advice(rows("Exact match", "kettle", "kettle", 40, 3), *broad) == {"kettle": "match_broad"}
    assert match_advice(rows("Exact match", "kettle", "kettle", 40, 3)) == {}      # nothing tells what broad would add


def test_a_noted_edit_of_a_bid_is_an_experiment_once() -> None:
    told = {(("plan_id", "p"), ("item_id", ""), ("keyword", "水壶")): days(10, 10)}
    at = seen().as_of
    notes = [Note("kettles", at, about, "edit", was, to, "", at)
             for about, was, to in (("水壶", "1.20", "1.50"), ("水壶", "", ""), ("锅", "1", "2"))]
    morning = replace(seen(keyword={"keyword_clicks": told}), given=Given(notes=notes))
    [bid] = noted_bids(morning)
    assert (bid.word, bid.was, bid.to) == ("水壶", D("1.20"), D("1.50"))
    assert bids_once([bid], [OwnBid("水壶", bid.on, D("1.2"), D("1.5"))]) == (OwnBid("水壶", bid.on, D("1.2"), D("1.5")),)


def test_waiting_is_told_in_clicks_days_and_money_for_plans_as_for_words() -> None:
    loose = (0.01, 0.02, 0.04)
    [one] = advised(seen(), [word("a", 2800, 2800, loose), word("b", 2800, 2800, loose)],
                    [plan("a", 2800, "1.3"), plan("b", 2800, "1.0")], (), None)
    assert str(waiting(one, "CNY")).startswith(f"Wait {one.wait_clicks} more clicks, about ")
