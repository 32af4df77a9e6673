"""Scores which scopes of several marginal tables moved by themselves: one joint model, one store factor for all tables.

A table's rows scatter around the table's common log-factor with a known counting noise and a slice error learned from
the table; rows in a chosen scope have a factor of their own. The causes of one table dilute evenly into the others, so
the store's own factor is what is left when every table's causes are taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import log, pi

import numpy as np

from daybook.analysis.cause_search import MOVE_DENSITY, Rules, store_prior
from daybook.analysis.scopes import DEPTH_CHANCE, LEAST_EXPECTED, Floats, Mask

ERRORS: Floats = np.array([0.002, 0.005, 0.01, 0.02, 0.03, 0.045, 0.065, 0.09, 0.12])  # slice errors tried
USUAL_SIZE = 0.04  # exponential prior of a slice error; wider than in a cube, since few rows hardly correct it
THIN_PRICE = 3.0  # nats more than in a cube: a table of a few rows says little about its own slice errors
NEAR = 1e-3  # log-factor below which square over deviance is lost in rounding
PROMISING = 40  # scopes that take part in exchanges: the best by themselves
Scope = tuple[tuple[str, str], ...]
Chosen = frozenset[tuple[int, Scope]]  # (table, scope)


@dataclass(frozen=True)
class Margin:
    """One marginal table in numbers; `labels` one tuple per row, in the order of `dimensions`."""

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    real: Floats  # (rows,) in units of one independent event
    expected: Floats  # (rows,) likewise

    @cached_property
    def moved(self) -> Floats:
        """(rows,) log of measured over expected, half an event added to each."""
        return np.asarray(np.log((self.real + 0.5) / (self.expected + 0.5)))

    @cached_property
    def counting(self) -> Floats:
        """(rows,) variance of `moved` from counting alone: that under which its square over the variance is the
        Poisson deviance, so that a slice of which nothing was left says as much as it should (McCullagh & Nelder
        1989, section 2.3); near the expectation it is one over it."""
        real, expected = self.real + 0.5, self.expected + 0.5
        deviance = 2 * (real * self.moved - (real - expected))
        usual = np.abs(self.moved) < NEAR
        return np.where(usual, 1 / np.sqrt(real * expected), self.moved**2 / np.where(usual, 1.0, deviance))

    @cached_property
    def scopes(self) -> dict[Scope, Mask]:
        """Every scope and the rows in it. One that holds all rows is the store, one with hardly an event is noise."""
        found: dict[Scope, Mask] = {}
        for depth in range(1, len(self.dimensions) + 1):
            for named in combinations(range(len(self.dimensions)), depth):
                rows: dict[Scope, list[int]] = {}
                for row, labels in enumerate(self.labels):
                    rows.setdefault(tuple((self.dimensions[at], labels[at]) for at in named), []).append(row)
                for scope, inside in rows.items():
                    seen = max(self.expected[inside].sum(), self.real[inside].sum())
                    if len(inside) < len(self.labels) and seen >= LEAST_EXPECTED:
                        found[scope] = np.isin(np.arange(len(self.labels)), inside)
        return found


@dataclass(frozen=True)
class TableFit:
    """One table under chosen scopes: log-likelihood in nats, the rows' common log-factor, and each scope's own."""

    fit: float
    level: float
    own: dict[Scope, float]


@dataclass(frozen=True)
class MarginSet:
    """Chosen scopes, the score of the set, each table's level, the store's own log-factor."""

    chosen: Chosen
    score: float
    levels: tuple[float, ...]
    store: float


class MarginScorer:
    """Scores sets of scopes over all tables; remembers each table's part."""

    def __init__(self, tables: tuple[Margin, ...], overall: float, rules: Rules) -> None:
        self.tables, self.overall, self.rules = tables, overall, rules
        self.fits: dict[tuple[int, frozenset[Scope]], TableFit] = {}
        self.scores: dict[Chosen, MarginSet] = {}
        self.costs: dict[tuple[str, ...], float] = {}
        self.apart: dict[tuple[int, frozenset[Scope]], bool] = {}

    def score(self, chosen: Chosen) -> MarginSet:
        """The set with its levels. Log store factor = sum of levels less (tables - 1) times the overall change."""
        if chosen not in self.scores:
            fits = [self.table_fit(at, chosen) for at in range(len(self.tables))]
            store = self.overall + sum(fit.level - self.overall for fit in fits)
            cost = sum(self._cost(scope) for scope in {scope for _, scope in chosen})
            total = sum(fit.fit for fit in fits) + float(store_prior(np.array([store]))[0]) - cost
            self.scores[chosen] = MarginSet(chosen, total, tuple(fit.level for fit in fits), store)
        return self.scores[chosen]

    def _cost(self, scope: Scope) -> float:
        """Nats for picking this scope among all of the same dimensions, once however many tables show it."""
        named = tuple(dimension for dimension, _ in scope)
        if named not in self.costs:
            every = {other for table in self.tables for other in table.scopes if len(other) == len(scope)}
            cuts = {tuple(dimension for dimension, _ in other) for other in every}
            like = sum(tuple(dimension for dimension, _ in other) == named for other in every)
            chance = DEPTH_CHANCE[min(len(scope), len(DEPTH_CHANCE)) - 1]
            self.costs[named] = self.rules.price_of_a_cause + THIN_PRICE + log(like * len(cuts) / chance)
        return self.costs[named]

    def _fit(self, at: int, scopes: frozenset[Scope]) -> TableFit:
        """The table under its best slice error; weighted least squares on the rows' log-factors."""
        if (at, scopes) not in self.fits:
            table, named = self.tables[at], sorted(scopes)
            design = np.stack([np.ones(len(table.labels)), *(table.scopes[scope] for scope in named)], axis=1)
            variance = table.counting + ERRORS[:, None] ** 2
            fits, factors = _least_squares(table.moved, variance, design.astype(np.float64))
            fits = fits - ERRORS / USUAL_SIZE
            best = int(fits.argmax())
            own = {scope: float(factors[best, i]) for i, scope in enumerate(named, start=1)}
            self.fits[at, scopes] = TableFit(float(fits[best]), float(factors[best, 0]), own)
        return self.fits[at, scopes]

    def table_fit(self, at: int, chosen: Chosen) -> TableFit:
        """One table under the scopes chosen in it."""
        return self._fit(at, frozenset(scope for table, scope in chosen if table == at))

    def allowed(self, chosen: Chosen) -> bool:
        """Each table keeps rows that no scope holds, its scopes can be told apart, and each differs enough."""
        least = log(1 + self.rules.smallest_change)
        for at in {table for table, _ in chosen}:
            if not self._apart(at, frozenset(scope for table, scope in chosen if table == at)):
                return False
            if any(abs(moved) < least for moved in self.table_fit(at, chosen).own.values()):
                return False
        return True

    def _apart(self, at: int, scopes: frozenset[Scope]) -> bool:
        """Whether a row is left that no scope holds, and no scope's rows are made of the others'."""
        if (at, scopes) not in self.apart:
            masks = np.array([self.tables[at].scopes[scope] for scope in sorted(scopes)], dtype=np.float64)
            self.apart[at, scopes] = not masks.any(axis=0).all() and np.linalg.matrix_rank(masks) == len(masks)
        return self.apart[at, scopes]


def _least_squares(moved: Floats, variance: Floats, design: Floats) -> tuple[Floats, Floats]:
    """(errors,) log-likelihood and (errors, 1 + scopes) log-factors; a scope's factor also pays for being unknown."""
    scopes = design.shape[1] - 1
    weighted = design / variance[:, :, None]
    normal = weighted.transpose(0, 2, 1) @ design
    factors: Floats = np.asarray(
        np.linalg.solve(normal, weighted.transpose(0, 2, 1) @ moved[:, None])[:, :, 0], dtype=np.float64
    )
    away = (moved - factors @ design.T) ** 2 / variance
    fit = -0.5 * (away + np.log(2 * pi * variance)).sum(axis=1)
    known = np.linalg.slogdet(normal[:, 1:, 1:])[1] if scopes else 0.0
    return np.asarray(fit - 0.5 * known + scopes * (0.5 * log(2 * pi) + log(MOVE_DENSITY))), factors


def search_margins(scorer: MarginScorer) -> MarginSet:
    """The best set by adding, taking out and exchanging scopes, from no cause and from each best single one."""
    every = [(at, scope) for at, table in enumerate(scorer.tables) for scope in table.scopes]
    empty = scorer.score(frozenset())
    singles = [scorer.score(frozenset([one])) for one in every if scorer.allowed(frozenset([one]))]
    singles.sort(key=lambda found: -found.score)
    promising = [one for found in singles[:PROMISING] for one in found.chosen]
    starts = [empty, *singles[: scorer.rules.beam]]
    return max((_climb(scorer, start, promising) for start in starts), key=lambda found: found.score)


def _climb(scorer: MarginScorer, found: MarginSet, every: list[tuple[int, Scope]]) -> MarginSet:
    """Best neighbour after best neighbour until none is better."""
    for _ in range(4 * scorer.rules.most_causes):
        better = max(_neighbours(scorer, found, every), key=lambda other: other.score, default=found)
        if better.score <= found.score + 1e-9:
            return found
        found = better
    return found


def _neighbours(scorer: MarginScorer, found: MarginSet, every: list[tuple[int, Scope]]) -> Iterator[MarginSet]:
    """One scope more, one fewer, or one exchanged."""
    smaller = [found.chosen - {one} for one in found.chosen]
    wider = (found.chosen, *smaller) if len(found.chosen) < scorer.rules.most_causes else tuple(smaller)
    for kept in smaller:
        if scorer.allowed(kept):
            yield scorer.score(kept)
    for kept in wider:
        for one in every:
            if one not in kept and scorer.allowed(kept | {one}):
                yield scorer.score(kept | {one})
