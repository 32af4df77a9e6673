"""When which export is taken: months of history after the fact, then every morning, and a rolling month on Mondays."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from daybook.demo.buying import DAY_SECONDS
from daybook.demo.rhythm import is_balance_day
from daybook.demo.world import ShopWorld

DAILY_DAYS = 30  # the newest days come as daily files
_SETTLED = 25  # a month of history is exported when most of its refunds are in
_MORNING = time(8, 30)
_ROLLING = 30


@dataclass(frozen=True)
class Window:
    """One export: day indexes `first` to `last`, both in, as the platform knew them at `moment`.

    `moment` counts seconds from the first day's midnight, shop time; `known_at` is the same in UTC;
    `taken` is the day index of the morning on which it was exported.
    """

    first: int
    last: int
    taken: int
    moment: int
    known_at: str

    @property
    def single(self) -> bool:
        """Whether it holds one day only."""
        return self.first == self.last


def window(shop: ShopWorld, first: int, last: int, taken: int, minutes: int = 0) -> Window:
    """An export of the days taken on the morning of day index `taken`, some minutes after half past eight."""
    morning = datetime.combine(shop.days[0] + timedelta(days=taken), _MORNING, ZoneInfo(shop.plan.zone))
    known = (morning + timedelta(minutes=minutes)).astimezone(UTC)
    moment = taken * DAY_SECONDS + (8 * 60 + 30 + minutes) * 60
    return Window(first, last, taken, moment, known.isoformat().replace("+00:00", "Z"))


def history(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """One window per calendar month before the daily files begin."""
    end = len(shop.days) - daily
    return [window(shop, a, b, min(b + _SETTLED, end)) for a, b in months(shop, daily)]


def months(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[tuple[int, int]]:
    """First and last day index, both in, of each calendar month before the daily files begin."""
    end = len(shop.days) - daily
    edges = [0, *(i for i in range(1, end) if shop.days[i].day == 1), end]
    return [(a, b - 1) for a, b in pairwise(edges)]


def newest(shop: ShopWorld, windows: list[Window], days: int) -> list[Window]:
    """The windows cut to the newest days of the shop, for reports that the platform keeps no longer."""
    first = len(shop.days) - days
    return [replace(w, first=max(w.first, first)) for w in windows if w.last >= first]


def mornings(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """One window per day, each taken on the morning after."""
    return [window(shop, d, d, d + 1, 5) for d in range(len(shop.days) - daily, len(shop.days))]


def waiting(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """Each morning's list of what still waits, of the month before yesterday; yesterday's orders come with its own export."""
    return [window(shop, max(0, taken - _ROLLING), taken - 2, taken, 6)
            for taken in range(len(shop.days) - daily + 1, len(shop.days) + 1)]


def late(shop: ShopWorld, morning: Window) -> Window:
    """The same morning's export, a day late where a late export is planted."""
    for incident in shop.incidents:
        if incident.kind == "late_export" and incident.first == morning.first:
            return window(shop, morning.first, morning.last, morning.taken + 1, 20)
    return morning


def weekly(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """The daily stretch in weeks, each taken on the morning after its Sunday, and the rest on the last morning."""
    total = len(shop.days)
    edges = [d for d in range(total - daily, total) if shop.days[d].weekday() == 0]
    bounds = sorted({total - daily, *edges, total})
    return [window(shop, a, b - 1, b, 10) for a, b in pairwise(bounds)]


def rolling(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """The last thirty days again: on Mondays, after presale balances are paid, and on the last morning."""
    total = len(shop.days)
    chosen = []
    for taken in range(total - daily + 1, total + 1):
        before = shop.days[taken - 1]
        if before.weekday() == 6 or is_balance_day(shop.plan.platform, before) or taken == total:
            chosen.append(window(shop, max(0, taken - _ROLLING), taken - 1, taken, 15))
    return chosen


def restated(shop: ShopWorld, daily: int = DAILY_DAYS) -> list[Window]:
    """Ad reports of one day again three days later, and two weeks again on Mondays."""
    total = len(shop.days)
    again = [window(shop, d, d, d + 4, 25) for d in range(total - daily, total - 3)]
    weeks = [window(shop, max(0, t - 14), t - 1, t, 28) for t in range(total - daily + 1, total + 1)
             if shop.days[t - 1].weekday() == 6]
    return again + weeks


def compact(day: date) -> str:
    """20261122"""
    return day.strftime("%Y%m%d")
