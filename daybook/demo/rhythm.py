"""How trade beats: weekdays, festivals, promotions, growth and hours, as factors on visitors and conversion."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: first day of the lunar new year, by year
_NEW_YEAR = {
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17),
    2027: date(2027, 2, 6), 2028: date(2028, 1, 26), 2029: date(2029, 2, 13),
}
#: visitors, conversion, deal price: what a promotion day multiplies
Lift = tuple[float, float, float]
_PLAIN: Lift = (1.0, 1.0, 1.0)

#: (name, first month-day, last month-day, lift) of promotions on Chinese platforms
_CN_PROMOTIONS: tuple[tuple[str, tuple[int, int], tuple[int, int], Lift], ...] = (
    ("三八节", (3, 6), (3, 8), (1.35, 1.20, 0.92)),
    ("618开门红", (6, 1), (6, 3), (1.60, 1.35, 0.88)),
    ("618", (6, 16), (6, 18), (1.80, 1.45, 0.86)),
    ("99大促", (9, 8), (9, 9), (1.25, 1.15, 0.94)),
    ("双11开门红", (10, 31), (11, 3), (1.85, 1.45, 0.85)),
    ("双11", (11, 10), (11, 11), (2.30, 1.65, 0.84)),
    ("双12", (12, 11), (12, 12), (1.40, 1.25, 0.90)),
    ("年货节", (1, 8), (1, 12), (1.20, 1.10, 0.95)),
)
#: presale balances of 双11 are paid on this day; deposits in the days before
BALANCE_DAY = (10, 31)
_CN_WEEK = (1.03, 1.01, 1.00, 0.99, 0.97, 0.98, 1.02)
_WEST_WEEK = (1.04, 1.00, 0.98, 0.98, 0.94, 0.98, 1.08)
_LIVE_WEEK = (0.97, 0.97, 0.98, 1.00, 1.05, 1.06, 0.97)


def week_of(platform: str) -> tuple[float, ...]:
    """Weekday factors, Monday first."""
    return {"shopify": _WEST_WEEK, "douyin": _LIVE_WEEK}.get(platform, _CN_WEEK)


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November.

    >>> thanksgiving(2026)
    datetime.date(2026, 11, 26)
    """
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


@cache
def promotions(platform: str, year: int) -> tuple[tuple[str, date, date, Lift], ...]:
    """The promotions of a year on a platform: name, first day, last day (both in), lift."""
    if platform == "shopify":
        black_friday = thanksgiving(year) + timedelta(days=1)
        return (
            ("Spring Sale", date(year, 4, 10), date(year, 4, 13), (1.25, 1.20, 0.90)),
            ("Summer Sale", date(year, 7, 10), date(year, 7, 14), (1.30, 1.20, 0.88)),
            ("Black Friday", black_friday, black_friday + timedelta(days=3), (2.20, 1.60, 0.80)),
            ("Holiday Gifts", date(year, 12, 8), date(year, 12, 16), (1.30, 1.20, 0.95)),
        )
    return tuple((n, date(year, *a), date(year, *b), lift) for n, a, b, lift in _CN_PROMOTIONS)


def promotion_on(platform: str, day: date) -> tuple[str, Lift] | None:
    """The promotion that a day belongs to, if any."""
    for name, first, last, lift in promotions(platform, day.year):
        if first <= day <= last:
            return name, lift
    return None


def _festival(platform: str, day: date) -> float:
    """Visitors on festival days: parcels rest around the lunar new year, people travel in golden weeks."""
    if platform == "shopify":
        return 0.70 if (day.month, day.day) in {(12, 24), (12, 25), (1, 1)} else 1.0
    eve = _NEW_YEAR.get(day.year)
    if eve is not None:
        off = (day - eve).days
        if -3 <= off <= 6:
            return 0.45
        if -8 <= off < -3 or 6 < off <= 9:
            return 0.72
    if (day.month, day.day) in {(10, d) for d in range(1, 8)} | {(5, d) for d in range(1, 6)}:
        return 0.86
    return 1.0


def _around(platform: str, day: date) -> float:
    """Buyers wait before a promotion and are sated after it (蓄水 and 回落)."""
    for name, first, last, _ in promotions(platform, day.year):
        if name in {"618", "双11", "Black Friday"}:
            if 1 <= (first - day).days <= 4:
                return 0.82
            if 1 <= (day - last).days <= 4:
                return 0.86
    return 1.0


def visitor_rhythm(platform: str, days: list[date], growth: float) -> Floats:
    """Expected visitors relative to an ordinary day at the start, shape (days,)."""
    week = week_of(platform)
    out = np.empty(len(days))
    for i, day in enumerate(days):
        promotion = promotion_on(platform, day)
        lift = promotion[1][0] if promotion else 1.0
        out[i] = week[day.weekday()] * lift * _festival(platform, day) * (1 + growth) ** (i / 365)
    return out


def conversion_rhythm(platform: str, days: list[date]) -> Floats:
    """Conversion relative to an ordinary day, shape (days,)."""
    return np.array([(p[1][1] if (p := promotion_on(platform, d)) else 1.0) * _around(platform, d) for d in days])


def price_rhythm(platform: str, days: list[date]) -> Floats:
    """Deal price relative to the ordinary one, shape (days,)."""
    return np.array([p[1][2] if (p := promotion_on(platform, d)) else 1.0 for d in days])


def is_balance_day(platform: str, day: date) -> bool:
    """Whether presale balances (尾款) are paid on that day."""
    return platform in {"tmall", "taobao"} and (day.month, day.day) == BALANCE_DAY


def hour_profile(platform: str) -> Floats:
    """Share of a day's orders by hour, shape (24,), summing to one."""
    night, evening = (11.0, 19.0) if platform == "shopify" else (10.5, 21.0)
    hours = np.arange(24)
    shape = 0.25 + 1.0 * np.exp(-((hours - night) ** 2) / 14) + 1.3 * np.exp(-((hours - evening) ** 2) / 7)
    shape[1:7] *= 0.25
    return np.asarray(shape / shape.sum(), dtype=np.float64)
