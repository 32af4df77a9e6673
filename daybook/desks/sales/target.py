"""The reviewed day beside its share of the month's target, spread by the shop's own weekdays."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.calendar.events import UNUSUAL, events_on
from daybook.desks.month_split import month_weights, split
from daybook.desks.sales.own_events import own_events
from daybook.domain.brief import Comparison
from daybook.domain.said import Said
from daybook.domain.seen import Seen

SHARE_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class DayTarget:
    """A day's part of its month's target; `by_weekday` False: spread evenly, for want of known weeks.

    `event` runs and what such a day brings was measured: the part counts it.
    """

    value: Decimal
    month: Decimal
    by_weekday: bool
    event: str = ""


def day_target(seen: Seen, metric: str, day: date) -> DayTarget | None:
    """The day's part of the month's target as it counts on that day; None when no target is set.

    A day weighs as much as the median of its weekday in the eight weeks before it, days of an event as many times that
    as such days were; the parts of all days of the month add up to the target.
    """
    target = seen.given.target(metric, day, day)
    if target is None:
        return None
    weights = month_weights(seen, metric, day)
    if weights is None or sum(w.weight for w in weights) <= 0:
        days = monthrange(day.year, day.month)[1]
        return DayTarget(split(target.value, [Decimal(1)] * days)[day.day - 1], target.value, by_weekday=False)
    mine = weights[day.day - 1]
    part = split(target.value, [w.weight for w in weights])[day.day - 1]
    return DayTarget(part, target.value, True, mine.event if mine.measured else "")


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
    if event is not None and not found.event:
        return Said("{event}: the month's target is spread over ordinary days", event=event.term)
    return "" if found.by_weekday else Said("the month's target is spread evenly: too few weeks are known")


def target_note(seen: Seen, metric: str, note: str) -> str:
    """A tile's note, and how its target was spread where it has one by weekdays."""
    found = day_target(seen, metric, seen.reviewed)
    if found is None or not found.by_weekday:
        return note
    return Said("{note} The day's target is the month's, spread by the shop's own weekdays of the last 8 weeks.", note=note)
