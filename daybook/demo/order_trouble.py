"""Trouble with orders that changes no sale: a wave that leaves late, and a burst of one hand; planted beside the other incidents.

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
SHOPS_EACH = 4
#: Orders of a late wave leave so many hours later; a burst is so many orders, so many seconds apart, from this hour on.
LATE_HOURS, BURST, APART, FROM_HOUR = 72, 8, 240, 14
#: A wave begins on a Friday: the warehouse rests over the weekend, and the export of Monday morning shows what it left.
FRIDAY, TRIES = 4, 60
#: A burst looks like no buyer that the shop ever had (buyers are told apart by 26 bits, `tallies.py`).
HAND = 60_000_000


def plant_orders(seed: int, plans: tuple[ShopPlan, ...], days: list[date], placed: Sequence[Incident],
                 count: int) -> tuple[Incident, ...]:
    """The planted incidents with so many of orders, away from the others."""
    rng, found = stream(seed, 0, "order incidents"), list(placed)
    for n in range(count):
        kind = tuple(ORDER_KINDS)[n % len(ORDER_KINDS)]
        tried = (place(rng, kind, plans, days, found) for _ in range(TRIES))
        one = next((i for i in tried if i is not None and (kind != "late_wave" or days[i.first].weekday() == FRIDAY)), None)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda i: (i.shop, i.first)))


def troubled(orders: Orders, incidents: Sequence[Incident]) -> Orders:
    """The orders as they went with these incidents, in the order of placing."""
    for incident in incidents:
        orders = {"late_wave": _late, "order_burst": _burst}.get(incident.kind, _as_it_was)(orders, incident)
    return orders


def _as_it_was(orders: Orders, incident: Incident) -> Orders:
    return orders


def _late(orders: Orders, incident: Incident) -> Orders:
    """What was paid on the first two days waits in the warehouse for three days more."""
    held = (orders.paid < NEVER) & (orders.paid_day >= incident.first) & (orders.paid_day <= incident.first + 1) & ~orders.presale
    return replace(orders, shipped=np.where(held, orders.shipped + LATE_HOURS * 3600, orders.shipped))


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
