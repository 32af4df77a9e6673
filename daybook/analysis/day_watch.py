"""Keeps watch over all metrics of all shops, one step of time after another, and uses nothing later than the step
itself.

Each step: teach what has waited long enough, expect, compare, raise at most one alarm per change, follow running
alarms. `expectation` and `alarms` are the two doors to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from daybook.analysis.evidence import Watch
from daybook.analysis.rhythm import Column, Flags, Floats, Ints, Pace, Readings, Rhythm

DAILY_WINDOWS = (1, 2, 3, 4, 5, 7, 9)
BACK = 4.5  # log likelihood ratio (90 to 1) for "back at the old level" that ends an alarm
LONGEST_STEP = 3.0  # one reading alone cannot say more than this, so that no single reading ends an alarm
SELECTED = 0.75  # an alarm rings when noise helped: the true size is likely smaller than the measured one
RESUME = 7  # steps after its end within which a change of the same direction is the same change
RECOVERY = 14  # and within which one of the other direction is its recovery
CROSS_MEMORY = 250.0  # steps over which metric and control are compared
WINSOR = 3.0


@dataclass(frozen=True)
class Settings:
    """How one metric is watched: `bar` in standard deviations, window lengths, waiting times in steps of time.

    An alarm that lasts `accept` steps is the new level.  `warm_up` steps pass before the first alarm.
    """

    bar: float = 3.7
    windows: tuple[int, ...] = DAILY_WINDOWS
    pace: Pace = field(default_factory=Pace)
    accept: int = 42
    warm_up: int = 21
    drops_only: bool = False


@dataclass(frozen=True)
class Alarm:
    """One change of one metric of one series; `at`, `onset` and `ended` are indices of time, `ended` None while it
    stays.

    `size` is the log change against the expectation over `length` steps, `score` its standard deviations with sign,
    `half` how much of the size was there in the first half of the window (a drift has less).
    """

    metric: str
    series: int
    at: int
    onset: int
    length: int
    size: float
    score: float
    half: float
    ended: int | None = None


class _Running:
    """The alarms that are on for one metric."""

    def __init__(self, series: int, times: int) -> None:
        self.active = np.zeros(series, dtype=bool)
        self.onset = np.zeros(series, dtype=np.int64)
        self.size = np.zeros(series)
        self.back = np.zeros(series)
        self.held = np.zeros((series, times), dtype=bool)
        self.number = np.zeros(series, dtype=np.int64)
        self.ended = np.full(series, -(10**6), dtype=np.int64)


class _Metric:
    """One metric under watch."""

    def __init__(self, name: str, readings: Readings, calendar: tuple[Column, ...], settings: Settings) -> None:
        series, times = readings.amount.shape
        self.name, self.settings = name, settings
        self.rhythm = Rhythm(readings, calendar, settings.pace)
        self.watch = Watch(readings, self.rhythm, settings.windows, pool_shocks=series > 2)
        self.running = _Running(series, times)
        self.scores = np.zeros((len(settings.windows), series))
        self.cross = np.zeros((len(settings.windows), 3))  # own square, product with the control, control's square

    def look(self, t: int) -> None:
        """Teach what is due, then compare step t with its expectation."""
        wait = min(self.settings.pace.wait, t // 4)  # with little history there is nothing to wait for
        while self.rhythm.taught_to < t - wait - 1:
            due = self.rhythm.taught_to + 1
            self.rhythm.teach(due, self.running.held[:, due])
        self.watch.see(t, t - self.rhythm.taught_to, ~self.running.active)
        raw = self.watch.scores(t)
        usual = self.watch.quiet()
        self.scores = raw / np.sqrt(usual)
        settled = t - self.watch.since >= max(self.settings.windows)
        self.watch.learn_quiet(raw, ~self.running.active & (self.watch.weight[:, t] > 0) & settled, usual)

    def given(self, control: "_Metric | None") -> Floats:
        """Evidence (windows, series) less what the control shares; alone while an alarm of the control is on."""
        if control is None:
            return self.scores
        rho = self._shared(control)[:, None]
        part = (self.scores - rho * control.scores) / np.sqrt(1 - rho**2)
        return np.where(control.running.active[None, :], self.scores, part)

    def _shared(self, control: "_Metric") -> Floats:
        """Correlation (windows,) of the two metrics' evidence on quiet days, pooled over series; learns this step
        after.
        """
        c = self.cross
        rho = np.minimum(np.maximum(c[:, 1] / np.sqrt((c[:, 0] + 1) * (c[:, 2] + 1)), 0.0), 0.95)
        quiet = ~self.running.active & ~control.running.active
        if quiet.any():
            own = np.minimum(np.maximum(self.scores[:, quiet], -WINSOR), WINSOR)
            other = np.minimum(np.maximum(control.scores[:, quiet], -WINSOR), WINSOR)
            fresh = np.stack([(own**2).mean(axis=1), (own * other).mean(axis=1), (other**2).mean(axis=1)], axis=1)
            self.cross = c * (1 - 1 / CROSS_MEMORY) + fresh
        return np.asarray(rho)

    def raise_alarms(self, t: int, hit: Flags, lengths: Ints, score: Floats, alarms: list[Alarm]) -> None:
        """One alarm for each series in `hit`, unless an alarm of that direction ended a few steps ago."""
        size = self.watch.size(t, lengths)
        run = self.running
        same = hit & (t - run.ended <= RESUME) & (np.sign(size) == np.sign(run.size))
        recovery = hit & (t - run.ended <= RECOVERY) & (np.sign(size) == -np.sign(run.size))
        recovery &= np.abs(size) <= SELECTED * np.abs(run.size)  # what can have been taught is part of the change
        if recovery.any():  # the old level had been taught some of the change: its end is no new one
            self.rhythm.forget_level(recovery)
            self.watch.since = np.where(recovery, t, self.watch.since)
        for i in np.flatnonzero(same):  # what seemed over goes on: the same change, no second alarm
            alarms[run.number[i]] = replace(alarms[run.number[i]], ended=None)
            run.active[i], run.back[i], run.held[i, t] = True, 0.0, True
        for i in np.flatnonzero(hit & ~same & ~recovery):
            onset = max(t + 1 - int(lengths[i]), int(self.watch.since[i]))
            middle = max(1, (t + 1 - onset) // 2)
            half = float(self.watch.surprise[i, onset : onset + middle].mean() / (size[i] or 1.0))
            run.number[i] = len(alarms)
            alarms.append(Alarm(self.name, int(i), t, onset, t + 1 - onset, float(size[i]), float(score[i]), half))
            run.active[i], run.onset[i], run.size[i], run.back[i] = True, onset, size[i], 0.0
            run.held[i, onset : t + 1] = True

    def follow(self, t: int, alarms: list[Alarm]) -> None:
        """End alarms whose series is back at its old level (a one-sided CUSUM, Page 1954); accept those that last."""
        run, watch, conf = self.running, self.watch, self.settings
        if not run.active.any():
            return
        later = run.active & ~run.held[:, t]
        run.held[:, t] |= run.active
        size = SELECTED * np.abs(run.size)
        step = (size / 2 - np.sign(run.size) * watch.surprise[:, t]) * size * watch.weight[:, t]
        moved = np.maximum(0.0, run.back + np.clip(step, -LONGEST_STEP, LONGEST_STEP))
        run.back = np.where(later, moved, run.back)
        ended = later & (run.back >= BACK)
        run.held[ended, t] = False
        run.ended = np.where(ended, t, run.ended)
        for i in np.flatnonzero(ended):
            alarms[run.number[i]] = replace(alarms[run.number[i]], ended=t)
        lasting = run.active & ~ended & (t - run.onset >= conf.accept)
        if lasting.any():
            self.rhythm.forget_level(lasting)
            run.held[lasting, max(0, t - conf.pace.wait) : t + 1] = False
        done = ended | lasting
        run.active = run.active & ~done
        watch.since = np.where(done, t, watch.since)


@dataclass(frozen=True)
class Watched:
    """What the watch leaves: alarms in order of time, and per metric the expected amount and the log variance of a
    reading around it, both (series, times), NaN where nothing could be told."""

    alarms: tuple[Alarm, ...]
    expected: Mapping[str, Floats]
    variance: Mapping[str, Floats]


def keep_watch(
    panel: Mapping[str, Readings],
    calendar: Mapping[str, tuple[Column, ...]],
    controls: Mapping[str, str],
    settings: Mapping[str, Settings],
) -> Watched:
    """Watch all metrics of `panel`, each (series, times) of one shape, given its control where `controls` names
    one.
    """
    metrics = {name: _Metric(name, readings, calendar[name], settings[name]) for name, readings in panel.items()}
    shapes = {readings.amount.shape for readings in panel.values()}
    if len(shapes) != 1:
        raise ValueError(f"the metrics of a panel must have one shape (series, times); these have {sorted(shapes)}")
    alarms: list[Alarm] = []
    for t in range(next(iter(shapes))[1]):
        for metric in metrics.values():
            metric.look(t)
        _judge(t, metrics, controls, alarms)
        for metric in metrics.values():
            metric.follow(t, alarms)
    return Watched(
        tuple(alarms),
        {name: metric.watch.expected for name, metric in metrics.items()},
        {name: metric.watch.variance for name, metric in metrics.items()},
    )


def _judge(t: int, metrics: Mapping[str, _Metric], controls: Mapping[str, str], alarms: list[Alarm]) -> None:
    """Raise the alarms of one step; of a metric and its control only the one that the evidence points to."""
    score, length, on = {}, {}, {name: metric.running.active.copy() for name, metric in metrics.items()}
    for name, metric in metrics.items():
        z = metric.given(metrics[controls[name]] if name in controls else None)
        z = np.minimum(z, 0.0) if metric.settings.drops_only else z
        best = np.abs(z).argmax(axis=0)
        score[name] = z[best, np.arange(len(best))]
        length[name] = np.asarray(metric.settings.windows, dtype=np.int64)[best]
    for name, metric in metrics.items():
        hit = (np.abs(score[name]) >= metric.settings.bar) & ~on[name] & (t >= metric.settings.warm_up)
        if name in controls:
            other = controls[name]
            hit &= (np.abs(score[name]) > np.abs(score[other])) | on[other]
        if hit.any():
            metric.raise_alarms(t, hit, length[name], score[name], alarms)
