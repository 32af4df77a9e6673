"""What each SKU of a shop will sell over the days to come, and how sure that is.

The level is a mix of several memories of the SKU (`levels`); how much each memory counts is learnt from the shop's own past
by non-negative least squares with a Huber bend over all its SKUs at once, and leans on an even mix while the past is short
(global models: Montero-Manso & Hyndman 2021, IJF 37, 1632; exponential memories as in Croston's and TSB's methods: Croston
1972; Teunter, Syntetos & Babai 2011, EJOR 214, 606).  How sure it is: `doubt`.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.stock.doubt import Doubt, Tried, learn_doubt
from daybook.analysis.stock.levels import MEMORIES, Flags, Floats, Ints, Past, memories, past_of

#: Weight of each memory while nothing was learnt: most for those of one to four weeks.
FIRST_WEIGHTS = np.array([0.10, 0.25, 0.30, 0.15, 0.10, 0.10])
#: What that first guess is worth, in tries of one SKU.
FIRST_TRIES = 300.0
#: The past is tried from every second week back, over four weeks each (two where it is short), with at least four weeks before.
TRY_DAYS, SHORT_TRY_DAYS, SHORT_PAST = 28, 14, 112
TRY_EVERY, MOST_TRIES, FEWEST_DAYS = 14, 12, 28
#: Errors beyond so many medians teach less (Huber 1964), in so many rounds.
BEND, ROUNDS = 2.0, 4
LEAST_LEVEL = 0.02


@dataclass(frozen=True)
class Demand:
    """What SKUs sell: units of an ordinary day `level` (skus,), `weekdays` (7,) Monday first, and the `doubt` about sums.

    `known` says of which SKUs anything is known; the others have no forecast, and not one of 0.
    """

    level: Floats
    weekdays: Floats
    doubt: Doubt
    known: Flags
    weights: Floats

    def pull(self, first: int, days: int, lifts: Floats | None = None) -> Floats:
        """How many ordinary days each of the `days` from ordinal `first` on is worth, events included."""
        of_weekday = self.weekdays[(np.arange(first, first + days) - 1) % 7]
        return of_weekday if lifts is None else of_weekday * lifts[:days]

    def daily(self, first: int, days: int, lifts: Floats | None = None) -> Floats:
        """Expected units of each day (skus, days)."""
        return self.level[:, None] * self.pull(first, days, lifts)[None]


def foresee(units: Floats, last: int, lifts: Floats | None = None, money: Floats | None = None) -> Demand:
    """Learns what SKUs sell from `units` (skus, days) up to the day of ordinal `last`; NaN tells nothing, 0 is no sale.

    `lifts` as in `past_of`; `money` (skus,) is what a unit is worth, so that errors count as what they cost.
    """
    past = past_of(units, last, lifts)
    worth = np.ones(len(units)) if money is None else np.maximum(money, 0.0)
    at = tries_of(past)
    trained = memories(past, at) if len(at) else np.zeros((0, len(units), MEMORIES))
    tried = _tried(past, at, trained, worth)
    weights = _weights(trained, tried)
    now = memories(past, np.array([past.days]))[0]
    known: Flags = np.asarray(past.on.any(axis=1))
    doubt = learn_doubt(past, tried, trained @ weights if len(at) else trained[..., 0])
    return Demand(now @ weights, past.weekdays, doubt, known, weights)


def tries_of(past: Past) -> Ints:
    """Moments of the past from which the weeks after can be told; the last comes first."""
    at = past.days - try_days(past) - TRY_EVERY * np.arange(MOST_TRIES)
    return np.asarray(at[at >= FEWEST_DAYS])


def try_days(past: Past) -> int:
    """Days that are told from each of those moments."""
    return TRY_DAYS if past.days >= SHORT_PAST else SHORT_TRY_DAYS


def _tried(past: Past, at: Ints, trained: Floats, worth: Floats) -> Tried:
    """What came of each moment: units sold after it and the pull of its days, and how much the try counts."""
    units, pull = (np.concatenate([np.zeros((len(past.units), 1)), np.cumsum(x, axis=1)], axis=1)
                   for x in (past.units * (past.pull > 0), past.on * past.pull))
    ahead = try_days(past)
    sold, drawn = ((x[:, at + ahead] - x[:, at]).T for x in (units, pull))
    first = np.where(past.on.any(axis=1), past.on.argmax(axis=1), past.days)
    usable = (first[None] <= at[:, None] - FEWEST_DAYS) & (drawn > ahead / 4)
    scale = np.maximum(trained[..., len(FIRST_WEIGHTS) // 2], LEAST_LEVEL)
    counts = np.where(usable, np.sqrt(worth[None] * scale), 0.0)
    mean = np.sqrt((counts[usable] ** 2).mean()) if usable.any() else 1.0
    return Tried(sold, drawn, usable, scale, counts / mean if mean > 0 else counts)


def _weights(trained: Floats, tried: Tried) -> Floats:
    """Weights of the memories, none below 0."""
    from scipy.optimize import nnls
    first = FIRST_WEIGHTS / FIRST_WEIGHTS.sum()
    if not tried.usable.any():
        return np.asarray(first)
    of = tried.usable
    asked = (trained / tried.scale[..., None] * tried.counts[..., None])[of]
    came = (tried.sold / np.maximum(tried.drawn, 1e-9) / tried.scale * tried.counts)[of]
    lean = np.sqrt(FIRST_TRIES) * np.eye(MEMORIES)
    bent, weights = np.ones(len(came)), first
    for _ in range(ROUNDS):
        off = np.abs(came - asked @ weights)
        usual = float(np.median(off[off > 0])) if (off > 0).any() else 1.0
        bent = np.sqrt(np.minimum(1.0, BEND * usual / np.maximum(off, 1e-9)))
        weights, _norm = nnls(np.vstack([asked * bent[:, None], lean]), np.concatenate([came * bent, lean @ first]))
    return np.asarray(weights)
