"""The market and rivals page as JSON: money as text, moments UTC, bands with both ends; what was not looked at is null."""

from decimal import Decimal
from typing import Any

from daybook.domain.market import ItemRivals, RivalBoard, RivalLine
from daybook.reports.localise import in_language
from daybook.reports.wording import translator

Json = dict[str, Any]


def rivals_json(found: RivalBoard, language: str) -> Json:
    """Items with their rivals, changes, bands of rival shops beside ours, newcomers, words, and the category."""
    w = translator(language)
    return {
        "shop": found.shop, "on": found.on.isoformat(), "as_of": found.as_of.isoformat(), "currency": found.currency,
        "rivals": found.rivals, "due": found.due, "items": [_item(item) for item in found.items],
        "events": [{"at": e.at.isoformat(), "item_id": e.item_id, "rival": e.rival, "kind": e.kind, "hurts": e.hurts,
                    "words": in_language(e.words, w)} for e in found.events],
        "bands": [{"metric": band.metric, "day": band.day.isoformat(), "shops": band.shops, "low": _text(band.low),
                   "high": _text(band.high), "own": _text(own)} for band, own in found.bands],
        "newcomers": [{"id": n.who, "name": n.name, "metric": n.metric, "first_on": n.first_on.isoformat(),
                       "day": n.day.isoformat(),
                       "before_on": n.before_on.isoformat(), "was": [_text(v) for v in n.was], "now": [_text(v) for v in n.now],
                       "least_growth": str(n.least_growth)} for n in found.newcomers],
        "words": [{"category": m.category, "word": m.word, "metric": m.metric, "before_on": m.before_on.isoformat(),
                   "day": m.day.isoformat(), "was": _text(m.was), "now": _text(m.now), "change": f"{m.change:.4f}", "rank": m.rank}
                  for m in found.words],
        "market": [{"category": one.category, "cut": one.cut, "value": one.value, "metric": one.metric, "day": one.day.isoformat(),
                    "low": _text(one.low), "high": _text(one.high)} for one in (*found.size, *found.price_bands)],
        "bare": [{"item_id": item, "name": name, "rivals": n} for item, name, n in found.bare]}


def _item(item: ItemRivals) -> Json:
    return {"item_id": item.item_id, "name": item.name, "own": _text(item.own), "sales_a_day": _text(item.sales),
            "rivals": [_line(line) for line in item.lines]}


def _line(line: RivalLine) -> Json:
    last, rival = line.last, line.rival
    seen = None if last is None else {
        "at": last.at.isoformat(), "price": _text(last.price), "coupon": _text(last.coupon), "pays": _text(last.pays),
        "tag": last.tag, "state": last.state, "title": last.title, "skus": last.skus, "rank": last.rank,
        "sold_low": _text(last.sold_low), "sold_high": _text(last.sold_high), "reviews": last.reviews,
        "screenshot": bool(last.screenshot), "source": last.source}
    return {"rival": rival.rival, "name": rival.name, "kind": rival.kind, "seller": rival.seller, "link": rival.link,
            "due": line.due,
            "stale": line.stale, "gap": _text(line.gap), "last": seen}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
