"""The price plan as JSON: money as text, days as ISO, absent as null."""

from decimal import Decimal
from typing import Any

from daybook.domain.price_plan import (
    Binding,
    Breach,
    DayRange,
    EventRoom,
    LedgerDay,
    PriceBoard,
    PriceLine,
    Promise,
    SkuPlan,
    Trial,
)
from daybook.domain.situation import Window

Json = dict[str, Any]


def board_json(board: PriceBoard) -> Json:
    """The table of a shop."""
    return {"shop": board.shop, "on": board.on.isoformat(), "currency": board.currency,
            "skus": [line_json(line) for line in board.lines], "promises": [promise_json(p) for p in board.promises]}


def line_json(line: PriceLine) -> Json:
    """One SKU on the table."""
    return {"sku": line.sku, "item_id": line.item_id, "title": line.title, "listed": _text(line.listed), "now": _text(line.now),
            "low_15": _text(line.low_15), "low_30": _text(line.low_30), "floor": _text(line.floor),
            "units_per_day": f"{line.units_per_day.quantize(Decimal('0.01')):f}", "state": line.state,
            "today": _range(line.today), "next_event": None if line.next_event is None else _room(line.next_event),
            "broken": [_breach(b) for b in line.broken]}


def sku_json(plan: SkuPlan, trial: Trial | None = None) -> Json:
    """The ledger and plan of one SKU, and what a price that was tried would break."""
    return {**line_json(plan.line), "days": [_day(d) for d in plan.days],
            "events": [{**_room(p.room), "left": _text(p.left), "given_up": _text(p.given_up)} for p in plan.events],
            "windows": [_window(w) for w in plan.windows], "tried": None if trial is None else trial_json(trial)}


def trial_json(trial: Trial) -> Json:
    """What a price would break and cost."""
    return {"sku": trial.sku, "price": _text(trial.price), "first": trial.first.isoformat(), "last": trial.last.isoformat(),
            "breaks": [{**_breach(c.breach), "costs": _text(c.money), "why": c.why} for c in trial.consequences],
            "left": _text(trial.left), "margin": _text(trial.margin), "given_up": _text(trial.given_up),
            "nearest": _text(trial.nearest)}


def promise_json(promise: Promise) -> Json:
    """One thing that stands on a price."""
    return {"object": promise.object, "to": promise.to, "source": promise.ref,
            "said_on": promise.said_on and promise.said_on.isoformat(), **_window(promise.window)}


def _window(window: Window) -> Json:
    return {"kind": window.hold.value, "name": window.event, "first": window.first.isoformat(), "until": window.last.isoformat(),
            "price": _text(window.price), "asks": list(window.asks), "where": window.source}


def _room(room: EventRoom) -> Json:
    return {**_window(room.window), "fits_at": _text(room.price), "least": _text(room.low), "most": _text(room.high),
            "bound_by": _binding(room.by)}


def _range(one: DayRange) -> Json:
    return {"day": one.day.isoformat(), "low": _text(one.low), "high": _text(one.high), "low_by": _binding(one.low_by),
            "high_by": _binding(one.high_by), "path": _text(one.path)}


def _day(one: LedgerDay) -> Json:
    return {**_range(one.range), "listed": _text(one.listed), "paid": _text(one.paid), "units": one.units,
            "posted_low": _text(one.posted_low), "posted_high": _text(one.posted_high)}


def _binding(by: Binding | None) -> Json | None:
    return None if by is None else {"rule": by.rule, "event": by.window.event if by.window else "",
                                    "day": by.day and by.day.isoformat()}


def _breach(one: Breach) -> Json:
    return {"rule": one.rule, "event": one.window.event if one.window else "", "day": one.day.isoformat(),
            "price": _text(one.price), "limit": _text(one.limit), "event_price": _text(one.event_price), "above": one.above}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
