"""How much of each SKU sells on an ordinary day: several memories of its past, with rare bulk orders held back.

All SKUs of a shop are done at once; what is learnt of them together (weekdays, weights) is in `demand`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Half-lives in days of the memories whose bulk orders are held back, and of those that take every unit as it came.
#: From half a week to a season, each about three times the one before.
HELD_HALF_LIVES = (4.0, 10.0, 28.0, 80.0)
WHOLE_HALF_LIVES = (28.0, 120.0)
MEMORIES = len(HELD_HALF_LIVES) + len(WHOLE_HALF_LIVES)
#: A day's units beyond so many deviations of the logs of the SKU's earlier selling days are a bulk order.
BULK_DEVIATIONS = 2.0
#: Selling days before anything can be called bulk, and what the first guess of their log variance (1.0) is worth in days.
FEWEST_SELLING_DAYS, GUESS_DAYS, GUESS_VARIANCE = 3, 5.0, 1.0
#: A weekday's share is pulled to an even one as by so many weeks.
EVEN_WEEKS = 2.0


@dataclass(frozen=True)
class Past:
    """Units of SKUs on days in a row: `units` and `held` (skus, days), `on` where the day tells of demand.

    `held` has bulk orders cut to what is usual for that SKU; `pull` (days,) is how much of an ordinary day's demand each
    day draws: its weekday's share times the lift of an event, 0 on a day the shop was closed.  `weekdays` (7,), Monday first,
    mean 1.
    """

    units: Floats
    held: Floats
    on: Flags
    pull: Floats
    weekdays: Floats

    @property
    def days(self) -> int:
        return int(self.units.shape[1])


def past_of(units: Floats, last: int, lifts: Floats | None = None) -> Past:
    """The past of some SKUs; NaN is a day that tells nothing: not in, not on sale yet, or nothing there to buy.

    `last` is the ordinal of the last day (`date.toordinal`), `lifts` (days,) how many times an ordinary day's demand a day
    of an event drew, 0 where the shop was closed; 1 where absent.
    """
    on = np.isfinite(units)
    plain = np.where(on, units, 0.0)
    lifts = np.ones(units.shape[1]) if lifts is None else lifts
    drawn = np.where(lifts > 0, lifts, 1.0)
    held = np.minimum(plain, _usual_most(plain / drawn) * drawn)
    weekdays = weekday_shares(held, on, lifts, last)
    days = (np.arange(last - units.shape[1] + 1, last + 1) - 1) % 7
    return Past(plain, held, on, weekdays[days] * lifts, weekdays)


def _usual_most(units: Floats) -> Floats:
    """The most units of a day that are usual for the SKU, judged by its earlier days alone; infinite while few sold."""
    sells = units > 0
    logs = np.where(sells, np.log(np.maximum(units, 1.0)), 0.0)
    count, total, squares = (np.cumsum(x, axis=1) - x for x in (sells.astype(float), logs, logs**2))
    mean = total / np.maximum(count, 1)
    spread = np.maximum(squares / np.maximum(count, 1) - mean**2, 0.0)
    spread = (count * spread + GUESS_DAYS * GUESS_VARIANCE) / (count + GUESS_DAYS)
    return np.where(count >= FEWEST_SELLING_DAYS, np.exp(mean + BULK_DEVIATIONS * np.sqrt(spread)), np.inf)


def weekday_shares(held: Floats, on: Flags, lifts: Floats, last: int) -> Floats:
    """What each weekday (Monday first) draws of a mean day, learnt from all SKUs together; closed weekdays draw little."""
    total = np.where(lifts > 0, held.sum(axis=0) / np.where(lifts > 0, lifts, 1.0), 0.0)
    there = on.any(axis=0)
    weekday = (np.arange(last - len(total) + 1, last + 1) - 1) % 7
    mean = total[there].mean() if there.any() else 0.0
    if mean <= 0:
        return np.ones(7)
    days = np.array([(there & (weekday == k)).sum() for k in range(7)])
    sums = np.array([total[there & (weekday == k)].sum() for k in range(7)])
    shares: Floats = (sums / mean + EVEN_WEEKS) / (days + EVEN_WEEKS)
    return np.asarray(shares / shares.mean())


def memories(past: Past, at: Ints) -> Floats:
    """Units that an ordinary day sells, as each memory has it before day `at`: (moments, skus, memories).

    A memory is units over pull, both fading with age; a SKU whose days tell nothing has 0.
    """
    age = at[:, None] - 1.0 - np.arange(past.days)[None]
    found = []
    for lives, source in ((HELD_HALF_LIVES, past.held), (WHOLE_HALF_LIVES, past.units)):
        for life in lives:
            weight = np.where(age >= 0, 0.5 ** (np.maximum(age, 0.0) / life), 0.0)
            drawn = (past.on * past.pull) @ weight.T
            sold = (source * (past.pull > 0)) @ weight.T
            found.append(np.where(drawn > 1e-6, sold / np.maximum(drawn, 1e-6), 0.0).T)
    return np.stack(found, axis=-1)
