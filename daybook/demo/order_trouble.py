"""Trouble with orders that changes no sale: a wave that leaves late, one that stands still, one that is not paid, a burst of one
hand; planted beside the other incidents.

From streams of their own, so that nothing else of the world is drawn anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from daybook.demo.buying import DAY_SECONDS, NEVER, Orders
from daybook.demo.planted import ORDER_KINDS, Incident, place
from daybook.demo.shops import ShopPlan, stream

#: One incident of orders for so many shops.
SHOPS_EACH = 3
#: Orders of a late wave leave so many hours later; a burst is so many orders, so many seconds apart, from this hour on.
LATE_HOURS, BURST, APART, FROM_HOUR = 72, 8, 240, 14
#: Every second parcel of a stuck wave arrives so many days after its dispatch instead of nine.
STUCK_DAYS = 17
#: An unpaid wave are so many orders for each that is paid that day, at least so many, within these hours of the evening.
UNPAID_SHARE, UNPAID_LEAST, EVENING = 0.6, 30, (19, 23)
#: A burst, and people who do not pay, look like no buyer that the shop ever had (buyers are told apart by 26 bits, `tallies.py`).
HAND, LOOKERS = 60_000_000, 62_000_000


def plant_orders(seed: int, plans: tuple[ShopPlan, ...], days: list[date], placed: Sequence[Incident],
                 count: int) -> tuple[Incident, ...]:
    """The planted incidents with so many of orders, away from the others."""
    rng, found = stream(seed, 0, "order incidents"), list(placed)
    for n in range(count):
        kind = tuple(ORDER_KINDS)[n % len(ORDER_KINDS)]
        one = place(rng, kind, plans, days, found)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda i: (i.shop, i.first)))


def troubled(orders: Orders, incidents: Sequence[Incident]) -> Orders:
    """The orders as they went with these incidents, in the order of placing."""
    for incident in incidents:
        orders = WAYS.get(incident.kind, _as_it_was)(orders, incident)
    return orders


def _as_it_was(orders: Orders, incident: Incident) -> Orders:
    return orders


def _late(orders: Orders, incident: Incident) -> Orders:
    """What was paid on the first two days waits in the warehouse for three days more."""
    held = (orders.paid < NEVER) & (orders.paid_day >= incident.first) & (orders.paid_day <= incident.first + 1) & ~orders.presale
    return replace(orders, shipped=np.where(held, orders.shipped + LATE_HOURS * 3600, orders.shipped))


def _stuck(orders: Orders, incident: Incident) -> Orders:
    """Every second parcel that left on the first two days stands still at a hub, and arrives a week late."""
    left = (orders.shipped < NEVER) & (orders.shipped // DAY_SECONDS >= incident.first) & (
        orders.shipped // DAY_SECONDS <= incident.first + 1)
    held = left & (np.cumsum(left) % 2 == 0)
    return replace(orders, on_its_way=np.where(held, STUCK_DAYS * DAY_SECONDS, orders.on_its_way))


def _unpaid(orders: Orders, incident: Incident) -> Orders:
    """In the evening of the day others order what is bought that day and pay for none of it."""
    mine = np.flatnonzero((orders.day == incident.first) & (orders.paid < NEVER) & ~orders.presale)
    n = max(UNPAID_LEAST, round(UNPAID_SHARE * len(mine))) if len(mine) else 0
    more, never = orders.take(mine[np.arange(n) % max(len(mine), 1)]), np.full(n, NEVER)
    start, end = (incident.first * DAY_SECONDS + hour * 3600 for hour in EVENING)
    more = replace(more, placed=start + np.arange(n) * ((end - start) // max(n, 1)), buyer=LOOKERS + np.arange(n), paid=never,
                   shipped=never, refund_applied=never, refunded=never, refund_share=np.zeros(n, dtype=np.int64),
                   with_return=np.zeros(n, dtype=np.bool_))
    made = orders.join(more)
    return made.take(np.argsort(made.placed, kind="stable"))


def _burst(orders: Orders, incident: Incident) -> Orders:
    """Some paid orders of the day are of one buyer to one door, minutes apart; what they buy and cost stays."""
    start = incident.first * DAY_SECONDS + FROM_HOUR * 3600
    mine = np.flatnonzero((orders.day == incident.first) & (orders.paid_day == incident.first) & ~orders.presale)
    chosen = mine[np.argsort(np.abs(orders.placed[mine] - start), kind="stable")][:BURST]
    placed, paid, buyer, region = (getattr(orders, n).copy() for n in ("placed", "paid", "buyer", "region"))
    placed[chosen] = start + np.arange(len(chosen)) * APART
    paid[chosen] = placed[chosen] + 60
    buyer[chosen], region[chosen] = HAND + incident.shop, region[chosen[0]] if len(chosen) else 0
    made = replace(orders, placed=placed, paid=paid, buyer=buyer, region=region)
    return made.take(np.argsort(placed, kind="stable"))


WAYS = {"late_wave": _late, "order_burst": _burst, "stuck_wave": _stuck, "unpaid_wave": _unpaid}
