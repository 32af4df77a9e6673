"""The demonstration agency as numbers: every shop with its days, orders, ads, stock, and the undisturbed twin.

`build` gives the same world for the same arguments, bit by bit.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from daybook.demo.ads import Ads, run_ads
from daybook.demo.buying import Orders
from daybook.demo.diary import Note, Review, notes_of, reviews_of
from daybook.demo.disputed import Disputes, disputes_of
from daybook.demo.effects import Effects, effects_of
from daybook.demo.evening_acts import act_notes, with_acts
from daybook.demo.event_acts import event_prices, short_shelf
from daybook.demo.habits import with_habits
from daybook.demo.losses import likely_losses, money_by_day
from daybook.demo.order_trouble import SHOPS_EACH, plant_orders, troubled
from daybook.demo.planted import Incident, plant
from daybook.demo.rhythm import Floats, Ints
from daybook.demo.shelf import Shelf, run_shelf
from daybook.demo.shops import ShopPlan, plan_shops
from daybook.demo.talked import Talk, talk_of
from daybook.demo.tallies import Tallies, tally
from daybook.demo.trade import Amounts, deal_prices, disturbed, price_orders, remaining, undisturbed
from daybook.demo.traffic import Expected, Traffic, expect, measure


@dataclass(frozen=True)
class Difference:
    """The incidents' doing per day, actual minus undisturbed, in cents, shape (days,).

    `profit` is contribution after goods, fees, shipping, ads and final refunds.  `likely_gmv` and `likely_profit`
    count what came as it came, and what did not come as it would have been on the mean (`losses.py`).
    """

    gmv: Ints
    profit: Ints
    orders: Ints
    spend: Ints
    likely_gmv: Ints
    likely_profit: Ints


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
    disputes: Disputes
    talk: Talk


@dataclass(frozen=True)
class World:
    """The whole agency."""

    seed: int
    days: list[date]
    shops: tuple[ShopWorld, ...]
    incidents: tuple[Incident, ...]


def build(seed: int, shops: int = 12, days: int = 400, last_day: date = date(2026, 11, 22),
          incidents: int | None = None, fresh: bool = True, orders: int | None = None) -> World:
    """Draws the world.

    `days` end with `last_day`, the day that the morning shown reviews.  `incidents` is how many are planted
    (two a shop unless given; 0 gives the undisturbed twin), `orders` how many more of orders (one for each four shops where
    neither is given, else none), `fresh` whether some begin on the last day.
    Raises ValueError for fewer than 90 days or no shop.
    """
    if shops < 1 or days < 90:
        raise ValueError("a demonstration needs at least one shop and 90 days")
    calendar = [last_day - timedelta(days=days - 1 - i) for i in range(days)]
    plans = plan_shops(seed, shops)
    planted = plant(seed, plans, calendar, 2 * shops if incidents is None else incidents, fresh)
    troubles = (0 if incidents is not None else shops // SHOPS_EACH) if orders is None else orders
    planted = plant_orders(seed, plans, calendar, planted, troubles)
    worlds = tuple(_live(seed, p, calendar, tuple(i for i in planted if i.shop == p.index)) for p in plans)
    return World(seed, calendar, worlds, planted)


def _live(seed: int, plan: ShopPlan, days: list[date], incidents: tuple[Incident, ...]) -> ShopWorld:
    calm, effects = effects_of(plan, len(days), ()), effects_of(plan, len(days), incidents)
    expected = expect(seed, plan, days)
    base = with_habits(seed, plan, len(days), with_acts(seed, plan, days, undisturbed(seed, plan, days, expected)))
    around = event_prices(plan, days)
    base_prices = deal_prices(plan, days, calm.price * around)
    base_amounts = price_orders(plan, base_prices, base)
    base_tallies = tally(plan, len(days), base, base_amounts)
    base_ads = run_ads(seed, plan, days, expected, calm, base_tallies)
    left = remaining(seed, plan, effects, base)
    orders = troubled(disturbed(seed, plan, expected, effects, left), incidents)
    prices = deal_prices(plan, days, effects.price * around)
    amounts = price_orders(plan, prices, orders)
    tallies = tally(plan, len(days), orders, amounts)
    ads = run_ads(seed, plan, days, expected, effects, tallies)
    talk = talk_of(seed, plan, len(days))
    shelf = short_shelf(plan, days, run_shelf(seed, plan, tallies.sku_units, incidents), tallies)
    return ShopWorld(
        plan, days, measure(seed, plan, expected, effects), orders, amounts, prices, tallies, ads,
        shelf, _notes(seed, plan, days, prices, incidents),
        _reviews(seed, plan, tallies.sku_units, incidents, talk), incidents,
        _difference(seed, plan, (expected, effects, base_prices),
                    (base, base_amounts, base_ads), (left, price_orders(plan, base_prices, left)), (orders, amounts, ads)),
        disputes_of(seed, plan, len(days), orders), talk,
    )


def _reviews(seed: int, plan: ShopPlan, sold: Ints, incidents: tuple[Incident, ...], talk: Talk) -> list[Review]:
    return sorted([*reviews_of(seed, plan, sold, incidents), *talk.reviews], key=lambda r: r.day)


def _notes(seed: int, plan: ShopPlan, days: list[date], prices: Ints, incidents: tuple[Incident, ...]) -> list[Note]:
    found = [*notes_of(seed, plan, days, prices, incidents), *act_notes(plan, days)]
    return sorted(found, key=lambda n: (n.day, n.clock, n.about))


def _difference(seed: int, plan: ShopPlan, chances: tuple[Expected, Effects, Ints], calm: tuple[Orders, Amounts, Ads],
                left: tuple[Orders, Amounts], lived: tuple[Orders, Amounts, Ads]) -> Difference:
    """What the shop lived through beside the same shop undisturbed, and beside what was left of its orders."""
    days = len(lived[2].spend)
    spend = lived[2].spend.sum(1) - calm[2].spend.sum(1)
    was, stayed, now = (money_by_day(plan, days, orders, amounts) for orders, amounts in (calm[:2], left, lived[:2]))
    lost = likely_losses(seed, plan, *chances)
    return Difference(
        _cents(now.gmv - was.gmv), _cents(now.profit - was.profit - spend), _cents(now.orders - was.orders), spend,
        _cents(now.gmv - stayed.gmv - lost.gmv), _cents(now.profit - stayed.profit - lost.profit - spend))


def _cents(amounts: Floats) -> Ints:
    return np.rint(amounts).astype(np.int64)
