"""Listings that come and go: new ones beside earlier launches, dead ones off, sellers never."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

from daybook.desks.listings.batches import launches_of, leaving_of
from daybook.desks.listings.shelf import shelf_map
from daybook.domain.given import Given, ItemRole
from daybook.domain.listing_lives import Life
from daybook.domain.object_facts import ObjectFact
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform
from tests.desks.seen import ON, REVIEWED, SHOP, seen

AGO = REVIEWED - timedelta(days=200)


def life(item: str, age: int, a_day: int = 0, sold_ago: int | None = None, known: bool = True) -> Life:
    """A listing of so many days that sold so many a day, last so many days ago."""
    first = REVIEWED - timedelta(days=age - 1)
    units = tuple((n, D(a_day)) for n in range(min(age, 28))) if a_day else ()
    last = None if sold_ago is None else REVIEWED - timedelta(days=sold_ago)
    return Life(item, first, first if last else None, last, units, not known, REVIEWED)


def stocked(**levels: int) -> Seen:
    return seen(stock={"sellable_units": {(("item_id", i), ("sku", f"S{i}")): {REVIEWED: D(n)} for i, n in levels.items()}})


def test_a_new_listing_stands_beside_the_shops_earlier_launches():
    earlier = [life("a", 100, 2), life("b", 120, 4), life("c", 150, 6), life("old", 300, 9, known=False)]
    [launch] = launches_of(seen(), [life("new", 10, 3), *earlier])
    assert (launch.item_id, launch.age) == ("new", 10)
    assert [(m.day, m.units, m.usual, m.reached) for m in launch.marks] == [
        (7, D(21), D(28), False), (14, None, D(56), None), (28, None, D(112), None)]


def test_with_two_earlier_launches_nothing_is_usual():
    [launch] = launches_of(seen(), [life("new", 10, 3), life("a", 100, 2), life("b", 120, 4)])
    assert [m.usual for m in launch.marks] == [None, None, None]
    assert launch.marks[0].launches == 2


def test_dead_ones_may_leave_and_heroes_and_new_ones_stay():
    given = Given(shop=SHOP, roles=(ItemRole(SHOP.name, "hero", "hero", None, seen().as_of),))
    morning = replace(stocked(dead=12, hero=5, slow=400, young=3), given=given)
    found = leaving_of(morning, [life("dead", 200, 0, 120), life("hero", 200, 0, 120), life("young", 20),
                                 replace(life("slow", 200, 0, 1), units=((190, D(2)),)), life("sells", 200, 3, 1)], {})
    assert [(one.item_id, one.what, one.units) for one in found] == [("dead", "delist", D(12)), ("slow", "clear", D(400))]
    assert found[0].money is None          # nobody said what a unit costs


def test_what_orders_alone_name_may_be_off_sale_already_and_is_not_proposed():
    assert leaving_of(stocked(), [replace(life("dead", 200, 0, 120), shown_last=None)], {}) == ()


def test_off_sale_with_stock_and_sold_lately_may_come_back():
    found = leaving_of(stocked(back=9, gone=0), [life("back", 100, 0, 30), life("gone", 100, 0, 30)],
                       {"back": "off_sale", "gone": "off_sale"})
    assert [(one.item_id, one.what) for one in found] == [("back", "relist")]


def test_the_shelf_turns_every_seven_days_on_taobao_and_is_off_elsewhere():
    """Put up on Sunday the 6th at 21:10: the next turn after Tuesday morning is Sunday the 20th, near the peak."""
    fact = ObjectFact(SHOP.name, "881", "listed_at", "2026-09-06 21:10", date(2026, 9, 6), seen().as_of)
    morning = replace(seen(), given=Given(shop=SHOP, facts=(fact,)))
    [turn] = shelf_map(morning)
    assert (turn.weekday, turn.hour, turn.next_on, turn.good) == (6, 21, ON + timedelta(days=5), True)
    assert shelf_map(replace(morning, shop=replace(SHOP, platform=Platform.DOUYIN))) == ()


def test_stock_that_was_last_told_a_month_ago_is_not_known_today():
    old = seen(stock={"sellable_units": {(("item_id", "dead"), ("sku", "S")): {REVIEWED - timedelta(days=30): D(12)}}})
    [one] = leaving_of(old, [life("dead", 200, 0, 120)], {})
    assert (one.what, one.units) == ("delist", None)
