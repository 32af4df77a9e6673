"""The clock in words of days: local times over changes of the clock, weeks, months, and what is made up."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from daybook.domain.schedule import Missed, Timing, owed

HOUR = timedelta(hours=1)
SHANGHAI, NEW_YORK, BERLIN = "Asia/Shanghai", "America/New_York", "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_half_past_eight_is_each_shops_own() -> None:
    early = Timing(time(8, 30))
    assert list(early.on(date(2026, 11, 23), SHANGHAI)) == [utc("2026-11-23T00:30")]
    assert list(early.on(date(2026, 11, 23), NEW_YORK)) == [utc("2026-11-23T13:30")]


def test_the_early_brief_moves_with_the_clocks_in_spring_and_autumn() -> None:
    """New York changed on 8 March and 1 November 2026."""
    dues = Timing(time(8, 30)).between(utc("2026-03-06T23:00"), utc("2026-03-08T23:00"), NEW_YORK)
    assert dues == [utc("2026-03-07T13:30"), utc("2026-03-08T12:30")]
    dues = Timing(time(8, 30)).between(utc("2026-10-30T23:00"), utc("2026-11-01T23:00"), NEW_YORK)
    assert dues == [utc("2026-10-31T12:30"), utc("2026-11-01T13:30")]


def test_a_time_that_the_clock_leaves_out_comes_once_and_one_that_comes_twice_too() -> None:
    """In Berlin 2:30 was left out on 29 March 2026 and came twice on 25 October 2026."""
    at = Timing(time(2, 30))
    assert at.between(utc("2026-03-28T12:00"), utc("2026-03-29T12:00"), BERLIN) == [utc("2026-03-29T01:30")]
    assert at.between(utc("2026-10-24T12:00"), utc("2026-10-25T12:00"), BERLIN) == [utc("2026-10-25T00:30")]


@pytest.mark.parametrize(("day", "times"), [(date(2026, 3, 29), 23), (date(2026, 3, 30), 24), (date(2026, 10, 25), 25)])
def test_an_hourly_job_goes_by_time_that_passes(day: date, times: int) -> None:
    dues = list(Timing(every=HOUR).on(day, BERLIN))
    assert len(dues) == times
    assert {b - a for a, b in pairwise(dues)} == {HOUR}


def test_the_watch_ends_with_its_last_hour() -> None:
    dues = list(Timing(time(9, 15), every=timedelta(minutes=15), until=time(10)).on(date(2026, 11, 23), SHANGHAI))
    assert [f"{d:%H:%M}" for d in dues] == ["01:15", "01:30", "01:45", "02:00"]


def test_week_month_and_quarter() -> None:
    week = Timing(time(9), weekdays=(1, 5)).between(utc("2026-11-22T00:00"), utc("2026-11-29T00:00"), SHANGHAI)
    assert [d.isoweekday() for d in week] == [1, 5]
    assert Timing(time(9), days=(1,)).next(utc("2026-11-23T00:00"), SHANGHAI) == utc("2026-12-01T01:00")
    quarter = Timing(time(9), days=(1,), months=(1, 4, 7, 10))
    assert quarter.next(utc("2026-11-23T00:00"), SHANGHAI) == utc("2027-01-01T01:00")
    assert Timing(days=(29,), months=(2,)).next(utc("2026-11-23T00:00"), "UTC") == utc("2028-02-29T00:00")


def test_a_timing_of_no_day_is_an_error_and_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="nothing is ever due"):
        Timing(days=(31,), months=(2,)).next(utc("2026-11-23T00:00"), "UTC")


def test_of_seven_missed_early_briefs_one_is_owed_and_of_seven_closes_all_that_are_not_too_late() -> None:
    dues = Timing(time(8, 30)).between(utc("2026-11-16T12:00"), utc("2026-11-23T02:00"), SHANGHAI)
    assert len(dues) == 7
    assert owed(dues, Missed.LATEST, 12 * HOUR, utc("2026-11-23T02:00")) == dues[-1:]
    assert owed(dues, Missed.LATEST, HOUR, utc("2026-11-23T02:00")) == []
    assert owed(dues, Missed.EVERY, 72 * HOUR, utc("2026-11-23T02:00")) == dues[-3:]
