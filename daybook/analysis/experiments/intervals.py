"""The lift of one arm over another: once at the end (Welch), or on any day as often as one likes (always valid).

The always-valid interval is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024, Annals of
Statistics), which GrowthBook's sequential testing uses too: its chance of ever leaving out the true lift is at most alpha, however
often and whenever one looks.  It is tightest about the sample that `tuned` names; that is chosen before the start and kept.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from daybook.analysis.experiments.sums import Statistic
from daybook.analysis.tails import chi_square_over, t_over, t_reach


@dataclass(frozen=True)
class Lift:
    """Relative lift of the second arm over the first: 0.05 is 5 % more.  `p` of the same test as the interval."""

    value: float
    error: float
    low: float
    high: float
    p: float


def spread(control: Statistic, variant: Statistic, *, relative: bool = True) -> float:
    """Variance of the lift, by the delta method where it is relative."""
    own, other = variant.variance / variant.n, control.variance / control.n
    if not relative:
        return own + other
    return own / control.plain_mean ** 2 + other * variant.plain_mean ** 2 / control.plain_mean ** 4


def lift_of(control: Statistic, variant: Statistic, *, relative: bool = True) -> float:
    """The lift itself.  Raises ZeroDivisionError for a relative one over a control that did nothing."""
    more = variant.mean - control.mean
    return more / control.plain_mean if relative else more


def told(control: Statistic, variant: Statistic) -> bool:
    """Whether a lift can be told at all: both arms have people who differ, and the control did something."""
    return min(control.n, variant.n) > 1 and control.plain_mean > 0 and min(control.variance, variant.variance) > 0


def at_the_end(control: Statistic, variant: Statistic, alpha: float = 0.05, *, relative: bool = True) -> Lift | None:
    """The lift with Welch's interval, valid where it is looked at once; None where it cannot be told."""
    if not told(control, variant):
        return None

    value, error = lift_of(control, variant, relative=relative), sqrt(spread(control, variant, relative=relative))
    own, other = variant.variance / variant.n, control.variance / control.n
    free = (own + other) ** 2 / (own ** 2 / (variant.n - 1) + other ** 2 / (control.n - 1))
    half = t_reach(1 - alpha / 2, free) * error
    return Lift(value, error, value - half, value + half, 2 * t_over(abs(value) / error, free))


def on_any_day(control: Statistic, variant: Statistic, tuned: float, alpha: float = 0.05, *, wider: float = 1.0,
               relative: bool = True) -> Lift | None:
    """The lift with its always-valid interval and p; None where it cannot be told.

    `tuned`: people of both arms at which it is tightest.  `wider` multiplies the variance, where days scatter more than people.
    """
    if not told(control, variant):
        return None
    value, error = lift_of(control, variant, relative=relative), sqrt(wider * spread(control, variant, relative=relative))
    n = control.n + variant.n
    half, p = half_width(error, n, tuned, alpha), always_p(value, error, n, tuned, alpha)
    return Lift(value, error, value - half, value + half, p)


def mixing(tuned: float, alpha: float) -> float:
    """rho of the sequence that is tightest at `tuned` people."""
    return sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tuned)


def half_width(error: float, n: int, tuned: float, alpha: float) -> float:
    """Half of the always-valid interval after `n` people, `error` being the standard error there."""
    grown = n * mixing(tuned, alpha) ** 2
    return error * sqrt(2 * (grown + 1) / grown * log(sqrt(grown + 1) / alpha))


def always_p(value: float, error: float, n: int, tuned: float, alpha: float) -> float:
    """The p that may be looked at on any day: one over the evidence of the same mixture, at most 1."""
    grown = n * mixing(tuned, alpha) ** 2
    told_by = (value / error) ** 2 * grown / (2 * (grown + 1)) - 0.5 * log(grown + 1)
    return min(1.0, exp(-told_by)) if told_by < 700 else 0.0


def wider_by_days(pairs: list[tuple[Statistic, Statistic]], odd: float = 0.05) -> float:
    """By how much the lift's variance is larger than people alone make it: 1, unless the days of the test scatter oddly.

    `pairs` are (control, variant) by day.  People who come again on another day, and days on which an arm is shown to other
    people, are in no sum of people; the scatter of daily lifts shows them (a chi-square of days, McCullagh & Nelder 1989).
    """
    known = [(lift_of(a, b, relative=False), spread(a, b, relative=False)) for a, b in pairs if told(a, b)]
    if len(known) < 3:
        return 1.0
    weight = sum(1 / v for _, v in known)
    middle = sum(d / v for d, v in known) / weight
    odd_sum, free = sum((d - middle) ** 2 / v for d, v in known), len(known) - 1
    return odd_sum / free if chi_square_over(odd_sum, free) < odd else 1.0
