"""A published number against the one that own data give, judged on data that neither has seen; and which of two sides data support.

What is compared is a loss per unit (a word, a day, a product, a move): the mean paired difference with its standard error.
A side is better when the difference lies more than two standard errors from 0 over enough units, else it cannot be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: Fewer units than this tell nothing; so many standard errors from 0 is better or worse.
LEAST, BEYOND = 8, 2.0


@dataclass(frozen=True)
class Compared:
    """Mean loss of two sides on the same units; `better` is 1 or 2, None where it cannot be told."""

    n: int
    first: float | None
    second: float | None
    better: int | None


def compare(first: Sequence[float], second: Sequence[float]) -> Compared:
    """Two sides on the same units, loss by loss.

    >>> compare([1.0] * 10, [0.5] * 10).better, compare([1.0, 0.0] * 5, [0.0, 1.0] * 5).better, compare([1.0], [0.0]).better
    (2, None, None)
    """
    n = len(first)
    if n != len(second):
        raise ValueError("both sides are judged on the same units")
    if not n:
        return Compared(0, None, None, None)
    means = sum(first) / n, sum(second) / n
    differences = [a - b for a, b in zip(first, second, strict=True)]
    mean = sum(differences) / n
    error = sqrt(sum((d - mean) ** 2 for d in differences) / (n - 1) / n) if n > 1 else 0.0
    known = n >= LEAST and abs(mean) > max(BEYOND * error, 1e-12)
    return Compared(n, *means, (2 if mean > 0 else 1) if known else None)


@dataclass(frozen=True)
class WordDays:
    """One word's days in order: clicks, impressions, orders, spend, and what its sales leave before ads, all per day."""

    clicks: Sequence[float]
    impressions: Sequence[float]
    orders: Sequence[float]
    spend: Sequence[float]
    left: Sequence[float]

    def lost_after(self, limit: float, counted: str) -> float:
        """Money lost by cutting the word once it has had so many clicks (or impressions) without an order: what it left after that
        day less what it cost.  0 where it never comes to that; below 0 where cutting saves money.

        >>> WordDays([5, 5, 5], [0, 0, 0], [0, 0, 1], [2, 2, 2], [0, 0, 9]).lost_after(10, "clicks")
        7
        """
        had = orders = 0.0
        for n, (seen, bought) in enumerate(zip(getattr(self, counted), self.orders, strict=True)):
            had, orders = had + seen, orders + bought
            if orders > 0:
                return 0.0
            if had >= limit:
                return sum(self.left[n + 1:]) - sum(self.spend[n + 1:])
        return 0.0


def best_limit(words: Sequence[WordDays], tried: Sequence[float]) -> float | None:
    """The number of clicks without an order at which cutting loses least over some words; None without words that come to it."""
    losses = {limit: [w.lost_after(limit, "clicks") for w in words] for limit in tried}
    if not any(any(each) for each in losses.values()):
        return None
    return min(tried, key=lambda limit: (sum(losses[limit]), limit))


def best_hours(days: Sequence[Sequence[float]], hours: int) -> int | None:
    """The first of so many hours on end that hold most of what is paid, over days of 24 numbers; None where nothing is paid."""
    whole = [sum(day[h] for day in days) for h in range(24)]
    if not sum(whole):
        return None
    return max(range(24 - hours + 1), key=lambda h: (sum(whole[h:h + hours]), -h))


def outside(day: Sequence[float], first: int, hours: int) -> float:
    """Share of a day's money that is paid outside of some hours."""
    return 1 - sum(day[first:first + hours]) / sum(day)


@dataclass(frozen=True)
class ListingDays:
    """One listing's days in order: visitors and buyers."""

    visitors: Sequence[float]
    buyers: Sequence[float]

    def calls(self, early: float, late: float, wanted: float, after: float) -> tuple[bool, bool, bool] | None:
        """Whether it converts at least as wanted by the first `early` visitors, by the first `late`, and by those after them, of
        whom there are at least `after`; None where it had too few.
        """
        parts: list[tuple[float, float]] = []
        had = bought = 0.0
        marks = [early, late]
        for seen, paid in zip(self.visitors, self.buyers, strict=True):
            had, bought = had + seen, bought + paid
            while marks and had >= marks[0]:
                parts.append((had, bought))
                marks.pop(0)
        if len(parts) < 2 or had - parts[1][0] < after:
            return None
        first, second = (buyers / visitors >= wanted for visitors, buyers in parts)
        return first, second, (bought - parts[1][1]) / (had - parts[1][0]) >= wanted
