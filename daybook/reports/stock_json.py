"""Stock as JSON: money as text, days as ISO, absent as null."""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.shop import Shop
from daybook.domain.stock import PathDay, StockLine

Json = dict[str, Any]


def stock_json(shop: Shop, on: date, lines: tuple[StockLine, ...]) -> Json:
    """Every SKU of a shop that has a level."""
    return {"shop": shop.name, "on": on.isoformat(), "currency": shop.currency, "skus": [line_json(line) for line in lines]}


def sku_json(line: StockLine, path: tuple[PathDay, ...]) -> Json:
    """One SKU and what will be there of it."""
    return {**line_json(line), "path": [
        {"day": p.day.isoformat(), "low": _units(p.low), "mid": _units(p.mid), "high": _units(p.high), "arrives": p.arrives}
        for p in path]}


def line_json(line: StockLine) -> Json:
    """One SKU on the table."""
    need, short = line.need, line.short
    return {
        "sku": line.sku, "item_id": line.item_id, "title": line.title, "seen_on": _day(line.seen_on),
        "sellable": _count(line.sellable), "allocated": _count(line.allocated), "in_transit": _count(line.in_transit),
        "arrivals": [{"units": a.units, "day": _day(a.day), "ref": a.ref} for a in line.arrivals],
        "per_day": _units(line.per_day), "week": _range(line.week), "cover_days": line.cover_days, "empty_on": _day(line.empty_on),
        "need": None if need is None else {
            "lead_days": need.lead.days, "reorder_point": need.reorder_point, "safety": need.safety, "up_to": need.up_to,
            "order": need.order, "order_by": _day(need.order_by)},
        "short": None if short is None else {"until": short.until.isoformat(), "chance": round(short.chance, 4),
                                             "units": _range(short.units)},
        "lost_a_day": _money(line.lost_a_day), "lost_in": None if line.lost_a_day is None else
        "gmv" if line.margin is None else "contribution",
        "surplus": line.surplus, "tied_up": _money(line.tied_up), "clear_days": line.clear_days, "sold_on": _day(line.sold_on),
        "event": line.event or None, "event_units": _units(line.event_units), "expires_on": _day(line.expires_on),
        "expiry": line.expiry or None}


def _units(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _range(value: tuple[float, float, float] | None) -> Json | None:
    return None if value is None else dict(zip(("low", "mid", "high"), (round(v, 2) for v in value), strict=True))


def _count(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
