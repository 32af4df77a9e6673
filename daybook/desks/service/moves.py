"""What the service desk would do: bring help, look at one account, mend how buyers are answered, talk to an agent."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import minutes, recovered, rule
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def answer_faster(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Bring people to the hours in which answers came late, and answers that a robot or a script gives at once."""
    hours = dict(found.scope).get("hour", "")
    what = Said("Bring one more agent in: {hours}", hours=hours) if hours else Said(
        "Find out why answers came late, and shift people")
    yield _task(found, seen, "add_shift", what, Said("roster beside need on the service page"),
                Said("one more shift costs its wage whether buyers come or not"), Said("answers within the goal again"), "contact")


def help_agent(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look at one account's chats: too many at once, away, or a hard subject; share them out until it is mended."""
    yield _task(found, seen, "help_agent", Said("Look at the chats of {agent} and share them out", agent=found.scope[0][1]),
                Said("service page; routing of chats in the console"),
                Said("a slow answer may be a long and good one: read before you judge"),
                Said("answers within the usual time again"), "look")


def read_ratings(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Read the chats that buyers rated poorly, and talk to who answered them."""
    whom = found.scope[0][1] if found.scope else Said("all agents")
    yield _task(found, seen, "read_ratings", Said("Read the poorly rated chats of {whom} and mend what displeased", whom=whom),
                Said("the platform's own report on the service page; ratings of chats in the console"),
                Said("a few angry buyers may be those of a bad batch: look at reviews and disputes first"),
                Said("satisfaction at its usual level"), "look")


def settle_at_once(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Mend the answer to a topic that does not settle it: buyers come back with the same."""
    yield _task(found, seen, "settle_at_once", Said("Mend the answer to {topic}: buyers come back with it",
                                                    topic=Term("ask_topic", found.scope[0][1])),
                Said("fast replies; follow-up of open cases; the page"),
                Said("who was told to wait comes back rightly: say a day and keep it"),
                Said("as few who ask again as usual"), "look")


def take_over(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Let people take over where buyers ask for one."""
    yield _task(found, seen, "take_over", Said("Answer buyers who asked for a person, and set the robot to hand over"),
                Said("routing of chats in the console; roster on the service page"),
                Said("whoever hands everything over needs more people at the peak"),
                Said("buyers who ask for a person get one"), "contact")


def route_chats(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Send chats to who can answer them at first."""
    yield _task(found, seen, "route_chats", Said("Look at which chats are passed on, and route them to who can answer"),
                Said("who passes on to whom, on the service page; routing in the console"),
                Said("a chat is passed on rightly when a shift ends"), Said("as few passed on as usual"), "look")


def mend_talk(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Read chats that ended without a purchase, and mend what stops buyers."""
    yield _task(found, seen, "mend_talk", Said("Read ten chats that did not buy, and mend what stopped them"),
                Said("lost inquiries and samples on the service page"), Said("pressing buyers brings returns and bad ratings"),
                Said("inquiry conversion at its usual level"), "look")


def mend_reason(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer the reason that was given: price, stock, waiting, freight."""
    yield _task(found, seen, "mend_reason", Said("Answer the reason: {reason}", reason=Term("lost_reason", found.scope[0][1])),
                Said("fast replies; page; coupons that agents may give"), Said("a coupon for everyone who asks teaches to ask"),
                Said("the reason at its usual share"), "look")


def talk_to_agent(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Read the messages, and talk to who wrote them; shops are punished for them."""
    agent = dict(found.causes[0].scope).get("agent", "-") if found.causes else "-"
    yield _task(found, seen, "talk_to_agent", Said("Read the messages and talk to {agent}", agent=agent),
                Said("flagged messages on the service page"), Said("a word may be quoted or harmless: read it first"),
                Said("no such message"), "look")


def _task(found: BriefFinding, seen: Seen, move: str, what: str, where: str, risk: str, to: str, kind: str) -> Suggestion:
    named = ".".join(value for _, value in found.scope) or seen.shop.name
    return Suggestion(
        id=f"{move}.{named}", findings=(found.id,), move=move, what=what, object_kind=found.scope[0][0] if found.scope else "shop",
        object_id=named, object=named, from_="", to=to, role=Role.SERVICE, minutes=minutes(kind),
        gain=recovered(seen, found.at_stake),
        where=where, how="by hand", risk=risk, evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))
