"""What no export has, as pages: targets, costs, the calendar and notes; each value with its age, added to and never
overwritten."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError
from daybook.domain.given import EVENT_KINDS, NOTE_KINDS, TARGETS, Given, GivenValue
from daybook.domain.rights import Right
from daybook.reports.given_phrases import age_words
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.given_forms import CostForm, EventForm, NoteForm, TargetForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.give import give
from daybook.workflows.given import given_of
from daybook.workflows.kept import kept_mornings
from daybook.workflows.targets import month_plan

#: Metrics whose target is money or a count: written out; the others are shares or ratios.
MONEY = frozenset({"paid_gmv", "net_sales", "gmv", "contribution", "spend_per_buyer", "ad_spend"})
SHARES = frozenset({"payment_cvr", "refund_rate", "tacos"})


def _given(request: HttpRequest, seat: Seat) -> tuple[Given, Words, date]:
    request.session["shop"] = seat.shop_row.pk
    shop = seat.shop
    return given_of(the_house(), [shop], clock())[shop.name], translator(language_of()), shop.day_of(clock())


def _age(given: Given, value: GivenValue, w: Words) -> str:
    return age_words(given.age_days(value), w)


@screen(Right.SEE_NUMBERS)
def targets(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Targets by month; this month's spread over its days and today's over its hours, beside what came in."""
    given, w, on = _given(request, seat)
    plan, currency = in_language(month_plan(the_house(), seat.shop, on, as_of=clock()), w), seat.shop.currency

    def money(value: Any) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    so_far = plan.so_far
    return answered(request, "web/targets.html", {
        "title": _("Targets"), "form": TargetForm(initial={"month": f"{on:%Y-%m}"}), "may_set": seat.may(Right.SET_GOALS),
        "plan": plan, "month_words": f"{on:%Y-%m}", "target": money(plan.target) if plan.target is not None else "",
        "so_far": [money(v) for v in so_far] if so_far else None,
        "share": percent(so_far[0] / plan.target) if so_far and plan.target else "",
        "days_table": table(request, [
            Col("day", _("Day"), lambda row: row[0].day),
            Col("event", _("Event"), lambda row: row[0].event or None, only_sheet=True),
            Col("part", _("Part"), lambda row: row[0].part, number=True),
            Col("in", _("Came in"), lambda row: row[0].actual, number=True),
            Col("reached", _("Reached"),
            lambda row: row[0].actual / row[0].part if row[0].actual is not None and row[0].part else None,
                number=True)], [
            (d, w.dated(d.day), money(d.part), money(d.actual) if d.actual is not None else "",
             percent(d.actual / d.part) if d.actual is not None and d.part else "", d.day == on) for d in plan.days],
            name="days", css="", title=f"{_('Targets')} {on:%Y-%m}"),
        "hours": [(f"{n:02d}:00", money(v)) for n, v in enumerate(plan.hours) if v],
        "lines": given.targets, "table": table(request, [
            Col("number", _("Number"), lambda row: row[0], choice=True), Col("month", _("Month"), lambda row: row[1], down=True),
            Col("from", _("Counts from"), lambda row: row[3], only_sheet=True),
            Col("target", _("Target"), lambda row: row[5], number=True), Col("said", _("Said"), lambda row: row[6])], [
            (w.metric(t.metric, TARGETS[t.metric]), f"{t.month:%Y-%m}", _target(t.metric, t.value, currency, w), t.valid_from,
             _age(given, t, w), t.value, given.age_days(t) or 0)
            for t in sorted(given.targets, key=lambda t: (t.month, t.metric), reverse=True)],
            name="targets", css="", title=_("Targets"))})


def _target(metric: str, value: Any, currency: str, w: Words) -> str:
    if metric in SHARES:
        return percent(value)
    return exact(value, Unit.MONEY if metric in MONEY else Unit.RATIO if metric == "roas" else Unit.COUNT,
                 currency if metric in MONEY else "", w.language)


@screen(Right.SEE_COSTS)
def costs(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Unit costs as they count now, the costs of selling, and how much of the GMV has a known cost."""
    given, w, on = _given(request, seat)
    skus = sorted({c.sku for c in given.costs})
    known = [(sku, c) for sku in skus if (c := given.unit_cost(sku, on)) is not None]
    brief = kept_mornings([seat.shop], on).get(seat.shop.name)
    share = brief.cost_known_share if brief else None
    terms = given.terms(on)
    return answered(request, "web/costs.html", {
        "title": _("Costs"), "form": CostForm(), "may_set": seat.may(Right.SET_GOALS), "all": len(known),
        "share": percent(share) if share is not None else "", "missing": [w.name("term", t, t) for t in terms.missing()],
        "table": table(request, [
            Col("sku", _("SKU"), lambda row: row[0]), Col("cost", _("Unit cost"), lambda row: row[5].unit_cost, number=True),
            Col("currency", _("Currency"), lambda row: row[5].currency, only_sheet=True),
            Col("from", _("Counts from"), lambda row: row[2], down=True), Col("said", _("Said"), lambda row: row[6])], [
            (sku, exact(c.unit_cost, Unit.MONEY, c.currency, w.language), c.valid_from, c.shop, _age(given, c, w), c,
             given.age_days(c) or 0) for sku, c in known], css="", title=_("Costs"))})


@screen(Right.SEE_WORK)
def calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Events of the platform with their windows and the shop's own, from today on."""
    given, w, on = _given(request, seat)
    zh, found = w.language == "zh", events_ahead(seat.shop, given, on)
    return answered(request, "web/calendar.html", {
        "title": _("Calendar"), "form": EventForm(initial={"first": on.isoformat(), "last": on.isoformat()}),
        "may_set": seat.may(Right.SET_GOALS),
        "lines": found, "table": table(request, [
            Col("event", _("Event"), lambda row: row[1], choice=True), Col("window", _("Window"), lambda row: row[2], choice=True),
            Col("first", _("First day"), lambda row: row[0].first), Col("last", _("Last day"), lambda row: row[0].last)], [
            (e, e.name_zh if zh else e.name, _window(e, w), w.dated(e.first), w.dated(e.last), e.runs_on(on),
             (e.first - on).days) for e in found], title=_("Calendar"))})


def _window(event: Any, w: Words) -> str:
    if event.own:
        return EVENT_KINDS.get(event.window, "") if w.language == "zh" else w.name("event_kind", event.window, event.window)
    return event.window_zh if w.language == "zh" else w.name("phase", event.window, event.window.replace("_", " "))


@screen(Right.SEE_WORK)
def notes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What people did and saw, the latest first; the diagnosis names them beside a number that moved."""
    given, w, on = _given(request, seat)
    now = clock().astimezone(_zone(seat))
    return answered(request, "web/notes.html", {
        "title": _("Notes"), "form": NoteForm(initial={"at": f"{now:%Y-%m-%dT%H:%M}"}), "may_set": seat.may(Right.DO_WORK),
        "all": len(given.notes), "table": table(request, [
            Col("when", _("When"), lambda row: row[5].astimezone(_zone(seat)), down=True),
            Col("kind", _("Kind"), lambda row: row[1], choice=True), Col("thing", _("What it is about"), lambda row: row[2]),
            Col("change", _("Change"), lambda row: row[3] or None), Col("text", _("Remark"), lambda row: row[4] or None)], [
            (w.moment(n.at, seat.shop.zone, on), NOTE_KINDS[n.kind] if w.language == "zh" else w.name("note", n.kind),
             n.object, f"{n.from_ or '?'} → {n.to or '?'}" if n.from_ or n.to else "", n.text, n.at)
            for n in sorted(given.notes, key=lambda n: n.at, reverse=True)], title=_("Notes"))})


def _zone(seat: Seat) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(seat.shop.zone)


def keeping(kind: str, form: type[HouseForm], page: str) -> Callable[[HttpRequest, Seat], HttpResponse]:
    """A view that stores one value of a kind and leads back to its page, with what was wrong where it was refused."""
    def keep(request: HttpRequest, seat: Seat) -> HttpResponse:
        made = form(request.POST)
        if made.is_valid():
            said = {name.rstrip("_"): str(value or "") for name, value in made.cleaned_data.items()}
            if "at" in said:
                said["at"] = said["at"].replace("T", " ")
            try:
                report = give(the_house(), seat.shop, kind, said)
                messages.success(request, _("Kept.") if report.stored else _("That was known already."))
            except DaybookError as problem:
                messages.error(request, told(problem))
        else:
            messages.error(request, "; ".join(f"{made.fields[f].label}: {e[0]}" for f, e in made.errors.items()))
        return redirect(page, seat.shop_row.pk)

    return keep


give_target = require_POST(screen(Right.SET_GOALS)(keeping("target", TargetForm, "targets")))
give_cost = require_POST(screen(Right.SET_GOALS)(keeping("cost", CostForm, "costs")))
give_event = require_POST(screen(Right.SET_GOALS)(keeping("calendar", EventForm, "calendar")))
give_note = require_POST(screen(Right.DO_WORK)(keeping("notes", NoteForm, "notes")))
