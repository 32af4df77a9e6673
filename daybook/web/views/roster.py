"""The roster on the service page: who answers at which hours and how many chats at once, and what part robots end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from daybook.domain.rights import Right
from daybook.domain.roster import DAILY, OFF, RosterShift
from daybook.domain.roster import WEEKDAYS as KINDS_OF_DAY
from daybook.domain.service_page import ServiceTable
from daybook.reports.service_report import rate
from daybook.reports.wording import Words
from daybook.web.access import Seat
from daybook.web.forms import HouseForm
from daybook.web.given_forms import ONE_DAY, RobotForm, ShiftForm


@dataclass(frozen=True)
class ShiftLine:
    """One line of the roster in words; `form` changes it, None where the person may not."""

    person: str
    day: str
    hours: str
    chats: str
    since: str
    later: bool
    form: ShiftForm | None


def roster_card(seat: Seat, found: ServiceTable, w: Words, refused: HouseForm | None) -> dict[str, Any]:
    """What the card shows; a form of each line and of a new one for whoever may set the roster."""
    may_set = seat.may(Right.SET_ROSTER)
    today = found.on.isoformat()
    robots = found.robots
    return {
        "may_set": may_set, "refused": isinstance(refused, ShiftForm), "robots_refused": isinstance(refused, RobotForm),
        "shifts": [_line(n, s, found, w, may_set) for n, s in enumerate(found.roster)],
        "shift_form": refused if isinstance(refused, ShiftForm) else ShiftForm(initial={"valid_from": today}),
        "robot_form": refused if isinstance(refused, RobotForm) else RobotForm(auto_id="robot_%s", initial={
            "value": rate(robots.share) if robots.share is not None else "", "valid_from": today}),
        "robot_share": "" if robots.share is None else rate(robots.share),
        "robot_said": "" if robots.said_on is None else w.full_day(robots.said_on),
        "agent_names": sorted({a.agent for a in found.agents if a.agent} | {s.person for s in found.roster})}


def _line(n: int, one: RosterShift, found: ServiceTable, w: Words, may_set: bool) -> ShiftLine:
    kind = one.day if one.day == DAILY or one.day in KINDS_OF_DAY else ONE_DAY
    form = ShiftForm(auto_id=f"shift{n}_%s", initial={
        "person": one.person, "day": DAILY if kind == ONE_DAY else kind, "date": one.day if kind == ONE_DAY else None,
        "hours": one.hours, "chats": one.chats, "valid_from": found.on.isoformat()}) if may_set else None
    later = one.valid_from is not None and one.valid_from > found.on
    return ShiftLine(one.person, _day_words(one.day, w), _("not there") if one.hours == OFF else one.hours.replace(" ", " + "),
                     "—" if one.chats is None else str(one.chats),
                     "" if one.valid_from is None else w.full_day(one.valid_from), later, form)


def _day_words(day: str, w: Words) -> str:
    if day == DAILY:
        return str(_("every day"))
    return str(WEEKDAYS[int(day) - 1]) if day in KINDS_OF_DAY else w.full_day(date.fromisoformat(day))
