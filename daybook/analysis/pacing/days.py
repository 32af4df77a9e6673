"""Days by hour of one or more shops, as the pacing methods take them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
HOURS = 24


@dataclass(frozen=True)
class Days:
    """Hours of consecutive days, oldest first.

    `amount` is (series, days, 24), money or counts, NaN where an hour is not known (never 0); `event` (series, days)
    is a number per named event, 0 on days without one; `promo` (series, days) tells days of an own promotion;
    `weekday` (days,) is 0 for Monday.
    """

    amount: Floats
    event: Ints
    promo: Flags
    weekday: Ints

    def __post_init__(self) -> None:
        series, days, hours = self.amount.shape
        if hours != HOURS:
            raise ValueError(f"a day has 24 hours, not {hours}: put hours that are not known as NaN")
        if self.event.shape != (series, days) or self.promo.shape != (series, days) or self.weekday.shape != (days,):
            raise ValueError("events and promotions are (series, days), weekdays (days,): give one of each day")
        if np.any(self.amount < 0):
            raise ValueError("an hour below 0: pace takes sales before refunds")

    def before(self, day: int, longest: int) -> "Days":
        """The days before this one, at most `longest` of them."""
        cut = slice(max(day - longest, 0), day)
        return Days(self.amount[:, cut], self.event[:, cut], self.promo[:, cut], self.weekday[cut])

    def only(self, series: Ints) -> "Days":
        """These series alone, in this order."""
        return Days(self.amount[series], self.event[series], self.promo[series], self.weekday)

    @property
    def whole(self) -> Flags:
        """(series, days): days of which every hour is known."""
        return np.asarray(~np.isnan(self.amount).any(axis=2), dtype=np.bool_)

    @property
    def totals(self) -> Floats:
        """(series, days): the day's total, 0 where not every hour is known (see `whole`)."""
        return np.where(self.whole, np.nan_to_num(self.amount).sum(axis=2), 0.0)
