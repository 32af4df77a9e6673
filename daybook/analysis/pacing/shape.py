"""How a day's sales spread over its hours: own shares, by kind of day and weekday, and what an event does to them.

Shares are ratios of weighted sums, each pulled to the wider kind (all shops -> the shop -> weekdays or weekend -> the
weekday); an event tilts them by what its own earlier days, else other events' days, did to all shops of the run.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.pacing.days import HOURS, Days, Flags, Floats

#: Days after which a day counts half.
HALF_LIFE = 50.0
#: Days' worth of the wider kind: a shop's of all shops', weekend's of the shop's, a weekday's of its kind.
SHOP_PULL, KIND_PULL = 3.6, 6.0
#: Days' worth of no tilt, and what a day of an event teaches about the ordinary shape.
TILT_PULL, EVENT_WEIGHT = 12.0, 0.3
#: A day counts at most as so many ordinary ones, so that one giant order does not draw the curve.
MOST = 3.0
SATURDAY = 5


@dataclass(frozen=True)
class Shape:
    """(series, 24) shares of a day of the weekday asked for, each row adding up to 1; (24,) of all shops."""

    shares: Floats
    everyone: Floats
    past: Days
    scale: Floats
    own: Floats

    def of_day(self, series: int, event: int) -> Floats:
        """(24,): the shares of this series' day, with the event's tilt."""
        if not event:
            return np.asarray(self.shares[series])
        known = self.past.whole & (self.past.event > 0)
        same = known & (self.past.event == event)
        base = self._tilt(known & ~same, np.ones(HOURS))
        tilted = self.shares[series] * self._tilt(same, base)
        return np.asarray(tilted / tilted.sum())

    def _tilt(self, on: Flags, base: Floats) -> Floats:
        weight = (on / self.scale[:, None])[:, :, None]
        sold = (weight * np.nan_to_num(self.past.amount)).sum(axis=(0, 1))
        asked = ((weight[:, :, 0] * self.past.totals).sum(axis=1)[:, None] * self.own).sum(axis=0)
        pull = TILT_PULL * self.everyone
        known = asked + pull > 0            # an hour in which nobody ever sold anything has no tilt
        return np.asarray(np.where(known, (sold + pull * base) / np.where(known, asked + pull, 1.0), 1.0))


def fit_shape(past: Days, weekday: int, scale: Floats) -> Shape:
    """Shares of a day of this weekday (0 Monday) after these days; `scale` (series,) is the size of an ordinary day."""
    count = past.amount.shape[1]
    weight = 0.5 ** (np.arange(count, 0, -1) / HALF_LIFE)[None, :] * past.whole
    weight = weight * np.minimum(1.0, MOST * scale[:, None] / np.maximum(past.totals, 1e-9))
    weight = weight * np.where(past.event > 0, EVENT_WEIGHT, 1.0)
    amount = weight[:, :, None] * np.nan_to_num(past.amount)
    everyone = _everyone(amount)
    size = scale[:, None]
    own = _pulled(amount.sum(axis=1), everyone[None, :], SHOP_PULL * size)
    kind = (past.weekday >= SATURDAY) == (weekday >= SATURDAY)
    of_kind = _pulled(amount[:, kind].sum(axis=1), own, KIND_PULL * size)
    shares = _pulled(amount[:, past.weekday == weekday].sum(axis=1), of_kind, KIND_PULL * size)
    return Shape(shares, everyone, past, scale, own)


def _everyone(amount: Floats) -> Floats:
    """(24,): mean share of the shops that sold; even hours where none did."""
    by_hour = amount.sum(axis=1)
    total = by_hour.sum(axis=1)
    if not (total > 0).any():
        return np.full(HOURS, 1 / HOURS)
    return np.asarray((by_hour[total > 0] / total[total > 0, None]).mean(axis=0))


def _pulled(sold: Floats, to: Floats, pull: Floats) -> Floats:
    mixed = (sold + pull * to) / (sold.sum(axis=1, keepdims=True) + pull)
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))
