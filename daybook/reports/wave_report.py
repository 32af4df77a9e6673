"""A wave of price cuts as a report: who cut, when, how deep, until when, who joined late, and who kept its prices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.market import SellerWave
from daybook.reports.line_chart import lines_chart
from daybook.reports.numbers import exact
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Sellers that are drawn.
DRAWN = 6
Json = dict[str, Any]


def wave_paper(found: Sequence[SellerWave], shop: str, currency: str, language: str) -> Paper:
    """One line per seller, those that joined first on top."""
    w = translator(language)
    rows = [tuple(Cell(text) for text in seller_words(one, currency, w)) for one in found]
    return Paper(w("{shop}: a wave of prices", shop=shop), (), lead_words(found, w), (table(
        w("Sellers"), head_words(w), rows, w("No look of these days names a seller.")),))


def head_words(w: Words) -> tuple[str, ...]:
    """What the columns are called."""
    return (w("Seller"), w("Listings"), w("Joined"), w("Cut on its largest day"), w("Middle cut"), w("Deepest listing"),
            w("Cut until"),
            w("Gone at the end"))


def lead_words(found: Sequence[SellerWave], w: Words) -> str:
    """How many sellers joined, on which day most did, who came later and who never did."""
    joined = [one for one in found if one.joined_on is not None]
    if not joined:
        return w("None of {n} sellers cut its prices", n=len(found)) if found else ""
    days = [one.joined_on for one in joined if one.joined_on is not None and one.late_days == 0]
    late = sum(1 for one in joined if one.late_days and one.late_days > 0)
    return w("{n} of {all} sellers cut, most from {day} on; {late} joined later, {kept} kept their prices", n=len(joined),
             all=len(found), day=w.day(days[0]) if days else "—", late=late, kept=len(found) - len(joined))


def seller_words(one: SellerWave, currency: str, w: Words) -> tuple[str, ...]:
    """One seller as text."""
    late = "" if not one.late_days else w(" ({n} days later)", n=one.late_days) if one.late_days > 0 else w(
        " ({n} days earlier)", n=-one.late_days)
    joined = w("kept its prices") if one.joined_on is None else w.day(one.joined_on) + late
    deepest = "—"
    if one.deepest is not None:
        listing, base, now = one.deepest
        deepest = f"{listing} {_money(base, currency, w)} → {_money(now, currency, w)} ({now / base - 1:+.0%})"
    return (one.seller, str(one.listings), joined, _share(one.cut_share), _share(one.depth), deepest,
            w.day(one.last_on) if one.last_on else "—", str(one.left))


def wave_chart(found: Sequence[SellerWave], w: Words) -> str:
    """The share of listings that are cut, by day, of the sellers that cut most."""
    joined = [one for one in found if one.joined_on is not None][:DRAWN]
    days = sorted({d.day for one in found for d in one.days})
    if not joined or not days:
        return ""
    curves = [(one.seller, tuple((day, _cut(one, day)) for day in days)) for one in joined]
    return lines_chart(curves, "wave", w("Share of listings that are cut"), w("By day, of the sellers that cut most"),
                       (w.day(days[0]), w.day(days[-1])), "%")


def wave_json(found: Sequence[SellerWave], shop: str, first: date, last: date) -> Json:
    """The same for scripts: shares 0..1, money as text."""
    return {"shop": shop, "first": first.isoformat(), "last": last.isoformat(), "sellers": [{
        "seller": one.seller, "listings": one.listings, "joined_on": _day(one.joined_on), "last_on": _day(one.last_on),
        "cut_share": _text(one.cut_share), "depth": _text(one.depth), "late_days": one.late_days, "left": one.left,
        "deepest": None if one.deepest is None else {"listing": one.deepest[0], "base": _text(one.deepest[1]),
                                                     "price": _text(one.deepest[2])},
        "days": [{"day": d.day.isoformat(), "seen": d.seen, "cut": d.cut, "cut_share": _text(d.cut_share), "depth": _text(d.depth)}
                 for d in one.days]} for one in found]}


def _cut(one: SellerWave, day: date) -> Decimal | None:
    return next((d.cut_share * 100 for d in one.days if d.day == day), None)


def _money(value: Decimal, currency: str, w: Words) -> str:
    return exact(value, Unit.MONEY, currency, w.language)


def _share(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
