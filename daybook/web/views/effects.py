"""The growth ledger of a shop: what was done, what it brought, and the picture of both since the first day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybook.domain.effect import Told
from daybook.domain.rights import Right
from daybook.reports.effects_report import growth_paper, money
from daybook.reports.localise import in_language
from daybook.reports.numbers import SYMBOLS
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock
from daybook.workflows.effects import Growth, growth_of, steps_of


@screen(Right.SEE_NUMBERS)
def page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything that was measured, the latest first, and what is still to come."""
    request.session["shop"] = seat.shop_row.pk
    growth, language = growth_of(seat.shop, clock()), language_of()
    paper = growth_paper(growth.shop, growth.currency, growth.effects, growth.to_come, (growth.gains, growth.losses), language)
    return render(request, "web/effects.html", {
        "title": _("Growth ledger"), "report": paper, "growth": growth, "may_propose": seat.may(Right.PROPOSE),
        "picture": _picture(growth, translator(language), seat.shop.day_of(clock())),
        "gains": _sum(growth, Told.GAIN, growth.gains, translator(language)),
        "losses": _sum(growth, Told.LOSS, growth.losses, translator(language))})


def _sum(growth: Growth, told: Told, value: Decimal, w: Words) -> str:
    """What moves of a verdict come to together; a dash where none has it."""
    return money(value if any(e.told is told for e in growth.effects) else None, growth.currency, w)


def _picture(growth: Growth, w: Words, today: date) -> dict[str, Any] | None:
    """Every measured move with its range, over what the shown ones come to together."""
    known = [e for e in reversed(growth.effects) if e.value is not None]
    if not known:
        return None
    said = [[w.full_day(e.move.on), f"{e.move.object_id}: {in_language(e.move.what, w)}",
             f"{money(e.low, e.currency, w)} – {money(e.high, e.currency, w)}"] for e in known]
    steps = steps_of(growth)
    if steps:                           # from nothing on the first day to what stands today: a line even for one move
        steps = [(known[0].move.on, Decimal(0)), *steps, (max(today, steps[-1][0]), steps[-1][1])]
    return charts.growth([(e.move.on, e.value, e.low, e.high, e.told.value) for e in known], steps, said,
                         {"moves": _("One move, a day"), "sum": _("All shown moves together, a day")},
                         SYMBOLS.get(growth.currency, f"{growth.currency} "))
