"""Trading days, days off with their make-up days, and the festivals of several countries."""
from datetime import UTC, date, datetime, timedelta

import pytest

from daybook.calendar.days import comparison_days, day_borders, day_kind, hours_in_day, trading_day
from daybook.calendar.festivals import days_from_spring_festival, easter, festival_zh, festivals_of


def test_an_order_after_midnight_in_beijing_belongs_to_the_next_day():
    moment = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
    assert trading_day(moment, "Asia/Shanghai") == date(2026, 11, 11)
    assert trading_day(moment - timedelta(seconds=1), "Asia/Shanghai") == date(2026, 11, 10)
    assert trading_day(moment, "America/Sao_Paulo") == date(2026, 11, 10)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        trading_day(datetime(2026, 11, 10, 16, 0), "Asia/Shanghai")


@pytest.mark.parametrize(("day", "hours"), [
    (date(2026, 3, 29), 23.0), (date(2026, 10, 25), 25.0), (date(2026, 6, 1), 24.0)])
def test_a_london_day_is_as_long_as_its_clock_says(day, hours):
    assert hours_in_day(day, "Europe/London") == hours


def test_days_touch_and_do_not_overlap():
    day = date(2026, 10, 25)
    assert day_borders(day, "Europe/London")[1] == day_borders(day + timedelta(days=1), "Europe/London")[0]


@pytest.mark.parametrize(("day", "works", "make_up", "holiday"), [
    pytest.param(date(2026, 2, 14), True, True, False, id="a Saturday worked for the Spring Festival"),
    pytest.param(date(2026, 2, 17), False, False, True, id="Spring Festival"),
    pytest.param(date(2026, 10, 10), True, True, False, id="a Saturday worked for National Day"),
    pytest.param(date(2026, 11, 21), False, False, False, id="an ordinary Saturday"),
    pytest.param(date(2026, 11, 23), True, False, False, id="an ordinary Monday"),
])
def test_chinese_days_off_follow_the_published_list(day, works, make_up, holiday):
    """State Council notices for 2026: 春节 15-23 February with work on 14 and 28 February;
    国庆 1-7 October with work on 20 September and 10 October."""
    kind = day_kind(day, "CN")
    assert (kind.is_workday, kind.is_make_up_workday, kind.public_holiday is not None) == (
        works, make_up, holiday)
    assert kind.official


def test_a_year_not_published_yet_follows_the_law_and_says_so():
    kind = day_kind(date(2031, 10, 1), "CN")
    assert kind.public_holiday is not None
    assert not kind.is_workday
    assert not kind.official


@pytest.mark.parametrize(("day", "name"), [
    (date(2026, 2, 16), "Chinese New Year's Eve"), (date(2026, 2, 17), "Spring Festival"),
    (date(2026, 3, 3), "Lantern Festival"), (date(2026, 6, 19), "Dragon Boat Festival"),
    (date(2026, 8, 19), "Qixi"), (date(2026, 9, 25), "Mid-Autumn Festival"),
    (date(2026, 10, 18), "Double Ninth Festival"), (date(2025, 10, 6), "Mid-Autumn Festival"),
    (date(2025, 8, 29), "Qixi"), (date(2025, 1, 28), "Chinese New Year's Eve")])
def test_lunar_festivals_fall_where_the_almanac_puts_them(day, name):
    """2025 has a leap sixth month: 七夕 and 中秋 come late."""
    assert day_kind(day, "CN").festival == name


@pytest.mark.parametrize(("country", "day"), [
    ("US", date(2026, 5, 10)), ("CN", date(2026, 5, 10)), ("BR", date(2026, 5, 10)),
    ("GB", date(2026, 3, 15)), ("FR", date(2026, 5, 31)), ("MX", date(2026, 5, 10))])
def test_mothers_day_differs_by_country(country, day):
    kept = [on for on, festival in festivals_of(2026, country) if festival.name == "Mother's Day"]
    assert kept == [day]


@pytest.mark.parametrize(("country", "name", "day"), [
    ("US", "Black Friday", date(2026, 11, 27)), ("GB", "Cyber Monday", date(2026, 11, 30)),
    ("BR", "Dia dos Namorados", date(2026, 6, 12)), ("GB", "Boxing Day", date(2026, 12, 26)),
    ("US", "Thanksgiving", date(2026, 11, 26)), ("BR", "Father's Day", date(2026, 8, 9)),
    ("BR", "Carnival", date(2026, 2, 17)), ("DE", "Father's Day", date(2026, 5, 14))])
def test_western_festivals_by_country(country, name, day):
    assert name in day_kind(day, country).festivals


def test_brazil_keeps_valentines_in_june_only():
    assert "Valentine's Day" not in day_kind(date(2026, 2, 14), "BR").festivals


@pytest.mark.parametrize(("year", "day"), [
    (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))])
def test_easter_by_the_published_tables(year, day):
    assert easter(year) == day


def test_an_unknown_country_is_an_error_with_a_way_out():
    with pytest.raises(ValueError, match="two-letter code"):
        day_kind(date(2026, 1, 1), "XX")


def test_days_from_spring_festival_look_both_ways():
    assert days_from_spring_festival(date(2026, 2, 17)) == 0
    assert days_from_spring_festival(date(2026, 2, 24)) == 7
    assert days_from_spring_festival(date(2025, 12, 31)) == -48


def test_screens_show_the_chinese_name():
    assert festival_zh("Qixi") == "七夕"
    assert festival_zh("Unknown Fair") == "Unknown Fair"


def test_every_morning_has_its_two_comparison_days():
    days = comparison_days(date(2026, 11, 23))
    assert (days.yesterday, days.same_weekday_last_week) == (date(2026, 11, 22), date(2026, 11, 16))
