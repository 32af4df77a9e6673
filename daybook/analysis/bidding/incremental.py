"""What one more yuan of ads came with in all sales of the shop, credited to ads or not: from the shop's own days.

Sales of a day are explained by its ad spend, its visitors who were not paid for, its weekday and a line in time; what the
platform credits is not asked.  Spend that merely follows demand is held apart by the unpaid visitors; what moves both beyond
that is not, which is said where the number stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

import numpy as np

from daybook.analysis.bidding.reports import Floats
from daybook.analysis.tails import t_over, t_reach

LEAST_DAYS = 28
ODD = 2.5  # times the median day of sales: an event or a bulk order, left out
Days = Mapping[date, Decimal]


@dataclass(frozen=True)
class Incremental:
    """Sales per yuan of spend (low, middle, high; 80 % between them), its standard error, the days, and what of them is free."""

    low: float
    middle: float
    high: float
    error: float
    days: int
    free: int

    def chance_over(self, mark: float) -> float:
        """The chance that one more yuan comes with at least so much."""
        return t_over((mark - self.middle) / max(self.error, 1e-9), self.free)


def incremental_sales(gmv: Days, spend: Days, unpaid: Days) -> Incremental | None:
    """None with fewer than four weeks of ordinary days that tell sales and spend, or where spend never differed."""
    known = sorted(d for d in gmv if d in spend and (not unpaid or d in unpaid))
    usual = median(gmv[d] for d in known) if known else Decimal(0)
    days = [d for d in known if gmv[d] <= Decimal(str(ODD)) * usual]
    if len(days) < LEAST_DAYS:
        return None
    cost = np.array([float(spend[d]) for d in days])
    if cost.std() < 1e-6 * max(cost.mean(), 1e-9):
        return None
    table = _table(days, cost, unpaid)
    slope, error = _least_squares(table, np.array([float(gmv[d]) for d in days]))
    free = max(len(days) - table.shape[1], 1)
    reach = t_reach(0.9, free) * error
    return Incremental(slope - reach, slope, slope + reach, error, len(days), free)


def _table(days: list[date], cost: Floats, unpaid: Days) -> Floats:
    """Spend first; then weekdays, a line in time and unpaid visitors, in numbers near one."""
    columns = [cost, *(np.array([float(d.weekday() == k) for d in days]) for k in range(7)),
               np.array([(d - days[0]).days / len(days) for d in days])]
    if unpaid:
        heads = np.array([float(unpaid[d]) for d in days])
        columns.append(heads / max(heads.mean(), 1e-9))
    return np.stack([c for c in columns if c.any()], axis=1)


def _least_squares(table: Floats, y: Floats) -> tuple[float, float]:
    """Slope of the first column and its standard error that holds where days scatter unevenly (MacKinnon and White 1985, HC3)."""
    inverse = np.linalg.pinv(table.T @ table)
    beta = inverse @ (table.T @ y)
    rest = y - table @ beta
    lever = np.clip(np.einsum("ij,jk,ik->i", table, inverse, table), 0, 0.95)
    middle = (table.T * (rest / (1 - lever)) ** 2) @ table
    return float(beta[0]), float(np.sqrt(max((inverse @ middle @ inverse)[0, 0], 0.0)))
