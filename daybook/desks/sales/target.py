"""The reviewed day beside its share of the month's target, spread by the shop's own weekdays."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from daybook.calendar.events import UNUSUAL, events_on
from daybook.desks.sales.own_events import own_events
from daybook.domain.brief import Comparison
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Weeks from which the weight of each weekday is taken; their median, so that one promotion does not set it.
RHYTHM_WEEKS = 8
#: Days of a weekday that must be known: half of the weeks, or the median is that of a few odd days.
LEAST_OF_A_WEEKDAY = 4
CENT, SHARE_STEP = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True)
class DayTarget:
    """A day's part of its month's target; `by_weekday` False: spread evenly, for want of known weeks."""

    value: Decimal
    month: Decimal
    by_weekday: bool


def day_target(seen: Seen, metric: str, day: date) -> DayTarget | None:
    """The day's part of the month's target as it counts on that day; None when no target is set.

    A day weighs as much as the median of its weekday in the eight weeks before it; the parts of all days of the
    month add up to the target.
    """
    target = seen.given.target(metric, day, day)
    if target is None:
        return None
    days = [day.replace(day=n + 1) for n in range(monthrange(day.year, day.month)[1])]
    weights = weekday_weights(seen, metric, day)
    if weights is None:
        return DayTarget((target.value / len(days)).quantize(CENT), target.value, by_weekday=False)
    whole = sum((weights[d.weekday()] for d in days), Decimal(0))
    return DayTarget((target.value * weights[day.weekday()] / whole).quantize(CENT), target.value, by_weekday=True)


def weekday_weights(seen: Seen, metric: str, day: date) -> tuple[Decimal, ...] | None:
    """The median of each weekday, Monday first, over the eight weeks before a day; None where too few are known."""
    known: dict[int, list[Decimal]] = {n: [] for n in range(7)}
    for back in range(1, 7 * RHYTHM_WEEKS + 1):
        value = seen.value(metric, day - timedelta(days=back))
        if value is not None:
            known[(day - timedelta(days=back)).weekday()].append(value)
    if min(map(len, known.values())) < LEAST_OF_A_WEEKDAY:
        return None
    weights = tuple(median(known[n]) for n in range(7))
    return weights if sum(weights) > 0 else None


def compare_with_target(seen: Seen, metric: str, value: Decimal | None, country: str, why_no_value: str) -> Comparison:
    """The value beside the day's target.  `why_no_value` says why a value may not be compared, "" when it may."""
    day = seen.reviewed
    found = day_target(seen, metric, day)
    if found is None:
        return Comparison("target", None, None, why_not=Said("no target is set for {month}", month=f"{day:%Y-%m}"))
    if value is None or why_no_value:
        return Comparison("target", None, found.value, None, why_not=why_no_value)
    change = value - found.value
    rate = (change / found.value).quantize(SHARE_STEP) if found.value else None
    return Comparison("target", None, found.value, change, rate, caution=_caution(seen, found, country))


def _caution(seen: Seen, found: DayTarget, country: str) -> str:
    """What keeps the day's part of the target from being a fair one."""
    running = events_on(seen.reviewed, seen.shop.platform, country, own_events(seen))
    event = next((e for e in running if e.phase in UNUSUAL), None)
    if event is not None:
        return Said("{event}: the month's target is spread over ordinary days", event=event.zh)
    return "" if found.by_weekday else Said("the month's target is spread evenly: too few weeks are known")


def target_note(seen: Seen, metric: str, note: str) -> str:
    """A tile's note, and how its target was spread where it has one by weekdays."""
    found = day_target(seen, metric, seen.reviewed)
    if found is None or not found.by_weekday:
        return note
    return Said("{note} The day's target is the month's, spread by the shop's own weekdays of the last 8 weeks.", note=note)
