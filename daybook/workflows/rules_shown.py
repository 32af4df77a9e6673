"""The rulebook as people read it: each rule with its numbers, its source and how sure it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.rulebook.reading import load
from daybook.rulebook.rules import ANY, Rule


@dataclass(frozen=True)
class RuleLine:
    """One rule.  `values` are (name, number, unit); `platform` and `category` are empty where it holds for all."""

    id: str
    desk: str
    what: str
    values: tuple[tuple[str, Decimal, str], ...]
    platform: str
    category: str
    source: str
    seen_on: date
    confidence: str
    note: str
    verify: bool
    contradicts: tuple[str, ...]


def rules_shown(desk: str = "", platform: str = "") -> tuple[RuleLine, ...]:
    """All rules, or those of a desk, or those that hold on a platform, in the order of their files."""
    book = load()
    found = book.for_(platform).rules if platform else book.rules
    return tuple(_line(rule) for rule in found if not desk or rule.desk == desk)


def desks_with_rules() -> tuple[str, ...]:
    """The desks that have rules, in the order of their files."""
    return tuple(dict.fromkeys(rule.desk for rule in load().rules))


def _line(rule: Rule) -> RuleLine:
    return RuleLine(
        rule.id, rule.desk, rule.what, tuple((n, v, rule.units[n]) for n, v in rule.values.items()),
        "" if rule.platform == ANY else rule.platform, "" if rule.category == ANY else rule.category, rule.source,
        rule.seen_on, rule.confidence, rule.note, rule.verify, rule.contradicts)
