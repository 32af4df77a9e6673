"""The orders page as a report: how the clocks stand, abnormal orders, and what nobody can tell."""

from daybook.domain.brief import Unit
from daybook.domain.order_book import ClockKind, ClockState, OrdersTable
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import translator

#: Orders that a printed table names.
SHOWN = 60


def orders_paper(found: OrdersTable, language: str) -> Paper:
    """What the page shows, the most urgent first."""
    w = translator(language)
    silent = dict(found.untold)
    lights = [w("{clock}: {n} due, {late} overdue", clock=w.name("clock", kind.value), n=_of(found, kind, ClockState.DUE),
                late=_of(found, kind, ClockState.OVERDUE)) for kind in ClockKind if kind.value not in silent]
    untold = [w("Cannot be told: {what}, {why}", what=w.name("clock", what, w.name("abnormal", what)), why=in_language(why, w))
              for what, why in found.untold]
    rows = [(Cell(w.name("abnormal", a.kind)), Cell(a.order.order_id), Cell(w.name("role", a.owner)), Cell(
        "" if a.deadline is None else w.moment(a.deadline, found.zone, found.on)), Cell(
        "—" if a.at_risk is None else shown(a.at_risk.mid, Unit.MONEY, found.currency, language)), Cell(in_language(a.why, w)))
            for a in found.abnormal[:SHOWN]]
    heads = (w("Kind"), w("Order"), w("Who"), w("Until"), w("At risk"), w("Why"))
    return Paper(w("{shop}: orders", shop=found.shop), tuple(untold), "; ".join(lights),
                 (table(w("Abnormal orders"), heads, rows, w("No open order needs anybody.")),))


def _of(found: OrdersTable, kind: ClockKind, state: ClockState) -> int:
    return found.lights.get(kind, {}).get(state, 0)
