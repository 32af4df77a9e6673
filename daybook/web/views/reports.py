"""Reports out: the morning brief and the summary of a day as files and by mail, and how a client's reports look."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.brand import LARGEST_LOGO, brand
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.review import Span
from daybook.domain.rights import Right
from daybook.reports.brief_html import logo_uri
from daybook.reports.forms import MEDIA, Form, Outgoing, Reviewing, as_report, rendered
from daybook.reports.review_costs import without_costs
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.mailing import mail_report
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered, paper_table
from daybook.workflows.brand import brand_of, set_brand
from daybook.workflows.reports_out import KINDS, outgoing, subject_of


class BrandForm(HouseForm):
    """A client's name, colour and logo on its reports."""

    name = forms.CharField(label=gettext_lazy("Name on reports"), max_length=120, required=False)
    colour = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=gettext_lazy("Colour"), required=False, initial="#23527c",
                              widget=forms.TextInput(attrs={"type": "color"}))
    logo = forms.FileField(label=gettext_lazy("Logo (PNG or JPEG)"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Without a logo"), required=False)


@screen(Right.SEE_NUMBERS)
def day(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The summary of a day, of the shop's own yesterday unasked: its numbers, what was done and decided, and what is open."""
    request.session["shop"] = seat.shop_row.pk
    w, on = translator(language_of()), on or seat.shop.day_of(clock()) - timedelta(days=1)
    around: dict[str, Any] = {"on": on, "on_words": w.full_day(on), "before": on - timedelta(days=1),
                              "after": on + timedelta(days=1), "kind": "day", "morning": on + timedelta(days=1),
                              "latest": seat.shop.day_of(clock()) - timedelta(days=1)}
    try:
        subject = subject_of(the_house(), seat.shop, "day", on)
    except WrongUsage:
        return render(request, "web/day_missing.html", around)
    paper = as_report(subject, w.language)
    return answered(request, "web/day.html", around | {
        "report": paper, "brand": brand_of(seat.shop.client),
        "tables": [paper_table(request, t, f"t{n}") for n, t in enumerate(paper.shown, 1)]})


@screen(Right.SEE_NUMBERS)
def report_file(request: HttpRequest, seat: Seat, kind: str, on: date, form: str) -> HttpResponse:
    """A brief, a summary or a close as a file: PDF, workbook, Markdown, page or mail."""
    subject, chosen = _subject(seat, kind, on), _form(form)
    try:
        content = rendered(subject, chosen, language_of(), brand_of(seat.shop.client))
    except DaybookError as problem:
        messages.error(request, told(problem))
        return _to_page(seat, kind, on)
    answer = HttpResponse(content, content_type=MEDIA[chosen])
    answer["Content-Disposition"] = content_disposition_header(True, f"{subject.stem}.{chosen.value}")
    return answer


@require_POST
@screen(Right.SEE_NUMBERS)
def mail_me(request: HttpRequest, seat: Seat, report: str, on: date) -> HttpResponse:
    """A report to one's own address, with the PDF attached; to no other, so that no page sends numbers outside."""
    subject = _subject(seat, report, on)
    try:
        mail_report(subject, language_of(), brand_of(seat.shop.client), request.user.email)
        messages.success(request, _("Sent to {address}.").format(address=request.user.email))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return _to_page(seat, report, on)


def _subject(seat: Seat, kind: str, on: date) -> Outgoing:
    if kind not in KINDS:
        raise Http404
    try:
        found = outgoing(the_house(), seat.shop, kind, on)
    except WrongUsage:
        raise Http404 from None
    if isinstance(found, Reviewing) and not seat.may(Right.SEE_COSTS):
        return replace(found, review=without_costs(found.review))
    return found


def _form(form: str) -> Form:
    try:
        return Form(form)
    except ValueError:
        raise Http404 from None


def _to_page(seat: Seat, kind: str, on: date) -> HttpResponse:
    if kind in set(Span):
        return redirect("review_of", seat.shop_row.pk, kind, on)
    return redirect({"brief": "morning_of", "day": "day_of"}.get(kind, "close_of"), seat.shop_row.pk, on)


@screen(Right.SET_LIMITS)
def look(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How the client's reports look, with the form to change it."""
    now = brand_of(seat.client_row.name)
    return _look(request, seat, BrandForm(initial={"name": now.name, "colour": now.colour or "#23527c"}))


def _look(request: HttpRequest, seat: Seat, form: BrandForm) -> HttpResponse:
    now = brand_of(seat.client_row.name)
    return render(request, "web/brand.html", {
        "title": _("How reports look"), "client": seat.client_row, "brand": now, "logo": logo_uri(now), "form": form},
        status=422 if form.errors else 200)


@require_POST
@screen(Right.SET_LIMITS)
def set_look(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps the client's look; a logo stays where none is given, unless it is to go."""
    form = BrandForm(request.POST, request.FILES)
    if not form.is_valid():
        return _look(request, seat, form)
    said, now = form.cleaned_data, brand_of(seat.client_row.name)
    given = said["logo"].read(LARGEST_LOGO + 1) if said["logo"] else b""
    try:
        made = brand(said["name"], said["colour"], b"" if said["remove"] else given or now.logo)
    except WrongUsage as problem:
        form.add_error("logo", told(problem))
        return _look(request, seat, form)
    set_brand(the_house(), seat.client_row.name, made, str(request.user))
    messages.success(request, _("Reports of {client} look like this from now on.").format(client=seat.client_row.name))
    return redirect("brand", seat.client_row.pk)
