"""Planted incidents: which shop meets what and when, with quiet stretches between them."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from daybook.demo.rhythm import promotion_on
from daybook.demo.shops import ShopPlan, stream

#: kind -> days that it lasts
KINDS: dict[str, int] = {
    "channel_lost": 3, "price_mistake": 1, "hero_stockout": 4, "rival_promotion": 4, "bid_error": 2,
    "budget_exhausted": 2, "late_export": 1, "definition_change": 14, "bad_review": 6, "slow_decline": 18,
    "giant_order": 1, "cancel_burst": 1, "device_drop": 3, "edit_backfired": 4, "landing_broken": 2,
    "creative_tired": 12, "word_to_harvest": 14, "word_dies": 16, "image_backfired": 4, "ladder_cut": 4,
}
#: kinds of trouble with orders, which change no sale (`order_trouble.py`)
ORDER_KINDS: dict[str, int] = {"late_wave": 6, "order_burst": 1, "stuck_wave": 14, "unpaid_wave": 1}
#: kinds that only some platforms' exports can show
_ONLY = {
    "bad_review": {"taobao", "tmall"}, "device_drop": {"shopify"}, "cancel_burst": {"taobao", "tmall", "douyin"},
    "edit_backfired": {"taobao", "tmall"}, "creative_tired": {"douyin"}, "word_to_harvest": {"shopify"},
    "late_wave": {"taobao", "tmall", "douyin"}, "order_burst": {"shopify"}, "stuck_wave": {"taobao", "tmall", "douyin"},
    "unpaid_wave": {"taobao", "tmall"},
    "word_dies": {"taobao", "tmall", "shopify"},
    "image_backfired": {"taobao", "tmall"}, "ladder_cut": {"taobao", "tmall"},
}
#: kinds that smaller shops (orders a day) cannot show: a word there brings an order in some days
_LEAST_ORDERS = {"word_dies": 60}
WINDOW = 60  # days before the last day in which incidents are planted
LATE_WINDOW = 26  # a late file shows only where exports are daily
QUIET = 6  # days without any incident between two of one shop
MINER = 2  # the hero's broad word, behind which people type other words
_TRIES = 60  # attempts to place one incident before it is left out


@dataclass(frozen=True)
class Incident:
    """One planted incident.  `first` and `last` are day indexes, both in; -1 means "not about that"."""

    kind: str
    shop: int
    first: int
    last: int
    product: int = -1
    sku: int = -1
    source: int = -1
    device: int = -1
    keyword: int = -1
    hour: int = -1
    size: float = 1.0

    def covers(self, day: int) -> bool:
        """Whether the day index lies within the incident."""
        return self.first <= day <= self.last


def plant(seed: int, plans: tuple[ShopPlan, ...], days: list[date], count: int,
          fresh: bool = True) -> tuple[Incident, ...]:
    """Up to `count` incidents; where `fresh`, the first ones fall on the last day: a newcomer's brief has news."""
    rng = stream(seed, 0, "incidents")
    last = len(days) - 1
    placed = _fresh(rng, plans, last)[:count] if fresh else []
    kinds = sorted(KINDS, key=lambda kind: any(i.kind == kind for i in placed))  # the missing ones first
    for turn in range((count - len(placed)) * 3):
        if len(placed) >= count:
            break
        kind = kinds[turn % len(kinds)]
        found = place(rng, kind, plans, days, placed)
        if found is not None:
            placed.append(found)
    return tuple(sorted(placed, key=lambda i: (i.shop, i.first)))


def _fresh(rng: np.random.Generator, plans: tuple[ShopPlan, ...], last: int) -> list[Incident]:
    wanted = [("channel_lost", 0, last), ("device_drop", 1, last - 1), ("budget_exhausted", 2, last),
              ("hero_stockout", 3, last), ("late_export", 4, last)]
    fits = [(k, s, f) for k, s, f in wanted if s < len(plans) and _fits(k, plans[s])]
    return [_detail(rng, k, plans[s], f, last) for k, s, f in fits]


def _fits(kind: str, plan: ShopPlan) -> bool:
    return plan.platform in _ONLY.get(kind, {plan.platform}) and plan.orders >= _LEAST_ORDERS.get(kind, 0)


def place(
    rng: np.random.Generator, kind: str, plans: tuple[ShopPlan, ...], days: list[date], placed: list[Incident]
) -> Incident | None:
    """A free stretch for one incident of that kind, the least burdened shops first."""
    fitting = [p for p in plans if _fits(kind, p)]
    length, end = _days_of(kind), len(days)
    for _ in range(_TRIES if fitting else 0):
        burden = np.array([sum(i.shop == p.index for i in placed) for p in fitting])
        plan = fitting[int(rng.choice(np.flatnonzero(burden == burden.min())))]
        if rng.random() < 0.3:
            plan = fitting[int(rng.integers(len(fitting)))]
        window = LATE_WINDOW if kind == "late_export" else WINDOW
        first = int(rng.integers(max(1, end - window), max(2, end - length - 3)))
        last = min(first + length - 1, end - 1)
        near = any(i.shop == plan.index and i.first - QUIET <= last and first <= _busy_until(i) + QUIET
                   for i in placed)
        fair = any(promotion_on(plan.platform, d) for d in days[max(0, first - 1):first + 2])
        if not near and not fair:
            return _detail(rng, kind, plan, first, last)
    return None


def _busy_until(incident: Incident) -> int:
    return min(incident.last, incident.first + _days_of(incident.kind) - 1)


def _days_of(kind: str) -> int:
    return KINDS[kind] if kind in KINDS else ORDER_KINDS[kind]


def _detail(rng: np.random.Generator, kind: str, plan: ShopPlan, first: int, last: int) -> Incident:
    """Which product, SKU, source, device or keyword the incident is about, and how strong it is."""
    base = Incident(kind, plan.index, first, last)
    ads = next(i for i, s in enumerate(plan.sources) if s.paid)
    search = next(i for i, s in enumerate(plan.sources) if s.name in {"手淘搜索", "商品卡", "search"})
    feed = next(i for i, s in enumerate(plan.sources) if s.name in {"手淘推荐", "短视频", "social"})
    lead = int(rng.integers(0, 2))
    best = max(plan.products[0].skus, key=lambda s: s.share).index
    odd = plan.products[lead].skus[0].index
    return {
        "channel_lost": replace(base, source=search, size=0.28),
        "price_mistake": replace(base, product=lead, sku=odd, size=0.10),
        "hero_stockout": replace(base, product=0, sku=best, size=0.0),
        "rival_promotion": replace(base, product=0, size=0.52),
        "bid_error": replace(base, product=0, keyword=0, source=ads, size=3.6),
        "budget_exhausted": replace(base, source=ads, hour=12, size=0.0),
        "late_export": replace(base, size=1.0),
        "definition_change": replace(base, size=0.84),
        "bad_review": replace(base, product=lead, size=0.55),
        "slow_decline": replace(base, source=feed if rng.random() < 0.5 else search, size=0.50),
        "giant_order": replace(base, product=3, size=float(rng.integers(60, 120))),
        "cancel_burst": replace(base, product=0, hour=14, size=max(15.0, plan.orders * 0.5)),
        "device_drop": replace(base, device=0, size=0.45),
        "edit_backfired": replace(base, product=0, source=search, size=0.45),
        "landing_broken": replace(base, product=lead, source=ads, size=0.06),
        "creative_tired": replace(base, source=ads, keyword=0, size=0.4),
        "image_backfired": replace(base, product=0, size=0.5),
        "ladder_cut": replace(base, product=0, size=0.5),
        "word_to_harvest": replace(base, source=ads, keyword=MINER, size=3.0),
        "late_wave": base, "order_burst": base, "stuck_wave": base, "unpaid_wave": base,
        "word_dies": replace(base, source=ads, keyword=0, size=0.03),
    }[kind]
