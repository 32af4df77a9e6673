"""What moved the money of a span: visitors, conversion and spend per buyer, whose parts add up to the change."""

from collections.abc import Sequence
from decimal import Decimal

from daybook.analysis.decomposition import Factor, split_product
from daybook.domain.brief import Unit
from daybook.domain.report import Figure
from daybook.domain.review import days_of
from daybook.domain.review_parts import Driver
from daybook.domain.said import Amount, Said, Term, listed
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s
from daybook.metrics.definitions import traffic as t
from daybook.metrics.metric import Definition, Metric, Ratio
from daybook.workflows.review_facts import CENT, Facts, mean_of_days

ZERO = Decimal(0)
#: Chains of levels whose factors make the paid amount, as far as a shop's exports tell them: the first that is whole counts.
CHAINS: tuple[tuple[tuple[Metric, ...], tuple[Definition, ...]], ...] = (
    ((t.VISITORS, t.PLATFORM_PAID_BUYERS, s.PAID_GMV), (t.VISITORS, t.PAYMENT_CVR, s.SPEND_PER_BUYER)),
    ((t.SESSIONS, s.PAID_ORDERS, s.PAID_GMV), (t.SESSIONS, t.SESSION_CVR, s.AOV)),
    ((s.PAID_ORDERS, s.PAID_GMV), (s.PAID_ORDERS, s.AOV)),
)


def drivers_of(facts: Facts) -> tuple[Driver, ...]:
    """The factors of the paid amount; none where a day of one of both spans is not in.

    Levels are means of days, since people of two days overlap.  Spans of unequal length have their number of days as the
    first factor.  The parts add up to the change of the span's amount to the cent (log-mean Divisia index).
    """
    for levels, factors in CHAINS:
        found = _split(facts, levels, factors)
        if found:
            return found
    return ()


def _split(facts: Facts, levels: Sequence[Metric], factors: Sequence[Definition]) -> tuple[Driver, ...]:
    days, before = days_of(facts.first, facts.last), days_of(*facts.before)
    now = [mean_of_days(facts.seen, m.name, days) for m in levels]
    then = [mean_of_days(facts.seen, m.name, before) for m in levels]
    if any(v is None or v <= 0 for v in (*now, *then)):
        return ()
    values = _factors([v or ZERO for v in now]), _factors([v or ZERO for v in then])
    long, was_long = Decimal(len(days)), Decimal(len(before))
    totals = [((v or ZERO) * n).quantize(CENT) for v, n in ((then[-1], was_long), (now[-1], long))]
    parts = split_product([Factor("days", was_long, long), *(
        Factor(d.name, was, here) for d, here, was in zip(factors, *values, strict=True))], *totals).parts
    amounts = [p.amount.quantize(CENT) for p in parts]
    amounts[-1] += totals[1] - totals[0] - sum(amounts, ZERO)
    found = (Driver(d.name, d.zh, d.unit, _kept(here, d), _kept(was, d), amount)
             for d, here, was, amount in zip(factors, *values, amounts[1:], strict=True))
    length = (Driver("days", "天数", Unit.COUNT, long, was_long, amounts[0]),) if long != was_long else ()
    return (*length, *found)


def _factors(levels: Sequence[Decimal]) -> list[Decimal]:
    return [levels[0], *(levels[n] / levels[n - 1] for n in range(1, len(levels)))]


def _kept(value: Decimal, definition: Definition) -> Decimal:
    share = isinstance(definition, Ratio) and definition.unit is Unit.SHARE
    return value.quantize(Decimal("0.000001") if share else CENT)


def drivers_said(drivers: Sequence[Driver], currency: str) -> str:
    """The drivers in one sentence, the largest first; "" for none."""
    ranked = sorted(drivers, key=lambda d: -abs(d.amount))
    return listed(Said("{factor} {amount}", factor=Term("metric", d.metric, d.zh), amount=Said(
        "+{money}" if d.amount > 0 else "{money}", money=Amount(d.amount, "money", currency))) for d in ranked)


def gap_said(figure: Figure, facts: Facts, drivers: Sequence[Driver]) -> str:
    """Why a number stands where it does against the span before: its drivers, else the product that moved most; "" unknown."""
    currency = facts.seen.shop.currency
    if figure.metric == s.PAID_GMV.name and drivers:
        return drivers_said(drivers, currency)
    if figure.metric in (s.UNITS_SOLD.name, r.NET_SALES.name, "contribution") and facts.whole:
        return _item_said(facts, currency)
    return ""


def _item_said(facts: Facts, currency: str) -> str:
    moved = max(facts.items, key=lambda i: abs(i.paid - i.before), default=None)
    if moved is None or moved.paid == moved.before:
        return ""
    change = moved.paid - moved.before
    return Said("most by {item}: {amount}", item=moved.name, amount=Said("+{money}" if change > 0 else "{money}", money=Amount(
        change, "money", currency)))
