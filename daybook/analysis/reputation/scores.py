"""A score that is the mean of its ratings: how many good ones lift it to a goal, what a bad one takes, and by when."""

from decimal import Decimal
from fractions import Fraction
from math import ceil


def good_needed(mean: Decimal, ratings: int, goal: Decimal, best: Decimal) -> int | None:
    """Best ratings beside those that are there, until the mean reaches the goal; 0 where it does; None where no number of
    them can.

    >>> good_needed(Decimal("4.70"), 1000, Decimal("4.80"), Decimal(5))
    500
    """
    if mean >= goal:
        return 0
    if best <= goal or ratings <= 0:
        return None
    return ceil(Fraction(ratings) * (Fraction(goal) - Fraction(mean)) / (Fraction(best) - Fraction(goal)))


def bad_costs(mean: Decimal, ratings: int, worst: Decimal) -> Decimal | None:
    """What one worst rating takes off the mean.

    >>> bad_costs(Decimal("4.80"), 379, Decimal(1))
    Decimal('0.0100')
    """
    if ratings <= 0:
        return None
    return ((mean - worst) / (ratings + 1)).quantize(Decimal("0.0001"))


def days_to_goal(mean: Decimal, goal: Decimal, new_mean: Decimal, window_days: int) -> int | None:
    """Days until the goal, where each day brings as many ratings as it loses out of the window, and new ones are `new_mean` on
    the mean; None where it is not reached so.

    >>> days_to_goal(Decimal("4.70"), Decimal("4.80"), Decimal("4.90"), 180)
    90
    """
    if mean >= goal:
        return 0
    if new_mean < goal:
        return None
    return ceil(Fraction(window_days) * (Fraction(goal) - Fraction(mean)) / (Fraction(new_mean) - Fraction(mean)))
