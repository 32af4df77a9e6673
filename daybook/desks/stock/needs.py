"""What a SKU needs: order point and order from its lead time and forecast, and what is missing until the next units come."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from daybook.analysis.stock.course import due_at, short_of, sum_of, units_not_exceeded
from daybook.analysis.stock.demand import Demand
from daybook.analysis.stock.levels import Floats
from daybook.analysis.stock.order import chances_of, two_levels
from daybook.desks.gain import rule
from daybook.domain.seen import Seen
from daybook.domain.stock import Arrival, Need, Shortage
from daybook.domain.supply import LeadTime

#: Above this many units in a lead time the exact levels of an order cost are not reckoned: orders are large anyway.
MOST_EXACT = 2000
DAYS_A_YEAR = 365.0


def need_of(seen: Seen, demand: Demand, number: int, sku: str, gone: Floats, there: float,
            arrivals: Sequence[Arrival]) -> Need | None:
    """Order point, level and units of a SKU; None where its lead time is not known or beyond what is foretold."""
    lead = seen.given.lead_time(sku, seen.on)
    every = (lead.every_days if lead else None) or int(rule("I-COVER", "review"))
    if lead is None or lead.days + every > len(gone):
        return None
    level = float(rule("I-COVER", "service_level"))
    mean, later = (float(gone[d - 1]) if d > 0 else 0.0 for d in (lead.days, lead.days + every))
    pace = later / max(lead.days + every, 1)
    late = (pace * (lead.late_days or 0)) ** 2      # a lead time that strays: the pace times its deviation, squared
    point, up_to = (ceil(units_not_exceeded(sum_of(demand, number, m, late), level)) for m in (mean, later))
    up_to = max(up_to, _economic(seen, sku, point, pace, lead))
    position = there + sum(a.units for a in arrivals)
    due = position <= point
    return Need(lead, point, max(point - round(mean), 0), up_to, _in_packs(up_to - position, lead) if due else 0,
                _order_by(gone, position, point, mean, seen.on))


def _economic(seen: Seen, sku: str, point: int, pace: float, lead: LeadTime) -> int:
    """The level that an order should bring where what an order costs is known, so that it is not ordered too often; else 0.

    Holding costs the rulebook's share of the unit cost a year; a unit short costs as much as makes the service level best.
    """
    cost = seen.given.unit_cost(sku, seen.on)
    if not lead.order_cost or cost is None or cost.unit_cost <= 0 or point > MOST_EXACT or pace <= 0:
        return 0
    holding = float(cost.unit_cost) * float(rule("I-HOLD", "a_year")) / DAYS_A_YEAR
    level = float(rule("I-COVER", "service_level"))
    over = chances_of(pace * (lead.days + 1), pace * (lead.days + 1))
    found = two_levels(chances_of(pace, pace), over, float(lead.order_cost), holding, holding * level / (1 - level))
    return point + found.up_to - found.reorder


def _in_packs(units: float, lead: LeadTime) -> int:
    """Units of an order: at least the least, in whole packs."""
    wanted = max(ceil(units), lead.least or 0, 0)
    pack = lead.pack or 1
    return ceil(wanted / pack) * pack


def _order_by(gone: Floats, position: float, point: int, mean: float, on: date) -> date | None:
    """The day on which stock and orders fall to the order point at the expected pace; None beyond what is foretold."""
    if mean <= 0:
        return None
    due = due_at(gone, position, point)
    return None if due is None else on + timedelta(days=due)


def shortage_of(demand: Demand, number: int, gone: Floats, there: float, arrivals: Sequence[Arrival], need: Need | None,
                on: date) -> Shortage | None:
    """What is missing until the next arrival, else until an order of today could be there; None where neither is known."""
    coming = min((a.day for a in arrivals if a.day is not None), default=None)
    until = coming or (on + timedelta(days=need.lead.days) if need is not None else None)
    if until is None or not 0 < (until - on).days <= len(gone):
        return None
    sums = sum_of(demand, number, float(gone[(until - on).days - 1]))
    chance, mid = short_of(sums, there)
    low, high = (max(units_not_exceeded(sums, q) - max(there, 0.0), 0.0) for q in (0.1, 0.9))
    return Shortage(until, chance, (low, mid, max(high, mid)))
