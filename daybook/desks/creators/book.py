"""The creator book as the desk has it read, and the lines of cooperations that people added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol, TypeVar

from daybook.desks.desk import Read
from daybook.domain.creators import Brought, CreatorBook, CreatorDay, Deal, DealStep, Post, Sample, deals_of
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


class OfCreator(Protocol):
    """Whatever is told of one creator."""

    @property
    def creator_id(self) -> str: ...


Row = TypeVar("Row", bound=OfCreator)


@dataclass(frozen=True)
class Parts:
    """The book and the cooperations by creator, each in its order; a creator of whom nothing is told is not in it."""

    brought: Mapping[str, Sequence[Brought]]
    days: Mapping[str, Sequence[CreatorDay]]
    posts: Mapping[str, Sequence[Post]]
    samples: Mapping[str, Sequence[Sample]]
    deals: Mapping[str, Sequence[Deal]]


def parts_of(seen: Seen) -> Parts:
    """The same, reckoned once: a shop has thousands of creators, and each is looked at by itself."""
    known = seen.reckoned.get("creators.parts")
    if not isinstance(known, Parts):
        book = book_of(seen)
        known = seen.reckoned["creators.parts"] = Parts(
            _by_creator(book.brought), _by_creator(book.days), _by_creator(book.posts), _by_creator(book.samples),
            _by_creator(deals_seen(seen)))
    return known


def _by_creator(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.creator_id, []).append(row)
    return found


def name_of(creator_id: str, seen: Seen) -> str:
    """What a creator is called; the id where no name is known."""
    told = (d.creator for d in parts_of(seen).deals.get(creator_id, ()) if d.creator)
    return book_of(seen).names.get(creator_id) or next(told, creator_id)


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
