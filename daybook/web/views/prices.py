"""S7, the price planner: every SKU with who bounds its price, one SKU's ledger and range, a price tried, promises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.price_plan import Binding, LedgerDay, PriceGist, PriceLine, SkuPlan, Trial
from daybook.domain.rights import Right
from daybook.domain.situation import Hold
from daybook.reports.numbers import exact, percent
from daybook.reports.price_phrases import (
    TONES,
    binding_words,
    breach_words,
    consequence_words,
    posted_words,
    range_words,
    room_words,
    rule_words,
    state_words,
    until_words,
    window_words,
)
from daybook.reports.price_report import promises_table, stretches
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.given_forms import CouponForm, PriceTryForm, PromiseForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, paper_table, table
from daybook.web.views.given import keeping
from daybook.workflows.price_facts import Named
from daybook.workflows.price_list import PriceList, price_list
from daybook.workflows.price_plan import ShopPlan, shop_plan

#: What is drawn as a lane under the ledger, the later ones of many left out.
LANES = 8
#: Word in the address -> whether a SKU is of it.
PARTS: dict[str, tuple[Any, Callable[[PriceGist], bool]]] = {
    "pressing": (gettext_lazy("Sold below what holds it"), lambda one: one.pressing),
    "held": (gettext_lazy("Held by an event or promise"), lambda one: one.held > 0),
    "free": (gettext_lazy("Held by nothing"), lambda one: not one.held)}


@dataclass(frozen=True)
class Row:
    """One SKU in words."""

    line: PriceLine
    tone: str
    state: str
    now: str
    listed: str
    lows: str
    allowed: str
    by: str
    event: str
    event_price: str
    until: str
    broken: tuple[str, ...]


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The SKUs of a shop, the pressing ones first, and what was promised on their prices; those that are shown are planned."""
    request.session["shop"] = seat.shop_row.pk
    w, on, currency = translator(language_of()), seat.shop.day_of(clock()), seat.shop.currency
    found, part = price_list(the_house(), seat.shop, on, clock()), request.GET.get("part", "")
    skus = [one for one in found.skus if part not in PARTS or PARTS[part][1](one)]
    lines: dict[Named, PriceLine] = {}
    if request.GET.get("as") == "xlsx" and request.GET.get("of", "") != "promises":
        lines = _lines(seat, found, on, skus)
    rows: list[tuple[PriceGist, list[Row]]] = [(one, []) for one in skus]
    made = table(request, _columns(lines, currency, w), rows, order="", title=f"{_('Prices')} {on}")
    if not lines:
        shown = [bound.record["record"] for bound in made.paginated_rows]
        lines = _lines(seat, found, on, [gist for gist, _row_of in shown])
        for gist, row in shown:
            if (gist.item_id, gist.sku) in lines:
                row.append(_row(lines[gist.item_id, gist.sku], currency, on, w))
    return answered(request, "web/prices.html", {
        "title": _("Prices"), "on": on, "day_words": w.full_day(on), "part": part, "table": made, "all": len(found.skus),
        "parts": [(name, words, n) for name, (words, fits) in PARTS.items() if (n := sum(map(fits, found.skus)))],
        "promises": paper_table(request, promises_table(found.promises, currency, w.language), "promises", "stacks"),
        "may_set": seat.may(Right.SET_GOALS), "form": PromiseForm(initial={"first": on.isoformat(), "last": on.isoformat()}),
        "coupon_form": CouponForm(initial={"first": on.isoformat(), "last": on.isoformat()})})


def _lines(seat: Seat, known: PriceList, on: date, skus: Sequence[PriceGist]) -> dict[Named, PriceLine]:
    """The plan of some SKUs today."""
    found = shop_plan(the_house(), seat.shop, on, clock(), costs=seat.may(Right.SEE_COSTS),
                      only=[(one.item_id, one.sku) for one in skus], given=known.given)
    return {(line.item_id, line.sku): line for line in (found.line(n) for n in range(len(found.skus)))}


def _columns(lines: Mapping[Named, PriceLine], currency: str, w: Words) -> list[Col]:
    """What the list sorts and is searched by; what only a plan tells is read on the page, and stands in the workbook."""
    def told(value: Callable[[PriceLine], Any]) -> Callable[[Any], Any]:
        def of(row: tuple[PriceGist, list[Row]]) -> Any:
            line = lines.get((row[0].item_id, row[0].sku))
            return value(line) if line is not None else None

        return of

    sheet = [Col("low", _("Allowed from"), told(lambda line: line.today.low), number=True, only_sheet=True),
             Col("high", _("Allowed up to"), told(lambda line: line.today.high), number=True, only_sheet=True),
             Col("by", _("Bound by"), told(lambda line: binding_words(line.today.low_by, w) or None), only_sheet=True),
             Col("event", _("Next event"), told(lambda line: room_words(line.next_event, currency, w) if line.next_event else None),
                 only_sheet=True),
             Col("state", _("State"), told(lambda line: state_words(line, w)), only_sheet=True)] if lines else []
    return [Col("name", _("Product"), lambda row: row[0].title or row[0].sku or row[0].item_id),
            Col("sku", "SKU", lambda row: row[0].sku or None, only_sheet=True),
            Col("id", "ID", lambda row: row[0].item_id or None, only_sheet=True),
            Col("now", _("Price now"), lambda row: row[0].now, number=True),
            Col("lows", _("Lowest of 15 / 30 days"), lambda row: row[0].low_15, number=True),
            Col("pace", _("Units a day"), lambda row: row[0].units_per_day, number=True),
            Col("allowed", _("Allowed today"), plain=True, number=True),
            Col("bound", _("Bound by"), plain=True),
            Col("next", _("Next event"), lambda row: row[0].next_on),
            Col("stands", _("State"), plain=True), *sheet]


@screen(Right.SEE_NUMBERS)
def plan(request: HttpRequest, seat: Seat, sku: str) -> HttpResponse:
    """One SKU: ledger and range, events with what they cost, a price tried; of one that is not known, the search for it."""
    request.session["shop"] = seat.shop_row.pk
    w, found = translator(language_of()), _plan(seat, sku, request.GET.get("item", ""))
    try:
        number = found.number(sku, request.GET.get("item", ""))
    except WrongUsage:
        return redirect(f"{reverse('prices', args=[seat.shop_row.pk])}?{urlencode({'find': sku})}")
    form = PriceTryForm(request.GET) if "price" in request.GET else PriceTryForm(
        initial={"first": found.on.isoformat(), "last": found.on.isoformat()})
    trial, problem = _tried(found, number, form)
    one, currency = found.sku_plan(number), seat.shop.currency
    see_costs = seat.may(Right.SEE_COSTS)
    return render(request, "web/price.html", {
        "title": one.line.title or one.line.sku, "line": one.line, "on": found.on, "day_words": w.full_day(found.on), "form": form,
        "row": _row(one.line, currency, found.on, w), "problem": problem, "may_cost": see_costs,
        "tried": _trial(trial, currency, w, see_costs) if trial else None, "chart": _chart(one, found.on, currency, w),
        "events": [(window_words(p.room.window, w), w.name("hold", p.room.window.hold.value), room_words(p.room, currency, w),
                    p.room.price is None, _money(p.left, currency, w) if see_costs else "",
                    _money(p.given_up, currency, w) if see_costs else "") for p in one.events],
        "held": [(w.name("hold", h.hold.value), h.event, _money(h.price, currency, w), until_words(h, found.on, w))
                 for h in one.windows if h.hold.value not in ("lock", "wish") and h.last >= found.on],
        "stretches": [_stretch(days, currency, w) for days in stretches(one.days, found.on)]})


def _plan(seat: Seat, sku: str, item: str) -> ShopPlan:
    """The plan of what an address names: a SKU of an item, or either of them alone."""
    shop, named = seat.shop, [(item, sku), (sku, "")] if item else [("", sku), (sku, "")]
    return shop_plan(the_house(), shop, shop.day_of(clock()), clock(), costs=seat.may(Right.SEE_COSTS), only=named)


def _tried(found: ShopPlan, number: int, form: PriceTryForm) -> tuple[Trial | None, str]:
    if not form.is_bound or not form.is_valid():
        return None, ""
    said = form.cleaned_data
    try:
        return found.try_price(number, said["price"], said["first"], said["last"]), ""
    except DaybookError as problem:
        return None, told(problem)


def _row(line: PriceLine, currency: str, on: date, w: Words) -> Row:
    coming = line.next_event
    return Row(line, TONES[line.state], state_words(line, w), _money(line.now, currency, w), _money(line.listed, currency, w),
               f"{_money(line.low_15, currency, w)} / {_money(line.low_30, currency, w)}", range_words(line.today, currency, w),
               _by(line.today.low_by, w), window_words(coming.window, w) if coming else "",
               room_words(coming, currency, w) if coming else "",
               until_words(line.today.low_by.window, on, w) if line.today.low_by and line.today.low_by.window else "",
               tuple(breach_words(b, currency, w) for b in line.broken))


def _by(by: Binding | None, w: Words) -> str:
    """Who bounds a price, with the event; its days stand below it."""
    if by is None:
        return ""
    return " · ".join(filter(None, (rule_words(by.rule, w), by.window.event if by.window else "")))


def _trial(trial: Trial, currency: str, w: Words, see_costs: bool) -> dict[str, Any]:
    """What a price would break, in words; costs for those who may see them."""
    known = see_costs and trial.left is not None and trial.margin is not None
    return {"price": _money(trial.price, currency, w), "days": window_days(trial.first, trial.last, w),
            "breaks": [(breach_words(c.breach, currency, w), consequence_words(c, currency, w)) for c in trial.consequences],
            "left": _money(trial.left, currency, w) if known else "",
            "margin": percent(trial.margin or Decimal(0)) if known else "",
            "given_up": _money(-trial.given_up, currency, w) if known and trial.given_up is not None else "",
            "loss": known and trial.left is not None and trial.left < 0,
            "nearest": _money(trial.nearest, currency, w) if trial.nearest is not None else "",
            "nearest_typed": f"{trial.nearest:.2f}" if trial.nearest is not None and trial.nearest != trial.price else ""}


def window_days(first: date, last: date, w: Words) -> str:
    """Days from first to last in words."""
    return w.day(first) if first == last else f"{w.day(first)} – {w.day(last)}"


def _stretch(days: Sequence[LedgerDay], currency: str, w: Words) -> tuple[str, ...]:
    one = days[0]
    return (window_days(one.day, days[-1].day, w), range_words(one.range, currency, w), binding_words(one.range.low_by, w),
            binding_words(one.range.high_by, w), posted_words(one, currency, w), _money(one.range.path, currency, w))


def _chart(one: SkuPlan, on: date, currency: str, w: Words) -> charts.Option | None:
    """The ledger with the range to come, a lane for each event and promise, and who binds; None where no price is known."""
    if not any(d.paid is not None or d.listed is not None for d in one.days):
        return None
    first, last = one.days[0].day, one.days[-1].day
    held = sorted((h for h in one.windows if h.last >= first and h.first <= last and h.hold is not Hold.FREEZE),
                  key=lambda h: (h.last < on, h.first, h.event))[:LANES]
    bands = [charts.Band(h.hold.value, (max(h.first, first) - first).days, (min(h.last, last) - first).days, h.event,
                         f"{w.name('hold', h.hold.value)}: {window_words(h, w)} {_money(h.price, currency, w)}") for h in held]
    ahead = [d for d in one.days if d.day >= on]
    binds = []
    for who, days in groupby(ahead, key=lambda d: rule_words(d.range.low_by.rule, w) if d.range.low_by else ""):
        span = list(days)
        binds.append(((span[0].day - first).days, (span[-1].day - first).days, who))
    names = {"listed": _("List price"), "paid": _("Lowest paid"), "range": _("Allowed range"), "now": _("Price now"),
             "path": _("Nearest to the usual price"), "today": w.day(on), "binds": _("Bound by")}
    return charts.prices(one.days, [w.dated(d.day) for d in one.days], [_said(d, on, currency, w) for d in one.days], bands,
                         (on - first).days, names, binds, one.line.now)


def _said(day: LedgerDay, on: date, currency: str, w: Words) -> list[str]:
    """The lines of a day's hover."""
    if day.day < on:
        lines = ((_("List price"), _money(day.listed, currency, w)), (_("Lowest paid"), _money(day.paid, currency, w)),
                 (_("Units"), f"{day.units}"))
    else:
        lines = ((_("Allowed range"), range_words(day.range, currency, w)), (_("Bound by"), binding_words(day.range.low_by, w)),
                 (_("Nearest to the usual price"), _money(day.range.path, currency, w)))
    return [f"{name} {text}" for name, text in lines if text and text != "—"]


def _money(value: Decimal | None, currency: str, w: Words) -> str:
    return exact(value, Unit.MONEY, currency, w.language) if value is not None else "—"


give_promise = require_POST(screen(Right.SET_GOALS)(keeping("promise", PromiseForm, "prices")))
give_coupon = require_POST(screen(Right.SET_GOALS)(keeping("coupon", CouponForm, "prices")))
