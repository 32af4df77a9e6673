"""What the reputation desk would do: mend what reviews blame, answer what cannot wait, answer questions and mend the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from daybook.analysis.text.causes import Told
from daybook.desks.gain import minutes, recovered, rule
from daybook.desks.reputation.book import poor_of
from daybook.desks.reputation.drafts import draft, reply_language
from daybook.desks.reputation.lines import PLAIN, ROUTES
from daybook.desks.reputation.questions import OTHER, TOPICS
from daybook.domain.brief import BriefFinding
from daybook.domain.moves.messages import Reply
from daybook.domain.moves.move import Move
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


@dataclass(frozen=True)
class _Task:
    """What differs from task to task."""

    move: str
    what: str
    to: str
    role: Role
    where: str
    risk: str
    kind: str = "look"
    pull: Pull = Pull.NONE
    change: Move | None = None
    object_kind: str = "item"
    must: bool = False


#: Why a review cannot wait so much that its answer stands before everything that is ranked by gain; doubts that goods are genuine
#: are many where they come, and are ranked.
GRAVE = ("harm", "hazard", "spoiled", "authority")
#: Where a cause goes -> what is done there about it.
MENDS = {"product": Said("the batch looked at, what is faulty held back, the supplier told"),
         "warehouse": Said("packing and picking looked at on the spot, the rest of the batch checked"),
         "courier": Said("the courier asked, another one where it goes on"),
         "page": Said("the page corrected and the photos or figures added"),
         "service": Said("the chats read, the people told")}


def mend_cause(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Mend what the reviews blame, where it comes from."""
    named = dict(found.scope)
    where, who = ROUTES.get(named["cause"], PLAIN)
    yield _suggest(found, seen, named["item_id"], _Task(
        "mend_cause", Said("Mend what reviews of {item} blame: {cause}", item=named["item_id"],
                           cause=Term("complaint", named["cause"])),
        MENDS[where], who, Said("reviews page: the reviews that name it; {place}", place=Term("place", where)),
        Said("a reply without a remedy brings more of them"), "note", Pull.EDIT if where == "page" else Pull.NONE))


def answer_urgent(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Call the buyer, hold the batch where somebody may be hurt, and answer in public within the hour."""
    named = dict(found.scope)
    told = next((one.told for one in poor_of(seen) if one.review.review_id == named["review_id"]), Told(""))
    words = draft(told.causes, told.urgent, reply_language(told.language, seen.shop.currency))
    yield _suggest(found, seen, named["review_id"], _Task(
        "answer_urgent", Said("Answer a review that cannot wait"), Said("buyer contacted, evidence kept, answered in public"),
        Role.ACCOUNT_MANAGER, Said("reviews page; the buyer's order and chat"), Said("an answer that argues makes it worse"),
        "contact", change=Reply(named["review_id"], channel="review", to=words), object_kind="post",
        must=any(one in GRAVE for one in told.urgent)))


def answer_question(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer with facts, and put them where the page should have said them."""
    named = dict(found.scope)
    topic = TOPICS.get(named["topic"], OTHER)
    yield _suggest(found, seen, named["item_id"], _Task(
        "answer_question", Said("Answer what buyers ask about {item}: {topic}", item=named["item_id"],
                                topic=Term("topic", named["topic"])),
        Said("answered: {facts}; on the page: {fix}", facts=topic.facts, fix=topic.fix), Role.SERVICE,
        Said("buyer questions of this item; its page"), Said("an answer that sounds like an advertisement is not believed"),
        "contact"))


def lift_score(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Find what the poor ratings of the week have in common."""
    kind, named = next(iter(found.scope), ("shop", seen.shop.name))
    yield _suggest(found, seen, named, _Task(
        "lift_score", Said("Find what this week's poor ratings have in common"),
        Said("the cause known and given to whom it belongs"),
        Role.OPERATOR, Said("reviews page: causes, and the score's simulator"),
        Said("good ratings are never bought: paid reviews are against the law"), object_kind=kind))


def _suggest(found: BriefFinding, seen: Seen, thing: str, task: _Task) -> Suggestion:
    return Suggestion(
        id=f"{task.move}.{thing}.{dict(found.scope).get('cause', '')}".rstrip("."), findings=(found.id,), move=task.move,
        what=task.what, object_kind=task.object_kind, object_id=thing, object=thing, from_="", to=task.to, role=task.role,
        minutes=minutes(task.kind), gain=recovered(seen, found.at_stake), where=task.where, how="by hand", risk=task.risk,
        evidence=found.words, pull=task.pull, change=task.change, until=found.deadline, must=task.must,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))
