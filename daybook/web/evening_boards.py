"""The evening's board, drawn once for everybody who looks at it: made anew when something came in, aged by the minute.

Sixty people who watch one evening cost what one does: the board of a shop is worked out once per version of what is known
and written once per language and minute.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.template.loader import render_to_string

from daybook.domain.evening import WarRoom
from daybook.records import models
from daybook.reports.evening_report import curve_of
from daybook.reports.sale_report import hour_rows, sale_title, stock_rows, today_lines
from daybook.reports.war_room_report import (
    carrier_rows,
    closers_section,
    peak_rows,
    rivals_section,
    service_alarm,
    service_rows,
    war_room_report,
)
from daybook.reports.wording import translator
from daybook.web.access import Seat
from daybook.workflows.evening import Learnt, blind_after, learn
from daybook.workflows.house import House
from daybook.workflows.war_room import war_room

#: What the days before taught is learnt again after this long, so that files of theirs that land late count.
LEARNT_ANEW = timedelta(hours=1)
#: A new quarter of the peak begins, and a check of rivals falls due, at these steps.
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Board:
    """A board as shown: `version` changes with what it shows, `lead` is its first sentence."""

    version: str
    html: str
    lead: str


@dataclass
class _Kept:
    """What is kept of one shop."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    version: str = ""
    room: WarRoom | None = None
    learnt: tuple[str, datetime, Learnt] | None = None
    shown: dict[str, Board] = field(default_factory=dict)       # language -> board


_shops: dict[tuple[str, int], _Kept] = {}
_making = threading.Lock()


def board_of(house: House, seat: Seat, now: datetime, language: str, *, wait: bool = True) -> Board | None:
    """The board as it is now.  Without `wait` None where somebody else is working it out at this moment."""
    kept = _of(house, seat)
    if not kept.lock.acquire(blocking=wait):
        return None
    try:
        version = _version(seat, now)
        if kept.room is None or kept.version != version:
            kept.room, kept.shown, kept.version = war_room(house, seat.shop, now, _learnt(kept, house, seat, now)), {}, version
        shown, told = kept.shown.get(language), f"{version}.{now:%H%M}"
        if shown is None or shown.version != told:
            shown = kept.shown[language] = _drawn(_aged(kept.room, now), seat, language, told)
        return shown
    finally:
        kept.lock.release()


def _of(house: House, seat: Seat) -> _Kept:
    with _making:
        return _shops.setdefault((str(house.home), seat.shop_row.pk), _Kept())


def _version(seat: Seat, now: datetime) -> str:
    """Changes with whatever a board shows: readings, files, pulls, what people gave and noted, work, and the quarter."""
    shop, client = seat.shop_row, seat.client_row
    newest: list[object] = [
        models.Tick.objects.filter(shop=shop).aggregate(n=Max("pk"))["n"],
        models.LandedTable.objects.filter(landing__shop=shop).aggregate(n=Max("load"))["n"],     # once it can be read
        models.Pull.objects.filter(shop=shop).aggregate(n=Max("done_at"))["n"],
        models.GivenBatch.objects.filter(client=client).aggregate(n=Max("pk"))["n"],
        models.EventPlanLine.objects.filter(shop=shop).aggregate(n=Max("pk"))["n"],
        models.WorkStep.objects.filter(item__shop=shop).aggregate(n=Max("pk"))["n"]]
    slot = int(now.timestamp() // QUARTER.total_seconds())
    return "-".join(f"{n.timestamp():.0f}" if isinstance(n, datetime) else str(n or 0) for n in (*newest, slot))


def _learnt(kept: _Kept, house: House, seat: Seat, now: datetime) -> Learnt:
    """What the days before taught: for an hour, until something is given or the day is over."""
    batch = models.GivenBatch.objects.filter(client=seat.client_row).aggregate(n=Max("pk"))["n"]
    line = models.EventPlanLine.objects.filter(shop=seat.shop_row).aggregate(n=Max("pk"))["n"]
    key = f"{seat.shop.day_of(now)} {batch} {line}"
    if kept.learnt is None or kept.learnt[0] != key or now - kept.learnt[1] > LEARNT_ANEW:
        kept.learnt = (key, now, learn(house, seat.shop, now))
    return kept.learnt[2]


def _aged(room: WarRoom, now: datetime) -> WarRoom:
    evening = room.evening
    clock = f"{evening.newest.at.astimezone(ZoneInfo(evening.zone)):%H:%M}" if evening.newest else ""
    return replace(room, evening=evening.aged(now, clock, blind_after(evening.platform)))


def _drawn(room: WarRoom, seat: Seat, language: str, version: str) -> Board:
    w = translator(language)
    report = war_room_report(room, w)
    sale = None if room.sale is None else {
        "title": sale_title(room.sale, w), "lines": today_lines(room.sale, room, w), "hours": hour_rows(room.sale, room, w),
        "stock": stock_rows(room.sale, w), "key": room.sale.activity.key, "behind": (room.sale.ahead or 0) < 0}
    said: Mapping[str, Any] = {
        "sale": sale,
        "report": report, "day": report.sections[0].lines if room.evening.outlook else (), "curve": curve_of(room.evening, w),
        "carriers": carrier_rows(room, w), "closers": closers_section(room, w), "peak": peak_rows(room, w),
        "service": service_rows(room, w), "service_alarms": service_alarm(room, w),
        "rivals": rivals_section(room, w), "shop": seat.shop_row, "blind": room.evening.outlook is None}
    return Board(version, render_to_string("web/parts/evening_board.html", dict(said)), report.lead)
