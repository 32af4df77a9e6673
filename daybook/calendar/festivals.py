"""Festivals that move shoppers, whether or not anybody has the day off: lunar ones and Western ones.

Each is a name and a function from a year to a date; public holidays themselves are in `days.py`.
"""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONDAY, THURSDAY, SUNDAY = 0, 3, 6
CHINESE = ("CN", "HK", "MO", "TW", "SG", "MY")
ENGLISH = ("GB", "US", "CA", "AU", "IE", "NZ")
EUROPE = ("DE", "FR", "ES", "IT", "NL", "PT", "PL", "SE", "BE", "AT")
WESTERN = (*ENGLISH, *EUROPE, "BR", "MX")
#: Mother's and Father's Day by the American rule, and so on the Chinese platforms' calendars too.
AMERICAN_PARENTS = ("US", "CN", "CA", "HK", "TW", "SG", "MY")


@dataclass(frozen=True)
class Festival:
    """One festival: its names, where shoppers keep it, and the rule that gives its day in a year."""
    name: str
    zh: str
    countries: tuple[str, ...]
    on: Callable[[int], date]


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month (0 is Monday); nth 1 is the first.

    >>> nth_weekday(2026, 11, THURSDAY, 4)
    datetime.date(2026, 11, 26)
    """
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    leap, skipped = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=2048)
def lunar(year: int, month: int, day: int) -> date:
    """The Gregorian day of a lunar month and day in the lunar year that begins in `year`."""
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def spring_festival(year: int) -> date:
    """The first day of the lunar year (春节) that begins in `year`."""
    return lunar(year, 1, 1)


def days_from_spring_festival(day: date) -> int:
    """Days to the nearest 春节: negative before it, 0 on it.  Trade in China follows this, not January.

    >>> days_from_spring_festival(date(2026, 2, 10))
    -7
    """
    near = (spring_festival(year) for year in (day.year - 1, day.year, day.year + 1))
    return min(((day - on).days for on in near), key=abs)


def black_friday(year: int) -> date:
    """The day after American Thanksgiving, wherever it is kept."""
    return nth_weekday(year, 11, THURSDAY, 4) + timedelta(days=1)


def _last_sunday_of_may_but_not_pentecost(year: int) -> date:
    last = nth_weekday(year, 6, SUNDAY, 1) - timedelta(days=7)
    pentecost = easter(year) + timedelta(days=49)
    return last + timedelta(days=7) if last == pentecost else last


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: lunar(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, nth)


#: In the order in which a shopper would name them when two fall on one day.
FESTIVALS: tuple[Festival, ...] = (
    Festival("Spring Festival", "春节", CHINESE, spring_festival),
    Festival("Chinese New Year's Eve", "除夕", CHINESE, lambda y: spring_festival(y) - timedelta(days=1)),
    Festival("Lantern Festival", "元宵节", CHINESE, _lunar(1, 15)),
    Festival("Dragon Boat Festival", "端午节", CHINESE, _lunar(5, 5)),
    Festival("Qixi", "七夕", CHINESE, _lunar(7, 7)),
    Festival("Mid-Autumn Festival", "中秋节", CHINESE, _lunar(8, 15)),
    Festival("Double Ninth Festival", "重阳节", CHINESE, _lunar(9, 9)),
    Festival("Laba Festival", "腊八节", CHINESE, lambda y: lunar(y - 1, 12, 8)),
    Festival("Black Friday", "黑色星期五", WESTERN, black_friday),
    Festival("Cyber Monday", "网络星期一", WESTERN, lambda y: black_friday(y) + timedelta(days=3)),
    Festival("Thanksgiving", "感恩节", ("US",), _nth(11, THURSDAY, 4)),
    Festival("Christmas", "圣诞节", (*WESTERN, "CN", "HK", "SG"), _fixed(12, 25)),
    Festival("Christmas Eve", "平安夜", (*WESTERN, "CN"), _fixed(12, 24)),
    Festival("Boxing Day", "节礼日", ("GB", "CA", "AU", "NZ", "IE"), _fixed(12, 26)),
    Festival("Mother's Day", "母亲节", (*AMERICAN_PARENTS, "AU", "NZ", "BR", "DE", "IT", "NL", "BE", "AT"),
             _nth(5, SUNDAY, 2)),
    Festival("Mother's Day", "母亲节", ("GB", "IE"), _from_easter(-21)),
    Festival("Mother's Day", "母亲节", ("ES", "PT"), _nth(5, SUNDAY, 1)),
    Festival("Mother's Day", "母亲节", ("MX",), _fixed(5, 10)),
    Festival("Mother's Day", "母亲节", ("FR",), _last_sunday_of_may_but_not_pentecost),
    Festival("Father's Day", "父亲节", (*AMERICAN_PARENTS, "GB", "IE", "FR", "NL", "MX"), _nth(6, SUNDAY, 3)),
    Festival("Father's Day", "父亲节", ("BR",), _nth(8, SUNDAY, 2)),
    Festival("Father's Day", "父亲节", ("DE",), _from_easter(39)),
    Festival("Valentine's Day", "情人节", (*ENGLISH, *EUROPE, "MX", "CN", "HK", "SG"), _fixed(2, 14)),
    Festival("Dia dos Namorados", "巴西情人节", ("BR",), _fixed(6, 12)),
    Festival("520", "520告白日", ("CN",), _fixed(5, 20)),
    Festival("Women's Day", "妇女节", ("CN",), _fixed(3, 8)),
    Festival("Consumer Rights Day", "315消费者权益日", ("CN",), _fixed(3, 15)),
    Festival("Children's Day", "儿童节", ("CN",), _fixed(6, 1)),
    Festival("Children's Day", "儿童节", ("BR",), _fixed(10, 12)),
    Festival("Teachers' Day", "教师节", ("CN",), _fixed(9, 10)),
    Festival("Easter", "复活节", WESTERN, easter),
    Festival("Carnival", "狂欢节", ("BR",), _from_easter(-47)),
    Festival("Halloween", "万圣节", ENGLISH, _fixed(10, 31)),
    Festival("New Year's Eve", "跨年夜", (*WESTERN, *CHINESE), _fixed(12, 31)),
    Festival("New Year's Day", "元旦", (*WESTERN, *CHINESE), _fixed(1, 1)),
)


@lru_cache(maxsize=512)
def festivals_of(year: int, country: str) -> tuple[tuple[date, Festival], ...]:
    """All festivals of a country in one year, by day.  Unknown countries keep none."""
    kept = [(festival.on(year), festival) for festival in FESTIVALS if country in festival.countries]
    return tuple(sorted(kept, key=lambda pair: pair[0]))


def festivals_on(day: date, country: str) -> tuple[str, ...]:
    """English names of the festivals on a day in a country, the strongest first."""
    return tuple(festival.name for on, festival in festivals_of(day.year, country) if on == day)


def festival_zh(name: str) -> str:
    """What screens show for a festival's English name; the name itself if it is not known here."""
    return next((festival.zh for festival in FESTIVALS if festival.name == name), name)
