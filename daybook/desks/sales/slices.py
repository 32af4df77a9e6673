"""Slices of a number: what each should have been, which moved by themselves, and what each carries of the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.bridge import Bridge
from daybook.analysis.margins import MarginTable, explain_margins
from daybook.analysis.mix import Slice, split_by_slice, split_people, split_rate
from daybook.desks.gain import rule
from daybook.domain.brief import Cause
from daybook.domain.seen import Scope, Seen

SHOWN = 6            # more bars than a person compares are joined into the rest
WEEKS = 4            # same weekdays looked back at for what a slice should have been
LEAST = 2            # fewer of them say too little
ZERO = Decimal(0)


@dataclass(frozen=True)
class Cut:
    """One way to cut a metric: dimension of `Seen.sliced`, what is counted, and what it is a share of ("" for none)."""

    dimension: str
    over: str
    under: str = ""
    people: bool = False


@dataclass(frozen=True)
class Explained:
    """What the slices of one cut say: causes that add up with the remainder, and which of them moved by themselves."""

    cut: Cut
    causes: tuple[Cause, ...]
    remainder: Decimal
    local: tuple[Scope, ...]
    evidence: Decimal


def explain(seen: Seen, cut: Cut, base: date, since: date, whole: tuple[Decimal, Decimal],
            step: Decimal) -> Explained | None:
    """The change of a metric from `base` to the reviewed day by the slices of one cut; None when it has none.

    `whole` is the metric on both days; `since` the first day of the change, before which slices were as usual.
    """
    before, after = seen.slices(cut.dimension, cut.over, base), seen.slices(cut.dimension, cut.over, seen.reviewed)
    if len(before.keys() | after.keys()) < 2:
        return None
    scopes = {label(s): s for s in (*before, *after)}
    bridge = _bridge(seen, cut, base, whole, step)
    if bridge is None:
        return None
    local, evidence = moved_alone(seen, cut, since)
    causes, rest = _largest(bridge, scopes, [label(s) for s in local])
    return Explained(cut, called(seen, causes), rest, tuple(local), evidence)


def explain_usual(seen: Seen, cut: Cut, since: date, whole: tuple[Decimal, Decimal], step: Decimal) -> Explained | None:
    """The same against what each slice usually has, for a day without a fair day to hold it against.

    `whole` is what was expected and what was measured; what the slices' own changes miss of it is the remainder.
    """
    rows = slice_rows(seen, cut, since)
    if len(rows) < 2:
        return None
    total = Decimal(1)
    if cut.under:
        total = sum(seen.slices(cut.dimension, cut.under, seen.reviewed).values(), ZERO)
        if not total:
            return None
    local, evidence = moved_alone(seen, cut, since)
    parts = sorted(((scope, ((real - usual) / total).quantize(step)) for scope, real, usual in rows),
                   key=lambda p: (_rank(label(p[0]), [label(s) for s in local]), -abs(p[1]), p[0]))
    shown = [Cause("local" if scope in local else "slice", scope, amount) for scope, amount in parts[:SHOWN] if amount]
    rest = sum((amount for _, amount in parts[SHOWN:]), ZERO)
    if rest:
        shown.append(Cause("rest", (("rest", str(len(parts) - SHOWN)),), rest))
    told = sum((c.contribution for c in shown), ZERO)
    return Explained(cut, called(seen, shown), whole[1] - whole[0] - told, tuple(local), evidence)


def called(seen: Seen, causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Causes with what people call them; the id stands beside a name that two of them share."""
    names = [" / ".join(seen.names.get(k, {}).get(v, v) for k, v in c.scope if v) for c in causes]
    return tuple(replace(c, name=name if names.count(name) == 1 else f"{name} ({label(c.scope)})")
                 if name and name != label(c.scope) else c for c, name in zip(causes, names, strict=True))


def label(scope: Scope) -> str:
    """One text for a slice, empty values left out."""
    return " / ".join(value for _, value in scope if value)


def _bridge(seen: Seen, cut: Cut, base: date, whole: tuple[Decimal, Decimal], step: Decimal) -> Bridge | None:
    before, after = _named(seen, cut.dimension, cut.over, base), _named(seen, cut.dimension, cut.over, seen.reviewed)
    if cut.under:
        under = (_named(seen, cut.dimension, cut.under, base), _named(seen, cut.dimension, cut.under, seen.reviewed))
        names = sorted(before.keys() | after.keys() | under[0].keys() | under[1].keys())
        slices = [Slice(n, under[0].get(n, ZERO), before.get(n, ZERO), under[1].get(n, ZERO), after.get(n, ZERO))
                  for n in names]
        bridge = split_rate(cut.dimension, slices, step)
        return None if bridge is None else _to_whole(bridge, whole)
    if cut.people:
        return split_people(cut.dimension, _whole_numbers(before), _whole_numbers(after),
                            (int(whole[0]), int(whole[1])))
    return split_by_slice(cut.dimension, before, after, whole, step)


def _to_whole(bridge: Bridge, whole: tuple[Decimal, Decimal]) -> Bridge:
    """The bridge of the slices, from and to the shop's own numbers; what the slices miss is the remainder."""
    parts = bridge.parts
    explained = sum((p.amount for p in parts), ZERO)
    return Bridge(whole[0], whole[1], parts, whole[1] - whole[0] - explained)


def _named(seen: Seen, dimension: str, metric: str, day: date) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for scope, value in seen.slices(dimension, metric, day).items():
        found[label(scope)] = found.get(label(scope), ZERO) + value
    return found


def _whole_numbers(values: Mapping[str, Decimal]) -> dict[str, int]:
    return {name: int(value) for name, value in values.items()}


def moved_alone(seen: Seen, cut: Cut, since: date) -> tuple[list[Scope], Decimal]:
    """Scopes that moved by themselves against their own usual, surest first, and the evidence of the surest."""
    rows = slice_rows(seen, cut, since)
    if len(rows) < 2 or not sum(r[2] for r in rows):
        return [], ZERO
    table = MarginTable((cut.dimension,), tuple((label(r[0]),) for r in rows), tuple(r[1] for r in rows),
                        tuple(r[2] for r in rows))
    if len(set(table.labels)) < len(rows):
        return [], ZERO
    found = explain_margins([table], sum((r[1] for r in rows), ZERO), sum((r[2] for r in rows), ZERO), _unit(seen, cut))
    by_label = {label(r[0]): r[0] for r in rows}
    most = rule("M-LOCAL") * sum((r[2] for r in rows), ZERO)
    whole = {label(r[0]) for r in rows if r[2] > most and not cut.under}
    causes = [c for c in found.causes if c.scope[0][1] in by_label and c.scope[0][1] not in whole]
    return [by_label[c.scope[0][1]] for c in causes], Decimal(repr(max((c.evidence for c in causes), default=0.0)))


def slice_rows(seen: Seen, cut: Cut, since: date) -> list[tuple[Scope, Decimal, Decimal]]:
    """(scope, measured, usual) of every slice whose usual is known."""
    real = seen.slices(cut.dimension, cut.over, seen.reviewed)
    history = seen.sliced.get(cut.dimension, {})
    rows: list[tuple[Scope, Decimal, Decimal]] = []
    for scope in sorted(real.keys() | set(history.get(cut.over, {}))):
        expected = _usual(seen, history, cut, scope, since)
        if expected is not None and expected >= 0 and real.get(scope, ZERO) >= 0:
            rows.append((scope, real.get(scope, ZERO), expected))
    return rows


def _usual(seen: Seen, history: Mapping[str, Mapping[Scope, Mapping[date, Decimal]]], cut: Cut, scope: Scope,
           since: date) -> Decimal | None:
    """What a slice should have been: the mean of the same weekdays before the change; for a share, its usual rate
    times what it is a share of today.  A slice without a row on a known day was 0."""
    days = _same_weekdays(seen, since)
    if len(days) < LEAST:
        return None
    over = [history.get(cut.over, {}).get(scope, {}).get(d, ZERO) for d in days]
    if not cut.under:
        return sum(over, ZERO) / len(days)
    under = [history.get(cut.under, {}).get(scope, {}).get(d, ZERO) for d in days]
    today = history.get(cut.under, {}).get(scope, {}).get(seen.reviewed, ZERO)
    return today * sum(over, ZERO) / sum(under, ZERO) if sum(under, ZERO) else None


def _same_weekdays(seen: Seen, since: date) -> list[date]:
    """The same weekday of the weeks before the change, where the paid amount or visitors are known."""
    known = seen.daily.get("paid_gmv", {}).keys() | seen.daily.get("visitors", {}).keys()
    days = [seen.reviewed - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    return [d for d in days if d < since and d in known]


def _unit(seen: Seen, cut: Cut) -> float:
    """The worth of one independent event: an order's usual amount for money, one for people and orders."""
    if "gmv" not in cut.over and "amount" not in cut.over:
        return 1.0
    gmv, orders = seen.value("paid_gmv", seen.reviewed), seen.value("paid_orders", seen.reviewed)
    return max(1.0, 2 * float(gmv / orders)) if gmv and orders else 1.0


def _largest(bridge: Bridge, scopes: Mapping[str, Scope], local: Sequence[str]) -> tuple[tuple[Cause, ...], Decimal]:
    """Slices that moved by themselves first, then the largest; the small ones together, the remainder apart."""
    parts = sorted(bridge.parts, key=lambda p: (_rank(p.scope[0][1] if p.scope else p.name, local), -abs(p.amount),
                                                p.scope))
    shown = [Cause("slice" if not p.scope or p.scope[0][1] not in local else "local",
                   scopes.get(p.scope[0][1], p.scope) if p.scope else (("part", p.name),), p.amount)
             for p in parts[:SHOWN] if p.amount]
    rest = sum((p.amount for p in parts[SHOWN:]), ZERO)
    if rest:
        shown.append(Cause("rest", (("rest", str(len(parts) - SHOWN)),), rest))
    return tuple(shown), bridge.remainder


def _rank(name: str, local: Sequence[str]) -> int:
    return local.index(name) if name in local else len(local)
