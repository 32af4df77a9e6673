"""What days draw: a month's target over its days, a day's over its hours, an event's lift; by the shop's own weekdays, events
and hours.  Parts add up exactly."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from statistics import median

from daybook.calendar.events import UNUSUAL, events_on, same_phase_last_year
from daybook.calendar.where import country_of
from daybook.domain.given import OwnEvent
from daybook.domain.seen import Seen

#: Weeks from which the weight of each weekday is taken; their median, so that one promotion does not set it.
RHYTHM_WEEKS = 8
#: Days of a weekday that must be known: half of the weeks, or the median is that of a few odd days.
LEAST_OF_A_WEEKDAY = 4
CENT = Decimal("0.01")
HOURS = 24
CLOSED = "closed"


@dataclass(frozen=True)
class DayWeight:
    """One day of a month: its weight, and the event by which it is no ordinary day.  `measured` False: the event runs
    but what such a day brings was never seen, and it weighs like an ordinary one."""

    day: date
    weight: Decimal
    event: str = ""
    measured: bool = True


def split(total: Decimal, weights: Sequence[Decimal], step: Decimal = CENT) -> tuple[Decimal, ...]:
    """A total over weights in whole steps; the parts add up to it exactly, steps left over go to the largest rests.

    >>> split(Decimal(100), [Decimal(1), Decimal(1), Decimal(1)])
    (Decimal('33.34'), Decimal('33.33'), Decimal('33.33'))
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        raise ValueError("nothing weighs anything")
    steps = (total / step).to_integral_value()
    exact = [steps * w / whole for w in weights]
    parts = [x.to_integral_value(ROUND_FLOOR) for x in exact]
    left = int(steps - sum(parts))
    for n in sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))[:left]:
        parts[n] += 1
    return tuple(p * step for p in parts)


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


def month_weights(seen: Seen, metric: str, day: date) -> tuple[DayWeight, ...] | None:
    """Each day of the month of `day`, by what was known before `day`; None where too few weeks are known."""
    usual = weekday_weights(seen, metric, day)
    if usual is None:
        return None
    days = [day.replace(day=n + 1) for n in range(monthrange(day.year, day.month)[1])]
    return tuple(_weight(seen, metric, d, usual[d.weekday()]) for d in days)


def _weight(seen: Seen, metric: str, day: date, usual: Decimal) -> DayWeight:
    own = next((e for e in seen.given.own_events if e.first <= day <= e.last), None)
    if own is not None and own.kind == CLOSED:
        return DayWeight(day, Decimal(0), own.name)
    country = country_of(seen.shop.platform, seen.shop.currency)
    theirs = next((e for e in events_on(day, seen.shop.platform, country) if e.phase in UNUSUAL and e.big), None)
    factor = _own_factor(seen, metric, own) if own else _their_factor(seen, metric, day, country) if theirs else Decimal(1)
    name = own.name if own else theirs.term if theirs else ""
    return DayWeight(day, usual * (factor or 1), name, factor is not None)


def lift_to_come(seen: Seen, metric: str, day: date) -> DayWeight:
    """How many times an ordinary day of its weekday a day to come will be: 0 closed, 1 where no event is known."""
    return _weight(seen, metric, day, Decimal(1))


def lift_of(seen: Seen, metric: str, day: date) -> Decimal | None:
    """How many times an ordinary day of its weekday a day of an event was; 1 for a day without one, None where that is not
    known."""
    weight = _weight(seen, metric, day, Decimal(1))
    if not weight.event or not weight.weight:
        return weight.weight
    return _times_usual(seen, metric, day)


def _their_factor(seen: Seen, metric: str, day: date, country: str) -> Decimal | None:
    """How many times an ordinary day the same phase of last year's event was."""
    before = same_phase_last_year(day, seen.shop.platform, country)
    return _times_usual(seen, metric, before) if before is not None else None


def _own_factor(seen: Seen, metric: str, event: OwnEvent) -> Decimal | None:
    """The median of the days of earlier own events of the same kind, each beside its own ordinary day."""
    past = [e.first + timedelta(days=n) for e in seen.given.own_events if e.kind == event.kind and e.last < event.first
            for n in range((e.last - e.first).days + 1)]
    found = [f for d in past if (f := _times_usual(seen, metric, d)) is not None]
    return median(found) if found else None


def _times_usual(seen: Seen, metric: str, day: date) -> Decimal | None:
    usual, value = weekday_weights(seen, metric, day), seen.value(metric, day)
    if usual is None or value is None or usual[day.weekday()] <= 0:
        return None
    return value / usual[day.weekday()]


def hour_weights(seen: Seen, day: date) -> tuple[Decimal, ...] | None:
    """What each hour of a weekday brought in the eight weeks before a day; None where orders do not say their hour."""
    found = [Decimal(0)] * HOURS
    wanted = {day - timedelta(weeks=n) for n in range(1, RHYTHM_WEEKS + 1)}
    for scope, days in seen.sliced.get("hour", {}).get("paid_gmv", {}).items():
        hour = dict(scope).get("paid_hour", "")
        if hour.isdecimal() and int(hour) < HOURS:
            found[int(hour)] += sum((v for d, v in days.items() if d in wanted and v > 0), Decimal(0))
    return tuple(found) if sum(found) > 0 else None
