"""Where the stock of every SKU of a shop stands: level, arrivals, forecast, order point, shortage and surplus, from one `Seen`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.analysis.stock.course import (
    empty_at,
    foresee_rows,
    gone_by,
    sum_of,
    units_not_exceeded,
    whole_days,
)
from daybook.analysis.stock.demand import Demand
from daybook.analysis.stock.levels import Floats
from daybook.desks.gain import rule
from daybook.desks.level import level_of
from daybook.desks.month_split import DayWeight, lift_of, lift_to_come
from daybook.desks.stock.needs import need_of, shortage_of
from daybook.desks.worth import margin_of
from daybook.domain.seen import Scope, Seen
from daybook.domain.stock import Arrival, PathDay, StockLine
from daybook.rulebook.reading import load

UNITS = "units_sold"
STOCKED = "stock.stocked"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stocked:
    """All SKUs of a shop that have a level: lines, and what they rest on, in the same order."""

    lines: tuple[StockLine, ...]
    demand: Demand
    pulls: tuple[float, ...]        # as many as are foretold: ordinary days that each day from `on` is worth
    on: date
    ahead: tuple[DayWeight, ...] = ()

    def gone(self, number: int) -> Floats:
        """Units that one SKU will be asked for up to the end of each day that is foretold."""
        return gone_by(self.demand, number, self.pulls)

    def path(self, number: int, days: int = 60) -> tuple[PathDay, ...]:
        """What will be there of one SKU at the end of each day to come, if nothing more is ordered."""
        line = self.lines[number]
        if line.sellable is None or line.per_day is None:
            return ()
        there, gone, found = float(line.sellable), self.gone(number), []
        for n in range(days):
            day = self.on + timedelta(days=n)
            come = [a.units for a in line.arrivals if a.day is not None and a.day <= day]
            sums = sum_of(self.demand, number, float(gone[n]))
            low, high = (max(there + sum(come) - units_not_exceeded(sums, q), 0.0) for q in (0.9, 0.1))
            today = sum(a.units for a in line.arrivals if a.day == day)
            found.append(PathDay(day, low, max(there + sum(come) - float(gone[n]), 0.0), high, today))
        return tuple(found)


def stock_of(seen: Seen, allocated: Mapping[str, Decimal] | None = None) -> Stocked:
    """Every SKU with a level of the last week; `allocated` (SKU -> units in paid orders that have not left), None: not known."""
    if allocated is not None:
        return _stocked(seen, allocated)
    known = seen.reckoned.get(STOCKED)
    if not isinstance(known, Stocked):
        known = seen.reckoned[STOCKED] = _stocked(seen, None)
    return known


def _stocked(seen: Seen, allocated: Mapping[str, Decimal] | None) -> Stocked:
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    scopes = [s for s in sorted(levels) if level_of(levels[s], seen.reviewed)[0] is not None]
    days = _days(seen)
    units = _units(seen, scopes, days)
    prices = _prices(seen, scopes)
    lifts = [lift_of(seen, UNITS, d) for d in days]
    demand = foresee_rows(units, seen.reviewed.toordinal(), [None if x is None else float(x) for x in lifts],
                          [float(p or 0) for p in prices])
    horizon = int(rule("I-LEVEL", "horizon"))
    weekdays = demand.pull(seen.on.toordinal(), horizon)
    ahead = [lift_to_come(seen, UNITS, seen.on + timedelta(days=n)) for n in range(horizon)]
    pulls = tuple(float(weekdays[n]) * float(day.weight) for n, day in enumerate(ahead))
    made = Stocked((), demand, pulls, seen.on, tuple(ahead[:int(rule("I-LEVEL", "event"))]))
    sold = {s: _last_sold(units[n], days) for n, s in enumerate(scopes)}
    lines = [_line(seen, made, n, s, prices[n], sold[s], allocated) for n, s in enumerate(scopes)]
    return Stocked(tuple(lines), demand, pulls, seen.on)


def _days(seen: Seen) -> list[date]:
    """The days whose sales by SKU are at hand, oldest first."""
    known = [d for days in seen.sliced.get("product", {}).get("line_units", {}).values() for d in days]
    first = min(known, default=seen.reviewed)
    return [first + timedelta(days=n) for n in range((seen.reviewed - first).days + 1)]


def _units(seen: Seen, scopes: Sequence[Scope], days: Sequence[date]) -> list[list[float | None]]:
    """Units by SKU and day; None where orders are not in, before it was there, or nothing was to buy from morning to evening."""
    sold: dict[tuple[str, str], dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for scope, by_day in seen.sliced.get("product", {}).get("line_units", {}).items():
        for day, value in by_day.items():
            sold[_key(dict(scope))][day] += float(value)
    known = [seen.value("paid_orders", day) is not None for day in days]
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    return [_row(sold[_key(dict(scope))], levels[scope], days, known) for scope in scopes]


def _row(sold: Mapping[date, float], levels: Mapping[date, Decimal], days: Sequence[date],
         known: Sequence[bool]) -> list[float | None]:
    first = min([*(d for d, n in sold.items() if n > 0), *levels])
    empty = {day for day, level in levels.items() if level <= 0}
    found: list[float | None] = []
    for day, told in zip(days, known, strict=True):
        units = sold.get(day, 0.0)
        nothing = units <= 0 and day in empty and day - ONE_DAY in empty
        found.append(None if not told or day < first or nothing else units)
    return found


def _prices(seen: Seen, scopes: Sequence[Scope]) -> list[Decimal | None]:
    """What a unit of each brought lately, else what the shelf shows."""
    lines = seen.sliced.get("product", {})
    by: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for place, metric in enumerate(("line_gmv", "line_units")):
        for sold, days in lines.get(metric, {}).items():
            by[_key(dict(sold))][place] += sum(days.values(), Decimal(0))
    shown = seen.sliced.get("stock", {}).get("list_price", {})
    found: list[Decimal | None] = []
    for scope in scopes:
        gmv, units = by[_key(dict(scope))]
        listed = shown.get(scope, {})
        found.append((gmv / units).quantize(Decimal("0.01")) if units > 0 else listed[max(listed)] if listed else None)
    return found


def _key(named: Mapping[str, str]) -> tuple[str, str]:
    """By what a product of order lines and one of stock are the same: the SKU's code, else the item."""
    return ("", named["sku"]) if named.get("sku") else (named.get("item_id", ""), "")


def _last_sold(units: Sequence[float | None], days: Sequence[date]) -> date | None:
    return max((day for day, n in zip(days, units, strict=True) if n), default=None)


def _line(seen: Seen, made: Stocked, number: int, scope: Scope, price: Decimal | None, sold_on: date | None,
          allocated: Mapping[str, Decimal] | None) -> StockLine:
    named = dict(scope)
    sku, item = named.get("sku", ""), named.get("item_id", "")
    seen_on, level = level_of(seen.sliced["stock"]["sellable_units"][scope], seen.reviewed)
    transit = level_of(seen.sliced["stock"].get("in_transit_units", {}).get(scope, {}), seen.reviewed)[1]
    arrivals = _arrivals(seen, sku, transit)
    known = bool(made.demand.known[number])
    gone = made.gone(number)
    there = float(level or 0)
    week = sum_of(made.demand, number, float(gone[6]))
    low, high = units_not_exceeded(week, 0.1), units_not_exceeded(week, 0.9)
    cover = whole_days(gone, max(there, 0.0)) if known else None
    empty = _empty_on(gone, max(there, 0.0), arrivals, seen.on) if known else None
    need = need_of(seen, made.demand, number, sku, gone, there, arrivals) if known else None
    cost = seen.given.unit_cost(sku, seen.on)
    surplus = _surplus(seen, gone, there) if known and level is not None else None
    tied = (cost.unit_cost * surplus).quantize(Decimal("0.01")) if cost is not None and surplus else None
    event, asked = _event(made.ahead, gone) if known else ("", None)
    expires, tier = _expiry(seen, sku)
    return StockLine(
        item, sku, seen.names.get("sku", {}).get(sku, "") or seen.names.get("item_id", {}).get(item, ""), seen_on, level,
        None if allocated is None else allocated.get(sku, Decimal(0)), transit, arrivals,
        float(made.demand.level[number]) if known else None, (low, float(gone[6]), high) if known else None, cover, empty, need,
        shortage_of(made.demand, number, gone, there, arrivals, need, seen.on) if known else None, surplus, tied,
        whole_days(gone, there) if surplus else None, sold_on, price, margin_of(seen, "sellable_units", scope), event, asked,
        expires, tier)


def _arrivals(seen: Seen, sku: str, transit: Decimal | None) -> tuple[Arrival, ...]:
    """What comes: as said with its days; else what the report has on its way, nobody knows when."""
    said = seen.given.inbound(seen.on).get(sku, [])
    if said:
        return tuple(Arrival(one.units, max(one.arrives, seen.on), one.ref) for one in said)
    return (Arrival(int(transit), None),) if transit else ()


def _empty_on(gone: Floats, there: float, arrivals: Sequence[Arrival], on: date) -> date | None:
    """The first day that ends with nothing left at the expected pace, arrivals counted; None within the horizon."""
    found = empty_at(gone, there, [(one.units, (one.day - on).days) for one in arrivals if one.day is not None])
    return None if found is None else on + timedelta(days=found)


def _surplus(seen: Seen, gone: Floats, there: float) -> int:
    """Units beyond the cover that is wanted: what the client allows, else the rulebook's."""
    wanted = seen.given.limits(seen.on).get("max_cover_days") or rule("I-COVER", "overstock")
    days = min(int(wanted), len(gone))
    return max(int(there - float(gone[days - 1])), 0)


def _event(ahead: Sequence[DayWeight], gone: Floats) -> tuple[str, float | None]:
    """The next event within the horizon that lifts sales, and what its days will ask; empty where none is known."""
    found, asked = "", 0.0
    for n, weight in enumerate(ahead):
        named = weight.event if weight.measured and weight.weight > 1 else ""
        if found and named != found:
            break
        if named:
            found, asked = named, asked + float(gone[n] - (gone[n - 1] if n else 0.0))
    return found, asked if found else None


def _expiry(seen: Seen, sku: str) -> tuple[date | None, str]:
    """The day on which a SKU's oldest units expire as a person said it, and its tier."""
    said = seen.given.fact(sku, "expires_on", seen.on)
    if said is None:
        return None, ""
    day = seen.shop.day_of(datetime.fromisoformat(said.value))
    left = (day - seen.on).days
    tiers = load().rule("I-EXPIRY").values
    return day, next((name for name in ("delist", "discount", "promote") if left <= int(str(tiers[name]))), "")
