"""Events that a shop takes part in: windows of each, lunar days computed, keys that lead back, sources everywhere."""

from datetime import date, timedelta

import pytest

from daybook.calendar.editions import phases_in
from daybook.calendar.taking_part import activities_between, activity_of
from daybook.domain.event_calendar import Stage

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_double_11_recruits_in_august_sells_in_two_waves_and_protects_prices_after():
    """Hand-read from the pattern of 2026: shops from 20 August, the last products nine days before the main wave of 31 October."""
    found = activity_of("double11-2026", "tmall", "CN")
    assert found is not None
    assert [(s.first, s.last) for s in found.of(Stage.RECRUIT)] == [
        (date(2026, 8, 20), date(2026, 9, 15)), (date(2026, 9, 10), date(2026, 10, 8)), (date(2026, 9, 21), date(2026, 10, 22))]
    assert (found.first, found.last, found.closes) == (date(2026, 10, 20), date(2026, 11, 14), date(2026, 10, 22))
    assert [s.last for s in found.of(Stage.AFTER)] == [date(2026, 11, 29)]
    assert found.estimated
    assert found.source


@pytest.mark.parametrize(("key", "last"), [
    ("qixi-2026", date(2026, 8, 19)), ("qixi-2027", date(2027, 8, 8)), ("mid_autumn-2026", date(2026, 9, 22)),
    ("dragon_boat-2026", date(2026, 6, 16)), ("new_year_goods-2027", date(2027, 1, 29))])
def test_events_of_the_lunar_year_move_with_it(key, last):
    """七夕 is 19 August 2026 and 8 August 2027, 中秋 25 September 2026, 端午 19 June 2026, 春节 6 February 2027."""
    found = activity_of(key, "tmall", "CN")
    assert found is not None
    assert found.last == last


@pytest.mark.parametrize(("platform", "country", "wanted"), [
    ("tmall", "CN", {"double11", "618", "double12", "new_year_goods", "38", "99", "weekly_deals", "juhuasuan_brand"}),
    ("douyin", "CN", {"double11", "618", "subsidy", "qixi"}), ("amazon", "US", {"prime_day", "black_friday_week", "flash_deals"}),
    ("shopify", "US", {"black_friday_weekend"})])
def test_each_platform_has_its_events_with_source_and_mark(platform, country, wanted):
    found = activities_between(*YEAR, platform, country)
    assert {a.id for a in found} >= wanted
    assert all(a.source and a.confidence for a in found)
    assert all(s.first <= s.last and s.source for a in found for s in a.spans)
    assert all(activity_of(a.key, platform, country) == a for a in found)


def test_smaller_events_make_no_day_unlike_an_ordinary_one():
    assert {e.id for e in phases_in(2026, "tmall")}.isdisjoint({"weekly_deals", "juhuasuan_brand", "qixi", "back_to_school"})


def test_weekly_deals_close_on_the_wednesday_before():
    found = [a for a in activities_between(date(2026, 9, 7), date(2026, 9, 20), "tmall", "CN") if a.id == "weekly_deals"]
    assert {a.closes.weekday() for a in found if a.closes} == {2}
    assert {(a.last - a.first) for a in found} == {timedelta(days=6)}


@pytest.mark.parametrize("key", ["double11-1066", "x", "", "double11-2026-01", "-----"])
def test_a_key_of_no_event_leads_nowhere(key):
    assert activity_of(key, "tmall", "CN") is None
