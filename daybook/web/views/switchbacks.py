"""Switchbacks on a page: one is planned on a form like a change; those planned stand with their days, and are stopped."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.moves.kinds import KINDS
from daybook.domain.rights import Right
from daybook.domain.switchback import Switchback
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.move_forms import SwitchedForm, SwitchForm, called
from daybook.web.opened import the_house
from daybook.web.views.proposals import seen_lines
from daybook.workflows.looked_up import LookedUp, look_up
from daybook.workflows.switchback import days_switched, pairs_switched, plan_switchback, stop_switchback, switchbacks


@dataclass(frozen=True)
class Line:
    """A switchback in words; `strip` has a cell for each day with its classes, `days` says the same to who does not see it."""

    key: str
    what: str
    who: str
    why: str
    state: str
    strip: tuple[str, ...]
    days: str
    open: bool


@screen(Right.PROPOSE)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Those of the shop with their days, and the form of a new one: first which object, then what is switched."""
    request.session["shop"] = seat.shop_row.pk
    asked = request.POST if request.method == "POST" else request.GET
    what = SwitchForm(asked) if asked.get("object_id") else SwitchForm()
    page: dict[str, Any] = {"title": _("Switchbacks"), "what": what, "pairs": pairs_switched(),
                            "lengths": [(called(KINDS[name]), days) for name, days in days_switched().items()]}
    if what.is_bound and what.is_valid():
        said = what.cleaned_data
        seen = look_up(the_house(), seat.shop.name, said["move"], said["object_id"], said["item_id"])
        form = SwitchedForm(KINDS[said["move"]], request.POST if request.method == "POST" else None, knows_was=seen.was is not None,
                            initial={"begin": seat.shop.day_of(the_house().now()) + timedelta(days=1)})
        if request.method == "POST" and form.is_valid() and _planned(request, seat, said, form, seen):
            return redirect("switchbacks", seat.shop_row.pk)
        page |= {"form": form, "said": said, "called": called(KINDS[said["move"]]), "days": days_switched()[said["move"]],
                 "seen": seen_lines(seen)}
    w, today = translator(language_of()), seat.shop.day_of(the_house().now())
    page["lines"] = [_line(one, today, w) for one in switchbacks([seat.shop])]
    return render(request, "web/switchbacks.html", page, status=422 if request.method == "POST" else 200)


def _planned(request: HttpRequest, seat: Seat, said: dict[str, str], form: SwitchedForm, seen: LookedUp) -> bool:
    """Whether one was planned; a message says what came of it."""
    try:
        made = plan_switchback(the_house(), seat.shop.name, form.move(said, seen.was), _name(seat), form.cleaned_data["begin"],
                               form.cleaned_data["why"])
    except DaybookError as problem:
        messages.error(request, told(problem))
        return False
    w = translator(language_of())
    messages.success(request, _("Planned from {first} to {last}; each switch will wait for whoever has to agree.").format(
        first=w.full_day(made.first), last=w.full_day(made.last)))
    return True


def _line(one: Switchback, today: date, w: Words) -> Line:
    days = [one.first + timedelta(days=n) for n in range((one.blocks[-1].last - one.first).days + 1)]
    spans = "; ".join(f"{w.day(b.first)} – {w.day(b.last)} {_('on') if b.on else _('off')}" for b in one.blocks)
    return Line(one.key, in_language(one.move.what(), w), one.planned_by, one.why, _state(one, today, w),
                tuple(_cell(one, day, today) for day in days), spans, one.stopped_on is None and today <= one.last)


def _cell(one: Switchback, day: date, today: date) -> str:
    """The classes of a day: on or off as planned, over, today, and the first of a block; left out where it was stopped."""
    number = one.block_on(day)
    block = one.blocks[(number or 1) - 1]
    return " ".join(name for name, holds in (
        ("on", one.wants(day)), ("left-out", day > one.last), ("over", day < today), ("today", day == today),
        ("begins", day == block.first)) if holds)


def _state(one: Switchback, today: date, w: Words) -> str:
    """Where it stands today by its plan."""
    said, day = _("block {n} of {all}: today on") if one.wants(today) else _("block {n} of {all}: today off"), today
    if one.stopped_on is not None:
        said, day = _("stopped on {day}"), one.stopped_on
    elif today < one.first:
        said, day = _("begins on {day}"), one.first
    elif today > one.last:
        said, day = _("over since {day}"), one.last + timedelta(days=1)
    return str(said).format(day=w.full_day(day), n=one.block_on(today), all=len(one.blocks))


@require_POST
@screen(Right.PROPOSE)
def stop(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Ends a switchback of the shop from today on."""
    if key not in {one.key for one in switchbacks([seat.shop])}:
        raise Http404
    try:
        stop_switchback(the_house(), key, _name(seat), request.POST.get("why", "")[:400], [seat.shop.name])
        messages.success(request, _("Stopped: where the change is on, putting it back will be proposed."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("switchbacks", seat.shop_row.pk)


def _name(seat: Seat) -> str:
    user: Any = seat.user
    return str(user.name or user.email)
