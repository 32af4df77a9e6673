"""Questions that buyers ask again and again: a wave of one of them, and where it is answered for good."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.service.shares import Beside, beside_usual
from daybook.desks.gain import minutes, rule
from daybook.desks.service.book import book_of, rules_of
from daybook.domain.brief import BriefFinding, Cause, Unit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion
from daybook.rulebook.service_words import topics

ASKED = "service.repeated_question"
#: Days before the first of a wave in which an edit of the listing may have brought it.
EDITED = 4
#: The part of what is asked beyond the usual by which one listing is its place.
MOST = 0.6


def find_repeated(seen: Seen) -> Iterator[BriefFinding]:
    """A question of which far more talks than usual are about, of the listing that has most of them; the surest first."""
    book, rules, day = book_of(seen), rules_of(seen), seen.reviewed
    talks, by_topic, by_item = Counter[date](), Counter[tuple[date, str]](), Counter[tuple[date, str, str]]()
    for slot in book.slots:
        talks[slot.day] += slot.asks
    for one in book.topics:
        by_topic[one.day, one.topic] += one.talks
        by_item[one.day, one.topic, one.item_id] += one.talks
    days = [d for d in talks if d < day]
    found: list[tuple[float, str, Beside]] = []
    for topic in topics():
        n = by_topic[day, topic]
        beside = beside_usual(min(n, talks[day]), talks[day], [(min(by_topic[d, topic], talks[d]), talks[d]) for d in days])
        if beside is None or n < rules.value("S-TELL-TOPIC", "talks"):
            continue
        much = beside.share >= float(rules.value("S-TELL-TOPIC", "times")) * beside.usual
        if much and beside.odds * len(topics()) <= float(rules.value("S-TELL-TOPIC", "odds")):
            found.append((beside.odds, topic, beside))
    for _, topic, beside in sorted(found, key=lambda one: one[:2]):
        item = _item(by_item, topic, day, beside, talks)
        yield _finding(seen, topic, item, by_topic[day, topic], beside, talks[day])


def _item(by_item: Counter[tuple[date, str, str]], topic: str, day: date, beside: Beside, talks: Counter[date]) -> str:
    """The listing with most of what is asked beyond the usual; "" where it is no single one."""
    extra = beside.share * talks[day] - beside.usual * talks[day]
    days = [d for d in talks if d < day]
    items = {i for d, t, i in by_item if d == day and t == topic and i}
    past = sum(talks[d] for d in days)
    beyond = {i: by_item[day, topic, i] - sum(by_item[d, topic, i] for d in days) / past * talks[day] for i in items}
    best = max(sorted(beyond), key=lambda i: beyond[i], default="")
    return best if best and beyond[best] >= MOST * extra else ""


def _finding(seen: Seen, topic: str, item: str, n: int, beside: Beside, talks: int) -> BriefFinding:
    usual = (Decimal(str(beside.usual)) * talks).quantize(Decimal("0.1"))
    scope: Scope = (("item_id", item), ("ask_topic", topic)) if item else (("ask_topic", topic),)
    edit = _edited(seen, item)
    words = Said("{n} of {of} talks asked about {topic}, {usual} usually; examples are on the service page", n=n, of=talks,
                 topic=Term("ask_topic", topic), usual=usual)
    return BriefFinding(
        id=f"{ASKED}.{'.'.join(value for _, value in scope)}", kind=ASKED, metric="talks_of_topic", zh="同类咨询会话",
        unit=Unit.COUNT, scope=scope, direction="up", measured=Decimal(n), base_kind="expected", base=usual, odds_noise=beside.odds,
        since=seen.reviewed, causes=(Cause("event" if edit else "slice", scope, Decimal(n) - usual, edit),),
        sources=("chat_messages",), higher_is_better=False, words=words, events=(edit,) if edit else ())


def _edited(seen: Seen, item: str) -> str:
    """What somebody changed of the listing in the days before; "" nothing that is known."""
    first = seen.reviewed - timedelta(days=EDITED)
    note = next((n for n in reversed(seen.given.notes_between(first, seen.reviewed)) if item and n.object == item
                 and n.kind == "edit"), None)
    if note is not None:
        return Said("the page was edited on {day}", day=seen.shop.day_of(note.at))
    listed = next((e for e in reversed(seen.edits) if item and e.item_id == item and e.seen_on >= first), None)
    return Said("the page was edited on {day}", day=listed.seen_on) if listed is not None else ""


def fix_question(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer it where it is asked for good: on the page, in the sentences kept ready, or by the parcel's own news."""
    scope = dict(found.scope)
    topic, item = scope["ask_topic"], scope.get("item_id", "")
    fix = topics()[topic].fix
    what, where = {
        "page": (Said("Answer {topic} on the page and in the robot", topic=Term("ask_topic", topic)),
                 Said("details and buyer questions of the listing; answers of the robot")),
        "script": (Said("Write one answer to {topic} for all agents", topic=Term("ask_topic", topic)),
                   Said("fast replies of the console; `daybook set script`")),
        "service": (Said("Tell buyers about {topic} before they ask", topic=Term("ask_topic", topic)),
                    Said("orders page; messages to buyers"))}[fix]
    yield Suggestion(
        id=f"fix_question.{item or topic}", findings=(found.id,), move="fix_question" if fix == "page" else "write_script",
        what=what,
        object_kind="item" if item else "topic", object_id=item or topic, object=item or Term("ask_topic", topic),
        from_=Said("{n} talks a day", n=int(found.measured or 0)), to=Said("{n} talks a day", n=found.base),
        role=Role.OPERATOR if fix == "page" else Role.SERVICE, minutes=minutes("look"), gain=None, where=where, how="by hand",
        risk=Said("an answer that is not true of every variant brings returns"), evidence=found.words,
        pull=Pull.EDIT if fix == "page" and item else Pull.NONE,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))
