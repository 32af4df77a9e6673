"""One alarm per change of a metric: since when, by how much, of what kind, with what odds, under a budget of false
alarms.

The trade's own rule ("three days in a row") has no such budget: on a series that merely wobbles it fires 15 times a
year. Three places of evidence are weighed as one score: how many days, how far, and against which noise.  Visitors
and ad spend are each other's control: what moves both alike is demand, what moves one alone is a change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from daybook.analysis.day_watch import DAILY_WINDOWS, Alarm, Settings, Watched, keep_watch
from daybook.analysis.expectation import RATIO_PACE, Expectation, interval
from daybook.analysis.rhythm import Column, Floats, Pace, Readings

DAYS_A_YEAR, HOURS_A_YEAR = 365, 8760
DAILY_BUDGET = 0.25  # false alarms per series and year; ten metrics of a shop then give one in five months
# An outage of visitors stands five deviations out within the hour, so a small budget finds it all the same; what is
# spared goes to conversion, whose hourly counts are thin.
VISITORS_HOURLY_BUDGET, CONVERSION_HOURLY_BUDGET = 0.01, 7.0
HOURLY_WINDOWS = (1, 2, 3, 4)
DRIFT_HALF = 0.65  # the first half of a straight drift has half of its mean size, of a step all of it
DRIFT_LEAST, STREAK_MOST = 5, 4
CONTROLS = {"visitors": "ad_spend", "ad_spend": "visitors"}


@dataclass(frozen=True)
class Judgement:
    """Alarms in order of time, and what each metric should have been."""

    alarms: tuple[Alarm, ...]
    panel: Mapping[str, Readings]
    watched: Watched

    def expectation(self, metric: str, last: int | None = None, coverage: float = 0.9) -> Expectation:
        """Expectation of a metric for its `last` steps (all if None); arrays (series, last)."""
        first = 0 if last is None else -last
        whole = self.panel[metric]
        exposure = None if whole.exposure is None else whole.exposure[:, first:]
        readings = Readings(whole.kind, whole.amount[:, first:], exposure)
        expected, variance = self.watched.expected[metric], self.watched.variance[metric]
        return interval(readings, expected[:, first:], variance[:, first:], coverage)


def find_alarms(
    panel: Mapping[str, Readings],
    calendar: Mapping[str, tuple[Column, ...]],
    controls: Mapping[str, str] = CONTROLS,
    budget: float = DAILY_BUDGET,
) -> Judgement:
    """Daily alarms of all metrics of `panel` (each (series, days)) at `budget` false alarms per series and year.

    A metric whose control is not in the panel is judged by itself.  A return to the old level ends an alarm and is
    none.
    """
    bar = bar_for_budget(budget, DAILY_WINDOWS, DAYS_A_YEAR)
    settings = {name: daily_settings(readings, bar) for name, readings in panel.items()}
    return _judged(panel, calendar, controls, settings)


def find_outages(
    panel: Mapping[str, Readings], calendar: Mapping[str, tuple[Column, ...]], rises_too: bool = False
) -> Judgement:
    """Hourly drops of counts (visitors) and shares (conversion), each (series, hours); rises only when asked for."""
    settings = {}
    for name, readings in panel.items():
        thin = readings.kind == "share"
        budget = CONVERSION_HOURLY_BUDGET if thin else VISITORS_HOURLY_BUDGET
        settings[name] = Settings(
            bar=bar_for_budget(budget, HOURLY_WINDOWS, HOURS_A_YEAR, one_sided=not rises_too),
            windows=HOURLY_WINDOWS,
            # an hourly level follows the day's own mood within hours; a conversion keeps its level
            pace=Pace(level=0.03, slope=0.0, wait=6) if thin else Pace(level=0.25, slope=0.0, wait=3),
            accept=48,
            warm_up=8 * 24,
            drops_only=not rises_too,
        )
    return _judged(panel, calendar, {}, settings)


def daily_settings(readings: Readings, bar: float) -> Settings:
    """How one daily metric is watched; ratios have no trend."""
    return Settings(bar=bar, pace=RATIO_PACE if readings.exposure is not None else Pace())


def _judged(
    panel: Mapping[str, Readings],
    calendar: Mapping[str, tuple[Column, ...]],
    controls: Mapping[str, str],
    settings: Mapping[str, Settings],
) -> Judgement:
    known = {name: control for name, control in controls.items() if name in panel and control in panel}
    columns = {
        name: tuple(column.spread_to(readings.amount.shape[0]) for column in calendar[name])
        for name, readings in panel.items()
    }
    watched = keep_watch(panel, columns, known, settings)
    return Judgement(watched.alarms, panel, watched)


def kind_of(alarm: Alarm) -> str:
    """point, streak, shift or drift, as it looked when the alarm was raised (a point may still become a shift)."""
    if alarm.length >= DRIFT_LEAST and alarm.half < DRIFT_HALF:
        return "drift"
    if alarm.length == 1:
        return "point"
    return "streak" if alarm.length <= STREAK_MOST else "shift"


def odds_of_alarm(alarm: Alarm, windows: tuple[int, ...] = DAILY_WINDOWS) -> float:
    """Chance that noise alone raises an alarm of this strength on a given day of a given series.

    The windows overlap, so that all of them together count as `looks_a_step` independent looks.
    """
    from scipy.special import ndtr

    return float(min(1.0, looks_a_step(windows) * 2 * ndtr(-abs(alarm.score))))


@lru_cache(maxsize=32)
def looks_a_step(windows: tuple[int, ...]) -> float:
    """How many independent looks a step the overlapping windows amount to, by simulation at three deviations."""
    from scipy.special import ndtr

    peaks = _quiet_peaks(windows)
    return float((np.abs(peaks) > 3.0).mean() / (2 * ndtr(-3.0)))


@lru_cache(maxsize=32)
def bar_for_budget(budget: float, windows: tuple[int, ...], steps_a_year: int, one_sided: bool = False) -> float:
    """The bar, in deviations, that quiet noise crosses `budget` times per series and year (episodes, not days).

    Up to what a simulation can count it counts, beyond that the normal tail is used at the rate it has there.
    """
    from scipy.special import ndtr, ndtri

    sides = 0.5 if one_sided else 1.0
    peaks = np.abs(_quiet_peaks(windows))
    at = 3.0
    over = peaks >= at
    begun = over[:, 1:] & ~over[:, :-1]
    episodes = begun.mean() * steps_a_year * sides
    looks = episodes / (2 * ndtr(-at))
    return float(-ndtri(min(0.25, budget / looks / 2)))


@lru_cache(maxsize=8)
def _quiet_peaks(windows: tuple[int, ...], seed: int = 20260101) -> Floats:
    """Largest window statistic of each step of white noise, (series, steps), sign kept."""
    noise = np.random.default_rng(seed).normal(size=(400, 1000))
    total = np.cumsum(np.pad(noise, ((0, 0), (1, 0))), axis=1)
    longest = max(windows)
    sums = [(total[:, longest:] - total[:, longest - w : -w]) / np.sqrt(w) for w in windows]
    stacked = np.stack(sums)
    best = np.abs(stacked).argmax(axis=0)
    return np.asarray(np.take_along_axis(stacked, best[None], 0)[0])
