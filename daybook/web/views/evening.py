"""The evening's war room (S10): a board that stays current by itself, and the page on which a thumb types a console off."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.rights import Right
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.evening_boards import Board, board_of
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.web.views.rhythm import ReadingForm
from daybook.workflows.paste import take_pasted
from daybook.workflows.ticks import LONGEST_CARRIER, READ, tick

#: A browser asks again after so many milliseconds (decision 0012: a held connection would hold one of eight threads).
RETRY = 5000
LARGEST_PASTE = 200_000


class PhoneForm(ReadingForm):
    """The five fields of a reading, and what else a console may show."""

    FIVE = ("at", "paid", "visitors", "spend", "waiting")
    carts = forms.CharField(label=gettext_lazy("Put in carts"), required=False, max_length=40)
    buyers = forms.CharField(label=gettext_lazy("Paid buyers"), required=False, max_length=40)
    failed = forms.CharField(label=gettext_lazy("Failed payments"), required=False, max_length=40)
    sold_out = forms.CharField(label=gettext_lazy("SKUs sold out"), required=False, max_length=40)
    carrier = forms.CharField(label=gettext_lazy("Of one carrier only (such as 直播)"), required=False, max_length=LONGEST_CARRIER)

    def __init__(self, *said: object, **named: object) -> None:
        super().__init__(*said, **named)
        for name in READ:
            self.fields[name].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    @property
    def five(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIVE]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIVE]


class PasteForm(HouseForm):
    """A table copied from a console's page."""

    name = forms.CharField(label=gettext_lazy("What it is called, with its day where it states none"), max_length=120)
    table = forms.CharField(label=gettext_lazy("The copied rows, with their header"), max_length=LARGEST_PASTE,
                            widget=forms.Textarea({"rows": 5}), strip=False)


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The evening as it is now; the page keeps itself current."""
    request.session["shop"] = seat.shop_row.pk
    board = board_of(the_house(), seat, clock(), language_of())
    return render(request, "web/evening.html", {"title": _("Evening"), "board": board, "may_read": seat.may(Right.DO_WORK)})


@screen(Right.SEE_NUMBERS)
def stream(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What changed since the board that the browser shows, as one server-sent event; then the browser asks again.

    The answer ends at once and names the time to the next one, so that a viewer holds no thread of the server
    (HTML standard, "Server-sent events": `retry`, `Last-Event-ID`).
    """
    seen = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    board = board_of(the_house(), seat, clock(), language_of(), wait=False)
    said = [f"retry: {RETRY}"]
    if board is None or board.version == seen:
        said.append(": nothing new")
    else:
        said += [f"id: {board.version}", "event: board", *(f"data: {line}" for line in board.html.splitlines())]
    answer = HttpResponse("\n".join(said) + "\n\n", content_type="text/event-stream; charset=utf-8")
    answer["X-Accel-Buffering"] = "no"
    return answer


@screen(Right.DO_WORK)
def phone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Five fields for a thumb; who may see numbers sees what the day will come to by the last reading."""
    request.session["shop"] = seat.shop_row.pk
    now = clock().astimezone(ZoneInfo(seat.shop.zone))
    board: Board | None = board_of(the_house(), seat, clock(), language_of()) if seat.may(Right.SEE_NUMBERS) else None
    return render(request, "web/reading.html", {
        "title": _("Read a console"), "form": PhoneForm(initial={"at": now.time()}), "lead": board.lead if board else "",
        "paste": PasteForm(initial={"name": _("live %(day)s") % {"day": now.date()}}) if seat.may(Right.UPLOAD) else None})


@require_POST
@screen(Right.DO_WORK)
def keep(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps one reading; the next board foretells from it."""
    form = PhoneForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in READ if form.cleaned_data[name]}
        try:
            tick(the_house(), seat.shop.name, f"{form.cleaned_data['at']:%H:%M}", said, form.cleaned_data["carrier"])
        except WrongUsage as problem:
            messages.error(request, told(problem))
        else:
            messages.success(request, _("Kept."))
    else:
        messages.error(request, _("The reading was not kept: say when it was read."))
    return redirect("reading", seat.shop_row.pk)


@require_POST
@screen(Right.UPLOAD)
def paste(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Takes a pasted table in like a dropped file."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was pasted: copy the rows of the console's table with their header."))
        return _back(seat)
    said = form.cleaned_data
    try:
        found = take_pasted(the_house(), said["table"].replace("\r\n", "\n"), said["name"], seat.shop.name)
    except DaybookError as problem:
        messages.error(request, told(problem))
        return _back(seat)
    for one in found:
        if one.report.problem:
            messages.error(request, told(one.report.problem))
        else:
            messages.success(request, _("The table was taken in."))
    return _back(seat)


def _back(seat: Seat) -> HttpResponse:
    return redirect("reading" if seat.may(Right.DO_WORK) else "upload", *([seat.shop_row.pk] if seat.may(Right.DO_WORK) else []))
