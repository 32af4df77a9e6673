"""Who answers buyers at which hours, and the sentences that are kept ready for them; as a person gave it.

Like everything that no export has, it is added to and never overwritten.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

#: Days that a roster names: every day, a weekday (1 is Monday), or a date of its own.
DAILY = "daily"
WEEKDAYS: Mapping[str, str] = {"1": "周一", "2": "周二", "3": "周三", "4": "周四", "5": "周五", "6": "周六", "7": "周日"}
OFF = "off"
#: More chats than one person holds at once.
MOST_CHATS = 100
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–~至到]\s*(\d{1,2})[:：](\d{2})")
_HALF_HOUR, _DAY = 30, 24 * 60


@dataclass(frozen=True)
class RosterShift:
    """A person's hours (排班) on a kind of day from a day on: `day` is `daily`, 1..7 or a date, the nearer one counts; `hours` such
    as `09:00-12:00 18:30-23:00`, split as often as it is, or `off`; `chats` held at once, None where nobody said it."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "person", "day", "valid_from")
    shop: str
    person: str
    day: str
    hours: str
    chats: int | None
    valid_from: date | None
    known_at: datetime

    def counts_on(self, day: date) -> int:
        """How near it is to a day: 3 for the date itself, 2 its weekday, 1 every day, 0 not at all."""
        if self.valid_from is not None and self.valid_from > day:
            return 0
        return {day.isoformat(): 3, str(day.isoweekday()): 2, DAILY: 1}.get(self.day, 0)


@dataclass(frozen=True)
class Script:
    """A sentence kept ready (话术): what it answers, under which name, from a day on; two of one topic are a test of both.
    An empty text takes it out of use."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "name", "valid_from")
    shop: str
    topic: str
    name: str
    text: str
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class OnDuty:
    """One person on one day: spans in minutes of the day, from..until."""

    person: str
    spans: tuple[tuple[int, int], ...]
    chats: int | None


def spans_of(hours: str) -> tuple[tuple[int, int], ...]:
    """The spans of a roster's hours in minutes; one over midnight ends with the day.  Raises ValueError for what is none.

    >>> spans_of("09:00-12:00 18:30-23:00"), spans_of("off"), spans_of("20:00-02:00")
    (((540, 720), (1110, 1380)), (), ((1200, 1440),))
    """
    if hours.strip().lower() in (OFF, "休", "休息"):
        return ()
    found = []
    for first_hour, first, last_hour, last in _SPAN.findall(hours):
        begins, ends = int(first_hour) * 60 + int(first), int(last_hour) * 60 + int(last)
        if begins >= _DAY or ends > _DAY or int(first) > 59 or int(last) > 59:
            raise ValueError("has no hours of a day: write 09:00-12:00 18:30-23:00, or off")
        found.append((begins, ends if ends > begins else _DAY))
    if not found or re.sub(_SPAN, "", hours).strip(" ,，;；+、/"):
        raise ValueError("has no hours of a day: write 09:00-12:00 18:30-23:00, or off")
    return tuple(sorted(found))


def listed(shifts: Iterable[RosterShift], day: date) -> tuple[RosterShift, ...]:
    """What a roster says from a day on, for whoever edits it: of each person and kind of day the row that counts, then those that
    count later; rows of single days that are over are left out."""
    found: dict[tuple[str, str], RosterShift] = {}
    later: list[RosterShift] = []
    for one in sorted(shifts, key=lambda s: (s.valid_from or date.min, s.known_at)):
        if one.day not in WEEKDAYS and one.day != DAILY and one.day < day.isoformat():
            continue
        if one.valid_from is not None and one.valid_from > day:
            later.append(one)
        else:
            found[one.person, one.day] = one

    def place(one: RosterShift) -> tuple[str, int, str, date]:
        return one.person, 0 if one.day == DAILY else 1 if one.day in WEEKDAYS else 2, one.day, one.valid_from or date.min

    return tuple(sorted((*found.values(), *later), key=place))


def on_duty(shifts: Iterable[RosterShift], day: date) -> tuple[OnDuty, ...]:
    """Who is there on a day, by name: of each person the nearest row, of equal ones the one valid from the latest day."""
    found: dict[str, RosterShift] = {}
    for one in shifts:
        before = found.get(one.person)
        rank = (one.counts_on(day), one.valid_from or date.min)
        if rank[0] and (before is None or rank >= (before.counts_on(day), before.valid_from or date.min)):
            found[one.person] = one
    duty = (OnDuty(name, spans_of(one.hours), one.chats) for name, one in sorted(found.items()))
    return tuple(one for one in duty if one.spans)


def scripts_on(scripts: Iterable[Script], day: date) -> tuple[Script, ...]:
    """The sentences kept ready on a day, by name; those out of use are left out."""
    found: dict[str, Script] = {}
    for one in sorted(scripts, key=lambda s: s.valid_from or date.min):
        if one.valid_from is None or one.valid_from <= day:
            found[one.name] = one
    return tuple(script for _, script in sorted(found.items()) if script.text)
