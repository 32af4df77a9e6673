"""The dispute book as the desk has it read, and what people added to its cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from daybook.desks.desk import Read
from daybook.domain.disputes import CaseStep, DisputeBook, Exported
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.dispute_book import Reading, dispute_books
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook

BOOK = "disputes.book"
#: What people and mornings added to the cases, by case; put there by the workflow that builds `Seen`.
STEPS = "disputes.steps"
#: The exports of disputes that were known; put there by the same.
EXPORTS = "disputes.exports"


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, DisputeBook]:
    """shop -> its dispute book; a shop without any refund or dispute within the days read has none."""
    return dispute_books(session, on, reading())


def reading() -> Reading:
    """Which days are read, by the rulebook."""
    rules = load()
    quality = int(rules.value("D-CLUSTER", "days") + rules.value("D-CLUSTER", "before"))
    counted = max(int(rules.value("D-WINDOW", "days") + rules.value("D-WINDOW", "pace")), quality) + 1
    return Reading(int(rules.value("D-READ", "open")), int(rules.value("D-READ", "closed")), int(rules.value("D-READ", "taught")),
                   counted, quality, int(rules.value("D-READ", "claims")), int(rules.value("D-CLAIMANT", "claims")))


def book_of(seen: Seen) -> DisputeBook:
    """The dispute book of a morning; an empty one where no refund is known."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, DisputeBook) else DisputeBook()


def steps_of(seen: Seen) -> Mapping[str, tuple[CaseStep, ...]]:
    """Case -> what people and mornings added to it, in the order of time."""
    found = seen.read.get(STEPS)
    return found if isinstance(found, dict) else {}


def exports_of(seen: Seen) -> tuple[Exported, ...]:
    """The exports of disputes that were known on a morning."""
    found = seen.read.get(EXPORTS)
    return found if isinstance(found, tuple) else ()


def rules_of(seen: Seen) -> Rulebook:
    """The rules of the shop's platform."""
    return _rules(seen.shop.platform)


def has_rule(rules: Rulebook, rule_id: str) -> bool:
    """Whether the platform has a rule at all."""
    return any(rule.id == rule_id for rule in rules.rules)


@cache
def _rules(platform: str) -> Rulebook:
    return load().for_(platform)


READ = Read(BOOK, read_books)
