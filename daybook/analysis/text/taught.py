"""What labelled texts leave behind for those who have no labels: how often praise and complaints held a piece, and how firmly they
hold its weight.  It stands beside the weights in polarity.npz, and is enough to learn from own texts without the labelled ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.analysis.text.polarity import MODEL, Weights, save, weights_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Numbers are kept as one byte: so many steps to a doubling, of ones or of thousandths.
STEPS, ONES, THOUSANDTHS = 12, 1.0, 1000.0


@dataclass(frozen=True)
class Taught:
    """One language.  `good` and `bad`: labelled texts of each kind that hold a piece, (buckets,), of `goods` and `bads` in all.

    `hold` is the curvature of the labelled texts' loss at their weights, (buckets,), and `hold_bias` that of the bias: what moving
    a weight away costs them (the diagonal of Laplace's approximation; Kirkpatrick et al. 2017 hold a network's weights so).
    """

    weights: Weights
    good: "NDArray[Any]"
    bad: "NDArray[Any]"
    goods: float
    bads: float
    hold: "NDArray[Any]"
    hold_bias: float


def teach(table: Any, good: "Sequence[bool] | NDArray[Any]", closeness: float, weights: Weights) -> Taught:
    """What a table of labelled texts leaves behind beside the weights that were trained on it."""
    import numpy as np

    from daybook.analysis.text.training import LEAST_TEXTS, sums

    said = np.asarray(good, dtype=bool)
    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    sure = 1 / (1 + np.exp(-np.clip(sums(table, weights), -30, 30)))
    goods, bads = float(said.sum()), float((~said).sum())
    pull = closeness * len(said) / 2 / np.where(said, goods, bads) * sure * (1 - sure)
    ups, downs = (np.asarray(table[mask].sum(axis=0)).ravel() for mask in (said, ~said))
    kept = ups + downs >= LEAST_TEXTS
    return Taught(weights, ups * kept, downs * kept, goods, bads,
                  np.asarray(table.T @ (pull * weights.length / sizes)).ravel() * kept, float(pull.sum()))


def keep(taught: dict[str, Taught], path: Path) -> None:
    """Writes the weights of all languages and what is held beside them."""
    import numpy as np

    arrays: dict[str, Any] = {}
    for language, one in sorted(taught.items()):
        arrays |= {f"{language}_good": _packed(one.good, ONES), f"{language}_bad": _packed(one.bad, ONES),
                   f"{language}_hold": _packed(one.hold, THOUSANDTHS),
                   f"{language}_held": np.array([one.goods, one.bads, one.hold_bias])}
    save({language: one.weights for language, one in taught.items()}, path, arrays)


@cache
def taught_of(language: str, path: Path = MODEL) -> Taught | None:
    """What labelled texts of a language left behind; None where there were none."""
    import numpy as np

    weights = weights_of(language, path)
    with np.load(path, allow_pickle=False) as kept:
        if weights is None or f"{language}_hold" not in kept:
            return None
        goods, bads, hold_bias = (float(n) for n in kept[f"{language}_held"])
        return Taught(weights, _unpacked(kept[f"{language}_good"], ONES), _unpacked(kept[f"{language}_bad"], ONES), goods, bads,
                      _unpacked(kept[f"{language}_hold"], THOUSANDTHS), hold_bias)


def _packed(values: "NDArray[Any]", unit: float) -> "NDArray[Any]":
    import numpy as np

    return np.minimum(np.round(STEPS * np.log2(1 + values * unit)), 255).astype(np.uint8)


def _unpacked(steps: "NDArray[Any]", unit: float) -> "NDArray[Any]":
    import numpy as np

    return ((2 ** (steps.astype(np.float32) / STEPS) - 1) / unit).astype(np.float32)
