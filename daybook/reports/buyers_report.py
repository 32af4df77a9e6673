"""The book of buyers as a report: who comes back, cohorts, when items are bought again, what goes together."""

from decimal import Decimal

from daybook.domain.buyers import BuyerBook
from daybook.reports.localise import in_language
from daybook.reports.numbers import estimate, percent
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Weeks and cohorts that are printed.
WEEKS, COHORTS = 8, 12


def buyers_paper(book: BuyerBook, language: str) -> Paper:
    """What the page shows, the newest first."""
    w = translator(language)
    untold = [w("Cannot be told: {what}, {why}", what=w.name("buyers_untold", what), why=in_language(why, w))
              for what, why in book.untold]
    weeks = [(Cell(f"{one.last}"), Cell(str(one.new_buyers)), Cell(str(one.back_buyers)), Cell(_share(one.back_share)))
             for one in reversed(book.weeks[-WEEKS:])]
    cohorts = [(Cell(f"{c.month:%Y-%m}"), Cell(str(c.buyers)), Cell(" ".join(
        percent(Decimal(m.buyers) / c.buyers) for m in c.months if m.age)), Cell(_worth(book, c.worth, language)))
        for c in reversed(book.cohorts[-COHORTS:])]
    items = [(Cell(i.title or i.item_id), Cell(str(i.middle)), Cell(f"{i.early} – {i.late}"), Cell(
        "—" if i.due is None else str(i.due))) for i in book.items]
    pairs = [(Cell(f"{p.first_title} + {p.second_title}"), Cell(str(p.both)), Cell(f"{p.over_chance} ({p.low} – {p.high})"))
             for p in book.pairs]
    none = w("cannot be told")
    return Paper(w("{shop}: buyers", shop=book.shop), tuple(untold), _head(book, w), (
        table(w("Weeks"), (w("Up to"), w("New"), w("Returning"), w("Their share")), weeks, none),
        table(w("Cohorts"), (w("First bought in"), w("Buyers"), w("Came again, month by month"), w("Ahead")), cohorts, none),
        table(w("Bought again"), (w("Item"), w("Half after, days"), w("Most between"), w("Due now")), items, none),
        table(w("Bought together"), (w("Pair"), w("Baskets"), w("Times chance")), pairs, none)))


def _head(book: BuyerBook, w: Words) -> str:
    one = book.lifetime
    known = w("{known} of {all} orders carry a buyer", known=book.identity.known, all=book.identity.orders)
    return known if one is None else known + "; " + w("all of them bring {money} in {n} days", n=one.days,
                                                       money=_worth(book, one.total, w.language))


def _worth(book: BuyerBook, of: object, language: str) -> str:
    from daybook.domain.buyers import Range

    if not isinstance(of, Range):
        return "—"
    low, mid, high = (estimate(v, book.currency, language) for v in (of.low, of.mid, of.high))
    return f"{mid} ({low} – {high})"


def _share(value: Decimal | None) -> str:
    return "—" if value is None else percent(value)
