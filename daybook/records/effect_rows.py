"""Measurements as rows and back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from daybook.domain.effect import DoneMove, Effect, Learned, Told
from daybook.records import models
from daybook.records.said_json import said_from_json, said_to_json
from daybook.records.work_rows import gain_from_json, gain_to_json

TEXTS = ("object_kind", "from_", "to", "by")
NUMBERS = ("value", "low", "high", "share", "level", "alone", "error", "own_value", "own_error", "controls", "expected", "category")


def add_effect(made: Effect) -> bool:
    """Adds a measurement; False where the move has one already, made by another process."""
    move = made.move
    _, new = models.MeasuredMove.objects.get_or_create(
        shop=models.Shop.objects.get(name=move.shop), ref=move.ref[:80], defaults={
            "kind": move.kind, "object_id": move.object_id[:400], "item_id": move.item_id[:200], "done_on": move.on,
            "due_on": move.due_on, "move": _move_json(move), "told": made.told.value, "measured_at": made.measured_at,
            "first": made.first, "last": made.last, "currency": made.currency, "basis": made.basis,
            "why": said_to_json(made.why), **{name: getattr(made, name) for name in NUMBERS}})
    return bool(new)


def effects_of(rows: Iterable[models.MeasuredMove]) -> tuple[Effect, ...]:
    """Measurements again; `rows` must have been read with `select_related("shop__client")`."""
    return tuple(_effect(row) for row in rows)


def add_learned(made: Learned) -> bool:
    """Adds a changed lesson; False where the same round wrote it already."""
    _, new = models.LearnedLesson.objects.get_or_create(
        shop=models.Shop.objects.get(name=made.shop), kind=made.kind[:80], at=made.at, defaults={
            "before": made.before, "now": made.now, "error": made.error, "own": made.own, "moves": made.moves,
            "refs": list(made.refs)})
    return bool(new)


def learned_of(rows: Iterable[models.LearnedLesson]) -> tuple[Learned, ...]:
    """Changed lessons again; `rows` must have been read with `select_related("shop__client")`."""
    return tuple(Learned(row.shop.name, row.shop.client.name, row.kind, row.at, row.before, row.now, row.error, row.own,
                         row.moves, tuple(row.refs)) for row in rows)


def refs_since(shop: str, kind: str, since: datetime | None, as_of: datetime) -> tuple[str, ...]:
    """The moves of a kind that a shop measured after `since` (None: since ever) up to `as_of`, the earliest first."""
    rows = models.MeasuredMove.objects.filter(shop__name=shop, kind=kind, measured_at__lte=as_of).exclude(expected=None)
    rows = rows if since is None else rows.filter(measured_at__gt=since)
    return tuple(rows.order_by("measured_at", "pk").values_list("ref", flat=True))


def _move_json(move: DoneMove) -> dict[str, Any]:
    return {**{name: getattr(move, name) for name in TEXTS}, "what": said_to_json(move.what),
            "from_": said_to_json(move.from_), "to": said_to_json(move.to), "at": move.at.isoformat(),
            "until": move.until.isoformat() if move.until else "", "expected": gain_to_json(move.expected),
            "stood": [[a.isoformat(), b.isoformat()] for a, b in move.stood]}


def _effect(row: models.MeasuredMove) -> Effect:
    kept = row.move
    move = DoneMove(
        row.ref, row.shop.name, row.shop.client.name, row.kind, kept["object_kind"], row.object_id, row.item_id,
        said_from_json(kept["what"]), said_from_json(kept["from_"]),
        said_from_json(kept["to"]), kept["by"], datetime.fromisoformat(kept["at"]), row.done_on,
        row.due_on, date.fromisoformat(kept["until"]) if kept["until"] else None, gain_from_json(kept["expected"]),
        tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in kept.get("stood", ())))
    return Effect(move, Told(row.told), row.measured_at, row.first, row.last, row.currency, row.basis,
                  why=said_from_json(row.why), **{name: getattr(row, name) for name in NUMBERS})
