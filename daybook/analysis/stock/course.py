"""The course of one SKU's stock over the days to come: how long it lasts, when to order, what a day will have of it.

`gone` (days,) are units asked for up to the end of each day to come; places are days from the first of them, 0 is today.
"""

from collections.abc import Sequence

import numpy as np

from daybook.analysis.stock.demand import Demand, foresee
from daybook.analysis.stock.doubt import Doubt, Sums
from daybook.analysis.stock.levels import Floats


def foresee_rows(units: Sequence[Sequence[float | None]], last: int, lifts: Sequence[float | None],
                 money: Sequence[float]) -> Demand:
    """`foresee` of rows in which None tells nothing; a day whose lift is None tells nothing of any SKU."""
    told = np.array([[np.nan if v is None else v for v in row] for row in units], dtype=float).reshape(len(units), len(lifts))
    pulls = np.array([np.nan if v is None else v for v in lifts], dtype=float)
    told[:, ~np.isfinite(pulls)] = np.nan
    return foresee(told, last, np.where(np.isfinite(pulls), pulls, 1.0), np.array(money, dtype=float))


def gone_by(demand: Demand, number: int, pulls: Sequence[float]) -> Floats:
    """Units that one SKU is expected to be asked for up to the end of each day, to a millionth: five days of twelve are
    sixty on any machine, and no day of cover hangs on a sum's last digit."""
    return np.asarray((demand.level[number] * np.asarray(pulls)).cumsum().round(6))


def sum_of(demand: Demand, number: int, mean: float, more: float = 0.0) -> Sums:
    """How a sum of one SKU with this mean may come out; `more` is variance from elsewhere, such as a late supplier."""
    sums = Doubt(demand.doubt.lumps[number:number + 1], demand.doubt.sway).about(np.array([mean]))
    return Sums(sums.mean, sums.variance + more)


def units_not_exceeded(sums: Sums, share: float) -> float:
    """The units of one sum that are not exceeded with this chance."""
    return float(sums.quantile(share)[0])


def short_of(sums: Sums, there: float) -> tuple[float, float]:
    """Chance that more than so many units are asked for, and the units beyond them on average."""
    units = np.array([max(there, 0.0)])
    return float(sums.chance_beyond(units)[0]), float(sums.short(units)[0])


def whole_days(gone: Floats, there: float) -> int | None:
    """Whole days that so many units last; None where they last beyond what is foretold."""
    beyond = np.flatnonzero(gone > there)
    return int(beyond[0]) if len(beyond) else None


def empty_at(gone: Floats, there: float, coming: Sequence[tuple[int, int]]) -> int | None:
    """The first day that ends with nothing left, `coming` being units and the day on which they come; None: none is foretold."""
    come = np.zeros(len(gone))
    for units, place in coming:
        come[place:] += units
    out = np.flatnonzero(gone >= there + come)
    return int(out[0]) if len(out) else None


def due_at(gone: Floats, position: float, point: float) -> int | None:
    """The first day on which stock and orders are at the order point or below; None: none is foretold."""
    due = np.flatnonzero(position - np.concatenate([[0.0], gone]) <= point)
    return int(due[0]) if len(due) else None
