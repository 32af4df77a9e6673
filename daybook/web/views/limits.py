"""Settings: what the client allows, who may agree to how much, and the quiet hours; each with who said so and since when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.given import Given
from daybook.domain.limits import LimitKind
from daybook.domain.rights import Right
from daybook.reports.given_phrases import age_words
from daybook.reports.numbers import estimate, exact, percent, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.given_forms import LimitForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.web.views.given import keeping
from daybook.workflows.given import given_of
from daybook.workflows.kept import kept_days, kept_mornings
from daybook.workflows.limits_shown import LimitLine, limits_shown, who_agrees


@dataclass(frozen=True)
class Row:
    """One limit in words; `typed` is its value as a person would type it again."""

    name: str
    words: str
    value: str
    typed: str
    who: str
    age: str
    rule: str
    coming: tuple[tuple[str, str], ...]


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The limits of a shop as they hold today."""
    request.session["shop"] = seat.shop_row.pk
    shop, w = seat.shop, translator(language_of())
    on = shop.day_of(clock())
    given = given_of(the_house(), [shop], clock())[shop.name]
    found, may_set = limits_shown(shop, given, on), seat.may(Right.SET_LIMITS)
    return answered(request, "web/limits.html", {
        "title": _("Limits"), "on": on, "may_set": may_set,
        "table": table(request, [
            Col("limit", _("Limit"), lambda row: row[1].words),
            Col("holds", _("Holds today"), lambda row: row[1].value, number=True),
            Col("said", _("Said by"), lambda row: row[1].who), *([Col("change", _("Change it"))] if may_set else [])],
            [(group, _row(line, seat, given, on, w)) for group, lines in found.items() for line in lines],
            group=lambda row: (row[0], pgettext("limits of", row[0])), title=_("Limits")),
        "agreeing": _agreeing(w), "amounts": _amounts(found["agreeing"], seat, on, w)})


def _row(line: LimitLine, seat: Seat, given: Given, on: date, w: Words) -> Row:
    who = _("nobody limits it") if line.value is None else _("the house's rule") if line.said is None else \
        _("set for this shop") if line.said.shop else _("set for all shops of the client")
    return Row(
        line.name, line.zh if w.language == "zh" else w.name("limit", line.name, line.name.replace("_", " ").capitalize()),
        _said(line.value, line.kind, seat.shop.currency, w), _typed(line.value, line.kind), str(who),
        age_words(given.age_days(line.said), w) if line.said else "", line.rule,
        tuple((w.full_day(v.valid_from or on), _said(v.value, line.kind, seat.shop.currency, w)) for v in line.coming))


def _said(value: Decimal | None, kind: LimitKind, currency: str, w: Words) -> str:
    if value is None:
        return "—"
    if kind is LimitKind.SHARE:
        return percent(value)
    if kind is LimitKind.MONEY:
        return exact(value, Unit.MONEY, currency, w.language)
    plain = shown(value, Unit.COUNT, "", w.language)
    said = {LimitKind.CLOCK: f"{int(value):02d}:00", LimitKind.DAYS: ngettext("{n} day", "{n} days", int(value)),
            LimitKind.HOURS: ngettext("{n} hour", "{n} hours", int(value))}.get(kind, plain)
    return str(said).replace("{n}", plain)


def _typed(value: Decimal | None, kind: LimitKind) -> str:
    if value is None:
        return ""
    return f"{(value * 100).normalize():f}%" if kind is LimitKind.SHARE else f"{value.normalize():f}"


def _agreeing(w: Words) -> list[tuple[str, str]]:
    """Kind of change -> the roles of which one person is enough while little money hangs on it."""
    return [(pgettext("kind of change", group), " · ".join(w.name("role", r.value) for r in roles))
            for group, roles in who_agrees()]


def _amounts(lines: tuple[LimitLine, ...], seat: Seat, on: date, w: Words) -> dict[str, Any]:
    """The two borders as money of the last day that is known, so that nobody has to multiply."""
    by_name = {line.name: line.value for line in lines}
    last = next((d for d in kept_days(seat.shop) if d <= on), None)
    brief = kept_mornings([seat.shop], last).get(seat.shop.name) if last else None
    paid = next((t.value for t in brief.tiles if t.metric == "paid_gmv"), None) if brief else None
    alone, two, above = (by_name[n] for n in ("alone_share", "two_people_share", "two_people_above"))
    if paid is None or brief is None or alone is None:
        return {}
    top = above if above is not None else paid * two if two is not None else None
    return {"day": w.dated(brief.reviewed), "paid": estimate(paid, brief.currency, w.language),
            "alone": estimate(paid * alone, brief.currency, w.language),
            "two": estimate(top, brief.currency, w.language) if top is not None else ""}


give_limit = require_POST(screen(Right.SET_LIMITS)(keeping("limit", LimitForm, "limits")))
