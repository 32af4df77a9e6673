"""Work items to rows and back."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.brief import Gain, PlanLine
from daybook.domain.work_items import ReceiptFile, Step, StepKind, WorkItem
from daybook.records import models
from daybook.records.said_json import said_from_json, said_to_json

WORDS = ("what", "from_", "to", "where", "risk", "evidence")


def row_of(shop: models.Shop, on: date, line: PlanLine, made_at: Any) -> models.WorkItem:
    """The row of a plan line, not yet saved."""
    return models.WorkItem(
        shop=shop, on=on, line=line.id[:200], move=line.move, object=str(line.object)[:400], owner=line.owner,
        words={name: said_to_json(getattr(line, name)) for name in WORDS}, slot=line.slot, minutes=line.minutes,
        gain=gain_to_json(line.gain), how=line.how, check_on=line.check_on, deadline=line.deadline, made_at=made_at,
        holder=line.owner)


def items_of(rows: Iterable[models.WorkItem]) -> tuple[WorkItem, ...]:
    """Items with their steps; `rows` must have been read with `select_related("shop")` and prefetched steps."""
    return tuple(_item(row, sorted(row.steps.all(), key=lambda s: s.pk)) for row in rows)


def _item(row: models.WorkItem, steps: Sequence[models.WorkStep]) -> WorkItem:
    words = {name: said_from_json(row.words.get(name, "")) for name in WORDS}
    return WorkItem(
        key=row.pk, shop=row.shop.name, on=row.on, line=row.line, move=row.move, object=row.object, owner=row.owner,
        slot=row.slot, minutes=row.minutes, gain=gain_from_json(row.gain), how=row.how, check_on=row.check_on,
        deadline=row.deadline, made_at=row.made_at, steps=tuple(_step(s) for s in steps), **words)


def _step(row: models.WorkStep) -> Step:
    return Step(StepKind(row.kind), row.by, row.at, row.known_at, row.note, row.person, row.until, row.from_value, row.to,
                row.minutes, tuple(ReceiptFile(**kept) for kept in row.files))


def add_step(row: models.WorkItem, step: Step, after: WorkItem) -> None:
    """Adds a step and repeats on the item what it says.  The caller holds the transaction."""
    models.WorkStep.objects.create(
        item=row, kind=step.kind.value, by=step.by, at=step.at, known_at=step.known_at, note=step.note,
        person=step.person, until=step.until, from_value=step.from_[:400], to=step.to[:400], minutes=step.minutes,
        files=[vars(kept) for kept in step.files])
    models.WorkItem.objects.filter(pk=row.pk).update(state=after.state.value, holder=after.holder, until=after.until)


def gain_to_json(gain: Gain | None) -> Any:
    """A gain as JSON."""
    if gain is None:
        return None
    return {"low": str(gain.low), "mid": str(gain.mid), "high": str(gain.high), "currency": gain.currency,
            "basis": gain.basis, "per": gain.per, "until": gain.until and gain.until.isoformat(),
            "horizon_days": gain.horizon_days, "spend": str(gain.spend)}


def gain_from_json(kept: Any) -> Gain | None:
    """The gain that was kept."""
    if kept is None:
        return None
    return Gain(Decimal(kept["low"]), Decimal(kept["mid"]), Decimal(kept["high"]), kept["currency"], kept["basis"],
                kept["per"], date.fromisoformat(kept["until"]) if kept["until"] else None, kept["horizon_days"],
                Decimal(kept["spend"]))
