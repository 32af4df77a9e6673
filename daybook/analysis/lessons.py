"""Lessons: what moves of a kind brought of what was expected, pooled over object, shop, group and all shops.

Measured = ratio x expected + error.  The ratio of a leaf is the kind's, and what its group, its shop and its object add;
each addition is drawn from a normal of its own width (a linear mixed model; Robinson 1991, "That BLUP is a good thing").
Widths and the kinds' own spread are chosen by marginal likelihood on a small grid, so that thin data lean on the parent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Before anything was measured a kind brings most of what was expected, give or take as much: plans promise too much.
FIRST_RATIO, FIRST_WIDTH = 0.7, 0.5
#: Widths that are tried for group, shop and object around their parent.
GROUP_WIDTHS, SHOP_WIDTHS, OBJECT_WIDTHS = (0.05, 0.2), (0.05, 0.2, 0.4), (0.05, 0.2, 0.4)


@dataclass(frozen=True)
class Outcome:
    """One measured move: expected and measured money (same units), and the measurement's standard error (> 0)."""

    kind: str
    group: str
    shop: str
    object: str
    expected: float
    measured: float
    error: float

    @property
    def nodes(self) -> tuple[tuple[str, ...], ...]:
        """Itself and its parents: kind, group of shops, shop, object."""
        return ((self.kind,), (self.kind, self.group), (self.kind, self.group, self.shop),
                (self.kind, self.group, self.shop, self.object))


@dataclass(frozen=True)
class Ratio:
    """Of what is expected so much comes: the best guess and its standard deviation."""

    mean: float
    error: float


class Lessons:
    """What outcomes teach; asked for a leaf, known or new."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._rows = [o for o in outcomes if o.error > 0 and o.expected]
        self._known = sorted({node for o in self._rows for node in o.nodes})
        self._at = {node: n for n, node in enumerate(self._known)}
        grid = product(GROUP_WIDTHS, SHOP_WIDTHS, OBJECT_WIDTHS) if self._rows else [(0.2, 0.2, 0.2)]
        self._widths = max(grid, key=self._likelihood) if self._rows else (0.2, 0.2, 0.2)
        self._solve(self._widths)

    def ratio(self, kind: str, group: str, shop: str, object_: str) -> Ratio:
        """The ratio of a kind of move on an object; where nothing was measured its parents', wider."""
        nodes = Outcome(kind, group, shop, object_, 1.0, 0.0, 1.0).nodes
        widths = (FIRST_WIDTH, *self._widths)
        mean, spread, mine = FIRST_RATIO, 0.0, []
        for node, width in zip(nodes, widths, strict=True):
            if node in self._at:
                mine.append(self._at[node])
            else:
                spread += width**2
        if mine:
            mean += float(self._found[mine].sum())
            spread += float(self._cov[np.ix_(mine, mine)].sum())
        return Ratio(mean, float(np.sqrt(spread)))

    def _design(self, widths: tuple[float, ...]) -> tuple[Floats, Floats, Floats]:
        """(rows, nodes) in units of the error; the target; prior variances of the nodes."""
        design = np.zeros((len(self._rows), len(self._known)))
        target = np.zeros(len(self._rows))
        for n, one in enumerate(self._rows):
            target[n] = (one.measured - FIRST_RATIO * one.expected) / one.error
            design[n, [self._at[node] for node in one.nodes]] = one.expected / one.error
        prior = np.array([(FIRST_WIDTH, *widths)[len(node) - 1] ** 2 for node in self._known])
        return design, target, prior

    def _likelihood(self, widths: tuple[float, ...]) -> float:
        design, target, prior = self._design(widths)
        cov = (design * prior) @ design.T + np.eye(len(target))
        size = float(np.linalg.slogdet(cov)[1])
        return float(-0.5 * (size + target @ np.linalg.solve(cov, target)))

    def _solve(self, widths: tuple[float, ...]) -> None:
        design, target, prior = self._design(widths)
        if not len(target):
            self._found, self._cov = np.zeros(0), np.zeros((0, 0))
            return
        gain = np.linalg.solve((design * prior) @ design.T + np.eye(len(target)), design * prior).T
        self._found = gain @ target
        self._cov = np.diag(prior) - gain @ (design * prior)
