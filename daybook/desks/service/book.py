"""Customer service as the desk has it read: whose hours count, which days, which words, all by the rulebook."""

from collections.abc import Mapping, Sequence
from datetime import date

from daybook.desks.desk import Read
from daybook.domain.seen import Seen
from daybook.domain.service import ServiceBook
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.service_book import Counting, ServiceSpan, ServiceWords, service_books, service_slots
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.rulebook.service_words import joined, known_by, reasons, topics
from daybook.rulebook.words import plain_patterns

BOOK = "service.book"
#: Ways in which a purchase is an agent's, as the rule names them.
ATTRIBUTIONS = ("placed", "paid", "placed_first")
#: Lists of words that no agent may say to a buyer.
NEVER_SAID = ("W-OFF-PLATFORM", "W-PAID-REVIEW", "W-INSULT")
ALL_DAY = (0, 24)


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, ServiceBook]:
    """shop -> its service; a shop without transcripts and reports has none."""
    return service_books(session, on, {shop.name: _counting(shop) for shop in shops}, _span(), _words())


def read_slots(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, ServiceBook]:
    """shop -> of its service only what people are reckoned from: what a watch needs every few minutes."""
    return service_slots(session, on, {shop.name: _counting(shop) for shop in shops}, _span(), _words())


def book_of(seen: Seen) -> ServiceBook:
    """The service of a morning; an empty one where nothing is known."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, ServiceBook) else ServiceBook()


def rules_of(seen: Seen) -> Rulebook:
    """The rules that hold for the shop."""
    return load().for_(str(seen.shop.platform))


def hours_of(platform: str) -> tuple[int, int]:
    """The hours in which a platform counts replies; all day where no rule of it is known."""
    found = [r for r in load().rules if r.id == "S-HOURS" and r.applies_to(platform, "*")]
    return (int(found[0].value("from_hour")), int(found[0].value("to_hour"))) if found else ALL_DAY


def attribution_of(platform: str) -> str:
    """By which moment a purchase is an agent's."""
    rules = load().for_(platform)
    return next((name for name in ATTRIBUTIONS if rules.value("S-ATTRIBUTION", name)), ATTRIBUTIONS[1])


def _counting(shop: Shop) -> Counting:
    first, last = hours_of(str(shop.platform))
    return Counting(first, last, attribution_of(str(shop.platform)))


def _span() -> ServiceSpan:
    rules = load()
    return ServiceSpan(
        int(rules.value("S-WINDOW", "days")), int(rules.value("S-REPLY-WINDOW")), int(rules.value("S-TALK")),
        int(rules.value("S-INQ-WINDOW", "days")), int(rules.value("S-INQ-WINDOW", "after")), int(rules.value("S-ANSWER-LATE")),
        int(rules.value("S-WINDOW", "quoted")), int(rules.value("S-SAMPLES")), int(rules.value("S-AGAIN")))


def _words() -> ServiceWords:
    return ServiceWords({name: one.pattern for name, one in topics().items()}, reasons(),
                        {rule: joined(plain_patterns(rule)) for rule in NEVER_SAID}, known_by("person"), known_by("question"))


READ = Read(BOOK, read_books)
