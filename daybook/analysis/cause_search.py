"""Finds the set of disjoint scopes that explains a cube best: a beam that adds scopes, then exchanges of one or two.

The score of a set is a penalised log-likelihood in nats. A scope pays for having been picked among all (log of their
number), for its factor (Laplace), and has to beat what slice errors of the forecast could do by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from daybook.analysis.scope_evidence import FINE, TO_FINE, Evidence
from daybook.analysis.scopes import Floats, Mask, Scopes

STORE_ERROR = 0.03  # log-standard deviation of a day's forecast as a whole when nothing happened to the store
STORE_MOVE = 0.5  # of the store's factor when something did
STORE_MOVES = 0.15  # chance of that before looking
MOVE_DENSITY = 0.5  # prior density of a cause's log-factor: even over about e^2, from a fifth to nearly twice
BEYOND_ERRORS = 2.5  # standard deviations of a slice's forecast error that a slice must exceed to be a cause


@dataclass(frozen=True)
class Rules:
    """What counts as a cause. The limits are of the trade; a caller passes the rulebook's."""

    smallest_change: float = 0.1  # of a scope against the store, as a share: less is not worth a visit
    most_causes: int = 6
    deepest: int = 3  # dimensions in one scope
    price_of_a_cause: float = 2.0  # nats, on top of the choice among all scopes; measured: 1-2% of quiet cubes alarm
    beam: int = 6


@dataclass(frozen=True)
class CauseSet:
    """Positions of scopes, their log-multiples, what each is worth and cost in nats; the store's is FINE[store]."""

    scopes: tuple[int, ...]
    store: int  # position in FINE
    score: float
    moved: tuple[float, ...]
    worth: tuple[float, ...] = ()
    costs: tuple[float, ...] = ()


def scope_costs(scopes: Scopes, evidence: Evidence, rules: Rules) -> Floats:
    """(scopes,) nats that a cause there has to beat: the choice among all, its free factor, and the rule's price."""
    occam = 0.5 * np.log(np.maximum(evidence.information, 1.0) / (2 * np.pi)) - np.log(MOVE_DENSITY)
    return np.asarray(scopes.cost + np.maximum(occam, 0.0) + rules.price_of_a_cause)


def least_moves(scopes: Scopes, sizes: Floats, rules: Rules) -> Floats:
    """(scopes,) log-factor below which a scope is no cause; `sizes` (dims,) are the forecast's slice errors."""
    own = np.where(scopes.key >= 0, sizes, 0.0).max(axis=1) * (scopes.depth == 1)
    return np.asarray(np.maximum(np.log1p(rules.smallest_change), BEYOND_ERRORS * own))


def store_prior(log_factors: Floats) -> Floats:
    """Log density of the store's own log-factor before looking: mostly near 0, at times anywhere."""
    sizes = np.array([STORE_ERROR, STORE_MOVE])
    chances = np.array([1 - STORE_MOVES, STORE_MOVES]) / sizes
    return np.asarray(np.log(np.exp(-0.5 * (log_factors[:, None] / sizes) ** 2) @ chances))


class _Scorer:
    """Scores sets of scopes of one cube; holds what is the same for all sets."""

    def __init__(self, scopes: Scopes, evidence: Evidence, sizes: Floats, rules: Rules) -> None:
        self.scopes, self.evidence, self.rules = scopes, evidence, rules
        self.least = least_moves(scopes, sizes, rules)
        self.cost = scope_costs(scopes, evidence, rules)
        self.prior = store_prior(FINE)
        self.known: dict[tuple[int, ...], CauseSet] = {}
        self.apart: dict[int, Mask] = {}
        self.gained: dict[int, Floats] = {}

    def gains(self, store: int) -> Floats:
        """(scopes,) what each would add to the score if the store's log-multiple is FINE[store]."""
        if store not in self.gained:
            better = self.evidence.peak - self.evidence.at(store)
            material = np.abs(self.evidence.best - FINE[store]) >= self.least
            self.gained[store] = np.where(material, better - self.cost, -np.inf)
        return self.gained[store]

    def free(self, chosen: Iterable[int]) -> Mask:
        """Which scopes share no cell with the chosen."""
        mask = np.ones(len(self.scopes.key), dtype=bool)
        for scope in chosen:
            if scope not in self.apart:
                self.apart[scope] = self.scopes.disjoint_from(scope)
            mask &= self.apart[scope]
        return mask

    def score(self, chosen: tuple[int, ...]) -> CauseSet:
        """The set with its best store factor."""
        key = tuple(sorted(chosen))
        if key not in self.known:
            rows = list(key)
            rest = self.evidence.total - self.evidence.table[rows].sum(axis=0)
            fit = rest @ TO_FINE + self.prior
            store = int(fit.argmax())
            gains = self.gains(store)[rows]
            alone = float(self.evidence.total @ TO_FINE[:, store] + self.prior[store])
            moved = tuple(float(x) for x in self.evidence.best[rows])
            self.known[key] = CauseSet(
                key,
                store,
                alone + float(gains.sum()),
                moved,
                tuple(map(float, gains)),
                tuple(map(float, self.cost[rows])),
            )
        return self.known[key]

    def additions(self, found: CauseSet, most: int, stores: Iterable[int]) -> Iterator[CauseSet]:
        """The set with one more scope: the `most` promising for each guess of the store's factor."""
        free = self.free(found.scopes)
        for store in stores:
            gains = np.where(free, self.gains(store), -np.inf)
            for scope in _largest(gains, most):
                if gains[scope] > -np.inf:
                    yield self.score((*found.scopes, int(scope)))


def _largest(values: Floats, most: int) -> Iterable[int]:
    """Positions of the `most` largest values, the largest first."""
    if len(values) > most:
        top = np.argpartition(-values, most)[:most]
        return list(top[np.argsort(-values[top])])
    return list(np.argsort(-values))


def search(scopes: Scopes, evidence: Evidence, sizes: Floats, rules: Rules) -> CauseSet:
    """The best set found; the empty one when no scope is worth its cost."""
    scorer = _Scorer(scopes, evidence, sizes, rules)
    empty = scorer.score(())
    stores = _store_guesses(scopes, evidence)
    beam, best = [empty], empty
    for _ in range(rules.most_causes):
        grown = {
            found.scopes: found
            for start in beam
            for found in scorer.additions(start, rules.beam, (start.store, *stores))
        }
        beam = sorted(grown.values(), key=lambda found: -found.score)[: rules.beam]
        if not beam or beam[0].score <= best.score:
            break
        best = beam[0]
    finalists = [_exchange(scorer, found, stores) for found in (best, *beam[:2])]
    return max(finalists, key=lambda found: found.score)


def _store_guesses(scopes: Scopes, evidence: Evidence) -> tuple[int, ...]:
    """Where the store's log-multiple may lie before causes are known: unchanged, or as most slices have it."""
    slices = scopes.depth == 1
    middle = float(np.median(evidence.best[slices])) if slices.any() else 0.0
    return (int(np.abs(FINE).argmin()), int(np.abs(FINE - middle).argmin()))


def _exchange(scorer: _Scorer, found: CauseSet, stores: tuple[int, ...]) -> CauseSet:
    """Takes one or two scopes out and puts up to two others in, as long as that helps."""
    for _ in range(10):
        better = max(_neighbours(scorer, found, stores), key=lambda other: other.score, default=found)
        if better.score <= found.score + 1e-9:
            return found
        found = better
    return found


def _neighbours(scorer: _Scorer, found: CauseSet, stores: tuple[int, ...]) -> Iterator[CauseSet]:
    """Sets that differ by taking out up to two scopes and adding up to two."""
    for out in range(min(2, len(found.scopes)) + 1):
        for removed in combinations(found.scopes, out):
            kept = scorer.score(tuple(scope for scope in found.scopes if scope not in removed))
            yield kept
            if len(kept.scopes) < scorer.rules.most_causes:
                added = list(scorer.additions(kept, 4, {kept.store, found.store, *stores}))
                yield from added
                for one in sorted({s.scopes: s for s in added}.values(), key=lambda s: -s.score)[:3]:
                    if len(one.scopes) < scorer.rules.most_causes:
                        yield from scorer.additions(one, 2, (one.store,))
