"""What is bought together: support, confidence and lift of pairs, and how much oftener than chance, with honest intervals.

Two things that everybody buys meet in many baskets by chance, and a shop of a thousand things has half a million pairs: so each
pair is held against what the popularity of both brings by chance (quasi-independence of pair counts, L. A. Goodman 1968, JASA 63,
1091-1131), false discoveries are held down (Benjamini and Hochberg 1995, JRSS B 57, 289-300), and the intervals of the pairs that
are told keep their word though they were selected (Benjamini and Yekutieli 2005, JASA 100, 71-81).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pair:
    """Two items (their numbers, the smaller first) in `both` baskets.

    `support` is their share of all baskets, `confidence` the share of the first's baskets that hold the second and the other way
    round, `lift` the share of baskets with both over that of independent items.  `over_chance` is how much oftener they meet
    than the popularity of both brings in baskets as large, `low` and `high` its interval, `q` the false discovery rate.
    """

    first: int
    second: int
    both: int
    support: float
    confidence: tuple[float, float]
    lift: float
    over_chance: float
    low: float
    high: float
    q: float


def pairs_bought_together(basket: Ints, item: Ints, baskets: int, least: int, rate: float = 0.05, largest: int = 30) -> list[Pair]:
    """Pairs that meet oftener than chance, the surest first.  `basket` and `item` say which item lies in which basket.

    Pairs in fewer than `least` baskets are not tried; baskets with more than `largest` items (dealers') are left out of the
    chance, since one of them holds hundreds of pairs.  `baskets` counts all, also those with one item.
    """
    from scipy.sparse import coo_matrix, triu
    from scipy.special import pdtrc

    if not len(basket):
        return []
    which = np.unique(np.stack([basket, item]), axis=1)
    held = np.bincount(which[1])
    sizes = np.bincount(which[0])
    small = sizes[which[0]] <= largest
    rows = coo_matrix((np.ones(int(small.sum()), dtype=np.int64), (which[0][small], which[1][small])),
                      shape=(len(sizes), len(held))).tocsr()
    met = triu(rows.T @ rows, k=1).tocoo()
    chance = _by_chance(met.row, met.col, met.data, len(held))
    tried = met.data >= least
    one, two, both = met.row[tried].astype(np.int64), met.col[tried].astype(np.int64), met.data[tried].astype(np.int64)
    if not len(both):
        return []
    usual = np.maximum(chance[one] * chance[two], 1e-12)
    odds = pdtrc(both - 1, usual)
    q = _false_discovery(odds)
    told = q <= rate
    level = rate * told.sum() / len(both)
    return sorted((_pair(*row, baskets, held, level) for row in zip(
        one[told], two[told], both[told], usual[told], q[told], strict=True)), key=lambda p: (-p.low, p.first, p.second))


def _by_chance(row: npt.NDArray[np.int32], col: npt.NDArray[np.int32], met: Ints, items: int) -> npt.NDArray[np.float64]:
    """Weights whose products are the pair counts that chance brings: every item meets as many others as it does, the diagonal
    is empty."""
    margin = np.bincount(row, met, items) + np.bincount(col, met, items)
    weight = margin / np.sqrt(max(margin.sum(), 1.0))
    for _ in range(200):
        made = np.where(margin > 0, margin / np.maximum(weight.sum() - weight, 1e-12), 0.0)
        made = np.sqrt(made * weight)                                  # halfway: the plain step swings between two answers
        if np.abs(made - weight).max(initial=0.0) <= 1e-9 * max(weight.max(initial=0.0), 1.0):
            break
        weight = made
    return np.asarray(weight)


def _false_discovery(odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Each odds as a false discovery rate: the smallest rate at which it would be told."""
    order = np.argsort(odds)
    ranked = odds[order] * len(odds) / np.arange(1, len(odds) + 1)
    found = np.empty(len(odds))
    found[order] = np.minimum.accumulate(ranked[::-1])[::-1].clip(0, 1)
    return found


def _pair(one: int, two: int, both: int, usual: float, q: float, baskets: int, held: Ints, level: float) -> Pair:
    """The interval of a count (Garwood 1936) over what chance brings."""
    from scipy.special import gammainccinv, gammaincinv

    low, high = gammaincinv(both, level / 2), gammainccinv(both + 1, level / 2)
    return Pair(int(one), int(two), int(both), both / baskets, (both / int(held[one]), both / int(held[two])),
                both * baskets / (int(held[one]) * int(held[two])), float(both / usual), float(low / usual), float(high / usual),
                float(q))
