"""The nine-o'clock patrol: what facts and people say of each check; what nobody checked is red."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.patrol import Check, CheckState
from daybook.domain.rights import Right
from daybook.reports.patrol_phrases import MARKS, check_name, check_says
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.patrol import patrols, tick

TONES = {CheckState.CLEAR: "green", CheckState.FOUND: "amber", CheckState.UNCHECKED: "red"}
STATES = {CheckState.CLEAR: gettext_lazy("clear"), CheckState.FOUND: gettext_lazy("found"),
          CheckState.UNCHECKED: gettext_lazy("not checked")}


@dataclass(frozen=True)
class Line:
    """One check in words."""

    check: Check
    name: str
    mark: str
    tone: str
    says: str
    at: str


@screen(Right.SEE_WORK)
def show(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Each check of this morning, and a line to tick it."""
    request.session["shop"] = seat.shop_row.pk
    shop, w = seat.shop, translator(language_of())
    on = shop.day_of(clock())
    (found,) = patrols(the_house(), [shop], on)
    return answered(request, "web/patrol.html", {
        "title": _("Patrol"), "table": table(request, [
            Col("check", _("Check"), lambda line: line.name),
            Col("state", _("State"), lambda line: str(STATES[line.check.state]), only_sheet=True),
            Col("known", _("What is known"), lambda line: line.says or None),
            *([Col("looked", _("You looked"))] if seat.may(Right.DO_WORK) else [])],
            [_line(c, seat, w) for c in found.checks], title=f"{_('Patrol')} {on}"), "unchecked": found.unchecked,
        "found": sum(1 for c in found.checks if c.state is CheckState.FOUND), "on_words": w.full_day(on),
        "all": len(found.checks), "may_do": seat.may(Right.DO_WORK)})


def _line(check: Check, seat: Seat, w: Words) -> Line:
    shop = seat.shop
    at = w.moment(check.ticked.at, shop.zone, shop.day_of(clock())) if check.ticked else ""
    return Line(check, check_name(check, w), MARKS[check.state], TONES[check.state], check_says(check, w.language), at)


@require_POST
@screen(Right.DO_WORK)
def keep(request: HttpRequest, seat: Seat, check: str) -> HttpResponse:
    """A person's line: checked, nothing; or how many were found, and what."""
    said, user = request.POST.get("found", "0").strip() or "0", request.user
    name = getattr(user, "name", "") or getattr(user, "email", "")
    try:
        tick(the_house(), seat.shop.name, check, name, int(said) if said.isdecimal() and len(said) < 6 else -1,
             request.POST.get("note", "")[:1000], seat.shop.day_of(clock()))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("patrol", seat.shop_row.pk)
