"""A shop's orders with and without its incidents, drawn so that both share every other chance."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from daybook.demo import cast
from daybook.demo.buying import DAY_SECONDS, NEVER, Orders, draw_orders
from daybook.demo.effects import Effects
from daybook.demo.planted import Incident
from daybook.demo.rhythm import Floats, Ints, is_balance_day, price_rhythm
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.traffic import Expected

#: share of a balance day's orders that were placed with a deposit days before
_PRESALE_SHARE = 0.25
FREE_SHIPPING_FROM = 5_000  # cents, shops abroad
FREIGHT = 595


@dataclass(frozen=True)
class Amounts:
    """Money of each order in cents, shape (orders,): unit prices, goods, coupon and paid share of each line."""

    price: Ints
    price2: Ints
    goods: Ints
    goods2: Ints
    coupon: Ints
    paid: Ints
    paid2: Ints
    freight: Ints
    refund: Ints
    cost: Ints

    @property
    def total(self) -> Ints:
        """What the buyer pays for the whole order."""
        return self.paid + self.paid2 + self.freight


def cells_of(counts: Ints) -> tuple[Ints, Ints, Ints]:
    """Day, product and source of each of the orders counted."""
    index = np.repeat(np.arange(counts.size), counts.ravel())
    day, product, source = np.unravel_index(index, counts.shape)
    return day.astype(np.int64), product.astype(np.int64), source.astype(np.int64)


def _in_time(orders: Orders) -> Orders:
    return orders.take(np.argsort(orders.placed, kind="stable"))


def undisturbed(seed: int, plan: ShopPlan, days: list[date], expected: Expected) -> Orders:
    """The orders of the shop had nothing been planted."""
    rng = stream(seed, plan.index, "orders")
    counts = rng.poisson(expected.visitors * expected.chance)
    orders = draw_orders(rng, plan, cells_of(counts), cast.UNPAID_RATE[plan.platform])
    return _in_time(_with_presale(rng, plan, days, orders))


def _with_presale(rng: np.random.Generator, plan: ShopPlan, days: list[date], orders: Orders) -> Orders:
    """Some orders paid on a balance day were placed with a deposit 3 to 11 days earlier."""
    balance = np.array([is_balance_day(plan.platform, d) for d in days])
    early = orders.placed - rng.integers(3, 12, len(orders)) * DAY_SECONDS
    chosen = balance[orders.day] & (rng.random(len(orders)) < _PRESALE_SHARE) & (orders.paid < NEVER) & (early >= 0)
    return replace(orders, placed=np.where(chosen, early, orders.placed), presale=chosen)


def kept_share(effects: Effects, orders: Orders) -> Floats:
    """The chance of each order to be placed all the same, shape (orders,)."""
    day = np.minimum(np.where(orders.presale, orders.paid_day, orders.day), len(effects.counted) - 1)
    keep = np.minimum(effects.orders[day, orders.product, orders.source], 1.0)
    keep = keep * effects.device[day, orders.device] * effects.sku[day, orders.sku]
    for (on, source), (products, kept) in effects.hours.items():
        touched = (day == on) & (orders.source == source) & np.isin(orders.product, products)
        keep = np.where(touched, keep * kept[orders.placed % DAY_SECONDS // 3600], keep)
    return np.asarray(keep, dtype=np.float64)


def without_gone(effects: Effects, orders: Orders) -> Orders:
    """The orders without their second line where nothing of it was left."""
    gone = effects.sku[np.minimum(orders.day, len(effects.sku) - 1), orders.sku2] == 0.0
    return replace(orders, product2=np.where(gone, -1, orders.product2))


def remaining(seed: int, plan: ShopPlan, effects: Effects, base: Orders) -> Orders:
    """The undisturbed orders that the incidents left."""
    chosen = base.take(stream(seed, plan.index, "thin").random(len(base)) < kept_share(effects, base))
    return without_gone(effects, chosen)


def disturbed(seed: int, plan: ShopPlan, expected: Expected, effects: Effects, left: Orders) -> Orders:
    """What is left of the orders after the incidents, with those that came because of them."""
    orders = left.join(_added(seed, plan, expected, effects))
    for incident in effects.single:
        orders = orders.join(_single(seed, plan, incident))
    return _in_time(orders)


def _added(seed: int, plan: ShopPlan, expected: Expected, effects: Effects) -> Orders:
    """Buyers who came only because of an incident; a mistaken price draws them to its own SKU."""
    rng = stream(seed, plan.index, "added")
    more = np.maximum(effects.orders - 1.0, 0.0)
    orders = draw_orders(rng, plan, cells_of(rng.poisson(expected.visitors * expected.chance * more)),
                         cast.UNPAID_RATE[plan.platform])
    cheap = effects.price < 1.0
    first = np.array([p.skus[0].index for p in plan.products])
    mistaken = cheap[orders.day, first[orders.product]]
    return replace(orders, buyer=orders.buyer + 10_000_000,
                   sku=np.where(mistaken, first[orders.product], orders.sku))


def _single(seed: int, plan: ShopPlan, incident: Incident) -> Orders:
    """One giant order, or a burst of orders that are paid and cancelled within two hours."""
    rng = stream(seed, plan.index, f"single {incident.kind} {incident.first}")
    giant = incident.kind == "giant_order"
    n = 1 if giant else round(incident.size)
    ones = np.ones(n, dtype=np.int64)
    orders = draw_orders(rng, plan, (ones * incident.first, ones * incident.product, ones * 0), 0.0)
    orders = replace(orders, product2=-ones, coupon=0 * ones, buyer=orders.buyer + 20_000_000)
    if giant:
        return replace(orders, units=ones * round(incident.size), refund_applied=ones * NEVER,
                       refunded=ones * NEVER, refund_share=0 * ones, with_return=ones < 0)
    start = incident.first * DAY_SECONDS + incident.hour * 3600
    placed = start + np.sort(rng.integers(0, 2700, n))
    applied = placed + rng.integers(1800, 5400, n)
    return replace(
        orders, placed=placed, paid=placed + 20, units=ones * 2, region=0 * ones, shipped=ones * NEVER,
        refund_applied=applied, refunded=applied + 900, refund_share=ones * 1000, with_return=ones < 0,
        reason=ones * 5, buyer=ones * 20_000_001,
    )


def deal_prices(plan: ShopPlan, days: list[date], factor: Floats) -> Ints:
    """Deal price in cents by day and SKU: whole units of currency, or with the usual odd cents abroad."""
    odd = 0 if plan.chinese else -5
    base = np.array([s.price_cents - odd for s in plan.skus])
    exact = base[None] * price_rhythm(plan.platform, days)[:, None] * factor
    return np.maximum(np.rint(exact / 100).astype(np.int64) * 100 + odd, 100)


def price_orders(plan: ShopPlan, prices: Ints, orders: Orders) -> Amounts:
    """What each order costs: prices of its day (presale: of the balance day), coupon split over the lines."""
    last = len(prices) - 1
    day = np.minimum(np.where(orders.presale, orders.paid_day, orders.day), last)
    price, price2 = prices[day, orders.sku], prices[day, orders.sku2]
    goods = price * orders.units
    goods2 = np.where(orders.product2 >= 0, price2 * orders.units2, 0)
    coupon = np.where(goods + goods2 >= 10 * orders.coupon, orders.coupon, 0)
    first = coupon * goods // np.maximum(goods + goods2, 1)
    freight = np.where((goods + goods2 < FREE_SHIPPING_FROM) & (not plan.chinese), FREIGHT, 0)
    costs = np.array([s.cost_cents for s in plan.skus])
    cost = costs[orders.sku] * orders.units + np.where(orders.product2 >= 0, costs[orders.sku2] * orders.units2, 0)
    paid = goods - first
    return Amounts(price, price2, goods, goods2, coupon, paid, goods2 - (coupon - first), freight,
                   paid * orders.refund_share // 1000, cost)
