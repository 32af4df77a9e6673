"""The growth ledger as a report: what was done since the first day, what it brought, and what cannot be told."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.effect import DoneMove, Effect, Told, effect_said
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

TONES = {Told.GAIN: "up", Told.LOSS: "down"}


def growth_paper(shop: str, currency: str, effects: Sequence[Effect], to_come: Sequence[DoneMove], sums: tuple[Decimal, Decimal],
                 language: str) -> Paper:
    """What was measured, the latest first, and what is still to come; `sums` are shown gains and losses a day."""
    w = translator(language)
    lead = _lead(effects, sums, currency, w)
    return Paper(w("{shop}: growth ledger", shop=shop), (), lead if effects else w("No move was measured yet."),
                 (effects_table(effects, w), to_come_table(to_come, w)))


def _lead(effects: Sequence[Effect], sums: tuple[Decimal, Decimal], currency: str, w: Words) -> str:
    """The ledger in a sentence; a side that no move is on is not named, rather than as 0."""
    sides = [money(v, currency, w) for v, told in zip(sums, (Told.GAIN, Told.LOSS), strict=True)
             if any(e.told is told for e in effects)]
    told = sum(1 for e in effects if e.told in TONES)
    if len(sides) == 2:
        return w("{n} moves measured: {told} shown, gains of {gains}, losses of {losses} a day; of {untold} it cannot be told.",
                 n=len(effects), told=told, gains=sides[0], losses=sides[1], untold=len(effects) - told)
    if sides:
        return w("{n} moves measured: {told} shown, {sum} a day in all; of {untold} it cannot be told.",
                 n=len(effects), told=told, sum=sides[0], untold=len(effects) - told)
    return w.many("{n} move measured: it shows neither gain nor loss beyond chance.",
                  "{n} moves measured: none shows a gain or a loss beyond chance.", len(effects))


def effects_table(effects: Sequence[Effect], w: Words) -> Table:
    """One line a measured move, with what was expected beside it."""
    headers = (w("Done"), w("Object"), w("What"), w("Change"), w("Expected a day"), w("Measured a day"), w("Range"),
               w("Verdict"), w("Held against"))
    return table(w("What it brought"), headers, [_row(e, w) for e in effects])


def _row(effect: Effect, w: Words) -> Sequence[Cell | str]:
    move, said = effect.move, in_language(effect_said(effect), w)
    known = effect.value is not None and effect.told is not Told.NOT_SEPARABLE
    basis = w.name("basis", effect.basis) if known else ""
    return (w.full_day(move.on), Cell(move.object_id, strong=True), in_language(move.what, w),
            _change(move, w), money(effect.expected, effect.currency, w),
            f"{money(effect.value, effect.currency, w)} {basis}".strip() if effect.told in TONES else "—",
            f"{money(effect.low, effect.currency, w)} – {money(effect.high, effect.currency, w)}" if known else "—", said,
            w("{n} controls", n=effect.controls) if effect.controls else w("its own days before"))


def to_come_table(moves: Sequence[DoneMove], w: Words) -> Table:
    """Moves whose days are not over yet."""
    headers = (w("Done"), w("Object"), w("What"), w("Change"), w("Measured on"))
    return table(w("Still to come"), headers, [
        (w.full_day(m.on), Cell(m.object_id, strong=True), in_language(m.what, w),
         _change(m, w), w.full_day(m.due_on)) for m in moves])


def _change(move: DoneMove, w: Words) -> str:
    """From what to what; values stay, sentences of a plan are said in the reader's language."""
    return f"{in_language(move.from_, w)} → {in_language(move.to, w)}" if move.from_ or move.to else ""


def money(value: Decimal | None, currency: str, w: Words) -> str:
    """Money a day with its sign, a dash for none."""
    if value is None:
        return "—"
    text = shown(abs(value), Unit.MONEY, currency, w.language)
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


def measured_text(effects: Sequence[Effect], w: Words) -> str:
    """What was measured in one go, a line each."""
    return "\n".join(f"{e.move.shop} {e.move.on} {e.move.object_id}: {in_language(effect_said(e), w)}"
                     for e in effects) or w("nothing is due")


def effect_json(effect: Effect) -> dict[str, Any]:
    """A measurement as scripts read it; sentences in English, money as text."""
    move = effect.move

    def text(value: Decimal | None) -> str | None:
        return None if value is None else str(value)

    return {
        "ref": move.ref, "shop": move.shop, "kind": move.kind, "object": move.object_id, "item": move.item_id,
        "what": str(move.what), "from": move.from_, "to": move.to, "by": move.by, "done_on": move.on.isoformat(),
        "due_on": move.due_on.isoformat(), "told": effect.told.value, "said": str(effect_said(effect)),
        "measured_at": effect.measured_at.isoformat(), "first": effect.first.isoformat(), "last": effect.last.isoformat(),
        "currency": effect.currency, "basis": effect.basis, "value": text(effect.value), "low": text(effect.low),
        "high": text(effect.high), "share": effect.share, "level": text(effect.level), "controls": effect.controls,
        "expected": text(effect.expected)}
