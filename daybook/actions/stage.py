"""Where a proposal stands, told from everything that happened to it; nothing of it is ever kept as a state."""

from datetime import datetime

from daybook.actions.guards.guard import strictest
from daybook.domain.proposal import Approval, Attempt, Outcome, Receipt, Stage, Story
from daybook.domain.verdict import NeedsApproval, Refuse, Verdict
from daybook.domain.work import Role

#: What the latest receipt of the last attempt makes of a proposal; after a refusal right before the write it still waits.
OF_RECEIPT = {Outcome.DONE: Stage.DONE, Outcome.NOT_DONE: Stage.NOT_DONE,
              Outcome.CHANGED_ELSEWHERE: Stage.CHANGED_ELSEWHERE, Outcome.WAITING_EXPORT: Stage.WAITING_EXPORT,
              Outcome.WAITING_HAND: Stage.WAITING_HAND}


def stage_of(story: Story, now: datetime) -> Stage:
    """Where a proposal stands at a moment."""
    if story.undone_by:
        return Stage.UNDONE
    if open_attempt(story) is not None:
        return Stage.UNKNOWN
    last = last_receipt(story)
    if last is not None and last.outcome in OF_RECEIPT:
        return OF_RECEIPT[last.outcome]
    if any(not a.yes for a in story.approvals):
        return Stage.DECLINED
    binding = strictest(story.proposal.verdicts)
    if isinstance(binding, Refuse):
        return Stage.REFUSED
    if now >= story.proposal.expires_at:
        return Stage.EXPIRED
    return Stage.APPROVED if not wanting(story, story.proposal.verdicts) else Stage.WAITING


def open_attempt(story: Story) -> Attempt | None:
    """The attempt without a receipt; its outcome is unknown."""
    answered = {r.number for r in story.receipts}
    return next((a for a in story.attempts if a.number not in answered), None)


def last_receipt(story: Story) -> Receipt | None:
    """The latest word on the latest attempt."""
    return max(story.receipts, key=lambda r: (r.number, r.at), default=None) if story.receipts else None


def agreed(story: Story) -> tuple[Approval, ...]:
    """Yeses to the very fingerprint of the proposal, each person once."""
    mark = story.proposal.fingerprint
    return tuple({a.person: a for a in story.approvals if a.yes and a.fingerprint == mark}.values())


def wanting(story: Story, verdicts: tuple[Verdict, ...]) -> tuple[NeedsApproval, ...]:
    """What of the approvals that guards ask for is not there yet."""
    given = agreed(story)
    return tuple(v for v in verdicts if isinstance(v, NeedsApproval) and not _enough(v, given))


def _enough(asked: NeedsApproval, given: tuple[Approval, ...]) -> bool:
    fitting = [a for a in given if _fits(a.roles, asked.roles)]
    return len(given) >= asked.people and bool(fitting)


def _fits(roles: tuple[Role, ...], wanted: tuple[Role, ...]) -> bool:
    return any(role in wanted for role in roles)
