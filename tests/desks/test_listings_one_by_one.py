"""Listings one by one: the step that fell is named with its money and a first measure; what all lost, or nobody counts, is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

from daybook.desks.listings.one_by_one import listing_lines
from daybook.domain.given import Given, Note
from daybook.domain.listing_lines import Standing
from daybook.domain.seen import Seen
from tests.desks.seen import REVIEWED, SHOP, seen

ITEMS = ("881", "882", "883", "884")
WEEK = [REVIEWED - timedelta(days=n) for n in range(7)]
BEFORE = [REVIEWED - timedelta(days=n) for n in range(7, 35)]


def of(item: str) -> tuple[tuple[str, str], ...]:
    return (("item_id", item),)


def shop(**last: dict[str, int]) -> Seen:
    """Four listings of 1000 visitors, 100 carts and 50 buyers who pay 5,000 a day; `last`: what `881` had in the week instead,
    or "all" of them."""
    usual = {"visitors": 1000, "cart_buyers": 100, "paid_buyers": 50, "paid_gmv": 5000, "refunded": 250}
    sliced: dict[str, object] = {}
    for name, value in usual.items():
        sliced[name] = {of(i): {**{d: D(value) for d in BEFORE}, **{d: D({**last.get("all", {}), **(
            last.get("one", {}) if i == "881" else {})}.get(name, value)) for d in WEEK}} for i in ITEMS}
    return seen(product_traffic=sliced)


def test_the_step_that_fell_is_named_with_its_money_and_a_measure():
    """In the cart as ever, a third fewer pay: 33 of 50 buyers at 100 each, so about 1,700 a day are missing."""
    found = listing_lines(shop(one={"paid_buyers": 33, "paid_gmv": 3300}))
    line = found.lines[0]
    assert (line.item_id, line.standing) == ("881", Standing.OFF)
    assert line.step is not None
    assert line.first is not None
    assert (line.step.name, line.step.worse) == ("pay_rate", True)
    assert line.money == D("1700.00")
    assert line.first.edit == "coupon"
    assert [one.standing for one in found.lines[1:]] == [Standing.STEADY] * 3
    assert "ctr" in found.unknown


def test_what_all_listings_lost_is_no_listings_step():
    found = listing_lines(shop(all={"paid_buyers": 33, "paid_gmv": 3300, "visitors": 800, "cart_buyers": 80}))
    assert not found.off


def test_visitors_lost_after_an_edit_lead_to_the_edit():
    at = datetime(REVIEWED.year, REVIEWED.month, REVIEWED.day, 1, tzinfo=UTC) - timedelta(days=6)
    given = Given(shop=SHOP, notes=(Note(SHOP.name, at, "881", "edit", "a", "b", "改标题", at),))
    fewer = {"visitors": 600, "cart_buyers": 60, "paid_buyers": 30, "paid_gmv": 3000, "refunded": 150}
    line = listing_lines(replace(shop(one=fewer), given=given)).lines[0]
    assert line.step is not None
    assert line.first is not None
    assert (line.item_id, line.step.name, line.money) == ("881", "visitors", D("2000.00"))
    assert "改标题" in line.first.because


def test_one_listing_that_sells_out_makes_no_other_look_better_or_worse():
    sold = {of(i): {**dict.fromkeys(BEFORE, D(20)), **dict.fromkeys(WEEK, D(20))} for i in ITEMS[1:]}
    sold[of("881")] = {**dict.fromkeys(BEFORE, D(100)), **dict.fromkeys(WEEK, D(0))}
    found = listing_lines(seen(product={"line_orders": sold, "line_gmv": sold}))
    assert [(one.item_id, one.standing) for one in found.lines] == [
        ("881", Standing.OFF), ("882", Standing.STEADY), ("883", Standing.STEADY), ("884", Standing.STEADY)]
    assert found.lines[0].money == D("100.00")      # nothing is left of it: what it brought before


def test_a_shop_of_which_nothing_is_counted_says_so():
    found = listing_lines(seen(product={"line_gmv": {of("881"): dict.fromkeys(BEFORE, D(10))}}))
    assert [one.standing for one in found.lines] == [Standing.UNKNOWN]
    assert found.lines[0].step is None


def test_a_listing_of_which_nobody_buys_beside_peers_at_five_in_a_hundred_is_weak_though_no_money_can_be_told():
    sliced = {name: {of(i): dict.fromkeys([*WEEK, *BEFORE], D(0 if i == "881" and name == "paid_buyers" else n)) for i in ITEMS}
              for name, n in (("visitors", 1000), ("paid_buyers", 50))}
    line = next(one for one in listing_lines(seen(product_traffic=sliced)).lines if one.item_id == "881")
    assert (line.standing, line.step and line.step.name, line.money) == (Standing.WEAK, "cvr", None)


def test_money_that_no_export_tells_is_not_nought():
    """Visits and buyers are told, what they paid is not; and of a week with five days of amounts the mean is that of the five."""
    fewer = shop(one={"paid_buyers": 33, "paid_gmv": 3300}).sliced["product_traffic"]
    untold = listing_lines(seen(product_traffic={k: v for k, v in fewer.items() if k not in ("paid_gmv", "refunded")})).lines[0]
    assert (untold.item_id, untold.standing, untold.gmv, untold.money) == ("881", Standing.OFF, None, None)
    five = {**fewer, "paid_gmv": {s: {d: v for d, v in own.items() if d not in WEEK[:2]} for s, own in fewer["paid_gmv"].items()}}
    assert listing_lines(seen(product_traffic=five)).lines[0].gmv == D(3300)


def test_an_edit_of_the_attributes_asks_for_the_light_of_attributes():
    at = datetime(REVIEWED.year, REVIEWED.month, REVIEWED.day, 1, tzinfo=UTC) - timedelta(days=6)
    given = Given(shop=SHOP, notes=(Note(SHOP.name, at, "881", "edit", "a", "b", "改属性", at),))
    fewer = {"visitors": 600, "cart_buyers": 60, "paid_buyers": 30, "paid_gmv": 3000, "refunded": 150}
    line = listing_lines(replace(shop(one=fewer), given=given)).lines[0]
    assert line.first is not None
    assert line.first.edit == "attributes"


def test_a_listing_that_alone_got_dearer_is_told_so_where_the_shop_shows_no_other_price():
    morning = shop(one={"paid_buyers": 33, "paid_gmv": 3300})
    prices = {(("item_id", "881"), ("sku", "S")): {**dict.fromkeys(BEFORE, D(100)), REVIEWED: D(120)}}
    line = listing_lines(replace(morning, sliced={**morning.sliced, "stock": {"list_price": prices}})).lines[0]
    assert line.first is not None
    assert str(line.first.because).startswith("S is shown at")
