"""An item that lost people or buyers since a note or a review: the note alone says nothing, and neither does the fall."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.desks.listings.findings import EDITED, RIVAL, find_noted_losses
from daybook.desks.listings.moves import answer_review, answer_rival, restore_listing
from daybook.desks.listings.reviews import find_bad_reviews
from daybook.domain.given import Given, Note
from daybook.domain.seen import Seen
from tests.desks.seen import REVIEWED, SHOP, days, seen

HERO, OTHER = (("item_id", "881"),), (("item_id", "882"),)
LINE = (("item_id", "881"), ("sku", "KZ-041"))


def noted(morning: Seen, kind: str, text: str = "", on: date = REVIEWED, item: str = "881") -> Seen:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    note = Note(SHOP.name, at, item, kind, "Kettle 1.5L", "Kettle new", text, at)
    return replace(morning, given=Given(shop=SHOP, notes=(note,)))


def traffic(visitors: int, buyers: int) -> Seen:
    """A hero of 1000 visitors and 50 buyers beside an item of 2000 and 60, and what the hero had on the last day."""
    return seen(product={"line_gmv": {LINE: days(buyers * 100, 5000)}}, product_traffic={
        "visitors": {HERO: days(visitors, 1000), OTHER: days(2000, 2000)},
        "paid_buyers": {HERO: days(buyers, 50), OTHER: days(60, 60)}})


def test_a_rival_that_halves_the_heros_conversion_is_the_cause():
    morning = noted(traffic(1000, 25), "rival", "同款直降")
    [found] = find_noted_losses(morning)
    assert (found.kind, dict(found.scope), found.metric) == (RIVAL, {"item_id": "881"}, "payment_cvr")
    assert found.at_stake.mid == D("2164.36")      # 25 of 50 buyers gone, give or take 9; a third is what is usually lost
    assert found.adds_up()
    assert [m.move for m in answer_rival(found, morning)] == ["answer_rival"]


def test_a_rival_seen_beside_an_ordinary_day_is_no_finding():
    assert not list(find_noted_losses(noted(traffic(1000, 47), "rival")))
    assert not list(find_noted_losses(traffic(1000, 25)))


def test_an_edit_that_lost_a_third_of_the_visitors_is_taken_back():
    morning = noted(traffic(650, 33), "edit", "改标题")
    [found] = find_noted_losses(morning)
    assert (found.kind, found.metric) == (EDITED, "visitors")
    assert found.base == D(1000)
    [task] = restore_listing(found, morning)
    assert (task.from_, task.to) == ("Kettle new", "Kettle 1.5L")


def source(name: str, last: int, usual: int, item: str) -> dict:
    return {(("item_id", item), ("source", name), ("source_detail", ""), ("device", "")): days(last, usual)}


def test_a_rival_is_told_as_soon_as_some_buyers_are_gone_and_that_is_likelier_than_not():
    """Of four buyers three came: chance alone, but for a rival who takes buyers three times in four.  Five of four do not
    speak of a loss at all."""
    [found] = find_noted_losses(noted(seen(**{**traffic(1000, 50).sliced, "product_traffic": {
        "visitors": {HERO: days(80, 80), OTHER: days(2000, 2000)},
        "paid_buyers": {HERO: days(3, 4), OTHER: days(60, 60)}}}), "rival"))
    assert found.kind == RIVAL
    assert not list(find_noted_losses(noted(seen(product_traffic={
        "visitors": {HERO: days(80, 80), OTHER: days(2000, 2000)},
        "paid_buyers": {HERO: days(5, 4), OTHER: days(60, 60)}}), "rival")))


def test_visitors_of_a_source_are_worth_more_where_its_visitors_buy_more_often():
    """One in ten who search buys, one in twenty of all: 70 of them who did not come are worth twice 350."""
    visits = {**source("search", 60, 130, "881"), **source("search", 500, 500, "882"),
              **source("feed", 870, 870, "881"), **source("feed", 1500, 1500, "882")}
    buyers = {**source("search", 6, 13, "881"), **source("search", 50, 50, "882"),
              **source("feed", 37, 37, "881"), **source("feed", 50, 50, "882")}
    morning = replace(traffic(930, 46), sliced={**traffic(930, 46).sliced, "product_source": {
        "visitors": visits, "paid_buyers": buyers}})
    [found] = find_noted_losses(noted(morning, "edit", "改标题"))
    assert found.at_stake.mid == D("700.00")


def test_search_that_an_edit_lost_is_found_though_the_item_hardly_moved():
    morning = replace(traffic(930, 46), sliced={**traffic(930, 46).sliced, "product_source": {"visitors": {
        **source("search", 60, 130, "881"), **source("search", 500, 500, "882"),
        **source("feed", 870, 870, "881"), **source("feed", 1500, 1500, "882")}}})
    [found] = find_noted_losses(noted(morning, "edit", "改标题"))
    assert (found.measured, found.base) == (D(60), D(130))
    assert found.at_stake.mid == D("350.00")        # 70 visitors of an item that brings 5 a visitor, whatever the source


def test_an_image_that_lost_all_sources_costs_what_they_lost_together():
    """Search is the steadiest and so the surest, but the feed lost its half too: 350 of 1000 visitors are worth 1,750."""
    morning = replace(traffic(650, 33), sliced={**traffic(650, 33).sliced, "product_source": {"visitors": {
        **source("search", 60, 130, "881"), **source("search", 500, 500, "882"),
        **source("feed", 590, 870, "881"), **source("feed", 1500, 1500, "882")}}})
    [found] = find_noted_losses(noted(morning, "edit", "换主图"))
    assert (found.measured, found.base) == (D(650), D(1000))
    assert found.at_stake.mid == D("1750.00")


def test_an_edit_of_last_week_is_no_news():
    old = REVIEWED - timedelta(days=5)
    assert not list(find_noted_losses(noted(traffic(650, 33), "edit", on=old)))


def test_bad_reviews_of_one_day_and_a_conversion_that_fell_since_are_one_finding():
    day = REVIEWED - timedelta(days=1)
    morning = traffic(1000, 25)
    morning = replace(morning, sliced={**morning.sliced, "review": {"bad_reviews": {HERO: {day: D(3)}}}})
    [found] = find_bad_reviews(morning)
    assert dict(found.scope) == {"item_id": "881"}
    assert [m.move for m in answer_review(found, morning)] == ["answer_review"]


def test_three_bad_reviews_at_once_are_answered_before_their_effect_is_sure():
    """Three of eight buyers fewer happen by chance; beside three bad reviews at once they hardly do."""
    day = REVIEWED - timedelta(days=1)
    morning = seen(product_traffic={"visitors": {HERO: days(160, 160), OTHER: days(2000, 2000)},
                                    "paid_buyers": {HERO: days(5, 8), OTHER: days(60, 60)}})
    found = {bad: list(find_bad_reviews(replace(morning, sliced={
        **morning.sliced, "review": {"bad_reviews": {HERO: {day: D(bad)}}}}))) for bad in (2, 3)}
    assert not found[2]
    assert [f.kind for f in found[3]] == ["listings.bad_review"]


def test_one_bad_review_or_a_conversion_that_held_is_left_alone():
    day = REVIEWED - timedelta(days=1)
    for buyers, bad in ((25, 1), (49, 3)):
        morning = traffic(1000, buyers)
        morning = replace(morning, sliced={**morning.sliced, "review": {"bad_reviews": {HERO: {day: D(bad)}}}})
        assert not list(find_bad_reviews(morning))
