"""The share of a day beside the shares of other days, where days stray more than counting noise."""

from collections.abc import Sequence
from dataclasses import dataclass

from daybook.analysis.orders.late import odds_of_late

#: Days from which straying between days can be told.
LEAST_DAYS = 5
#: The part of other days, those that stand out most, of which nothing is learnt: earlier trouble is not what is usual.
LEFT_OUT = 0.2


@dataclass(frozen=True)
class Beside:
    """A day's share beside the usual one, and the odds that noise alone brings at least as many."""

    share: float
    usual: float
    odds: float


def beside_usual(hits: int, of: int, past: Sequence[tuple[int, int]]) -> Beside | None:
    """`hits` of `of` beside other days' (hits, of); None with fewer than five other days, or nothing to hold beside.

    The fifth of them with most hits beyond the usual share is left out.  Counts are scaled down by how far the others strayed
    beyond binomial noise (Pearson's statistic over its degrees of freedom: McCullagh and Nelder, Generalized Linear Models,
    section 4.5), then the chance is that of a beta-binomial.

    >>> beside_usual(12, 40, [(2, 40)] * 10).odds < 1e-4, beside_usual(12, 40, [(1, 40), (12, 40)] * 5).odds > 0.01
    (True, True)
    """
    known = [(a, n) for a, n in past if n]
    if len(known) < LEAST_DAYS or not of:
        return None
    first = sum(a for a, _ in known) / sum(n for _, n in known)
    days = sorted(known, key=lambda day: day[0] - day[1] * first)[:len(known) - int(len(known) * LEFT_OUT)]
    late, total = sum(a for a, _ in days), sum(n for _, n in days)
    usual = late / total
    spread = 1.0
    if 0 < usual < 1:
        pearson = sum((a - n * usual)**2 / (n * usual * (1 - usual)) for a, n in days)
        spread = max(pearson / (len(days) - 1), 1.0)
    odds = odds_of_late(round(hits / spread), max(round(of / spread), 1), round(late / spread), max(round(total / spread), 1))
    return None if odds is None else Beside(hits / of, usual, odds)
