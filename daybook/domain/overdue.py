"""What is overdue in a shop, and who leads it: the lines of an escalation; and what a fair hand-out would change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daybook.domain.agency import MemberLoad


class Late(StrEnum):
    """Why something is overdue; the hours stand in rule W-LATE under the same name."""

    DEADLINE = "deadline"        # its deadline is over and it is not done
    HANDED = "handed"            # handed to somebody who has not taken it
    MORNINGS = "mornings"        # left undone in several mornings
    PATROL = "patrol"            # checks that neither facts nor a person answered
    APPROVAL = "approval"        # a proposed change that nobody answered


@dataclass(frozen=True)
class Overdue:
    """One thing that is overdue.  `since` is when it should have been done; `key` its work item or proposal, "" of a patrol.

    `count` is how many checks, or how many mornings; `holder` who has it, "" where nobody does; `leads` who is told.
    """

    shop: str
    client: str
    why: Late
    what: str
    object: str
    holder: str
    since: datetime
    count: int = 1
    key: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandingLine:
    """One task that a fair hand-out gives to somebody else, with why: nobody held it, or its holder has too much."""

    key: int
    shop: str
    client: str
    what: str
    object: str
    minutes: int
    from_: str
    to: str
    nobody: bool


@dataclass(frozen=True)
class HandOut:
    """What a fair hand-out would change, and what people would then have.  `stuck` are minutes that stay too many:
    nobody else of the shops' rosters has room.  `nobody` counts tasks of a role that no roster of their shop fills."""

    lines: tuple[HandingLine, ...]
    before: tuple[MemberLoad, ...]
    after: tuple[MemberLoad, ...]
    stuck: int
    nobody: int
