"""Propose: a move is read at its object, judged by every guard, and kept; proposed twice it is one proposal."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from daybook.actions.propose import Why, proposal_of
from daybook.actions.stage import stage_of
from daybook.domain.brief import Gain
from daybook.domain.errors import DaybookError
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.proposal import Proposal, Stage, Story
from daybook.domain.situation import Case
from daybook.workflows.house import House
from daybook.workflows.proposals import story_of
from daybook.workflows.situation import Sight, look_at

if TYPE_CHECKING:
    from daybook.actions.writers.writer import Writer

#: A proposal in one of these stages is still the one that an equal second proposal means.
STILL_OPEN = (Stage.WAITING, Stage.APPROVED, Stage.REFUSED, Stage.UNKNOWN, Stage.WAITING_HAND)


@dataclass(frozen=True)
class Wish:
    """A move that somebody wishes for, with the evidence for it."""

    move: Move
    evidence: str
    gain: Gain | None = None
    plan_line: str = ""
    undo_of: str = ""
    way: Way | None = None


def propose(house: House, shop_name: str, wishes: Sequence[Wish], by: str, door: str) -> tuple[Story, ...]:
    """The proposals of some moves of a shop, which is looked at once for all of them.

    A refused move is kept with its reasons.  An equal proposal that is still open is given instead of a second one.
    """
    shop = house.shop(shop_name)
    with house.run("propose", f"{shop.name}: {len(wishes)} moves") as log:
        sight = look_at(house, shop)
        made = [_one(house, sight, wish, by, door) for wish in wishes]
        log["rows"] = len(made)
    return tuple(story_of(house, key) for key in made)


def _one(house: House, sight: Sight, wish: Wish, by: str, door: str) -> str:
    from django.db import transaction

    from daybook.records.action_rows import add_proposal
    from daybook.workflows.ways_out import writer_of  # it brings every platform's API, which a morning needs nothing of

    writer = writer_of(house, sight.shop, wish.move, wish.way, sight.shown)
    current = _current(writer, wish.move)
    situation = sight.of(wish.move, writer.way, current, case=_case(writer, wish.move))
    why = Why(by, door, wish.evidence, wish.gain, wish.plan_line, wish.undo_of)
    made = proposal_of(f"p-{secrets.token_hex(5)}", wish.move, writer.way, situation, sight.rules, why)
    with transaction.atomic():
        open_one = _equal(house, made)
        if open_one:
            return open_one
        add_proposal(made)
    return made.key


def _current(writer: "Writer", move: Move) -> Fields | None:
    """What the object shows; None where it cannot be read now, which the guards refuse."""
    try:
        return writer.read(move, "")
    except DaybookError:
        return None


def _case(writer: "Writer", move: Move) -> Case:
    """What the shop says of an order; an empty case where it cannot be read now."""
    try:
        return writer.case_of(move)
    except DaybookError:
        return Case()


def _equal(house: House, made: Proposal) -> str:
    """The key of an open proposal with the same fingerprint and the same judgement, "" for none."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name=made.shop, fingerprint=made.fingerprint).order_by("-pk")
    for story in stories(rows[:20]):
        stage = stage_of(story, house.now())
        same = [type(v) for v in story.proposal.verdicts] == [type(v) for v in made.verdicts]
        if stage in STILL_OPEN and (same or stage is not Stage.REFUSED) and story.proposal.undo_of == made.undo_of:
            return story.proposal.key
    return ""
