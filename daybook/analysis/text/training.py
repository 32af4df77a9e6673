"""Weights from texts that are known to be good or bad: logistic regression under a naive Bayes prior, by L-BFGS."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from daybook.analysis.text.grams import BUCKETS, pieces
from daybook.analysis.text.polarity import Weights

#: A piece of fewer texts says nothing about others.
LEAST_TEXTS = 4
#: How closely the texts are followed (the inverse of the ridge), and rounds of the search; more of either learns names.
CLOSENESS, ROUNDS = 0.06, 40


def table_of(texts: Sequence[str], language: str) -> Any:
    """Texts by pieces, a sparse table of ones, (texts, buckets)."""
    import numpy as np
    from scipy import sparse

    rows = [np.fromiter(sorted(pieces(text, language)), dtype=np.int32) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(rows), ends), shape=(len(rows), BUCKETS[language]))


def train(table: Any, good: Sequence[bool], closeness: float = CLOSENESS, rounds: int = ROUNDS) -> Weights:
    """The weights of a table of texts.  `good` says of each whether it praises; both kinds must be there."""
    import numpy as np
    from scipy import sparse
    from scipy.optimize import minimize

    said = np.asarray(good, dtype=bool)
    counts = np.asarray(table.sum(axis=0)).ravel()
    kept = np.flatnonzero(counts >= LEAST_TEXTS)
    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    length = float(np.median(sizes))
    few = table[:, kept]
    up, down = (1 + np.asarray(few[mask].sum(axis=0)).ravel() for mask in (said, ~said))
    prior = np.abs(np.log(up / said.sum()) - np.log(down / (~said).sum())).astype(np.float32)
    x = (sparse.diags(np.sqrt(length / sizes).astype(np.float32)) @ few @ sparse.diags(prior)).tocsr().astype(np.float32)
    across = x.T.tocsr()
    sign = np.where(said, 1.0, -1.0).astype(np.float32)
    weight = (closeness * len(said) / 2 / np.where(said, said.sum(), (~said).sum())).astype(np.float32)      # both kinds alike

    def loss(w: Any) -> tuple[float, Any]:
        margin = sign * (x @ w[:-1].astype(np.float32) + np.float32(w[-1]))
        pull = -sign / (1 + np.exp(np.minimum(margin, 60))) * weight
        value = float((np.logaddexp(0, -margin) * weight).sum()) + 0.5 * float(w[:-1] @ w[:-1])
        return value, np.concatenate([across @ pull + w[:-1], [pull.sum()]]).astype(np.float64)

    found = minimize(loss, np.zeros(len(kept) + 1), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    whole = np.zeros(table.shape[1])
    whole[kept] = found[:-1] * prior
    step = float(np.abs(whole).max()) / 127 or 1.0
    return Weights(np.round(whole / step).astype(np.int8), step, float(found[-1]), length)


def sums(table: Any, weights: Weights) -> Any:
    """What each text of a table adds up to under the weights, as `Weights.sum_of` would say."""
    import numpy as np

    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    return (table @ weights.steps.astype(np.float32)) * weights.step * np.sqrt(weights.length / sizes) + weights.bias


def spread(right: int, of: int) -> float:
    """Half the width of a 95 % interval of a share."""
    return 1.96 * sqrt(right / of * (1 - right / of) / of) if of else 0.0
