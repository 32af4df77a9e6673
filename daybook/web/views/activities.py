"""S7, activities: the year drawn with its windows, what closes next, entries and their way; one event with who may take part."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.activities import CLOSING, ENDS, NEXT, Candidate, Entry, EntryState, Met
from daybook.domain.activity_pages import ActivityPage, Deadline
from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.event_calendar import Activity, Level, Span
from daybook.domain.rights import Right
from daybook.reports.activities_report import (
    against_words,
    check_words,
    entry_words,
    money_words,
    review_table,
    review_words,
    source_words,
    span_words,
    stand_words,
)
from daybook.reports.activity_sheet import batch_sheet
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.converters import day_said
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, as_file, table
from daybook.workflows.activities_page import YEAR, activities_of, activity_page
from daybook.workflows.activity_review import review_of
from daybook.workflows.activity_sheet import file_entry, sheet_lines
from daybook.workflows.event_entries import activity_for, tick_entry
from daybook.workflows.kept import last_day

#: Digits of a number of units that a form may send.
LONGEST_UNITS = 9
#: The drawing: pixels of its names, of a day, of a row; rows of platform events come first.
NAMES, OF_DAY, ROW, HEAD = 150, 2.4, 26, 24
RANK = {Level.PLATFORM: 0, Level.CHANNEL: 1, Level.CATEGORY: 2}
TONES = {Met.MET: "green", Met.FAILED: "red", Met.UNTOLD: "amber"}
STATE_TONES = {EntryState.REJECTED: "red", EntryState.CLEARED_OUT: "red", EntryState.FIXED: "amber", EntryState.DRAFT: "amber",
               EntryState.APPROVED: "green", EntryState.LOCKED: "green", EntryState.WARM_UP: "green", EntryState.LIVE: "green"}


@dataclass(frozen=True)
class Lane:
    """One row of the drawing: an event with its bars of the year, each as place, width, stage and words."""

    name: str
    key: str
    y: int
    bars: tuple[tuple[float, float, str, str], ...]


@dataclass(frozen=True)
class Line:
    """One SKU of an event in words."""

    one: Candidate
    name: str
    state: str
    tone: str
    usual: str
    price: str
    left: str
    units: str
    there: str
    against: str
    checks: tuple[tuple[str, str], ...]
    may_draft: bool


@dataclass(frozen=True)
class Way:
    """One entry in words, with the steps that may follow."""

    entry: Entry
    event: str
    key: str
    name: str
    state: str
    tone: str
    said: str
    steps: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[str, str, bool], ...]
    history: tuple[tuple[str, str, str, str], ...]
    open: bool


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The activities as a morning knew them: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = activities_of(the_house(), seat.shop, on)
    ways = [_way(e, a, seat, found.names, w) for a, e in found.entries]
    lanes, months = _drawn(found.year, on, w)
    return answered(request, "web/activities.html", {
        "title": _("Activities"), "on": on, "on_words": w.full_day(on), "lanes": lanes, "months": months,
        "width": int(NAMES + YEAR * OF_DAY), "height": HEAD + ROW * len(lanes) + 8, "names": NAMES,
        "deadlines": [_deadline(d, w) for d in found.deadlines], "risks": [in_language(r.words, w) for r in found.risks],
        "states": [(w.name("entry_state", s.value), n, STATE_TONES.get(s, "")) for s, n in found.states.items()],
        "filed": len({one.item_id for one in found.signed if one.stands and one.last >= on}),
        "ways": [one for one in ways if one.open], "over": [one for one in ways if not one.open],
        "may": seat.may(Right.DO_WORK), "legend": [(s, w.name("event_stage", s)) for s in ("recruit", "warm_up", "live", "after")]})


@screen(Right.SEE_NUMBERS)
def event(request: HttpRequest, seat: Seat, edition: str) -> HttpResponse:
    """One event: its windows, the shop and every SKU beside what it asks, its entries, and the sheet of its drafts."""
    on, w = _day(request, seat), translator(language_of())
    page = _page(seat, on, edition)
    names = page.seen.names.get("item_id", {})
    currency, may = page.shop.currency, seat.may(Right.DO_WORK)
    lines = [_line(one, page, may, w) for one in page.candidates]
    return answered(request, "web/activity.html", {
        "title": in_language(page.activity.term, w), "page": page, "key": edition, "on": on, "on_words": w.full_day(on),
        "windows": [(s.stage.value, w.name("event_stage", s.stage.value), in_language(s.name, w), span_words(s.first, s.last, w),
                     _away(s, on), s.estimated, source_words(s, w))
                    for s in page.activity.spans],
        "checks": [(TONES[c.met], check_words(c, currency, w)) for c in page.shop_checks],
        "eligible": sum(1 for c in page.candidates if c.eligible), "all": len(page.candidates),
        "table": table(request, _columns(), lines, title=f"{page.activity.zh} {on}", empty=_("No product sold lately.")),
        "ways": [_way(e, page.activity, seat, names, w) for e in page.entries], "may": may, "over": page.activity.last < on,
        "review": _review(seat, page, w) if "review" in request.GET and page.activity.last < on else None,
        "drafts": any(e.state in (EntryState.DRAFT, EntryState.FIXED, EntryState.REJECTED) for e in page.entries)})


@require_POST
@screen(Right.DO_WORK)
def step(request: HttpRequest, seat: Seat, edition: str) -> HttpResponse:
    """Takes an entry one step on, or ticks what was seen to after the event."""
    said, by = request.POST, getattr(request.user, "name", "") or getattr(request.user, "email", "")
    item, sku = said.get("item", ""), said.get("sku", "")
    try:
        if said.get("tick"):
            tick_entry(the_house(), seat.shop, edition, item, sku, said["tick"], by)
        else:
            file_entry(the_house(), seat.shop, edition, item, sku, said.get("state", ""), by, _price(said.get("price", "")),
                       _units(said.get("units", "")), said.get("reason", ""))
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Kept."))
    return redirect(f"{reverse('activity', args=[seat.shop_row.pk, edition])}?on={_day(request, seat)}#entries")


@screen(Right.SEE_NUMBERS)
def sheet(request: HttpRequest, seat: Seat, edition: str) -> HttpResponse:
    """The batch sheet of an event's drafts, each asked of the guards now; it holds prices, and what stands against them."""
    if activity_for(seat.shop, edition) is None:
        raise Http404
    try:
        lines = sheet_lines(the_house(), seat.shop, edition)
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect(f"{reverse('activity', args=[seat.shop_row.pk, edition])}?on={_day(request, seat)}")
    return as_file(batch_sheet(lines, seat.shop, language_of()), f"{seat.shop.name}-{edition}.xlsx")


def _review(seat: Seat, page: ActivityPage, w: Words) -> dict[str, Any]:
    """What the event brought; reckoned when it is asked for."""
    found = review_of(the_house(), seat.shop, page.activity, page.on)
    said = (*review_words(found, page.shop.currency, w),
            *money_words(found, page.shop.currency, w, seat.may(Right.SEE_COSTS)))
    return {"table": review_table(found, page.shop.currency, w), "said": said}


def _page(seat: Seat, on: date, key: str) -> ActivityPage:
    try:
        return activity_page(the_house(), seat.shop, on, key, costs=seat.may(Right.SEE_COSTS))
    except WrongUsage:
        raise Http404 from None


def _day(request: HttpRequest, seat: Seat) -> date:
    """The morning that the event was opened from, else the last one."""
    asked = day_said(request.GET.get("on") or request.POST.get("on"))
    return asked or last_day(seat.shop, seat.shop.day_of(clock()))


def _drawn(year: tuple[Activity, ...], on: date, w: Words) -> tuple[list[Lane], list[tuple[float, str]]]:
    """Rows of the year from today on, each event once with all of its bars; and where each month begins."""
    by_id: dict[str, list[Activity]] = {}
    for one in sorted(year, key=lambda a: (RANK[a.level], a.first)):
        by_id.setdefault(one.id, []).append(one)
    lanes = [Lane(in_language(some[0].term, w), some[0].key, HEAD + ROW * n,
                  tuple(bar for a in some for s in a.spans if (bar := _bar(a, s, on, w)) is not None))
             for n, some in enumerate(by_id.values())]
    months, day = [], on.replace(day=1)
    while (day - on).days < YEAR:
        if day >= on:
            months.append((round(NAMES + (day - on).days * OF_DAY, 1), str(day.month)))
        day = (day + timedelta(days=32)).replace(day=1)
    return lanes, months


def _bar(one: Activity, span: Span, on: date, w: Words) -> tuple[float, float, str, str] | None:
    first, last = max((span.first - on).days, 0), min((span.last - on).days, YEAR - 1)
    if last < first:
        return None
    words = f"{in_language(one.term, w)} {in_language(span.name, w)} {span_words(span.first, span.last, w)}"
    return round(NAMES + first * OF_DAY, 1), round((last - first + 1) * OF_DAY, 1), span.stage.value, words


def _deadline(one: Deadline, w: Words) -> dict[str, Any]:
    return {"key": one.activity.key, "event": in_language(one.activity.term, w), "window": in_language(one.span.name, w),
            "until": w.day(one.span.last), "days": one.days, "filed": one.filed, "drafts": one.drafts,
            "tone": "red" if one.days <= 3 else "amber" if one.days <= 7 else "", "estimated": one.span.estimated,
            "source": source_words(one.span, w), "sells": span_words(one.activity.first, one.activity.last, w)}


def _away(span: Span, on: date) -> str:
    if span.covers(on):
        return str(_("runs now"))
    days = (span.first - on).days
    return str(_("in {n} days").format(n=days) if days > 0 else _("over"))


def _columns() -> list[Col]:
    """What the table of products sorts and is searched by."""
    return [Col("state", _("State"), lambda row: row.state, choice=True), Col("name", _("Product"), lambda row: row.name),
            Col("sku", "SKU", lambda row: row.one.sku), Col("usual", _("Pays now"), lambda row: row.one.usual, number=True),
            Col("price", _("Event price"), lambda row: row.one.price, number=True,
                says=_("What buyers would pay in the event: nearest to the usual price that every window leaves")),
            Col("left", _("Leaves"), lambda row: row.one.left, number=True, says=_("Of one unit, after full costs")),
            Col("units", _("Event stock"), lambda row: row.one.units, number=True),
            Col("there", _("On hand"), lambda row: row.one.on_hand, number=True),
            Col("sold", _("Sold in 30 days"), lambda row: row.one.units_30, number=True, down=True),
            Col("against", _("Stands against it, or binds it"), lambda row: row.against)]


def _line(one: Candidate, page: ActivityPage, may: bool, w: Words) -> Line:
    currency, failed = page.shop.currency, bool(one.failed) or one.price is None
    filed = one.filed is not None or (bool(one.export_state) and not one.turned_down)
    tone = "red" if one.turned_down or (failed and not filed) else "green" if filed else ""
    return Line(one, one.title or one.item_id or one.sku, stand_words(one, w), tone, _money(one.usual, currency, w),
                _money(one.price, currency, w), _money(one.left, currency, w), "—" if one.units is None else str(one.units),
                "—" if one.on_hand is None else str(one.on_hand), against_words(one, currency, w),
                tuple((TONES[c.met], check_words(c, currency, w)) for c in one.checks),
                may and not filed and bool(one.item_id))


def _way(one: Entry, activity: Activity, seat: Seat, names: Any, w: Words) -> Way:
    follows = NEXT[one.state] if seat.may(Right.DO_WORK) else ()
    ticks = tuple((t, w.name("closing", t), t in one.ticked) for t in CLOSING) if one.state is EntryState.LIVE else ()
    zone, today = seat.shop.zone, seat.shop.day_of(clock())
    history = tuple((w.moment(s.at, zone, today), w.name("closing", s.tick) if s.tick else w.name("entry_state", s.state.value),
                     s.by, s.reason) for s in one.steps)
    return Way(one, in_language(activity.term, w), activity.key, names.get(one.item_id, one.item_id),
               w.name("entry_state", one.state.value), STATE_TONES.get(one.state, ""), entry_words(one, seat.shop.currency, w),
               tuple((s.value, w.name("entry_state", s.value)) for s in follows), ticks, history, one.state not in ENDS)


def _money(value: Decimal | None, currency: str, w: Words) -> str:
    return "—" if value is None else exact(value, Unit.MONEY, currency, w.language)


def _price(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip()) if text.strip() else None
    except InvalidOperation:
        raise WrongUsage("that is no price", where=text[:20], next_step="write it as 79 or 79.50") from None


def _units(text: str) -> int | None:
    said = text.strip()
    if said and (not said.isdecimal() or len(said) > LONGEST_UNITS):
        raise WrongUsage("units are a whole number", where=said[:20], next_step="write them as 120")
    return int(said) if said else None
