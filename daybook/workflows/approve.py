"""Approve: a person's answer to one fingerprint is checked and kept.  The agent's door cannot reach this."""

from daybook.actions.approve import approval_of
from daybook.domain.errors import NotAllowed
from daybook.domain.proposal import Person, Story
from daybook.domain.said import Said
from daybook.workflows.house import House
from daybook.workflows.proposals import story_of
from daybook.workflows.who import person_at


def approve(house: House, key: str, fingerprint: str, by: str | Person, door: str, *, yes: bool = True,
            why: str = "") -> Story:
    """Keeps a yes or no and gives the proposal as it stands then.

    `fingerprint` is that of what the person saw; `by` is a name of the shop's roster, or a person whose roles the door
    knows.  Raises NotAllowed when the answer cannot count.
    """
    from django.db import IntegrityError, transaction

    from daybook.records.action_rows import add_approval

    try:
        with transaction.atomic():
            story = story_of(house, key)
            person = by if isinstance(by, Person) else person_at(house, house.shop(story.proposal.shop), by)
            add_approval(approval_of(story, fingerprint, person, yes, door, house.now(), why))
    except IntegrityError:
        raise NotAllowed(Said("{person} has answered already", person=person.name), where=key) from None
    return story_of(house, key)
