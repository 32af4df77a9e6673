"""Execute: read again, ask the guards again, write once, read back, and give a receipt.

What is on the way has an attempt and no receipt.  It is read, never written again blindly: a kill anywhere leaves
"not done", "done and recorded", or an attempt that says "unknown, being read".
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from daybook.actions.guards.guard import strictest
from daybook.actions.stage import agreed, last_receipt, open_attempt, stage_of, wanting
from daybook.actions.writers.writer import Sent, Writer
from daybook.domain.errors import DaybookError, NotAllowed, OutcomeUnknown, WriteRefused
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.proposal import Attempt, Outcome, Receipt, Stage, Story
from daybook.domain.said import Said, Term, listed
from daybook.domain.verdict import Refuse, Verdict

#: An attempt younger than this may still be under way in another process.
UNDER_WAY = timedelta(minutes=2)
ENDED = (Stage.DONE, Stage.WAITING_EXPORT, Stage.WAITING_HAND, Stage.CHANGED_ELSEWHERE, Stage.UNDONE)


class Log(Protocol):
    """Where attempts and receipts are kept, each on the disk before its method returns."""

    def begin(self, attempt: Attempt, touches: tuple[tuple[str, str], ...]) -> None:
        """Raises NotAllowed when another attempt has this number, or is under way on one of the objects."""
        ...

    def end(self, receipt: Receipt) -> None: ...


@dataclass(frozen=True)
class Looking:
    """How often and how far apart an object is read until it shows what was written (shops answer from caches)."""

    times: int = 5
    apart: float = 1.0
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Hands:
    """What executing needs: the writer, the guards asked of what the object shows now, the log, the clock."""

    writer: Writer
    ask: Callable[[Fields | None], tuple[Verdict, ...]]
    log: Log
    now: Callable[[], datetime]
    by: str
    looking: Looking = Looking()


def execute(story: Story, hands: Hands) -> Receipt:
    """Carries out an approved proposal and gives its receipt; one that was carried out gives the receipt it has.

    Raises NotAllowed for one that is not approved, and OutcomeUnknown where even reading does not tell what became
    of it yet: the attempt stays open, and the next call reads again.
    """
    stage = stage_of(story, hands.now())
    last = last_receipt(story)
    if stage in ENDED and last is not None:
        return last
    if stage is Stage.UNKNOWN:
        return settle(story, hands)
    if stage is Stage.NOT_DONE and hands.now() < story.proposal.expires_at and not wanting(story, story.proposal.verdicts):
        stage = Stage.APPROVED
    if stage is not Stage.APPROVED:
        raise NotAllowed(Said("it is {stage}", stage=stage.value), where=story.proposal.key,
                         next_step="it has to be approved first" if stage is Stage.WAITING else "propose it anew")
    return _write(story, hands)


def settle(story: Story, hands: Hands) -> Receipt:
    """Reads what became of an attempt whose outcome is unknown, and gives its receipt.

    Raises OutcomeUnknown while the attempt may still be under way or the object cannot be read.
    """
    attempt = open_attempt(story)
    assert attempt is not None
    if hands.now() - attempt.at < UNDER_WAY:
        raise OutcomeUnknown(Said("it is being written"), where=story.proposal.key,
                             next_step="ask again in two minutes; it is read then, not written again")
    found = _look(story, hands)         # more than once: what a cache shows is no word on a write
    if not found:
        raise OutcomeUnknown(Said("the object cannot be read"), where=story.proposal.key,
                             next_step="read it again later; nothing is written until then")
    return _given(story, attempt, hands, found, Said("read after its outcome was unknown"), settled=True)


def _write(story: Story, hands: Hands) -> Receipt:
    move = story.proposal.move
    seen = hands.writer.read(move, story.proposal.key)
    verdicts = hands.ask(seen)
    attempt = Attempt(story.proposal.key, len(story.attempts) + 1, hands.now(), hands.by,
                      seen if seen is not None else move.before())
    if isinstance(strictest(verdicts), Refuse):
        return _refused(attempt, verdicts, move, hands)
    if missing := wanting(story, verdicts):
        raise NotAllowed(Said("it needs more approval now than when it was proposed: {reason}", reason=missing[0].reason),
                         where=story.proposal.key, next_step=f"{len(agreed(story))} agreed; propose it anew")
    hands.log.begin(attempt, move.touches())
    try:
        sent = hands.writer.write(move, story.proposal.key)
    except WriteRefused as problem:
        return _end(hands, Receipt(story.proposal.key, attempt.number, Outcome.NOT_DONE, hands.now(), attempt.seen,
                                   _read_or_nothing(story, hands), problem.what))
    except OutcomeUnknown as problem:
        found = _look(story, hands)
        if not shows(found, move.after()):
            raise OutcomeUnknown(problem.what, where=story.proposal.key,
                                 next_step="it is read again in two minutes, not written again") from problem
        return _given(story, attempt, hands, found, Said("no answer came, and it was found done"))
    return _after(story, attempt, hands, sent)


def _after(story: Story, attempt: Attempt, hands: Hands, sent: Sent) -> Receipt:
    if hands.writer.way is not Way.API:
        waits = Outcome.WAITING_EXPORT if hands.writer.way is Way.SHEET else Outcome.WAITING_HAND
        return _end(hands, Receipt(story.proposal.key, attempt.number, waits, hands.now(), attempt.seen, {}, sent.note,
                                   sent.file))
    found = _look(story, hands)
    if not shows(found, story.proposal.move.after()) and _as_before(found, attempt):
        raise OutcomeUnknown(Said("it was accepted, and the object still shows what it did before"),
                             where=story.proposal.key, next_step="it is read again in two minutes, not written again")
    return _given(story, attempt, hands, found, sent.note, along=sent.along)


def _given(story: Story, attempt: Attempt, hands: Hands, found: Fields, note: str, *, settled: bool = False,
           along: tuple[str, ...] = ()) -> Receipt:
    """The receipt for what the object shows; what else changed in it is said."""
    move = story.proposal.move
    if shows(found, move.after()):
        outcome = Outcome.DONE
    else:
        outcome = Outcome.NOT_DONE if settled and _as_before(found, attempt) else Outcome.CHANGED_ELSEWHERE
    beside = listed(Term("field", field) for field in disturbed(attempt.seen, found, move) if field not in along)
    said = Said("{note}; beside it changed: {fields}", note=note, fields=beside) if beside else note
    return _end(hands, Receipt(story.proposal.key, attempt.number, outcome, hands.now(), attempt.seen, found, said))


def _refused(attempt: Attempt, verdicts: tuple[Verdict, ...], move: Move, hands: Hands) -> Receipt:
    hands.log.begin(attempt, move.touches())
    reasons = "; ".join(v.reason for v in verdicts if isinstance(v, Refuse))
    return _end(hands, Receipt(attempt.proposal, attempt.number, Outcome.REFUSED, hands.now(), attempt.seen, attempt.seen,
                               reasons, verdicts=verdicts))


def _look(story: Story, hands: Hands) -> Fields:
    """What the object shows, read until it shows the change or patience ends."""
    found: Fields = {}
    for number in range(hands.looking.times):
        if number:
            hands.looking.pause(hands.looking.apart * 2 ** (number - 1))
        found = _read_or_nothing(story, hands)
        if shows(found, story.proposal.move.after()):
            break
    return found


def _read_or_nothing(story: Story, hands: Hands) -> Fields:
    try:
        return hands.writer.read(story.proposal.move, story.proposal.key) or {}
    except DaybookError:
        return {}


def _end(hands: Hands, receipt: Receipt) -> Receipt:
    hands.log.end(receipt)
    return receipt


def shows(found: Fields, wanted: Fields) -> bool:
    """Whether an object shows all of what is wanted."""
    return bool(found) and all(found.get(field) == value for field, value in wanted.items())


def _as_before(found: Fields, attempt: Attempt) -> bool:
    """Whether an object shows nothing else than before the attempt, or cannot be read."""
    return all(attempt.seen.get(field, value) == value for field, value in found.items())


def disturbed(before: Fields, found: Fields, move: Move) -> tuple[str, ...]:
    """Fields beside the move's own that are not as they were."""
    own: Mapping[str, str] = {**move.before(), **move.after()}
    return tuple(sorted(f for f in before.keys() & found.keys() if f not in own and before[f] != found[f]))
