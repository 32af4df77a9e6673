"""The words of one's own buyers, learnt from their texts without a label and without the texts that taught the shipped weights.

Self-training (Yarowsky 1995) as in `training.py`; what labelled texts left behind (`taught.py`) stands in for them: each weight
is held where they put it, as firmly as they hold it, so that words they know stay and words they never had are learnt.
"""

from dataclasses import dataclass, replace
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING, Any

from daybook.analysis.text.polarity import Weights
from daybook.analysis.text.taught import Taught
from daybook.analysis.text.training import CLOSENESS, GUESSED, LABELLED, LEAST_TEXTS, ROUNDS, SUREST, sums, surest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Trial:
    """Own weights beside the shipped ones: texts learnt from, share of them told good before and after, and of those whose stars
    say what they are how many there are and how many either tells rightly."""

    texts: int
    good_before: float
    good_after: float
    starred: int
    right_before: int
    right_after: int


def learn(taught: Taught, own: Any, closeness: float = CLOSENESS, rounds: int = ROUNDS) -> Weights:
    """The weights of a table of own texts; the shipped ones where every guess falls on one side."""
    import numpy as np

    kept = np.flatnonzero(np.asarray(own.sum(axis=0)).ravel() >= LEAST_TEXTS)
    weights = taught.weights
    for share in SUREST:
        chosen = surest(sums(own, weights), share)
        if not chosen:
            break
        weights = _moved(taught, own, chosen, kept, closeness, rounds)
    return weights


def _moved(taught: Taught, own: Any, chosen: "Sequence[NDArray[Any]]", kept: Any, closeness: float, rounds: int) -> Weights:
    """The labelled texts' weights, moved by texts that are guessed to be good and bad.

    The two sides weigh in all as the roots of their numbers: alike, they would teach praise as blame where hardly anybody blames.
    """
    import numpy as np
    from scipy import sparse

    table = own[np.concatenate(chosen)]
    each = GUESSED * table.shape[0] / sum(sqrt(len(side)) for side in chosen)
    heft = np.concatenate([np.full(len(side), each / sqrt(len(side))) for side in chosen])
    sign = np.concatenate([np.ones(len(chosen[0])), -np.ones(len(chosen[1]))]).astype(np.float32)
    sizes = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    scaled = (sparse.diags(np.sqrt(taught.weights.length / sizes).astype(np.float32)) @ table).tocsr()
    before = taught.weights.steps.astype(np.float32) * np.float32(taught.weights.step)
    reach = _reach(taught, table, sign, heft, kept)
    few = (scaled[:, kept] @ sparse.diags(reach)).tocsr().astype(np.float32)
    found = _found(few, scaled @ before, sign, (closeness * heft).astype(np.float32), taught, rounds)
    whole = before.astype(np.float64)
    whole[kept] += found[:-1] * reach
    step = taught.weights.step
    return Weights(np.round(whole / step).astype(np.int16), step, float(found[-1]), taught.weights.length)


def _reach(taught: Taught, table: Any, sign: Any, heft: Any, kept: Any) -> Any:
    """How far each piece's weight may move, (kept,): by the naive Bayes prior of all texts, and less the firmer it is held."""
    import numpy as np

    few = table[:, kept]
    own = LABELLED * (taught.goods + taught.bads) / 2
    up, down = ((1 + counts[kept] / of * own + np.asarray(few[mask].T @ heft[mask]).ravel()) / (own + float(heft[mask].sum()))
                for counts, of, mask in ((taught.good, taught.goods, sign > 0), (taught.bad, taught.bads, sign < 0)))
    prior = np.maximum(np.abs(np.log(up) - np.log(down)), 0.01)
    return (1 / np.sqrt(LABELLED * taught.hold[kept] + 1 / prior ** 2)).astype(np.float32)


def _found(few: Any, before: Any, sign: Any, weight: Any, taught: Taught, rounds: int) -> Any:
    """What is added to each kept weight, in units of its reach, and the bias; by L-BFGS."""
    import numpy as np
    from scipy.optimize import minimize

    across, firm, bias = few.T.tocsr(), LABELLED * taught.hold_bias, taught.weights.bias

    def loss(v: Any) -> tuple[float, Any]:
        margin = sign * (before + few @ v[:-1].astype(np.float32) + np.float32(v[-1]))
        pull = -sign / (1 + np.exp(np.minimum(margin, 60))) * weight
        off = float(v[-1]) - bias
        value = float((np.logaddexp(0, -margin) * weight).sum()) + 0.5 * float(v[:-1] @ v[:-1]) + 0.5 * firm * off ** 2
        return value, np.concatenate([across @ pull + v[:-1], [pull.sum() + firm * off]]).astype(np.float64)

    start = np.zeros(few.shape[1] + 1)
    start[-1] = bias
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x


def tried(table: Any, stars: "Sequence[bool | None]", before: Weights, after: Weights) -> Trial:
    """Own weights beside the shipped ones on a table of own texts; `stars`: whether a text's stars praise, None where none say."""
    import numpy as np

    said = [sums(table, weights) > 0 for weights in (before, after)]
    known = [n for n, one in enumerate(stars) if one is not None]
    good = np.array([stars[n] is True for n in known], dtype=np.bool_)
    right = [int((one[known] == good).sum()) for one in said]
    return Trial(table.shape[0], float(said[0].mean()), float(said[1].mean()), len(known), right[0], right[1])


def packed(before: Weights, after: Weights) -> bytes:
    """Own weights as what they differ by from the shipped ones: pieces that moved, and the bias."""
    import numpy as np

    moved = np.flatnonzero(before.steps != after.steps)
    file = BytesIO()
    np.savez_compressed(file, moved=np.diff(moved, prepend=0).astype(np.int32), steps=after.steps[moved].astype(np.int16),
                        bias=np.array([after.bias]))
    return file.getvalue()


def unpacked(before: Weights, content: bytes) -> Weights:
    """Own weights again, from the shipped ones that they were learnt on."""
    import numpy as np

    with np.load(BytesIO(content), allow_pickle=False) as kept:
        steps = before.steps.astype(np.int16)
        steps[np.cumsum(kept["moved"])] = kept["steps"]
        return replace(before, steps=steps, bias=float(kept["bias"][0]))
