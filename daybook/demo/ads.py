"""Keyword ads of a shop: impressions, clicks, spend, and sales that are credited days after the click."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from daybook.demo.effects import Effects
from daybook.demo.rhythm import Floats, Ints, promotion_on
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.tallies import Tallies
from daybook.demo.traffic import Expected

#: share of a click's sales that is credited by n days after the day of the click (n = 1 is the next morning)
CREDITED = (0.0, 0.66, 0.77, 0.84, 0.88, 0.91, 0.93, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99, 0.995)


@dataclass(frozen=True)
class Ads:
    """Per day and keyword, shape (days, keywords); money in cents; sales are final (fully credited)."""

    impressions: Ints
    clicks: Ints
    spend: Ints
    bid: Ints
    direct_orders: Ints
    direct_gmv: Ints
    indirect_orders: Ints
    indirect_gmv: Ints
    carts: Ints


def ad_source(plan: ShopPlan) -> int:
    """Index of the source that the keywords feed."""
    return next(i for i, s in enumerate(plan.sources) if s.paid)


def credited(final: int, age: int) -> int:
    """How much of a final count is credited when the report is `age` days old.

    >>> credited(100, 1), credited(100, 4), credited(100, 40)
    (66, 88, 100)
    """
    share = CREDITED[age] if age < len(CREDITED) else 1.0
    return int(final * share + 0.5)


def run_ads(
    seed: int, plan: ShopPlan, days: list[date], expected: Expected, effects: Effects, tallies: Tallies
) -> Ads:
    """The ad account, fed by the visitors of the keyword source and credited with its orders."""
    rng = stream(seed, plan.index, "ads")
    source = ad_source(plan)
    product = np.array([w.product for w in plan.keywords])
    share = np.array([w.share for w in plan.keywords])
    shape = (len(days), len(product))
    clicks = np.rint(expected.visitors[:, product, source] * share * 1.06 * effects.clicks).astype(np.int64)
    fair = np.array([1.22 if promotion_on(plan.platform, d) else 1.0 for d in days])[:, None]
    bid = np.rint(np.array([w.cpc_cents for w in plan.keywords]) * 1.15 * fair * effects.bid).astype(np.int64)
    spend = np.rint(clicks * bid / 1.15 * np.exp(rng.normal(0, 0.06, shape))).astype(np.int64)
    ctr = np.array([w.ctr for w in plan.keywords]) * np.exp(rng.normal(0, 0.07, shape)) * effects.ctr
    drawn = rng.random((2, *shape))
    orders = tallies.pair.orders[:, product, source]
    gmv = tallies.pair.gmv[:, product, source]
    direct = np.floor(orders * _shares(product, share, effects.sold) + drawn[0]).astype(np.int64)
    direct = np.minimum(np.minimum(direct, orders), clicks)
    direct_gmv = gmv * direct // np.maximum(orders, 1)
    indirect = np.floor(direct * 0.22 + drawn[1]).astype(np.int64) * (direct > 0)
    mean_order = tallies.shop.gmv // np.maximum(tallies.shop.orders, 1)
    return Ads(
        np.maximum(np.rint(clicks / ctr).astype(np.int64), clicks), clicks, spend, bid, direct, direct_gmv,
        indirect, indirect * mean_order[:, None], np.rint(clicks * 0.11 * effects.carts).astype(np.int64),
    )


def _shares(product: Ints, share: Floats, sold: Floats) -> Floats:
    """Each word's share of its product's orders by day, shape (days, keywords)."""
    weight = share * sold
    whole = np.stack([weight[:, product == p].sum(1) for p in product], axis=1)
    return np.where(sold.min(1, keepdims=True) == sold.max(1, keepdims=True), share, weight / whole)
