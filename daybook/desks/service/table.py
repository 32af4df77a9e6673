"""The service page as data: rates, agents, people by the half hour, inquiries, questions, scripts; and what nobody can tell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.analysis.service.alike import groups, plain
from daybook.analysis.service.compared import difference, needed_each
from daybook.analysis.service.rota import HALF_HOURS
from daybook.desks.service.book import attribution_of, book_of, rules_of
from daybook.desks.service.findings import clock_span
from daybook.desks.service.people import people_of, robots_of
from daybook.desks.service.rates import settled_day, three_minutes
from daybook.domain.roster import Script, listed, scripts_on
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.service import Converted, Ready, Replies, Reported, ServiceBook
from daybook.domain.service_page import (
    AgainLine,
    AgentLine,
    Conversion,
    Half,
    HandedLine,
    InquiryLine,
    LostLine,
    RateLine,
    ScriptTest,
    ServiceTable,
    Spent,
    TopicLine,
    Unknown,
)
from daybook.rulebook.service_words import topics

#: Days of lost inquiries that are held beside the days before them.
WEEK = 7
#: Lines of each list on the page.
LINES = 12
#: Who waits, as somebody read it: buyers, when, and where.
Waiting = tuple[int, datetime, str]


def service_table(seen: Seen, waiting: Waiting | None = None) -> ServiceTable:
    """What the page of a morning shows; `waiting` is what a person read of who waits, where that is newer than any transcript."""
    book, rules = book_of(seen), rules_of(seen)
    people, days = people_of(seen), [d for d in book.days if d <= seen.reviewed]
    rule = next((r for r in rules.rules if r.id == "S-3MIN"), None)
    return ServiceTable(
        seen.shop.name, seen.shop.zone, seen.shop.currency, seen.on, seen.reviewed, seen.as_of, book.until,
        (_rate_line(book, seen, [seen.reviewed]), _rate_line(book, seen, days)),
        rule.value("alarm") if rule else None, rule.value("goal") if rule else None, book.day(seen.reviewed),
        sum((book.day(d) for d in days), Replies()), _waiting(book, waiting), _agents(book, seen), _halves(book, seen),
        people.service.at_once if people else None, people.service.handle_seconds if people else None,
        robots_of(seen.given, seen.on, book.robot_share), listed(seen.given.shifts, seen.on),
        " + ".join(clock_span(a, b) for a, b in people.shift.pieces) if people and people.shift else "",
        _conversion(book, seen), _spent(book, seen), _lost(book, seen), _topics(book, seen), _unknown(book, seen),
        *contacts(book, seen), book.between,
        tests_of(book.ready, scripts_on(seen.given.scripts_given, seen.on),
                 float(rules.value("S-SCRIPT-TEST"))) if book.converted else (), book.ready[:LINES], book.flagged,
        book.samples, _reported(book), _untold(book, seen), dict(seen.names.get("item_id", {})))


def _rate_line(book: ServiceBook, seen: Seen, days: Sequence[date]) -> RateLine:
    rate = three_minutes(book, seen, days)
    return RateLine(len(days), max(days, default=None), rate.hits, rate.of, rate.value, rate.how)


def _waiting(book: ServiceBook, read: Waiting | None) -> Waiting | None:
    if book.until is not None and (read is None or book.until > read[1]):
        return len(book.open), book.until, "chat_messages"
    return read


def contacts(book: ServiceBook, seen: Seen) -> tuple[tuple[AgainLine, ...], int, tuple[HandedLine, ...]]:
    """Who asked again by topic, within how many days, and chats passed on and not taken over; most asked again first."""
    known, lines = _is_known(book, seen.reviewed), []
    for topic in sorted({one.topic for one in book.again}):
        own = {one.day: one for one in book.again if one.topic == topic}
        today, past = own.get(seen.reviewed), [one for day, one in own.items() if day < seen.reviewed]
        asked = sum(one.askers for one in past)
        if any(one.again for one in own.values()):
            lines.append(AgainLine(topic, (today.askers if today else 0) if known else None, (today.again if today else 0)
                                   if known else None, Decimal(sum(one.again for one in past)) / asked if asked else None))
    days = [(day, [one for one in book.handed if (one.day == seen.reviewed if day else one.day < seen.reviewed)])
            for day in (seen.reviewed, None)]
    handed = tuple(HandedLine(day, sum(o.answered for o in own), sum(o.passed for o in own), sum(o.wanted for o in own),
                              sum(o.unserved for o in own)) for day, own in days if own)
    return (tuple(sorted(lines, key=lambda line: (-(line.again or 0), -(line.usual or 0), line.topic))),
            int(rules_of(seen).value("S-AGAIN")), handed if any(h.passed or h.wanted for h in handed) else ())


def _is_known(book: ServiceBook, day: date) -> bool:
    """Whether there is a transcript of a day: without one nothing of it is told, neither as 0."""
    return day in book.days or day in {one.day for one in book.slots} | {one.day for one in book.topics}


def _agents(book: ServiceBook, seen: Seen) -> tuple[AgentLine, ...]:
    own: dict[str, dict[date, Replies]] = defaultdict(dict)
    for one in book.agents:
        own[one.agent][one.day] = one.replies
    settled, known = _settled(book, seen), _is_known(book, seen.reviewed)
    inquiries = {line.name: line for line in _lines(settled, "agent")}
    found = []
    for agent, days in own.items():
        before = sum((r for d, r in days.items() if d < seen.reviewed), Replies())
        line = inquiries.get(agent, InquiryLine(agent, 0, 0, Decimal(0)))
        found.append(AgentLine(agent, days.get(seen.reviewed, Replies()) if known else None, before.rate,
                               line.inquirers if settled else None, line.buyers if settled else None))
    return tuple(sorted(found, key=lambda a: (-a.replies.rounds if a.replies else 0, a.agent)))


def _halves(book: ServiceBook, seen: Seen) -> tuple[Half, ...]:
    people = people_of(seen)
    before = {one.slot: one for one in book.slots if one.day == seen.reviewed}
    none = 0 if _is_known(book, seen.reviewed) else None
    return tuple(Half(
        s, people.asks.mean[s] if people else None, people.asks.high[s] if people else None, people.needed[s] if people else None,
        people.there[s] if people and people.there is not None else None, before[s].asks if s in before else none,
        before[s].late if s in before else none) for s in range(HALF_HOURS)) if people or before else ()


def _settled(book: ServiceBook, seen: Seen) -> list[Converted]:
    return [one for one in book.converted if one.day <= settled_day(seen)]


def _lines(found: Iterable[Converted], by: str) -> list[InquiryLine]:
    sums: dict[str, InquiryLine] = {}
    for one in found:
        if one.by == by:
            before = sums.get(one.name, InquiryLine(one.name, 0, 0, Decimal(0)))
            sums[one.name] = InquiryLine(one.name, before.inquirers + one.inquirers, before.buyers + one.buyers,
                                         before.amount + one.amount)
    return sorted(sums.values(), key=lambda line: (-line.inquirers, line.name))


def _conversion(book: ServiceBook, seen: Seen) -> Conversion | None:
    found, day = _settled(book, seen), settled_day(seen)
    if not found:
        return None
    of_day, before = _lines([c for c in found if c.day == day], ""), _lines([c for c in found if c.day < day], "")
    return Conversion(day, of_day[0] if of_day else None, before[0] if before else None,
                      int(rules_of(seen).value("S-INQ-WINDOW", "days")), attribution_of(str(seen.shop.platform)),
                      tuple(_lines(found, "item")[:LINES]), tuple(sorted(_lines(found, "hour"), key=lambda line: int(line.name))))


def _spent(book: ServiceBook, seen: Seen) -> Spent | None:
    """Over the window; silent conversion where visitors of all its days are known, those who asked taken off."""
    if not book.served:
        return None
    asked = {one.day: one.inquirers for one in book.converted if one.by == ""}
    visitors = [seen.value("visitors", one.day) for one in book.served]
    known = [v - asked.get(one.day, 0) for v, one in zip(visitors, book.served, strict=True) if v is not None]
    silent = sum(one.silent for one in book.served)
    whole = sum(known, Decimal(0))
    return Spent(sum(one.served for one in book.served), sum((one.served_amount for one in book.served), Decimal(0)), silent,
                 sum((one.silent_amount for one in book.served), Decimal(0)),
                 Decimal(silent) / whole if len(known) == len(visitors) and whole > 0 else None)


def _lost(book: ServiceBook, seen: Seen) -> tuple[LostLine, ...]:
    last = settled_day(seen)
    first = last - timedelta(days=WEEK - 1)
    asked = {one.day: one.inquirers for one in book.converted if one.by == "" and one.day <= last}
    now, then = (Counter[str](), Counter[str]())
    for one in book.lost:
        if one.day <= last:
            (now if one.day >= first else then)[one.reason] += one.inquirers
    all_now, all_then = (sum(n for d, n in asked.items() if (d >= first) == lately) for lately in (True, False))
    return tuple(LostLine(reason, n, Decimal(n) / all_now, Decimal(then[reason]) / all_then if all_then else None)
                 for reason, n in sorted(now.items(), key=lambda one: (-one[1], one[0])) if all_now)


def _topics(book: ServiceBook, seen: Seen) -> tuple[TopicLine, ...]:
    days = [d for d in book.days if d < seen.reviewed]
    today, past, items = Counter[str](), Counter[str](), defaultdict[str, Counter[str]](Counter)
    for one in book.topics:
        if one.day == seen.reviewed:
            today[one.topic] += one.talks
        elif one.day < seen.reviewed:
            past[one.topic] += one.talks
        if one.item_id and seen.reviewed - one.day < timedelta(days=WEEK):
            items[one.topic][one.item_id] += one.talks
    known = _is_known(book, seen.reviewed)
    found = [TopicLine(name, today[name] if known else None,
                       (Decimal(past[name]) / len(days)).quantize(Decimal("0.1")) if days else None,
                       items[name].most_common(1)[0][0] if items[name] else "", topic.fix,
                       tuple(q for q in book.quoted if q.topic == name)) for name, topic in topics().items()
             if today[name] or past[name]]
    return tuple(sorted(found, key=lambda line: (-((line.talks or 0) - (line.usual or 0)), line.topic)))


def _unknown(book: ServiceBook, seen: Seen) -> tuple[Unknown, ...]:
    asked = [(q.text, q.times) for q in book.quoted if not q.topic]
    return tuple(Unknown(g.asked, g.texts[:3]) for g in groups(asked, int(rules_of(seen).value("S-ALIKE")))[:LINES])


def tests_of(ready: Sequence[Ready], scripts: Sequence[Script], change: float) -> tuple[ScriptTest, ...]:
    """Two sentences of one topic beside each other, the first two by name; an answer uses a script that it holds."""
    by_topic: dict[str, list[Script]] = defaultdict(list)
    for script in scripts:
        by_topic[script.topic].append(script)
    found = []
    for topic, own in sorted(by_topic.items()):
        if len(own) > 1:
            first, second = own[:2]
            one, two = _used(first, ready), _used(second, ready)
            beside = difference((one[1], one[0]), (two[1], two[0]))
            share = (one[1] + two[1]) / (one[0] + two[0]) if one[0] + two[0] else 0.5
            needed = max(needed_each(share, change) - min(one[0], two[0]), 0)
            found.append(ScriptTest(
                topic, first.name, second.name, one, two, beside.mid if beside else None, beside.low if beside else None,
                beside.high if beside else None, beside is not None and beside.told,
                None if beside is not None and beside.told else needed))
    return tuple(found)


def _used(script: Script, ready: Sequence[Ready]) -> tuple[int, int]:
    """(inquirers, buyers) who were told it."""
    words = plain(script.text)
    mine = [r for r in ready if words and (words in plain(r.text) or plain(r.text) in words)]
    return sum(r.inquirers for r in mine), sum(r.buyers for r in mine)


def _reported(book: ServiceBook) -> tuple[Reported, ...]:
    """The platform's own report of its last day."""
    last = max((r.day for r in book.reported), default=None)
    return tuple(r for r in book.reported if r.day == last)


def _untold(book: ServiceBook, seen: Seen) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if not book.told:
        found.append(("replies", Said("no transcript of chats is known: load one, or the platform's own report")))
    elif "times" not in book.told:
        found.append(("replies", Said("the transcripts tell days and no times")))
    elif seen.reviewed not in book.days:
        found.append(("replies", Said("no transcript of {day} is known", day=seen.reviewed)))
    if book.told and "agents" not in book.told:
        found.append(("agents", Said("the transcripts name no agents")))
    if book.told and "buyers" not in book.told:
        found.append(("again", Said("buyers are masked in the transcripts: nobody can be known to ask again")))
    if book.told and not book.converted:
        found.append(("inquiries",
                      Said("buyers are masked in the transcripts or the orders: nobody can be followed to a purchase")))
    if seen.given.roster(seen.on) is None:
        found.append(("roster", Said("nobody gave a roster: `daybook set roster`")))
    if people_of(seen) is None:
        found.append(("people", Said("fewer than two weeks of transcripts are known")))
    if not any(r.csat is not None for r in book.reported):
        found.append(("csat", Said("no report of satisfaction is known")))
    return tuple(found)
