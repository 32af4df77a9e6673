"""Every guard of the house, and the way they are asked: all that fit a move, so that a person sees every reason."""

from dataclasses import replace

from daybook.actions.guards import ads, agreeing, everywhere, listing, orders, price, supply, texts
from daybook.actions.guards.guard import Guard
from daybook.domain.moves.move import Move
from daybook.domain.situation import Situation
from daybook.domain.verdict import Refuse, Verdict
from daybook.rulebook.rules import Rulebook

GUARDS: tuple[Guard, ...] = (
    *everywhere.GUARDS, *price.GUARDS, *listing.GUARDS, *texts.GUARDS, *supply.GUARDS, *ads.GUARDS, *orders.GUARDS,
    *agreeing.GUARDS)


#: How often a nearest change is made smaller until no guard refuses it.
MOST_STEPS = 5


def ask(move: Move, situation: Situation, rules: Rulebook) -> tuple[Verdict, ...]:
    """What every guard of a move says.  A nearest change is offered only where no guard refuses it in turn."""
    here = rules.for_(situation.shop.platform, situation.category)
    return tuple(_checked(v, situation, here) for v in _ask(move, situation, here))


def _ask(move: Move, situation: Situation, rules: Rulebook) -> list[Verdict]:
    return [guard.ask(move, situation, rules) for guard in GUARDS if isinstance(move, guard.moves)]


def _checked(verdict: Verdict, situation: Situation, rules: Rulebook) -> Verdict:
    if not isinstance(verdict, Refuse) or verdict.nearest is None:
        return verdict
    return replace(verdict, nearest=_legal(verdict.nearest, situation, rules))


def _legal(move: Move, situation: Situation, rules: Rulebook) -> Move | None:
    """The move, or what its own refusals offer instead, until none refuses; None where that leads nowhere."""
    wished: Move | None = move
    for _ in range(MOST_STEPS):
        if wished is None:
            return None
        refusals = [v for v in _ask(wished, situation, rules) if isinstance(v, Refuse)]
        if not refusals:
            return wished
        wished = next((v.nearest for v in refusals if v.nearest is not None), None)
    return None
