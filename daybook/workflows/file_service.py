"""Service as claims of the operating file: who answers when, what is kept ready, and what buyers complain of."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from daybook.desks.service.book import book_of
from daybook.domain.file_page import Claim
from daybook.domain.reputation import Clock, ReputationTable, ReviewLine
from daybook.domain.roster import DAILY, WEEKDAYS
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.service import Replies
from daybook.rulebook.reading import load
from daybook.workflows.file_products import NUMBERS, lasts

STEP = Decimal("0.001")
#: Poor reviews from which on an item is told by itself, reviews that cannot wait, and characters of a review that are quoted.
FEWEST, MOST_HARM, QUOTED = 3, 3, 40
MOST_TOPICS = 4


def service_claims(seen: Seen, table: ReputationTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """The roster, sentences kept ready, and causes of poor reviews with what they are about."""
    for shift in seen.given.shifts:
        day = Said("every day") if shift.day == DAILY else Term("weekday", str(int(shift.day) - 1), WEEKDAYS[shift.day]) if (
            shift.day in WEEKDAYS) else shift.day
        yield Claim("service", shift.person, Said("answers {day} {hours}", day=day, hours=shift.hours), "given roster",
                    seen.shop.day_of(shift.known_at), lasts("team"), "", ("roster",))
    for script in seen.given.scripts_given:
        if script.text:
            yield Claim("service", script.name, script.text, "given script", seen.shop.day_of(script.known_at), None, "",
                        ("script",))
    yield from _replies(seen)
    yield from _asked(seen)
    yield from _reviews(seen, table, names)
    yield from _harm(table, names)


def _replies(seen: Seen) -> Iterator[Claim]:
    """How soon people answered, over the days whose talks are in; nothing where none are."""
    book = book_of(seen)
    days = [day for day in book.days if day <= seen.reviewed]
    replies = sum((book.day(day) for day in days), Replies())
    if replies.rate is not None and replies.mean is not None:
        yield Claim("service", Said("Replies of service"), Said(
            "in {share} of {n} rounds people answered within {minutes} minutes; a mean wait of {seconds} seconds, {first} to "
            "{last}", share=Amount(replies.rate.quantize(STEP), "share"), n=replies.rounds,
            minutes=f"{load().value('S-REPLY-WINDOW'):f}", seconds=f"{replies.mean.quantize(Decimal(1))}",
            first=f"{min(days)}", last=f"{max(days)}"), "reply",
            seen.reviewed, lasts("source"), NUMBERS, ("reply_times",))
    own = {name: sum((one.replies for one in book.agents if one.agent == name and one.day <= seen.reviewed), Replies())
           for name in sorted({one.agent for one in book.agents if one.agent})}
    rates = sorted((r.rate, name) for name, r in own.items() if r.rate is not None)
    if len(rates) > 1:
        yield Claim("service", Said("Replies by agent"), Said(
            "answered within {minutes} minutes, the lowest first: {agents}", minutes=f"{load().value('S-REPLY-WINDOW'):f}",
            agents=listed(Said("{name} {share}", name=name, share=Amount(rate.quantize(STEP), "share")) for rate, name in rates)),
            "reply", seen.reviewed, lasts("source"), NUMBERS, ("reply_times",))


def _asked(seen: Seen) -> Iterator[Claim]:
    """What buyers ask of service most, over the days whose talks are in."""
    asked: Counter[str] = Counter()
    rows = [one for one in book_of(seen).topics if one.day <= seen.reviewed]
    for one in rows:
        asked[one.topic] += one.talks
    if asked:
        yield Claim("service", Said("Asked most"), Said(
            "{first} to {last}: {topics}", first=f"{min(r.day for r in rows)}", last=f"{max(r.day for r in rows)}",
            topics=listed(Said("{topic} {n} talks", topic=Term("ask_topic", topic), n=n)
                          for topic, n in asked.most_common(MOST_TOPICS))), "reply", seen.reviewed, lasts("source"), "",
            ("asked_most",))


def _reviews(seen: Seen, table: ReputationTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """What poor reviews were about, the most frequent cause first, and the items that have most of them."""
    if not table.reviews:
        return
    items = Counter(_item(one, names) for one in table.reviews)
    most = listed(Said("{item} {n}", item=item, n=n) for item, n in items.most_common(2))
    yield Claim("service", seen.shop.name, Said("{said}; most on {items}", said=_about(table.reviews), items=most), "reputation",
                seen.reviewed, lasts("issue"), "", ("reviews",))
    for item, n in items.most_common(2):
        own = [one for one in table.reviews if _item(one, names) == item]
        if n < FEWEST:
            continue
        variants = Counter(one.review.variant for one in own if one.review.variant)
        said: str = _about(own)
        if variants:
            said = Said("{said}; bought as {variants}", said=said, variants=listed(
                Said("{variant} {n}", variant=variant, n=of) for variant, of in variants.most_common(2)))
        told = [_quoted(one) for one in own if one.review.text][:2]
        said = Said("{said}; {quotes}", said=said, quotes=listed(told)) if told else said
        yield Claim("service", item, said, "reputation", max(one.review.written_on for one in own),
                    lasts("issue"), "", ("reviews",))


def _item(one: ReviewLine, names: Mapping[str, str]) -> str:
    return names.get(one.review.item_id or "", one.item)


def _about(reviews: Sequence[ReviewLine]) -> str:
    """How many poor reviews of which days, and their causes with how often each was named."""
    days = [one.review.written_on for one in reviews]
    said: str = Said("{n} poor reviews, {first} to {last}", n=len(reviews), first=f"{min(days)}", last=f"{max(days)}")
    causes = Counter(cause for one in reviews for cause in one.causes)
    if not causes:
        return said
    told = [Said("{cause} {n}", cause=Term("complaint", cause), n=n) for cause, n in causes.most_common(4)]
    none = sum(1 for one in reviews if not one.causes)
    return Said("{said}, about: {causes}", said=said, causes=listed([*told, Said("no cause told {n}", n=none)] if none else told))


def _quoted(one: ReviewLine) -> str:
    """What a buyer wrote, cut short; it is shown and never followed."""
    text = " ".join((one.review.text or "").split())
    return f"“{text[:QUOTED]}{'…' if len(text) > QUOTED else ''}”"


def _harm(table: ReputationTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """Poor reviews that cannot wait, as open issues, until somebody saw to them."""
    waiting = [one for one in table.reviews if one.urgent and one.clock not in (Clock.ANSWERED, Clock.HANDLED)]
    for one in sorted(waiting, key=lambda r: r.review.written_on, reverse=True)[:MOST_HARM]:
        what = listed(Term("urgent", name) for name in one.urgent)
        said: str = Said("{day}, a poor review that cannot wait ({what}), nobody answered", what=what,
                         day=f"{one.review.written_on}")
        if one.review.variant:
            said = Said("{said}; bought as {variants}", said=said, variants=one.review.variant)
        if one.review.text:
            said = Said("{said}; {quotes}", said=said, quotes=_quoted(one))
        claim = Claim("issues", _item(one, names), said, "reputation", one.review.written_on, lasts("issue"), "",
                      ("reviews", "found"))
        yield claim
        yield replace(claim, section="risks", kinds=("stake", "reviews"))
