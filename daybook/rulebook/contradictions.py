"""Finds rules that cannot both be right: one question, numbers that exclude each other."""
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from daybook.rulebook.rules import ANY, FAMILY, Rule, Rulebook


@dataclass(frozen=True)
class Contradiction:
    """Two rules, the question they both answer, and in words what they disagree on."""
    first: Rule
    second: Rule
    about: str
    why: str


def find_contradictions(book: Rulebook) -> tuple[Contradiction, ...]:
    """Every pair of rules that hold for some shop together and disagree, in the order of the files.

    Two rules disagree if one says so (`contradicts`), if they are about one question and a number of the
    same name has ranges that do not meet, or if they share no unit to measure it in.  A variant of
    the same rule for a narrower category or platform is a refinement, not a contradiction.
    """
    found = (_between(one, other) for one, other in combinations(book.rules, 2)
             if one.id != other.id and _meet(one, other))
    return tuple(contradiction for contradiction in found if contradiction is not None)


def _meet(one: Rule, other: Rule) -> bool:
    return (_overlap(one.category, other.category)
            and (_overlap(one.platform, other.platform)
                 or FAMILY.get(one.platform) == other.platform or FAMILY.get(other.platform) == one.platform))


def _overlap(one: str, other: str) -> bool:
    return one == other or ANY in (one, other)


def _between(one: Rule, other: Rule) -> Contradiction | None:
    declared = other.id in one.contradicts or one.id in other.contradicts
    if one.about != other.about and not declared:
        return None
    disagreements = list(_disagreements(one, other)) if one.about == other.about else []
    if not disagreements and not declared:
        return None
    why = "; ".join(disagreements) or "declared by their sources"
    return Contradiction(one, other, one.about, why)


def _disagreements(one: Rule, other: Rule) -> Iterator[str]:
    ours, theirs = _ranges(one), _ranges(other)
    shared = [name for name in ours if name in theirs]
    if not shared and not set(one.units.values()) & set(other.units.values()):
        yield f"{one.id} counts {_units(one)}, {other.id} counts {_units(other)}"
    for name in shared:
        (unit, low, high), (their_unit, their_low, their_high) = ours[name], theirs[name]
        if unit != their_unit:
            yield f"{name}: {one.id} in {unit}, {other.id} in {their_unit}"
        elif high < their_low or their_high < low:
            yield f"{name}: {one.id} says {_text(low, high)}, {other.id} {_text(their_low, their_high)} {unit}"


def _ranges(rule: Rule) -> dict[str, tuple[str, Decimal, Decimal]]:
    """Numbers as (unit, low, high) by name; `x_low` and `x_high` are one range named x."""
    ranges: dict[str, tuple[str, Decimal, Decimal]] = {}
    for name, number in rule.values.items():
        stem = name.removesuffix("_low").removesuffix("_high")
        _, low, high = ranges.get(stem, (rule.units[name], number, number))
        ranges[stem] = (rule.units[name], min(low, number), max(high, number))
    return ranges


def _units(rule: Rule) -> str:
    return " and ".join(dict.fromkeys(rule.units.values()))


def _text(low: Decimal, high: Decimal) -> str:
    return f"{low}" if low == high else f"{low} to {high}"
