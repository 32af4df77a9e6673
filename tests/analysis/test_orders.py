"""Clocks, bursts and late shares of orders, by cases that were reckoned by hand."""

from datetime import UTC, datetime, timedelta
from math import comb

import pytest

from daybook.analysis.orders.bursts import Placed, bursts, duplicates
from daybook.analysis.orders.clocks import read_clock
from daybook.analysis.orders.late import odds_of_late, slices_that_stand_out
from daybook.domain.order_book import ClockState

SOON, HOUR = timedelta(hours=6), timedelta(hours=1)


def at(hour: float) -> datetime:
    return datetime(2026, 9, 15, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.parametrize(("deadline", "done", "seen", "now", "state"), [
    (at(48), at(40), at(50), at(50), ClockState.MET),
    (at(48), at(48), at(50), at(50), ClockState.MET),           # to the second is in time
    (at(48), at(49), at(50), at(50), ClockState.LATE),
    (at(48), None, at(10), at(11), ClockState.RUNNING),
    (at(48), None, at(42), at(43), ClockState.DUE),             # five hours are left
    (at(48), None, at(48), at(49), ClockState.OVERDUE),         # still there when the promise ended
    (at(48), None, at(30), at(49), ClockState.UNSEEN),          # it may have left since
    (None, None, at(30), at(49), ClockState.UNTOLD),            # nothing was promised that is known
])
def test_late_is_said_only_of_what_was_seen_after_its_promise(
        deadline: datetime | None, done: datetime | None, seen: datetime, now: datetime, state: ClockState) -> None:
    assert read_clock(deadline, done, seen, now, SOON) is state


def test_a_fact_that_no_export_tells_is_never_late() -> None:
    assert read_clock(at(1), None, at(90), at(99), SOON, told=False) is ClockState.UNTOLD


def placed(n: int, hour: float, buyer: str | None, place: str | None = None, product: str = "KZ-1") -> Placed:
    return Placed(f"o{n}", at(hour), buyer, place, product)


def test_five_orders_of_one_buyer_within_an_hour_are_a_burst_and_five_in_a_day_are_not() -> None:
    """Five within 40 minutes; the other buyer's five are an hour and a half apart each."""
    quick = [placed(n, 10 + n / 6, "a") for n in range(5)]
    slow = [placed(10 + n, 1.5 * n, "b") for n in range(5)]
    [found] = bursts([*slow, *quick], HOUR, 5)
    assert (found.by, found.hand, found.orders) == ("buyer", "a", ("o0", "o1", "o2", "o3", "o4"))
    assert found.minutes == pytest.approx(40)


def test_masked_buyers_are_nobody_and_never_one_hand() -> None:
    assert bursts([placed(n, 10, None, None) for n in range(50)], HOUR, 5) == []


def test_one_door_counts_where_buyers_differ_and_a_locker_does_not() -> None:
    orders = [placed(n, 10 + n / 60, f"b{n}", "door") for n in range(6)]
    assert [(b.by, len(b.orders)) for b in bursts(orders, HOUR, 5)] == [("place", 6)]
    assert bursts(orders, HOUR, 5, frozenset({"door"})) == []


def test_the_same_product_twice_within_minutes_is_doubled_and_another_product_is_not() -> None:
    orders = [placed(1, 10, "a"), placed(2, 10.1, "a"), placed(3, 10.2, "a", product="KZ-2"), placed(4, 20, "a")]
    assert [(later.order_id, earlier.order_id) for later, earlier in duplicates(orders, timedelta(minutes=30), 3)] == [
        ("o2", "o1")]


def test_the_odds_of_late_orders_are_the_published_predictive_of_a_share() -> None:
    """Beta-binomial with 1/2 + 1 late and 1/2 + 9 in time, two orders, both late: a(a+1) / (n(n+1)), a = 1.5, n = 11."""
    assert odds_of_late(2, 2, 1, 10) == pytest.approx(1.5 * 2.5 / (11 * 12))
    assert odds_of_late(2, 2, 0, 0) is None


def test_a_courier_late_far_beyond_all_others_stands_out_and_noise_does_not() -> None:
    """40 of 100 beside 30 of 600; the same shares in five slices say nothing."""
    found = slices_that_stand_out({"slow": (40, 100), "a": (15, 300), "b": (15, 300)}, 0.001, 5)
    assert [(one.name, one.rate, one.usual) for one in found] == [("slow", 0.4, 0.05)]
    assert slices_that_stand_out({str(n): (10 + n, 200) for n in range(5)}, 0.001, 5) == []


def test_a_hundred_slices_ring_no_oftener_than_one() -> None:
    """Each draws 2 % of 50: the worst of a hundred has 5 late, with odds of about one in two hundred by itself."""
    assert sum(comb(50, k) * 0.02**k * 0.98**(50 - k) for k in range(5, 51)) == pytest.approx(0.0032, abs=2e-4)
    slices = {str(n): (1, 50) for n in range(99)}
    assert slices_that_stand_out({**slices, "worst": (5, 50)}, 0.01, 5) == []
