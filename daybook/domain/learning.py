"""Learning: what changed in rules and calendars, what people's moves brought, what they missed, and which course that suggests."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Changed(StrEnum):
    """What became of a rule or an event since somebody last looked."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class NumberChange:
    """One number of a rule, before and after; None where it was not there."""

    name: str
    unit: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class RuleChange:
    """One rule that changed: its numbers, or only its words or source (no numbers then)."""

    kind: Changed
    rule: str
    desk: str
    what: str
    platform: str
    source: str
    seen_on: date
    numbers: tuple[NumberChange, ...] = ()


@dataclass(frozen=True)
class EventChange:
    """One window of a platform's event that came, moved or went; days are (first, last), both in."""

    kind: Changed
    name: str
    zh: str
    phase: str
    platform: str
    before: tuple[date, date] | None
    after: tuple[date, date] | None
    estimated: bool


@dataclass(frozen=True)
class OwnChange:
    """What people set for a shop: an event of its own, or a limit (`what` says which); shop "" is all shops of the client."""

    what: str
    client: str
    shop: str
    name: str
    value: str
    known_at: datetime


@dataclass(frozen=True)
class Changes:
    """What changed after `since` up to `until`.  `base` is when the house first kept what rules it goes by, where that was
    after `since`: of what was before nobody can tell."""

    since: datetime
    until: datetime
    base: datetime | None
    rules: tuple[RuleChange, ...]
    events: tuple[EventChange, ...]
    own: tuple[OwnChange, ...]


@dataclass(frozen=True)
class KindResult:
    """What a person's measured moves of a kind brought of what was expected, beside the same kind by everybody else.

    `share` and `others` are None where nothing was expected; `error` is the standard error of `share`.  `losses` counts
    moves that cost money beyond doubt.
    """

    kind: str
    moves: int
    share: float | None
    error: float | None
    others: float | None
    others_moves: int
    losses: int
    weak: bool


@dataclass(frozen=True)
class MissedCheck:
    """A check of the patrol that nobody made, of the person's shops: on so many of so many shop mornings."""

    check: str
    missed: int
    mornings: int


@dataclass(frozen=True)
class TakenCourse:
    """A course that a person took; score 0 to 100, None where none was given."""

    key: str
    person: str
    course: str
    on: date
    minutes: int | None
    score: int | None
    note: str
    by: str


@dataclass(frozen=True)
class Advice:
    """A course that results or missed checks suggest next, with why; taken within the rule's days it is not suggested."""

    course: str
    what: str
    minutes: int
    where: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class PersonLearning:
    """One person: what their moves brought, what they missed, what they took, and what is suggested next."""

    person: str
    roles: tuple[str, ...]
    results: tuple[KindResult, ...]
    missed: tuple[MissedCheck, ...]
    taken: tuple[TakenCourse, ...]
    advice: tuple[Advice, ...]
