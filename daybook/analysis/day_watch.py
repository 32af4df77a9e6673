"""Keeps watch over all metrics of all shops, one step of time after another, and uses nothing later than the step
itself.

Each step: teach what has waited long enough, expect, compare, raise at most one alarm per change, follow running
alarms. `expectation` and `alarms` are the two doors to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from daybook.analysis.evidence import Watch
from daybook.analysis.rhythm import KINDS, Abreast, Column, Flags, Floats, Ints, Pace, Readings, Rhythm

DAILY_WINDOWS = (1, 2, 3, 4, 5, 7, 9)
BACK = 4.5  # log likelihood ratio (90 to 1) for "back at the old level" that ends an alarm
LONGEST_STEP = 3.0  # one reading alone cannot say more than this, so that no single reading ends an alarm
SELECTED = 0.75  # an alarm rings when noise helped: the true size is likely smaller than the measured one
RESUME = 7  # steps after its end within which a change of the same direction is the same change
RECOVERY = 14  # and within which one of the other direction is its recovery
CROSS_MEMORY = 250.0  # steps over which metric and control are compared
WINSOR = 3.0
NOTHING = (np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.zeros(0))


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
    """The alarms that are on: (metrics, series), of days (times, metrics, series)."""

    def __init__(self, times: int, shape: tuple[int, int]) -> None:
        self.active = np.zeros(shape, dtype=bool)
        self.onset = np.zeros(shape, dtype=np.int64)
        self.size = np.zeros(shape)
        self.back = np.zeros(shape)
        self.held = np.zeros((times, *shape), dtype=bool)
        self.number = np.zeros(shape, dtype=np.int64)
        self.ended = np.full(shape, -(10**6), dtype=np.int64)


class _Metrics:
    """Metrics under watch that can take one step together: a calendar of the same codes, the same windows and waits.

    A day is then a step for all of them instead of one for each, which is what a watch of few shops spends its time on.
    """

    def __init__(self, panel: Mapping[str, Readings], calendar: Mapping[str, tuple[Column, ...]],
                 settings: Mapping[str, Settings]) -> None:
        self.names = sorted(panel, key=lambda name: KINDS.index(panel[name].kind))
        self.settings = settings[self.names[0]]
        self.bar = np.array([settings[name].bar for name in self.names])[:, None]
        readings = Abreast([panel[name] for name in self.names])
        self.rhythm = Rhythm(readings, [calendar[n] for n in self.names], [settings[n].pace for n in self.names])
        self.watch = Watch(readings, self.rhythm, self.settings.windows, pool_shocks=readings.shape[1] > 2)
        self.running = _Running(len(readings.amount), readings.shape)
        self.scores = np.zeros((len(self.settings.windows), *readings.shape))

    def look(self, t: int) -> None:
        """Teach what is due, then compare step t with its expectation."""
        wait = min(self.settings.pace.wait, t // 4)  # with little history there is nothing to wait for
        while self.rhythm.taught_to < t - wait - 1:
            due = self.rhythm.taught_to + 1
            self.rhythm.teach(due, self.running.held[due])
        calm = ~self.running.active
        self.watch.see(t, t - self.rhythm.taught_to, calm)
        raw = self.watch.scores(t)
        usual = self.watch.quiet()
        self.scores = raw / np.sqrt(usual)
        settled = t - self.watch.since >= max(self.settings.windows)
        self.watch.learn_quiet(raw, calm & (self.watch.weight[t] > 0) & settled, usual)

    def raise_alarms(self, t: int, at: int, hit: Flags, lengths: Ints, score: Floats, alarms: list[Alarm]) -> None:
        """One alarm of the metric `at` for each series in `hit`, unless one of that direction ended a few steps ago."""
        size, run, since = self.watch.size(at, t, lengths), self.running, self.watch.since
        same = hit & (t - run.ended[at] <= RESUME) & (np.sign(size) == np.sign(run.size[at]))
        recovery = hit & (t - run.ended[at] <= RECOVERY) & (np.sign(size) == -np.sign(run.size[at]))
        recovery &= np.abs(size) <= SELECTED * np.abs(run.size[at])  # what can have been taught is part of the change
        if recovery.any():  # the old level had been taught some of the change: its end is no new one
            self.rhythm.forget_level(at, recovery)
            since[at] = np.where(recovery, t, since[at])
        for i in np.flatnonzero(same):  # what seemed over goes on: the same change, no second alarm
            alarms[run.number[at, i]] = replace(alarms[run.number[at, i]], ended=None)
            run.active[at, i], run.back[at, i], run.held[t, at, i] = True, 0.0, True
        for i in np.flatnonzero(hit & ~same & ~recovery):
            onset = max(t + 1 - int(lengths[i]), int(since[at, i]))
            middle = max(1, (t + 1 - onset) // 2)
            half = float(self.watch.surprise[onset : onset + middle, at, i].mean() / (size[i] or 1.0))
            run.number[at, i] = len(alarms)
            alarms.append(Alarm(self.names[at], int(i), t, onset, t + 1 - onset, float(size[i]), float(score[i]), half))
            run.active[at, i], run.onset[at, i], run.size[at, i], run.back[at, i] = True, onset, size[i], 0.0
            run.held[onset : t + 1, at, i] = True

    def follow(self, t: int, alarms: list[Alarm]) -> None:
        """End alarms whose series is back at its old level (a one-sided CUSUM, Page 1954); accept those that last."""
        run, watch, conf = self.running, self.watch, self.settings
        if not run.active.any():
            return
        later = run.active & ~run.held[t]
        run.held[t] |= run.active
        size = SELECTED * np.abs(run.size)
        step = (size / 2 - np.sign(run.size) * watch.surprise[t]) * size * watch.weight[t]
        moved = np.maximum(0.0, run.back + np.minimum(np.maximum(step, -LONGEST_STEP), LONGEST_STEP))
        run.back = np.where(later, moved, run.back)
        ended = later & (run.back >= BACK)
        run.held[t, ended] = False
        run.ended = np.where(ended, t, run.ended)
        for number in run.number[ended]:
            alarms[number] = replace(alarms[number], ended=t)
        lasting = run.active & ~ended & (t - run.onset >= conf.accept)
        if lasting.any():
            for at in np.flatnonzero(lasting.any(axis=1)):
                self.rhythm.forget_level(int(at), lasting[at])
            run.held[max(0, t - conf.pace.wait) : t + 1, lasting] = False
        done = ended | lasting
        run.active = run.active & ~done
        watch.since = np.where(done, t, watch.since)


class _Control:
    """What a metric shares with its control: the evidence of both is compared on quiet days, pooled over series."""

    def __init__(self, metric: "_Place", control: "_Place") -> None:
        self.metric, self.control = metric, control
        self.cross = np.zeros((len(metric.scores), 3))  # own square, product with the control, control's square

    def given(self) -> Floats:
        """Evidence (windows, series) less what the control shares; alone while an alarm of the control is on."""
        own, other = self.metric.scores, self.control.scores
        rho = self._shared(own, other)[:, None]
        part = (own - rho * other) / np.sqrt(1 - rho**2)
        return np.where(self.control.active, own, part)

    def _shared(self, own: Floats, other: Floats) -> Floats:
        """Correlation (windows,) of the two metrics' evidence on quiet days; learns this step after."""
        c = self.cross
        rho = np.minimum(np.maximum(c[:, 1] / np.sqrt((c[:, 0] + 1) * (c[:, 2] + 1)), 0.0), 0.95)
        quiet = ~self.metric.active & ~self.control.active
        if quiet.any():
            own = np.minimum(np.maximum(own[:, quiet], -WINSOR), WINSOR)
            other = np.minimum(np.maximum(other[:, quiet], -WINSOR), WINSOR)
            fresh = np.stack([(own**2).mean(axis=1), (own * other).mean(axis=1), (other**2).mean(axis=1)], axis=1)
            self.cross = c * (1 - 1 / CROSS_MEMORY) + fresh
        return np.asarray(rho)


@dataclass(frozen=True)
class _Place:
    """One metric among those that it takes its steps with."""

    among: _Metrics
    at: int

    @property
    def scores(self) -> Floats:
        return np.ascontiguousarray(self.among.scores[:, self.at])

    @property
    def active(self) -> Flags:
        return np.asarray(self.among.running.active[self.at])


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
    shapes = {readings.amount.shape for readings in panel.values()}
    if len(shapes) != 1:
        raise ValueError(f"the metrics of a panel must have one shape (series, times); these have {sorted(shapes)}")
    groups = [_Metrics({name: panel[name] for name in names}, calendar, settings)
              for names in _in_step(list(panel), calendar, settings)]
    places = {name: _Place(group, at) for group in groups for at, name in enumerate(group.names)}
    places = {name: places[name] for name in panel}
    given = {name: _Control(places[name], places[control]) for name, control in controls.items()}
    alarms: list[Alarm] = []
    for t in range(next(iter(shapes))[1]):
        for group in groups:
            group.look(t)
        _judge(t, groups, places, given, alarms)
        for group in groups:
            group.follow(t, alarms)
    return Watched(
        tuple(alarms),
        {name: np.ascontiguousarray(place.among.watch.expected[:, place.at].T) for name, place in places.items()},
        {name: np.ascontiguousarray(place.among.watch.variance[:, place.at].T) for name, place in places.items()},
    )


def _in_step(names: Sequence[str], calendar: Mapping[str, tuple[Column, ...]],
             settings: Mapping[str, Settings]) -> list[list[str]]:
    """Names of metrics that can take their steps together."""
    groups: list[list[str]] = []
    for name in names:
        for group in groups:
            if _alike(calendar[name], calendar[group[0]]) and _step(settings[name]) == _step(settings[group[0]]):
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


def _alike(one: tuple[Column, ...], other: tuple[Column, ...]) -> bool:
    """Whether two calendars have the same codes."""
    return len(one) == len(other) and all(
        a.kinds == b.kinds and np.array_equal(a.codes, b.codes) for a, b in zip(one, other, strict=True))


def _step(one: Settings) -> tuple[object, ...]:
    return one.windows, one.pace.wait, one.accept, one.warm_up, one.drops_only


def _judge(t: int, groups: Sequence[_Metrics], places: Mapping[str, _Place], controls: Mapping[str, _Control],
           alarms: list[Alarm]) -> None:
    """Raise the alarms of one step; of a metric and its control only the one that the evidence points to."""
    less = {name: control.given() for name, control in controls.items()}
    found: dict[str, tuple[Flags, Ints, Floats]] = {}
    for group in groups:
        z = group.scores.copy()
        for at, name in enumerate(group.names):
            if name in less:
                z[:, at] = less[name]
        z = np.minimum(z, 0.0) if group.settings.drops_only else z
        best = np.abs(z).argmax(axis=0)
        score = np.take_along_axis(z, best[None], axis=0)[0]
        hit = (np.abs(score) >= group.bar) & ~group.running.active & (t >= group.settings.warm_up)
        if hit.any() or less:
            length = np.asarray(group.settings.windows, dtype=np.int64)[best]
            found |= {name: (hit[at], length[at], score[at]) for at, name in enumerate(group.names)}
    on = {name: place.active.copy() for name, place in places.items()} if less else {}
    for name, place in places.items():
        hit, length, score = found.get(name, NOTHING)
        if hit.any() and name in controls:
            other = controls[name].control.among.names[controls[name].control.at]
            hit = hit & ((np.abs(score) > np.abs(found[other][2])) | on[other])
        if hit.any():
            place.among.raise_alarms(t, place.at, hit, length, score, alarms)
