"""Buyers: new and returning, cohorts, recency and frequency, worth ahead, what goes together, and crowds to take out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.buyers import BuyerBook, Cohort, Crowd, CrowdKind, CrowdSeen, Range
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.numbers import estimate, percent, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered
from daybook.workflows.buyer_books import book_for_page
from daybook.workflows.crowd_sizes import PRESETS
from daybook.workflows.crowds import crowd_from, crowd_of, filters_of, least_crowd, take_out
from daybook.workflows.kept import last_day

#: Cohorts and months that the table draws, and weeks that stand under it.
COHORTS, MONTHS, WEEKS = 12, 9, 8
#: Steps of a cell's colour.
HEAT = 5
#: Conditions of the form, in their order.
CONDITIONS = tuple(f.name for f in fields(Crowd) if f.name not in ("name", "discount"))
#: Dimensions in the order of the page.
DIMENSIONS = ("region", "hour", "basket", "price_band", "discount")


@dataclass(frozen=True)
class Cell:
    """One drawn cell: what it shows, how dark, and what hovering says; "" is not over yet."""

    text: str
    heat: int
    says: str = ""


@dataclass(frozen=True)
class CrowdLine:
    """One crowd in words."""

    name: str
    size: str
    refusal: str
    filters: str
    console: str
    ask: str


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The newest book of buyers up to a morning, and the crowd that was asked for."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    book = book_for_page(the_house(), seat.shop, on)
    by = "left" if request.GET.get("show") == "left" else "back"
    return answered(request, "web/buyers.html", {
        "title": _("Buyers"), "on": on, "on_words": w.full_day(book.on), "book": book, "by": by, "few": _few(),
        "may_propose": seat.may(Right.PROPOSE),
        "may_hash": seat.may(Right.APPROVE), "share": _share(book.identity.share), "tiles": _tiles(book, w),
        "months": range(MONTHS), "cohorts": [_cohort(c, book, by, w) for c in book.cohorts[-COHORTS:]],
        "recency": [w.name("buyer_recency", str(n)) for n in range(len(book.recency_days) + 1)] if book.rfm else [],
        "rfm": _rfm(book, w), "weeks": [_week(one, book, w) for one in reversed(book.weeks[-WEEKS:])],
        "slices": [(w.name("buyer_dimension", d), rows) for d in DIMENSIONS if (rows := _slices(book, d, w))],
        "items": [(i, i.title or i.item_id, _share(i.again)) for i in book.items],
        "pairs": [(p, _share(p.support), _share(p.confidence), _share(p.confidence_back)) for p in book.pairs],
        "untold": [(w.name("buyers_untold", what), in_language(why, w)) for what, why in book.untold],
        "usual": [_usual(one, held[one.name], seat, w) for one in PRESETS if one.name in (held := dict(book.crowds))],
        "asked": _asked(request, seat, on, w), "conditions": [(n, w.name("crowd_condition", n), request.GET.get(n, ""))
                                                               for n in CONDITIONS],
        "discount": request.GET.get("discount", "")})


@require_POST
@screen(Right.PROPOSE)
def take(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A crowd as it leaves the house: a filter for who proposes changes, hashes for who agrees to them; written down."""
    hashes = request.POST.get("kind") == CrowdKind.HASH.value
    back = redirect("buyers", seat.shop_row.pk)
    if hashes and not seat.may(Right.APPROVE):
        messages.error(request, _("Hashes of buyers are taken out by an account manager or a director."))
        return back
    on = last_day(seat.shop, seat.shop.day_of(clock()))
    said = {n: request.POST.get(n, "") for n in (*CONDITIONS, "discount", "name")}
    by = getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        crowd = crowd_from(said)
        _seen, text = take_out(the_house(), seat.shop, on, crowd, CrowdKind.HASH if hashes else CrowdKind.FILTER, by)
    except DaybookError as problem:
        messages.error(request, told(problem))
        return back
    answer = HttpResponse(text, content_type="text/csv" if hashes else "text/plain; charset=utf-8")
    named = f"{seat.shop.name}-{crowd.name or 'crowd'}-{on}.{'csv' if hashes else 'txt'}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=named) or "attachment"
    return answer


def _tiles(book: BuyerBook, w: Words) -> list[tuple[str, str, str]]:
    """(value, words, small words) of the first row."""
    found = []
    if book.weeks:
        last = book.weeks[-1]
        found.append((_share(last.back_share), _("of the week's buyers had bought before"),
                      _("{n} of {all} buyers").format(n=last.back_buyers, all=last.back_buyers + last.new_buyers)))
    if book.again:
        found.append((_("{n} days").format(n=book.again.middle), _("until half of those who buy again did"),
                      _("{low} to {high}; most {early} to {late}").format(low=book.again.low, high=book.again.high,
                                                                          early=book.again.early, late=book.again.late)))
    if book.lifetime:
        one = book.lifetime
        found.append((_money(one.total.mid, book, w), _("all of them bring in {n} days, if they go on as so far").format(
            n=one.days), _range(one.total, book, w)))
        found.append((_money(one.a_buyer.mid, book, w), _("a buyer brings on the mean"), _range(one.a_buyer, book, w)))
        found.append((_share(one.top_share), _("of it by the dearest tenth"), ""))
    if book.habit and book.habit.buyers:
        found.append((_share(Decimal(book.habit.always) / book.habit.buyers), _("of regulars never paid without a discount"),
                      _("{n} of {all} buyers").format(n=book.habit.always, all=book.habit.buyers)))
    return found


def _cohort(one: Cohort, book: BuyerBook, by: str, w: Words) -> tuple[str, str, str, list[Cell]]:
    """A row: month, buyers, worth ahead, and its cells: who came again, or what a buyer has left so far."""
    cells, left, margin = [], Decimal(0), True
    for age in range(MONTHS):
        month = next((m for m in one.months if m.age == age), None)
        if month is None:
            cells.append(Cell("", 0))
            continue
        left += month.net if month.margin is None else month.margin
        margin = margin and month.margin is not None
        says = _("{n} buyers, {money}").format(n=month.buyers, money=_money(month.net, book, w))
        if by == "left":
            each = left / one.buyers
            cells.append(Cell(_money(each, book, w) + ("" if margin else "*"), _heat(each, _most(book)), says))
        else:
            share = Decimal(month.buyers) / one.buyers
            cells.append(Cell(percent(share), _heat(share, Decimal("0.25")) if age else 0, says))
    return f"{one.month:%Y-%m}", str(one.buyers), _range(one.worth, book, w) if one.worth else "—", cells


def _most(book: BuyerBook) -> Decimal:
    """What a buyer of the best cohort has left."""
    each = (sum((m.net for m in c.months), Decimal(0)) / c.buyers for c in book.cohorts if c.buyers)
    return max(each, default=Decimal(0)) or Decimal(1)


def _rfm(book: BuyerBook, w: Words) -> list[tuple[str, list[Cell]]]:
    """Rows by visits, the most first; a cell is as dark as its part of the money."""
    most = max((c.net for c in book.rfm), default=Decimal(1)) or Decimal(1)
    rows = []
    for f in reversed(range(len(book.frequencies) + 1)) if book.rfm else ():
        cells = [Cell(str(c.buyers), _heat(c.net, most) if c.buyers else 0, _("{money}, ahead {worth}").format(
            money=_money(c.net, book, w), worth="—" if c.worth is None else _money(c.worth, book, w)))
            for c in book.rfm if c.frequency == f]
        rows.append((w.name("buyer_frequency", str(f)), cells))
    return rows


def _week(one: Any, book: BuyerBook, w: Words) -> tuple[str, ...]:
    return (w.day(one.last), str(one.new_buyers), str(one.back_buyers), _share(one.back_share), _money(one.new_money, book, w),
            _money(one.back_money, book, w), _share(Decimal(one.discounted) / one.told) if one.told else "—")


def _slices(book: BuyerBook, dimension: str, w: Words) -> list[tuple[str, int, str, str]]:
    """(value, orders, part of all orders, part by who had bought before) of one dimension."""
    own = [s for s in book.slices if s.dimension == dimension and s.orders]
    whole = book.identity.orders or 1
    return [(w.name("buyer_slice", s.value), s.orders, percent(Decimal(s.orders) / whole),
             percent(Decimal(s.back) / s.orders) if book.buyers else "—") for s in own]


def _usual(one: Crowd, size: int | None, seat: Seat, w: Words) -> CrowdLine:
    """A crowd that every shop is shown, by what the book counted."""
    filters, console = filters_of(seat.shop, one, {})
    return CrowdLine(w.name("crowd", one.name), "" if size is None else str(size), _few() if size is None else "",
                     dict(filters).get("all", ""), console, urlencode(_said(one)))


def _few() -> str:
    return str(_("fewer than {n}: not shown").format(n=least_crowd()))


def _said(one: Crowd) -> dict[str, str]:
    """A crowd as the form gives it."""
    found = {f.name: getattr(one, f.name) for f in fields(Crowd)}
    return {n: ("yes" if v else "no") if isinstance(v, bool) else str(v) for n, v in found.items() if v not in (None, "")}


def _asked(request: HttpRequest, seat: Seat, on: date, w: Words) -> dict[str, Any] | None:
    """The crowd of the form, counted; None where none was asked for."""
    said = {n: request.GET.get(n, "") for n in (*CONDITIONS, "discount", "name")}
    if not any(said.values()):
        return None
    try:
        seen: CrowdSeen = crowd_of(the_house(), seat.shop, on, crowd_from(said))
    except DaybookError as problem:
        return {"refusal": told(problem), "said": []}
    lines: Sequence[tuple[str, str]] = seen.filters
    return {"refusal": in_language(seen.refusal, w), "size": seen.size, "console": seen.platform_console,
            "net": "" if seen.net is None else shown(seen.net, Unit.MONEY, seat.shop.currency, w.language),
            "filters": [(w.name("crowd_condition", n), text or _("the platform's tool has no such condition"))
                        for n, text in lines if n != "all"],
            "all": dict(lines).get("all", ""), "said": [(n, v) for n, v in said.items() if v]}


def _heat(value: Decimal, most: Decimal) -> int:
    """How dark a cell is, 0 to HEAT.

    >>> _heat(Decimal(0), Decimal(1)), _heat(Decimal("0.5"), Decimal(1)), _heat(Decimal(3), Decimal(1))
    (0, 3, 5)
    """
    return min(HEAT, max(0, -int(-(value * HEAT / most) // 1)))


def _share(value: Decimal | None) -> str:
    return "—" if value is None else percent(value)


def _money(value: Decimal, book: BuyerBook, w: Words) -> str:
    return estimate(value, book.currency, w.language)


def _range(one: Range, book: BuyerBook, w: Words) -> str:
    return f"{_money(one.low, book, w)} – {_money(one.high, book, w)}"
