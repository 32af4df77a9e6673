"""S7, the plan of a big event: what is drafted, what a person set, the day by the hour, and the form of each line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.mega_sale import DONE, PAGES, WAVE, SalePlan
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact
from daybook.reports.sale_report import SECTIONS, RowWords, done_words, hour_words, lead_words, row_words
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.converters import day_said
from daybook.web.opened import clock, the_house
from daybook.workflows.event_entries import activity_for
from daybook.workflows.kept import last_day
from daybook.workflows.sale_plan import agree, keep_line, sale_plan

#: The drawing of a day: pixels of an hour, of its highest bar, of its words.
WIDE, HIGH, FOOT = 24, 90, 16


@dataclass(frozen=True)
class Part:
    """The lines of one kind, each with where it stands; `draft_only` False: somebody set one of them."""

    kind: str
    name: str
    rows: tuple[tuple[RowWords, str], ...]


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat, edition: str) -> HttpResponse:
    """The plan of an event as a morning knew it, with what people set until now."""
    if activity_for(seat.shop, edition) is None:
        raise Http404
    request.session["shop"] = seat.shop_row.pk
    on, w = _day(request, seat), translator(language_of())
    plan = sale_plan(the_house(), seat.shop, on, edition, hours_of=day_said(request.GET.get("day")))
    return render(request, "web/mega_sale.html", {
        "title": in_language(plan.activity.term, w), "key": edition, "on": on, "on_words": w.full_day(on), "plan": plan,
        "lead": lead_words(plan, w), "agreed": plan.agreed is not None, "total": _total(plan, w),
        "total_input": "" if plan.total is None else f"{plan.total:.2f}", "parts": [_part(plan, kind, w) for kind in SECTIONS],
        "bars": _bars(plan, w), "width": WIDE * 24, "height": HIGH + FOOT, "day_words": w.dated(plan.hours_of),
        "may": seat.may(Right.SET_GOALS), "runs": plan.activity.first <= seat.shop.day_of(clock()) <= plan.activity.last})


@require_POST
@screen(Right.SET_GOALS)
def keep(request: HttpRequest, seat: Seat, edition: str) -> HttpResponse:
    """Keeps one line as a person sets it, or takes over every drafted line that nobody set."""
    if activity_for(seat.shop, edition) is None:
        raise Http404
    said, by = request.POST, getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        if said.get("agree"):
            agree(the_house(), seat.shop, edition, by)
        else:
            keep_line(the_house(), seat.shop, edition, said.get("kind", ""), said.get("name", ""), by,
                      _number(said.get("value", "")), day_said(said.get("due")), DONE if said.get("done") else said.get("text", ""))
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Kept."))
    place = said.get("kind", "") if said.get("kind", "") in SECTIONS else WAVE
    return redirect(f"{reverse('activity_plan', args=[seat.shop_row.pk, edition])}?on={_day(request, seat)}#{place}")


def _part(plan: SalePlan, kind: str, w: Words) -> Part:
    rows = [row_words(row, plan, w) for row in plan.of(kind)]
    return Part(kind, w.name("plan_kind", kind), tuple((one, done_words(one, w) if kind == PAGES else one.value) for one in rows))


def _total(plan: SalePlan, w: Words) -> str:
    return "—" if plan.total is None else exact(plan.total, Unit.MONEY, plan.shop.currency, w.language)


def _bars(plan: SalePlan, w: Words) -> list[dict[str, Any]]:
    """The hours of a day as bars: place, height, the hour, and what it is to bring."""
    most = max(plan.hours, default=Decimal(0))
    if not most:
        return []
    return [{"x": n * WIDE, "y": HIGH - _high(part, most), "high": _high(part, most), "mid": n * WIDE + WIDE // 2, "hour": n,
             "clock": clock, "money": money, "by_then": by_then}
            for n, (part, (clock, money, by_then)) in enumerate(zip(plan.hours, hour_words(plan, w), strict=True))]


def _high(part: Decimal, most: Decimal) -> int:
    return int(part / most * HIGH)


def _day(request: HttpRequest, seat: Seat) -> date:
    """The morning that the plan was opened from, else the last one."""
    asked = day_said(request.GET.get("on") or request.POST.get("on"))
    return asked or last_day(seat.shop, seat.shop.day_of(clock()))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", "")) if text.strip() else None
    except InvalidOperation:
        raise WrongUsage("that is no number", where=text[:20], next_step="write it as 120000 or 120000.50") from None
