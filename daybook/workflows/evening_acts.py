"""What measures of earlier evenings brought: the takings from their hour to midnight, beside what was foretold at that hour.

The forecast is the evening's own (`analysis/pacing`), learnt from the days before that one; its spread is the error of the
measurement.  An evening with two kinds of measures is left out, since they cannot be told apart; one of an event is doubted
more, as its forecast is.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from daybook.analysis.pacing.days import Days
from daybook.analysis.pacing.forecast import fit, pace, share_until
from daybook.domain.given import Given, Note
from daybook.domain.shop import Shop
from daybook.rulebook.lasting import lasting
from daybook.rulebook.reading import load

#: Kind of note -> the way to close a gap that it tells of, and the rule of its lead time.
ACTS: Mapping[str, tuple[str, str]] = {
    "push": ("live_push", "V-LEAD-LIVE"), "coupon": ("coupon", "V-LEAD-COUPON"), "budget": ("budget", "V-LEAD-BUDGET"),
    "message": ("message", "V-LEAD-MESSAGE")}


@dataclass(frozen=True)
class Acted:
    """One measure that was noted: money that it brought and its standard error, as of a whole day (over the part of the day that
    was left once it worked)."""

    way: str
    at: datetime
    value: float
    error: float


def acted(shop: Shop, today: date, given: Given, days: Days) -> tuple[Acted, ...]:
    """The last measured evenings of a shop, the latest first; `days` end with today, which is not among them."""
    rule, found = load().rule("V-ACTED"), []
    last = days.amount.shape[1] - 1
    by_day: dict[date, list[Note]] = defaultdict(list)
    for note in given.notes:
        if note.kind in ACTS:
            by_day[shop.day_of(note.at)].append(note)
    for day, notes in sorted(by_day.items(), reverse=True):
        place = last - (today - day).days
        alone = len({n.kind for n in notes}) == 1
        if alone and 0 < place < last and (today - day).days <= rule.value("days") and days.whole[0, place]:
            made = _measured(shop, min(notes, key=lambda n: n.at), days, place)
            found += [made] if made is not None else []
        if len(found) >= rule.value("evenings"):
            break
    return tuple(found)


def _measured(shop: Shop, note: Note, days: Days, place: int) -> Acted | None:
    """One evening beside its forecast; None where too little was known before it, or nothing of the day was left."""
    way, rule = ACTS[note.kind]
    clock = note.at.astimezone(ZoneInfo(shop.zone))
    works = (note.at + lasting(rule, platform=str(shop.platform))).astimezone(ZoneInfo(shop.zone))
    learnt = fit(days, place) if clock.hour else None
    if learnt is None or works.date() != clock.date():
        return None
    left = 1 - share_until(learnt.shape.of_day(0, int(days.event[0, place])), works.hour + works.minute / 60)
    if left <= float(load().value("V-ACTED", "least_left")):
        return None
    told = pace(learnt, 0, clock.hour)
    came = float(np.nansum(days.amount[0, place, clock.hour:]))
    return Acted(way, note.at, (came - told.shape * told.scale) / left, told.shape**0.5 * told.scale / left)
