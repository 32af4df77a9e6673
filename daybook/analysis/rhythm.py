"""How a series beats: its slow level, its weekday, and what each known event does to it, learnt day by day from the
past.

One `Rhythm` follows some metrics of many shops at once; `expectation` turns it into an interval and `alarms` into
evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kind = Literal["count", "share", "money"]
KINDS: tuple[Kind, ...] = ("count", "share", "money")

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


class Abreast:
    """Readings of several metrics of the same series side by side, so that a day is one step for all of them.

    `amount` and `offset` are (times, metrics, series); counts come first, then shares, then money.
    """

    def __init__(self, readings: Sequence[Readings]) -> None:
        kinds = [one.kind for one in readings]
        if kinds != sorted(kinds, key=KINDS.index):
            raise ValueError(f"counts come first, then shares, then money; these are {kinds}")
        self.amount = _by_time([one.amount for one in readings])
        self.offset = _by_time([one.offsets() for one in readings])
        self.shape: tuple[int, int] = self.amount.shape[1:]
        #: How many of the metrics are counts, and how many are counts or shares.
        self.counts, self.counted = kinds.count("count"), len(kinds) - kinds.count("money")
        #: Whether a metric is one for itself, a ratio to nothing.
        self.alone = np.array([one.exposure is None for one in readings])[:, None]
        self.first = np.array([_first_noise(one) for one in readings])[:, None]
        self.least = np.array([0.5 if one.kind != "money" else 1e-9 for one in readings])[:, None]
        #: Metrics whose level moves at a pace of its own, whatever their noise is.
        self.paced = np.array([one.kind == "money" and one.exposure is not None for one in readings])
        self.times_noise = np.array([one.kind == "money" for one in readings])[:, None]


def _by_time(arrays: Sequence[Floats]) -> Floats:
    return np.ascontiguousarray(np.stack(arrays).transpose(2, 0, 1))


class _Effects:
    """The learnt effects of one calendar column on each metric: pool (metrics, kinds), and each series' departure from
    it (metrics, series, kinds).  The metrics have the same codes; how much of an effect each may feel is its own."""

    def __init__(self, columns: Sequence[Column], series: int) -> None:
        self.kinds = columns[0].kinds + 1                # the last is code -1: nothing on, nothing to learn
        shape = (len(columns), series)
        self.codes = np.ascontiguousarray((columns[0].codes % self.kinds).T)
        self.there = np.ascontiguousarray((columns[0].codes >= 0).T)
        self.pool, self.own = np.zeros((shape[0], self.kinds)), np.zeros((*shape, self.kinds))
        self.pool_var, self.own_var = np.zeros_like(self.pool), np.zeros_like(self.own)
        for metric, column in enumerate(columns):
            self.pool_var[metric, :-1], self.own_var[metric, :, :-1] = column.pooled**2, column.own**2
        self.pool_at = np.arange(shape[0])[:, None] * self.kinds
        self.own_at = np.arange(shape[0] * series).reshape(shape) * self.kinds
        #: Whether a day has the column at all, for any series: most days have no event, and then all effects are 0.
        self.on: Flags = np.asarray(self.there.any(axis=1))

    def at(self, t: int) -> tuple[Floats, Floats]:
        """Effect and its variance (metrics, series) on day t."""
        pool, own = self.pool_at + self.codes[t], self.own_at + self.codes[t]
        return self.pool.take(pool) + self.own.take(own), self.pool_var.take(pool) + self.own_var.take(own)

    def learn_pool(self, t: int, surprise: Floats, spread: Floats, ok: Flags) -> tuple[Floats, Floats]:
        """Let the pools learn from all series at once; gives back the surprise and variance that remain."""
        used = ok & self.there[t]
        learns = used.any(axis=1, keepdims=True)
        if not learns.any():
            return surprise, spread
        place = self.pool_at + self.codes[t]
        var = self.pool_var.take(place)
        weight = np.where(used, 1 / np.maximum(spread - var, LEAST_NOISE), 0.0)
        flat, cells = place.ravel(), self.pool.size
        total = np.bincount(flat, weight.ravel(), cells)
        pulled = np.bincount(flat, (weight * np.where(used, surprise, 0.0)).ravel(), cells)
        seen = np.flatnonzero(total > 0)
        step, gain, held, known = np.zeros(cells), np.zeros(cells), total[seen], self.pool_var.take(seen)
        gain[seen] = known / (known + 1 / held)
        step[seen] = gain[seen] * pulled[seen] / held
        explained = np.where(used, gain[place] * var, 0.0)
        self.pool += step.reshape(self.pool.shape)
        self.pool_var *= 1 - gain.reshape(self.pool.shape)
        left = np.where(learns, np.maximum(spread - explained, LEAST_NOISE), spread)
        return surprise - np.where(used, step[place], 0.0), left

    def learn_own(self, t: int, surprise: Floats, spread: Floats, ok: Flags) -> None:
        """Let each series learn its departure from the pool from what the pool left unexplained."""
        used = ok & self.there[t]
        if not used.any():
            return
        place = self.own_at + self.codes[t]
        own_var = self.own_var.take(place)
        share = np.where(used, own_var / spread, 0.0)
        self.own.reshape(-1)[place] += share * np.where(used, surprise, 0.0)
        self.own_var.reshape(-1)[place] = own_var * (1 - np.minimum(share, 0.999))


class Rhythm:
    """Follows some metrics of many series through time; all state is (metrics, series) and reads only what was
    taught.  No metric tells another anything.
    """

    def __init__(self, readings: Abreast, calendars: Sequence[tuple[Column, ...]], paces: Sequence[Pace]) -> None:
        """`calendars` and `paces` are those of each metric; the calendars have the same codes, the paces one wait."""
        self.readings, shape = readings, readings.shape
        self.effects = [_Effects(columns, shape[1]) for columns in zip(*calendars, strict=True)]
        self.level_pace = np.array([pace.level**2 for pace in paces])[:, None]
        self.slope_pace = np.array([pace.slope**2 for pace in paces])[:, None]
        self.level = np.full(shape, np.nan)
        self.slope = np.zeros(shape)
        self.cov = np.zeros((3, *shape))  # level-level, level-slope, slope-slope
        self.noise_sum = np.zeros(shape)
        self.noise_days = np.zeros(shape)
        self.first = readings.first
        self.noise = np.repeat(self.first, shape[1], axis=1)
        self.taught_to = -1

    def _on(self, t: int) -> list[_Effects]:
        """The calendar columns that day t has."""
        return [effects for effects in self.effects if effects.on[t]]

    def unit(self, t: int, mean: Floats) -> Floats:
        """The part of a reading's log variance that theory knows: 1/expected count, or 1/orders."""
        counts, counted = self.readings.counts, self.readings.counted
        offset, made = self.readings.offset[t], np.empty(self.readings.shape)
        if counted:
            made[:counted] = 1.0 / np.maximum(mean[:counted], 0.05)
        if counts < counted:
            share = mean[counts:counted]
            made[counts:counted] = np.maximum(1 - share / offset[counts:counted], 0.05) / np.maximum(share, 0.05)
        if counted < len(made):
            made[counted:] = 1 / offset[counted:]
        return made

    def variance(self, unit: Floats) -> Floats:
        """Log variance of one reading around its true mean, of which theory knows `unit`."""
        made: Floats = unit + self.noise
        money = self.readings.counted
        if money < len(made):
            made[money:] = unit[money:] * self.noise[money:]
        return made

    def doubt(self, t: int) -> Floats:
        """Variance to add while the noise itself is hardly known; a ratio's noise is known from its counts."""
        return np.asarray(np.where(self.readings.alone, self.first * float(np.exp(-t / YOUNG)), 0.0))

    def predict(self, t: int, ahead: int) -> tuple[Floats, Floats, Floats]:
        """Mean of day t, log variance of the level `ahead` steps on, log variance of the calendar effects."""
        log_mean, c = self.level, self.cov
        level = c[0]
        if ahead:
            log_mean = log_mean + ahead * self.slope
            level = c[0] + 2 * ahead * c[1] + ahead**2 * c[2] + ahead * self.level_pace * self.noise_now()
        calendar = np.zeros(self.readings.shape)
        for effects in self._on(t):
            mean, var = effects.at(t)
            log_mean = log_mean + mean
            calendar = calendar + var
        return np.exp(log_mean) * self.readings.offset[t], level, calendar

    def noise_now(self) -> Floats:
        """The day's own noise as a variance, for scaling how fast the level may move."""
        if not self.readings.paced.any():
            return self.noise
        now = self.noise.copy()
        now[self.readings.paced] = FIRST_NOISE * 0.1
        return now

    def surprise(self, t: int, mean: Floats) -> Floats:
        """Log of the reading over its mean, corrected for the bias of thin counts; NaN where not in."""
        amount, counted, made = self.readings.amount[t], self.readings.counted, np.empty(self.readings.shape)
        if counted < len(made):
            made[counted:] = np.log(np.maximum(amount[counted:], 1e-9) / mean[counted:])
        if counted:
            amount, safe = amount[:counted], np.maximum(mean[:counted], 0.05)
            more = safe + 0.5
            thick = np.log((amount + 0.5) / more) + 0.5 * safe / more**2
            made[:counted] = np.where(safe < THIN, np.minimum(amount / safe - 1, 2.0), thick)
        return made

    def teach(self, t: int, held: Flags) -> None:
        """Let day t change the state, but for what is `held` (an alarm is on: the old level is kept)."""
        self._advance()
        ahead_mean, level_var, calendar_var = self.predict(t, 0)
        surprise = self.surprise(t, ahead_mean)
        fresh = np.isnan(self.level) & np.isfinite(self.readings.amount[t]) & np.isfinite(self.readings.offset[t])
        if fresh.any():
            self._begin(t, fresh)
        ok = np.isfinite(surprise) & ~held & ~fresh
        unit, state = self.unit(t, ahead_mean), level_var + calendar_var
        spread = np.where(ok, state + self.variance(unit), 1.0)
        raw = np.where(ok, surprise, 0.0)
        most = CLIP * np.sqrt(spread)
        bent = np.minimum(np.maximum(raw, -most), most)
        self._learn_noise(unit, bent, state, ok)
        for effects in self._on(t):
            bent, spread = effects.learn_pool(t, bent, spread, ok)
        for effects in self._on(t):
            effects.learn_own(t, bent, spread, ok)
        self._learn_level(bent, spread, ok)
        self.taught_to = t

    def forget_level(self, metric: int, series: Flags) -> None:
        """The old level no longer counts for these series: let the next readings set it (a change has lasted)."""
        self.cov[0, metric] = np.where(series, 0.25, self.cov[0, metric])

    def _begin(self, t: int, fresh: Flags) -> None:
        """First reading of a series: level with the pooled effects taken off."""
        known = np.zeros(self.readings.shape)
        for effects in self._on(t):
            known = known + effects.at(t)[0]
        amount = np.maximum(self.readings.amount[t], self.readings.least)
        start = np.log(amount / self.readings.offset[t]) - known
        self.level = np.where(fresh, start, self.level)
        unit = np.nan_to_num(self.variance(self.unit(t, np.maximum(amount, 1.0))), nan=1.0)
        slope = np.where(self.slope_pace, 0.002**2, 0.0)
        self.cov = _rows(np.where(fresh, FIRST_NOISE + unit, self.cov[0]), self.cov[1], np.where(fresh, slope, self.cov[2]))

    def _advance(self) -> None:
        """One step of the local linear trend (Harvey 1989, 2.3): level moves by slope, both a little by
        themselves.
        """
        noise = self.noise_now()
        c = self.cov
        self.level = self.level + self.slope
        self.slope = self.slope * 0.995  # a trend that is not fed dies out within the year
        level = np.maximum(c[0] + 2 * c[1] + c[2] + self.level_pace * noise, LEAST_NOISE * 1e-4)
        slope = np.minimum(c[2] + self.slope_pace * noise, 0.004**2)
        # bounding the slope's variance must not leave a covariance that no two variables can have
        most = np.sqrt(level * np.maximum(slope, 0.0))
        self.cov = _rows(level, np.minimum(np.maximum(c[1] + c[2], -most), most), slope)

    def _learn_level(self, bent: Floats, spread: Floats, ok: Flags) -> None:
        c = self.cov
        g0, g1 = np.where(ok, c[0] / spread, 0.0), np.where(ok, c[1] / spread, 0.0)
        self.level = self.level + g0 * bent
        self.slope = self.slope + g1 * bent
        rest = 1 - g0
        self.cov = _rows(c[0] * rest, c[1] * rest, c[2] - g1 * c[1])

    def _learn_noise(self, unit: Floats, bent: Floats, state: Floats, ok: Flags) -> None:
        """Discounted mean of squared surprises beyond what theory and the state explain, pulled to the pool."""
        extra, money = bent**2 - state, self.readings.counted
        # A day tells about the noise as far as noise is what moves it: not the state, not Poisson.  Days on which the
        # first guess of the state still rules would all err to the same side, so they tell nothing.
        guess = np.empty(self.readings.shape)
        guess[:], theory = self.first, unit
        if money < len(guess):
            guess[money:] = unit[money:] * self.first[money:]
            theory = np.where(self.readings.times_noise, 0.0, unit)
            extra[money:] = extra[money:] / unit[money:]
        extra[:money] -= unit[:money]
        about = guess / (guess + state + theory)
        weight = np.where(ok & (state < guess), np.maximum(about, 0.01) ** 2, 0.0)
        keep = 1 - 1 / NOISE_MEMORY
        self.noise_sum = self.noise_sum * keep + weight * np.where(ok, extra, 0.0)
        self.noise_days = self.noise_days * keep + weight
        of_all = self.noise_sum.sum(axis=1, keepdims=True) + FIRST_NOISE_DAYS * self.first
        pool = of_all / (self.noise_days.sum(axis=1, keepdims=True) + FIRST_NOISE_DAYS)
        own = (self.noise_sum + POOLED_DAYS * pool) / (self.noise_days + POOLED_DAYS)
        self.noise = np.maximum(own, LEAST_NOISE)


def _rows(*rows: Floats) -> Floats:
    """Rows as one array; `np.stack` takes longer than the sums in them."""
    made = np.empty((len(rows), *rows[0].shape))
    for at, row in enumerate(rows):
        made[at] = row
    return made


def _first_noise(readings: Readings) -> float:
    """What a day's own noise is taken for before any was seen; per order where money is spread over orders."""
    if readings.kind == "share":
        return FIRST_SHARE_NOISE
    return 0.25 if readings.kind == "money" and readings.exposure is not None else FIRST_NOISE
