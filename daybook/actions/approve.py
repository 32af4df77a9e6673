"""Approve: a person's yes or no to one fingerprint, and to no other."""

from datetime import datetime

from daybook.actions.stage import agreed, stage_of, wanting
from daybook.domain.errors import NotAllowed
from daybook.domain.proposal import Approval, Person, Stage, Story
from daybook.domain.said import Said
from daybook.domain.verdict import Refuse

#: Doors through which nobody can agree, whoever it is.
NEVER = ("agent",)


def approval_of(story: Story, fingerprint: str, person: Person, yes: bool, door: str, now: datetime,
                why: str = "") -> Approval:
    """The approval, to be kept.  Raises NotAllowed with the reason when this person's answer cannot count now."""
    said = story.proposal
    if door in NEVER:
        raise NotAllowed(Said("nothing is approved through this door"), where=said.key,
                         next_step="approve it in the workbench or with `daybook approve`")
    if fingerprint != said.fingerprint:
        raise NotAllowed(Said("what you saw is not what is proposed now: object, before, after or evidence differ"),
                         where=said.key, next_step="look at it again and answer that")
    _still_open(story, now)
    if any(a.person == person.name for a in agreed(story)) and yes:
        raise NotAllowed(Said("{person} has agreed already", person=person.name), where=said.key,
                         next_step="another person has to agree")
    missing = wanting(story, said.verdicts)
    if yes and not any(_may(person, v.roles, v.people) for v in missing):
        roles = ", ".join(sorted({r.value.replace("_", " ") for v in missing for r in v.roles}))
        raise NotAllowed(Said("{person} may not agree to this; it needs: {roles}", person=person.name, roles=roles),
                         where=said.key, next_step="ask one of them")
    if not person.roles:
        raise NotAllowed(Said("{person} has no role at this shop", person=person.name), where=said.key,
                         next_step="give the roster with `daybook set team`")
    return Approval(said.key, said.fingerprint, person.name, person.roles, yes, now, why)


def _still_open(story: Story, now: datetime) -> None:
    stage = stage_of(story, now)
    if stage is Stage.WAITING:
        return
    if stage is Stage.REFUSED:
        reasons = "; ".join(v.reason for v in story.proposal.verdicts if isinstance(v, Refuse))
        raise NotAllowed(Said("the guards refuse it: {reasons}", reasons=reasons), where=story.proposal.key,
                         next_step="propose the nearest legal change instead")
    raise NotAllowed(Said("it is {stage} and cannot be answered", stage=stage.value), where=story.proposal.key,
                     next_step="propose it anew if it is still wanted")


def _may(person: Person, roles: tuple[object, ...], people: int) -> bool:
    """Whether a person's yes brings an approval nearer: a fitting role, or the second of two with any role."""
    return bool(person.roles) and (people > 1 or any(role in roles for role in person.roles))
