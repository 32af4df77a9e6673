"""What a guard answers: pass, a person has to agree, or refused with the rule, its source and the nearest legal change."""

from dataclasses import dataclass
from datetime import date

from daybook.domain.moves.move import Move
from daybook.domain.work import Role


@dataclass(frozen=True)
class Basis:
    """The rule behind an answer: its id, where it comes from, when it was seen there, how sure it is (R C S K own)."""

    rule: str
    source: str
    seen_on: date
    confidence: str


@dataclass(frozen=True)
class Pass:
    """Nothing stands against it."""

    reason: str
    basis: Basis | None = None
    guard: str = ""


@dataclass(frozen=True)
class NeedsApproval:
    """`people` different persons have to agree; at least one of them in a role of `roles`."""

    roles: tuple[Role, ...]
    reason: str
    people: int = 1
    basis: Basis | None = None
    guard: str = ""


@dataclass(frozen=True)
class Refuse:
    """It may not be done.  `instead` says the nearest change that may, `nearest` is that change where it is a move.

    `wants` is the fact that nobody told, as (object, name of `object_facts.FACTS`): once it is, the guard can answer.
    """

    reason: str
    instead: str
    nearest: Move | None = None
    basis: Basis | None = None
    guard: str = ""
    wants: tuple[str, str] | None = None


Verdict = Pass | NeedsApproval | Refuse
