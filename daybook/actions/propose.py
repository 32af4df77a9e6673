"""Propose: a move becomes a proposal with the state before, what every guard says of it, and until when it is good."""

from dataclasses import dataclass
from datetime import timedelta

from daybook.actions.guards import ask
from daybook.domain.brief import Gain
from daybook.domain.moves.move import Move, Way
from daybook.domain.proposal import Proposal
from daybook.domain.situation import Situation
from daybook.rulebook.rules import Rulebook


@dataclass(frozen=True)
class Why:
    """Who proposes a move, through which door, on which evidence; the plan line and the undo that it belongs to."""

    by: str
    door: str
    evidence: str
    gain: Gain | None = None
    plan_line: str = ""
    undo_of: str = ""


def proposal_of(key: str, move: Move, way: Way, situation: Situation, rules: Rulebook, why: Why) -> Proposal:
    """The proposal of a move.  A refused one is one too: it shows its reasons and can never be approved."""
    seen = situation.current if situation.current is not None else move.before()
    return Proposal(key, situation.shop.name, situation.shop.client, move, seen, way, why.evidence, why.by, why.door,
                    situation.now, situation.now + timedelta(hours=situation.limits.expires_hours),
                    ask(move, situation, rules), why.gain, why.plan_line, why.undo_of)
