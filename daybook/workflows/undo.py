"""Undo: a change that was made is proposed to be taken back, if it is still ours to put back."""

from daybook.actions.undo import undo_of
from daybook.domain.errors import DaybookError
from daybook.domain.proposal import Story
from daybook.domain.said import Said
from daybook.workflows.house import House
from daybook.workflows.proposals import story_of
from daybook.workflows.propose import Wish, propose
from daybook.workflows.ways_out import writer_of


def undo(house: House, key: str, by: str, door: str, why: str = "") -> Story:
    """The proposal that takes another back; it is judged and approved like any other.

    Raises NotAllowed for what was not done, cannot be undone, or was changed by somebody else since.
    """
    story = story_of(house, key)
    said = story.proposal
    shop = house.shop(said.shop)
    writer = writer_of(house, shop, said.move, said.way)
    try:
        current = writer.read(said.move, key)
    except DaybookError:
        current = None
    back = undo_of(story, current)
    evidence = Said("takes back {key}: {why}", key=key, why=why or "—")
    return propose(house, said.shop, [Wish(back, evidence, undo_of=key, way=said.way)], by, door)[0]
