"""The day's other reports: the watch of today so far with what a person reads from a console, and the close of the day."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.close import DayClose
from daybook.domain.errors import WrongUsage
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.reports.close_report import close_report
from daybook.reports.evening_report import curve_of, evening_report
from daybook.reports.numbers import exact
from daybook.reports.watch_report import watch_report
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Board, Col, answered, table
from daybook.workflows.close import CLOSE, closes
from daybook.workflows.evening import evening
from daybook.workflows.kept import kept_report, kept_report_days
from daybook.workflows.ticks import tick, ticks_of
from daybook.workflows.tomorrow import lists_of, set_down, strike
from daybook.workflows.watch import watch_closely


class ReadingForm(HouseForm):
    """One live reading of a console; what was not read stays empty."""

    at = forms.TimeField(label=gettext_lazy("Read at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    paid = forms.CharField(label=gettext_lazy("Paid amount"), required=False, max_length=40)
    visitors = forms.CharField(label=gettext_lazy("Visitors"), required=False, max_length=40)
    spend = forms.CharField(label=gettext_lazy("Ad spend"), required=False, max_length=40)
    waiting = forms.CharField(label=gettext_lazy("Buyers who wait for a reply"), required=False, max_length=40)


@screen(Right.SEE_NUMBERS)
def watch(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Today so far, as far as it is known now."""
    request.session["shop"] = seat.shop_row.pk
    now, shop = clock(), seat.shop
    [(found, known)] = watch_closely(the_house(), [shop], now)
    words = translator(language_of())
    ahead = evening(the_house(), shop, now, (found, known))
    return answered(request, "web/watch.html", {
        "title": _("Watch"), "report": watch_report(found, words), "ahead": evening_report(ahead, words),
        "curve": curve_of(ahead, words), "readings": _readings(request, shop, shop.day_of(now), now),
        "form": ReadingForm(initial={"at": now.astimezone(ZoneInfo(shop.zone)).time()}) if seat.may(Right.DO_WORK) else None})


def _readings(request: HttpRequest, shop: Shop, on: date, as_of: datetime) -> Board:
    """What was read from consoles on a day, the latest first: what stands behind numbers that no file brought."""
    def words(value: Decimal | int | None, unit: Unit) -> str:
        number = None if value is None else Decimal(value)
        return exact(number, unit, shop.currency if unit is Unit.MONEY else "", language_of())

    cols = [Col("at", _("Read at"), lambda row: row[0].at, down=True),
            Col("paid", _("Paid amount"), lambda row: row[0].paid, number=True),
            Col("visitors", _("Visitors"), lambda row: row[0].visitors, number=True),
            Col("spend", _("Ad spend"), lambda row: row[0].spend, number=True),
            Col("waiting", _("Buyers who wait for a reply"), lambda row: row[0].waiting, number=True)]
    return table(request, cols, [
        (t, f"{t.at.astimezone(ZoneInfo(shop.zone)):%H:%M}",
         [(words(t.paid, Unit.MONEY), _("Paid amount")), (words(t.visitors, Unit.PEOPLE), _("Visitors")),
          (words(t.spend, Unit.MONEY), _("Ad spend")), (words(t.waiting, Unit.PEOPLE), _("Buyers who wait for a reply"))])
        for t in ticks_of(the_house(), shop, on, as_of)],
        name="readings", order="-at", title=f"{_('Readings')} {on}")


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
            messages.error(request, told(problem))
        else:
            messages.success(request, _("Kept."))
    else:
        messages.error(request, _("The reading was not kept: say when it was read."))
    return redirect("watch" if seat.may(Right.SEE_NUMBERS) else "plan", seat.shop_row.pk)


class TomorrowForm(HouseForm):
    """One thing that is left to a morning."""

    what = forms.CharField(label=gettext_lazy("What is to be done"), max_length=400)
    object = forms.CharField(label=gettext_lazy("About which item"), max_length=400, required=False)
    person = forms.CharField(label=gettext_lazy("For whom"), max_length=120, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=480, initial=15)


@screen(Right.SEE_NUMBERS)
def close(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """A day as it was closed, today unasked; of a running day that nobody closed yet, how it stands now."""
    request.session["shop"] = seat.shop_row.pk
    shop, w, today = seat.shop, translator(language_of()), seat.shop.day_of(clock())
    on = on or today
    kept = kept_report(CLOSE, shop, on, DayClose)
    found = kept or (closes(the_house(), [shop], on, clock(), store=False)[0] if on == today else None)
    lines = lists_of([shop], on + timedelta(days=1), clock()).get(shop.name, ())
    return answered(request, "web/close.html", {
        "title": _("Close of the day"), "kind": CLOSE, "on": on, "on_words": w.full_day(on), "closed": kept is not None,
        "today": today,
        "report": close_report(found, w) if found else None, "set_down": lines,
        "readings": _readings(request, shop, on, clock()), "days": kept_report_days(CLOSE, shop),
        "form": TomorrowForm() if seat.may(Right.DO_WORK) and on >= today else None, "may": seat.may(Right.DO_WORK)})


@require_POST
@screen(Right.DO_WORK)
def close_day(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    """Closes a day that has begun, as known now; closed again, the later one is shown."""
    if on > seat.shop.day_of(clock()):
        messages.error(request, _("That day has not begun yet."))
    else:
        closes(the_house(), [seat.shop], on, clock())
        messages.success(request, _("The day is closed as it stands."))
    return _back(seat, on)


@require_POST
@screen(Right.DO_WORK)
def set_down_line(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    """Leaves one thing to the morning after a day."""
    form = TomorrowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was kept: say what is to be done, and how many minutes it takes."))
        return _back(seat, on)
    said = form.cleaned_data
    try:
        set_down(the_house(), seat.shop.name, on + timedelta(days=1), said["what"], str(seat.user), object_=said["object"],
                 person=said["person"], minutes=said["minutes"])
    except WrongUsage as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("The next morning's plan begins with it."))
    return _back(seat, on)


@require_POST
@screen(Right.DO_WORK)
def strike_line(request: HttpRequest, seat: Seat, on: date, key: str) -> HttpResponse:
    """Takes one thing off the list again."""
    try:
        strike(the_house(), seat.shop.name, key, str(seat.user))
    except WrongUsage as problem:
        raise Http404 from problem
    return _back(seat, on)


def _back(seat: Seat, on: date) -> HttpResponse:
    """To the page of the close, or to the board for those who see no numbers."""
    if seat.may(Right.SEE_NUMBERS):
        return redirect("close_of", seat.shop_row.pk, on)
    return redirect("plan", seat.shop_row.pk)
