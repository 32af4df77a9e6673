"""The creators page as a report: what is due, creators by what settled, and what items can bear."""

from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.creator_desk import CreatorLine, CreatorsTable
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Lines of each printed table.
SHOWN = 60


def creators_paper(found: CreatorsTable, language: str) -> Paper:
    """What the page shows: what is due first."""
    w = translator(language)
    untold = [w("Cannot be told: {what}, {why}", what=w.name("creator_untold", what), why=in_language(why, w))
              for what, why in found.untold]
    deals = [(Cell(w.name("creator_stage", d.deal.stage.value)), Cell(d.name), Cell(in_language(d.due, w) or "—"),
              Cell(" ".join(d.deal.items) or "—"), Cell(share(d.deal.commission_rate, w)), Cell(share(d.break_even, w)))
             for d in found.deals[:SHOWN]]
    creators = [(Cell(c.grade.letter or "—"), Cell(c.name), *(Cell(x) for x in money_of(c, found, w)),
                 Cell("; ".join(in_language(r, w) for r in c.grade.reasons[:2]) or "—")) for c in found.creators[:SHOWN]]
    terms = [(Cell(t.title), Cell(share(t.break_even, w)), Cell(share(t.refund_rate, w)), Cell(in_language(t.why_not, w) or "—"))
             for t in found.terms[:SHOWN]]
    heads = (w("Grade"), w("Creator"), w("Booked"), w("Settled"), w("Left after all"), w("Still waits, will settle"), w("Reasons"))
    return Paper(w("{shop}: creators", shop=found.shop), tuple(untold), lag_says(found, w), (
        table(w("Cooperations"), (w("Stage"), w("Creator"), w("Due"), w("Products"), w("Commission"), w("Break-even")), deals,
              w("No cooperation is written down.")),
        table(w("Creators by what settled"), heads, creators, w("No creator is known.")),
        table(w("What commission an item bears"), (w("Product"), w("Break-even"), w("Refund rate"), w("Why not")), terms,
              w("No costs are known."))))


def lag_says(found: CreatorsTable, w: Words) -> str:
    """How long settlement takes here."""
    if found.lag is None:
        return w("Nothing has settled yet: how long it takes is not known.")
    return w("Half of the orders settle within {half} days, nine in ten within {most}; orders of {ended} days count as ended.",
             half=found.lag[0], most=found.lag[1], ended=found.matured_days)


def money_of(one: CreatorLine, found: CreatorsTable, w: Words) -> tuple[str, str, str, str]:
    """(booked, settled, left, what pending will settle with its range); what is not known is a dash."""
    def money(value: Decimal | None) -> str:
        return "—" if value is None else shown(value, Unit.MONEY, found.currency, w.language)

    r = one.result
    if r is None:
        return "—", "—", "—", "—"
    wait = "—" if r.expected is None else w("{mid} ({low} to {high})", mid=money(r.expected.mid), low=money(r.expected.low),
                                            high=money(r.expected.high))
    return money(r.booked), money(r.settled_net), money(r.after_fees), wait


def share(value: Decimal | None, w: Words) -> str:
    """A share as percent; a dash where it is not known."""
    return "—" if value is None else shown(value, Unit.SHARE, "", w.language)
