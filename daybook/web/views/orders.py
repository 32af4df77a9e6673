"""S4, orders: a light per clock, abnormal orders with who sees to each by when, and what no export tells."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from daybook.domain.brief import Unit
from daybook.domain.order_book import Abnormal, ClockKind, ClockState, OrdersTable
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.orders_page import KIND_NAMES, orders_of

#: The number whose rows the order is among.
ROWS = "orders_created"
#: Kind -> the change that is proposed for it: a person fills in what is not known, the guards answer.
PROPOSED = {"ship_due": "ship", "ship_overdue": "ship", "burst": "hold_order", "duplicate": "hold_order",
            "price_error": "hold_order", "bulk": "hold_order", "address": "address_change"}


@dataclass(frozen=True)
class Light:
    """One clock: how many are overdue and due, and which of both is shown large; `why` says that nobody can tell."""

    name: str
    large: int
    overdue: int
    due: int
    why: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One abnormal order in words."""

    one: Abnormal
    kind: str
    owner: str
    until: str
    late: bool
    age: str
    money: str
    exact: str
    why: str
    act: str
    script: str
    rows: str
    propose: str


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The orders as a morning knew them: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = orders_of(the_house(), seat.shop, on)
    kinds = [(k, KIND_NAMES[k] if w.language == "zh" else w.name("abnormal", k)) for k in KIND_NAMES]
    names, untold = dict(kinds), dict(found.untold)
    return answered(request, "web/orders.html", {
        "title": _("Orders and parcels"), "on": on, "on_words": w.full_day(on),
        "lights": [_light(k, found, untold, w) for k in ClockKind],
        "untold": [(names[k], in_language(why, w)) for k, why in found.untold if k in names],
        "last_seen": "" if found.last_seen is None else w.moment(found.last_seen, found.zone, on), "stale": found.stale,
        "table": table(request, _columns(names, w), [_line(one, found, names, seat, on, w) for one in found.abnormal],
                       title=f"{_('Orders and parcels')} {on}", empty=_("No open order needs anybody."))})


def _light(kind: ClockKind, found: OrdersTable, untold: dict[str, str], w: Words) -> Light:
    states = found.lights.get(kind, {})
    late, due = states.get(ClockState.OVERDUE, 0), states.get(ClockState.DUE, 0)
    why = in_language(untold.get(kind.value, ""), w)
    tone = "" if why else "red" if late else "amber" if due else "green"
    return Light(w.name("clock", kind.value), late or due, late, due, why, tone)


def _columns(names: dict[str, str], w: Words) -> list[Col]:
    """What the table sorts and is searched by; a workbook holds ids as text, the reasons and the words for the buyer too."""
    return [Col("kind", _("Kind"), lambda row: row.kind, choice=True),
            Col("order", _("Order number"), lambda row: row.one.order.order_id),
            Col("age", _("Age, hours"), lambda row: row.one.age_hours, number=True),
            Col("until", _("Until"), lambda row: row.one.deadline),
            Col("money", _("At risk"), lambda row: row.one.at_risk.mid if row.one.at_risk else None, number=True),
            Col("owner", _("Who"), lambda row: row.owner, choice=True),
            Col("why", _("Why and what to do")),
            Col("reason", _("Why"), lambda row: row.why, only_sheet=True),
            Col("act", _("What to do"), lambda row: row.act, only_sheet=True),
            Col("script", _("What to say"), lambda row: row.script or None, only_sheet=True)]


def _line(one: Abnormal, found: OrdersTable, names: dict[str, str], seat: Seat, on: date, w: Words) -> Line:
    risk, order = one.at_risk, one.order
    age = "—" if one.age_hours is None else _age(one.age_hours)
    rows = f"{reverse('rows', args=[seat.shop_row.pk, ROWS, _known_on(one, on)])}?{urlencode({'order_id': order.order_id})}"
    return Line(
        one, names[one.kind], w.name("role", one.owner), "—" if one.deadline is None else w.moment(one.deadline, found.zone, on),
        one.deadline is not None and one.deadline <= found.as_of, age,
        "—" if risk is None else shown(risk.mid, Unit.MONEY, found.currency, w.language),
        "" if risk is None else f"{exact(risk.low, Unit.MONEY, found.currency, w.language)} – "
        f"{exact(risk.high, Unit.MONEY, found.currency, w.language)}",
        in_language(one.why, w), in_language(one.act, w), in_language(one.script, w),
        rows if seat.may(Right.SEE_NUMBERS) else "", _propose(one, seat, w))


def _known_on(one: Abnormal, on: date) -> date:
    """The day under which the order's row stands."""
    return min(one.order.ordered_on, on)


def _age(hours: Decimal) -> str:
    return f"{hours:.0f}"


def _propose(one: Abnormal, seat: Seat, w: Words) -> str:
    """The form of the change with what is known filled in."""
    kind = PROPOSED.get(one.kind)
    if kind is None or not seat.may(Right.PROPOSE):
        return ""
    asked = {"move": kind, "object_id": one.order.order_id, "why": in_language(one.why, w)}
    if kind == "ship" and one.order.courier:
        asked["courier"] = one.order.courier
    if kind == "hold_order":
        asked["to"] = "yes"
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}"
