"""The disputes page as a report: rates with their lines, and cases by deadline with proof, odds and what fighting leaves."""

from daybook.domain.brief import Unit
from daybook.domain.disputes import CaseFile, DisputesTable, RateSeen
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Cases that a printed table names.
SHOWN = 60


def disputes_paper(found: DisputesTable, language: str) -> Paper:
    """What the page shows: what waits for somebody first."""
    w = translator(language)
    untold = [w("Cannot be told: {what}, {why}", what=w.name("dispute_untold", what), why=in_language(why, w))
              for what, why in found.untold]
    rows = [(Cell(w.name("case_state", c.state)), Cell(c.seen.order_id or c.seen.case_id), Cell(
        "" if c.deadline is None else w.moment(c.deadline, found.zone, found.on)), Cell(
        "—" if c.seen.amount is None else shown(c.seen.amount, Unit.MONEY, found.currency, language)),
        Cell(w.name("refund_reason", c.seen.reason.value)), *_said(c, found, w))
            for c in found.cases[:SHOWN]]
    heads = (w("State"), w("Order"), w("Until"), w("Amount asked"), w("Reason"), w("Fight or settle"), w("Missing proof"))
    clusters = [w("{item}: {n} refunds for quality, usually {usual}; {why}", item=c.item_id, n=c.refunds, usual=c.usual,
                  why=in_language(c.why, w) or "—") for c in found.clusters]
    return Paper(w("{shop}: disputes", shop=found.shop), (*untold, *clusters), "; ".join(rate_says(r, w) for r in found.rates),
                 (table(w("Cases"), heads, rows, w("No case is open, and none was closed lately.")),))


def _said(one: CaseFile, found: DisputesTable, w: Words) -> tuple[Cell, Cell]:
    """What is best and what is missing; of a closed case, how it ended."""
    if one.state == "closed":
        return Cell(w.name("case_ended", one.seen.ended.value) if one.seen.ended else "—"), Cell("—")
    return Cell(choice_says(one, found.currency, w)), Cell(missing_says(one, w))


def rate_says(one: RateSeen, w: Words) -> str:
    """A rate with its line and how far it is from it."""
    name = rate_name(one, w)
    if one.rate is None:
        return w("{rate}: cannot be told, {why}", rate=name, why=in_language(one.why_not, w))
    value = shown(one.rate, Unit.SHARE, "", w.language)
    if one.line is None:
        return w("{rate} {value}, no line is known", rate=name, value=value)
    return w("{rate} {value}, line {line}, {left} more reach it", rate=name, value=value,
             line=shown(one.line, Unit.SHARE, "", w.language), left=one.left)


def rate_name(one: RateSeen, w: Words) -> str:
    """As the shop's platform calls it."""
    return one.zh if w.language == "zh" else w.metric(one.name, one.zh)


def choice_says(one: CaseFile, currency: str, w: Words) -> str:
    """Fight or settle with the odds and what it leaves."""
    if one.choice is None:
        return w("no amount is told")
    return w("{advice}: odds {odds}, {worth} more by fighting", advice=w.name("case_advice", one.choice.advice),
             odds=f"{one.choice.odds[1]:.0%}", worth=shown(one.choice.worth.mid, Unit.MONEY, currency, w.language))


def missing_says(one: CaseFile, w: Words) -> str:
    """The proof that is missing, the weightiest first."""
    return ", ".join(w.name("evidence", name) for name in one.missing) or w("all of it is there")
