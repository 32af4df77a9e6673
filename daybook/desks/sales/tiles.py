"""The first row of the morning: numbers in the trade's order, each beside yesterday and the same weekday last week."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar import where
from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.desks.sales.own_events import own_events
from daybook.desks.sales.target import compare_with_target, target_note
from daybook.domain.brief import Comparison, State, Tile, Unit
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.metrics.compute import value_of
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s
from daybook.metrics.metric import Definition, Metric, Ratio

#: Paid amount first, then people, then per person and per order, then refunds: the order of 生意参谋 and 罗盘.
ORDER: tuple[Definition, ...] = (
    s.PAID_GMV, s.PAID_ORDERS, s.PAID_BUYERS, s.SPEND_PER_BUYER, s.AOV, s.UNITS_SOLD, r.REFUND_RATE,
    r.REFUND_RATE_BY_DAY, r.NET_SALES, s.ORDERS_CREATED, s.ORDER_TO_PAYMENT_RATE, s.NEW_BUYERS, s.RETURNING_SHARE,
)
TREND_DAYS = 28      # four whole weeks, so that weekdays weigh the same
#: Numbers of people: absent where one order of the day came without a stable buyer id.
PEOPLE = frozenset(m.name for m in (s.PAID_BUYERS, s.SPEND_PER_BUYER, s.NEW_BUYERS, s.RETURNING_SHARE))
CENT, SHARE_STEP = Decimal("0.01"), Decimal("0.0001")


def country_of(seen: Seen) -> str:
    """The country whose festivals the shop's buyers keep."""
    return where.country_of(seen.shop.platform, seen.shop.currency)


def tiles(seen: Seen) -> Iterator[Tile]:
    """One tile per definition of which the shop has ever had a value; the paid amount always."""
    for definition in ORDER:
        if definition is s.PAID_GMV or any(seen.daily.get(m.name) for m in parts(definition)[:1]):
            yield tile(seen, definition)


def parts(definition: Definition) -> tuple[Metric, ...]:
    """The metrics that a definition is made of."""
    return (definition.over, definition.under) if isinstance(definition, Ratio) else (definition,)


def shown_value(seen: Seen, definition: Definition, day: date) -> Decimal | None:
    """A definition's value on one day, rounded as it is kept: money to cents, shares to 0.01 %."""
    value = value_of(definition, seen.daily, [day])
    if value is None:
        return None
    if definition.unit is Unit.MONEY:
        return value.quantize(CENT)
    if definition.unit in (Unit.SHARE, Unit.RATIO):
        return value.quantize(SHARE_STEP)
    return value.quantize(Decimal(1))


def tile(seen: Seen, definition: Definition) -> Tile:
    """The number of the reviewed day with its comparisons and its last four weeks."""
    day = seen.reviewed
    value = shown_value(seen, definition, day)
    trend = tuple((d, shown_value(seen, definition, d))
                  for d in (day - timedelta(days=n) for n in range(TREND_DAYS - 1, -1, -1))
                  if seen.first_day is not None and d >= seen.first_day)
    read = max((line.read_at for line in seen.readiness if line.read_at), default=None)
    return Tile(
        definition.name, definition.zh, definition.unit, value, why_not="" if value is not None else why_not(seen, day, definition.name),
        currency=seen.shop.currency if definition.unit is Unit.MONEY else "", read_at=read,
        comparisons=_comparisons(seen, definition, value),
        trend=trend, higher_is_better=definition.higher_is_better,
        note=target_note(seen, definition.name, definition.note))


def _comparisons(seen: Seen, definition: Definition, value: Decimal | None) -> tuple[Comparison, ...]:
    """Yesterday, the same weekday last week and, for the paid amount, the day's part of the month's target."""
    found = tuple(_compare(seen, definition, value, name, base) for name, base in _bases(seen.reviewed))
    if definition is not s.PAID_GMV:
        return found
    why = why_not(seen, seen.reviewed) if value is None else (
        Said("the day is not complete in the file") if seen.state("orders", seen.reviewed) is State.PARTIAL else "")
    return (*found, compare_with_target(seen, definition.name, value, country_of(seen), why))


def _bases(day: date) -> tuple[tuple[str, date], ...]:
    both = comparison_days(day)
    return (("yesterday", both.yesterday), ("last_week", both.same_weekday_last_week))


def _compare(seen: Seen, definition: Definition, value: Decimal | None, name: str, base: date) -> Comparison:
    before = shown_value(seen, definition, base)
    if value is None or before is None:
        return Comparison(name, base, before, None, why_not=why_not(seen, base if before is None else seen.reviewed, definition.name))
    if seen.state("orders", seen.reviewed) is State.PARTIAL:
        return Comparison(name, base, before, None, why_not=Said("the day is not complete in the file"))
    change = value - before
    rate = (change / before).quantize(SHARE_STEP) if before else None
    return Comparison(name, base, before, change, rate, caution=is_fair_base(
        seen.reviewed, base, seen.shop.platform, country_of(seen), own_events(seen)) or "")


def why_not(seen: Seen, day: date, metric: str = "") -> str:
    """Why there is no number of a day."""
    if seen.first_day is None:
        return Said("no order file is in yet")
    if day < seen.first_day:
        return Said("before the first day that is in")
    state = seen.state("orders", day)
    if state is State.NOT_IN:
        return Said("the orders of that day are not in yet")
    if state is State.DOUBTFUL:
        return Said("no order of that day is in the file: a gap in the export or a closed shop")
    if seen.value(s.PAID_ORDERS.name, day) == 0:
        return Said("no order was paid that day")
    return Said("not every order of the day carries a buyer id") if metric in PEOPLE else Said("the exports do not tell")
