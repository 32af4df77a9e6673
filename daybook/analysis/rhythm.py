"""How a series beats: its slow level, its weekday, and what each known event does to it, learnt day by day from the
past.

One `Rhythm` follows one metric of many shops at once; `expectation` turns it into an interval and `alarms` into
evidence.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kind = Literal["count", "share", "money"]

FIRST_NOISE = 0.15**2  # variance of a day's log before any was seen: 15 %, wide for a shop of any size
FIRST_SHARE_NOISE = (
    0.05**2
)  # the same for a share beyond its binomial noise: a large shop's conversion wobbles by some per cent
FIRST_NOISE_DAYS = 5.0  # and what that guess is worth, in days
POOLED_DAYS = 20.0  # the pool's noise counts as much as this many days of the shop's own
LEAST_NOISE = 0.01**2  # no series of a shop is known better than to 1 % a day
CLIP = 2.5  # Huber's bend: surprises beyond this many deviations teach no more than this (Huber 1964)
THIN = 20.0  # counts expected below this are judged on the raw scale; the log of a thin count is biased
LONGEST_EVENT = 15  # days within an event that are told apart; later ones share the last place
YOUNG = 20.0  # steps in which the doubt about a young estimate of the noise falls to 1/e
NOISE_MEMORY = 120.0  # days over which the noise may change


@dataclass(frozen=True)
class Readings:
    """One metric of many series: `amount` over `exposure`, both (series, times); NaN is "not in", never zero.

    count: amount of events, exposure 1 (or hours open ...): Poisson noise plus a spread of its own, so negative
    binomial. share: amount of events out of `exposure` trials (orders of visitors): binomial noise plus a spread of
    its own. money: amount of money over `exposure` orders (GMV of orders, so aov); noise falls with the number of
    orders.  With exposure None the noise is one share of the level (ad spend).
    """

    kind: Kind
    amount: Floats
    exposure: Floats | None = None

    def offsets(self) -> Floats:
        """Exposure, 1 where none is given; NaN where the exposure is zero, since then nothing can be told."""
        if self.exposure is None:
            return np.ones_like(self.amount)
        return np.where(self.exposure > 0, self.exposure, np.nan)


@dataclass(frozen=True)
class Column:
    """One calendar column, known in advance: `codes` (series, times), 0..kinds-1, -1 = nothing that day.

    `pooled` is the first guess of the deviation of an effect that all shops share, `own` of a shop's departure from
    it (both in logs, so 0.1 is about 10 %).
    """

    codes: Ints
    kinds: int
    pooled: float
    own: float

    def spread_to(self, series: int) -> "Column":
        """The same column for each of `series` series, where it was given once for all."""
        if self.codes.shape[0] == series:
            return self
        return replace(self, codes=np.repeat(self.codes, series, axis=0))


@dataclass(frozen=True)
class Pace:
    """How fast a level may move: per-step deviation of level and slope as a share of the series' own noise, and the
    number of steps that a reading waits before it may teach (so that a change is noticed before it is learnt)."""

    level: float = 0.10
    slope: float = 0.003
    wait: int = 7


def calendar_columns(
    day_ordinals: Ints,
    events: NDArray[np.str_] | None,
    promotions: Flags | None,
    reach: float,
    tell_event_days: bool = True,
) -> tuple[Column, ...]:
    """Event kinds and the day within them, own promotions, weekday: columns to learn, the surest to speak first.

    `day_ordinals` (days,), `events` (series, days) with "" on ordinary days, `promotions` (series, days).  `reach`
    says how much of an event's pull on visitors a metric feels: 1 for visitors, orders, GMV and spend, about 0.2 for
    a ratio.  Where a step is not a day, the days within an event cannot be told apart.
    """
    series = 1 if events is None else events.shape[0]
    series = series if promotions is None else promotions.shape[0]
    weekday = np.broadcast_to((day_ordinals.astype(np.int64) - 1) % 7, (series, len(day_ordinals)))
    columns = []
    if events is not None and (events != "").any():
        kind, place, kinds = _event_codes(events)
        columns.append(Column(kind, kinds, 0.5 * reach, 0.1 * reach))
        if tell_event_days:
            columns.append(Column(place, kinds * LONGEST_EVENT, 0.15 * reach, 0.03 * reach))
    if promotions is not None:
        columns.append(Column(np.where(promotions, 0, -1).astype(np.int64), 1, 0.3 * reach, 0.15 * reach))
    return (*columns, Column(weekday, 7, 0.15 * reach, 0.15 * reach))


def _event_codes(events: NDArray[np.str_]) -> tuple[Ints, Ints, int]:
    """Kind of event (series, days), kind and day within its run, number of kinds; -1 on ordinary days."""
    names, flat = np.unique(events, return_inverse=True)
    order = np.full(len(names), -1, dtype=np.int64)
    order[names != ""] = np.arange((names != "").sum())
    kind = order[flat.reshape(events.shape)]
    run = np.zeros(events.shape[0], dtype=np.int64)
    place = np.full(events.shape, -1, dtype=np.int64)
    for t in range(events.shape[1]):
        goes_on = (kind[:, t] == kind[:, t - 1]) & (kind[:, t] >= 0) if t else np.zeros(events.shape[0], dtype=bool)
        run = np.where(goes_on, np.minimum(run + 1, LONGEST_EVENT - 1), 0)
        place[:, t] = np.where(kind[:, t] >= 0, kind[:, t] * LONGEST_EVENT + run, -1)
    return kind, place, int((names != "").sum())


class _Effects:
    """The learnt effects of one calendar column: pool (kinds,) and each series' departure from it (series, kinds)."""

    def __init__(self, column: Column, series: int) -> None:
        self.column = column
        self.pool = np.zeros(column.kinds + 1)
        self.pool_var = np.full(column.kinds + 1, column.pooled**2)
        self.own = np.zeros((series, column.kinds + 1))
        self.own_var = np.full((series, column.kinds + 1), column.own**2)
        for table in (self.pool_var, self.own_var):
            table[..., -1] = 0.0  # code -1: nothing on, nothing to learn
        self.rows = np.arange(series)
        #: Whether a day has the column at all, for any series: most days have no event, and then all effects are 0.
        self.on: Flags = np.asarray((column.codes >= 0).any(axis=0))

    def at(self, t: int) -> tuple[Floats, Floats]:
        """Effect and its variance per series on day t."""
        code = self.column.codes[:, t]
        mean = self.pool[code] + self.own[self.rows, code]
        return mean, self.pool_var[code] + self.own_var[self.rows, code]

    def learn_pool(self, t: int, surprise: Floats, spread: Floats, ok: Flags) -> tuple[Floats, Floats]:
        """Let the pool learn from all series at once; gives back the surprise (series,) and variance that remain."""
        code = self.column.codes[:, t]
        used = ok & (code >= 0)
        if not used.any():
            return surprise, spread
        kinds = self.column.kinds + 1
        place, var = code % kinds, self.pool_var[code]
        weight = np.where(used, 1 / np.maximum(spread - var, LEAST_NOISE), 0.0)
        total = np.bincount(place, weight, kinds)
        pulled = np.bincount(place, weight * np.where(used, surprise, 0.0), kinds)
        seen = np.flatnonzero(total > 0)
        step, gain, held = np.zeros(kinds), np.zeros(kinds), total[seen]
        gain[seen] = self.pool_var[seen] / (self.pool_var[seen] + 1 / held)
        step[seen] = gain[seen] * pulled[seen] / held
        explained = np.where(used, gain[code] * var, 0.0)
        self.pool += step
        self.pool_var *= 1 - gain
        return surprise - np.where(used, step[code], 0.0), np.maximum(spread - explained, LEAST_NOISE)

    def learn_own(self, t: int, surprise: Floats, spread: Floats, ok: Flags) -> None:
        """Let each series learn its departure from the pool from what the pool left unexplained."""
        code = self.column.codes[:, t]
        used = ok & (code >= 0)
        if not used.any():
            return
        own_var = self.own_var[self.rows, code]
        share = np.where(used, own_var / spread, 0.0)
        self.own[self.rows, code] += share * np.where(used, surprise, 0.0)
        self.own_var[self.rows, code] = own_var * (1 - np.minimum(share, 0.999))


class Rhythm:
    """Follows one metric of many series through time; all state is per series and reads only what was taught."""

    def __init__(self, readings: Readings, calendar: tuple[Column, ...], pace: Pace) -> None:
        self.readings, self.pace = readings, pace
        self.offset = readings.offsets()
        series = readings.amount.shape[0]
        self.effects = [_Effects(column, series) for column in calendar]
        self.level = np.full(series, np.nan)
        self.slope = np.zeros(series)
        self.cov = np.zeros((3, series))  # level-level, level-slope, slope-slope
        self.noise_sum = np.zeros(series)
        self.noise_days = np.zeros(series)
        self.first = _first_noise(readings)
        self.noise = np.full(series, self.first)
        self.taught_to = -1

    def _on(self, t: int) -> list[_Effects]:
        """The calendar columns that day t has."""
        return [effects for effects in self.effects if effects.on[t]]

    def unit(self, t: int, mean: Floats) -> Floats:
        """The part of a reading's log variance that theory knows, (series,): 1/expected count, or 1/orders."""
        if self.readings.kind == "money":
            return np.asarray(1 / self.offset[:, t])
        p = mean / self.offset[:, t] if self.readings.kind == "share" else 0.0
        return np.asarray(np.maximum(1 - p, 0.05) / np.maximum(mean, 0.05))

    def variance(self, t: int, mean: Floats) -> Floats:
        """Log variance of one reading around its true mean, (series,)."""
        unit = self.unit(t, mean)
        return np.asarray(unit * self.noise if self.readings.kind == "money" else unit + self.noise)

    def doubt(self, t: int) -> float:
        """Variance to add while the noise itself is hardly known; a ratio's noise is known from its counts."""
        return self.first * float(np.exp(-t / YOUNG)) if self.readings.exposure is None else 0.0

    def predict(self, t: int, ahead: int) -> tuple[Floats, Floats, Floats]:
        """Mean (series,) of day t, log variance of the level `ahead` steps on, log variance of the calendar
        effects.
        """
        log_mean = self.level + ahead * self.slope
        calendar = np.zeros_like(log_mean)
        for effects in self._on(t):
            mean, var = effects.at(t)
            log_mean = log_mean + mean
            calendar = calendar + var
        c, q = self.cov, self.noise_now()
        level = c[0] + 2 * ahead * c[1] + ahead**2 * c[2] + ahead * self.pace.level**2 * q
        return np.exp(log_mean) * self.offset[:, t], level, calendar

    def noise_now(self) -> Floats:
        """The day's own noise as a variance, for scaling how fast the level may move, (series,)."""
        if self.readings.kind != "money" or self.readings.exposure is None:
            return self.noise
        return np.full_like(self.noise, FIRST_NOISE * 0.1)

    def surprise(self, t: int, mean: Floats) -> Floats:
        """Log of the reading over its mean (series,), corrected for the bias of thin counts; NaN where not in."""
        amount = self.readings.amount[:, t]
        if self.readings.kind == "money":
            return np.asarray(np.log(np.maximum(amount, 1e-9) / mean))
        safe = np.maximum(mean, 0.05)
        thick = np.log((amount + 0.5) / (safe + 0.5)) + 0.5 * safe / (safe + 0.5) ** 2
        return np.asarray(np.where(safe < THIN, np.minimum(amount / safe - 1, 2.0), thick))

    def teach(self, t: int, held: Flags) -> None:
        """Let day t change the state, but for the series that are `held` (an alarm is on: the old level is kept)."""
        self._advance()
        ahead_mean, level_var, calendar_var = self.predict(t, 0)
        surprise = self.surprise(t, ahead_mean)
        fresh = np.isnan(self.level) & np.isfinite(self.readings.amount[:, t]) & np.isfinite(self.offset[:, t])
        if fresh.any():
            self._begin(t, fresh)
        ok = np.isfinite(surprise) & ~held & ~fresh
        variance = self.variance(t, ahead_mean)
        spread = np.where(ok, level_var + calendar_var + variance, 1.0)
        raw = np.where(ok, surprise, 0.0)
        most = CLIP * np.sqrt(spread)
        bent = np.minimum(np.maximum(raw, -most), most)
        self._learn_noise(t, ahead_mean, bent, level_var + calendar_var, ok)
        for effects in self._on(t):
            bent, spread = effects.learn_pool(t, bent, spread, ok)
        for effects in self._on(t):
            effects.learn_own(t, bent, spread, ok)
        self._learn_level(bent, spread, ok)
        self.taught_to = t

    def forget_level(self, series: Flags) -> None:
        """The old level no longer counts for these series: let the next readings set it (a change has lasted)."""
        self.cov[0] = np.where(series, 0.25, self.cov[0])

    def _begin(self, t: int, fresh: Flags) -> None:
        """First reading of a series: level with the pooled effects taken off."""
        known = np.zeros_like(self.level)
        for effects in self._on(t):
            known = known + effects.at(t)[0]
        amount = np.maximum(self.readings.amount[:, t], 0.5 if self.readings.kind != "money" else 1e-9)
        start = np.log(amount / self.offset[:, t]) - known
        self.level = np.where(fresh, start, self.level)
        unit = np.nan_to_num(self.variance(t, np.maximum(amount, 1.0)), nan=1.0)
        self.cov[0] = np.where(fresh, FIRST_NOISE + unit, self.cov[0])
        self.cov[2] = np.where(fresh, 0.002**2 if self.pace.slope else 0.0, self.cov[2])

    def _advance(self) -> None:
        """One step of the local linear trend (Harvey 1989, 2.3): level moves by slope, both a little by
        themselves.
        """
        noise = self.noise_now()
        c = self.cov
        self.level = self.level + self.slope
        self.slope = self.slope * 0.995  # a trend that is not fed dies out within the year
        level = np.maximum(c[0] + 2 * c[1] + c[2] + self.pace.level**2 * noise, LEAST_NOISE * 1e-4)
        slope = np.minimum(c[2] + self.pace.slope**2 * noise, 0.004**2)
        # bounding the slope's variance must not leave a covariance that no two variables can have
        most = np.sqrt(level * np.maximum(slope, 0.0))
        self.cov = _rows(level, np.minimum(np.maximum(c[1] + c[2], -most), most), slope)

    def _learn_level(self, bent: Floats, spread: Floats, ok: Flags) -> None:
        c = self.cov
        g0, g1 = np.where(ok, c[0] / spread, 0.0), np.where(ok, c[1] / spread, 0.0)
        self.level = self.level + g0 * bent
        self.slope = self.slope + g1 * bent
        self.cov = _rows(c[0] * (1 - g0), c[1] * (1 - g0), c[2] - g1 * c[1])

    def _learn_noise(self, t: int, mean: Floats, bent: Floats, state: Floats, ok: Flags) -> None:
        """Discounted mean of squared surprises beyond what theory and the state explain, pulled to the pool."""
        unit = self.unit(t, mean)
        money = self.readings.kind == "money"
        extra = (bent**2 - state) / unit if money else bent**2 - state - unit
        # A day tells about the noise as far as noise is what moves it: not the state, not Poisson.  Days on which the
        # first guess of the state still rules would all err to the same side, so they tell nothing.
        guess = unit * self.first if money else self.first + np.zeros_like(unit)
        about = guess / (guess + state + (0.0 if money else unit))
        weight = np.where(ok & (state < guess), np.maximum(about, 0.01) ** 2, 0.0)
        keep = 1 - 1 / NOISE_MEMORY
        self.noise_sum = self.noise_sum * keep + weight * np.where(ok, extra, 0.0)
        self.noise_days = self.noise_days * keep + weight
        pool = (self.noise_sum.sum() + FIRST_NOISE_DAYS * self.first) / (self.noise_days.sum() + FIRST_NOISE_DAYS)
        own = (self.noise_sum + POOLED_DAYS * pool) / (self.noise_days + POOLED_DAYS)
        self.noise = np.maximum(own, LEAST_NOISE)


def _rows(*rows: Floats) -> Floats:
    """Rows as one array; `np.stack` takes longer than the sums in them."""
    made = np.empty((len(rows), len(rows[0])))
    for at, row in enumerate(rows):
        made[at] = row
    return made


def _first_noise(readings: Readings) -> float:
    """What a day's own noise is taken for before any was seen; per order where money is spread over orders."""
    if readings.kind == "share":
        return FIRST_SHARE_NOISE
    return 0.25 if readings.kind == "money" and readings.exposure is not None else FIRST_NOISE
