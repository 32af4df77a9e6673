"""Runs of declines beside a number: shown with their length and odds, and never an alarm by themselves (domain F4)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from daybook.analysis.streaks import Rule, judge_run
from daybook.domain.brief import Streak
from daybook.domain.said import Said

#: The trade looks from the third day on (rule M-RUN-3); shorter runs are everyday wobble.
SHOWN_FROM = 3


def run_of(trend: Sequence[tuple[date, Decimal | None]], higher_is_better: bool) -> Streak | None:
    """The run of days for the worse that ends on the last day, None when it is shorter than three.

    A missing day ends a run.  The odds are those of a series as persistent as this one with no change in it.
    """
    sign = 1 if higher_is_better else -1
    values = [None if v is None else float(v) * sign for _, v in trend]
    if len(values) <= SHOWN_FROM or None in values[-SHOWN_FROM - 1:]:
        return None
    tail = [v for v in values[-SHOWN_FROM - 1:] if v is not None]
    if any(b >= a for a, b in pairwise(tail)):
        return None
    run = judge_run(values, Rule.FALLING)
    odds = run.odds_persistent or run.odds_independent
    rule = Said("each day below the day before") if higher_is_better else Said("each day above the day before")
    return Streak(run.days, rule, odds.share if odds else None)
