"""Runs of decline (连续下滑): how long, since when, and how often noise alone would make the same alarm.

The trade's "three days in a row" fires about fifteen times a year on an indicator that only wobbles, and more
on one that is persistent.  Odds are stated for both: independent days, and AR(1) days with the indicator's
own persistence.  Size and money are the desks' business.
"""
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from math import asin, factorial, isnan, nan, pi, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365
WEEK = 7
#: Simulated days of the null: a rule that fires on 1 % of days is known to 0.02 points.
SIMULATED_DAYS = 1 << 20
SEED = 20261123
#: Persistence is rounded to this, so that a thousand shops share a few dozen simulations.
RHO_STEP = 0.05
#: The simulations of every such persistence, kept; printed again by `make golden`, and held fresh by a test.
SIMULATED = Path(__file__).with_name("noise_runs.json")
#: Above this a series is a trend, not noise around a level, and no odds of noise are honest.
MOST_RHO = 0.95
#: Fewest days from which persistence is estimated; with fewer it is taken from the caller or unknown.
FEWEST_DAYS = 21


class Rule(StrEnum):
    """When a day counts as one more day of the run."""
    FALLING = "falling"                  # below the day before
    BELOW_LAST_WEEK = "below_last_week"  # below the same weekday of last week
    BELOW_LEVEL = "below_level"          # below what was expected


RULE_ZH = {Rule.FALLING: "逐日下滑", Rule.BELOW_LAST_WEEK: "低于上周同日", Rule.BELOW_LEVEL: "低于预期"}


@dataclass(frozen=True)
class Odds:
    """How often the rule, at this length, fires on noise: share of days, and days and episodes a year.

    An episode is a run of firing days; `share` is the chance that today fires though nothing changed.
    """
    share: float
    days_a_year: float
    episodes_a_year: float


@dataclass(frozen=True)
class Run:
    """The run that ends on the last day; `days` 0 and `since` None if there is none.

    `since` is the position of the first day of the run in the values given.  `odds_independent` and
    `odds_persistent` are for a run at least this long (None: no run, or persistence not known).
    """
    rule: Rule
    days: int
    since: int | None
    change: float | None
    rho: float | None
    odds_independent: Odds | None
    odds_persistent: Odds | None


def run_length(values: Sequence[float | None], rule: Rule = Rule.FALLING,
               expected: Sequence[float | None] | None = None) -> int:
    """Days in a row, up to the last, that meet the rule.  A missing day ends the run: it is not a zero.

    A tie is no decline.  `expected` (same length) is needed by `Rule.BELOW_LEVEL` and by no other.

    >>> run_length([5, 9, 8, 7, 6])
    3
    """
    return int(_lengths(_falls(_as_floats(values), rule, expected))[-1]) if len(values) else 0


def judge_run(values: Sequence[float | None], rule: Rule = Rule.FALLING,
              expected: Sequence[float | None] | None = None, rho: float | None = None) -> Run:
    """The run that ends on the last day, and the odds that noise alone gives one at least as long.

    `values` are days in order, oldest first; None where a day is missing.  For rises give them negated.
    `rho` is the indicator's persistence; without it, it is estimated from the days before the run.
    """
    numbers = _as_floats(values)
    days = run_length(values, rule, expected)
    before = numbers[:len(numbers) - days] - (_as_floats(expected)[:len(numbers) - days] if expected else 0.0)
    if rho is None:
        rho = estimate_rho(before, weekly=expected is None)
    if days == 0:
        return Run(rule, 0, None, None, rho, None, None)
    start = len(numbers) - days
    reference = _reference(numbers, rule, expected)[start]
    persistent = null_odds(rule, days, rho) if rho is not None else None
    return Run(rule, days, start, float(numbers[-1] - reference), rho, null_odds(rule, days), persistent)


def null_odds(rule: Rule, days: int, rho: float = 0.0) -> Odds:
    """Odds that a run of at least `days` stands on a day of Gaussian noise with no change in it.

    Independent days are exact: 1/(n+1)! for n falls in a row, 2^-n below a level, and the same below last
    week up to seven days (longer runs there share days, and are simulated).  AR(1) days up to three falls
    are exact by the orthant formula; the rest comes from one simulated series with a fixed seed.
    """
    if days < 1:
        raise ValueError(f"a run of {days} days is no run: ask for 1 or more")
    if not -MOST_RHO <= rho <= MOST_RHO:
        raise ValueError(f"persistence {rho} must lie between -{MOST_RHO} and {MOST_RHO}")
    share, longer = (_share(rule, length, rho) for length in (days, days + 1))
    # The rule fires today and did not yesterday: all firing days less those whose run is longer.
    return Odds(share, DAYS_A_YEAR * share, DAYS_A_YEAR * (share - longer))


def _share(rule: Rule, days: int, rho: float) -> float:
    if rho == 0.0 and (known := _independent(rule, days)) is not None:
        return known
    if rule is Rule.FALLING and days <= len(ORTHANTS):
        return ORTHANTS[days - 1](rho)
    rounded = round(round(rho / RHO_STEP) * RHO_STEP, 2)
    firing = _simulated(rule, rounded)
    # Never zero: what was not seen in a million days is at most about once in them.
    return max(firing[min(days, len(firing) - 1)], 1.0 / SIMULATED_DAYS)


def _independent(rule: Rule, days: int) -> float | None:
    if rule is Rule.FALLING:
        return 1.0 / factorial(days + 1)
    if rule is Rule.BELOW_LEVEL or days <= WEEK:
        return 0.5 ** days
    return None


def _two_falls(rho: float) -> float:
    """P(two falls in a row) = 1/4 + asin(r1) / 2 pi, r1 the correlation of neighbouring differences."""
    return 0.25 + asin(_difference_correlation(rho, 1)) / (2 * pi)


def _three_falls(rho: float) -> float:
    """P(three falls) = 1/8 + (2 asin r1 + asin r2) / 4 pi (David 1953, Biometrika 40, 458)."""
    near, far = _difference_correlation(rho, 1), _difference_correlation(rho, 2)
    return 0.125 + (2 * asin(near) + asin(far)) / (4 * pi)


ORTHANTS = (lambda rho: 0.5, _two_falls, _three_falls)


def _difference_correlation(rho: float, lag: int) -> float:
    """Correlation of an AR(1)'s day-on-day differences, `lag` days apart: -(1 - rho) rho^(lag-1) / 2."""
    return -(1 - rho) * rho ** (lag - 1) / 2


@lru_cache(maxsize=256)
def _simulated(rule: Rule, rho: float) -> tuple[float, ...]:
    """Share of simulated AR(1) days that end a run of at least n days, by n from 0."""
    days = _kept().get(rule.value, {}).get(f"{rho + 0.0:.2f}") or simulated_days(rule, rho)
    return tuple(count / days[0] for count in days)


@cache
def _kept() -> dict[str, dict[str, list[int]]]:
    """Rule -> persistence -> what `simulated_days` gives: a morning need not wait for it."""
    found: dict[str, dict[str, list[int]]] = json.loads(SIMULATED.read_text(encoding="utf-8"))
    return found


def simulated_days(rule: Rule, rho: float) -> list[int]:
    """Days of a simulated AR(1) series that end a run of at least n days, by n from 0; always the same ones."""
    from scipy.signal import lfilter
    rng = np.random.default_rng(SEED)
    noise = rng.standard_normal(SIMULATED_DAYS)
    noise[0] /= sqrt(1 - rho * rho)                     # so that the first day is like all others
    series = np.asarray(lfilter([1.0], [1.0, -rho], noise), dtype=np.float64)
    level = np.zeros_like(series) if rule is Rule.BELOW_LEVEL else None
    counts = np.bincount(_lengths(_marks(series, rule, level)))
    return [int(count) for count in counts[::-1].cumsum()[::-1]]


def estimate_rho(values: Sequence[float | None] | Floats, weekly: bool = True) -> float | None:
    """Persistence of the days: lag-1 correlation of what is left after the level, the weekday and a trend.

    The small-sample bias of about -(1 + 3 rho)/n is taken back (Marriott and Pope 1954, Biometrika 41,
    390).  None with fewer than 21 days known or a series that never moves.  Between 0 and 0.95: negative
    persistence is taken for none, since it would make a run look rarer than it is.
    """
    numbers = _as_floats(values)
    known = ~np.isnan(numbers)
    if known.sum() < FEWEST_DAYS:
        return None
    left = _left_over(numbers, known, weekly)
    pairs = known[1:] & known[:-1]
    spread = float(np.mean(left[known] ** 2))
    if spread <= 1e-18 * float(np.mean(numbers[known] ** 2)) or not pairs.any():
        return None
    raw = float(np.mean(left[1:][pairs] * left[:-1][pairs])) / spread
    corrected = raw + (1 + 3 * raw) / float(known.sum())
    return min(max(corrected, 0.0), MOST_RHO)


def _left_over(numbers: Floats, known: NDArray[np.bool_], weekly: bool) -> Floats:
    """Residuals after level, linear trend and (if `weekly`) weekday, by least squares; NaN where missing."""
    days = np.arange(len(numbers), dtype=np.float64)
    columns = [days - days.mean()]
    columns += [(days % WEEK == weekday).astype(np.float64) for weekday in range(WEEK)] if weekly else [
        np.ones_like(days)]
    design = np.column_stack(columns)
    weights, *_ = np.linalg.lstsq(design[known], numbers[known], rcond=None)
    return np.asarray(numbers - design @ weights, dtype=np.float64)


def _as_floats(values: Sequence[float | None] | Floats) -> Floats:
    return np.array([nan if value is None else float(value) for value in values], dtype=np.float64)


def _reference(numbers: Floats, rule: Rule, expected: Sequence[float | None] | Floats | None) -> Floats:
    """What each day is held against, (days,); NaN where there is nothing."""
    if rule is Rule.BELOW_LEVEL:
        if expected is None or len(expected) != len(numbers):
            raise ValueError("a run below the expected level needs one expected value per day")
        return _as_floats(expected)
    lag = 1 if rule is Rule.FALLING else WEEK
    return np.concatenate([np.full(min(lag, len(numbers)), nan), numbers[:-lag]])[:len(numbers)]


def _falls(numbers: Floats, rule: Rule, expected: Sequence[float | None] | None) -> list[bool]:
    reference = _reference(numbers, rule, expected)
    return [bool(not isnan(now) and not isnan(then) and now < then)
            for now, then in zip(numbers, reference, strict=True)]


def _marks(series: Floats, rule: Rule, level: Floats | None) -> NDArray[np.bool_]:
    """`_falls` for a long simulated series without missing days."""
    if level is not None:
        return np.asarray(series < level)
    lag = 1 if rule is Rule.FALLING else WEEK
    return np.asarray(series[lag:] < series[:-lag])


def _lengths(marks: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.int64]:
    """Length of the run that ends on each day."""
    flags = np.asarray(marks, dtype=bool)
    positions = np.arange(1, len(flags) + 1)
    last_break = np.maximum.accumulate(np.where(flags, 0, positions))
    return np.asarray(positions - last_break, dtype=np.int64)
