"""Trading days in a shop's own zone, and what kind of day each is.

Platform events are in `events.py`; this file knows weekdays, public holidays and make-up working days.
"""
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from daybook.calendar.festivals import festivals_on

SATURDAY = 5
#: Where holidays differ within a country, the part that most buyers live in (Easter Monday is none in Scotland).
MOST_LIVE_IN = {"GB": "ENG"}


@dataclass(frozen=True)
class DayKind:
    """What a calendar says of one day in one country.

    `weekday` is 0 for Monday.  `official` is False where the state has not published that year yet and
    make-up working days (调休) may still change the answer.
    """
    day: date
    country: str
    weekday: int
    is_workday: bool
    public_holiday: str | None
    is_make_up_workday: bool
    festivals: tuple[str, ...]
    official: bool

    @property
    def festival(self) -> str | None:
        """The festival a shopper would name first, or None."""
        return self.festivals[0] if self.festivals else None


@dataclass(frozen=True)
class ComparisonDays:
    """The two days that every morning is held against."""
    yesterday: date
    same_weekday_last_week: date


def trading_day(moment: datetime, zone: str) -> date:
    """The shop's own day in which a moment falls; the moment must carry its zone.

    >>> trading_day(datetime(2026, 11, 10, 16, 30, tzinfo=UTC), "Asia/Shanghai")
    datetime.date(2026, 11, 11)
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: say in which zone it was written, then ask again")
    return moment.astimezone(ZoneInfo(zone)).date()


def day_borders(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of a trading day and of the next one, in UTC (23 or 25 hours where clocks change)."""
    here = ZoneInfo(zone)
    first = datetime.combine(day, time(), here)
    after = datetime.combine(day + timedelta(days=1), time(), here)
    return first.astimezone(UTC), after.astimezone(UTC)


def hours_in_day(day: date, zone: str) -> float:
    """How many hours a trading day really has.

    >>> hours_in_day(date(2026, 3, 29), "Europe/London")
    23.0
    """
    first, after = day_borders(day, zone)
    return (after - first) / timedelta(hours=1)


def comparison_days(day: date) -> ComparisonDays:
    """The day before, and the same weekday of last week.  Whether they are fair: `events.is_fair_base`."""
    return ComparisonDays(day - timedelta(days=1), day - timedelta(days=7))


@lru_cache(maxsize=4096)
def day_kind(day: date, country: str) -> DayKind:
    """What kind of day this is in a country (ISO 3166 two-letter code).

    China follows the State Council's published list (chinesecalendar) and, for years it does not know,
    the `holidays` package, marked as not official.  Raises ValueError for a country nobody knows.
    """
    if country == "CN" and (kind := _published_in_china(day)) is not None:
        return kind
    return _by_the_law(day, country)


def _published_in_china(day: date) -> DayKind | None:
    """The day in the State Council's list, or None for a year that is not in it."""
    import chinese_calendar
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    weekend = day.weekday() >= SATURDAY
    return DayKind(day, "CN", day.weekday(), is_workday=not off, public_holiday=name if off else None,
                   is_make_up_workday=weekend and not off, festivals=festivals_on(day, "CN"), official=True)


def _by_the_law(day: date, country: str) -> DayKind:
    """The day by the rule of the law, for countries without make-up days and years not yet published."""
    calendar = _public_holidays(country, day.year)
    name = calendar.get(day)
    works = bool(calendar.is_working_day(day))
    make_up = works and calendar.is_weekend(day)
    return DayKind(day, country, day.weekday(), is_workday=works, public_holiday=name,
                   is_make_up_workday=bool(make_up), festivals=festivals_on(day, country),
                   official=country != "CN")


@lru_cache(maxsize=256)
def _public_holidays(country: str, year: int) -> Any:
    import holidays
    try:
        supported = holidays.country_holidays(country).supported_languages
        language = "en_US" if "en_US" in supported else None
        return holidays.country_holidays(country, subdiv=MOST_LIVE_IN.get(country), years=year, language=language)
    except NotImplementedError as unknown:
        raise ValueError(f"no calendar for country {country!r}: use a two-letter code such as CN, GB, US, BR"
                         ) from unknown
