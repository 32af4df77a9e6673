"""What the creators desk would do: answer, ask for content, secure stock, mend terms, stop booking, renew rights, check numbers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from daybook.desks.creators.book import deals_seen, name_of, title_of
from daybook.desks.creators.deals import rights_end, waits_for_answer
from daybook.desks.creators.terms import lowest_break_even
from daybook.desks.gain import kept_once, minutes, recovered, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.creators import Deal
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion

#: Names that a task holds.
NAMED = 4


def answer_creators(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer who replied: a sample, terms, or no."""
    waiting = [d for d in deals_seen(seen) if waits_for_answer(d, seen)]
    yield _task(found, seen, "answer_creator", _names(waiting, seen), _names(waiting, seen), Said(
        "Answer the creators who replied: sample, terms or no"), None, Said("a bad fit takes a sample and brings nothing"),
        Said("a next step is written down for each"))


def ask_for_content(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Remind, agree on a day, or have the sample sent back."""
    who = _who(found)
    yield _task(found, seen, "ask_for_content", who, name_of(who, seen), Said(
        "Remind the creator and agree on a day; else ask the sample back"), found.at_stake,
        Said("pressed too hard, he never posts"),
        Said("a day is written down, or the sample is on its way back"))


def secure_stock(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Have the units there before the post, or move the post."""
    item = dict(found.scope).get("item_id", "")
    made = _task(found, seen, "secure_stock", item, title_of(item, seen), Said(
        "Get {n} units there before the post, or move the post", n=(found.base or Decimal(0)) - (found.measured or Decimal(0))),
        kept_once(found.at_stake), Said("units that the post does not sell lie"),
        Said("stock covers the post, or its day is moved"),
        kind="item", role=Role.OPERATOR)
    yield replace(made, pull=Pull.MORE_STOCK, until=found.deadline)


def mend_commission(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Bring the commission below what the item bears, or take the creator off it."""
    who = _who(found)
    items = tuple(dict.fromkeys(dict(c.scope).get("item_id", "") for c in found.causes if c.contribution < 0))
    terms = lowest_break_even(seen, tuple(i for i in items if i), who)
    if terms is not None and terms.break_even is not None and terms.break_even > 0:
        what = Said("Agree on a commission below {most} on {item}, or end the cooperation",
                    most=Amount(terms.break_even, "share"), item=terms.title)
    else:
        what = Said("End the cooperation on these terms: no commission makes it pay")
    yield _task(found, seen, "mend_commission", who, name_of(who, seen), what, recovered(seen, found.at_stake),
                Said("a creator who sells much may leave"), Said("new terms are written down, or the link is off"))


def mend_terms(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Talk terms over before the post."""
    who = _who(found)
    yield _task(found, seen, "mend_commission", who, name_of(who, seen), Said(
        "Agree on a commission below {most} before the post", most=Amount(found.base or Decimal(0), "share")), found.at_stake,
        Said("the creator may withdraw"), Said("new terms are written down"))


def ask_what_goes_back(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Find out what buyers were promised that goods do not hold."""
    who = _who(found)
    yield _task(found, seen, "check_creator_promises", who, name_of(who, seen), Said(
        "Watch the post, and read why its buyers gave back: what was promised that the goods do not hold?"), found.at_stake,
        Said("an hour of looking, and the reason may lie in the goods"), Said("the reason is written down, the script is mended"))


def renew_rights(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Renew rights where the content still sells, take it down where not."""
    ending = [d for d in deals_seen(seen) if rights_end(d, seen) is not None]
    yield replace(_task(found, seen, "renew_rights", _names(ending, seen), _names(ending, seen), Said(
        "Renew the rights where the content still sells; take it down elsewhere"), None,
        Said("content used without rights costs more than a new licence"), Said("rights are dated, or the content is down")),
        until=found.deadline)


def check_creator(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look at the numbers with the creator before anything more is agreed."""
    who = _who(found)
    yield _task(found, seen, "check_creator", who, name_of(who, seen), Said(
        "Agree on nothing more with this creator until the numbers are explained; settle no fee before"), found.at_stake,
        Said("an honest creator with bad luck is taken for a fraud"), Said("explained and written down, or no more bookings"))


def _who(found: BriefFinding) -> str:
    return dict(found.scope).get("creator_id", "")


def _names(deals: list[Deal], seen: Seen) -> str:
    return " / ".join(dict.fromkeys(name_of(d.creator_id, seen) for d in deals[:NAMED])) or seen.shop.name


def _task(found: BriefFinding, seen: Seen, move: str, about: str, name: str, what: str, gain: Gain | None, risk: str, to: str,
          kind: str = "creator", role: Role = Role.OPERATOR) -> Suggestion:
    return Suggestion(
        id=f"{move}.{about}", findings=(found.id,), move=move, what=what, object_kind=kind, object_id=about, object=name, from_="",
        to=to, role=role, minutes=minutes("look"), gain=gain, where=Said("creators page; the platform's creator square"),
        how="by hand",
        risk=risk, evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))), until=found.deadline)
