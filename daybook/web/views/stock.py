"""S4, the stock half: every SKU with its cover, order and state; one SKU's days to come; lead times and arrivals set down."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import WrongUsage
from daybook.domain.price_plan import DayRange
from daybook.domain.rights import Right
from daybook.domain.stock import StockLine
from daybook.reports.stock_report import (
    clearing_facts,
    coming_words,
    count,
    facts,
    live_facts,
    need_words,
    rate,
    state_words,
    tone,
)
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.given_forms import InboundForm, LeadTimeForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.web.views.given import keeping
from daybook.workflows.stock import ShopStock, shop_stock
from daybook.workflows.stock_clearing import prices_to_clear

#: Days drawn of the past and of those to come.
BEFORE, AHEAD = 28, 45
PARTS: dict[str, tuple[Any, Any]] = {
    "order": (gettext_lazy("To be ordered"), lambda one: one.need is not None and one.need.order > 0),
    "out": (gettext_lazy("Sold out or running out"), lambda one: tone(one) == "red"),
    "much": (gettext_lazy("Too much"), lambda one: bool(one.surplus) or one.is_dead),
    "lead": (gettext_lazy("Lead time not known"), lambda one: one.need is None and one.per_day is not None)}


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The SKUs of a shop, those that need something first."""
    request.session["shop"] = seat.shop_row.pk
    w, on, currency = translator(language_of()), seat.shop.day_of(clock()), seat.shop.currency
    found, part = _stock(seat), request.GET.get("part", "")
    shown = [one for one in found.lines if part not in PARTS or PARTS[part][1](one)]
    return answered(request, "web/stock.html", {
        "title": _("Stock"), "day_words": w.full_day(on), "part": part, "all": len(found.lines),
        "table": table(request, _columns(), [(one, _row(one, currency, w)) for one in shown], title=f"{_('Stock')} {on}"),
        "parts": [(name, words, n) for name, (words, fits) in PARTS.items() if (n := sum(map(fits, found.lines)))],
        "may_set": seat.may(Right.SET_GOALS), "lead_form": LeadTimeForm(),
        "shares": Right.SEE_NUMBERS in seat.rights_at(seat.client_row, None),
        "inbound_form": InboundForm(initial={"arrives": (on + timedelta(days=14)).isoformat()})})


def _stock(seat: Seat) -> ShopStock:
    return shop_stock(the_house(), seat.shop, seat.shop.day_of(clock()), clock())


def _row(line: StockLine, currency: str, w: Words) -> dict[str, Any]:
    return {"sellable": count(line.sellable), "allocated": count(line.allocated), "coming": coming_words(line, w),
            "rate": rate(line.per_day), "week": "" if line.week is None else f"{line.week[0]:.0f}–{line.week[2]:.0f}",
            "cover": count(line.cover_days), "need": need_words(line, w), "state": state_words(line, currency, w),
            "tone": tone(line)}


def _columns() -> list[Col]:
    def number(value: float | int | None) -> Decimal | None:
        return None if value is None else Decimal(str(round(value, 2)))

    return [
        Col("name", _("Product"), lambda r: r[0].title or r[0].sku or r[0].item_id),
        Col("sku", "SKU", lambda r: r[0].sku or None, only_sheet=True),
        Col("id", "ID", lambda r: r[0].item_id or None, only_sheet=True),
        Col("sellable", _("Sellable"), lambda r: r[0].sellable, number=True),
        Col("allocated", _("In paid orders"), lambda r: r[0].allocated, number=True),
        Col("coming", _("On its way"), lambda r: number(sum(a.units for a in r[0].arrivals)) if r[0].arrivals else None,
            number=True),
        Col("rate", _("Units a day"), lambda r: number(r[0].per_day), number=True),
        Col("cover", _("Days of cover"), lambda r: number(r[0].cover_days), number=True),
        Col("order", _("Reorder"), lambda r: number(r[0].need.order) if r[0].need else None, number=True),
        Col("by", _("Order by"), lambda r: r[0].need.order_by if r[0].need else None, only_sheet=True),
        Col("point", _("Reorder point"), lambda r: number(r[0].need.reorder_point) if r[0].need else None, number=True,
            only_sheet=True),
        Col("lost", _("Lost a day"), lambda r: r[0].lost_a_day, number=True, only_sheet=True),
        Col("tied", _("Tied up"), lambda r: r[0].tied_up, number=True, only_sheet=True),
        Col("state", _("State"), lambda r: r[1]["state"])]


@screen(Right.SEE_NUMBERS)
def sku(request: HttpRequest, seat: Seat, sku: str) -> HttpResponse:
    """One SKU: what is known of it, and its days to come; of one that is not known, the search for it."""
    request.session["shop"] = seat.shop_row.pk
    w, found = translator(language_of()), _stock(seat)
    try:
        number = found.number(sku, request.GET.get("item", ""))
    except WrongUsage:
        return redirect(f"{reverse('stock', args=[seat.shop_row.pk])}?{urlencode({'find': sku})}")
    line = found.stocked.lines[number]
    return render(request, "web/stock_sku.html", {
        "title": line.title or line.sku, "line": line, "day_words": w.full_day(found.on), "tone": tone(line),
        "state": state_words(line, seat.shop.currency, w),
        "facts": [*facts(line, seat.shop.currency, w), *live_facts(found.held_for_live(line), w),
                  *clearing_facts(_to_clear(seat, line), seat.shop.currency, w)],
        "chart": _chart(found, number, w), "may_set": seat.may(Right.SET_GOALS),
        "lead_form": LeadTimeForm(initial={"sku": line.sku}),
        "inbound_form": InboundForm(initial={"sku": line.sku, "arrives": (found.on + timedelta(days=14)).isoformat()})})


def _to_clear(seat: Seat, line: StockLine) -> DayRange | None:
    return prices_to_clear(the_house(), seat.shop, line, seat.shop.day_of(clock()), clock(), seat.may(Right.SEE_COSTS))


def _chart(found: ShopStock, number: int, w: Words) -> charts.Option | None:
    """Levels of four weeks, then what will be there with its band, arrivals and the reorder point; None without a forecast."""
    line, path = found.stocked.lines[number], found.stocked.path(number, AHEAD)
    if not path:
        return None
    levels = next((d for s, d in found.seen.sliced["stock"]["sellable_units"].items() if dict(s).get("sku", "") == line.sku
                   and dict(s).get("item_id", "") == line.item_id), {})
    before = [found.on - timedelta(days=n) for n in range(BEFORE, 0, -1)]
    rows = [(d, levels.get(d)) for d in before] + [(p.day, Decimal(str(round(p.mid, 1)))) for p in path]
    labels = [w.day(d) for d, _v in rows]
    said = [count(v) for _d, v in rows[:BEFORE]] + [f"{p.mid:.0f} ({p.low:.0f}–{p.high:.0f})" for p in path]
    band = [(p.day, Decimal(str(round(p.low, 1))), Decimal(str(round(p.high, 1)))) for p in path]
    marks = [(w.day(found.on), _("today")),
             *((w.day(p.day), _("%(n)d units arrive") % {"n": p.arrives}) for p in path if p.arrives)]
    option = charts.days(rows, said, labels, band, marks)
    if line.need is not None:
        option["level"] = {"value": line.need.reorder_point, "name": f"{_('Reorder point')} {line.need.reorder_point:,}"}
    return option


give_lead_time = require_POST(screen(Right.SET_GOALS)(keeping("lead-time", LeadTimeForm, "stock")))
give_inbound = require_POST(screen(Right.SET_GOALS)(keeping("inbound", InboundForm, "stock")))
