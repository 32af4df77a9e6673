"""Lines of a plan as changes: what every guard says of them this morning, and how they become proposals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from daybook.actions.guards import ask
from daybook.actions.guards.guard import strictest
from daybook.domain.brief import Brief, PlanLine
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.move import Way
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.verdict import NeedsApproval, Refuse, Verdict
from daybook.workflows.house import House
from daybook.workflows.propose import Wish
from daybook.workflows.situation import Sight, sight_of


def with_guards(brief: Brief, seen: Seen) -> Brief:
    """The brief whose plan says of each line that is a change what the guards answer, as known at its moment."""
    if not any(line.change is not None for line in brief.plan):
        return brief
    sight = sight_of(seen)
    return replace(brief, plan=tuple(_guarded(line, sight) for line in brief.plan))


def wishes_of(house: House, shop_name: str, on: date, lines: Sequence[str] = ()) -> list[Wish]:
    """The changes of a morning's plan, or those of some of its lines, to be proposed.

    Raises WrongUsage where no such line is a change.
    """
    from daybook.workflows.morning import mornings

    brief = mornings(house, [house.shop(shop_name)], on, store=False)[0]
    found = [Wish(line.change, line.evidence, line.gain, line.id) for line in brief.plan
             if line.change is not None and (not lines or line.id in lines)]
    if not found:
        known = ", ".join(line.id for line in brief.plan if line.change is not None)
        raise WrongUsage("no such line of the plan is a change that can be proposed", where=f"{shop_name} {on}",
                         next_step=f"use one of: {known}" if known else "do the lines of this plan by hand")
    return found


def _guarded(line: PlanLine, sight: Sight) -> PlanLine:
    if line.change is None:
        return line
    situation = sight.of(line.change, Way.HAND, sight.shown(line.change))
    return replace(line, guard=_said(strictest(ask(line.change, situation, sight.rules))))


def _said(verdict: Verdict) -> str:
    """A guard's answer in one sentence."""
    if isinstance(verdict, Refuse):
        return Said("refused: {reason}. Instead: {instead}", reason=verdict.reason, instead=verdict.instead)
    if isinstance(verdict, NeedsApproval):
        return Said("no guard stands against it; {reason}", reason=verdict.reason)
    return Said("no guard stands against it")
