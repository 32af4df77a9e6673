"""S5, service: replies by each platform's own count, people by the half hour and their roster, inquiries, questions, chats."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.domain.service_page import RateLine, ServiceTable
from daybook.reports.localise import in_language
from daybook.reports.service_report import chart_rows, counted, rate, seconds, service_paper, usual_tone
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.given_forms import RobotForm, ShiftForm
from daybook.web.opened import clock, the_house
from daybook.web.views.roster import roster_card
from daybook.workflows.give import give
from daybook.workflows.kept import last_day
from daybook.workflows.model_drafts import is_set_up
from daybook.workflows.service_page import service_of

#: (tone, large, name, small)
Light = tuple[str, str, str, str]


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """Service as a morning knew it: the last one, or that of a day; of today as it is known now, its roster and chats too."""
    return shown(request, seat, on or last_day(seat.shop, seat.shop.day_of(clock())))


def shown(request: HttpRequest, seat: Seat, on: date, refused: HouseForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a morning; `refused` is what somebody typed of the roster and what was not kept, with what is wrong."""
    request.session["shop"] = seat.shop_row.pk
    now = clock()
    w = translator(language_of())
    found = service_of(the_house(), seat.shop, on, now if on == seat.shop.day_of(now) else None)
    found = found if seat.may(Right.SEE_NUMBERS) else found.without_sales()
    paper = service_paper(found, w.language)
    return render(request, "web/service.html", {
        "title": _("Customer service"), "on": on, "on_words": w.full_day(on), "lights": _lights(found, w),
            "counted": counted(found, w),
        "until": "" if found.until is None else w.moment(found.until, found.zone, on),
        "untold": [(w.name("service_part", what), in_language(why, w)) for what, why in found.untold],
        "draft_topics": [(t.topic, w.name("ask_topic", t.topic)) for t in found.topics]
            if is_set_up() and seat.may(Right.DO_WORK) else [],
        **roster_card(seat, found, w, refused),
        "chart": _chart(found, w), "tables": [t for t in paper.tables if t.rows], "samples": [
            (s.agent or "—", s.chat_id, [(w.name("direction", line.direction), line.direction,
                                          "" if line.at is None else w.moment(line.at, found.zone, on), line.text)
                                         for line in s.lines]) for s in found.samples]}, status=status)


def _lights(found: ServiceTable, w: Words) -> list[Light]:
    """The first row: who waits, the rate of yesterday and of the window, replies, conversion, satisfaction."""
    lights: list[Light] = []
    if found.waiting is not None:
        n, at, source = found.waiting
        lights.append(("amber" if n else "green", str(n), _("wait for an answer"),
                       f"{w.moment(at, found.zone, found.on)}, {w.name('service_source', source)}"))
    for line in found.rates:
        if line.of:
            lights.append((usual_tone(line, found), rate(line.value), _rate_name(line, found, w), f"{line.hits:,} / {line.of:,}"))
    if found.day.rounds:
        lights.append(("", seconds(found.day.first_mean, w), _("first answer"), _("mean %(n)s") % {"n": seconds(found.day.mean,
            w)}))
    one = found.conversion
    if one is not None and one.of_day is not None:
        lights.append(("", rate(one.of_day.cvr), _("of those who asked on %(day)s bought") % {"day": w.day(one.day)},
                       _("%(usual)s before") % {"usual": rate(one.before.cvr if one.before else None)}))
    csat = next((r.csat for r in found.reported if not r.agent and r.csat is not None), None)
    if csat is not None:
        lights.append(("", rate(csat), _("satisfied"), _("the platform's own report")))
    return lights


def _rate_name(line: RateLine, found: ServiceTable, w: Words) -> str:
    """Of which days a rate is; a single day is yesterday only where it is."""
    if line.days != 1 or line.last is None:
        return str(_("3-minute rate, %(n)d days") % {"n": line.days})
    return str(_("3-minute rate yesterday") if line.last == found.reviewed else
               _("3-minute rate, %(day)s") % {"day": w.day(line.last)})


def _chart(found: ServiceTable, w: Words) -> charts.Option | None:
    """Asks of each half hour of today over the agents needed and rostered; None where nothing is foretold."""
    rows = chart_rows(found)
    if not rows or all(asks is None for _clock, asks, *_rest in rows):
        return None
    names = {"asks": _("Asks to come"), "high": _("four days in five stay below"), "yesterday": _("Asks yesterday"),
             "needed": _("Agents needed"), "there": _("Agents rostered")}
    return charts.half_hours(rows, names)


@require_POST
@screen(Right.SET_ROSTER)
def give_shift(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps a person's hours on a kind of day; what is wrong stands on the page with what was typed."""
    made = ShiftForm(request.POST)
    return _kept(request, seat, "roster", made) or shown(request, seat, seat.shop.day_of(clock()), made, 422)


@require_POST
@screen(Right.SET_ROSTER)
def give_robots(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps what part of the talks robots end."""
    made = RobotForm(request.POST)
    return _kept(request, seat, "fact", made) or shown(request, seat, seat.shop.day_of(clock()), made, 422)


def _kept(request: HttpRequest, seat: Seat, kind: str, made: HouseForm) -> HttpResponse | None:
    """Today's page where it was kept; None where it was refused, which the form then says."""
    if not made.is_valid():
        return None
    said = {name: "" if value is None else str(value) for name, value in made.cleaned_data.items()}
    try:
        report = give(the_house(), seat.shop, kind, said)
    except DaybookError as problem:
        made.add_error(None, told(problem))
        return None
    messages.success(request, _("Kept.") if report.stored else _("That was known already."))
    return redirect(f"{reverse('service_of', args=[seat.shop_row.pk, seat.shop.day_of(clock())])}#roster")
