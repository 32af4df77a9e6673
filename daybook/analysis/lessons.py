"""Lessons: what moves of a kind brought of what was expected, pooled over object, shop, category, platform and all shops.

Measured = ratio x expected + error.  A ratio is the kind's, and what the platform, the category, the shop and the object
add to it; each addition is drawn from a normal of its own width, and categories cross shops (a linear mixed model with
crossed parts; Robinson 1991, "That BLUP is a good thing").  Widths are chosen by marginal likelihood on a small grid, so
that thin data lean on the kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Node = tuple[str, ...]
Widths = dict[str, float]
#: Before anything was measured a kind brings most of what was expected, give or take as much: plans promise too much.
FIRST_RATIO, FIRST_WIDTH = 0.7, 0.5
#: Widths that are tried for what each part adds to the kind.
TRIED: dict[str, tuple[float, ...]] = {"group": (0.05, 0.2), "category": (0.05, 0.2), "shop": (0.05, 0.2, 0.4),
                                       "object": (0.05, 0.2, 0.4)}
UNTAUGHT_WIDTH = 0.2


@dataclass(frozen=True)
class Outcome:
    """One measured move: expected and measured money (same units), and the measurement's standard error (> 0).

    `group` is the platform; `category` is "" where it is not known, and then teaches no category.
    """

    kind: str
    group: str
    category: str
    shop: str
    object: str
    expected: float
    measured: float
    error: float

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What its ratio is made of: the kind, its platform, category, shop and object."""
        parts: list[Node] = [("kind",), ("group", self.group), ("category", self.category), ("shop", self.shop),
                             ("object", self.shop, self.object)]
        return tuple(n for n in parts if n != ("category", ""))


@dataclass(frozen=True)
class Ratio:
    """Of what is expected so much comes: the best guess and its standard deviation."""

    mean: float
    error: float


def of_another(values: Sequence[float], errors: Sequence[float]) -> Ratio | None:
    """What another move like these would bring: their mean and the standard deviation around it of a further one.

    A random effects mean (DerSimonian and Laird 1986): moves differ by more than their measurements' errors say.
    None for no move.

    >>> of_another([100.0, 100.0], [10.0, 10.0]).mean
    100.0
    """
    if not values:
        return None
    y, v = np.array(values), np.array(errors) ** 2
    w = 1 / v
    fixed = (w * y).sum() / w.sum()
    spare = w.sum() - (w**2).sum() / w.sum()
    between = max(((w * (y - fixed) ** 2).sum() - (len(y) - 1)) / spare, 0.0) if spare > 0 else 0.0
    w = 1 / (v + between)
    return Ratio(float((w * y).sum() / w.sum()), float(np.sqrt(1 / w.sum() + between)))


class Lessons:
    """What outcomes teach; asked for a leaf, known or new."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        told: dict[str, list[Outcome]] = {}
        for one in outcomes:
            if one.error > 0 and one.expected:
                told.setdefault(one.kind, []).append(one)
        self._kinds = {kind: _Kind(rows) for kind, rows in told.items()}
        grid = [dict(zip(TRIED, tried, strict=True)) for tried in product(*TRIED.values())] if told else []
        self._widths = max(grid, key=self._likelihood, default=dict.fromkeys(TRIED, UNTAUGHT_WIDTH))
        for kind in self._kinds.values():
            kind.solve(self._widths)

    def ratio(self, kind: str, group: str, category: str, shop: str, object_: str) -> Ratio:
        """The ratio of a kind of move on an object; what was not measured adds nothing but its width."""
        known = self._kinds.get(kind)
        asked = Outcome(kind, group, category, shop, object_, 1.0, 0.0, 1.0)
        spread = sum(self._widths[part] ** 2 for part in TRIED) + FIRST_WIDTH**2
        if known is None:
            return Ratio(FIRST_RATIO, float(np.sqrt(spread)))
        mean, inside, new = known.about(asked.nodes, self._widths)
        unknown = self._widths["category"] ** 2 if not category else 0.0
        return Ratio(mean, float(np.sqrt(inside + new + unknown)))

    def _likelihood(self, widths: Widths) -> float:
        return sum(kind.likelihood(widths) for kind in self._kinds.values())


class _Kind:
    """The measured moves of one kind; measurements of one object are one, weighed by what they are good for."""

    def __init__(self, rows: Iterable[Outcome]) -> None:
        leaves: dict[tuple[Node, ...], tuple[float, float]] = {}
        for one in rows:
            good = (one.expected / one.error) ** 2
            weight, total = leaves.get(one.nodes, (0.0, 0.0))
            leaves[one.nodes] = weight + good, total + good * (one.measured / one.expected - FIRST_RATIO)
        self._nodes = sorted({node for nodes in leaves for node in nodes})
        self._at = {node: n for n, node in enumerate(self._nodes)}
        self._design = np.zeros((len(leaves), len(self._nodes)))
        self._target = np.zeros(len(leaves))
        for n, (nodes, (weight, total)) in enumerate(leaves.items()):
            self._design[n, [self._at[node] for node in nodes]] = np.sqrt(weight)
            self._target[n] = total / np.sqrt(weight)

    def likelihood(self, widths: Widths) -> float:
        prior = self._prior(widths)
        cov = (self._design * prior) @ self._design.T + np.eye(len(self._target))
        size = float(np.linalg.slogdet(cov)[1])
        return float(-0.5 * (size + self._target @ np.linalg.solve(cov, self._target)))

    def solve(self, widths: Widths) -> None:
        """What each part adds, with the covariance of what is believed of them."""
        prior = self._prior(widths)
        spread = self._design * prior
        gain = np.linalg.solve(spread @ self._design.T + np.eye(len(self._target)), spread).T
        self._found, self._cov = gain @ self._target, np.diag(prior) - gain @ spread

    def about(self, nodes: Sequence[Node], widths: Widths) -> tuple[float, float, float]:
        """(mean, variance of the parts that were measured, variance of those that were not)."""
        mine = [self._at[node] for node in nodes if node in self._at]
        new = sum(_width(node, widths) ** 2 for node in nodes if node not in self._at)
        return FIRST_RATIO + float(self._found[mine].sum()), float(self._cov[np.ix_(mine, mine)].sum()), new

    def _prior(self, widths: Widths) -> Floats:
        return np.array([_width(node, widths) ** 2 for node in self._nodes])


def _width(node: Node, widths: Widths) -> float:
    return FIRST_WIDTH if node[0] == "kind" else widths[node[0]]
