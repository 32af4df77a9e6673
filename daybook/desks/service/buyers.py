"""How buyers fared: satisfaction beside its own history, those who ask the same again, those whom no person took over."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from statistics import median

from daybook.analysis.service.shares import beside_usual
from daybook.desks.service.book import book_of, rules_of
from daybook.domain.brief import BriefFinding, Cause, Unit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen
from daybook.domain.service import Reported

SATISFIED, AGAIN, UNSERVED, PASSED = (
    "service.satisfaction_down", "service.asked_again", "service.no_person", "service.passed_on")
#: From the median distance of other days to the standard deviation of a normal one (Rousseeuw and Croux 1993).
TO_DEVIATION = Decimal("1.4826")


def find_dissatisfied(seen: Seen) -> Iterator[BriefFinding]:
    """Satisfaction that falls below its own history: of an agent, or of the shop where no agent is the place.

    Counts of dissatisfied buyers are held beside the usual share of those who rated; where a report prints the rate alone, it is
    held beside the median of other days and how far these stray from it.
    """
    own: dict[str, dict[date, Reported]] = defaultdict(dict)
    for one in book_of(seen).reported:
        own[one.agent][one.day] = one
    agents = [found for agent in sorted(own.keys() - {""}) for found in _less(seen, agent, own[agent], len(own))]
    yield from agents or _less(seen, "", own.get("", {}), 1)


def _less(seen: Seen, agent: str, days: dict[date, Reported], looks: int) -> Iterator[BriefFinding]:
    today, rules = days.get(seen.reviewed), rules_of(seen)
    past = [r for d, r in days.items() if d < seen.reviewed]
    if today is None:
        return
    if today.rated is not None and today.dissatisfied is not None:
        counted = [(r.dissatisfied, r.rated) for r in past if r.rated is not None and r.dissatisfied is not None]
        found = beside_usual(today.dissatisfied, today.rated, counted)
        if (found is not None and today.rated >= rules.value("S-TELL-CSAT", "rated") and found.share - found.usual >= float(
                rules.value("S-TELL-CSAT", "share")) and found.odds * looks <= float(rules.value("S-TELL-CSAT", "odds"))):
            values = Decimal(1) - Decimal(str(found.share)), Decimal(1) - Decimal(str(found.usual))
            words = Said("{n} of {of} buyers who rated {whom} were not satisfied; {usual} is usual", n=today.dissatisfied,
                         of=today.rated, whom=_whom(agent), usual=f"{found.usual:.0%}")
            yield _finding(seen, SATISFIED, _scope(agent), ("csat", "客户满意率"), values, found.odds, words, _table(agent))
        return
    rates = [r.csat for r in past if r.csat is not None]
    if today.csat is None or len(rates) < rules.value("S-TELL-CSAT", "days"):
        return
    usual = Decimal(median(rates))
    strays = TO_DEVIATION * Decimal(median(abs(r - usual) for r in rates))
    if usual - today.csat >= max(rules.value("S-TELL-CSAT", "drop"), rules.value("S-TELL-CSAT", "strays") * strays):
        words = Said("the platform reports {now} satisfied with {whom}; {usual} is usual", now=f"{today.csat:.0%}",
                     whom=_whom(agent), usual=f"{usual:.0%}")
        yield _finding(seen, SATISFIED, _scope(agent), ("csat", "客户满意率"), (today.csat, usual), None, words, _table(agent))


def find_asked_again(seen: Seen) -> Iterator[BriefFinding]:
    """A topic about which far more buyers than usual ask again within the rule's days: the first answer did not settle it."""
    rules, book = rules_of(seen), book_of(seen)
    topics = sorted({one.topic for one in book.again})
    for topic in topics:
        days = {one.day: one for one in book.again if one.topic == topic}
        today = days.get(seen.reviewed)
        if today is None or today.again < rules.value("S-TELL-AGAIN", "buyers"):
            continue
        found = beside_usual(today.again, today.askers, [(d.again, d.askers) for day, d in days.items() if day < seen.reviewed])
        if found is not None and found.share - found.usual >= float(rules.value("S-TELL-AGAIN", "share")) and (
                found.odds * len(topics) <= float(rules.value("S-TELL-AGAIN", "odds"))):
            words = Said("{n} of {of} buyers who asked about {topic} had asked about it within {days} days; {usual} is usual",
                         n=today.again, of=today.askers, topic=Term("ask_topic", topic), days=int(rules.value("S-AGAIN")),
                         usual=f"{found.usual:.0%}")
            yield _finding(seen, AGAIN, (("topic", topic),), ("asked_again_share", "重复咨询占比"), (
                Decimal(str(found.share)), Decimal(str(found.usual))), found.odds, words, "chat_messages", up=True)


def find_no_person(seen: Seen) -> Iterator[BriefFinding]:
    """Far more buyers than usual who asked a robot for a person and got none in time."""
    rules, days = rules_of(seen), {one.day: one for one in book_of(seen).handed}
    today = days.get(seen.reviewed)
    if today is None or today.unserved < rules.value("S-TELL-PERSON", "buyers"):
        return
    found = beside_usual(today.unserved, today.wanted, [(d.unserved, d.wanted) for day, d in days.items() if day < seen.reviewed])
    if found is not None and found.share - found.usual >= float(rules.value("S-TELL-PERSON", "share")) and (
            found.odds <= float(rules.value("S-TELL-PERSON", "odds"))):
        words = Said("{n} of {of} buyers who asked a robot for a person got no answer by one; {usual} is usual", n=today.unserved,
                     of=today.wanted, usual=f"{found.usual:.0%}")
        yield _finding(seen, UNSERVED, (), ("unserved_share", "转人工未接占比"), (Decimal(str(found.share)), Decimal(str(
            found.usual))), found.odds, words, "chat_messages", up=True)


def find_passed_on(seen: Seen) -> Iterator[BriefFinding]:
    """Far more chats than usual that were passed from one agent to another."""
    rules, days = rules_of(seen), {one.day: one for one in book_of(seen).handed}
    today = days.get(seen.reviewed)
    if today is None or today.passed < rules.value("S-TELL-PASSED", "chats"):
        return
    found = beside_usual(today.passed, today.answered, [(d.passed, d.answered) for day, d in days.items() if day < seen.reviewed])
    if found is not None and found.share - found.usual >= float(rules.value("S-TELL-PASSED", "share")) and (
            found.odds <= float(rules.value("S-TELL-PASSED", "odds"))):
        words = Said("{n} of {of} chats were passed from one agent to another; {usual} is usual", n=today.passed, of=today.answered,
                     usual=f"{found.usual:.0%}")
        yield _finding(seen, PASSED, (), ("passed_share", "转接占比"), (Decimal(str(found.share)), Decimal(str(found.usual))),
                       found.odds, words, "chat_messages", up=True)


def _whom(agent: str) -> str:
    return agent or Said("the shop")


def _scope(agent: str) -> Scope:
    return (("agent", agent),) if agent else ()


def _table(agent: str) -> str:
    return "service_agent_day" if agent else "service_day"


def _finding(seen: Seen, kind: str, scope: Scope, metric: tuple[str, str], values: tuple[Decimal, Decimal], odds: float | None,
             words: str, source: str, up: bool = False) -> BriefFinding:
    measured, base = (v.quantize(Decimal("0.0001")) for v in values)
    named = ".".join(value for _, value in scope)
    return BriefFinding(
        id=f"{kind}.{named}" if named else kind, kind=kind, metric=metric[0], zh=metric[1], unit=Unit.SHARE, scope=scope,
        direction="up" if up else "down", measured=measured, base_kind="expected", base=base, odds_noise=odds, since=seen.reviewed,
        causes=(Cause("slice", scope, measured - base),) if scope else (), sources=(source,), remainder=Decimal(0),
        higher_is_better=not up, words=words)
