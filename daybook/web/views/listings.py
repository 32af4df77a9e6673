"""S3, listings one by one: which step of each one's funnel is off, what it costs, what to do first; and one listing's desk."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.edit_watch import After, WatchedEdit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.listing_lines import LESS_IS_BETTER, ListingLine, ListingLines, ListingStep, Standing
from daybook.domain.moves.listing import Listed
from daybook.domain.rights import Right
from daybook.reports.copy_brief_report import copy_brief_paper
from daybook.reports.listing_desk_report import TONES as MARK_TONES
from daybook.reports.listing_desk_report import (
    attribute_rows,
    because_words,
    edit_words,
    ladder_rows,
    launches_table,
    mark_words,
    rank_move_words,
    rank_rows,
    rung_cells,
    shelf_table,
    title_rows,
    what_words,
)
from daybook.reports.listings_report import (
    budget_words,
    cost_words,
    first_words,
    lead,
    money,
    signed,
    standing_words,
    step_cells,
    step_name,
    tone,
)
from daybook.reports.paper import Paper
from daybook.reports.report_markdown import report_markdown
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.given_forms import RankForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.web.views.given import keeping
from daybook.workflows.copy_brief import copy_brief
from daybook.workflows.kept import last_day
from daybook.workflows.listing_desk import leaving_now, listing_desk, shop_desk
from daybook.workflows.model_drafts import is_set_up
from daybook.workflows.propose import Wish
from daybook.workflows.propose import propose as make

PARTS: dict[str, Any] = {
    "off": gettext_lazy("A step is off"), "weak": gettext_lazy("Below its peers"), "up": gettext_lazy("Risen"),
    "steady": gettext_lazy("As usual"), "unknown": gettext_lazy("Cannot be told")}
#: Width of a bar at its usual; a bar that is full stands at twice the usual or more.
USUAL_WIDTH = 50
#: Proposals that one press makes at most.
MOST = 50
#: Steps that moved by less, and are not off, stand on the listing's own page alone.
WORTH_A_CHIP = 0.1


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The listings of a shop, those with most money at stake first."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w, whole, part = translator(language_of()), shop_desk(the_house(), seat.shop, on), request.GET.get("part", "")
    found = whole.lines
    shown = [line for line in found.lines if part not in PARTS or line.standing.value == part]
    counts = {name: sum(line.standing.value == name for line in found.lines) for name in PARTS}
    return answered(request, "web/listings.html", {
        "title": _("Listings one by one"), "on": on, "day_words": w.full_day(found.day), "part": part, "all": len(found.lines),
        "lead": lead(found, w), "worse": sum(one.told is After.WORSE for one in whole.edits),
        "budget": budget_words(found, w) if found.lines else "",
        "edits": [_edit(one, seat, w) for one in whole.edits], "launches": launches_table(whole.launches, w),
        "leaving": [(one, what_words(one.what, w), because_words(one, w), money(one.money, found.currency, w))
                    for one in whole.leaving], "shelf": shelf_table(whole.shelf, w), "has_shelf": whole.shelf is not None,
        "may_propose": seat.may(Right.PROPOSE), "form": RankForm(initial={"valid_from": found.day.isoformat()}),
        "may_tell": seat.may(Right.DO_WORK),
        "parts": [(name, words, counts[name]) for name, words in PARTS.items() if counts[name]],
        "table": table(request, _columns(w), [(line, _row(line, found, w)) for line in shown],
                       title=f"{_('Listings one by one')} {found.day}")})


def _columns(w: Words) -> list[Col]:
    return [
        Col("name", _("Product"), lambda r: r[0].name or r[0].item_id), Col("id", "ID", lambda r: r[0].item_id, only_sheet=True),
        Col("paid", _("Paid a day"), lambda r: r[0].gmv, number=True, down=True),
        Col("steps", _("Funnel"), lambda r: r[1]["funnel"] or None, plain=True),
        Col("standing", _("What is off"), lambda r: r[1]["standing"]),
        Col("money", _("A day"), lambda r: r[0].money, number=True, down=True),
        Col("first", _("What to do first"), lambda r: r[1]["first"])]


def _row(line: ListingLine, found: ListingLines, w: Words) -> dict[str, Any]:
    chips = [_chip(s, w) for s in line.steps if s.change and (s.off or abs(s.change[0]) >= WORTH_A_CHIP)]
    return {"paid": money(line.gmv, found.currency, w), "standing": standing_words(line, w), "tone": tone(line),
            "cost": cost_words(line, found.currency, w), "first": first_words(line, w),
            "role": w.name("item_role", line.role) if line.role else "", "chips": chips,
            "funnel": " · ".join(f"{name} {change}" for name, change, _tone in chips)}


def _chip(step: ListingStep, w: Words) -> tuple[str, str, str]:
    """A step's name, its change, and its colour: only a step that is off has one."""
    change = step.change[0] if step.change else 0.0
    return step_name(step.name, w), signed(change), "red" if step.worse else "green" if step.off else "quiet"


@screen(Right.SEE_NUMBERS)
def desk(request: HttpRequest, seat: Seat, item: str, on: date | None = None) -> HttpResponse:
    """One listing at the desk; of one that is not known, the table."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    try:
        one = listing_desk(the_house(), seat.shop, item, on)
    except WrongUsage:
        return redirect(reverse("listings_of", args=[seat.shop_row.pk, on]))
    line, found, currency = one.line, one.lines, one.lines.currency
    return render(request, "web/listing_desk.html", {
        "title": line.name or item, "item": item, "on": on, "day_words": w.full_day(found.day), "row": _row(line, found, w),
        "steps": [(s, step_name(s.name, w), step_cells(s, found.currency, w), _bar(s)) for s in line.steps],
        "worse": sum(e.told is After.WORSE for e in one.edits), "edits": [_edit(e, seat, w) for e in one.edits],
        "title_rows": title_rows(one.title, w) if one.title else [],
        "ladder": rung_cells(one.ladder, currency, w) if one.ladder else [],
        "ladder_rows": ladder_rows(one.ladder, currency, w) if one.ladder else [], "ranks": rank_rows(one.ranks, w),
        "attributes": attribute_rows(one.attributes, w), "attributes_told": one.attributes is not None,
        "fill": _fill(seat, item, [a.name for a in one.attributes or ()]) if seat.may(Right.PROPOSE) else "",
        "launch": launches_table([one.launch], w) if one.launch else None, "may_propose": seat.may(Right.PROPOSE),
        "usual_width": USUAL_WIDTH, "budget": budget_words(found, w), "off": line.standing is Standing.OFF})


@screen(Right.SEE_NUMBERS)
def brief(request: HttpRequest, seat: Seat, item: str, on: date) -> HttpResponse:
    """The brief of a listing's copy and poster; `form` md or pdf takes it along."""
    request.session["shop"] = seat.shop_row.pk
    try:
        found = copy_brief(the_house(), seat.shop, item, on)
    except WrongUsage:
        return redirect(reverse("listings_of", args=[seat.shop_row.pk, on]))
    paper, form = copy_brief_paper(found, language_of()), request.GET.get("form", "")
    if form in FORMS:
        made = FORMS[form](paper)
        return HttpResponse(made, content_type=TYPES[form], headers={
            "Content-Disposition": content_disposition_header(True, f"copy-{item}-{found.day}.{form}") or "attachment"})
    return render(request, "web/copy_brief.html", {"title": paper.title, "paper": paper, "item": item, "on": on,
                                                   "model": is_set_up() and seat.may(Right.DO_WORK)})


def _pdf(paper: Paper) -> bytes:
    from daybook.reports.brief_pdf import page_pdf
    from daybook.reports.report_html import report_html

    return page_pdf(report_html(paper, language_of()))


FORMS: dict[str, Callable[[Paper], bytes]] = {"md": lambda paper: report_markdown(paper).encode(), "pdf": _pdf}
TYPES = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


def _edit(edit: WatchedEdit, seat: Seat, w: Words) -> dict[str, Any]:
    """An edit with its marks, its curve, and where it is put back: on the page of its proposal, else on the form filled in."""
    drawn = [d for d in edit.curve if d.value is not None and d.low is not None and d.high is not None]
    curve = charts.days(
        [(d.day, d.value) for d in drawn],
        [f"{d.value:,.0f} ({d.low:,.0f}–{d.high:,.0f})" for d in drawn], [w.day(d.day) for d in drawn],
        [(d.day, d.low, d.high) for d in drawn if d.low is not None and d.high is not None],
        [(w.day(edit.on), edit_words(edit, w))]) if len(drawn) > 1 else None
    return {"edit": edit, "words": edit_words(edit, w), "curve": curve,
            "chart": f"edit-{edit.item_id}-{edit.on}-{edit.what}", "curve_of": step_name(edit.curve_of, w),
            "marks": [(mark.hours, mark_words(mark, w), MARK_TONES[mark.told]) for mark in edit.marks],
            "ranks": [(rank_move_words(r, w), MARK_TONES[r.told]) for r in edit.ranks],
            "restore": _restore(edit, seat) if seat.may(Right.PROPOSE) else ""}


def _fill(seat: Seat, item: str, names: list[str]) -> str:
    """The form that proposes attributes, with the missing names; "" where none is missing."""
    asked = {"move": "attributes", "object_id": item, "item_id": item, "to": "\n".join(f"{name}=" for name in names)}
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}" if names else ""


def _restore(edit: WatchedEdit, seat: Seat) -> str:
    """Where an edit is taken back in one step; "" where nobody said what stood there before."""
    if edit.proposal:
        return str(reverse("proposal", args=[seat.shop_row.pk, edit.proposal]))
    move = {"title": "title", "images": "images", "state": "listed"}.get(edit.what, "")
    if not move or not edit.was:
        return ""
    asked = {"move": move, "object_id": edit.item_id, "item_id": edit.item_id, "to": edit.was}
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}"


def _name(seat: Seat) -> str:
    user: Any = seat.user
    return str(user.name or user.email)


@require_POST
@screen(Right.PROPOSE)
def propose_batch(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Proposes that the chosen listings go off or on sale: each through its guards, and approved like any other."""
    known = {one.item_id: one for one in leaving_now(the_house(), seat.shop, seat.shop.day_of(clock()), clock())}
    chosen = [known[i] for i in request.POST.getlist("item") if i in known and known[i].what != "clear"][:MOST]
    wishes = [Wish(Listed(one.item_id, one.what == "delist", one.what != "delist"), " · ".join(one.because)) for one in chosen]
    if not wishes:
        messages.error(request, _("Choose at least one listing."))
        return redirect("listings", seat.shop_row.pk)
    try:
        made = make(the_house(), seat.shop.name, wishes, _name(seat), "web")
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect("listings", seat.shop_row.pk)
    messages.success(request, _("%(n)d proposals made: they wait for approval, those that a guard refuses say why.") % {
        "n": len(made)})
    return redirect("approvals")


give_rank = require_POST(screen(Right.DO_WORK)(keeping("fact", RankForm, "listings")))


def _bar(step: ListingStep) -> tuple[int, str]:
    """Width of a step beside its usual, 0..100, and its colour."""
    if step.now is None or not step.usual:
        return 0, "quiet"
    width = min(Decimal(100), USUAL_WIDTH * step.now / step.usual)
    better = (step.now >= step.usual) != (step.name in LESS_IS_BETTER)
    return round(width), "red" if step.worse else "green" if step.off and better else "quiet"
