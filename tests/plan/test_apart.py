"""Changes are planned so that their effects can be told apart: spaced on one product, and not on the last controls."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.effect.measure import Measured, measure
from daybook.analysis.effect.panel import Case
from daybook.domain.brief import Gain
from daybook.domain.work import Pull, Role, Suggestion
from daybook.plan.apart import later
from daybook.plan.conflicts import Facts, sort_out
from daybook.plan.waiting import Running, Standing

D = Decimal
MONDAY = date(2026, 11, 23)
PICTURE = Suggestion(
    "edit.1", (), "edit", "Change the first picture", "item", "1", "kettle", "old", "new", Role.OPERATOR, 3,
    Gain(D(10), D(30), D(60), "CNY"), "console", "by hand", "", "a rival shows the spout", date(2026, 11, 26), Pull.EDIT)
PRICE = replace(PICTURE, id="price.1", move="discount", what="Discount to 45", object_kind="sku", object_id="S1",
                gain=Gain(D(20), D(60), D(90), "CNY"), pull=Pull.PRICE_DOWN)
ITEMS = {"1": "1", "S1": "1", **{f"{n}": f"{n}" for n in range(2, 9)}}
KNOWN = Standing(lambda _: D(1000), item=lambda thing: ITEMS.get(thing, ""),
                 spare=lambda: frozenset(f"{n}" for n in range(2, 9)))
DISCOUNTED = Running("1", "price", MONDAY - timedelta(days=2), MONDAY + timedelta(days=12), "Discount to 45")


def test_of_two_changes_of_one_product_the_smaller_waits_with_the_day_and_the_reason() -> None:
    """The SKU and its item are one product, although the objects differ."""
    kept, [(left, why)] = sort_out([PICTURE, PRICE], Facts(), KNOWN, MONDAY)
    assert (kept, left) == ([PRICE], PICTURE)
    assert str(why).startswith("on 2026-11-30, so that Discount to 45 of 2026-11-23 can be measured")


def test_a_change_waits_for_one_that_is_being_measured_and_then_is_planned() -> None:
    standing = replace(KNOWN, running=(DISCOUNTED,))
    _, [(_, why)] = sort_out([PICTURE], Facts(), standing, MONDAY)
    assert str(why).startswith("on 2026-11-28, so that Discount to 45 of 2026-11-21 can be measured")
    assert sort_out([PICTURE], Facts(), standing, date(2026, 11, 28)) == ([PICTURE], [])


def test_the_last_products_to_hold_a_change_against_are_left_alone_until_it_is_measured() -> None:
    other = replace(PICTURE, object_id="4", object="mug")
    few = replace(KNOWN, running=(DISCOUNTED,), spare=lambda: frozenset("246"))
    found = later(other, (), few, MONDAY)
    assert found is not None
    assert found.on == DISCOUNTED.due_on
    assert "one of the last products to hold it against" in found.why
    assert later(other, (), replace(few, spare=lambda: frozenset("2468")), MONDAY) is None


def test_what_cannot_wait_does_not() -> None:
    standing = replace(KNOWN, running=(DISCOUNTED,))
    dear = Gain(D(100), D(300), D(600), "CNY")                     # five days of it are more than a day's sales
    for one in (replace(PICTURE, must=True), replace(PICTURE, move="restore_listing"), replace(PICTURE, gain=dear),
                replace(PICTURE, pull=Pull.LESS_TRAFFIC), replace(PICTURE, object_kind="plan", object_id="P1"),
                replace(PICTURE, pull=Pull.NONE)):
        assert later(one, (), standing, MONDAY) is None, one


def measured(first: int, second: int) -> list[Measured]:
    """Two lasting changes of one product, a lift of 30 % from day `first` and one of 20 % from day `second` on, each measured
    over fourteen days against six others."""
    rng, days = np.random.default_rng(11), 80
    tide = 0.1 * rng.normal(size=days)
    rows = np.exp(np.log(200 * np.exp(0.3 * rng.normal(size=7)))[:, None] + tide)
    on = [(np.arange(days) >= day).astype(float) for day in (first, second)]
    rows[0] *= (1 + 0.3 * on[0]) * (1 + 0.2 * on[1])
    sold = rng.poisson(rows).astype(float)
    cases = []
    for mine, other, start in ((on[0], on[1], first), (on[1], on[0], second)):
        n = start + 14
        cases.append(Case(sold[0, :n], sold[1:, :n], mine[:n], np.arange(n) % 7, [""] * n, other[None, :n]))
    return measure(cases)


def test_a_planted_pair_is_not_separable_on_one_day_and_both_are_measured_as_scheduled() -> None:
    """Both were found on one morning.  Done at once neither can be told; on the days that the plan gives both are shown."""
    at_once = measured(50, 50)
    assert not any(m.separable or m.shown for m in at_once)
    _, [(_, why)] = sort_out([PICTURE, PRICE], Facts(), KNOWN, MONDAY)
    apart = (date.fromisoformat(str(why)[3:13]) - MONDAY).days
    scheduled = measured(50, 50 + apart)
    assert all(m.separable and m.shown for m in scheduled)
    assert scheduled[0].share_low <= 0.3 <= scheduled[0].share_high
    assert scheduled[1].share_low <= 0.2 <= scheduled[1].share_high
