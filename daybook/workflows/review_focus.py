"""What a review comes to: what went well, what did not, and what the next span looks at first; all from its own parts."""

from collections.abc import Sequence
from decimal import Decimal

from daybook.domain.effect import Effect, Told, effect_said
from daybook.domain.report import Figure
from daybook.domain.review import CameBack
from daybook.domain.review_parts import Driver, Focus, RoleLine
from daybook.domain.said import Amount, Said, Term
from daybook.rulebook.reading import load
from daybook.workflows.review_facts import Facts

#: Lines that are listed of each; more are no focus.
MOST, MOST_ROLES, MOST_BACK = 6, 2, 2


def focus_of(facts: Facts, drivers: Sequence[Driver], roles: Sequence[RoleLine], came_back: Sequence[CameBack],
             ahead: Sequence[str]) -> tuple[Focus, ...]:
    """The driver that lost most, roles that were not kept by the money they lost, what kept coming back, the next event."""
    currency, found = facts.seen.shop.currency, []
    worst = min((d for d in drivers if d.metric != "days"), key=lambda d: d.amount, default=None)
    if worst is not None and worst.amount < 0:
        factor = Term("metric", worst.metric, worst.zh)
        found.append(Focus(Said("bring {factor} back", factor=factor), Said(
            "it cost {money} against the span before", money=Amount(-worst.amount, "money", currency)), "", -worst.amount))
    lost = sorted((r for r in roles if r.stands == "not_kept"), key=lambda r: -_fell(r))
    found += [Focus(Said("{item} ({role}): {todo}", item=r.name, role=Term("item_role", r.role), todo=r.todo), r.measured,
                    f"item {r.item_id}", _fell(r) if _fell(r) > 0 else None) for r in lost[:MOST_ROLES]]
    found += [Focus(Said("settle what keeps coming back: {what}", what=back.finding.words or Term(
        "metric", back.finding.metric, back.finding.zh)), Said("in {n} mornings", n=back.mornings), f"morning {back.last}",
        back.finding.at_stake.mid if back.finding.at_stake else None) for back in came_back[:MOST_BACK]]
    found += [Focus(Said("be ready for {event}", event=ahead[0]), Said("it begins in the span that follows"))] if ahead else []
    return tuple(found[:MOST])


def _fell(line: RoleLine) -> Decimal:
    """By how much less a product was paid for than before; 0 where the span before is not in."""
    return Decimal(0) if line.before is None else line.before - line.paid


def judged(figures: Sequence[Figure], roles: Sequence[RoleLine], effects: Sequence[Effect],
           came_back: Sequence[CameBack]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(achievements, problems): targets reached or missed, numbers that moved (R-NOTABLE), roles, measured moves, what came
    back."""
    notable = load().value("R-NOTABLE", "share")
    good: list[str] = []
    bad: list[str] = []
    for figure in figures:
        for base in figure.beside:
            rate = base.rate(figure.value)
            if rate is None or base.kind not in ("target", "span_before") or (base.caution and base.kind != "target"):
                continue
            well = (rate >= 0) is figure.higher_is_better or rate == 0
            if base.kind == "target" and well and not figure.higher_is_better and abs(rate) < notable:
                continue                    # nearly all of a budget spent is as planned
            if base.kind == "target":
                (good if well else bad).append(_target(figure, rate, well))
            elif figure.metric in TOLD and abs(rate) >= notable:
                (good if well else bad).append(_moved(figure, rate))
    for line in roles:
        if line.role in ("hero", "new", "profit") and line.stands != "cannot_tell" and not _held_by_falling_less(line):
            (good if line.stands == "kept" else bad).append(Said(
                "{item} ({role}): {measured}", item=line.name, role=Term("item_role", line.role), measured=line.measured))
    for effect in effects:
        if effect.told in (Told.GAIN, Told.LOSS):
            (good if effect.told is Told.GAIN else bad).append(Said(
                "{what}: {effect}", what=effect.move.what, effect=effect_said(effect)))
    bad += [Said("{what}: in {n} mornings", what=back.finding.words or Term("metric", back.finding.metric, back.finding.zh),
                 n=back.mornings) for back in came_back[:MOST_BACK]]
    return tuple(good[:8]), tuple(bad[:8])


def _held_by_falling_less(line: RoleLine) -> bool:
    """A hit that sold less than before, as the whole shop did: its role is held, and nobody achieved anything."""
    return line.role == "hero" and line.stands == "kept" and line.before is not None and line.paid < line.before


#: Numbers whose move against the span before is told as an achievement or a problem.
TOLD = frozenset({"paid_gmv", "visitors", "payment_cvr", "refund_rate", "roas", "contribution", "spend_per_buyer"})


def _target(figure: Figure, rate: Decimal, well: bool) -> str:
    name, by = Term("metric", figure.metric, figure.zh), Amount(abs(rate), "share")
    if rate == 0:
        return Said("{number}: exactly the target", number=name)
    if figure.higher_is_better:
        return Said("{number}: target passed by {by}", number=name, by=by) if well else Said(
            "{number}: target missed by {by}", number=name, by=by)
    return Said("{number}: kept below the target by {by}", number=name, by=by) if well else Said(
        "{number}: over the target by {by}", number=name, by=by)


def _moved(figure: Figure, rate: Decimal) -> str:
    name, by = Term("metric", figure.metric, figure.zh), Amount(abs(rate), "share")
    return Said("{number}: {by} more than in the span before", number=name, by=by) if rate > 0 else Said(
        "{number}: {by} less than in the span before", number=name, by=by)
