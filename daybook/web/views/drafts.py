"""Drafts by the language model that is set up: a listing's copy, answers to buyer questions, sentences of service; to be edited."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.workflows.kept import last_day
from daybook.workflows.model_copy import TextDraft, draft_answer, draft_copy, draft_script


@require_POST
@screen(Right.DO_WORK)
def copy(request: HttpRequest, seat: Seat, item: str, on: date) -> HttpResponse:
    """Title and selling points of a listing from its brief."""
    back = reverse("copy_brief", args=[seat.shop_row.pk, item, on])
    return _shown(request, _("Draft of a copy"), lambda: draft_copy(the_house(), seat.shop, item, on), back)


@require_POST
@screen(Right.DO_WORK)
def answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The answer to a topic of a listing's questions."""
    on = _day(request, seat)
    item, topic = request.POST.get("item", "")[:60], request.POST.get("topic", "")[:40]
    return _shown(request, _("Draft of an answer"), lambda: draft_answer(the_house(), seat.shop, on, item, topic),
                  reverse("reputation_of", args=[seat.shop_row.pk, on]))


@require_POST
@screen(Right.DO_WORK)
def script(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A sentence kept ready for a topic of service."""
    on, topic, w = _day(request, seat), request.POST.get("topic", "")[:40], translator(language_of())
    now = clock() if on == seat.shop.day_of(clock()) else None
    return _shown(request, _("Draft of a sentence kept ready"), lambda: draft_script(the_house(), seat.shop, on, topic, now),
                  reverse("service_of", args=[seat.shop_row.pk, on]), w.name("ask_topic", topic))


def _day(request: HttpRequest, seat: Seat) -> date:
    return parse_date(request.POST.get("on", "")[:10]) or last_day(seat.shop, seat.shop.day_of(clock()))


def _shown(request: HttpRequest, title: str, drafted: Callable[[], TextDraft], back: str, about: str = "") -> HttpResponse:
    """The draft to be read and edited; nothing is sent or kept."""
    try:
        found = drafted()
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect(back)
    return render(request, "web/model_draft.html", {
        "title": title, "draft": found, "about": about or found.about, "back": back,
        "why_not": told(found.problem) if found.problem else "",
        "again": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]})
