"""S7, the price planner: every SKU with who bounds its price, one SKU's ledger and range, a price tried, promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.price_plan import LedgerDay, PriceLine, SkuPlan, Trial
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
    state_words,
    until_words,
    window_words,
)
from daybook.reports.price_report import promises_table, stretches
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.given_forms import PriceTryForm, PromiseForm
from daybook.web.opened import clock, the_house
from daybook.web.views.given import keeping
from daybook.workflows.price_plan import ShopPlan, shop_plan

#: SKUs on a page; the search field finds the others.
SHOWN = 200
#: What is shaded in the ledger; promises are the ends of the range itself.
BANDS = (Hold.LOCK, Hold.WISH, Hold.PROTECT, Hold.ACROSS)
STATES = ("broken", "low", "refused", "bound", "free")


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
    until: str
    broken: tuple[str, ...]


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The SKUs of a shop, the pressing ones first, and what was promised on their prices."""
    return _board(request, seat, _plan(seat), request.GET.get("q", ""))


def _board(request: HttpRequest, seat: Seat, found: ShopPlan, asked: str) -> HttpResponse:
    request.session["shop"] = seat.shop_row.pk
    w, table = translator(language_of()), found.board()
    asked, state = asked.strip().lower(), request.GET.get("state", "")
    lines = [one for one in table.lines if asked in f"{one.sku} {one.item_id} {one.title}".lower()]
    counts = {name: sum(one.state == name for one in lines) for name in STATES}
    lines = [one for one in lines if state in ("", one.state)]
    return render(request, "web/prices.html", {
        "title": _("Prices"), "on": found.on, "day_words": w.full_day(found.on), "q": asked, "state": state,
        "states": [(name, w.name("price_state", name), n) for name, n in counts.items() if n], "all": len(lines),
        "rows": [_row(one, table.currency, found.on, w) for one in lines[:SHOWN]], "shown": SHOWN,
        "promises": promises_table(table.promises, table.currency, w.language), "may_set": seat.may(Right.SET_GOALS),
        "form": PromiseForm(initial={"first": found.on.isoformat(), "last": found.on.isoformat()})})


@screen(Right.SEE_NUMBERS)
def plan(request: HttpRequest, seat: Seat, sku: str) -> HttpResponse:
    """One SKU: ledger and range, events with what they cost, a price tried; of one that is not known, the search for it."""
    request.session["shop"] = seat.shop_row.pk
    w, found = translator(language_of()), _plan(seat)
    try:
        number = found.number(sku, request.GET.get("item", ""))
    except WrongUsage:
        return _board(request, seat, found, sku)
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


def _plan(seat: Seat) -> ShopPlan:
    shop = seat.shop
    return shop_plan(the_house(), shop, shop.day_of(clock()), clock(), costs=seat.may(Right.SEE_COSTS))


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
               binding_words(line.today.low_by, w),
               f"{window_words(coming.window, w)}: {room_words(coming, currency, w)}" if coming else "",
               until_words(line.today.low_by.window, on, w) if line.today.low_by and line.today.low_by.window else "",
               tuple(breach_words(b, currency, w) for b in line.broken))


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
    """The ledger with the range to come; None where no price is known."""
    if not any(d.paid is not None or d.listed is not None for d in one.days):
        return None
    first, last = one.days[0].day, one.days[-1].day
    bands = [(h.hold.value, (max(h.first, first) - first).days, (min(h.last, last) - first).days,
              f"{w.name('hold', h.hold.value)}: {window_words(h, w)}")
             for h in one.windows if h.last >= first and h.first <= last and h.hold in BANDS]
    names = {"listed": _("List price"), "paid": _("Lowest paid"), "range": _("Allowed range"),
             "path": _("Nearest to the usual price"), "today": w.day(on)}
    return charts.prices(one.days, [w.dated(d.day) for d in one.days], [_said(d, on, currency, w) for d in one.days], bands,
                         (on - first).days, names)


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
