"""Good or bad: one weight per piece of text, summed.  The weights stand in polarity.npz, which `daybook bench train-text` makes.

A linear model on hashed pieces with the prior of a naive Bayes (Wang and Manning, ACL 2012, "Baselines and Bigrams"): small,
quick, and its sum can be shown.  Its score on categories that it never saw is in docs/judgement/text.md.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.analysis.text.grams import language_of, pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = Path(__file__).with_name("polarity.npz")


@dataclass(frozen=True)
class Weights:
    """One language's weights: `steps` whole numbers, each worth `step`; `bias` is added, `length` the usual text's pieces."""

    steps: "NDArray[np.int8] | NDArray[np.int16]"
    step: float
    bias: float
    length: float

    def sum_of(self, found: set[int]) -> float:
        """What the pieces of a text add up to: above 0 good, below 0 bad; long texts are brought to the usual length."""
        if not found:
            return self.bias
        return float(sum(int(self.steps[n]) for n in found)) * self.step * sqrt(self.length / len(found)) + self.bias


@cache
def weights_of(language: str, path: Path = MODEL) -> Weights | None:
    """The weights of a language; None for one that was never trained."""
    import numpy as np

    with np.load(path, allow_pickle=False) as kept:
        if f"{language}_steps" not in kept:
            return None
        step, bias, length = (float(n) for n in kept[f"{language}_scale"])
        return Weights(kept[f"{language}_steps"], step, bias, length)


@cache
def made_from(path: Path = MODEL) -> str:
    """Which file of weights it is: what was learnt on one is not laid upon another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def badness(text: str | None, own: Mapping[str, Weights] | None = None) -> float | None:
    """How likely a text is a complaint, 0..1; None where there is no text or nobody was taught its language.

    `own` are weights by language that go before the shipped ones.
    """
    language = language_of(text or "")
    weights = ((own or {}).get(language) or weights_of(language)) if language else None
    if not text or weights is None:
        return None
    return 1 / (1 + exp(max(-30.0, min(30.0, weights.sum_of(pieces(text, language))))))


def save(trained: "dict[str, Weights]", path: Path, beside: Mapping[str, Any] | None = None) -> None:
    """Writes the weights of all languages, packed, and the arrays that stand beside them."""
    import numpy as np

    arrays: dict[str, Any] = dict(beside or {})
    for language, one in sorted(trained.items()):
        arrays[f"{language}_steps"] = one.steps
        arrays[f"{language}_scale"] = np.array([one.step, one.bias, one.length])
    np.savez_compressed(path, **arrays)
