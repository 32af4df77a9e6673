"""What measures of earlier evenings brought, by sums by hand on a shop of steady hours."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from daybook.analysis.pacing.days import Days
from daybook.domain.given import Given, Note
from daybook.domain.shop import Platform, Shop
from daybook.workflows.evening_acts import acted

SHOP = Shop("jade", "Mei", Platform.TMALL, "Asia/Shanghai", "CNY")
TODAY = date(2026, 9, 14)
DAYS = 60


def note(kind: str, back: int, hour: int = 20, minute: int = 0) -> Note:
    at = datetime(2026, 9, 14, hour, minute, tzinfo=UTC) - timedelta(days=back, hours=8)
    return Note("jade", at, "jade", kind, "", "", "said in the room", at)


def days(lifts: dict[int, float], seed: int = 5) -> Days:
    """Hours of 100 give or take 5, from twenty o'clock on times a lift on some days before today."""
    amount = 100 + np.random.default_rng(seed).normal(0, 5, (1, DAYS + 1, 24))
    for back, lift in lifts.items():
        amount[0, DAYS - back, 20:] *= lift
    amount[0, DAYS] = np.nan
    none = np.zeros((1, DAYS + 1), dtype=np.int64)
    weekday = np.array([(TODAY - timedelta(days=DAYS - n)).weekday() for n in range(DAYS + 1)], dtype=np.int64)
    return Days(amount, none, none.astype(bool), weekday)


def given(*notes: Note) -> Given:
    return Given(SHOP, datetime(2026, 9, 14, 9, tzinfo=UTC), notes=notes)


def test_an_evening_with_a_push_is_held_against_its_own_forecast_of_that_hour() -> None:
    """Four hours of 100 become 600 in all: 200 more, and the part of the day that is left at ten past eight is 23/144."""
    (one,) = acted(SHOP, TODAY, given(note("push", 5)), days({5: 1.5}))
    assert one.way == "live_push"
    assert one.value * 23 / 144 == pytest.approx(200, abs=30)
    assert 0 < one.error * 23 / 144 < 60


def test_an_evening_on_which_nothing_came_on_top_is_told_as_such() -> None:
    (one,) = acted(SHOP, TODAY, given(note("message", 5)), days({}))
    assert abs(one.value) < 2.5 * one.error


def test_two_kinds_of_measures_on_one_evening_cannot_be_told_apart_and_today_is_not_over() -> None:
    told = given(note("push", 5), note("coupon", 5, 21), note("push", 0, 8), note("message", 9), note("rival", 9))
    assert [one.way for one in acted(SHOP, TODAY, told, days({}))] == ["message"]


def test_what_works_only_after_midnight_and_what_nothing_is_known_before_is_left_out() -> None:
    assert not acted(SHOP, TODAY, given(note("message", 5, 23, 30)), days({}))
    assert not acted(SHOP, TODAY, given(note("push", 55)), days({}))
