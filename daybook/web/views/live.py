"""S10, live: the running show in the host's hand, what to say now with a button for "said", and the shows that were."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.live import LiveShow, ShowLine
from daybook.domain.rights import Right
from daybook.reports.live_phrases import host_line, measure_name, odds_of
from daybook.reports.live_report import curve_option, live_report, stage_says, value
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.live_log import ACTS_ON, READ, read_show, say
from daybook.workflows.live_page import live_show, running_and_list


class SaidForm(HouseForm):
    """One line that the host was told."""

    at = forms.TimeField(label=gettext_lazy("Said at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    words = forms.CharField(label=gettext_lazy("What the host was told"), max_length=400)
    rule = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    item = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    measure = forms.ChoiceField(label=gettext_lazy("What it is meant to move"), required=False)

    def __init__(self, *args: object, w: Words, **said: object) -> None:
        super().__init__(*args, **said)
        found = self.fields["measure"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [(m, measure_name(m, w)) for m in dict.fromkeys(ACTS_ON.values())]


class ShowReadingForm(HouseForm):
    """What the screen of a running show says; counts since it began, what was not read stays empty."""

    at = forms.TimeField(label=gettext_lazy("Read at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    viewers = forms.CharField(label=gettext_lazy("Viewers"), required=False, max_length=40)
    online = forms.CharField(label=gettext_lazy("Online now"), required=False, max_length=40)
    clicks = forms.CharField(label=gettext_lazy("Clicks on listings"), required=False, max_length=40)
    orders = forms.CharField(label=gettext_lazy("Orders"), required=False, max_length=40)
    paid = forms.CharField(label=gettext_lazy("Paid amount"), required=False, max_length=40)
    comments = forms.CharField(label=gettext_lazy("Comments"), required=False, max_length=40)


@screen(Right.SEE_NUMBERS)
def now(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The running show, if one runs, and the list of shows."""
    found, lines = running_and_list(the_house(), seat.shop, clock())
    return _page(request, seat, found, lines)


@screen(Right.SEE_NUMBERS)
def one(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """One show, reviewed as known now."""
    found = live_show(the_house(), seat.shop, clock(), key)
    if found is None:
        raise Http404
    return _page(request, seat, found)


@require_POST
@screen(Right.DO_WORK)
def said(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps that the host was told a line at a minute."""
    form = SaidForm(request.POST, w=translator(language_of()))
    if not form.is_valid():
        messages.error(request, _("Nothing was kept: say in one line what the host was told, and when."))
        return _back(seat)
    given = form.cleaned_data
    by = getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        say(the_house(), seat.shop, f"{given['at']:%H:%M}", given["words"], by, given["rule"], given["measure"], given["item"])
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Kept. What it brought is read in ten minutes."))
    return _back(seat)


@require_POST
@screen(Right.DO_WORK)
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps one reading of a running show's screen."""
    form = ShowReadingForm(request.POST)
    if form.is_valid():
        try:
            read_show(the_house(), seat.shop, f"{form.cleaned_data['at']:%H:%M}",
                      {name: form.cleaned_data[name] for name in READ if form.cleaned_data[name]})
        except DaybookError as problem:
            messages.error(request, told(problem))
        else:
            messages.success(request, _("Kept."))
    else:
        messages.error(request, _("The reading was not kept: say when it was read."))
    return _back(seat)


def _back(seat: Seat) -> HttpResponse:
    return redirect("live" if seat.may(Right.SEE_NUMBERS) else "plan", seat.shop_row.pk)


def _page(request: HttpRequest, seat: Seat, found: LiveShow | None, lines: tuple[ShowLine, ...] | None = None) -> HttpResponse:
    """A show; with the list of shows it is the page of the running one, on which something may be kept."""
    running = lines is not None
    request.session["shop"] = seat.shop_row.pk
    w, at = translator(language_of()), clock().astimezone(ZoneInfo(seat.shop.zone)).time()
    may = seat.may(Right.DO_WORK) and running
    curves = [(m, curve_option(found, m, w), measure_name(m, w)) for m, _p in found.curves] if found else []
    return answered(request, "web/live.html", {
        "title": _("Live"), "found": found, "running": running, "may": may, "minute": f"{at:%H:%M}",
        "report": live_report(found, w) if found else None, "curves": curves,
        "due": [(p, host_line(p, w), odds_of(p.chance, w)) for p in found.due] if found else [],
        "form": SaidForm(initial={"at": at}, w=w, auto_id="said_%s") if may else None,
        "reading": ShowReadingForm(initial={"at": at}, auto_id="read_%s") if may else None,
        "table": _shows(request, lines, seat, w) if lines is not None else None, "any": bool(lines)})


def _shows(request: HttpRequest, lines: tuple[ShowLine, ...], seat: Seat, w: Words) -> object:
    """The list of shows."""
    shop, today = seat.shop, seat.shop.day_of(clock())
    rows = [(line, {"began": w.moment(line.began_at, shop.zone, today), "stage": stage_says(line, None, w),
                    **{n.metric: value(n, shop.currency, w) for n in line.numbers}}) for line in lines]

    def number(metric: str, words: str) -> Col:
        return Col(metric, words, lambda row: next((n.value for n in row[0].numbers if n.metric == metric), None), number=True)

    return table(request, [
        Col("began", _("Began"), lambda row: row[0].began_at, down=True),
        Col("account", _("Account"), lambda row: row[0].account or None),
        number("live_paid_gmv", _("Sold")), number("live_views", _("Views")), number("gpm", _("GPM by views")),
        number("item_click_rate", _("Listings clicked")), number("live_refund_rate", _("Refunded")),
        Col("prompts", _("Prompts"), lambda row: row[0].prompts, number=True),
        Col("stage", _("How final"), lambda row: row[1]["stage"], choice=True)], rows, name="shows", order="-began",
        title=f"{_('Live shows')} {shop.name}", empty=_("No live show is known."))
