"""How strongly the last days speak for a change: standardised sums over windows of several lengths, per series.

The sum over a window is the generalised likelihood ratio statistic of "the level moved that many days ago and stayed"
(Willsky & Jones 1976; Basseville & Nikiforov 1993, 2.4.3); windows stand for onsets.  What real noise adds through
its own persistence is measured: each length keeps the mean square of its statistic on quiet days and is divided by
it.
"""

import numpy as np

from daybook.analysis.rhythm import Abreast, Flags, Floats, Ints, Rhythm

EXACT_BELOW = 150.0  # expected counts in a window below which the Poisson deviance replaces the normal statistic
QUIET_MEMORY = 250.0  # days over which the persistence of noise is measured
QUIET_PRIOR = 60.0  # the pool counts as much as this many days of the series' own
FIRST_PERSISTENCE = 0.4  # of a count's or a sum's noise from day to day before it was measured; ratios have none
FIRST_QUIET_DAYS = 20.0  # what that first guess is worth, in days of each series
COMMON = 0.03  # first guess of a shock that all shops share on one day: 3 %
WINSOR = 3.0  # statistics beyond this teach no more about noise than this


class Watch:
    """Keeps the last days of some metrics of many series and turns them into evidence per window length.

    What is kept of days is (times, metrics, series), of window lengths (windows, metrics, series).
    """

    def __init__(self, readings: Abreast, rhythm: Rhythm, windows: tuple[int, ...], pool_shocks: bool) -> None:
        shape = readings.amount.shape
        self.readings, self.rhythm, self.windows, self.pool_shocks = readings, rhythm, windows, pool_shocks
        self.surprise = np.zeros(shape)  # log surprise less the day's common shock
        self.weight = np.zeros(shape)  # 1 / its variance; 0 = does not count (absent, held)
        self.mean = np.zeros(shape)
        self.expected = np.full(shape, np.nan)  # before the day's common shock is known
        self.variance = np.full(shape, np.nan)  # of the log of a reading around it, all doubts in
        self.level_var = np.zeros(readings.shape)
        self.since = np.zeros(readings.shape, dtype=np.int64)  # evidence counts from this day on
        self.square = np.zeros((len(windows), *readings.shape))
        self.quiet_days = np.zeros(readings.shape)
        persistence = np.where(readings.alone[:, 0], FIRST_PERSISTENCE, 0.0)
        self.first_square = np.array([[_sum_inflation(length, float(rho)) for rho in persistence] for length in windows])

    def see(self, t: int, ahead: int, calm: Flags) -> None:
        """Take in day t: its expectation is made of what was taught before; only `calm` series speak for all."""
        mean, level_var, calendar_var = self.rhythm.predict(t, ahead)
        surprise = self.rhythm.surprise(t, mean)
        ok = np.isfinite(surprise)
        own = self.rhythm.variance(self.rhythm.unit(t, mean)) + calendar_var + self.rhythm.doubt(t)
        self.expected[t], self.variance[t] = mean, own + level_var
        variance = np.where(ok, own, 1.0)
        surprise = np.where(ok, surprise, 0.0)
        weight = np.where(ok, 1 / variance, 0.0)
        if self.pool_shocks:
            shock = common_shock(surprise, variance + level_var, ok & calm)
            surprise = np.where(ok, surprise - shock, 0.0)
            mean = mean * np.exp(shock)
        self.surprise[t], self.weight[t] = surprise, weight
        self.mean[t] = np.where(ok, mean, 0.0)
        self.level_var = np.where(np.isfinite(level_var), level_var, 1.0)

    def scores(self, t: int) -> Floats:
        """Standardised evidence (windows, metrics, series) at day t; 0 where the window holds nothing."""
        first = max(0, t - max(self.windows) + 1)
        counts = np.arange(first, t + 1)[:, None, None] >= self.since
        weight = np.where(counts, self.weight[first : t + 1], 0.0)
        begun = [i for i, length in enumerate(self.windows) if length <= t + 1 - first]
        at = [self.windows[i] - 1 for i in begun]
        information = _backward(weight)[at]
        pulls = _backward(weight * self.surprise[first : t + 1])[at]
        raw = pulls / np.sqrt(np.maximum(information + self.level_var * information**2, 1e-12))
        counted = self.readings.counted
        if counted:
            exact = self._counts(t, first, weight[:, :counted] > 0)
            if exact is not None:
                of = np.s_[:, :counted]
                raw[of] = _exact(exact[0][at], exact[1][at], information[of], self.level_var[:counted], raw[of])
        raw = np.where(information > 0, raw, 0.0)
        if len(begun) == len(self.windows):
            return raw
        out = np.zeros((len(self.windows), *self.readings.shape))
        out[begun] = raw
        return out

    def _counts(self, t: int, first: int, used: Flags) -> tuple[Floats, Floats] | None:
        """Sums of counts and of what they should have been; None where no window is thin."""
        counted = self.readings.counted
        mean = np.where(used, self.mean[first : t + 1, :counted], 0.0)
        if float(mean[-1].min(initial=np.inf)) > EXACT_BELOW:
            return None
        amount = np.where(used, self.readings.amount[first : t + 1, :counted], 0.0)
        return _backward(amount), _backward(mean)

    def quiet(self) -> Floats:
        """Mean square of each window's statistic on quiet days: 1 for white noise as modelled."""
        first = FIRST_QUIET_DAYS * self.readings.shape[1]
        pool = (self.square.sum(axis=2) + first * self.first_square) / (self.quiet_days.sum(axis=1) + first)
        own = (self.square + QUIET_PRIOR * pool[:, :, None]) / (self.quiet_days + QUIET_PRIOR)
        return np.asarray(np.minimum(np.maximum(own, 1.0), 6.0))

    def learn_quiet(self, scores: Floats, quiet: Flags, usual: Floats) -> None:
        """Let a day without alarm teach how noise alone behaves; `usual` is what `quiet()` said until now."""
        keep = 1 - 1 / QUIET_MEMORY
        bent = np.minimum(scores**2, WINSOR**2 * usual)
        self.square = self.square * keep + np.where(quiet, bent, 0.0)
        self.quiet_days = self.quiet_days * keep + quiet

    def size(self, metric: int, t: int, lengths: Ints) -> Floats:
        """Mean log surprise (series,) of one metric over each series' own window that ends on day t."""
        out = np.zeros(self.readings.shape[1])
        for length in np.unique(lengths):
            first = max(0, t + 1 - int(length))
            mine = np.flatnonzero(lengths == length)
            weight, surprise = (np.ascontiguousarray(kept[first : t + 1, metric, mine].T) for kept in (self.weight, self.surprise))
            out[mine] = (weight * surprise).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
        return out


def _sum_inflation(length: int, rho: float) -> float:
    """How much wider the sum over `length` steps of AR(1) noise is than white noise's, as a ratio of variances."""
    return 1 + 2 * sum((1 - lag / length) * rho**lag for lag in range(1, length))


def _backward(values: Floats) -> Floats:
    """Sums over the last day, the last two, and so on, along the first axis."""
    return np.asarray(np.cumsum(values[::-1], axis=0))


def _exact(amount: Floats, mean: Floats, information: Floats, level_var: Floats, normal: Floats) -> Floats:
    """Signed root of the Poisson deviance, with half a count of continuity, where the window's count is thin.

    It is shrunk by the noise beyond Poisson: the ratio of Poisson's variance to the whole of it.
    """
    thin = (mean > 0) & (mean < EXACT_BELOW)
    if not thin.any():
        return normal
    m = np.where(thin, mean, 1.0)
    gap = amount - m
    x = np.where(np.abs(gap) <= 0.5, m, amount - 0.5 * np.sign(gap))
    deviance = 2 * (np.where(x > 0, x * np.log(np.maximum(x, 1e-9) / m), 0.0) - (x - m))
    whole = 1 / np.maximum(information, 1e-9) + level_var
    root = np.sign(gap) * np.sqrt(np.maximum(deviance, 0.0)) * np.sqrt(np.minimum(1.0, (1 / m) / whole))
    return np.asarray(np.where(thin, root, normal))


def common_shock(surprise: Floats, variance: Floats, ok: Flags) -> Floats:
    """What all the other series share on one day (metrics, series), robustly; 0 for a series that stands alone."""
    spread = np.sqrt(variance)
    bent = np.clip(np.where(ok, surprise, 0.0), -1.5 * spread, 1.5 * spread)
    weight = np.where(ok, 1 / variance, 0.0)
    pull = weight * bent
    others = weight.sum(axis=1, keepdims=True) - weight
    return np.asarray((pull.sum(axis=1, keepdims=True) - pull) / (others + 1 / COMMON**2))
