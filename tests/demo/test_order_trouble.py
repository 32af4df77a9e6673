"""Trouble with orders that is planted: what is late, stands still or is not paid, a burst of one hand; no sale changes."""

from datetime import date

import numpy as np
import pytest

from daybook.demo.answers import answers
from daybook.demo.buying import DAY_SECONDS, NEVER, ON_ITS_WAY
from daybook.demo.order_trouble import APART, BURST, HAND, LOOKERS, STUCK_DAYS, UNPAID_LEAST
from daybook.demo.world import World, build

LAST_DAY = date(2026, 9, 27)
TWO_DAYS = 48 * 3600


@pytest.fixture(scope="module")
def worlds() -> tuple[World, World]:
    """Three shops with one incident of each kind, and the same three without."""
    return tuple(build(7, shops=3, days=90, last_day=LAST_DAY, incidents=0, orders=n) for n in (4, 0))  # type: ignore[return-value]


def test_a_late_wave_holds_what_was_paid_on_two_days_beyond_its_promise_and_nothing_else(worlds: tuple[World, World]) -> None:
    world, calm = worlds
    (wave,) = [i for i in world.incidents if i.kind == "late_wave"]
    orders, before = world.shops[wave.shop].orders, calm.shops[wave.shop].orders
    late = (orders.paid < NEVER) & (orders.shipped - orders.paid > TWO_DAYS) & ~orders.presale
    assert set(orders.paid_day[late]) == {wave.first, wave.first + 1}
    assert late.sum() > 20
    assert not ((before.paid < NEVER) & (before.shipped - before.paid > TWO_DAYS) & ~before.presale).any()


def test_parcels_of_two_days_stand_still_and_all_others_are_confirmed_after_nine(worlds: tuple[World, World]) -> None:
    world, _ = worlds
    (wave,) = [i for i in world.incidents if i.kind == "stuck_wave"]
    orders = world.shops[wave.shop].orders
    held = orders.on_its_way > ON_ITS_WAY
    assert set(orders.shipped[held] // DAY_SECONDS) == {wave.first, wave.first + 1}
    assert held.sum() > 10
    assert set(orders.on_its_way) == {ON_ITS_WAY, STUCK_DAYS * DAY_SECONDS}


def test_who_does_not_pay_orders_in_the_evening_and_is_nobody_who_was_there_before(worlds: tuple[World, World]) -> None:
    world, calm = worlds
    (wave,) = [i for i in world.incidents if i.kind == "unpaid_wave"]
    orders, before = world.shops[wave.shop].orders, calm.shops[wave.shop].orders
    theirs = orders.buyer >= LOOKERS
    assert theirs.sum() == len(orders) - len(before) >= UNPAID_LEAST
    assert set(orders.day[theirs]) == {wave.first}
    assert (orders.paid[theirs] == NEVER).all()
    assert (np.diff(orders.placed) >= 0).all()


def test_a_burst_is_of_one_buyer_to_one_door_within_the_hour(worlds: tuple[World, World]) -> None:
    world, _ = worlds
    (burst,) = [i for i in world.incidents if i.kind == "order_burst"]
    orders = world.shops[burst.shop].orders
    mine = orders.buyer == HAND + burst.shop
    assert mine.sum() == BURST
    assert set(orders.day[mine]) == {burst.first}
    assert np.ptp(orders.placed[mine]) == APART * (BURST - 1)
    assert len(set(orders.region[mine])) == 1
    assert (np.diff(orders.placed) >= 0).all()
    assert (orders.shipped[mine] > orders.paid[mine]).all()


def test_trouble_with_orders_changes_no_sale_and_its_answer_says_from_when_it_shows(worlds: tuple[World, World]) -> None:
    world, calm = worlds
    for shop, before in zip(world.shops, calm.shops, strict=True):
        assert shop.tallies.shop.gmv.sum() == before.tallies.shop.gmv.sum()
    told = {one["kind"]: one for one in answers(world)["incidents"]}  # type: ignore[attr-defined]
    assert told["late_wave"]["move"]["kind"] == "send_late"
    assert (date.fromisoformat(told["late_wave"]["counts_from"]) - date.fromisoformat(told["late_wave"]["first_day"])).days == 2
    stuck = told["stuck_wave"]
    assert (date.fromisoformat(stuck["counts_from"]) - date.fromisoformat(stuck["first_day"])).days == 10
    assert told["unpaid_wave"]["move"]["kind"] == "remind_unpaid"
    assert told["order_burst"]["counts_from"] == told["order_burst"]["first_day"]
