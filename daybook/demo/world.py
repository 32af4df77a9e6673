"""The demonstration agency as numbers: every shop with its days, orders, ads, stock, and the undisturbed twin.

`build` gives the same world for the same arguments, bit by bit.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from daybook.demo import terms
from daybook.demo.ads import Ads, run_ads
from daybook.demo.buying import NEVER, Orders
from daybook.demo.diary import Note, Review, notes_of, reviews_of
from daybook.demo.effects import effects_of
from daybook.demo.planted import Incident, plant
from daybook.demo.rhythm import Floats, Ints
from daybook.demo.shelf import Shelf, run_shelf
from daybook.demo.shops import ShopPlan, plan_shops
from daybook.demo.tallies import Tallies, tally
from daybook.demo.trade import Amounts, deal_prices, disturbed, price_orders, undisturbed
from daybook.demo.traffic import Traffic, expect, measure


@dataclass(frozen=True)
class Difference:
    """The incidents' doing per day, actual minus undisturbed, in cents, shape (days,).

    `profit` is contribution after goods, fees, shipping, ads and final refunds.
    """

    gmv: Ints
    profit: Ints
    orders: Ints
    spend: Ints


@dataclass(frozen=True)
class ShopWorld:
    """One shop, complete.  Arrays count days from the world's first day."""

    plan: ShopPlan
    days: list[date]
    traffic: Traffic
    orders: Orders
    amounts: Amounts
    prices: Ints
    tallies: Tallies
    ads: Ads
    shelf: Shelf
    notes: list[Note]
    reviews: list[Review]
    incidents: tuple[Incident, ...]
    difference: Difference


@dataclass(frozen=True)
class World:
    """The whole agency."""

    seed: int
    days: list[date]
    shops: tuple[ShopWorld, ...]
    incidents: tuple[Incident, ...]


def build(seed: int, shops: int = 12, days: int = 400, last_day: date = date(2026, 11, 22),
          incidents: int | None = None) -> World:
    """Draws the world.

    `days` end with `last_day`, the day that the morning shown reviews.  `incidents` is how many are planted
    (two a shop unless given; 0 gives the undisturbed twin).  Raises ValueError for fewer than 90 days or no shop.
    """
    if shops < 1 or days < 90:
        raise ValueError("a demonstration needs at least one shop and 90 days")
    calendar = [last_day - timedelta(days=days - 1 - i) for i in range(days)]
    plans = plan_shops(seed, shops)
    planted = plant(seed, plans, calendar, 2 * shops if incidents is None else incidents)
    worlds = tuple(_live(seed, p, calendar, tuple(i for i in planted if i.shop == p.index)) for p in plans)
    return World(seed, calendar, worlds, planted)


def _live(seed: int, plan: ShopPlan, days: list[date], incidents: tuple[Incident, ...]) -> ShopWorld:
    calm, effects = effects_of(plan, len(days), ()), effects_of(plan, len(days), incidents)
    expected = expect(seed, plan, days)
    base = undisturbed(seed, plan, days, expected)
    base_prices = deal_prices(plan, days, calm.price)
    base_amounts = price_orders(plan, base_prices, base)
    base_tallies = tally(plan, len(days), base, base_amounts)
    base_ads = run_ads(seed, plan, days, expected, calm, base_tallies)
    orders = disturbed(seed, plan, expected, effects, base)
    prices = deal_prices(plan, days, effects.price)
    amounts = price_orders(plan, prices, orders)
    tallies = tally(plan, len(days), orders, amounts)
    ads = run_ads(seed, plan, days, expected, effects, tallies)
    profit, base_profit = _profit(plan, orders, amounts, ads), _profit(plan, base, base_amounts, base_ads)
    return ShopWorld(
        plan, days, measure(seed, plan, expected, effects), orders, amounts, prices, tallies, ads,
        run_shelf(seed, plan, tallies.sku_units, incidents), notes_of(seed, plan, days, prices, incidents),
        reviews_of(seed, plan, tallies.sku_units, incidents), incidents,
        Difference(
            tallies.shop.gmv - base_tallies.shop.gmv, np.rint(profit - base_profit).astype(np.int64),
            tallies.shop.orders - base_tallies.shop.orders, ads.spend.sum(1) - base_ads.spend.sum(1),
        ),
    )


def _profit(plan: ShopPlan, orders: Orders, amounts: Amounts, ads: Ads) -> Floats:
    """Contribution per day of payment in cents, with refunds as they will turn out, shape (days,)."""
    rates = terms.of(plan)
    days = len(ads.spend)
    paid = orders.paid_day < days
    kept = amounts.total - amounts.refund
    returned = orders.refund_share == 1000
    resold = np.where(orders.with_return, float(rates["resaleable_share"]), 1.0 * (orders.shipped > orders.refunded))
    line_cost = np.array([s.cost_cents for s in plan.skus])[orders.sku] * orders.units
    cost = amounts.cost - np.where(returned, line_cost * resold, 0.0)
    ship = float(rates["ship_cost"]) * 100 + np.where(orders.with_return, float(rates["ship_back_cost"]) * 100, 0.0)
    shipped = orders.shipped < NEVER
    each = kept * (1 - float(rates["fee_rate"])) - cost - np.where(shipped, ship, 0.0)
    sums = np.bincount(orders.paid_day[paid], each[paid], days)
    return np.asarray(sums - ads.spend.sum(1), dtype=np.float64)
