"""Switchbacks as rows and back."""

from collections.abc import Iterable
from datetime import date, datetime

from daybook.domain.moves.kinds import move_from, move_json
from daybook.domain.switchback import Block, Switchback
from daybook.records import models


def add_switchback(made: Switchback) -> None:
    """Adds a planned switchback."""
    models.Switchback.objects.create(
        key=made.key, shop=models.Shop.objects.get(name=made.shop), move=move_json(made.move), first=made.blocks[0].first,
        last=made.blocks[-1].last, blocks=[[b.first.isoformat(), b.last.isoformat(), b.on] for b in made.blocks],
        planned_by=made.planned_by[:120], planned_at=made.planned_at, why=made.why)


def add_stop(key: str, on: date, by: str, at: datetime, why: str) -> None:
    """Adds the end of a switchback before its time."""
    models.SwitchbackStop.objects.create(
        switchback=models.Switchback.objects.get(key=key), on=on, by=by[:120], at=at, why=why)


def switchbacks_of(rows: Iterable[models.Switchback]) -> tuple[Switchback, ...]:
    """Switchbacks again; `rows` must have been read with `select_related("shop__client", "stop")`."""
    return tuple(Switchback(
        row.key, row.shop.name, row.shop.client.name, move_from(row.move),
        tuple(Block(date.fromisoformat(a), date.fromisoformat(b), on) for a, b, on in row.blocks), row.planned_by,
        row.planned_at, row.why, row.stop.on if hasattr(row, "stop") else None) for row in rows)
