"""What the incidents cost: money by day as it came, and what did not come as it would have been on the mean.

Of thirty buyers that a lost source would have brought, chance makes twenty-four or thirty-six; nobody who looks at the
shop afterwards can know which.  So a loss is also told over many draws of the buyers who did not come.
"""

from dataclasses import dataclass, replace

import numpy as np

from daybook.demo import cast, terms
from daybook.demo.buying import NEVER, Orders, draw_orders
from daybook.demo.effects import Effects
from daybook.demo.rhythm import Floats, Ints
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.trade import Amounts, cells_of, kept_share, price_orders, without_gone
from daybook.demo.traffic import Expected

#: Draws of the buyers of each day that an incident touched.
DRAWS = 60


@dataclass(frozen=True)
class DailyMoney:
    """By day of payment, shape (days,), in cents: paid money, what it leaves before ads with refunds as they will turn
    out, and orders."""

    gmv: Floats
    profit: Floats
    orders: Floats


def money_by_day(plan: ShopPlan, days: int, orders: Orders, amounts: Amounts,
                 weights: Floats | None = None) -> DailyMoney:
    """The sums of some orders, each counted `weights` times (once unless given)."""
    paid = orders.paid_day < days
    day = orders.paid_day[paid]
    weight = np.ones(len(day)) if weights is None else weights[paid]

    def summed(each: Floats | Ints) -> Floats:
        return np.asarray(np.bincount(day, each[paid] * weight, days), dtype=np.float64)

    return DailyMoney(summed(amounts.total), summed(contributions(plan, orders, amounts)),
                      summed(np.ones(len(orders))))


def contributions(plan: ShopPlan, orders: Orders, amounts: Amounts) -> Floats:
    """What each order leaves before ads, in cents, by the terms that the shop states."""
    rates = {name: float(value) for name, value in terms.of(plan).items()}
    kept = amounts.total - amounts.refund
    returned = orders.refund_share == 1000
    resold = np.where(orders.with_return, rates["resaleable_share"], 1.0 * (orders.shipped > orders.refunded))
    line_cost = np.array([s.cost_cents for s in plan.skus])[orders.sku] * orders.units
    cost = amounts.cost - np.where(returned, line_cost * resold, 0.0)
    back = 100 * (rates["ship_back_cost"] + rates["handling"])
    ship = 100 * rates["ship_cost"] + np.where(orders.with_return, back, 0.0)
    left = kept * (1 - rates["fee_rate"] - rates["tax_rate"]) - cost - 100 * rates["insurance"]
    sent = (orders.shipped < NEVER) & (orders.shipped < orders.refunded)
    return np.asarray(left - np.where(sent, ship, 0.0), dtype=np.float64)


def likely_losses(seed: int, plan: ShopPlan, expected: Expected, effects: Effects, prices: Ints) -> DailyMoney:
    """What the buyers who did not come would have brought on the mean, at the undisturbed prices."""
    days = len(effects.counted)
    touched = np.flatnonzero((effects.orders < 1).any((1, 2)) | (effects.device < 1).any(1) | (effects.sku < 1).any(1))
    touched = np.union1d(touched, [day for day, _ in effects.hours]).astype(np.int64)
    mean = np.zeros_like(expected.chance)
    mean[touched] = (expected.visitors * expected.chance)[touched]
    rng = stream(seed, plan.index, "losses")
    orders = draw_orders(rng, plan, cells_of(rng.poisson(mean * DRAWS)), cast.UNPAID_RATE[plan.platform])
    kept = kept_share(effects, orders)
    thinner = replace(orders, product2=without_gone(effects, orders).product2)
    whole, thin = (money_by_day(plan, days, one, price_orders(plan, prices, one), weight / DRAWS)
                   for one, weight in ((orders, np.ones(len(orders))), (thinner, kept)))
    return DailyMoney(whole.gmv - thin.gmv, whole.profit - thin.profit, whole.orders - thin.orders)
