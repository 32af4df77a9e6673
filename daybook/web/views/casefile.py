"""The operating file: what a new colleague reads; found by object, person, kind, day and word, and taken along."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.domain.entry import Entry, EntryKind
from daybook.domain.rights import Right
from daybook.reports.casefile_report import casefile_paper
from daybook.reports.files import safe_name
from daybook.reports.forms import MEDIA, Form
from daybook.reports.price_report import promises_table
from daybook.reports.report_xlsx import report_xlsx
from daybook.reports.rows_json import entry_json
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.converters import FIRST_DAY, LAST_DAY
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Board, answered, paper_table
from daybook.workflows.brand import brand_of
from daybook.workflows.casefile import Asked, entries_for
from daybook.workflows.price_promises import promises_of

#: Days that are shown when none are named, and lines on a page; a file holds all of them.
DAYS, SHOWN = 30, 300
ASKED = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))


class CasefileForm(HouseForm):
    """Which lines: every part may be left out."""

    first = forms.DateField(label=gettext_lazy("First day"), required=False, validators=ASKED,
                            widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = forms.DateField(label=gettext_lazy("Last day"), required=False, validators=ASKED,
                           widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    object = forms.CharField(label=gettext_lazy("What it is about"), required=False, max_length=200)
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    text = forms.CharField(label=gettext_lazy("A word in it"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        w = translator(language_of())
        self.fields["kind"].choices = [("", _("All"))] + [(k.value, w.name("entry", k.value)) for k in EntryKind]

    def clean(self) -> dict[str, Any]:
        """The first day does not come after the last."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            raise forms.ValidationError(_("The first day comes after the last."))
        return said


@screen(Right.SEE_WORK)
def page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The file of a shop: by object, by person, and every line."""
    request.session["shop"] = seat.shop_row.pk
    return _page(request, seat, *_found(request, seat))


def _page(request: HttpRequest, seat: Seat, form: CasefileForm, first: date, last: date, found: Sequence[Entry]) -> HttpResponse:
    paper = casefile_paper(seat.shop, found[:SHOWN], f"{first}", f"{last}", language_of())
    query = request.GET.urlencode()
    return answered(request, "web/casefile.html", {
        "title": _("Operating file"), "report": paper, "form": form,
        "tables": [paper_table(request, t, f"t{n}") for n, t in enumerate(paper.shown, 1)], "more": max(len(found) - SHOWN, 0),
        "shown": SHOWN,
        "promises": _promises(request, seat) if seat.may(Right.SEE_NUMBERS) else None,
        "query": f"?{query}" if query else ""}, status=422 if form.errors else 200)


def _promises(request: HttpRequest, seat: Seat) -> Board:
    """What this client was promised on price."""
    found = promises_of(the_house(), seat.shop, seat.shop.day_of(clock()))
    return paper_table(request, promises_table(found, seat.shop.currency, language_of()), "promises", "stacks")


@screen(Right.SEE_WORK)
def taken(request: HttpRequest, seat: Seat, form: str) -> HttpResponse:
    """The same lines as a workbook or as JSON; what cannot be asked for gives no file of other lines."""
    said, first, last, found = _found(request, seat)
    if said.errors:
        return _page(request, seat, said, first, last, found)
    name = f"{safe_name(seat.shop.name)}-casefile-{first}-{last}"
    if form == "json":
        answer = JsonResponse({"shop": seat.shop.name, "first": f"{first}", "last": f"{last}",
                               "entries": [entry_json(e) for e in found]}, json_dumps_params={"ensure_ascii": False})
    elif form == "xlsx":
        paper = casefile_paper(seat.shop, found, f"{first}", f"{last}", language_of())
        answer = HttpResponse(report_xlsx(paper, brand_of(seat.shop.client)), content_type=MEDIA[Form.WORKBOOK])
    else:
        raise Http404
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return answer


def _found(request: HttpRequest, seat: Seat) -> tuple[CasefileForm, date, date, tuple[Entry, ...]]:
    form = CasefileForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    last = said.get("last") or seat.shop.day_of(clock())
    first = said.get("first") or last - timedelta(days=DAYS)
    zone, kind = ZoneInfo(seat.shop.zone), said.get("kind")
    asked = Asked(datetime.combine(first, time(0), zone), datetime.combine(last + timedelta(days=1), time(0), zone),
                  said.get("object", ""), said.get("person", ""), (EntryKind(kind),) if kind else (), said.get("text", ""))
    held = frozenset(r for r in Right if seat.may(r))
    return form, first, last, entries_for([seat.shop], asked, {seat.shop.name: held})
