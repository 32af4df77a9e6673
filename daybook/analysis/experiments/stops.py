"""Whether a test may be stopped: won, lost, not worth waiting for, or full, by a rule that was set before it began."""

from dataclasses import dataclass

from daybook.analysis.experiments.intervals import Lift
from daybook.analysis.tails import normal_under


@dataclass(frozen=True)
class Rule:
    """`needed`: people in each arm, `smallest`: the relative lift worth having, `days` at least (whole weeks), and how far the
    smaller arm must be, in people who did it, before anything is said."""

    needed: int
    smallest: float
    days: int
    least: int


def verdict(lift: Lift | None, each: int, days: int, did: int, rule: Rule, higher_is_better: bool = True) -> str:
    """early, won, lost, futile, full or running.

    early: fewer days or people than anything is said of.  won and lost: the always-valid interval leaves out 0.  futile: it leaves
    out every lift that is worth having, or the sample is full and it holds 0.  running: otherwise.

    >>> verdict(Lift(0.1, 0.02, 0.03, 0.17, 0.001), 5000, 8, 200, Rule(9000, 0.05, 7, 50))
    'won'
    >>> verdict(Lift(0.0, 0.02, -0.02, 0.02, 1.0), 5000, 8, 200, Rule(9000, 0.05, 7, 50))
    'futile'
    """
    if lift is None or days < rule.days or did < rule.least:
        return "early"
    low, high = (lift.low, lift.high) if higher_is_better else (-lift.high, -lift.low)
    if low > 0:
        return "won"
    if high < 0:
        return "lost"
    return "futile" if high < rule.smallest or each >= rule.needed else "running"


def chance_to_win(lift: Lift, higher_is_better: bool = True) -> float:
    """Chance that the lift is on the good side, where before the test all lifts were alike (a flat prior): told beside the
    interval, never instead of it, since it is no odds of a test that is looked at daily."""

    sure = normal_under(lift.value / lift.error)
    return sure if higher_is_better else 1 - sure


def guard_broken(lift: Lift | None, higher_is_better: bool) -> bool:
    """Whether a number that must not suffer does: its always-valid interval lies wholly on the bad side."""
    return lift is not None and (lift.high < 0 if higher_is_better else lift.low > 0)
