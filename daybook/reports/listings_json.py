"""Listings one by one as JSON: money as text, days as ISO, absent as null."""

from decimal import Decimal
from typing import Any

from daybook.domain.listing_lines import ListingLine, ListingLines, ListingStep

Json = dict[str, Any]


def listings_json(found: ListingLines) -> Json:
    """Every listing of a shop with its steps."""
    return {"shop": found.shop, "day": found.day.isoformat(), "currency": found.currency, "odds_bar": found.bar,
            "false_lines_a_month": str(found.budget), "steps_judged": found.judged, "not_told": list(found.unknown),
            "listings": [line_json(line) for line in found.lines]}


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
