"""Visitors of a shop: by product and source, de-duplicated to the shop, by device and by hour."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from daybook.demo.effects import Effects
from daybook.demo.rhythm import Floats, Ints, conversion_rhythm, hour_profile, visitor_rhythm
from daybook.demo.shops import ShopPlan, stream

#: people seen at several products, through several sources: what de-duplication leaves of the sums
_ACROSS_PRODUCTS, _ACROSS_SOURCES, _ACROSS_BOTH = 0.87, 0.94, 0.83


@dataclass(frozen=True)
class Traffic:
    """Counts of people per day.  `pair` (days, products, sources), `product` (days, products),
    `source` (days, sources), `shop` (days,), `device` (days, devices), `hour` (days, sources, 24).
    """

    pair: Ints
    product: Ints
    source: Ints
    shop: Ints
    device: Ints
    hour: Ints


@dataclass(frozen=True)
class Expected:
    """The undisturbed shop: drawn visitors and the chance that one of them buys, (days, products, sources)."""

    visitors: Ints
    chance: Floats


def _wander(rng: np.random.Generator, days: int, columns: int, spread: float) -> Floats:
    """Day-to-day noise that remembers a little, log-normal with mean near one, shape (days, columns)."""
    steps = rng.normal(0.0, spread, (days, columns))
    for i in range(1, days):
        steps[i] += 0.45 * steps[i - 1]
    return np.asarray(np.exp(steps), dtype=np.float64)


def expect(seed: int, plan: ShopPlan, days: list[date]) -> Expected:
    """Visitors and buying chances without any incident."""
    rng = stream(seed, plan.index, "traffic")
    weight = np.array([p.weight for p in plan.products])
    share = np.array([s.share for s in plan.sources])
    pull = np.array([s.pull for s in plan.sources]) / float((share * [s.pull for s in plan.sources]).sum())
    product_pull = rng.uniform(0.85, 1.18, len(weight))
    lean = rng.dirichlet(share * 60, len(weight))
    level = plan.orders / plan.cvr * visitor_rhythm(plan.platform, days, plan.growth)
    noise = _wander(rng, len(days), 1, 0.035)[:, 0]
    mean = (level * noise)[:, None, None] * (weight[:, None] * lean)[None]
    mean = mean * _wander(rng, len(days), len(weight), 0.05)[:, :, None]
    mean = mean * _wander(rng, len(days), len(share), 0.05)[:, None, :]
    chance = plan.cvr * product_pull[:, None] * pull[None, :]
    swing = conversion_rhythm(plan.platform, days) * _wander(rng, len(days), 1, 0.02)[:, 0]
    return Expected(rng.poisson(mean), np.asarray(swing[:, None, None] * chance[None], dtype=np.float64))


def measure(seed: int, plan: ShopPlan, expected: Expected, effects: Effects) -> Traffic:
    """The visitors that the platform counts, incidents included; sums over products exceed the shop's."""
    pair = np.rint(expected.visitors * effects.visits * effects.counted[:, None, None]).astype(np.int64)
    product = np.maximum(np.rint(pair.sum(2) * _ACROSS_SOURCES).astype(np.int64), pair.max(2))
    source = np.maximum(np.rint(pair.sum(1) * _ACROSS_PRODUCTS).astype(np.int64), pair.max(1))
    shop = np.maximum(np.rint(pair.sum((1, 2)) * _ACROSS_BOTH).astype(np.int64), source.max(1))
    device = _split(shop, np.array([s for _, s in plan.devices])[None].repeat(len(shop), 0))
    return Traffic(pair, product, source, shop, device, _hours(plan, source, effects))


def _split(total: Ints, shares: Floats) -> Ints:
    """Whole numbers by shares that add up to the total, along the last axis."""
    edges = np.rint(np.cumsum(shares, -1) / shares.sum(-1, keepdims=True) * total[..., None])
    return np.asarray(np.diff(edges, axis=-1, prepend=0.0), dtype=np.int64)


def _hours(plan: ShopPlan, source: Ints, effects: Effects) -> Ints:
    """Visitors by hour: a person counts in the hour of the first visit, so that hours add up to the day."""
    shares = np.tile(hour_profile(plan.platform), (*source.shape, 1))
    for (day, channel), (products, kept) in effects.hours.items():
        touched = float(sum(plan.products[p].weight for p in products))
        shares[day, channel] *= 1 - touched * (1 - kept)
    return _split(source, shares)
