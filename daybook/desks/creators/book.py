"""The creator book as the desk has it read, and the lines of cooperations that people added."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from daybook.desks.desk import Read
from daybook.domain.creators import CreatorBook, Deal, DealStep, deals_of
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.creator_book import CreatorReading, creator_books
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook

BOOK = "creators.book"
#: Lines of cooperations, by creator; put there by the workflow that builds `Seen`.
STEPS = "creators.steps"


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, CreatorBook]:
    """shop -> its creator book; a shop without any fact of creators has none."""
    return creator_books(session, on, reading())


def reading() -> CreatorReading:
    """Which days are read, by the rulebook."""
    rules = load()
    return CreatorReading(*(int(rules.value("N-READ", name)) for name in ("orders", "days", "posts", "ended")))


def book_of(seen: Seen) -> CreatorBook:
    """The creator book of a morning; an empty one where nothing of creators is known."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, CreatorBook) else CreatorBook()


def deals_seen(seen: Seen) -> tuple[Deal, ...]:
    """Every cooperation of the shop, by creator and number."""
    known = seen.reckoned.get("creators.deals")
    if not isinstance(known, tuple):
        steps = seen.read.get(STEPS)
        by_creator: Mapping[str, tuple[DealStep, ...]] = steps if isinstance(steps, dict) else {}
        known = seen.reckoned["creators.deals"] = tuple(d for _, own in sorted(by_creator.items()) for d in deals_of(own))
    return known


def name_of(creator_id: str, seen: Seen) -> str:
    """What a creator is called; the id where no name is known."""
    told = next((d.creator for d in deals_seen(seen) if d.creator_id == creator_id and d.creator), "")
    return book_of(seen).names.get(creator_id) or told or creator_id


def title_of(item_id: str, seen: Seen) -> str:
    """What an item is called; the id where no name is known."""
    return seen.names.get("item_id", {}).get(item_id) or book_of(seen).titles.get(item_id) or item_id


def rules_of(seen: Seen) -> Rulebook:
    """The rules of the shop's platform."""
    return _rules(seen.shop.platform)


def has_rule(rules: Rulebook, rule_id: str) -> bool:
    """Whether the platform has a rule at all."""
    return any(one.id == rule_id for one in rules.rules)


@cache
def _rules(platform: str) -> Rulebook:
    return load().for_(platform)


READ = Read(BOOK, read_books)
