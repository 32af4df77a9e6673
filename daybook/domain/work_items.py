"""Work items: a plan line of a stored morning on its way from open to done, with every step that anybody took.

Steps are only added.  What state an item is in, who has it and what came of it are read from its steps, so that any past
moment can be shown again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from daybook.domain.brief import Gain
from daybook.domain.errors import WrongUsage


class ItemState(StrEnum):
    """Where a work item stands."""

    OPEN = "open"
    TAKEN = "taken"
    SNOOZED = "snoozed"
    HANDED = "handed"            # over to somebody who has not taken it yet
    DONE = "done"
    DROPPED = "dropped"
    CARRIED = "carried"          # a later morning's plan holds the same line: that one goes on


class StepKind(StrEnum):
    """What somebody did with an item."""

    TAKE = "take"
    DONE = "done"
    SNOOZE = "snooze"
    HAND = "hand"
    DROP = "drop"
    REOPEN = "reopen"
    CARRY = "carry"


#: States in which something is still to be done.
UNFINISHED = (ItemState.OPEN, ItemState.TAKEN, ItemState.SNOOZED, ItemState.HANDED)
_LEADS_TO = {
    StepKind.TAKE: ItemState.TAKEN, StepKind.DONE: ItemState.DONE, StepKind.SNOOZE: ItemState.SNOOZED,
    StepKind.HAND: ItemState.HANDED, StepKind.DROP: ItemState.DROPPED, StepKind.REOPEN: ItemState.OPEN,
    StepKind.CARRY: ItemState.CARRIED,
}


@dataclass(frozen=True)
class ReceiptFile:
    """A screenshot or document that shows what was done; kept sealed under the client's key."""

    name: str
    media: str
    sha256: str
    size: int
    path: str


@dataclass(frozen=True)
class Step:
    """One step of an item: who, when (`at`, and when it was told), and what belongs to the kind.

    `from_`, `to` and `minutes` are those of something done; `until` the day on which a snoozed item comes back;
    `person` whom it was handed to; `note` the reason or a remark.
    """

    kind: StepKind
    by: str
    at: datetime
    known_at: datetime
    note: str = ""
    person: str = ""
    until: date | None = None
    from_: str = ""
    to: str = ""
    minutes: int | None = None
    files: tuple[ReceiptFile, ...] = ()


@dataclass(frozen=True)
class WorkItem:
    """One line of a morning's plan as work.  `key` names it at the prompt; (shop, on, line) is unique."""

    key: int
    shop: str
    on: date
    line: str                    # the plan line's id
    move: str
    what: str
    object: str
    from_: str
    to: str
    owner: str                   # whom the plan named
    slot: str
    minutes: int
    gain: Gain | None
    where: str
    how: str
    risk: str
    evidence: str
    check_on: date
    deadline: datetime | None
    made_at: datetime
    steps: tuple[Step, ...] = field(default=())

    @property
    def state(self) -> ItemState:
        """Where it stands after its last step."""
        return _LEADS_TO[self.steps[-1].kind] if self.steps else ItemState.OPEN

    @property
    def holder(self) -> str:
        """Who has it: who took it or was handed it last; before that, whom the plan named."""
        for step in reversed(self.steps):
            if step.kind is StepKind.HAND:
                return step.person
            if step.kind in (StepKind.TAKE, StepKind.DONE):
                return step.by
            if step.kind is StepKind.REOPEN:
                break
        return self.owner

    @property
    def until(self) -> date | None:
        """The day on which a snoozed item comes back."""
        return self.steps[-1].until if self.state is ItemState.SNOOZED else None

    @property
    def receipt(self) -> Step | None:
        """What was done, when it is done."""
        return self.steps[-1] if self.state is ItemState.DONE else None

    def change(self) -> tuple[str, str]:
        """From what to what: as its receipt says, else as planned; a sentence of the plan stays one where nobody said otherwise."""
        said = self.receipt
        if said is None:
            return self.from_, self.to
        return (self.from_ if said.from_ == self.from_ else said.from_), (self.to if said.to == self.to else said.to)

    def as_of(self, moment: datetime) -> "WorkItem":
        """The same item with the steps that were known at a moment."""
        from dataclasses import replace

        return replace(self, steps=tuple(s for s in self.steps if s.known_at <= moment))

    def due_on(self, day: date) -> bool:
        """Whether it is on the board of a day: unfinished, and not snoozed beyond it."""
        return self.state in UNFINISHED and (self.until is None or self.until <= day)


def minutes_told(each: Iterable[int | None]) -> int | None:
    """All the minutes that were told; None where nobody told any.

    >>> minutes_told([12, None, 3]), minutes_told([None])
    (15, None)
    """
    known = [n for n in each if n is not None]
    return sum(known) if known else None


def check_step(item: WorkItem, step: Step) -> bool:
    """Whether a step says something new.  Raises WrongUsage when it cannot follow, with what to do instead."""
    last = item.steps[-1] if item.steps else None
    if last is not None and _says(last) == _says(step):
        return False
    _check_order(item, step)
    _check_content(item, step)
    return True


def _says(step: Step) -> tuple[object, ...]:
    return step.kind, step.by, step.note, step.person, step.until, step.from_, step.to, step.minutes, step.files


def _check_order(item: WorkItem, step: Step) -> None:
    where, last = f"{item.what} ({item.shop}, {item.on})", item.steps[-1] if item.steps else None
    if item.state is ItemState.CARRIED:
        raise WrongUsage("this line went on in a later morning's plan", where=where,
                         next_step="use the item of that morning; see `daybook work list`")
    if step.kind is StepKind.REOPEN:
        if item.state not in (ItemState.DONE, ItemState.DROPPED):
            raise WrongUsage(f"it is {item.state.value}: only what is done or dropped can be opened again", where=where,
                             next_step="see its steps with `daybook work show`")
        return
    if item.state not in UNFINISHED and last is not None:
        raise WrongUsage(f"{last.by} has it {item.state.value} already", where=where,
                         next_step="open it again with a reason if that was wrong: `daybook work reopen`")
    if step.kind is StepKind.TAKE and item.state is ItemState.TAKEN and item.holder != step.by:
        raise WrongUsage(f"{item.holder} has taken it", where=where,
                         next_step=f"have it handed over: `daybook work hand {item.key} --to {step.by}`")


def _check_content(item: WorkItem, step: Step) -> None:
    where = f"{item.what} ({item.shop}, {item.on})"
    if not step.by.strip():
        raise WrongUsage("nobody is named", where=where, next_step="say who with --by")
    if step.kind in (StepKind.DROP, StepKind.REOPEN) and not step.note.strip():
        raise WrongUsage("it wants a reason", where=where, next_step="say why with --why")
    if step.kind is StepKind.HAND and not step.person.strip():
        raise WrongUsage("nobody is named to hand it to", where=where, next_step="name a person with --to")
    if step.kind is StepKind.HAND and step.person == item.holder and item.state in (ItemState.TAKEN, ItemState.HANDED):
        raise WrongUsage(f"{step.person} has it already", where=where, next_step="name somebody else with --to")
    if step.kind is StepKind.SNOOZE and (step.until is None or step.until <= item.on):
        raise WrongUsage(f"it comes back on a day after {item.on}", where=where, next_step="name a later day with --until")
    if step.kind is StepKind.DONE and (step.minutes is None or step.minutes < 0):
        raise WrongUsage("the minutes it took are not known", where=where, next_step="say them with --minutes")


def minutes_used(items: Sequence[WorkItem]) -> int:
    """Minutes that finished items took."""
    return sum(item.receipt.minutes or 0 for item in items if item.receipt is not None)
