"""A switchback read as it was designed: pairs of one block on and one off, drawn by lot, the start of each block left out.

Inference is by the lot itself (Fisher 1935; Bojinov, Simchi-Levi & Zhao 2023): had nothing changed, each pair might as well have
come the other way round.  No weekday, trend or memory of the shop needs a model.  It is read once, when the blocks are over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

#: Pairs up to which every outcome of the lot is counted; beyond, so many are drawn.
EXACT, DRAWN = 14, 20_000


@dataclass(frozen=True)
class Switched:
    """Relative lift of on over off with its interval and p; `pairs` are those that told something.

    An end of the interval is None where so few pairs bound nothing on that side.
    """

    value: float
    low: float | None
    high: float | None
    p: float
    pairs: int


def pair_of(on: Mapping[int, tuple[float, float]], off: Mapping[int, tuple[float, float]], left_out: int) -> float | None:
    """Log of the rate of the block on over that of the block off; days of a block count from 0, those before `left_out` do not
    count.  Days are (did, people).  None where a block has no day left, or nobody did it."""
    rates = []
    for block in (on, off):
        did, people = (sum(v[at] for day, v in block.items() if day >= left_out) for at in (0, 1))
        if did <= 0 or people <= 0:
            return None
        rates.append(did / people)
    return log(rates[0] / rates[1])


def read_switched(pairs: Sequence[float], alpha: float = 0.05, seed: int = 1) -> Switched | None:
    """The lift over pairs of logs, tested and bounded by the lot; None without a pair."""
    if not pairs:
        return None
    logs = np.asarray(pairs, dtype=float)
    signs = _signs(len(logs), seed)
    middle = float(logs.mean())
    low, high = (_bound(logs, signs, alpha, side) for side in (-1, 1))
    return Switched(exp(middle) - 1, None if low is None else exp(low) - 1, None if high is None else exp(high) - 1,
                    _p(logs, signs), len(logs))


def _signs(pairs: int, seed: int) -> NDArray[np.float64]:
    if pairs <= EXACT:
        return np.array([[1.0 if k >> at & 1 else -1.0 for at in range(pairs)] for k in range(2 ** pairs)])
    drawn = np.random.default_rng(seed).choice([-1.0, 1.0], (DRAWN, pairs))
    drawn[0] = 1.0
    return drawn


def _p(logs: NDArray[np.float64], signs: NDArray[np.float64]) -> float:
    """Share of outcomes of the lot whose mean is at least as far from 0 as the one that came."""
    means = np.abs(signs @ logs) / len(logs)
    return float((means >= abs(logs.mean()) - 1e-12).mean())


def _bound(logs: NDArray[np.float64], signs: NDArray[np.float64], alpha: float, side: int) -> float | None:
    """The lift furthest to a side that the lot does not rule out at alpha; None where it rules out none."""
    middle, reach = float(logs.mean()), max(float(np.abs(logs - logs.mean()).max()), 1e-6)
    far = middle + side * reach * 4
    if _p(logs - far, signs) > alpha:
        return None
    inside, outside = middle, far
    for _ in range(50):
        between = (inside + outside) / 2
        inside, outside = (between, outside) if _p(logs - between, signs) > alpha else (inside, between)
    return outside


def scatter_of(days: Sequence[tuple[float, float]], block: int, left_out: int) -> float | None:
    """How far logs of a pair's rates scatter in a shop where nothing was switched: days (did, people), oldest first, cut into
    blocks as a switchback would.  None with fewer than four pairs."""
    parts = [dict(enumerate(days[at:at + block])) for at in range(0, len(days) - block + 1, block)]
    logs = [log_ for one, other in zip(parts[::2], parts[1::2], strict=False)
            if (log_ := pair_of(one, other, left_out)) is not None]
    return float(np.sqrt(np.mean(np.square(logs)))) if len(logs) >= 4 else None
