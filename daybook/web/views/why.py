"""S2, why: the bridge from a base to the day, cut by cut, with what happened beside it and what is not explained."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from daybook.domain.brief import Brief, BriefFinding, Tile
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.brief_phrases import currency_of
from daybook.reports.finding_phrases import bridge_steps, finding_words
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, shown
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.web.tiles import EXPLAINED
from daybook.workflows.kept import kept_mornings, last_day
from daybook.workflows.why import why

BASES = ("week", "day", "plan")
FIRST = "paid_gmv"


@screen(Right.SEE_NUMBERS)
def today(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Why the paid amount of the last morning's day was what it was."""
    return redirect("why_of", seat.shop_row.pk, FIRST, last_day(seat.shop, seat.shop.day_of(clock())))


@screen(Right.SEE_NUMBERS)
def of_day(request: HttpRequest, seat: Seat, metric: str, on: date) -> HttpResponse:
    """The bridges of one number against a base: day, week, plan, or a date."""
    request.session["shop"] = seat.shop_row.pk
    shop, w, base = seat.shop, translator(language_of()), request.GET.get("base", "week")
    morning = kept_mornings([shop], on).get(shop.name)
    tiles = [(t.metric, w.metric(t.metric, t.zh)) for t in morning.tiles if t.metric in EXPLAINED] if morning else []
    said: dict[str, Any] = {
        "metric": metric, "on": on, "base": base, "tiles": tiles, "problem": None, "bridges": [],
        "bases": [(b, _base_words(b)) for b in BASES], "base_day": base if base not in BASES else ""}
    try:
        brief = why(the_house(), shop, metric, on, base, morning.as_of if morning else None)
    except DaybookError as problem:
        return render(request, "web/why.html", said | {"problem": problem})
    tile = next((t for t in morning.tiles if t.metric == metric), None) if morning else None
    return answered(request, "web/why.html", said | _words(request, brief, tile, w))


def _base_words(base: str) -> str:
    said = {"week": _("same weekday last week"), "day": _("the day before"), "plan": _("target")}
    return str(said[base])


def _words(request: HttpRequest, brief: Brief, tile: Tile | None, w: Words) -> dict[str, Any]:
    brief = in_language(brief, w)
    first = brief.findings[0]
    bridges = [_bridge(request, n, found, brief, w) for n, found in enumerate(brief.findings)]
    return {
        "brief": brief, "first": finding_words(first, brief, w), "reviewed": w.full_day(brief.reviewed),
        "tables": [b["table"] for b in bridges], "drivers": bridges[0],
        "bridges": [b for b in bridges[1:] if b["chart"]], "events": first.events,
        "caution": first.words, "curve": _curve(tile, first, brief, w)}


def _bridge(request: HttpRequest, number: int, found: BriefFinding, brief: Brief, w: Words) -> dict[str, Any]:
    """One bridge as a chart and as the table behind it; the parts and the remainder add up to the change."""
    found = replace(found, currency=currency_of(found.unit, found.currency, brief))
    steps = bridge_steps(found, w)
    said = finding_words(found, brief, w)
    left, title = found.remainder, said.scope or said.label
    return {"name": f"bridge-{number}", "said": said, "steps": steps, "chart": charts.bridge(steps) if steps else None,
            "title": title, "about": said.bridge_about, "table": table(request, [
                Col("part", _("Part of the change"), lambda step: step.label),
                Col("amount", _("Amount"), lambda step: step.value, number=True),
                Col("note", _("Remark"), lambda step: step.note or None)], steps, name=f"part{number}", css="",
                title=f"{said.label} {title} {brief.reviewed}"),
            "remainder": exact(left, found.unit, found.currency, w.language)}


def _curve(tile: Tile | None, first: BriefFinding, brief: Brief, w: Words) -> dict[str, Any] | None:
    """The days before as a curve, with the events that were noted beside the reviewed one."""
    if tile is None or sum(1 for _, v in tile.trend if v is not None) < 2:
        return None
    said = [shown(v, tile.unit, currency_of(tile.unit, tile.currency, brief), w.language) for _, v in tile.trend]
    labels = [w.dated(day) for day, _ in tile.trend]
    return charts.days(tile.trend, said, labels, first.band, [(labels[-1], event) for event in first.events])
