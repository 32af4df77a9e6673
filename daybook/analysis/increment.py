"""What an event brought over what its days would have sold without it, with the days before and after, and an honest interval.

The baseline is the house's expectation (`expectation.py`) of an ordinary day, learnt from the days before the first span and told
nothing of what came later.  How far such a baseline is off, is measured on the series itself: the same layout of spans is laid on
earlier ordinary days (placebos), and the spread of what they falsely "brought" is the interval.  Knows no shop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.expectation import expect
from daybook.analysis.rhythm import Flags, Floats, Ints
from daybook.analysis.tails import t_reach

#: Days that a baseline learns from at least, and placebos below which no interval is told.
LEARNT, LEAST_PLACEBOS = 56, 4
#: Placebos lie whole weeks apart, so that weekdays match; so many at most, the nearest.
WEEK, MOST_PLACEBOS = 7, 24
#: Share of repetitions that the interval holds.
HELD = 0.8
Span = tuple[int, int]


@dataclass(frozen=True)
class Increment:
    """One span: what came, what would have come, and between which bounds (80 %) the difference lies.

    `low` and `high` None: too few ordinary stretches are known to say how far the baseline is off.
    """

    actual: float
    baseline: float
    low: float | None
    high: float | None
    placebos: int

    @property
    def value(self) -> float:
        """What came beyond the baseline; below 0 less came."""
        return self.actual - self.baseline


def increments(values: Floats, ordinals: Ints, spans: Sequence[Span], quiet: Flags) -> list[Increment] | None:
    """What each span (first and last place, both in, the earliest first) brought over its baseline.

    `values` (days,) is a count or an amount a day, NaN where it is not known; `quiet` (days,) says which days are ordinary: the
    others teach nothing and no placebo lies on them.  None where fewer than 56 known days lie before, or a day of a span is not
    known.

    >>> days = np.arange(200)
    >>> sold = 100 + 10 * (days % 7 == 5) + np.sin(days * 1.7)
    >>> sold[150:155] += 100
    >>> [found] = increments(sold, days + 738_000, [(150, 154)], np.ones(200, dtype=bool)) or []
    >>> 480 < found.value < 520, found.low is not None and found.low < 500 < (found.high or 0)
    (True, True)
    """
    begin = spans[0][0]
    taught = np.where(quiet, values, np.nan)
    if np.isfinite(taught[:begin]).sum() < LEARNT or any(not np.isfinite(values[a:b + 1]).all() for a, b in spans):
        return None
    shifts = _placebos(values, spans, quiet)
    rows = np.repeat(taught[None, :], len(shifts) + 1, axis=0)
    for number, shift in enumerate([0, *shifts]):
        rows[number, begin - shift:] = np.nan
    mid = expect(rows, ordinals).mid
    return [_one(values, mid, span, shifts) for span in spans]


def _placebos(values: Floats, spans: Sequence[Span], quiet: Flags) -> list[int]:
    """Whole weeks by which the layout can be moved back onto ordinary, known days with enough days before it."""
    begin, end = spans[0][0], max(b for _, b in spans)
    length = -(-(end - begin + 1) // WEEK) * WEEK
    found = []
    for shift in range(length, begin - LEARNT + 1, WEEK):
        days = [n for a, b in spans for n in range(a - shift, b - shift + 1)]
        if quiet[days].all() and np.isfinite(values[days]).all():
            found.append(shift)
    return found[:MOST_PLACEBOS]


def _one(values: Floats, mid: Floats, span: Span, shifts: Sequence[int]) -> Increment:

    first, last = span
    actual, baseline = float(values[first:last + 1].sum()), float(mid[0, first:last + 1].sum())
    off = [float(np.log(max(values[first - s:last - s + 1].sum(), 1e-9) / max(mid[n, first - s:last - s + 1].sum(), 1e-9)))
           for n, s in enumerate(shifts, 1)]
    if len(off) < LEAST_PLACEBOS:
        return Increment(actual, baseline, None, None, len(off))
    reach = t_reach(0.5 + HELD / 2, len(off)) * float(np.sqrt(np.mean(np.square(off))))
    low, high = (actual - baseline * float(np.exp(sign * reach)) for sign in (1, -1))
    return Increment(actual, baseline, low, high, len(off))
