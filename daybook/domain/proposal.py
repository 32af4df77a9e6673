"""A proposal, the approvals bound to it, and what came of it.

A fingerprint holds object, before, after and evidence: a yes to one fingerprint is a yes to no other.  Nothing here is
ever changed: what happened next is a value of its own.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daybook.domain.brief import Gain
from daybook.domain.moves.kinds import move_json
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.verdict import Verdict
from daybook.domain.work import Role


@dataclass(frozen=True)
class Person:
    """Who acts, with the roles that the person has at the shop."""

    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Proposal:
    """One move that waits, with the state in which it was seen, why, and what the guards said then."""

    key: str
    shop: str
    client: str
    move: Move
    seen: Fields
    way: Way
    evidence: str
    proposed_by: str
    door: str                        # cli, web, agent, plan
    proposed_at: datetime
    expires_at: datetime
    verdicts: tuple[Verdict, ...]
    gain: Gain | None = None
    plan_line: str = ""
    undo_of: str = ""                # the key of the proposal that it takes back

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.shop, self.move, self.seen, self.way, self.evidence)


@dataclass(frozen=True)
class Approval:
    """A person's yes or no to one fingerprint."""

    proposal: str
    fingerprint: str
    person: str
    roles: tuple[Role, ...]
    yes: bool
    at: datetime
    why: str = ""


class Outcome(StrEnum):
    """What a receipt says."""

    DONE = "done"                            # written and read back
    NOT_DONE = "not done"                    # the object is as it was
    CHANGED_ELSEWHERE = "changed elsewhere"  # it shows neither: somebody else wrote
    REFUSED = "refused"                      # the guards, asked again right before the write
    WAITING_EXPORT = "waiting for the export"
    WAITING_HAND = "waiting for a person"


@dataclass(frozen=True)
class Attempt:
    """One write was begun.  Without a receipt its outcome is unknown until the object is read."""

    proposal: str
    number: int
    at: datetime
    by: str
    seen: Fields


@dataclass(frozen=True)
class Receipt:
    """What an attempt came to; the latest receipt of an attempt counts.  `file` is an upload sheet, "" for none."""

    proposal: str
    number: int
    outcome: Outcome
    at: datetime
    before: Fields
    found: Fields
    note: str = ""
    file: str = ""
    verdicts: tuple[Verdict, ...] = ()


class Stage(StrEnum):
    """Where a proposal stands."""

    REFUSED = "refused"
    WAITING = "waiting"                      # for approval
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNKNOWN = "unknown, being read"
    DONE = "done"
    NOT_DONE = "not done"
    CHANGED_ELSEWHERE = "changed elsewhere"
    WAITING_EXPORT = "waiting for the export"
    WAITING_HAND = "waiting for a person"
    UNDONE = "undone"


@dataclass(frozen=True)
class Story:
    """A proposal with everything that happened to it, in order."""

    proposal: Proposal
    approvals: tuple[Approval, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    undone_by: str = ""


def fingerprint(shop: str, move: Move, seen: Fields, way: Way, evidence: str) -> str:
    """The hash of object, before, after and evidence.

    >>> from daybook.domain.moves.listing import Listed
    >>> fingerprint("jade", Listed("1", True, False), {"listed": "yes"}, Way.API, "dead")[:12]
    'aa22f650cb91'
    """
    said: Mapping[str, object] = {"shop": shop, "move": move_json(move), "seen": dict(sorted(seen.items())),
                                  "way": way.value, "evidence": str(evidence)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
