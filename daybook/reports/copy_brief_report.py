"""The brief of a listing's copy and poster as a report: what to say, what to answer, what not to say, each with its proof."""

from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.copy_brief import CopyBrief, Proof
from daybook.reports.numbers import exact
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator


def copy_brief_paper(brief: CopyBrief, language: str) -> Paper:
    """The brief for whoever writes and draws."""
    w = translator(language)
    about = (brief.shop, brief.item_id, w.full_day(brief.day))
    price = exact(brief.price, Unit.MONEY, brief.currency, language) if brief.price is not None else w("not known")
    missing = " · ".join(w.name("proof_source", name, name.replace("_", " ")) for name in brief.missing)
    return Paper(
        w("Copy and poster: {title}", title=brief.title), about,
        w("Say first what sells by search and is praised; answer on the page what is asked and complained of. From {price}; the "
          "title may hold {most} half-width units, {units} are used.", price=price, most=brief.most, units=brief.units),
        (_proofs(w("Say and show"), brief, ("search", "praise"), w, w("Nothing proves a selling point yet.")),
         _proofs(w("Answer on the page"), brief, ("complaint", "question", "chat"), w, w("Nobody asked or complained.")),
         table(w("Do not say"), (w("Words"), w("Rule")), brief.forbidden, w("No forbidden word stands in the title or in what "
                                                                            "buyers wrote; the guard checks what you write."))),
        w("Buyers' words are quoted as they stand, not checked.") + (" " + w("Not in: {what}.", what=missing) if missing else ""))


def _proofs(title: str, brief: CopyBrief, kinds: tuple[str, ...], w: Words, empty: str) -> Table:
    rows = [(Cell(point_words(one, w), strong=True), w.name("proof", one.kind, one.kind), times_words(one, w), one.quote,
             w.day(one.day) if one.day else "") for one in brief.proofs if one.kind in kinds]
    return table(title, (w("Point"), w("Proved by"), w("How often"), w("One of them"), w("On")), rows, empty)


def point_words(one: Proof, w: Words) -> str:
    """A search word as typed, or what buyers speak of."""
    return one.point if one.kind == "search" else w.name("subject", one.point, one.point.replace("_", " ")) if one.point else "—"


def times_words(one: Proof, w: Words) -> str:
    """How often it was said, or how many bought by it."""
    return w("{n} buyers in four weeks", n=one.times) if one.kind == "search" else w("{n} times in 90 days", n=one.times)


def copy_brief_json(brief: CopyBrief) -> dict[str, Any]:
    """The same for scripts."""
    return {"shop": brief.shop, "item_id": brief.item_id, "title": brief.title, "day": brief.day.isoformat(), "units": brief.units,
            "most": brief.most, "price_from": None if brief.price is None else f"{brief.price:f}", "currency": brief.currency,
            "proofs": [{"kind": p.kind, "point": p.point, "times": p.times, "quote": p.quote,
                        "day": p.day.isoformat() if p.day else None} for p in brief.proofs],
            "forbidden": [{"words": words, "rule": rule} for words, rule in brief.forbidden], "missing": list(brief.missing)}
