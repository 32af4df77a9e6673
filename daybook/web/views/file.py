"""The operating file to read: its sections, a question to it, and the handover pack."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.file_page import SECTIONS, OperatingFile
from daybook.domain.rights import Right
from daybook.reports.file_paper import file_paper, said_in_all, section_table
from daybook.reports.files import safe_name
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered, paper_table
from daybook.workflows.brand import brand_of
from daybook.workflows.file_asked import ask
from daybook.workflows.handover_pack import pack_of
from daybook.workflows.operating_file import file_of

LONGEST = 300


@screen(Right.SEE_WORK)
def page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The file as far as somebody may see it, or what it answers to a question."""
    request.session["shop"] = seat.shop_row.pk
    file, question, w = _seen(seat), request.GET.get("ask", "").strip()[:LONGEST], translator(language_of())
    answer = ask(file, question, said_in_all) if question else None
    paper = file_paper(file, w.language)
    answers = paper_table(request, replace(section_table(answer.claims, answer.claims[0].section, file.on, w), title=question),
                          "answer") if answer and answer.claims else None
    return answered(request, "web/file.html", {
        "title": _("The file to read"), "paper": paper, "question": question, "answers": answers,
        "missing": " · ".join(answer.missing) if answer and answer.claims else "",
        "tables": [(name, paper_table(request, t, name)) for name, t in zip(SECTIONS, paper.tables, strict=True)],
        "may_pack": seat.may(Right.SET_LIMITS) and seat.may(Right.SEE_COSTS)})


def _seen(seat: Seat) -> OperatingFile:
    made = file_of(the_house(), seat.shop, clock())
    return replace(made, claims=tuple(c for c in made.claims if not c.needs or seat.may(Right(c.needs))))


@require_POST
@screen(Right.SET_LIMITS)
def pack(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The handover pack; who took it stands in the log of runs."""
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Say first that whoever gets the pack may have it."))
        return redirect("file", seat.shop_row.pk)
    content = pack_of(the_house(), seat.shop, clock(), str(seat.user), language_of(), brand_of(seat.shop.client))
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"{safe_name(seat.shop.name)}-handover.zip")
    return answer
