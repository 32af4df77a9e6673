"""Measure: moves that came due are measured together, each against its peers, and kept; a later run learns from them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.effect.estimate import Estimate, estimate
from daybook.analysis.effect.measure import Measured, learn_together, measured
from daybook.analysis.effect.panel import logs_of
from daybook.analysis.effect.pooling import Mixture, mixtures_of_kinds
from daybook.domain.effect import DoneMove, Effect, Told
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.workflows.done_moves import done_moves, subject_of
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.learned import keep_learned
from daybook.workflows.move_case import NotReady, Ready, case_of, history, item_of
from daybook.workflows.seeing import Looked, see, whose

CENT = Decimal("0.01")
#: Days of facts that are read: the longest measurement, its history, and how long it waits for late exports.
READ_DAYS = 125
#: So old a move is no longer measured when nobody did it in time: its days are not read any more.
TOO_OLD = 21


def measure(house: House, shops: Sequence[Shop], as_of: datetime, too_old: int = TOO_OLD) -> tuple[Effect, ...]:
    """Measures what is due of some shops and not measured yet, and keeps it; the same again adds nothing.

    What was due more than `too_old` days ago is left.
    """
    found = done_moves(shops, as_of)
    due = due_moves(shops, as_of, found, too_old)
    if not any(due.values()):
        return ()
    with house.run("measure", f"{sum(map(len, due.values()))} moves") as log:
        seen = _see(house, [s for s in shops if due[s.name]], as_of)
        ready, told = _cases(seen, due, found, as_of)
        told += _measured(ready, {name: one.seen for name, one in seen.items()}, as_of)
        from daybook.records.effect_rows import add_effect

        kept = tuple(effect for effect in told if add_effect(effect))
        keep_learned(shops, kept, as_of)
        log["rows"] = len(kept)
    return kept


def due_moves(shops: Sequence[Shop], as_of: datetime,
              found: Mapping[str, Sequence[DoneMove]] | None = None, too_old: int = TOO_OLD) -> dict[str, list[DoneMove]]:
    """shop -> its done moves that are due and not measured yet."""
    known = done_moves(shops, as_of) if found is None else found
    return {s.name: _due(s, known[s.name], as_of, too_old) for s in shops}


def _due(shop: Shop, moves: Sequence[DoneMove], as_of: datetime, too_old: int) -> list[DoneMove]:
    from daybook.records import models

    today = shop.day_of(as_of)
    waiting = [m for m in moves if m.due_on <= today <= m.due_on + timedelta(days=too_old)]
    there = set(models.MeasuredMove.objects.filter(shop__name=shop.name, ref__in=[m.ref for m in waiting]).values_list(
        "ref", flat=True))
    return [m for m in waiting if m.ref not in there]


def _see(house: House, shops: Sequence[Shop], as_of: datetime) -> dict[str, Looked]:
    """The shops with something due, and the other shops of their clients, which may stand beside them."""
    clients = {s.client for s in shops}
    group = [s for s in house.shops() if s.client in clients]
    found: dict[str, Looked] = {}
    for zone in sorted({s.zone for s in group}):
        same = [s for s in group if s.zone == zone]
        found |= reading(house.lake, house.books, whose(same), as_of, ALL_TABLES, _looking(same, as_of))
    return found


def _looking(shops: Sequence[Shop], as_of: datetime) -> Callable[[Session], dict[str, Looked]]:
    return lambda session: see(session, shops, shops[0].day_of(as_of), as_of, window_days=READ_DAYS, sliced_days=READ_DAYS,
                               reading_for=())


def _cases(seen: Mapping[str, Looked], due: Mapping[str, Sequence[DoneMove]], found: Mapping[str, Sequence[DoneMove]],
           as_of: datetime) -> tuple[list[Ready], list[Effect]]:
    """What can be measured, and what is told at once: nothing can be, and the wait for late exports is over."""
    ready, told = [], []
    for name, moves in due.items():
        if name not in seen:
            continue
        mine = seen[name].seen
        siblings = [o.seen for o in seen.values() if o.seen.shop.client == mine.shop.client and o.seen.shop != mine.shop]
        for move in moves:
            others = [o for o in found[name] if o.ref != move.ref]
            made = case_of(move, mine, others, siblings, subject_of(move.kind))
            if isinstance(made, Ready):
                ready.append(made)
            elif mine.on >= move.due_on + timedelta(days=history("wait")) or _never(mine, made):
                told.append(Effect(move, Told.NO_FACTS, as_of, made.first, made.last, mine.shop.currency, why=made.why))
    return ready, told


def _never(seen: Seen, made: NotReady) -> bool:
    """Whether the days are in, so that waiting brings nothing."""
    return seen.value("paid_gmv", made.last) is not None


def _measured(ready: Sequence[Ready], seen: Mapping[str, Seen], as_of: datetime) -> list[Effect]:
    cases = [r.case for r in ready]
    logs = [logs_of(c) for c in cases]
    sizes = learn_together(cases, logs) if cases else []
    alone = [estimate(c, one, s) for c, one, s in zip(cases, logs, sizes, strict=True)]
    mixtures = _mixtures([r.move.kind for r in ready], alone)
    return [_effect(one, measured(a, mixtures[one.move.kind]), seen[one.move.shop], as_of)
            for one, a in zip(ready, alone, strict=True)]


def _mixtures(kinds: Sequence[str], alone: Sequence[Estimate]) -> dict[str, Mixture]:
    """How large effects of each kind of move are, by every move that the house ever measured: shares only, of no named shop."""
    from daybook.records import models

    earlier = list(models.MeasuredMove.objects.exclude(alone=None).order_by("pk").values_list("kind", "alone", "error"))
    told = [*earlier, *((kind, a.value, a.error) for kind, a in zip(kinds, alone, strict=True))]
    return mixtures_of_kinds([k for k, _, _ in told], [v for _, v, _ in told], [e for _, _, e in told])


def _effect(one: Ready, found: Measured, seen: Seen, as_of: datetime) -> Effect:
    """Money a day: units and their price for GMV; with a known margin less what the units cost, for contribution."""
    move, level = one.move, found.level * one.price
    step = one.price_after / one.price if one.price else 1.0
    subject = subject_of(move.kind)
    basis = "gmv" if one.margin is None or subject == "ads" else "contribution"
    cost = 0.0 if basis == "gmv" else 1 - (one.margin or 0.0)

    def money(share: float) -> float:
        return level * ((1 + share) * (step - cost) - (1 - cost))

    value, low, high = (_cents(money(s)) for s in (found.share, found.share_low, found.share_high))
    told = _told(found, low, high)
    why = Said("{n} other moves on the same object in the same days: they cannot be told apart",
               n=len(one.case.others)) if told is Told.NOT_SEPARABLE else ""
    return Effect(
        move, told, as_of, one.first, one.last, seen.shop.currency, basis, value, low, high,
        round(float(value) / level, 4) if level else None, _cents(level), round(found.alone.value, 5),
        round(found.alone.error, 5), _cents(money(float(np.expm1(found.alone.value)))),
        _cents(level * (step - cost) * float(np.exp(found.alone.value)) * found.alone.error), len(one.case.controls),
        seen.categories.get(item_of(move, seen), "")[:200], _expected(move, basis), why)


def _told(found: Measured, low: Decimal, high: Decimal) -> Told:
    if not found.separable:
        return Told.NOT_SEPARABLE
    return Told.GAIN if low > 0 else Told.LOSS if high < 0 else Told.CANNOT_TELL


def _expected(move: DoneMove, basis: str) -> Decimal | None:
    """What the move was to bring a day, where that was reckoned on the same basis."""
    gain = move.expected
    if gain is None or gain.basis != basis:
        return None
    days = 1 if gain.per == "day" else gain.horizon_days or 0
    return (gain.mid / days).quantize(CENT) if days else None


def _cents(value: float) -> Decimal:
    return Decimal(str(round(value if np.isfinite(value) else 0.0, 2))).quantize(CENT)
