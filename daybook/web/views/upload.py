"""Files: dropped many at once, each told at once what was read, refused and restated; questions; mappings mended in place."""

import secrets
import threading
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.records import models
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.column_form import column_words, said_by_column
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import the_house
from daybook.web.settings import LARGEST_FILE
from daybook.web.tables import Col, answered, table
from daybook.web.waiting import how_far, waited_for
from daybook.workflows.mending import mend, proposed_mapping
from daybook.workflows.questions import Asked, open_questions
from daybook.workflows.sorting import SortedFile, sort_in, take_answer

#: What exports are; anything else is refused before it is kept.
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".json", ".zip", ".gz", ".html", ".htm")
#: Rows left out that are shown one by one; the others are counted.
SHOWN_ROWS = 8
RECENT = 500
#: One file at a time: the lake has one writer, and a person waits for the answer anyway.
_turn = threading.Lock()


class MappingForm(HouseForm):
    """The mapping of a table that no reader knows, as text."""

    text = forms.CharField(label=gettext_lazy("Mapping"), widget=forms.Textarea({"rows": 24, "spellcheck": "false"}))


@screen(Right.UPLOAD)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where files are dropped; what waits for an answer; what came in last."""
    mine, w = seat.shops(Right.UPLOAD), translator(language_of())
    recent = models.Landing.objects.filter(shop__in=mine).select_related("shop").prefetch_related("tables").order_by(
        "-received_at")[:RECENT]
    return answered(request, "web/upload.html", {
        "title": _("Files"), "mine": list(mine), "table": table(request, _columns(), [_landing(row, w) for row in recent],
            rows=25, title=_("Files")),
        "questions": questions_of(seat), "kinds": ",".join(KINDS), "largest": LARGEST_FILE // (1024 * 1024)})


@require_POST
@screen(Right.UPLOAD)
def drop(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Takes in one file and answers with what became of it."""
    w, sent = translator(language_of()), request.FILES.get("file")
    problem = unfit(sent)
    if problem or sent is None:
        return render(request, "web/parts/dropped.html", {"results": [{"name": sent.name if sent else "", "state": "refused",
                      "state_words": pgettext("landing", "refused"), "problem": problem}]}, status=422)
    try:
        with waited_for(request.user.pk or 0, request.POST.get("token", "")):
            found = take_in(seat, sent, request.POST.get("shop", ""))
    except DaybookError as met:
        return render(request, "web/parts/dropped.html", {"results": [{"name": Path(sent.name).name, "state": "refused",
                      "state_words": pgettext("landing", "refused"), "problem": told(met)}]}, status=422)
    return render(request, "web/parts/dropped.html", {"results": [_result(one, w) for one in found]})


def take_in(seat: Seat, sent: Any, shop: str) -> list[SortedFile]:
    """Sorts and takes in one file that was sent; what asks a question waits on the disk for its answer.

    A shop that the person may not upload for is refused.  Raises DaybookError where the file cannot be taken.
    """
    names = [s.name for s in seat.shops(Right.UPLOAD)]
    if shop and shop not in names:
        raise PermissionDenied
    folder = the_house().home / "inbox" / "dropped" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    file = folder / Path(sent.name).name
    with file.open("wb") as out:
        for chunk in sent.chunks():
            out.write(chunk)
    with _turn:
        found = list(sort_in(the_house(), [file], shop=shop, among=names))
    if not any(one.question for one in found):
        file.unlink()
        folder.rmdir()
    return found


@require_GET
@screen(Right.UPLOAD)
def far(request: HttpRequest, seat: Seat, reading: str) -> HttpResponse:
    """How far the reading of a file is that this person dropped; nothing when it is not being read."""
    return HttpResponse(how_far(request.user.pk or 0, reading), content_type="text/plain; charset=utf-8")


def unfit(sent: Any) -> str:
    """Why a file is not even kept; empty when it is."""
    if sent is None:
        return str(_("No file was sent."))
    if not sent.name.lower().endswith(KINDS):
        return str(_("This kind of file is no export. Use one of: {kinds}").format(kinds=" ".join(KINDS)))
    if sent.size > LARGEST_FILE:
        most = LARGEST_FILE // (1024 * 1024)
        return str(_("The file is larger than {n} MB. Export fewer days at once.").format(n=most))
    return ""


def _result(one: SortedFile, w: Words) -> dict[str, Any]:
    """One file's answer in words."""
    report = one.report
    rejected = [r for p in report.parsed for r in p.rejected]
    landing = models.Landing.objects.filter(key=report.landing).first() if report.landing else None
    return {
        "name": report.file, "shop": report.shop, "why": one.why, "state": report.state,
        "state_words": pgettext("landing", report.state), "reader": report.reader,
        "changes": [(w.name("source", c.table), c.delivered, c.new, c.restated, c.gone,
                     [w.day(d) for d in c.restated_days[:6]]) for c in report.changes],
        "rejected": rejected[:SHOWN_ROWS], "more_rejected": max(len(rejected) - SHOWN_ROWS, 0),
        "rejected_count": len(rejected), "warnings": [x for p in report.parsed for x in p.warnings],
        "totals": [t for p in report.parsed for t in p.own_totals if t.difference],
        "problem": told(report.problem) if report.problem and not one.question else "",
        "question": one.question, "landing": landing, "seconds": round(report.seconds, 1)}


def _columns() -> list[Col]:
    return [Col("name", _("Name"), lambda one: one["row"].name),
            Col("shop", _("Shop"), lambda one: one["row"].shop.name, choice=True),
            Col("state", _("State"), lambda one: str(one["state_words"]), choice=True),
            Col("holds", _("Holds"), lambda one: " · ".join(f"{t[0]} {t[1]}" for t in one["tables"]) or None),
            Col("came", _("Came in (UTC)"), lambda one: one["row"].received_at, down=True)]


def _landing(row: Any, w: Words) -> dict[str, Any]:
    tables = [(w.name("source", t.table), t.rows, t.first_day, t.last_day, t.restated) for t in row.tables.all()]
    return {"row": row, "state_words": pgettext("landing", row.state), "tables": tables, "rejected": len(row.rejected)}


def questions_of(seat: Seat) -> list[Asked]:
    """Open questions that are about shops of the person alone; those of others are not there for them."""
    names = {s.name for s in seat.shops(Right.UPLOAD)}
    about: dict[str, set[str]] = {}
    for key, shop in models.WaitingFile.objects.filter(question__answered_at=None).values_list(
            "question__key", "shop__name"):
        about.setdefault(key, set()).update({shop} if shop else set())
    return [q for q in open_questions(the_house())
            if (about.get(q.key) or set()) <= names and (q.kind != "shop" or set(q.choices) <= names)]


@require_POST
@screen(Right.UPLOAD)
def answer(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Answers a question once for all its files, and takes them in."""
    try:
        found = settle(seat, key, request.POST.get("answer", "").strip())
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        done = sum(1 for one in found if one.report.state in ("loaded", "unchanged"))
        messages.success(request, _("{n} of {all} files are in; the answer is remembered.").format(n=done, all=len(found)))
    return redirect("upload")


def settle(seat: Seat, key: str, said: str) -> list[SortedFile]:
    """Takes in the files that waited for an answer.  A question of others is not there; a shop of theirs is refused."""
    if key not in {q.key for q in questions_of(seat)}:
        raise Http404
    if models.Question.objects.get(key=key).kind == "shop" and not seat.shops(Right.UPLOAD).filter(name=said).exists():
        raise PermissionDenied
    with _turn:
        return take_answer(the_house(), key, said)


@require_http_methods(["GET", "POST"])
@screen(Right.UPLOAD)
def mapping(request: HttpRequest, seat: Seat, landing: str) -> HttpResponse:
    """Mends the mapping of a kept file in place: proposed, edited, tried, and kept for the shop when it works."""
    row = get_object_or_404(models.Landing.objects.select_related("shop"), key=landing, shop=seat.shop_row)
    shop, tried, problem = seat.shop, None, None
    by_column = "by_column" in request.POST
    form = MappingForm({"text": said_by_column(request.POST)} if by_column else request.POST or None)
    if request.method == "GET":
        try:
            form = MappingForm(initial={"text": proposed_mapping(the_house(), shop, row)})
        except DaybookError as met:
            problem = met
    elif form.is_valid():
        with _turn:
            try:
                tried = mend(the_house(), shop, row, form.cleaned_data["text"], keep="keep" in request.POST)
            except DaybookError as met:
                problem = met
        if tried is not None and "keep" in request.POST:
            messages.success(request, _("The mapping is kept for this shop, and the file is in."))
            return redirect("upload")
    return render(request, "web/mapping.html", {
        "title": _("Mend the mapping"), "row": row, "form": form, "tried": tried, "problem": problem,
        "table": column_words(shop, row, form["text"].value() or "") if row.state == "unknown" else None})
