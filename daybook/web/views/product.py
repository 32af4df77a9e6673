"""S3, one product: its funnel against its bases, where visits came from, prices over time, its SKUs, what buyers wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.domain.brief import Unit
from daybook.domain.listing_page import (
    STEPS,
    EventKind,
    FunnelStep,
    ListingEvent,
    ListingPage,
    PriceDay,
    SkuLine,
    Written,
)
from daybook.domain.product_table import Cell
from daybook.domain.rights import Right
from daybook.metrics.definitions.stock import COVER_DAYS
from daybook.reports.brief_phrases import ARROWS, direction, tone
from daybook.reports.charts import sparkline
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, growth, percent, shown
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.listing_page import SPANS, listing_page

LESS_IS_BETTER = frozenset({"refund_amount"})
#: Step of the funnel -> the number whose rows stand behind it.
BEHIND = {"page_views": "product_page_views", "visitors": "product_visitors", "favorite_buyers": "product_favorite_buyers",
          "cart_buyers": "product_cart_buyers", "ordered_buyers": "product_ordered_buyers",
          "paid_buyers": "product_paid_buyers", "paid_amount": "product_paid_gmv", "refund_amount": "product_refunded"}
RATINGS = ("bad", "fair", "good", "unsaid")
MARKS = {EventKind.PLATFORM: "calendar-event", EventKind.OWN: "calendar", EventKind.PRICE: "discount", EventKind.EDIT: "edit",
         EventKind.NOTE: "notes", EventKind.WORK: "circle-check"}


@dataclass(frozen=True)
class Number:
    """A number in words beside its bases: words of the base, arrow, change, tone."""

    text: str
    exact: str
    beside: tuple[tuple[str, str, str, str], ...] = ()
    value: Decimal | None = None


@dataclass(frozen=True)
class Step:
    """One step of the funnel in words; `width` is its share of the widest, 0..100."""

    name: str
    words: str
    number: Number
    share: Number | None
    usual: str
    width: int
    spark: str
    metric: str                  # the number whose rows stand behind it


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat, item: str, on: date | None = None) -> HttpResponse:
    """A listing as a morning knew it: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w, asked = translator(language_of()), request.GET.get("days", "")
    days = int(asked) if asked in {str(n) for n in SPANS} else SPANS[1]
    page = in_language(listing_page(the_house(), seat.shop, item, on, days), w)
    return answered(request, "web/product.html", {
        "title": page.name or item, "page": page, "on": on,
        "ladder_since": page.day - timedelta(days=COVER_DAYS - 1),
        "day_words": w.full_day(page.day), "days": days, "spans": SPANS,
        "role": w.name("item_role", page.role) if page.role else "",
        "missing": [w.name("source", t) for t in page.missing], "never": [w.name("source", t) for t in page.never],
        "steps": _funnel(page, w), "bases": [w.name("compared", b) for b in ("yesterday", "last_week")],
        "sources": page.sources, "sources_table": table(request, [
            Col("source", _("Source"), lambda row: row[0]), Col("visitors", _("Visitors"), lambda row: row[1].value, number=True),
            Col("buyers", _("Paid buyers"), lambda row: row[2].value, number=True),
            Col("paid", _("Paid amount"), lambda row: row[3].value, number=True)],
            [(s.source, *(_number(c, unit, page, w) for c, unit in (
                (s.visitors, Unit.PEOPLE), (s.paid_buyers, Unit.PEOPLE), (s.paid_amount, Unit.MONEY)))) for s in page.sources],
            name="sources", title=f"{item} {_('Where visits came from')}"),
        "now": _prices_now(page, w), "ledger": _ledger(page, w),
        "ledger_rows": _priced(page), "ledger_table": table(request, _price_columns(), [
            (p, _ledger_row(p, page, w)) for p in _priced(page)], name="prices", css="", title=f"{item} {_('Price ledger')}"),
        "events": [(MARKS[e.kind], pgettext("under a curve", e.kind.value), _days(e, w), e.what) for e in reversed(page.events)],
        "skus": page.skus, "may_cost": seat.may(Right.SEE_COSTS), "skus_table": table(
            request, _sku_columns(seat.may(Right.SEE_COSTS)), [_sku(s, page, w) for s in page.skus], name="skus",
            title=f"{item} SKU"),
        "reviews": [_written(r, w) for r in page.reviews], "questions": [_written(q, w) for q in page.questions],
        "ratings": [(pgettext("rating", name), n, name) for name in RATINGS if (n := page.ratings.get(name))]})


def _number(cell: Cell, unit: Unit, page: ListingPage, w: Words, better: bool = True) -> Number:
    currency = page.currency if unit is Unit.MONEY else ""
    beside = tuple(_beside(cell, base, w.name("compared", name), unit, better, w) for name, base in (
        ("yesterday", cell.yesterday), ("last_week", cell.last_week)) if cell.value is not None and base)
    return Number(shown(cell.value, unit, currency, w.language), exact(cell.value, unit, currency, w.language), beside, cell.value)


def _beside(cell: Cell, base: Decimal, words: str, unit: Unit, better: bool, w: Words) -> tuple[str, str, str, str]:
    change = (cell.value or Decimal(0)) - base
    return (words, ARROWS[direction(change)], growth(change / base), tone(change, better, w.language))


def _funnel(page: ListingPage, w: Words) -> list[Step]:
    people = [s.cell.value or Decimal(0) for s in page.funnel if STEPS[s.name][0] is not Unit.MONEY]
    return [_step(s, max(people, default=Decimal(0)), page, w) for s in page.funnel]


def _step(step: FunnelStep, widest: Decimal, page: ListingPage, w: Words) -> Step:
    unit, zh = STEPS[step.name]
    words = zh if w.language == "zh" else w.name("funnel", step.name, step.name.replace("_", " ").capitalize())
    currency = page.currency if unit is Unit.MONEY else ""
    width = 0 if unit is Unit.MONEY or not step.cell.value else max(1, round(100 * step.cell.value / widest))
    usual = shown(step.usual.quantize(Decimal("0.1")), unit, currency, w.language) if step.usual is not None else ""
    return Step(
        step.name, words, _number(step.cell, unit, page, w, step.name not in LESS_IS_BETTER),
        _number(step.of_visitors, Unit.SHARE, page, w) if step.of_visitors else None, usual, width,
        sparkline(step.trend, f"step-{step.name}", words, ""), BEHIND[step.name])


def _prices_now(page: ListingPage, w: Words) -> list[tuple[str, str, str]]:
    """Words, number and what it is of: the last known prices of the ledger."""
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, page.currency, w.language)

    said = []
    listed = next((p for p in reversed(page.prices) if p.list_low is not None), None)
    if listed is not None and listed.list_low is not None:
        dearest = f" – {money(listed.list_high)}" if listed.list_high != listed.list_low else ""
        said.append((str(_("List price")), money(listed.list_low) + dearest, w.dated(listed.day)))
    sold = next((p for p in reversed(page.prices) if p.deal is not None), None)
    if sold is not None:
        said.append((str(_("Paid for a unit, on the mean")), money(sold.deal), w.dated(sold.day)))
        if sold.discount is not None:
            said.append((str(_("Below the list price")), percent(sold.discount), w.dated(sold.day)))
    month = [p for p in page.prices[-30:] if p.paid_low is not None]
    if month:
        least = min(month, key=lambda p: p.paid_low or Decimal(0))
        said.append((str(_("Least paid for a unit in 30 days")), money(least.paid_low), w.dated(least.day)))
    return said


def _ledger(page: ListingPage, w: Words) -> dict[str, Any] | None:
    if sum(1 for p in page.prices if p.deal is not None or p.list_low is not None) < 2:
        return None
    return charts.ledger(
        page.prices, [w.dated(p.day) for p in page.prices],
        [_ledger_words(p, page, w) for p in page.prices],
        [(e.kind.value, (e.first - page.first).days, (e.last - page.first).days, str(e.what)) for e in page.events],
        {"list": _("List price"), "deal": _("Paid for a unit, on the mean"), "units": _("Units")})


def _ledger_words(price: PriceDay, page: ListingPage, w: Words) -> list[str]:
    """The lines of a day's hover."""
    row = _ledger_row(price, page, w)
    names = (_("List price"), _("Paid for a unit, on the mean"), _("Below the list price"), _("Least and most paid"), _("Units"))
    return [f"{name} {text}" for name, text in zip(names, row[1:], strict=False) if text and text != "—"]


def _ledger_row(price: PriceDay, page: ListingPage, w: Words) -> tuple[str, ...]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, page.currency, w.language)

    band = f"{money(price.paid_low)} – {money(price.paid_high)}" if price.paid_low != price.paid_high else money(price.paid_low)
    return (w.dated(price.day), money(price.list_low), money(price.deal),
            percent(price.discount) if price.discount is not None else "—", band,
            shown(price.units, Unit.UNITS, "", w.language), money(price.paid))


def _priced(page: ListingPage) -> list[PriceDay]:
    """Days on which a price is known, the latest first."""
    return [p for p in reversed(page.prices) if p.units or p.list_low is not None]


def _price_columns() -> list[Col]:
    said = (("list", _("List price"), "list_low"), ("deal", _("Paid for a unit, on the mean"), "deal"),
            ("below", _("Below the list price"), "discount"), ("least", _("Least and most paid"), "paid_low"),
            ("units", _("Units"), "units"), ("paid", _("Paid amount"), "paid"))
    return [Col("day", _("Day"), lambda row: row[0].day, down=True),
            *(Col(name, words, _of_price(of), number=True) for name, words, of in said)]


def _of_price(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row[0], name)


def _of_sku(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row["line"], name)


def _sku_columns(costs: bool) -> list[Col]:
    said: tuple[tuple[str, Any, str], ...] = (
        ("list", _("List price"), "list_price"), ("deal", _("Paid for a unit"), "deal"), ("units", _("Units"), "units"),
        ("paid", _("Paid amount"), "paid"), ("sellable", _("Sellable"), "sellable"), ("cover", _("Days of cover"), "cover_days"),
        *((("cost", _("Unit cost"), "unit_cost"), ("margin", _("Gross margin"), "margin")) if costs else ()))
    return [Col("sku", "SKU", lambda row: row["line"].sku or None),
            Col("variant", _("Variant"), lambda row: row["line"].variant or None, only_sheet=True),
            *(Col(name, words, _of_sku(of), number=True) for name, words, of in said)]


def _days(event: ListingEvent, w: Words) -> str:
    return w.day(event.first) if event.first == event.last else f"{w.day(event.first)} – {w.day(event.last)}"


def _sku(line: SkuLine, page: ListingPage, w: Words) -> dict[str, Any]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, page.currency, w.language)

    return {
        "line": line, "list": money(line.list_price), "deal": money(line.deal), "units": shown(line.units, Unit.UNITS),
        "unit_share": percent(line.unit_share) if line.unit_share is not None else "—", "paid": money(line.paid),
        "paid_share": percent(line.paid_share) if line.paid_share is not None else "—",
        "width": round(100 * (line.unit_share or Decimal(0))),
        "sellable": shown(line.sellable, Unit.UNITS), "in_transit": shown(line.in_transit, Unit.UNITS) if line.in_transit else "",
        "cover": shown(line.cover_days.quantize(Decimal(1)), Unit.COUNT) if line.cover_days is not None else "—",
        "out": line.sellable is not None and line.sellable <= 0,
        "cost": money(line.unit_cost), "margin": percent(line.margin) if line.margin is not None else ""}


def _written(one: Written, w: Words) -> tuple[str, str, str, Written]:
    words = pgettext("rating", one.rating) if one.rating else pgettext("rating", "unsaid")
    return w.dated(one.day), words, {"bad": "red", "fair": "amber"}.get(one.rating, "quiet"), one
