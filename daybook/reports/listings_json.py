"""Listings one by one as JSON: money as text, days as ISO, absent as null."""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.edit_watch import WatchedEdit
from daybook.domain.listing_advice import LadderAdvice, ShelfTime, TitleAdvice, TitleWord
from daybook.domain.listing_desk import ListingDesk, ShopDesk
from daybook.domain.listing_lines import ListingLine, ListingStep
from daybook.domain.listing_lives import Launch, Leaving

Json = dict[str, Any]


def listings_json(desk: ShopDesk) -> Json:
    """Every listing of a shop with its steps; edits under watch, new listings, those that may leave, and the shelf."""
    found = desk.lines
    return {"shop": found.shop, "day": found.day.isoformat(), "currency": found.currency, "odds_bar": found.bar,
            "false_lines_a_month": str(found.budget), "steps_judged": found.judged, "not_told": list(found.unknown),
            "listings": [line_json(line) for line in found.lines], "edits": [edit_json(one) for one in desk.edits],
            "launches": [_launch(one) for one in desk.launches], "leaving": [_leaving(one) for one in desk.leaving],
            "shelf": None if desk.shelf is None else [_shelf(one) for one in desk.shelf]}


def listing_json(desk: ListingDesk) -> Json:
    """One listing with its edits, title, ladder and ranks."""
    return {"listing": line_json(desk.line), "edits": [edit_json(one) for one in desk.edits],
            "title": None if desk.title is None else _title(desk.title),
            "ladder": None if desk.ladder is None else _ladder(desk.ladder),
            "ranks": [{"fact": fact, "object": about, "read": [{"day": d.isoformat(), "value": str(v)} for d, v in days]}
                      for fact, about, days in desk.ranks],
            "attributes": None if desk.attributes is None else [
                {"name": one.name, "fill": list(one.fill), "why": one.why} for one in desk.attributes],
            "launch": None if desk.launch is None else _launch(desk.launch),
            "leaving": None if desk.leaving is None else _leaving(desk.leaving)}


def edit_json(edit: WatchedEdit) -> Json:
    """An edit with its marks."""
    return {"item_id": edit.item_id, "what": edit.what, "text": edit.text, "on": edit.on.isoformat(), "was": edit.was,
            "now": edit.now, "source": edit.source, "proposal": edit.proposal or None, "told": edit.told.value,
            "marks": [{"hours": m.hours, "first": m.first.isoformat(), "last": m.last.isoformat(), "told": m.told.value,
                       "numbers": [{"step": n.name, "change": round(n.change, 4), "low": round(n.low, 4), "high": round(n.high, 4),
                                    "odds": float(f"{n.odds:.3g}"), "told": n.told.value} for n in m.numbers]}
                      for m in edit.marks],
            "ranks": [{"fact": r.fact, "object": r.object, "before": _read(r.before), "after": _read(r.after),
                       "told": r.told.value, "change": _round(r.change), "low": _round(r.low), "high": _round(r.high),
                       "odds": None if r.odds is None else float(f"{r.odds:.3g}"), "read": list(r.read)} for r in edit.ranks]}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _read(one: tuple[date, Decimal] | None) -> Json | None:
    return None if one is None else {"day": one[0].isoformat(), "value": str(one[1])}


def _launch(one: Launch) -> Json:
    return {"item_id": one.item_id, "name": one.name, "first_on": one.first_on.isoformat(), "age": one.age,
            "marks": [{"day": m.day, "due": m.due.isoformat(), "units": _text(m.units), "usual": _text(m.usual),
                       "launches": m.launches, "reached": m.reached} for m in one.marks]}


def _leaving(one: Leaving) -> Json:
    return {"item_id": one.item_id, "name": one.name, "role": one.role or None, "what": one.what,
            "because": [str(said) for said in one.because], "units": _text(one.units), "tied_up": _text(one.money),
            "sold_last": one.sold_last.isoformat() if one.sold_last else None}


def _shelf(one: ShelfTime) -> Json:
    return {"item_id": one.item_id, "name": one.name, "weekday": one.weekday, "hour": one.hour,
            "next_on": one.next_on.isoformat(), "good": one.good}


def _title(title: TitleAdvice) -> Json:
    return {"title": title.title, "units": title.units, "most": title.most, "spare": title.spare, "known": title.known,
            **{name: [_word(one) for one in words] for name, words in (
                ("missing", title.missing), ("lost", title.lost), ("gained", title.gained), ("kept", title.kept))},
            "idle": list(title.idle), "forbidden": [{"words": words, "rule": rule} for words, rule in title.forbidden]}


def _word(one: TitleWord) -> Json:
    return {"word": one.word, "visitors": _text(one.visitors), "before": _text(one.before), "buyers": _text(one.buyers),
            "moved": None if one.moved is None else round(one.moved, 4), "from_ads": one.from_ads}


def _ladder(ladder: LadderAdvice) -> Json:
    return {"rungs": [{"sku": r.sku, "price": _text(r.price), "units": _text(r.units), "share": _text(r.share),
                       "share_before": _text(r.share_before), "sellable": _text(r.sellable)} for r in ladder.rungs],
            "said": [str(said) for said in ladder.said], "entry_least": _text(ladder.entry), "entry_why": str(ladder.entry_why)}


def line_json(line: ListingLine) -> Json:
    """One listing."""
    return {
        "item_id": line.item_id, "name": line.name, "role": line.role or None, "category": line.category or None,
        "gmv_a_day": _text(line.gmv), "standing": line.standing.value, "step": line.step.name if line.step else None,
        "money_a_day": _text(line.money), "first": None if line.first is None else {
            "what": str(line.first.what), "because": str(line.first.because), "edit": line.first.edit or None},
        "steps": [_step(step) for step in line.steps]}


def _step(step: ListingStep) -> Json:
    change = None if step.change is None else dict(zip(("mid", "low", "high"), (round(v, 4) for v in step.change), strict=True))
    return {"step": step.name, "now": _text(step.now), "usual": _text(step.usual), "change": change,
            "odds": None if step.odds is None else float(f"{step.odds:.3g}"), "off": step.off, "money_a_day": _text(step.money),
            "peers": _text(step.peers), "half_way_to_peers_a_day": _text(step.gap)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
