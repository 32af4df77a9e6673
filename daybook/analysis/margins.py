"""Which slices carry a change when only marginal tables are known (shop by source, shop by product, region by buyer).

This is what exports hold: no full cube, so a cause in one dimension cannot be crossed with another that no table
crosses. Money is exact: per table the slices' changes and the remainder add up to the total change to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log

import numpy as np

from daybook.analysis.cause_search import Rules
from daybook.analysis.margin_sets import Margin, MarginScorer, MarginSet, Scope, TableFit, search_margins

CENT = Decimal("0.01")


@dataclass(frozen=True)
class MarginTable:
    """Measured and expected per slice of one dimension, or per pair of two; `labels` holds one tuple per row.

    For a ratio (payment conversion), `real` is buyers and `expected` is the forecast rate times the real visitors.
    """

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    real: tuple[Decimal, ...]
    expected: tuple[Decimal, ...]


@dataclass(frozen=True)
class SliceChange:
    """One row's change = its part of what the whole table did + its own."""

    scope: Scope
    change: Decimal
    with_the_rest: Decimal
    own: Decimal


@dataclass(frozen=True)
class MarginBridge:
    """One table: its slices, and the part of the total change that the table does not hold."""

    dimensions: tuple[str, ...]
    slices: tuple[SliceChange, ...]  # largest change first
    remainder: Decimal  # sum of the slices' changes + remainder = total change, exactly


@dataclass(frozen=True)
class MarginCause:
    """A scope that moved by itself. Causes of different tables may be the same orders seen from two sides."""

    scope: Scope
    factor: float  # measured over expected, against the other rows of its table
    own: Decimal  # change beyond what the rest of its table did
    evidence: float  # nats by which the set is better with it


@dataclass(frozen=True)
class MarginDiagnosis:
    """Causes, largest own change first; none when all slices moved alike or nothing beyond noise did."""

    change: Decimal
    causes: tuple[MarginCause, ...]
    bridges: tuple[MarginBridge, ...]  # in the order of the tables
    store_factor: float  # what the store did by itself, causes taken out


def explain_margins(
    tables: Sequence[MarginTable],
    total_real: Decimal,
    total_expected: Decimal,
    unit: float = 1.0,
    rules: Rules | None = None,
) -> MarginDiagnosis:
    """Which slices moved by themselves, several at once, and a bridge per table that adds up to the total change.

    `unit` is the worth of one independent event: 1 for orders or buyers; for paid amount the mean of squared order
    values over their mean (about twice the 笔单价). A negative or unmatched value is a ValueError.
    """
    if unit <= 0:
        raise ValueError(f"unit is {unit}; the worth of one event is above 0")
    rules = rules or Rules()
    margins = tuple(_checked(table, unit) for table in tables)
    judged = [at for at, margin in enumerate(margins) if len(margin.labels) > 1]
    overall = log((float(total_real) / unit + 0.5) / (float(total_expected) / unit + 0.5))
    scorer = MarginScorer(tuple(margins[at] for at in judged), overall, rules)
    found = search_margins(scorer)
    levels = dict(zip(judged, found.levels, strict=True))
    bridges = tuple(
        _bridge(table, levels.get(at, overall), total_real - total_expected) for at, table in enumerate(tables)
    )
    causes = _causes(scorer, found, [tables[at] for at in judged])
    return MarginDiagnosis(total_real - total_expected, causes, bridges, exp(found.store))


def _checked(table: MarginTable, unit: float) -> Margin:
    """The table in floats and units."""
    rows = len(table.labels)
    if len(table.real) != rows or len(table.expected) != rows:
        raise ValueError(f"table by {' x '.join(table.dimensions)} has {rows} labels but other numbers of values")
    if len(set(table.labels)) != rows:
        raise ValueError(f"table by {' x '.join(table.dimensions)} names a slice twice; add its rows up first")
    if unit <= 0 or any(value < 0 for value in (*table.real, *table.expected)):
        raise ValueError(
            f"table by {' x '.join(table.dimensions)} holds a negative value; refunds are their own measure"
        )
    real = np.array([float(value) for value in table.real]) / unit
    expected = np.array([float(value) for value in table.expected]) / unit
    return Margin(table.dimensions, table.labels, real, expected)


def _bridge(table: MarginTable, level: float, change: Decimal) -> MarginBridge:
    """Each slice's change in two parts, and the remainder."""
    slices = []
    for label, real, expected in zip(table.labels, table.real, table.expected, strict=True):
        shared = (expected * Decimal(repr(exp(level) - 1))).quantize(CENT)
        scope = tuple(zip(table.dimensions, label, strict=True))
        slices.append(SliceChange(scope, real - expected, shared, real - expected - shared))
    slices.sort(key=lambda line: -abs(line.change))
    return MarginBridge(table.dimensions, tuple(slices), change - sum((line.change for line in slices), Decimal(0)))


def _causes(scorer: MarginScorer, found: MarginSet, tables: list[MarginTable]) -> tuple[MarginCause, ...]:
    """Each chosen scope once, with its own change in the first table that shows it."""
    causes: dict[Scope, MarginCause] = {}
    for at, scope in sorted(found.chosen):
        if scope not in causes:
            without = scorer.score(frozenset(one for one in found.chosen if one[1] != scope))
            fit = scorer.table_fit(at, found.chosen)
            own = _own_change(tables[at], fit, scope)
            causes[scope] = MarginCause(scope, exp(fit.own[scope]), own, found.score - without.score)
    return tuple(sorted(causes.values(), key=lambda cause: -abs(cause.own)))


def _own_change(table: MarginTable, fit: TableFit, scope: Scope) -> Decimal:
    """Measured less what its rows would have been under everything but this scope's own factor."""
    own = Decimal(0)
    for label, real, expected in zip(table.labels, table.real, table.expected, strict=True):
        row = set(zip(table.dimensions, label, strict=True))
        if row >= set(scope):
            others = sum(moved for other, moved in fit.own.items() if other != scope and row >= set(other))
            own += real - (expected * Decimal(repr(exp(fit.level + others)))).quantize(CENT)
    return own
