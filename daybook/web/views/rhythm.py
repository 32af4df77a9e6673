"""The day's other reports: the watch of today so far, and what a person reads from a console for it."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from daybook.domain.errors import WrongUsage
from daybook.domain.rights import Right
from daybook.reports.watch_report import watch_report
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.workflows.ticks import tick
from daybook.workflows.watch import watch as look


class ReadingForm(HouseForm):
    """One live reading of a console; what was not read stays empty."""

    at = forms.TimeField(label=later("Read at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    paid = forms.CharField(label=later("Paid amount"), required=False, max_length=40)
    visitors = forms.CharField(label=later("Visitors"), required=False, max_length=40)
    spend = forms.CharField(label=later("Ad spend"), required=False, max_length=40)
    waiting = forms.CharField(label=later("Buyers who wait for a reply"), required=False, max_length=40)


@screen(Right.SEE_NUMBERS)
def watch(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Today so far, as far as it is known now."""
    request.session["shop"] = seat.shop_row.pk
    [found] = look(the_house(), [seat.shop], clock())
    now = clock().astimezone(ZoneInfo(seat.shop.zone))
    return _page(request, found, ReadingForm(initial={"at": now.time()}) if seat.may(Right.DO_WORK) else None)


@require_POST
@screen(Right.DO_WORK)
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps one reading, so that the watch has something newer."""
    form = ReadingForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("paid", "visitors", "spend", "waiting") if form.cleaned_data[name]}
        try:
            tick(the_house(), seat.shop.name, f"{form.cleaned_data['at']:%H:%M}", said)
        except WrongUsage as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Kept."))
    else:
        messages.error(request, _("The reading was not kept: say when it was read."))
    return redirect("watch" if seat.may(Right.SEE_NUMBERS) else "plan", seat.shop_row.pk)


def _page(request: HttpRequest, found: Any, form: ReadingForm | None) -> HttpResponse:
    return render(request, "web/watch.html", {
        "title": _("Watch"), "report": watch_report(found, translator(language_of())), "form": form})
