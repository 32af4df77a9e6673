"""What some days brought beside the others, by the house's measure of effects."""

from collections.abc import Sequence

import numpy as np

from daybook.analysis.effect.measure import Measured, measure
from daybook.analysis.effect.panel import Case


def lift_of_days(row: Sequence[float], controls: Sequence[Sequence[float]], applied: Sequence[bool],
                 weekdays: Sequence[int], least: int) -> Measured | None:
    """The effect a day on the applied days; None with fewer than `least` days before the first of them, or without it.

    `row` (days,) and `controls` (units of days) are amounts of the same days, `weekdays` 0..6.
    """
    days = len(row)
    if not any(applied) or list(applied).index(True) < least or list(applied).count(False) < least:
        return None
    block = np.array(controls, dtype=np.float64) if controls else np.zeros((0, days))
    [found] = measure([Case(np.array(row, dtype=np.float64), block, np.array(applied, dtype=np.float64), np.array(weekdays),
                            [""] * days)])
    return found
