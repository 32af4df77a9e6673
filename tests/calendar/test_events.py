"""Platform events by phase, the same phase a year ago, and which base is fair."""
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.calendar.editions import Event, Phase, event_ids, phases_in
from daybook.calendar.events import (
    events_on,
    events_without_dates,
    is_fair_base,
    own_event,
    previous_fair_day,
    same_phase_last_year,
)

PLATFORMS = ("taobao", "tmall", "jd", "douyin", "pinduoduo", "amazon", "shopify")
ANNIVERSARY = own_event("anniversary", "店庆", date(2026, 4, 14), date(2026, 4, 16))


def phase_on(day: date, platform: str = "taobao", country: str = "CN") -> list[tuple[str, Phase]]:
    return [(event.id, event.phase) for event in events_on(day, platform, country)]


@pytest.mark.parametrize(("day", "phase"), [
    (date(2024, 10, 14), Phase.PRESALE), (date(2024, 10, 21), Phase.FIRST_WAVE),
    (date(2024, 11, 11), Phase.MAIN_WAVE), (date(2024, 11, 12), Phase.PRICE_PROTECTION),
    (date(2024, 11, 26), Phase.PRICE_PROTECTION)])
def test_double_11_of_2024_phase_by_phase(day, phase):
    assert phase_on(day) == [("double11", phase)]


def test_between_the_waves_and_after_the_price_protection_nothing_runs():
    assert phase_on(date(2024, 10, 27)) == []
    assert phase_on(date(2024, 11, 27)) == []


def test_tmall_shares_taobaos_calendar():
    assert phase_on(date(2024, 11, 11), "tmall") == phase_on(date(2024, 11, 11), "taobao")


def test_prime_day_moved_to_june_in_2026():
    assert phase_on(date(2026, 6, 23), "amazon", "GB") == [("prime_day", Phase.MAIN_WAVE)]
    assert phase_on(date(2026, 7, 14), "amazon", "GB") == []


def test_an_event_without_an_announcement_is_estimated_or_asked_for():
    [event] = events_on(date(2031, 11, 11), "taobao", "CN")
    assert event.estimated
    assert "prime_day" in events_without_dates(2031, "amazon")
    assert events_without_dates(2025, "amazon") == ()


def test_the_new_year_goods_festival_follows_the_moon():
    assert phase_on(date(2025, 1, 15)) == [("new_year_goods", Phase.MAIN_WAVE)]   # 春节 29 January 2025
    assert phase_on(date(2026, 1, 15)) == []                                      # 春节 17 February 2026
    assert phase_on(date(2026, 2, 1)) == [("new_year_goods", Phase.MAIN_WAVE)]


def test_every_event_says_where_its_dates_come_from():
    for platform in PLATFORMS:
        assert event_ids(platform)
        for year in range(2022, 2031):
            for event in phases_in(year, platform):
                assert event.source
                assert event.seen_on <= date(2026, 12, 31)
                assert event.first <= event.last


def test_phases_of_one_edition_do_not_overlap():
    for platform in PLATFORMS:
        for year in range(2022, 2031):
            for one in phases_in(year, platform):
                for other in phases_in(year, platform):
                    if one.id == other.id and one != other:
                        assert one.last < other.first or other.last < one.first


def test_the_same_phase_last_year_meets_openings_and_endings():
    assert same_phase_last_year(date(2025, 10, 31), "taobao") == date(2024, 10, 31)
    assert same_phase_last_year(date(2025, 11, 14), "taobao") == date(2024, 11, 11)
    assert same_phase_last_year(date(2025, 10, 15), "taobao") == date(2024, 10, 14)
    assert same_phase_last_year(date(2026, 6, 24), "amazon", "US") == date(2025, 7, 9)


def test_an_ordinary_day_has_no_phase_last_year():
    assert same_phase_last_year(date(2026, 4, 15), "taobao") is None


@pytest.mark.parametrize(("day", "base", "because"), [
    pytest.param(date(2024, 11, 18), date(2024, 11, 11), "was Double 11 main wave", id="last week was Double 11"),
    pytest.param(date(2024, 11, 11), date(2024, 10, 28), "is Double 11 main wave", id="today is Double 11"),
    pytest.param(date(2024, 11, 25), date(2024, 11, 15), "slump after Double 11", id="the week after"),
    pytest.param(date(2025, 2, 4), date(2025, 1, 14), "2025-01-14 was New Year Goods Festival", id="new year goods"),
    pytest.param(date(2026, 2, 24), date(2026, 3, 24), "春节", id="the week after the Spring Festival"),
    pytest.param(date(2026, 5, 8), date(2026, 5, 1), "public holiday", id="Labour Day last week"),
    pytest.param(date(2026, 8, 26), date(2026, 8, 19), "was Qixi", id="Qixi last week"),
    pytest.param(date(2026, 9, 20), date(2026, 9, 13), "make-up working day", id="a worked Sunday"),
    pytest.param(date(2024, 11, 1), date(2024, 10, 31), "opened on 2024-10-31", id="opening night"),
    pytest.param(date(2026, 4, 22), date(2026, 4, 15), "was 店庆", id="the shop's own anniversary"),
])
def test_a_base_that_is_no_base_says_why(day, base, because):
    assert because in str(is_fair_base(day, base, "taobao", "CN", (ANNIVERSARY,)))


@pytest.mark.parametrize(("day", "base"), [
    pytest.param(date(2026, 4, 22), date(2026, 4, 15), id="two ordinary Wednesdays"),
    pytest.param(date(2024, 11, 6), date(2024, 11, 5), id="two days of one wave"),
    pytest.param(date(2024, 11, 25), date(2024, 11, 24), id="price protection changes no demand"),
])
def test_like_days_are_fair_to_each_other(day, base):
    assert is_fair_base(day, base, "taobao", "CN") is None


def test_a_holiday_elsewhere_spoils_nothing_here():
    assert is_fair_base(date(2026, 5, 11), date(2026, 5, 4), "amazon", "US") is None
    assert "public holiday" in str(is_fair_base(date(2026, 5, 11), date(2026, 5, 4), "amazon", "CN"))


def test_the_nearest_fair_base_steps_over_the_event():
    found = previous_fair_day(date(2026, 4, 22), "taobao", "CN",
                              (own_event("brand", "品牌日", date(2026, 4, 15), date(2026, 4, 15)),))
    assert found == date(2026, 4, 8)


def test_an_own_event_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        own_event("x", "店庆", date(2026, 4, 16), date(2026, 4, 14))


@given(st.dates(date(2022, 1, 1), date(2029, 12, 31)), st.integers(1, 400), st.sampled_from(PLATFORMS))
def test_fairness_is_the_same_both_ways(day: date, back: int, platform: str):
    base = day - timedelta(days=back)
    there, again = is_fair_base(day, base, platform, "CN"), is_fair_base(base, day, platform, "CN")
    assert (there is None) == (again is None)


@given(st.dates(date(2023, 1, 1), date(2029, 12, 31)), st.sampled_from(PLATFORMS))
def test_last_years_day_lies_in_the_same_phase(day: date, platform: str):
    before = same_phase_last_year(day, platform)
    if before is not None:
        def phases(events: tuple[Event, ...]) -> set[tuple[str, Phase]]:
            return {(event.id, event.phase) for event in events}
        assert phases(events_on(before, platform, "CN")) & phases(events_on(day, platform, "CN"))
