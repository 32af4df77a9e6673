"""Next month's target of the paid amount: from above and from below, split over its days and hours."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from daybook.desks.month_split import DayWeight, hour_weights, lift_of, month_weights, split
from daybook.domain.review import days_of, year_before
from daybook.domain.review_parts import DayGoal, NextTarget
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.metrics.definitions.sales import LINE_GMV, PAID_GMV
from daybook.rulebook.reading import load
from daybook.workflows.review_facts import CENT, Facts

ZERO = Decimal(0)
DAY = timedelta(days=1)
#: Whole weeks from which a product's ordinary day is taken.
WEEKS = 4
ROUND = Decimal(1000)


def goal_of(facts: Facts) -> NextTarget:
    """The target of the month after the reviewed one.  Both views use the same days: what an ordinary weekday weighs, and events.

    From above: what the reviewed month brought a weighed day, times the weighed days of the next, grown by the wish (R-GOAL);
    where last year's two months are in, by their step from one to the other.  From below: every product's ordinary days of
    four weeks, weighed in the same way, added up.
    """
    seen, month = facts.seen, facts.last + DAY
    weights = month_weights(seen, PAID_GMV.name, month)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    top, top_why = _from_above(facts, weights, month, last)
    bottom, bottom_why = _from_below(facts, weights)
    target = seen.given.target(PAID_GMV.name, month, seen.on)
    wanted = target.value if target else None
    proposed, said = _settled(top, bottom, seen.shop.currency)
    made = NextTarget(month, top, top_why, bottom, bottom_why, wanted, proposed, said)
    value = wanted if wanted is not None else proposed
    return made if value is None else _split(made, seen, value, weights)


def _from_above(facts: Facts, weights: Sequence[DayWeight] | None, month: date, last: date) -> tuple[Decimal | None, str]:
    seen, growth = facts.seen, load().value("R-GOAL", "growth")
    paid = _sum(seen, facts.first, facts.last)
    if paid is None:
        return None, Said("not every day of the reviewed month is in")
    wish = Amount(growth, "share")
    was = [_sum(seen, *year_before(facts.span, a, b)) for a, b in ((facts.first, facts.last), (month, last))]
    if was[0] and was[1]:
        step = was[1] / was[0]
        return (paid * step * (1 + growth)).quantize(CENT), Said(
            "the month reviewed, times last year's step from that month to the next ({step}), grown by {wish}",
            step=Amount(step.quantize(Decimal("0.001")), "ratio"), wish=wish)
    mine = month_weights(seen, PAID_GMV.name, facts.first)
    if weights is None or mine is None or sum(w.weight for w in mine) <= 0:
        return None, Said("fewer than four of each weekday are known")
    step = sum((w.weight for w in weights), ZERO) / sum((w.weight for w in mine), ZERO)
    level = _level(seen, mine)
    return (paid * step / level * (1 + growth)).quantize(CENT) if level else None, Said(
        "the month reviewed at the weekdays and events of the next, grown by {wish}; last year's months are not in", wish=wish)


def _level(seen: Seen, mine: Sequence[DayWeight]) -> Decimal:
    """How far ordinary days rose from before the reviewed month to its end: weights are levels of their time, and what the
    month brought holds that rise already."""
    later = month_weights(seen, PAID_GMV.name, mine[-1].day + DAY)
    if later is None:
        return Decimal(1)
    was, now = _by_weekday(mine), _by_weekday(later)
    return sum(now.values(), ZERO) / sum(was.values(), ZERO)


def _from_below(facts: Facts, weights: Sequence[DayWeight] | None) -> tuple[Decimal | None, str]:
    """Products one by one: the mean of each weekday over four weeks, on the days of the next month with its events."""
    if weights is None:
        return None, Said("fewer than four of each weekday are known")
    if not facts.whole or not facts.items:
        return None, Said("not every day's order lines are in")
    usual = _by_weekday(weights)
    lifts = {w.day: w.weight / usual[w.day.weekday()] if usual.get(w.day.weekday()) else Decimal(1) for w in weights}
    total, counted = ZERO, 0
    for ordinary in _ordinary(facts):
        counted += 1
        total += sum((ordinary[w.day.weekday()] * lifts[w.day] for w in weights), ZERO)
    return total.quantize(CENT), Said("{n} products, each at its own ordinary weekdays of the last four weeks, with the events",
                                      n=counted)


def _by_weekday(weights: Sequence[DayWeight]) -> dict[int, Decimal]:
    """What an ordinary day of each weekday weighs; days of an event only where the month has no other of that weekday."""
    found: dict[int, list[Decimal]] = {}
    for ordinary in (True, False):
        for w in weights:
            if bool(w.event) is not ordinary and (ordinary or w.day.weekday() not in found):
                found.setdefault(w.day.weekday(), []).append(w.weight)
    return {n: median(values) for n, values in found.items()}


def _ordinary(facts: Facts) -> list[list[Decimal]]:
    """Each product's mean paid amount of each weekday, Monday first, over the last four whole weeks, events taken out of it."""
    share = _ordinary_share(facts)
    by_item: dict[str, list[Decimal]] = {}
    for scope, known in facts.seen.sliced.get("product", {}).get(LINE_GMV.name, {}).items():
        named = dict(scope)
        own = by_item.setdefault(named.get("item_id", "") or named.get("sku", ""), [ZERO] * 7)
        for day, part in share.items():
            own[day.weekday()] += known.get(day, ZERO) * part
    return [own for own in by_item.values() if sum(own) > 0]


def _ordinary_share(facts: Facts) -> dict[date, Decimal]:
    """Day of the last four whole weeks -> its part in the mean of its weekday, over how many times an ordinary day it was.

    A closed day, and one of an event whose lift cannot be told, have no part where other days of the weekday are there.
    """
    days = days_of(facts.last - timedelta(days=7 * WEEKS - 1), facts.last)
    lifts = {day: lift_of(facts.seen, PAID_GMV.name, day) for day in days}
    found: dict[date, Decimal] = {}
    for weekday in range(7):
        mine = [day for day in days if day.weekday() == weekday]
        usable = [day for day in mine if lifts[day]] or mine
        found |= {day: 1 / ((lifts[day] or Decimal(1)) * len(usable)) for day in usable}
    return found


def _settled(top: Decimal | None, bottom: Decimal | None, currency: str) -> tuple[Decimal | None, str]:
    """The lower of both, rounded to thousands where it is that large; how far they lie apart."""
    if top is None or bottom is None:
        known = top if top is not None else bottom
        return (None, Said("neither view can be told")) if known is None else (_round(known), Said("only one view can be told"))
    apart = abs(top - bottom) / max(top, bottom)
    gap = Amount(abs(top - bottom).quantize(CENT), "money", currency)
    share = Amount(apart.quantize(Decimal("0.0001")), "share")
    if apart > load().value("R-GOAL", "apart"):
        return _round(min(top, bottom)), Said("the views lie {gap} ({share}) apart: the lower is put forward, a person says what "
                                              "would close the rest", gap=gap, share=share)
    return _round((top + bottom) / 2), Said("the views lie {gap} ({share}) apart: their middle is put forward", gap=gap,
                                            share=share)


def _round(value: Decimal) -> Decimal:
    return (value / ROUND).quantize(Decimal(1)) * ROUND if value >= 20 * ROUND else value.quantize(Decimal(1))


def _split(made: NextTarget, seen: Seen, value: Decimal, weights: Sequence[DayWeight] | None) -> NextTarget:
    usable = weights is not None and sum(w.weight for w in weights) > 0
    days = [w.day for w in weights] if weights else days_of(made.month, made.month.replace(
        day=monthrange(made.month.year, made.month.month)[1]))
    parts = split(value, [w.weight for w in weights] if weights and usable else [Decimal(1)] * len(days))
    lines = tuple(DayGoal(day, part, weights[n].event if weights else "") for n, (day, part) in
                  enumerate(zip(days, parts, strict=True)))
    plain = next((line for line in lines if not line.event and line.part > 0), lines[0])
    hours = hour_weights(seen, plain.day)
    return replace(made, days=lines, hours=split(plain.part, hours) if hours else ())


def _sum(seen: Seen, first: date, last: date) -> Decimal | None:
    values = [seen.value(PAID_GMV.name, d) for d in days_of(first, last)]
    known = [v for v in values if v is not None]
    return sum(known, ZERO) if len(known) == len(values) else None
