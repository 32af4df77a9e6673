"""What the listings desk would do: take an edit back, answer a rival, answer reviews."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import minutes, recovered, rule
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


def restore_listing(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Put the listing back to what it was before the edit."""
    item = dict(found.scope)["item_id"]
    note = next((n for n in reversed(seen.given.notes_between(found.since or seen.reviewed, seen.reviewed))
                 if n.object == item and n.kind == "edit"), None)
    yield _task(found, seen, item, "restore_listing", Said("Take the edit of {item} back", item=item),
                (note.to, note.from_) if note else ("", ""), Said("shop console: title, images and price of this item"),
                Said("a new title needs days to be ranked again"), Pull.EDIT, minutes("note"))


def answer_rival(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer with what the item has to offer; a price cut only after reckoning what it leaves."""
    item = dict(found.scope)["item_id"]
    yield _task(found, seen, item, "answer_rival", Said("Answer the rival of {item}", item=item), ("", Said(
        "a coupon, a gift or a clearer main image; the price only if it still pays")),
        Said("the rival's page beside ours; coupons and main image of this item"),
        Said("a cut price is hard to raise again"), Pull.NONE, minutes("look"))


def answer_review(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer the bad reviews where buyers read them, and mend what they complain of."""
    item = dict(found.scope)["item_id"]
    yield _task(found, seen, item, "answer_review", Said("Answer the bad reviews of {item}", item=item),
                ("", Said("answered, buyers contacted, cause known")), Said("reviews and buyer questions of this item"),
                Said("an answer that argues makes it worse"), Pull.NONE, minutes("contact"), Role.SERVICE)


def _task(found: BriefFinding, seen: Seen, item: str, move: str, what: str, change: tuple[str, str], where: str,
          risk: str, pull: Pull, needed: int, role: Role = Role.OPERATOR) -> Suggestion:
    return Suggestion(
        id=f"{move}.{item}", findings=(found.id,), move=move, what=what, object_kind="item", object_id=item, object=item,
        from_=change[0], to=change[1], role=role, minutes=needed, gain=recovered(seen, found.at_stake), where=where,
        how="by hand", risk=risk, evidence=found.words, pull=pull,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))
