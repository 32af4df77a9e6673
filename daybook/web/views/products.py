"""S3, products: a shop's listings with their numbers, each of which leads to its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from daybook.domain.brief import Unit
from daybook.domain.product_table import COLUMNS, LESS_IS_BETTER, Cell, ListingLine, ListingTable
from daybook.domain.rights import Right
from daybook.reports.brief_phrases import ARROWS, direction, tone
from daybook.reports.numbers import exact, growth, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.definitions import says_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.listing_table import listing_table

#: Column -> the metric that it is, by which its head is explained.
DEFINED = {"paid": "line_gmv", "visitors": "product_visitors", "ctr": "keyword_ctr", "cart_rate": "product_add_to_cart_rate",
           "cvr": "product_payment_cvr", "spend_per_buyer": "spend_per_buyer", "refund_rate": "refund_rate_by_day",
           "stock_days": "days_of_cover", "roas": "keyword_roas"}
#: Column -> the number whose rows stand behind it.
BEHIND = {"paid": "line_gmv", "visitors": "product_visitors", "cart_rate": "product_cart_buyers", "cvr": "product_paid_buyers",
          "spend_per_buyer": "product_paid_gmv", "refund_rate": "product_refunded", "ctr": "keyword_clicks",
          "roas": "keyword_ad_gmv", "stock_days": "sellable_units"}


@dataclass(frozen=True)
class Shown:
    """One cell in words; `rows` leads to what stands behind it."""

    text: str
    exact: str
    beside: tuple[tuple[str, str, str, str], ...]      # words of the base, arrow, change, tone
    rows: str


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The listings as a morning knew them: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = listing_table(the_house(), seat.shop, on)
    role = request.GET.get("role", "")
    lines = [line for line in found.lines if not role or line.role == role]
    return answered(request, "web/products.html", {
        "title": _("Products"), "on": on, "day_words": w.full_day(found.day), "role": role,
        "roles": [(r, w.name("item_role", r)) for r in sorted({line.role for line in found.lines if line.role})],
        "missing": sorted({w.name("source", t) for t in found.missing.values()}), "all": len(lines),
        "table": table(request, _columns(w), [
            (line, w.name("item_role", line.role) if line.role else "",
             [(column_name(name, w), _shown(line, name, found, seat, on, w)) for name in COLUMNS]) for line in lines],
            order="-paid", title=f"{_('Products')} {found.day}")})


def _columns(w: Words) -> list[Col]:
    """What the table sorts and is searched by; a workbook holds ids and both bases too."""
    def base(name: str, which: str) -> Col:
        return Col(f"{name}_{which}", f"{column_name(name, w)} {w.name('compared', which)}",
                   lambda row: getattr(row[0].cells[name], which), only_sheet=True)

    def one(name: str) -> Col:
        return Col(name, column_name(name, w), lambda row: row[0].cells[name].value, number=True,
                   says=says_of(DEFINED[name], w))

    return [Col("name", _("Product"), lambda row: row[0].name or row[0].item_id),
            Col("id", "ID", lambda row: row[0].item_id, only_sheet=True),
            Col("part", _("Role"), lambda row: row[1] or None, only_sheet=True),
            *(col for name in COLUMNS for col in (one(name), base(name, "yesterday"), base(name, "last_week")))]


def column_name(name: str, w: Words) -> str:
    """What a column is called."""
    return COLUMNS[name][1] if w.language == "zh" else w.name("column", name, name)


def _shown(line: ListingLine, name: str, table: ListingTable, seat: Seat, on: date, w: Words) -> Shown:
    unit, cell = COLUMNS[name][0], line.cells[name]
    currency = table.currency if unit is Unit.MONEY else ""
    rows = f"{reverse('rows', args=[seat.shop_row.pk, BEHIND[name], on])}?{urlencode({'item_id': line.item_id})}"
    return Shown(shown(cell.value, unit, currency, w.language), exact(cell.value, unit, currency, w.language),
                 tuple(_beside(cell, base, words, name, w) for base, words in (
                     (cell.yesterday, w.name("compared", "yesterday")), (cell.last_week, w.name("compared", "last_week")))
                       if cell.value is not None and base), rows)


def _beside(cell: Cell, base: Decimal | None, words: str, name: str, w: Words) -> tuple[str, str, str, str]:
    change = (cell.value or Decimal(0)) - (base or Decimal(0))
    return (words, ARROWS[direction(change)], growth(change / base if base else None),
            tone(change, name not in LESS_IS_BETTER, w.language))

