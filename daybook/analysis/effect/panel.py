"""One move and what may stand beside it: the treated series, its controls, the days it applied, other moves then."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Mean sales a day below which the scatter of whole units is counted apart from the scatter of demand.
COUNTED_BELOW = 200.0


@dataclass(frozen=True)
class Case:
    """A move on one object, day by day.

    treated (days,) and controls (units, days) are amounts or whole units, >= 0.  applied (days,) is 1 on days on which
    the move was on, 0 otherwise: a step for a move that stayed, blocks for a switchback, a share for half a day.
    weekday (days,) is 0..6; events (days,) has "" or the name of what made the day special.  others (moves, days) are
    other moves on the same object in those days, told apart where the days allow it.
    """

    treated: Floats
    controls: Floats
    applied: Floats
    weekday: NDArray[np.int64]
    events: Sequence[str]
    others: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def days(self) -> int:
        return len(self.treated)

    @property
    def before(self) -> Bools:
        """Days that no move touched."""
        free = self.applied == 0
        for other in self.others:
            free &= other == 0
        return np.asarray(free)


@dataclass(frozen=True)
class Logs:
    """Logarithms of a case: treated (days,) and controls (units, days) with the known variance of counting on each."""

    treated: Floats
    treated_counting: Floats
    controls: Floats
    counting: Floats            # (units,) mean variance of counting of each control


def logs_of(case: Case) -> Logs:
    """Logs without a bias at small counts: a whole number is read as log(level) + (value - level) / level.

    Level = the unit's mean times the weekday's and the day's share over all units.  (A first-order reading of a Poisson
    count: its mean is the log level, its variance 1 / level; log(value + 1/2) is biased by 5% at a mean of three.)
    """
    rows = np.vstack([case.treated[None, :], case.controls])
    logs, variance = np.empty_like(rows), np.zeros_like(rows)
    levels = _levels(rows, case)
    for at, row in enumerate(rows):
        if is_counted(row):
            level = np.maximum(levels[at], 0.05)
            logs[at] = np.log(level) + (row - level) / level
            variance[at] = 1 / level
        else:
            floor = max(row[row > 0].min() / 2 if (row > 0).any() else 1.0, row.mean() * 0.02)
            logs[at] = np.log(np.maximum(row, floor))
    return Logs(logs[0], variance[0], logs[1:], variance[1:].mean(axis=1))


def is_counted(row: Floats) -> bool:
    """Whether a series is whole units of a small seller."""
    return bool(np.all(row == np.round(row)) and row.mean() < COUNTED_BELOW)


def _levels(rows: Floats, case: Case) -> Floats:
    """A multiplicative fit: unit x weekday x day (the day's share is smoothed over all units, each weighing the same)."""
    unit = np.maximum(rows.mean(axis=1, keepdims=True), 1e-9)
    shares = rows / unit
    weekday = np.ones(7)
    for number in range(7):
        on = case.weekday == number
        if on.any():
            weekday[number] = shares[:, on].mean()
    special = np.array([bool(name) for name in case.events])
    day = np.where(special, np.maximum(shares.mean(axis=0), 0.1) / weekday[case.weekday], 1.0)
    return np.asarray(unit * weekday[case.weekday] * day)
