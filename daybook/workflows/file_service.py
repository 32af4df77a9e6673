"""Service as claims of the operating file: who answers when, what is kept ready, and what buyers complain of."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from daybook.desks.service.book import book_of
from daybook.domain.file_page import Claim
from daybook.domain.reputation import ReputationTable
from daybook.domain.roster import DAILY, WEEKDAYS
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.service import Replies
from daybook.rulebook.reading import load
from daybook.workflows.file_products import NUMBERS, lasts

STEP = Decimal("0.001")


def service_claims(seen: Seen, table: ReputationTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """The roster, sentences kept ready, and causes of poor reviews with what they are about."""
    for shift in seen.given.shifts:
        day = Said("every day") if shift.day == DAILY else Term("weekday", shift.day, WEEKDAYS[shift.day]) if (
            shift.day in WEEKDAYS) else shift.day
        yield Claim("service", shift.person, Said("answers {day} {hours}", day=day, hours=shift.hours), "given roster",
                    seen.shop.day_of(shift.known_at), lasts("team"), "", ("roster",))
    for script in seen.given.scripts_given:
        if script.text:
            yield Claim("service", script.name, script.text, "given script", seen.shop.day_of(script.known_at), None, "",
                        ("script",))
    yield from _replies(seen)
    yield from _reviews(seen, table, names)


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


def _reviews(seen: Seen, table: ReputationTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """What poor reviews were about, the most frequent cause first, and the items that have most of them."""
    causes = Counter(cause for one in table.reviews for cause in one.causes)
    if not table.reviews:
        return
    said: str = Said("{n} poor reviews lately", n=len(table.reviews))
    if causes:
        said = Said("{said}, about: {causes}", said=said, causes=listed(
            Said("{cause} {n}", cause=Term("complaint", cause), n=n) for cause, n in causes.most_common(4)))
    items = Counter(one.item for one in table.reviews)
    most = listed(Said("{item} {n}", item=names.get(item, item), n=n) for item, n in items.most_common(2))
    yield Claim("service", seen.shop.name, Said("{said}; most on {items}", said=said, items=most), "reputation", seen.reviewed,
                lasts("issue"), "", ("reviews",))
