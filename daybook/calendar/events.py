"""Platform events and the shop's own, by phase and day, and which past day is a fair base for a day.

Dates are data (`platforms/*.toml`, read by `editions.py`); the shop's own events are given as values.
"""
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from daybook.calendar.days import day_kind
from daybook.calendar.editions import Event, Phase, event_ids, phases_in
from daybook.calendar.festivals import days_from_spring_festival, festival_zh
from daybook.domain.said import Said, Term

#: Phases in which a platform sells at event prices; the others only move demand in time.
SELLING = frozenset({Phase.FIRST_WAVE, Phase.MAIN_WAVE, Phase.SALE})
#: Phases that make a day unlike an ordinary one: carts fill and deposits are paid in them.
UNUSUAL = SELLING | {Phase.PRESALE, Phase.WARM_UP}
#: Parcels stop, and so does trade, from a week before 春节 to a week after.
SPRING_FESTIVAL_DAYS = 7


def own_event(event_id: str, name: str, first: date, last: date, phase: Phase = Phase.SALE,
              big: bool = False) -> Event:
    """An event of the shop's own (a brand day, a clearance) as a value; both days in."""
    if last < first:
        raise ValueError(f"event {name!r} ends on {last}, before it begins on {first}: swap the days")
    return Event(event_id, name, name, "own", phase, first, last, None, big, False, 0,
                 "the shop's own calendar", first, "own")


def events_on(day: date, platform: str, country: str, own: tuple[Event, ...] = ()) -> tuple[Event, ...]:
    """Every event phase that covers a day on a platform in a country, the shop's own last.

    Price protection (价保) is a phase too.  An event without countries runs in all of them.
    """
    return (*_of_platform(day, platform, country), *(event for event in own if event.covers(day)))


@lru_cache(maxsize=8192)
def _of_platform(day: date, platform: str, country: str) -> tuple[Event, ...]:
    near = (event for year in (day.year - 1, day.year, day.year + 1) for event in phases_in(year, platform))
    return tuple(event for event in near if event.covers(day) and event.runs_in(country))


def same_phase_last_year(day: date, platform: str, country: str = "CN") -> date | None:
    """The day at the same place in the same phase of last year's event; None if there is none.

    Days in the first half of a phase are counted from its first day, later ones from its last, so that
    opening nights meet opening nights where one year's phase was longer.
    """
    for event in _unusual(events_on(day, platform, country)):
        for before in phases_in(event.edition_year - 1, platform):
            if (before.id, before.phase) == (event.id, event.phase) and before.runs_in(country):
                return _same_place(day, event, before)
    return None


def _same_place(day: date, event: Event, before: Event) -> date:
    since, until = day - event.first, event.last - day
    if since <= until:
        return min(before.first + since, before.last)
    return max(before.last - until, before.first)


def events_without_dates(year: int, platform: str) -> tuple[str, ...]:
    """Events of a platform that this calendar knows but has no dates for in a year, to ask a person."""
    dated = {event.id for event in phases_in(year, platform)}
    return tuple(known for known in event_ids(platform) if known not in dated)


@lru_cache(maxsize=8192)
def is_fair_base(day: date, base: date, platform: str, country: str,
                 own: tuple[Event, ...] = ()) -> str | None:
    """Why `base` is no fair comparison for `day`, in words an operator reads; None if it is fair.

    Asked in this order: events, the slump after a big one, 春节, festivals, days off and make-up days.
    The first reason found is given; two days in the same phase of one event are fair to each other.
    """
    reasons = (_events_differ(day, base, platform, country, own), _slump(day, base, platform, country),
               _spring_festival_differs(day, base, country), _festivals_differ(day, base, country),
               _work_differs(day, base, country))
    return next((reason for reason in reasons if reason is not None), None)


def _unusual(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(event for event in events if event.phase in UNUSUAL)


def _events_differ(day: date, base: date, platform: str, country: str,
                   own: tuple[Event, ...]) -> str | None:
    then = _unusual(events_on(base, platform, country, own))
    now = _unusual(events_on(day, platform, country, own))
    phases_now, phases_then = ({(event.id, event.phase) for event in events} for events in (now, then))
    for event in then:
        if (event.id, event.phase) not in phases_now:
            return Said("{base} was {event}, {day} is not", base=base, event=event.words, day=day)
    for event in now:
        if (event.id, event.phase) not in phases_then:
            return Said("{day} is {event}, {base} was not", base=base, event=event.words, day=day)
    return next((Said("{event} opened on {day}", event=event.words, day=opened) for event in now
                 for opened in (day, base) if opened == event.first and day != base), None)


def _festival(name: str) -> Term:
    return Term("festival", name, festival_zh(name))


def _slump(day: date, base: date, platform: str, country: str) -> str | None:
    """Demand pulled forward by a big event is missing in the days after it."""
    for one, other in ((base, day), (day, base)):
        ended = _slump_of(one, platform, country)
        if ended is not None and _slump_of(other, platform, country) != ended:
            return Said("{day} lies in the slump after {event}", day=one, event=ended)
    return None


def _slump_of(day: date, platform: str, country: str) -> Term | None:
    for event in phases_in(day.year, platform):
        gone = (day - event.last).days
        if event.phase in SELLING and event.runs_in(country) and 0 < gone <= event.slump_days:
            return event.term
    return None


def _spring_festival_differs(day: date, base: date, country: str) -> str | None:
    if country != "CN":
        return None
    for one, other in ((base, day), (day, base)):
        if near_spring_festival(one) and not near_spring_festival(other):
            return Said("{day} lies within {n} days of 春节, {other} does not", day=one, n=SPRING_FESTIVAL_DAYS,
                        other=other)
    if near_spring_festival(day) and days_from_spring_festival(day) != days_from_spring_festival(base):
        return Said("{day} and {base} are different days around 春节", day=day, base=base)
    return None


def near_spring_festival(day: date) -> bool:
    """Whether a day lies in the time around 春节 in which trade rests."""
    return abs(days_from_spring_festival(day)) <= SPRING_FESTIVAL_DAYS


def _festivals_differ(day: date, base: date, country: str) -> str | None:
    now, then = day_kind(day, country), day_kind(base, country)
    if set(now.festivals) == set(then.festivals):
        return None
    if then.festival is not None:
        return Said("{day} was {festival}", day=base, festival=_festival(then.festival))
    return Said("{day} is {festival}", day=day, festival=_festival(now.festival or ""))


def _work_differs(day: date, base: date, country: str) -> str | None:
    now, then = day_kind(day, country), day_kind(base, country)
    if then.public_holiday and not now.public_holiday:
        return Said("{day} was a public holiday ({holiday})", day=base, holiday=then.public_holiday)
    if now.public_holiday and not then.public_holiday:
        return Said("{day} is a public holiday ({holiday})", day=day, holiday=now.public_holiday)
    if then.is_make_up_workday != now.is_make_up_workday:
        return Said("{day} is a make-up working day (调休)", day=base if then.is_make_up_workday else day)
    return None


def previous_fair_day(day: date, platform: str, country: str, own: tuple[Event, ...] = (),
                      weeks: int = 8) -> date | None:
    """The nearest earlier same weekday that is a fair base, at most `weeks` back; None if there is none."""
    earlier = (day - timedelta(weeks=back) for back in range(1, weeks + 1))
    return next((base for base in earlier if is_fair_base(day, base, platform, country, own) is None), None)
