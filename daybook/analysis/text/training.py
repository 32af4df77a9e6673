"""Weights from texts that are known to be good or bad: logistic regression under a naive Bayes prior, by L-BFGS.

Words of the list of praise and blame begin where the list puts them, all by one factor that texts say, and are moved from there.

Texts of a category that nobody labelled teach its words too: the surest guesses are learnt from in turn.
"""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

from daybook.analysis.text.grams import pieces, width
from daybook.analysis.text.lexicon import leaning
from daybook.analysis.text.polarity import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A piece of fewer texts says nothing about others.
LEAST_TEXTS = 4
#: How closely the texts are followed (the inverse of the ridge), and rounds of the search; more of either learns names.
CLOSENESS, ROUNDS = 0.06, 40
#: How far labelled texts may move a listed word, beside a piece that is twice as common in one kind as in the other (0.7).
LISTED = 2.0
#: Of texts without labels, which share of those guessed good and of those guessed bad, the surest first, each round learns from.
SUREST = (0.3, 0.5, 0.7, 0.9)
#: What a labelled text weighs beside guessed ones, and what a guessed one weighs; both guesses weigh alike in all.
LABELLED, GUESSED = 0.3, 3.0


def table_of(texts: Sequence[str], language: str) -> Any:
    """Texts by pieces, a sparse table of ones, (texts, buckets)."""
    import numpy as np
    from scipy import sparse

    rows = [np.fromiter(sorted(pieces(text, language)), dtype=np.int32) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(rows), ends), shape=(len(rows), width(language)))


def train(table: Any, good: "Sequence[bool] | NDArray[Any]", closeness: float = CLOSENESS, rounds: int = ROUNDS,
          heft: "NDArray[Any] | None" = None) -> Weights:
    """The weights of a table of texts.  `good` says of each whether it praises; both kinds must be there.  `heft` is what each
    text counts for, 1 if absent."""
    import numpy as np
    from scipy import sparse

    said = np.asarray(good, dtype=bool)
    leans = _leans(table.shape[1])
    kept = np.flatnonzero((np.asarray(table.sum(axis=0)).ravel() >= LEAST_TEXTS) | (leans != 0))
    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    length = float(np.median(sizes))
    few = table[:, kept]
    each = np.ones(len(said)) if heft is None else np.asarray(heft, dtype=float)
    goods, bads = each[said].sum(), each[~said].sum()
    up, down = (1 + np.asarray(few[mask].T @ each[mask]).ravel() for mask in (said, ~said))
    prior = np.abs(np.log(up / goods) - np.log(down / bads))
    reach = np.where(leans[kept] != 0, LISTED, prior).astype(np.float32)
    scaled = (sparse.diags(np.sqrt(length / sizes).astype(np.float32)) @ few).tocsr().astype(np.float32)
    sign = np.where(said, 1.0, -1.0).astype(np.float32)
    weight = (closeness * each * len(said) / 2 / np.where(said, goods, bads)).astype(np.float32)      # both kinds alike
    lean = scaled @ leans[kept]
    start = float(_searched(sparse.csr_matrix(lean[:, None]), np.zeros_like(lean), sign, weight, rounds)[0]) if leans.any() else 0.0
    found = _searched((scaled @ sparse.diags(reach)).tocsr(), start * lean, sign, weight, rounds)
    whole = np.zeros(table.shape[1])
    whole[kept] = start * leans[kept] + found[:-1] * reach
    step = float(np.abs(whole).max()) / 127 or 1.0
    return Weights(np.round(whole / step).astype(np.int8), step, float(found[-1]), length)


def _leans(columns: int) -> "NDArray[Any]":
    """What each piece leans by before any text is seen: the listed words of Chinese, which stand behind the hashed pieces."""
    import numpy as np

    listed = leaning() if columns == width("zh") else np.zeros(0, np.float32)
    return np.concatenate([np.zeros(columns - len(listed), np.float32), listed])


def _searched(x: Any, before: Any, sign: Any, weight: Any, rounds: int) -> Any:
    """What is added to the sums `before` by the columns of x, (columns + 1,), the bias last: logistic loss, ridge, L-BFGS."""
    import numpy as np
    from scipy.optimize import minimize

    across = x.T.tocsr()

    def loss(w: Any) -> tuple[float, Any]:
        margin = sign * (before + x @ w[:-1].astype(np.float32) + np.float32(w[-1]))
        pull = -sign / (1 + np.exp(np.minimum(margin, 60))) * weight
        value = float((np.logaddexp(0, -margin) * weight).sum()) + 0.5 * float(w[:-1] @ w[:-1])
        return value, np.concatenate([across @ pull + w[:-1], [pull.sum()]]).astype(np.float64)

    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x


def train_with_own(table: Any, good: Sequence[bool], own: Any, closeness: float = CLOSENESS, rounds: int = ROUNDS) -> Weights:
    """The weights of labelled texts and of `own`, a table of texts of other categories without labels.

    Self-training (Yarowsky 1995): what was learnt so far guesses, the surest of either side are learnt from, and so on.  No
    share of good ones is assumed.  Where every guess falls on one side nothing is learnt from own texts.
    """
    import numpy as np
    from scipy import sparse

    weights = train(table, good, closeness, rounds)
    for share in SUREST:
        values = sums(own, weights)
        chosen = surest(values, share)
        if not chosen:
            break
        n = sum(len(side) for side in chosen)
        heft = np.concatenate([np.full(table.shape[0], LABELLED), *(np.full(len(s), GUESSED * n / 2 / len(s)) for s in chosen)])
        told = np.concatenate([np.asarray(good, dtype=bool), values[np.concatenate(chosen)] > 0])
        weights = train(sparse.vstack([table, own[np.concatenate(chosen)]]).tocsr(), told, closeness, rounds, heft)
    return weights


def surest(values: Any, share: float) -> list[Any]:
    """Of texts guessed good and of those guessed bad the share whose sums lie farthest from 0, by number; nothing where all
    guesses fall on one side."""
    import numpy as np

    sides = [np.flatnonzero(values > 0), np.flatnonzero(values <= 0)]
    if not all(len(side) for side in sides):
        return []
    return [side[np.argsort(-np.abs(values[side]), kind="stable")][:ceil(share * len(side))] for side in sides]


def sums(table: Any, weights: Weights) -> Any:
    """What each text of a table adds up to under the weights, as `Weights.sum_of` would say."""
    import numpy as np

    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    return (table @ weights.steps.astype(np.float32)) * weights.step * np.sqrt(weights.length / sizes) + weights.bias


def spread(right: int, of: int) -> float:
    """Half the width of a 95 % interval of a share."""
    return 1.96 * sqrt(right / of * (1 - right / of) / of) if of else 0.0
