"""The day's work handed out fairly: what the house proposes over all shops that a person leads, accepted line by line."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from daybook.domain.agency import MemberLoad
from daybook.domain.errors import DaybookError
from daybook.domain.overdue import HandingLine, HandOut
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.hand_out import accept_hand_out, propose_hand_out


def days_of(seat: Seat, right: Right) -> dict[date, list[Shop]]:
    """Shops for which a right is held, by their own today."""
    days: dict[date, list[Shop]] = defaultdict(list)
    for shop in house_shops(seat.shops(right)):
        days[shop.day_of(clock())].append(shop)
    return dict(sorted(days.items()))


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Lines that would change hands, and what everybody would then have."""
    w, house = translator(language_of()), the_house()
    made = [propose_hand_out(house, shops, on, clock()) for on, shops in days_of(seat, Right.DO_WORK).items()]
    rows = {r.name: r.pk for r in seat.shops(Right.DO_WORK)}
    lines = [(line, rows[line.shop], in_language(line.what, w), w.name("role", line.from_), w.name("role", line.to))
             for one in made for line in one.lines]
    people = [(w.name("role", m.person), m, after) for m, after in _people(made)]
    return answered(request, "web/hand_out.html", {
        "title": _("Fair hand-out"), "lines": lines, "people": people,
        "stuck": sum(one.stuck for one in made), "nobody": sum(one.nobody for one in made),
        "minutes": sum(line[0].minutes for line in lines),
        "table": table(request, _columns(), lines, title=_("Fair hand-out")),
        "people_table": table(request, _people_columns(), people,
                              name="people", title=_("Who would have how much"))})


def _people(made: list[HandOut]) -> list[tuple[MemberLoad, MemberLoad | None]]:
    """Everybody whose day would change, before and after; shops of several zones are told one after the other."""
    found = []
    for one in made:
        after = {m.person: m for m in one.after}
        found += [(m, after.get(m.person)) for m in one.before if after.get(m.person) != m]
    return found


def _columns() -> list[Col]:
    def of(name: str) -> Any:
        return lambda row: getattr(row[0], name)

    return [Col("task", _("Task"), lambda row: row[2]), Col("shop", _("Shop"), of("shop"), choice=True),
            Col("minutes", _("Minutes"), of("minutes"), number=True), Col("from", _("From"), lambda row: row[3], choice=True),
            Col("to", _("To"), lambda row: row[4], choice=True)]


def _people_columns() -> list[Col]:
    return [Col("person", _("Person"), lambda row: row[0]),
            Col("now", _("Minutes now"), lambda row: row[1].minutes_open + row[1].minutes_used, number=True),
            Col("then", _("Minutes then"), lambda row: row[2].minutes_open + row[2].minutes_used if row[2] else None, number=True),
            Col("capacity", _("In the roster"), lambda row: row[1].capacity, number=True)]


@require_POST
@screen(Right.DO_WORK)
def accept(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Hands the chosen lines over, as far as they still stand as they were shown."""
    chosen = [(int(key), to) for key, _sep, to in (one.partition(":") for one in request.POST.getlist("line"))
              if key.isascii() and key.isdigit() and to]
    handed: list[HandingLine] = []
    changed = len(chosen)
    try:
        for on, shops in days_of(seat, Right.DO_WORK).items():
            done = accept_hand_out(the_house(), shops, on, chosen, str(seat.user))
            handed += done.handed
        changed -= len(handed)
        messages.success(request, ngettext("%(n)s task was handed over.", "%(n)s tasks were handed over.", len(handed)) % {
            "n": len(handed)})
        if changed:
            messages.warning(request, ngettext("%(n)s line stood otherwise by now and was left.",
                                               "%(n)s lines stood otherwise by now and were left.", changed) % {"n": changed})
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("hand_out" if seat.may(Right.SEE_NUMBERS) else "home")
