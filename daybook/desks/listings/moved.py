"""Listings' moves of one step between two spans of days, what the other listings did in common taken out."""

from collections.abc import Iterable, Mapping
from datetime import date

from daybook.analysis.listing_steps import StepMove, Wobble, how_others_moved, judge_step
from daybook.desks.gain import rule
from daybook.desks.listings.counted import By, Counted


def moves_of(one: Counted, shared: Wobble, now: list[date], before: list[date],
             items: Iterable[str] | None = None) -> dict[str, StepMove | None]:
    """Each listing's move of a step (of those in `items`); where the count is not held against the others' already, how theirs
    moved is taken out.  None where too little is known."""
    whole = {} if one.relative else {d: (_sum(one.counts, d), _sum(one.of, d)) for d in (*before, *now) if d in one.days}
    return {i: judge_step(one.pairs(i, now), one.pairs(i, before), (0.0, 0.0) if one.relative else how_others_moved(
        _without(one, i, now, whole), _without(one, i, before, whole), shared), shared, float(rule("L-STEPS", "drift")))
        for i in (one.counts if items is None else items)}


def _sum(by: By, day: date) -> float:
    return sum(own.get(day, 0.0) for own in by.values())


def _without(one: Counted, item: str, span: list[date], whole: Mapping[date, tuple[float, float]]) -> list[tuple[float, float]]:
    """What the other listings come to on each day."""
    own, of = one.counts.get(item, {}), one.of.get(item, {})
    return [(whole[d][0] - own.get(d, 0.0), whole[d][1] - of.get(d, 0.0)) for d in span if d in whole]
