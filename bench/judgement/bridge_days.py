"""Seeded shops' days as exports show them: marginal tables only, with causes planted on the last day.

A day is drawn by source x device x product (people, then buyers) and by product x region x buyer type (orders); what
is kept are the tables that consoles give, with what they leave out: people seen twice, freight, orders without a province.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np

from daybook.domain.seen import Scope, Seen
from daybook.domain.shop import Platform, Shop

ON = date(2026, 9, 15)                  # a Tuesday without an event near
REVIEWED = ON - timedelta(days=1)
DAYS = 36                               # five weeks and the reviewed day
SOURCES, DEVICES, PRODUCTS, REGIONS, BUYERS = 6, 2, 12, 8, 2
DEVICE_NAMES = ("无线", "PC")
WEEKDAY = np.array([0.98, 0.96, 0.97, 1.0, 1.02, 1.06, 1.04])
#: Noise beside counting: log-standard deviations of the whole shop's day and of each slice's day.
OF_DAY, OF_SLICE = 0.05, 0.03
SEES_PRODUCTS = 1.35                    # products that a visitor looks at
SEEN_TWICE = 0.08                       # of a source's visitors, those that another source counts too
NO_PROVINCE = 0.02
LEAST_SHARE = 0.05                      # of visitors or paid amount: a smaller slice carries no morning's change
BOUGHT = ("paid_buyers", "platform_paid_buyers", "paid_orders")
KINDS = ("source down", "price cut", "conversion down on a device", "stock-out", "two at once", "whole shop down", "quiet")


@dataclass(frozen=True)
class Case:
    """One shop's morning and what was planted in its last day, as (dimension, value)."""

    kind: str
    seen: Seen
    planted: frozenset[tuple[str, str]]


@dataclass
class _Factors:
    """What the last day does to each slice; 1 is as usual."""

    source: np.ndarray
    device_cvr: np.ndarray
    product_cvr: np.ndarray
    price: np.ndarray
    shop: float = 1.0


def make_case(kind: str, rng: np.random.Generator) -> Case:
    """A shop of 3,000 to 30,000 visitors a day with the causes of a kind in its last day."""
    people = float(np.exp(rng.uniform(np.log(3_000), np.log(30_000))))
    phone = rng.uniform(0.55, 0.8)      # a larger one is the shop itself (rule M-LOCAL)
    shape = people * np.multiply.outer(rng.dirichlet(np.full(SOURCES, 2.0)), np.array([phone, 1 - phone]))
    mix = rng.dirichlet(np.full(PRODUCTS, 2.0)) * np.exp(rng.normal(0, 0.3, (SOURCES, PRODUCTS)))
    mix /= mix.sum(axis=1, keepdims=True)
    cvr = rng.uniform(0.02, 0.05) * np.exp(rng.normal(0, 0.3, PRODUCTS))
    price = np.round(np.exp(rng.uniform(np.log(30), np.log(300), PRODUCTS)))
    planted, factors = _plant(kind, rng, (shape.sum(axis=1) / people, mix.mean(axis=0) * cvr * price))
    region = np.outer(rng.dirichlet(np.full(REGIONS, 2.0)), np.array([0.7, 0.3]))
    tables: dict[tuple[str, str], dict[Scope, dict[date, Decimal]]] = {}
    daily: dict[str, dict[date, Decimal]] = {}
    for back in range(DAYS - 1, -1, -1):
        day = REVIEWED - timedelta(days=back)
        moved = factors if back == 0 else _nothing()
        level = WEEKDAY[day.weekday()] * np.exp(rng.normal(0, OF_DAY)) * moved.shop
        _one_day(rng, day, (shape * level, mix, cvr, price, region), moved, tables, daily)
    sliced: dict[str, dict[str, Mapping[Scope, Mapping[date, Decimal]]]] = {}
    for (dimension, metric), rows in tables.items():
        sliced.setdefault(dimension, {})[metric] = rows
    shop = Shop("bench", "bench", Platform.TMALL, "Asia/Shanghai", "CNY")
    seen = Seen(shop, ON, datetime(2026, 9, 15, 1, tzinfo=UTC), daily, sliced, first_day=REVIEWED - timedelta(days=DAYS - 1))
    return Case(kind, seen, planted)


def _nothing() -> _Factors:
    return _Factors(np.ones(SOURCES), np.ones(DEVICES), np.ones(PRODUCTS), np.ones(PRODUCTS))


def _plant(kind: str, rng: np.random.Generator,
           sizes: tuple[np.ndarray, np.ndarray]) -> tuple[frozenset[tuple[str, str]], _Factors]:
    """What the last day does; `sizes` are of sources and products, of which those that matter are picked."""
    factors, planted = _nothing(), set()
    source, product = (int(rng.choice(np.flatnonzero(size >= LEAST_SHARE * size.sum()))) for size in sizes)
    if kind in ("source down", "two at once"):
        factors.source[source] = rng.uniform(0.25, 0.65)
        planted.add(("source", f"来源{source}"))
    if kind == "price cut":
        factors.price[product] = rng.uniform(0.3, 0.6)
        planted.add(("product", f"88{product:02d}"))
    if kind == "conversion down on a device":
        device = int(rng.integers(DEVICES))
        factors.device_cvr[device] = rng.uniform(0.25, 0.65)
        planted.add(("device", DEVICE_NAMES[device]))
    if kind in ("stock-out", "two at once"):
        factors.product_cvr[product] = 0.0
        planted.add(("product", f"88{product:02d}"))
    if kind == "whole shop down":
        factors.shop = rng.uniform(0.65, 0.8)
    return frozenset(planted), factors


Form = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
Tables = dict[tuple[str, str], dict[Scope, dict[date, Decimal]]]


def _one_day(rng: np.random.Generator, day: date, form: Form, moved: _Factors, tables: Tables,
             daily: dict[str, dict[date, Decimal]]) -> None:
    """Draws a day and adds it to the tables and to the shop's own numbers."""
    shape, mix, cvr, price, region = form

    def slices(size: int) -> np.ndarray:
        return np.exp(rng.normal(0, OF_SLICE, size))

    people = rng.poisson(shape * (moved.source * slices(SOURCES))[:, None])
    looks = rng.poisson(people[:, :, None] * mix[:, None, :] * SEES_PRODUCTS * slices(PRODUCTS))
    chance = np.minimum((cvr * moved.product_cvr)[None, :] * (moved.device_cvr * slices(DEVICES))[:, None], 1.0)
    buyers = rng.binomial(looks, chance[None, :, :])
    orders = buyers.sum(axis=(0, 1))
    units = orders + rng.binomial(orders, 0.1)
    paid = np.round(price * moved.price, 2)
    freight = 6 * rng.binomial(orders, 0.15)
    by_region = np.stack([rng.multinomial(n, region.ravel() / region.sum()) for n in orders])
    money = (paid * units + freight) / np.maximum(orders, 1)
    of_region = (by_region * money[:, None]).sum(axis=0)
    told = 1 - NO_PROVINCE

    def put(dimension: str, metric: str, scope: Scope, value: float) -> None:
        tables.setdefault((dimension, metric), {}).setdefault(scope, {})[day] = Decimal(str(round(float(value), 2)))

    for at in range(SOURCES):
        twice = int(rng.binomial(people[at].sum(), SEEN_TWICE))
        put("source", "visitors", (("source_1", f"来源{at}"),), people[at].sum() + twice)
        put("source", "paid_buyers", (("source_1", f"来源{at}"),), buyers[at].sum())
    for at, name in enumerate(DEVICE_NAMES):
        put("device", "visitors", (("device", name),), people[:, at].sum())
        put("device", "paid_buyers", (("device", name),), buyers[:, at].sum())
    for at in range(PRODUCTS):
        item = (("item_id", f"88{at:02d}"),)
        put("product_traffic", "visitors", item, looks[:, :, at].sum())
        put("product_traffic", "paid_buyers", item, orders[at])
        put("product", "line_gmv", item, paid[at] * units[at])
        put("product", "line_orders", item, orders[at])
        put("product", "line_units", item, units[at])
    for at in range(REGIONS * BUYERS):
        place = (("province", f"省{at // BUYERS}"), ("buyer", ("老客", "新客")[at % BUYERS]))
        put("region", "paid_gmv", place, of_region[at] * told)
        put("region", "paid_orders", place, int(by_region[:, at].sum()))
    gmv = Decimal(str(round(float((paid * units + freight).sum()), 2)))
    for metric, value in (("visitors", people.sum()), *((m, orders.sum()) for m in BOUGHT)):
        daily.setdefault(metric, {})[day] = Decimal(int(value))
    daily.setdefault("paid_gmv", {})[day] = gmv
