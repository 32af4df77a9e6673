"""The first row of the morning: numbers in the trade's order, each beside yesterday and the same weekday last week."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar import where
from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.desks.rival_bands import MARKET, rival_band
from daybook.desks.sales.own_events import own_events
from daybook.desks.sales.places import ORDER, place_name, shown_at
from daybook.desks.sales.runs import run_of
from daybook.desks.sales.target import compare_with_target, target_note
from daybook.domain.brief import Comparison, State, Tile, Unit
from daybook.domain.market import MarketBook
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.metrics.compute import value_of
from daybook.metrics.definitions import sales as s
from daybook.metrics.metric import Definition, Ratio, parts, ripens

TREND_DAYS = 28      # four whole weeks, so that weekdays weigh the same
#: Numbers of people: absent where one order of the day came without a stable buyer id.
PEOPLE = frozenset(m.name for m in (s.PAID_BUYERS, s.SPEND_PER_BUYER, s.NEW_BUYERS, s.RETURNING_SHARE))
#: What is said of a day whose facts are not in.
NOT_IN_YET = {
    "orders": Said("the orders of that day are not in yet"),
    "order_lines": Said("the orders of that day are not in yet"),
    "refunds": Said("the refunds of that day are not in yet"),
    "shop_day": Said("the traffic of that day is not in yet"),
    "source_day": Said("the traffic by source of that day is not in yet"),
    "product_day": Said("the products' traffic of that day is not in yet"),
    "ad_plan_day": Said("the ads of that day are not in yet"),
    "ad_keyword_day": Said("the ads by keyword of that day are not in yet"),
    "ad_material_day": Said("the ads of that day are not in yet"),
    "live_session": Said("the live shows of that day are not in yet"),
    "stock_day": Said("the stock of that day is not in yet"),
}
CENT, SHARE_STEP = Decimal("0.01"), Decimal("0.0001")


def country_of(seen: Seen) -> str:
    """The country whose festivals the shop's buyers keep."""
    return where.country_of(seen.shop.platform, seen.shop.currency)


def tiles(seen: Seen) -> Iterator[Tile]:
    """One tile per number of which the shop has ever had a value; the paid amount always."""
    for place in ORDER:
        definition = shown_at(seen, place)
        if definition is not None:
            yield tile(seen, definition)


def tables_of(definition: Definition) -> tuple[str, ...]:
    """The names of the tables that a definition rests on."""
    return tuple(dict.fromkeys(m.table.name for m in parts(definition)))


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
    tables = tables_of(definition)
    read = min((line.read_at for line in seen.readiness if line.read_at and line.source in tables), default=None)
    name = place_name(definition)
    return Tile(
        name, definition.zh, definition.unit, value,
        why_not="" if value is not None else why_not(seen, day, definition),
        currency=seen.shop.currency if definition.unit is Unit.MONEY else "", read_at=read,
        comparisons=_comparisons(seen, definition, value), trend=trend,
        higher_is_better=definition.higher_is_better, note=target_note(seen, name, definition.note),
        streak=run_of(trend, definition.higher_is_better))


def _comparisons(seen: Seen, definition: Definition, value: Decimal | None) -> tuple[Comparison, ...]:
    """Yesterday, the same weekday last week and, for the paid amount, the day's part of the month's target."""
    found = (*(_compare(seen, definition, value, name, base) for name, base in _bases(seen.reviewed)), *_peers(seen, definition))
    if place_name(definition) != s.PAID_GMV.name:
        return found
    why = why_not(seen, seen.reviewed, definition) if value is None else (
        Said("the day is not complete in the file") if _is_partial(seen, definition) else "")
    return (*found, compare_with_target(seen, s.PAID_GMV.name, value, country_of(seen), why))


def _peers(seen: Seen, definition: Definition) -> tuple[Comparison, ...]:
    """Rival shops as a band, where an export of the last days tells of them; nothing else is said of them."""
    book = seen.read.get(MARKET)
    band = rival_band(book, place_name(definition), seen.reviewed) if isinstance(book, MarketBook) else None
    if band is None or (band.low is None and band.high is None):
        return ()
    return (Comparison("peers", band.day, None, low=band.low, high=band.high, shops=band.shops),)


def _is_partial(seen: Seen, definition: Definition) -> bool:
    return any(seen.state(table, seen.reviewed) is State.PARTIAL for table in tables_of(definition))


def _bases(day: date) -> tuple[tuple[str, date], ...]:
    both = comparison_days(day)
    return (("yesterday", both.yesterday), ("last_week", both.same_weekday_last_week))


def _compare(seen: Seen, definition: Definition, value: Decimal | None, name: str, base: date) -> Comparison:
    before = shown_value(seen, definition, base)
    if value is None or before is None:
        unknown = base if before is None else seen.reviewed
        return Comparison(name, base, before, None, why_not=why_not(seen, unknown, definition))
    if _is_partial(seen, definition):
        return Comparison(name, base, before, None, why_not=Said("the day is not complete in the file"))
    if is_early(seen, definition, seen.reviewed):
        return Comparison(name, base, before, None, why_not=Said("refunds of the later day are still to come: not compared yet"))
    change = value - before
    rate = (change / before).quantize(SHARE_STEP) if before else None
    return Comparison(name, base, before, change, rate, caution=is_fair_base(
        seen.reviewed, base, seen.shop.platform, country_of(seen), own_events(seen)) or "")


def is_early(seen: Seen, definition: Definition, last: date) -> bool:
    """Whether much of a number of days until `last` is still to come as the shop is seen."""
    return (seen.shop.day_of(seen.as_of) - last).days < ripens(definition)


def why_not(seen: Seen, day: date, definition: Definition = s.PAID_GMV) -> str:
    """Why there is no number of a day."""
    if seen.first_day is None:
        return Said("no order file is in yet")
    if day < seen.first_day:
        return Said("before the first day that is in")
    for table in tables_of(definition):
        state = seen.state(table, day)
        if state is State.NOT_IN and table == "orders" and any(
                line.source == table and line.last_day and line.last_day > day for line in seen.readiness):
            return Said("no order of that day is in the file, which holds busy days around it: a gap in the export")
        if state is State.NOT_IN:
            return NOT_IN_YET.get(table, Said("that day is not in yet"))
        if state is State.DOUBTFUL:
            return Said("no order of that day is in the file: a gap in the export or a closed shop")
    if "orders" in tables_of(definition) and seen.value(s.PAID_ORDERS.name, day) == 0:
        return Said("no order was paid that day")
    if isinstance(definition, Ratio) and seen.value(definition.under.name, day) == 0:
        under = definition.under
        return Said("{number} was 0 that day", number=Term("metric", place_name(under), under.zh))
    if definition.name in PEOPLE:
        return Said("not every order of the day carries a buyer id")
    return Said("the exports do not tell")
