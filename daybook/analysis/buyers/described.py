"""What buyers did so far, from columns of their purchases: cohorts, recency and frequency, weeks, and slices.

Money is in whole numbers of its smallest part, so that sums are exact; days are numbers, weeks begin where they are told to.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from daybook.analysis.buyers.coming_back import Floats, History

Ints = npt.NDArray[np.int64]
WEEK = 7


@dataclass(frozen=True)
class Visits:
    """Purchases by buyer and day (two orders of a day are one visit), by buyer and then by day: `buyer`, `day`, `net` money,
    `first` (the buyer's first day), `gap` (days since the buyer's visit before; -1 at the first)."""

    buyer: Ints
    day: Ints
    net: Ints
    first: Ints
    gap: Ints


def visits_of(buyer: Ints, day: Ints, net: Ints) -> Visits:
    """The visits of those who can be recognised (`buyer` 0 or more)."""
    known = buyer >= 0
    pairs, where = np.unique(np.stack([buyer[known], day[known]]), axis=1, return_inverse=True)
    money = np.zeros(pairs.shape[1], dtype=np.int64)
    np.add.at(money, where.ravel(), net[known])
    who, when = pairs
    begins = np.append(True, who[1:] != who[:-1])[:len(who)]
    first = when[begins][np.cumsum(begins) - 1] if len(who) else when
    gap = np.where(begins, -1, when - np.concatenate([when[:1], when[:-1]])) if len(who) else when
    return Visits(who, when, money, first, gap)


@dataclass(frozen=True)
class Buyers:
    """One entry per recognisable buyer: visits, first and last day, net money, of all of them and of the mean visit."""

    buyer: Ints
    visits: Ints
    first: Ints
    last: Ints
    net: Ints

    def history(self, today: int) -> History:
        """The same in weeks, as the models of coming back take it, up to the day `today`."""
        return History((self.visits - 1).astype(float), (self.last - self.first) / WEEK, (today - self.first) / WEEK)

    @property
    def mean(self) -> Floats:
        """Net money of the mean visit, never below nought."""
        return np.asarray(np.maximum(self.net, 0) / np.maximum(self.visits, 1))


def buyers_of(visits: Visits) -> Buyers:
    """Who bought, by number."""
    if not len(visits.buyer):
        none = np.zeros(0, dtype=np.int64)
        return Buyers(none, none, none, none, none)
    who, begins, count = np.unique(visits.buyer, return_index=True, return_counts=True)
    return Buyers(who, count, visits.day[begins], visits.day[begins + count - 1], np.add.reduceat(visits.net, begins))


@dataclass(frozen=True)
class Cohorts:
    """Buyers by the period of their first purchase (rows, `starts` are the periods) and periods since (columns).

    `buyers` came in a period, `net` they left there, `margin` goods left of it where every cost of the cell is known (`told`).
    Cells that are not over yet are -1 in `buyers`.
    """

    starts: Ints
    size: Ints
    buyers: Ints
    net: Ints
    margin: Ints
    told: npt.NDArray[np.bool_]


def cohorts_of(buyer: Ints, period: Ints, first: Ints, net: Ints, margin: Ints, unknown: int, now: int) -> Cohorts:
    """The table; one entry per order: its period, the period of its buyer's first, money.  `now` is the period that runs."""
    known = buyer >= 0
    who, when, begun, money, left = buyer[known], period[known], first[known], net[known], margin[known]
    starts = np.unique(begun)
    row, age = np.searchsorted(starts, begun), when - begun
    width = int(now - starts.min()) + 1 if len(starts) else 0
    shape = (len(starts), width)
    seen = np.unique(np.stack([row, age, who]), axis=1)
    buyers, nets, margins, missing = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    np.add.at(buyers, (seen[0], seen[1]), 1)
    np.add.at(nets, (row, age), money)
    np.add.at(margins, (row, age), np.where(left == unknown, 0, left))
    np.add.at(missing, (row, age), (left == unknown).astype(np.int64))
    over = starts[:, None] + np.arange(width)[None, :] < now
    return Cohorts(starts, buyers[:, 0] if width else starts, np.where(over, buyers, -1), nets, margins, missing == 0)


def binned(values: Ints, edges: tuple[int, ...]) -> Ints:
    """Which bin each value lies in: bin n holds values from edge n - 1 (in) to edge n (out); the last has no end.

    >>> binned(np.array([0, 29, 30, 400]), (30, 60)).tolist()
    [0, 0, 1, 2]
    """
    return np.asarray(np.searchsorted(np.array(edges), values, side="right"), dtype=np.int64)


def by_bin(bins: tuple[Ints, ...], shape: tuple[int, ...], weights: Ints | Floats | None = None) -> npt.NDArray[np.float64] | Ints:
    """How many entries lie in each cell, or the sum of their weights, in whole numbers where the weights are."""
    found = np.zeros(shape, dtype=np.int64 if weights is None else weights.dtype)
    np.add.at(found, bins, 1 if weights is None else weights)
    return found


def item_gaps(buyer: Ints, day: Ints, item: Ints, wanted: int, today: int) -> tuple[Ints, Ints, Ints]:
    """Of one item: days between a buyer's purchases of it; days since the last one of each buyer; and who these buyers are."""
    mine = (item == wanted) & (buyer >= 0)
    visits = visits_of(buyer[mine], day[mine], np.zeros(int(mine.sum()), dtype=np.int64))
    whole = buyers_of(visits)
    return visits.gap[visits.gap > 0], today - whole.last, whole.buyer
