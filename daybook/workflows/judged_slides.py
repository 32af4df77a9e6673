"""Slices held against the others of their shop: those that slide away a little every day (`analysis/slow_drift.py`),
and those that are lost on a day of an event, of which no day like it is known."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log
from statistics import NormalDist

import numpy as np

from daybook.analysis.rhythm import Floats
from daybook.analysis.slow_drift import BAR, LENGTHS, Drift, find_drifts
from daybook.domain.judged import Change, SliceVerdict, Verdict
from daybook.domain.seen import Scope
from daybook.workflows.judged_alarm import FRESH_DAYS, in_step

#: Deviations within which four of five ordinary days lie.
FOUR_FIFTHS = 1.2816
#: Ordinary days from which a slice's share is taken, and how many of them must be known.
RECENT_DAYS, LEAST_DAYS = 28, 14
#: On a day of an event a source that is well has at least so much of an ordinary day's people, though its share may halve.
LEAST_OF_USUAL, FAR_SCATTERS, LEAST_SCATTER = 0.75, 5.0, 0.05
Place = tuple[str, Scope]


def slides(places: Sequence[Place], own: Floats, others: Floats, ordinary: "np.typing.NDArray[np.bool_]", dimension: str,
           span: Sequence[date]) -> Iterator[tuple[str, SliceVerdict]]:
    """(shop, verdict) of each slice whose fall came to be seen within the last days.

    `own` and `others` (slices, days) are visitors of each slice of `places` and of all others of its shop; days that are
    not `ordinary` say nothing, and nothing is told on one.
    """
    known = np.where(ordinary, own, np.nan)
    now, before = find_drifts(known, others), find_drifts(known[:, :-FRESH_DAYS], others[:, :-FRESH_DAYS])
    for at, (shop, scope) in enumerate(places):
        if now.score[at] <= -BAR and not before.score[at] <= -BAR:
            yield shop, SliceVerdict(dimension, scope, _verdict(now, at, float(others[at, -1]), span[-1]))


def lost_in_events(places: Sequence[Place], own: Floats, others: Floats, ordinary: "np.typing.NDArray[np.bool_]",
                   dimension: str, span: Sequence[date]) -> Iterator[tuple[str, SliceVerdict]]:
    """(shop, verdict) of each slice that brings fewer people on a day of an event than on an ordinary day, and less than
    half of its share: a loss within an event looks like the event to whoever learns what the event does from that day."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(own / others)
    ratio[~np.isfinite(ratio)] = np.nan
    for at, (shop, scope) in enumerate(places):
        if ordinary[at, -1] or not np.isfinite(ratio[at, -1]):
            continue
        known = ratio[at, ordinary[at] & np.isfinite(ratio[at])][-RECENT_DAYS:]
        if len(known) < LEAST_DAYS or not own[at, -1] < LEAST_OF_USUAL * np.nanmedian(own[at, ordinary[at]]):
            continue
        middle = float(np.median(known))
        scatter = max(1.4826 * float(np.median(np.abs(known - middle))), LEAST_SCATTER)
        size = float(ratio[at, -1]) - middle
        if size <= -log(2) and size <= -FAR_SCATTERS * scatter:
            band = FOUR_FIFTHS * scatter
            expected, low, high = (in_step(float(others[at, -1]) * exp(level), Decimal(1))
                                   for level in (middle, middle - band, middle + band))
            yield shop, SliceVerdict(dimension, scope, Verdict("visitors", expected, low, high, None, Change(
                "point", span[-1], span[-1], round(size, 6), 2 * NormalDist().cdf(size / scatter))))


def _verdict(found: Drift, at: int, others: float, last: date) -> Verdict:
    middle, scatter = float(found.level[at]), FOUR_FIFTHS * float(found.scatter[at])
    expected, low, high = (in_step(others * exp(level), Decimal(1)) for level in (middle, middle - scatter, middle + scatter))
    since = last - timedelta(days=int(found.length[at]) - 1)
    odds = min(1.0, len(LENGTHS) * NormalDist().cdf(float(found.score[at])))
    return Verdict("visitors", expected, low, high, None,
                   Change("slide", since, last, round(float(found.size[at]), 6), odds))
