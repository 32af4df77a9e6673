"""S3, listings one by one: which step of each one's funnel is off, what it costs, what to do first; and one listing's desk."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.domain.errors import WrongUsage
from daybook.domain.listing_lines import LESS_IS_BETTER, ListingLine, ListingLines, ListingStep, Standing
from daybook.domain.rights import Right
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
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.listings import lines_of, one_of

PARTS: dict[str, Any] = {
    "off": gettext_lazy("A step is off"), "weak": gettext_lazy("Below its peers"), "up": gettext_lazy("Risen"),
    "steady": gettext_lazy("As usual"), "unknown": gettext_lazy("Cannot be told")}
#: Width of a bar at its usual; a bar that is full stands at twice the usual or more.
USUAL_WIDTH = 50
#: Steps that moved by less, and are not off, stand on the listing's own page alone.
WORTH_A_CHIP = 0.1


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The listings of a shop, those with most money at stake first."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w, found, part = translator(language_of()), lines_of(the_house(), seat.shop, on), request.GET.get("part", "")
    shown = [line for line in found.lines if part not in PARTS or line.standing.value == part]
    counts = {name: sum(line.standing.value == name for line in found.lines) for name in PARTS}
    return answered(request, "web/listings.html", {
        "title": _("Listings one by one"), "on": on, "day_words": w.full_day(found.day), "part": part, "all": len(found.lines),
        "lead": lead(found, w), "budget": budget_words(found, w) if found.lines else "",
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
    w, found = translator(language_of()), lines_of(the_house(), seat.shop, on)
    try:
        line = one_of(found, item)
    except WrongUsage:
        return redirect(reverse("listings_of", args=[seat.shop_row.pk, on]))
    return render(request, "web/listing_desk.html", {
        "title": line.name or item, "item": item, "on": on, "day_words": w.full_day(found.day), "row": _row(line, found, w),
        "steps": [(s, step_name(s.name, w), step_cells(s, found.currency, w), _bar(s)) for s in line.steps],
        "usual_width": USUAL_WIDTH, "budget": budget_words(found, w), "off": line.standing is Standing.OFF})


def _bar(step: ListingStep) -> tuple[int, str]:
    """Width of a step beside its usual, 0..100, and its colour."""
    if step.now is None or not step.usual:
        return 0, "quiet"
    width = min(Decimal(100), USUAL_WIDTH * step.now / step.usual)
    better = (step.now >= step.usual) != (step.name in LESS_IS_BETTER)
    return round(width), "red" if step.worse else "green" if step.off and better else "quiet"
