"""The activities desk on a steady Tmall shop in the days before the 99 sale of 2026: by hand, and when it must be silent."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.calendar.taking_part import activity_of
from daybook.desks.activities import DESK
from daybook.desks.activities.book import BOOK, KEPT
from daybook.desks.activities.eligible import ItemFacts, ShopFacts, event_stock, item_checks, shop_checks
from daybook.desks.activities.findings import (
    NOT_FILED,
    find_not_back,
    find_not_filed,
    find_price_breaks,
    find_stock_low,
    one_an_item,
    what_cannot_wait,
)
from daybook.domain.activities import ActivityBook, EntryState, EntryStep, Kept, Met, Signed, entries_of
from daybook.domain.event_calendar import Activity
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from tests.desks.seen import seen

KETTLE, POT = (("item_id", "881"), ("sku", "KZ-041")), (("item_id", "882"), ("sku", "POT-1"))
#: The 99 sale of 2026 sells from 5 to 9 September; products are taken until 29 August.
CLOSES, FIRST, LAST = date(2026, 8, 29), date(2026, 9, 5), date(2026, 9, 9)
TMALL = load().for_("tmall")


def shop(on: date, signed: tuple[Signed, ...], price: object = 100, last_price: object | None = None,
         level: object = 900, kept: Kept | None = None) -> Seen:
    """A kettle that sells ten a day at 100 and a pot that sells one, for nine weeks; `last_price` is the reviewed day's."""
    reviewed = on - timedelta(days=1)
    known = [reviewed - timedelta(days=n) for n in range(63)]
    units = {KETTLE: dict.fromkeys(known, D(10)), POT: dict.fromkeys(known, D(1))}
    money = {KETTLE: {d: D(str(price)) * 10 for d in known}, POT: dict.fromkeys(known, D(50))}
    if last_price is not None:
        money[KETTLE][reviewed] = D(str(last_price)) * 10
    stock = {"sellable_units": {KETTLE: {reviewed: D(str(level))}}}
    made = seen(product={"line_units": units, "line_gmv": money}, stock=stock)
    read: dict[str, Any] = {BOOK: ActivityBook(signed), **({KEPT: kept} if kept else {})}
    return replace(made, on=on, as_of=made.as_of + (on - made.on), read=read)


def sign(item: str, price: object = 90, first: date = FIRST, last: date = LAST, event: str = "99划算节", **more: Any) -> Signed:
    made = Signed(event, item, "", first - timedelta(days=14), first, last, D(str(price)), 500, 0, "审核通过", True)
    return replace(made, **more)


def test_a_product_that_carries_the_shop_is_told_while_recruiting_ends_and_a_small_one_is_not():
    """Kettle 10 x 100 of 1,050 a day.  Five days at ten units and 100: usual 5,000, brings 20 % to 300 % more."""
    [found] = find_not_filed(shop(CLOSES - timedelta(days=2), (sign("882"),)))
    assert found.scope == (("item_id", "881"),)
    assert (found.measured, found.adds_up()) == (D(2), True)
    assert found.at_stake is not None
    assert (found.at_stake.low, found.at_stake.mid, found.at_stake.high) == (D("1000.00"), D("5000.00"), D("15000.00"))
    [task] = DESK.moves[NOT_FILED](found, shop(CLOSES - timedelta(days=2), ()))
    assert task.id == "file_product.99.881"                        # each event has a task of its own


def test_a_product_that_was_turned_down_is_told_like_one_that_nobody_filed_and_one_that_was_withdrawn_is_not():
    refused, withdrawn = (sign("881", stands=False, said=said) for said in ("审核不通过 未开始", "已取消"))
    [found] = find_not_filed(shop(CLOSES - timedelta(days=2), (sign("882"), refused)))
    assert found.scope == (("item_id", "881"),)
    assert "(turned down)" in str(found.words)
    assert not list(find_not_filed(shop(CLOSES - timedelta(days=2), (sign("882"), withdrawn))))
    assert not list(find_not_filed(shop(CLOSES - timedelta(days=2), (refused, sign("881")))))       # filed again


@pytest.mark.parametrize(("on", "signed", "level"), [
    (CLOSES - timedelta(days=2), (sign("881"),), 900),             # it is filed
    (CLOSES - timedelta(days=8), (sign("882"),), 900),             # there is time
    (CLOSES + timedelta(days=1), (sign("882"),), 900),             # nothing can be done any more
    (CLOSES - timedelta(days=2), (), 900),                         # nobody tells what this shop files
    (CLOSES - timedelta(days=2), (sign("882"),), 20)])             # it will be gone before
def test_not_filed_is_silent(on, signed, level):
    assert not list(find_not_filed(shop(on, signed, level=level)))


def test_a_sale_below_the_events_price_is_told_for_three_days():
    [found] = find_price_breaks(shop(FIRST - timedelta(days=6), (sign("881", 90),), last_price=85))
    assert (found.measured, found.base, found.adds_up()) == (D("85.00"), D(90), True)
    assert not list(find_price_breaks(shop(FIRST - timedelta(days=6), (sign("881", 90),))))
    assert not list(find_price_breaks(shop(FIRST + timedelta(days=1), (sign("881", 90),), last_price=85)))     # it runs
    assert not list(find_price_breaks(shop(FIRST - timedelta(days=6), (sign("881", 90, stands=False),), last_price=85)))


def test_stock_that_does_not_reach_the_events_end_is_told():
    """Four days before: ten a day until then, and five days at 1.2 times ten, sixty, more than three usual days: 100 in all."""
    [found] = find_stock_low(shop(FIRST - timedelta(days=4), (sign("881"),), level=80))
    assert (found.measured, found.base) == (D(80), D(100))
    assert not list(find_stock_low(shop(FIRST - timedelta(days=4), (sign("881"),), level=100)))
    assert not list(find_stock_low(shop(FIRST - timedelta(days=20), (sign("881"),), level=80)))


def test_a_product_turned_down_and_filed_again_is_filed():
    """The export lists the sign-up that was turned down first: the one that stands counts."""
    signed = (sign("881", stands=False, said="审核不通过"), sign("881"))
    [found] = find_stock_low(shop(FIRST - timedelta(days=4), signed, level=80))
    assert found.base == D(100)


def test_a_price_that_stayed_at_the_events_is_told_once_the_event_is_over():
    after = LAST + timedelta(days=3)
    [found] = find_not_back(shop(after, (sign("881", 90),), last_price=90))
    assert (found.measured, found.base) == (D("90.00"), D("100.00"))
    assert found.at_stake is not None
    assert found.at_stake.mid == D("100.00")
    assert not list(find_not_back(shop(after, (sign("881", 90),))))                       # it is back
    assert not list(find_not_back(shop(after, (sign("881", 90),), price=90)))             # it was never dearer
    assert not list(find_not_back(shop(LAST + timedelta(days=1), (sign("881", 90),), last_price=90)))     # too early
    assert not list(find_not_back(shop(after, (sign("881", 90), sign("881", 88, after, after, "店铺周年")), last_price=90)))


def test_skus_of_one_item_are_told_together_with_what_all_have_at_stake():
    [large] = find_not_back(shop(LAST + timedelta(days=3), (sign("881", 90),), last_price=90))
    assert large.at_stake is not None
    small = replace(large, at_stake=replace(large.at_stake, low=D(1), mid=D(2), high=D(2)), measured=D(50))
    [found] = one_an_item([small, large])
    assert (found.id, found.measured) == (large.id, large.measured)
    assert found.at_stake is not None
    assert (found.at_stake.low, found.at_stake.mid) == (large.at_stake.low + 1, large.at_stake.mid + 2)
    assert str(found.words).endswith("so it is with 1 more of its SKUs")
    assert list(one_an_item([large])) == [large]


def test_a_price_that_counts_coupons_is_held_against_what_the_events_days_sold_for():
    """Filed at 80 with every coupon, sold for 92 on the event's days, and still for 92 three days later; before it was 100."""
    after = LAST + timedelta(days=3)
    stays = shop(after, (sign("881", 80),), last_price=92)
    money = stays.sliced["product"]["line_gmv"][KETTLE]
    assert isinstance(money, dict)
    money.update({FIRST + timedelta(days=n): D(920) for n in range(5)})
    [found] = find_not_back(stays)
    assert (found.measured, found.base) == (D("92.00"), D("100.00"))


def test_a_draft_and_a_turned_down_entry_wait_for_nobody_on_the_last_day():
    at = shop(CLOSES, ()).as_of
    steps = [EntryStep("99-2026", item, "", state, at, at, "Lin") for item, state in (
        ("881", EntryState.DRAFT), ("882", EntryState.REJECTED), ("883", EntryState.APPROVED))]
    musts = list(what_cannot_wait(shop(CLOSES, (), kept=Kept(entries_of(steps)))))
    assert [m.object for m in musts] == ["881", "882"]
    assert all(m.deadline is not None for m in musts)


def event(key: str = "99-2026") -> Activity:
    found = activity_of(key, "tmall", "CN")
    assert found is not None
    return found


GOOD = ItemFacts(300, 300, 900, D(100), D(92), D(95), "P-15D", date(2026, 8, 20), D(60), "厨房电器", 100, 2)


def test_a_sound_product_meets_everything():
    assert {c.met for c in item_checks(GOOD, event(), TMALL)} == {Met.MET}
    assert event_stock(GOOD, event(), TMALL) == 100                     # ten a day, five days, twice


@pytest.mark.parametrize(("change", "name", "met", "rule"), [
    ({"price": None, "high": D(80), "by": "E-ASK-MEGA"}, "event_price", Met.FAILED, "E-ASK-MEGA"),
    ({"usual": None, "price": None}, "event_price", Met.UNTOLD, ""),
    ({"floor": D(95)}, "break_even", Met.FAILED, "G-MARGIN"), ({"floor": None}, "break_even", Met.UNTOLD, "G-MARGIN"),
    ({"on_hand": 29}, "event_stock", Met.FAILED, "E-STOCK3"), ({"on_hand": None}, "event_stock", Met.UNTOLD, "E-STOCK3"),
    ({"units_30": 0}, "units_30", Met.FAILED, "E-ASK-MEGA"), ({"bad_reviews": 9}, "good_rate", Met.FAILED, "E-ASK-MEGA"),
    ({"reviews": 19}, "good_rate", Met.UNTOLD, "E-ASK-MEGA"), ({"reviews": None}, "good_rate", Met.UNTOLD, "E-ASK-MEGA")])
def test_what_fails_is_named_with_its_rule_and_what_is_not_known_is_neither(change, name, met, rule):
    [check] = [c for c in item_checks(replace(GOOD, **change), event(), TMALL) if c.name == name]
    assert (check.met, check.rule) == (met, rule)
    assert check.do if met is not Met.MET else True


def test_an_event_of_a_category_is_for_its_products():
    mid_autumn = event("mid_autumn-2026")
    assert [c.met for c in item_checks(GOOD, mid_autumn, TMALL) if c.name == "category"] == [Met.FAILED]
    assert [c.met for c in item_checks(replace(GOOD, category="休闲食品"), mid_autumn, TMALL) if c.name == "category"] == [Met.MET]
    assert [c.met for c in item_checks(replace(GOOD, category=""), mid_autumn, TMALL) if c.name == "category"] == [Met.UNTOLD]


@pytest.mark.parametrize(("score", "met"), [(D("4.6"), Met.MET), (D("4.5"), Met.FAILED), (None, Met.UNTOLD)])
def test_the_shops_score_is_held_against_its_floor(score, met):
    found = {c.name: c.met for c in shop_checks(ShopFacts(score, D("0.5")), event(), TMALL)}
    assert found == {"shop_score": met, "active_sku_share": Met.MET, "violations": Met.UNTOLD}
