"""Whether an item is blamed for something more than before and more than others, beyond chance.

Fisher's exact test (1922) on reviews with and without the cause, late against early and the item against all others; the worse
of both odds counts, times the pairs that could be told at all (Bonferroni over those that can reach the line, Tarone 1990).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import comb
from typing import TypeVar

Pair = TypeVar("Pair", bound=Hashable)


@dataclass(frozen=True)
class Blamed:
    """Reviews of an item that name a cause, of all its reviews: lately, before, and of all other items lately and before."""

    recent: int
    of: int
    before: int
    of_before: int
    others: int
    of_others: int


def odds_of(hits: int, of: int, other_hits: int, of_others: int) -> float:
    """The chance of at least so many hits among `of`, if all reviews were alike; 1.0 where there is nothing to compare with.

    >>> round(odds_of(4, 10, 1, 90), 5)
    0.00034
    """
    if hits > of or other_hits > of_others:
        raise ValueError("more hits than reviews")
    if not of or not of_others:
        return 1.0
    whole, all_hits = of + of_others, hits + other_hits
    ways = comb(whole, of)
    return min(1.0, sum(comb(all_hits, k) * comb(whole - all_hits, of - k) for k in range(hits, min(of, all_hits) + 1)) / ways)


def odds_of_rise(one: Blamed) -> float:
    """The worse of both comparisons; an item without a past is held against the others alone."""
    against_others = odds_of(one.recent, one.of, one.others, one.of_others)
    return max(against_others, odds_of(one.recent, one.of, one.before, one.of_before) if one.of_before else 0.0)


def rises(blamed: Mapping[Pair, Blamed], least: int, odds: float) -> dict[Pair, float]:
    """Pairs that rose, with their odds over all pairs that were looked at; the surest first."""
    told = {pair: one for pair, one in blamed.items() if one.recent >= least and (one.of_before or one.of_others)}
    within = sum(1 for one in blamed.values() if _best(one, least) <= odds)
    found = {pair: min(1.0, odds_of_rise(one) * max(within, 1)) for pair, one in told.items()}
    return dict(sorted(((pair, p) for pair, p in found.items() if p <= odds), key=lambda line: line[1]))


def _best(one: Blamed, least: int) -> float:
    """The smallest odds that a pair's totals allow: all its blames fall into the recent days."""
    hits = min(one.recent + one.before, one.of)
    if hits < least:
        return 1.0
    return odds_of(hits, one.of, one.recent + one.before - hits, one.of_before) if one.of_before else 0.0
