"""Effects: measurements that are kept, read again for the brief, the growth ledger, the prompt and the lessons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

from daybook.domain.effect import DoneMove, Effect, Told
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.plan.waiting import Running, Standing
from daybook.reports.effects_report import effect_json
from daybook.rulebook.reading import load
from daybook.workflows.done_moves import done_moves, subject_of
from daybook.workflows.move_case import item_of
from daybook.workflows.seeing import Looked

#: Four whole weeks, so that every weekday weighs the same.
WINDOW = 28


@dataclass(frozen=True)
class Growth:
    """The growth ledger of a shop: what was measured since its first day, the latest first, and what is still to come.

    `gains` and `losses` are money a day of moves whose range leaves 0 out; moves that cannot be told add nothing.
    """

    shop: str
    currency: str
    effects: tuple[Effect, ...]
    to_come: tuple[DoneMove, ...]
    gains: Decimal
    losses: Decimal

    @property
    def untold(self) -> int:
        """Moves of which it cannot be told what they brought."""
        return sum(1 for e in self.effects if e.told not in (Told.GAIN, Told.LOSS))


def effects_between(shops: Sequence[Shop], first: datetime, last: datetime) -> tuple[Effect, ...]:
    """Measurements made after `first` up to `last`, the earliest first; one query."""
    from daybook.records import models
    from daybook.records.effect_rows import effects_of

    return effects_of(models.MeasuredMove.objects.select_related("shop__client").filter(
        shop__name__in=[s.name for s in shops], measured_at__gt=first, measured_at__lte=last).order_by("measured_at", "pk"))


def measured_between(shops: Sequence[Shop], first: datetime, last: datetime) -> dict[str, tuple[Effect, ...]]:
    """shop -> its measurements of that time."""
    found: dict[str, list[Effect]] = {}
    for effect in effects_between(shops, first, last):
        found.setdefault(effect.move.shop, []).append(effect)
    return {name: tuple(made) for name, made in found.items()}


def growth_of(shop: Shop, as_of: datetime) -> Growth:
    """The growth ledger as known at a moment."""
    from daybook.records import models
    from daybook.records.effect_rows import effects_of

    effects = effects_of(models.MeasuredMove.objects.select_related("shop__client").filter(
        shop__name=shop.name, measured_at__lte=as_of).order_by("-done_on", "-pk"))
    today, there = shop.day_of(as_of), {e.move.ref for e in effects}
    to_come = tuple(m for m in done_moves([shop], as_of)[shop.name] if m.ref not in there and m.due_on >= today)
    return Growth(shop.name, shop.currency, effects, to_come, _sum(effects, Told.GAIN), _sum(effects, Told.LOSS))


def growth_json(growth: Growth) -> dict[str, Any]:
    """The growth ledger as scripts read it; money as text."""
    return {"shop": growth.shop, "currency": growth.currency, "gains": str(growth.gains), "losses": str(growth.losses),
            "untold": growth.untold, "effects": [effect_json(e) for e in growth.effects],
            "to_come": [{"ref": m.ref, "object": m.object_id, "done_on": m.on.isoformat(), "due_on": m.due_on.isoformat()}
                        for m in growth.to_come]}


def steps_of(growth: Growth) -> list[tuple[date, Decimal]]:
    """The ledger as a curve: day by day what all shown moves together bring a day since then."""
    level, curve = Decimal(0), []
    for effect in sorted(growth.effects, key=lambda e: (e.move.on, e.move.ref)):
        if effect.told in (Told.GAIN, Told.LOSS) and effect.value is not None:
            level += effect.value
            curve.append((effect.move.on, level))
    return curve


def standing_of(shops: Sequence[Shop], looked: Mapping[str, Looked], as_of: datetime) -> dict[str, Standing]:
    """shop -> what its objects bring a day, and which of them carry a change that is still being measured."""
    done = done_moves(shops, as_of)
    return {s.name: _standing(looked[s.name].seen, done[s.name]) for s in shops}


def _standing(seen: Seen, done: Sequence[DoneMove]) -> Standing:
    running = [m for m in done if m.on <= seen.reviewed and seen.on < m.due_on]
    return Standing(
        partial(_worth, seen), {m.object_id: m.due_on for m in done if m.on <= seen.reviewed < m.due_on},
        tuple(Running(item_of(m, seen), subject_of(m.kind), m.on, m.due_on, m.what) for m in running),
        partial(_item, cache(partial(_items, seen))), cache(partial(_spare, seen, done)))


def _item(items: Callable[[], Mapping[str, str]], thing: str) -> str:
    return items().get(thing, "")


def _spare(seen: Seen, done: Sequence[DoneMove]) -> frozenset[str]:
    """Items that sell and that no move touched in the days that a measurement learns from."""
    since = seen.reviewed - timedelta(days=int(str(load().value("W-MEASURE-HISTORY", "before"))))
    return frozenset(_items(seen).values()) - {item_of(m, seen) for m in done if m.due_on > since}


def _items(seen: Seen) -> dict[str, str]:
    """Every item and SKU that sells -> its item."""
    found: dict[str, str] = {}
    for scope in seen.sliced.get("product", {}).get("line_gmv", {}):
        named = dict(scope)
        item = named.get("item_id", "")
        found |= {thing: item for thing in (item, named.get("sku", "")) if thing and item}
    return found


def _worth(seen: Seen, thing: str) -> Decimal:
    """What a product or SKU brings a day: its margin's part of four weeks' sales where the margin is known, else GMV."""
    since = seen.reviewed - timedelta(days=WINDOW - 1)
    return sum((sum((v for d, v in days.items() if d >= since), Decimal(0)) / WINDOW
                * seen.margins.by_item.get(dict(scope).get("item_id", ""), Decimal(1))
                for scope, days in seen.sliced.get("product", {}).get("line_gmv", {}).items()
                if thing in (dict(scope).get("item_id"), dict(scope).get("sku"))), Decimal(0))


def _sum(effects: Sequence[Effect], told: Told) -> Decimal:
    return sum((e.value for e in effects if e.told is told and e.value is not None), Decimal(0))
