"""What is no trade at all: visitors counted otherwise, exports that come weekly; and ads told by material only."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D

from daybook.desks.ads import DESK as ADS
from daybook.desks.ads.findings import EXHAUSTED, JUMPED
from daybook.desks.data_in.definitions import find_changed_definition
from daybook.desks.data_in.findings import find_missing_exports
from daybook.desks.data_in.moves import note_definition
from daybook.domain.brief import Readiness, State
from daybook.domain.given import Given, Note
from daybook.domain.seen import Seen
from daybook.plan.conflicts import Facts, forbidden
from tests.desks.seen import REVIEWED, SHOP, days, seen

SEARCH, FEED = (("source_1", "search"),), (("source_1", "feed"),)


def counted(search: int, feed: int, orders: int, notice: bool = True) -> Seen:
    morning = seen({"visitors": days(search + feed, 3000), "paid_orders": days(orders, 100)},
                   source={"visitors": {SEARCH: days(search, 2000), FEED: days(feed, 1000)}})
    at = datetime(2026, 9, 14, 1, tzinfo=UTC)
    note = Note(SHOP.name, at, SHOP.name, "other", "", "", "平台公告：访客数口径调整", at)
    return replace(morning, given=Given(shop=SHOP, notes=(note,) if notice else ()))


def test_all_sources_a_sixth_lower_after_a_notice_while_orders_stay_is_another_way_of_counting():
    morning = counted(1680, 840, 101)
    [found] = find_changed_definition(morning)
    assert (found.measured, found.base, found.at_stake) == (D(2520), D(3000), None)
    assert [m.move for m in note_definition(found, morning)] == ["note_definition"]


def test_one_source_that_fell_or_orders_that_fell_too_is_no_new_definition():
    assert not list(find_changed_definition(counted(1520, 1000, 100)))
    assert not list(find_changed_definition(counted(1680, 840, 70)))


def test_without_a_notice_a_day_is_not_enough():
    assert not list(find_changed_definition(counted(1680, 840, 101, notice=False)))


def test_a_weekly_export_is_not_missed_on_other_days():
    states = {"reviews": {day: State.IN for day in days(0, 0) if day != REVIEWED}}
    line = Readiness("reviews", "评价", State.NOT_IN, REVIEWED, None)
    assert list(find_missing_exports(replace(seen(), states=states, readiness=(line,))))
    assert not list(find_missing_exports(replace(seen(), states=states, readiness=(replace(line, due=False),))))


def test_a_shop_of_few_refunds_has_days_without_one():
    states = {"refunds": {day: State.IN for day in days(0, 0) if day != REVIEWED}}
    line = Readiness("refunds", "退款", State.NOT_IN, REVIEWED, None)
    for usual, expected in ((2, 0), (30, 1)):
        refunds = {d: v for d, v in days(0, usual).items() if d != REVIEWED}
        morning = replace(seen({"refunds_by_day": refunds}), states=states, readiness=(line,))
        assert len(list(find_missing_exports(morning))) == expected


def found_of(morning: Seen, kind: str) -> list:
    return [f for find in ADS.finds for f in find(morning) if f.kind == kind]


def test_a_material_whose_click_costs_thrice_as_much_is_found_by_its_name():
    clip = (("material_id", "m1"),)
    morning = replace(seen(material={
        "material_clicks": {clip: days(200, 100)}, "material_ad_spend": {clip: days(720, 100)},
        "material_ad_gmv": {clip: days(900, 800)}}), names={"material_id": {"m1": "coat.mp4"}})
    [found] = found_of(morning, JUMPED)
    assert dict(found.scope)["keyword"] == "coat.mp4"
    [task] = ADS.moves[JUMPED](found, morning)
    assert task.move == "lower_bid"


def test_a_campaign_told_by_its_words_only_is_found_when_its_budget_is_gone_at_noon():
    word = (("plan_id", "Search"), ("item_id", ""), ("keyword", "tent"))
    other = (("plan_id", "Search"), ("item_id", ""), ("keyword", "two person tent"))
    morning = seen(keyword={
        "keyword_clicks": {word: days(40, 100), other: days(20, 60)},
        "keyword_ad_spend": {word: days(40, 100), other: days(20, 60)},
        "keyword_ad_gmv": {word: days(160, 400), other: days(80, 240)}})
    [found] = found_of(morning, EXHAUSTED)
    assert dict(found.scope) == {"plan_id": "Search"}
    [task] = ADS.moves[EXHAUSTED](found, morning)
    assert (task.move, task.object) == ("raise_budget", "Search")


def test_a_plan_with_such_thin_days_before_is_left_alone():
    word = (("plan_id", "Search"), ("item_id", ""), ("keyword", "tent"))
    thin = {d: (D(55) if d.day % 4 == 0 else D(100)) for d in days(0, 100)} | {REVIEWED: D(58)}
    morning = seen(keyword={m: {word: thin} for m in ("keyword_clicks", "keyword_ad_spend", "keyword_ad_gmv")})
    assert not found_of(morning, EXHAUSTED)


def test_a_budget_that_ran_out_last_week_too_is_found_and_held_against_full_days():
    word = (("plan_id", "Search"), ("item_id", ""), ("keyword", "tent"))
    out = {d: D(40) if (REVIEWED - d).days in (6, 7) else D(100) for d in days(0, 100)} | {REVIEWED: D(45)}
    morning = seen(keyword={m: {word: out} for m in ("keyword_clicks", "keyword_ad_spend", "keyword_ad_gmv")})
    [found] = found_of(morning, EXHAUSTED)
    assert found.base == 100


def materials(**of):
    """Materials by id: clicks of the day and usually; each costs 1 a click, and 4 are credited to it."""
    told = {(("material_id", name),): days(*clicks) for name, clicks in of.items()}
    return {"material_clicks": told, "material_ad_spend": told,
            "material_ad_gmv": {s: {d: 4 * v for d, v in of.items()} for s, of in told.items()}}


def test_materials_that_stopped_together_are_one_empty_budget_with_all_their_money():
    """60 and 12 clicks did not come; the small one is too small to be told by itself, the third has its clicks."""
    morning = seen(material=materials(kettle=(40, 100), small=(8, 20), other=(97, 100)))
    [found] = found_of(morning, EXHAUSTED)
    assert (found.measured, found.base, found.at_stake.mid, found.at_stake.spend) == (48, 120, 288, 72)
    assert "kettle" in found.words
    assert "1 more" in found.words
    [task] = ADS.moves[EXHAUSTED](found, morning)
    assert (task.from_.value, task.to.value, task.change) == (48, 120, None)


def test_the_refill_speaks_of_the_same_materials_as_the_finding_that_it_mends():
    """Kettle and pot surely stopped.  Of the small one 11 of 20 clicks came: too many for the fifth that came of the kettle
    alone, not for the two fifths that came of both."""
    morning = seen(material=materials(kettle=(20, 100), pot=(60, 100), small=(11, 20), other=(97, 100)))
    [found] = found_of(morning, EXHAUSTED)
    assert "2 more" in found.words
    [task] = ADS.moves[EXHAUSTED](found, morning)
    assert "2 more" in task.what
    assert (task.from_.value, task.to.value) == (found.measured, found.base)


def test_clicks_are_worth_what_the_shops_own_report_counts_for_paid_sources_not_all_that_a_console_credits():
    paid, own = ((("source_1", name),) for name in ("paid search", "search"))
    morning = seen(material=materials(kettle=(40, 100)), source={
        "paid_gmv": {paid: days(300, 300), own: days(900, 900)}, "visitors": {paid: days(40, 100), own: days(200, 200)}})
    [found] = found_of(morning, EXHAUSTED)
    assert found.at_stake.mid == 180        # 60 clicks at 3, not at 4


def test_no_more_clicks_are_bought_onto_a_best_seller_that_is_gone():
    kettle = (("item_id", "881"), ("sku", "KZ-041"))
    word = (("plan_id", "7"), ("item_id", "881"), ("keyword", "kettle"))
    morning = seen(product={"line_units": {kettle: days(0, 12)}}, keyword={
        m: {word: days(40, 100)} for m in ("keyword_clicks", "keyword_ad_spend", "keyword_ad_gmv")})
    [found] = found_of(morning, EXHAUSTED)
    [task] = ADS.moves[EXHAUSTED](found, morning)
    assert forbidden(task, Facts(frozenset({"KZ-041"})))
    assert not forbidden(task, Facts(frozenset({"MUG-007"})))


def test_a_day_without_a_case_is_no_missing_export_where_its_refunds_came():
    states = {"disputes": {day: State.IN for day in days(0, 0) if day != REVIEWED}, "refunds": {REVIEWED: State.IN}}
    line = Readiness("disputes", "纠纷", State.NOT_IN, REVIEWED, None)
    assert not list(find_missing_exports(replace(seen(), states=states, readiness=(line,))))
    assert len(list(find_missing_exports(replace(seen(), states=states | {"refunds": {}}, readiness=(line,))))) == 1
