"""What a guard is, and how its answers are made: each with the rule behind it and, when it refuses, what may be done.

A guard reads a move, the situation and the rules, and answers.  It writes nothing, calls nothing, and refuses what it
does not know.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from daybook.domain.moves.move import Move
from daybook.domain.said import Said
from daybook.domain.situation import Situation
from daybook.domain.verdict import Basis, NeedsApproval, Pass, Refuse, Verdict
from daybook.rulebook.rules import Rule, Rulebook

Holds = Callable[[Any, Situation, Rulebook], Verdict]


@dataclass(frozen=True)
class Guard:
    """One sentence that must be true of every move of `moves`; `rules` are the ids that it asks the rulebook for."""

    holds: Holds
    moves: tuple[type[Move], ...]
    rules: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.holds.__name__

    def ask(self, move: Move, situation: Situation, rules: Rulebook) -> Verdict:
        """Its answer, with its name and at least its first rule as the basis."""
        answer = self.holds(move, situation, rules)
        return replace(answer, guard=self.name, basis=answer.basis or basis(rules, self.rules[0]))


def rule_here(rules: Rulebook, rule_id: str) -> Rule | None:
    """The rule as it holds for the shop; None where its platform has no such rule."""
    return rules.found(rule_id)


def basis(rules: Rulebook, rule_id: str) -> Basis | None:
    """Where a rule comes from."""
    rule = rule_here(rules, rule_id)
    return Basis(rule.id, rule.source, rule.seen_on, rule.confidence) if rule else None


def refuse(rules: Rulebook, rule_id: str, reason: str, instead: str, nearest: Move | None = None) -> Refuse:
    """No, by this rule; and what may be done."""
    return Refuse(reason, instead, nearest, basis(rules, rule_id))


def not_known(rules: Rulebook, what: str, instead: str) -> Refuse:
    """No, since something is not known; and how it becomes known."""
    return refuse(rules, "G-KNOWN", Said("{what} is not known", what=what), instead)


def untold(rules: Rulebook, now: Situation, what: str, object_id: str, fact: str) -> Refuse:
    """No, since no export holds it and nobody told it; and how it is told."""
    instead = Said("say what the console shows: `daybook fact --shop {shop} --object {object} {fact}=…`",
                   shop=now.shop.name, object=object_id, fact=fact)
    return replace(not_known(rules, what, instead), wants=(object_id, fact))


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """The answer that binds: a refusal over an approval over a pass; of approvals the one that asks the most people.

    No answer at all is a refusal.
    """
    rank = {Refuse: 0, NeedsApproval: 1, Pass: 2}
    nobody = Refuse(Said("no guard was asked"), Said("report this"))
    return min(verdicts, key=lambda v: (rank[type(v)], -v.people if isinstance(v, NeedsApproval) else 0), default=nobody)
