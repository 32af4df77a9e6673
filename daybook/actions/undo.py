"""Undo: the move that puts the old state back, if it is still ours to put back."""

from daybook.actions.execute import shows
from daybook.actions.stage import last_receipt
from daybook.domain.errors import NotAllowed
from daybook.domain.moves.move import CannotUndo, Fields, Move, said_of
from daybook.domain.proposal import Outcome, Story
from daybook.domain.said import Said

DONE = (Outcome.DONE, Outcome.WAITING_EXPORT, Outcome.WAITING_HAND)


def undo_of(story: Story, current: Fields | None) -> Move:
    """The move that takes a proposal back; it is proposed, approved and guarded like any other.

    Raises NotAllowed for one that was not done, cannot be undone, was undone, or whose object somebody else changed
    since: then it is not ours to put back.
    """
    last = last_receipt(story)
    key = story.proposal.key
    if story.undone_by:
        raise NotAllowed(Said("it was taken back by {other}", other=story.undone_by), where=key)
    if last is None or last.outcome not in DONE:
        raise NotAllowed(Said("it was not done, so there is nothing to take back"), where=key)
    back = story.proposal.move.undo()
    if isinstance(back, CannotUndo):
        raise NotAllowed(Said("it cannot be undone: {why}", why=back.why), where=key, next_step=back.why)
    if current is not None and not shows(current, story.proposal.move.after()):
        raise NotAllowed(Said("it shows {now}, which is not what was written: somebody changed it since",
                              now=said_of({f: current.get(f, "") for f in story.proposal.move.after()})), where=key,
                         next_step="look who changed it, and propose what it should be")
    return back
