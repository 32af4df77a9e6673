"""Ads that go wrong or could do more: a page that does not open, an image of which people have had enough, a term that sells."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from daybook.desks.ads import DESK as ADS
from daybook.desks.ads.findings import EXHAUSTED
from daybook.desks.ads.harvest import HARVEST
from daybook.desks.ads.landing import BROKEN
from daybook.desks.ads.tired import TIRED
from daybook.desks.gain import rule
from daybook.domain.brief import BriefFinding, State
from daybook.domain.moves.ads import KeywordAdd
from daybook.domain.profit import Margins
from daybook.domain.seen import Seen
from daybook.workflows.ads_page import table_of
from tests.desks.seen import REVIEWED, days, seen

ITEM = (("item_id", "kettle"), ("source", "关键词推广"), ("source_detail", ""), ("device", "无线端"))
WORD = (("plan_id", "p1"), ("item_id", "kettle"), ("keyword", "水壶"))


def found_of(morning: Seen, kind: str) -> list[BriefFinding]:
    return [f for find in ADS.finds for f in find(morning) if f.kind == kind]


def of_page(visitors: object, clicks: object, state: State = State.IN) -> Seen:
    """An item to which 100 clicks a day usually bring 95 visitors, who pay 380 together."""
    return replace(seen(
        product_source={"visitors": {ITEM: days(visitors, 95)}, "paid_gmv": {ITEM: days(0, 380)}},
        keyword={"keyword_clicks": {WORD: days(clicks, 100)}}), states={"product_source_day": {REVIEWED: state}})


def test_clicks_that_do_not_arrive_point_at_the_page_behind_the_ad() -> None:
    """110 clicks for 6 visitors: 95 x 1.1 were to come, so 98.5 stayed away, of 4 yuan each: 394."""
    morning = of_page(6, 110)
    [found] = found_of(morning, BROKEN)
    assert found.at_stake is not None
    assert found.at_stake.mid == D("394.00")
    [task] = ADS.moves[BROKEN](found, morning)
    assert (task.move, task.object) == ("fix_landing", "kettle")


def test_an_ad_that_is_clicked_as_little_as_it_is_visited_has_a_page_that_opens() -> None:
    assert not found_of(of_page(6, 8), BROKEN)
    assert not found_of(of_page(60, 110), BROKEN)
    assert not found_of(of_page(0, 110, State.NOT_IN), BROKEN)      # a report that is late is no page that is down


def of_material(late_clicks: int, yesterday: int, shown: int = 2000) -> Seen:
    """A material shown `shown` times a day: 100 clicks a day of three weeks, then `late_clicks`, on the last day `yesterday`."""
    clip = (("material_id", "m1"),)
    clicks = {REVIEWED - timedelta(days=n): D(yesterday if not n else late_clicks if n < 7 else 100) for n in range(28)}
    return replace(seen(material={
        "material_impressions": {clip: days(shown, 2000)}, "material_clicks": {clip: clicks},
        "material_ad_spend": {clip: clicks}, "material_ad_gmv": {clip: {d: 5 * n for d, n in clicks.items()}}}),
        names={"material_id": {"m1": "coat.mp4"}})


def test_a_shop_whose_ads_are_told_by_material_has_materials_on_its_page_and_no_words() -> None:
    assert table_of(of_material(60, 60), []).of_materials
    assert not table_of(of_page(60, 110), []).of_materials


def test_a_video_shown_as_often_and_clicked_half_as_much_is_tired_and_its_budget_is_not_gone() -> None:
    """5 clicks of a hundred views fell to 2; at 2,000 views 60 clicks of 5 yuan stay away, which would have cost 1 each."""
    morning = of_material(40, 40)
    [found] = found_of(morning, TIRED)
    assert found.at_stake is not None
    assert (found.at_stake.mid, found.at_stake.spend) == (D("300.00"), D("60.00"))
    assert not found_of(morning, EXHAUSTED)
    [task] = ADS.moves[TIRED](found, morning)
    assert (task.move, task.object) == ("swap_creative", "coat.mp4")


def test_a_video_that_is_clicked_again_is_no_longer_called_tired() -> None:
    assert not found_of(of_material(40, 98), TIRED)


def test_a_day_that_showed_less_is_a_budget_and_no_tired_video() -> None:
    assert found_of(of_material(100, 40, shown=800), EXHAUSTED)
    assert not found_of(of_material(100, 40, shown=800), TIRED)


def of_terms(orders: int, also_a_word: bool = False) -> Seen:
    """A term of ten clicks a day at 1 yuan over ten days, with so many orders of 100 of which half is left before ads."""
    named = {"plan_id": "p1", "keyword_kind": "Broad match", "keyword": "kettle buy"}
    told = [REVIEWED - timedelta(days=n) for n in range(10)]
    of = {term: (*named.items(), ("term", term)) for term in ("kettle gift", "kettle buy")}
    bought = {"kettle gift": {told[n]: D(1 if n < orders else 0) for n in range(10)}, "kettle buy": dict.fromkeys(told, D(0))}
    bought["kettle buy"][told[5]] = D(1)
    words = {(("plan_id", "p1"), ("item_id", ""), ("keyword", "kettle gift" if also_a_word else "kettle buy")): days(30, 30)}
    return replace(seen(keyword={"keyword_clicks": words}, search_term={
        "term_clicks": {s: dict.fromkeys(told, D(10)) for s in of.values()},
        "term_ad_spend": {s: dict.fromkeys(told, D(10)) for s in of.values()},
        "term_conversions": {of[t]: n for t, n in bought.items()},
        "term_ad_gmv": {of[t]: {d: 100 * v for d, v in n.items()} for t, n in bought.items()}}),
        margins=Margins(shop=D("0.5"), cost_known_share=D(1)))


def test_a_term_that_sells_behind_a_broad_word_is_to_become_an_exact_one() -> None:
    """Eight orders of a hundred clicks leave 4 a click that costs 1: it gets a word of its own, a tenth above."""
    morning = of_terms(8)
    [found] = found_of(morning, HARVEST)
    assert dict(found.scope)["keyword"] == "kettle gift"
    [task] = ADS.moves[HARVEST](found, morning)
    assert task.change == KeywordAdd("p1", "kettle gift", "exact", D("1.10"))


def test_a_term_with_one_order_and_one_that_is_a_word_already_are_left_where_they_are() -> None:
    assert not found_of(of_terms(1), HARVEST)
    assert not found_of(of_terms(8, also_a_word=True), HARVEST)


def test_a_term_that_came_by_two_words_is_judged_by_both_together() -> None:
    """Each word alone brought one order less than A-HARVEST asks for; the sum is judged, beside a term that sells by one word."""
    few = int(rule("A-HARVEST", "orders")) - 1
    assert few > 0
    morning, terms = of_terms(8), of_terms(few).sliced["search_term"]
    more = {metric: {tuple((k, word if k == "keyword" else "kettle set" if k == "term" else v) for k, v in scope): told
                     for word in ("kettle", "kettle buy") for scope, told in of.items() if dict(scope)["term"] == "kettle gift"}
            for metric, of in terms.items()}
    for metric in ("term_clicks", "term_ad_spend"):             # a click a day by each, so that the few orders pay
        more[metric] = {scope: dict.fromkeys(told, D(1)) for scope, told in more[metric].items()}
    both = replace(morning, sliced={**morning.sliced, "search_term": {
        metric: {**of, **more[metric]} for metric, of in morning.sliced["search_term"].items()}})
    assert [dict(f.scope)["keyword"] for f in found_of(both, HARVEST)] == ["kettle gift"], "the one that brings more comes first"
