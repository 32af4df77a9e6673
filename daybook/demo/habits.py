"""Habits of buyers that change in the demonstration: regulars who stay away for some days, and regulars who wait for vouchers.

Who ordered, or with which voucher, is told anew of orders that the world has anyway, in it and in its undisturbed twin alike.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from daybook.demo.buying import NEVER, Orders
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.tallies import bought_before

if TYPE_CHECKING:
    from daybook.demo.world import ShopWorld

#: Kind -> days before the last one on which it begins, and how many it lasts.
KINDS: dict[str, tuple[int, int]] = {"voucher_habit": (38, 22), "regulars_gone": (11, 10)}
#: Shop of the dozen -> kinds; a buyer's vouchers are told only where exports know the buyer.
MINE: dict[int, tuple[str, ...]] = {1: ("voucher_habit", "regulars_gone"), 7: ("regulars_gone",)}
#: Share of the orders of regulars that somebody else makes, and that have a voucher; of so many cents.
SHARE, VOUCHER = {"regulars_gone": 0.65, "voucher_habit": 0.6}, 300
#: A week of regulars who stay away, and two weeks of vouchers and the days until the next book of buyers.
TOLD = {"voucher_habit": 21, "regulars_gone": 6}
#: Days after the last one on which it may still be told.
LINGERS = {"voucher_habit": 22, "regulars_gone": 8}
#: Those who order instead are none that the shop had.
OTHERS = 40_000_000


@dataclass(frozen=True)
class PlantedHabit:
    """One change of habit; `first` and `last` are day indexes, both in."""

    kind: str
    first: int
    last: int


def planted_habits(plan: ShopPlan, days: int) -> tuple[PlantedHabit, ...]:
    """What is planted in a shop."""
    return tuple(PlantedHabit(kind, days - 1 - ago, days - 1 - ago + lasts - 1) for kind in MINE.get(plan.index, ())
                 for ago, lasts in (KINDS[kind],))


def with_habits(seed: int, plan: ShopPlan, days: int, orders: Orders) -> Orders:
    """The orders as regulars with these habits make them."""
    for one in planted_habits(plan, days):
        rng = stream(seed, plan.index, one.kind)
        mine = bought_before(orders) & (orders.paid < NEVER) & (orders.paid_day >= one.first) & (orders.paid_day <= one.last)
        chosen = np.flatnonzero(mine)[rng.random(int(mine.sum())) < SHARE[one.kind]]
        if one.kind == "regulars_gone":
            buyer = orders.buyer.copy()
            buyer[chosen] = OTHERS + np.arange(len(chosen))
            orders = replace(orders, buyer=buyer)
        else:
            coupon = orders.coupon.copy()
            coupon[chosen] = VOUCHER
            orders = replace(orders, coupon=coupon)
    return orders


#: kind -> number that shows it, cause, kind of the right move
_TRUTH = {"regulars_gone": ("returning_share_of_buyers", "regulars", "bring_back"),
          "voucher_habit": ("discounted_return_share", "vouchers", "less_discount")}


def habit_answers(shop: "ShopWorld") -> list[dict[str, Any]]:
    """What was planted, as the answer file tells other incidents."""
    found = []
    for n, one in enumerate(planted_habits(shop.plan, len(shop.days)), 1):
        metric, cause, move = _TRUTH[one.kind]
        found.append({
            "id": f"b{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
            "counts_from": str(shop.days[one.first + TOLD[one.kind]]), "metric": metric, "scope": {},
            "currency": shop.plan.currency, "per_day": [], "cause": {"kind": cause, "scope": {}},
            "move": {"kind": move, "object": shop.plan.name}})
    return found


def habit_days(shop: "ShopWorld") -> set[int]:
    """Day indexes on which something planted here may be told: weeks hold it on after it."""
    return {d for one in planted_habits(shop.plan, len(shop.days)) for d in range(one.first, one.last + 1 + LINGERS[one.kind])}
