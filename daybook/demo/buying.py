"""Orders of a shop: who bought what, when, at which price, and what became of it.  Money in cents."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from daybook.demo.rhythm import Floats, Ints, hour_profile
from daybook.demo.shops import ShopPlan

Flags = npt.NDArray[np.bool_]
DAY_SECONDS = 86_400
ON_ITS_WAY = 9 * DAY_SECONDS  # from dispatch to the confirming
NEVER = np.int64(1) << 40  # a moment after every export

#: what a buyer says when giving something back
REASONS_CN = ("七天无理由退换货", "尺码拍错/不喜欢/效果差", "质量问题", "少件/漏发", "快递一直未送到", "拍错/多拍")
REASONS_EN = ("no longer wanted", "size", "defective", "missing item", "late", "ordered by mistake")


@dataclass(frozen=True)
class Orders:
    """One entry per order, all shape (orders,).  Moments are seconds since the first day's midnight, shop time.

    `product2` is -1 for orders of one line.  `coupon` is the order's discount in cents.  Refunds concern the
    first line; `refund_share` in thousandths of it; `refund_applied` is NEVER where there is none.  `on_its_way` are seconds
    from dispatch until the buyer, or the platform for him, confirms.
    """

    placed: Ints
    paid: Ints
    product: Ints
    sku: Ints
    units: Ints
    product2: Ints
    sku2: Ints
    units2: Ints
    source: Ints
    device: Ints
    region: Ints
    buyer: Ints
    coupon: Ints
    presale: Flags
    shipped: Ints
    refund_applied: Ints
    refunded: Ints
    refund_share: Ints
    with_return: Flags
    reason: Ints
    on_its_way: Ints

    def __len__(self) -> int:
        return len(self.placed)

    def take(self, index: npt.NDArray[np.int64] | Flags) -> "Orders":
        """The orders at the index, in its order."""
        return Orders(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def join(self, other: "Orders") -> "Orders":
        """These orders, then the others."""
        pairs = ((f.name, np.concatenate([getattr(self, f.name), getattr(other, f.name)])) for f in fields(self))
        return Orders(**dict(pairs))

    @property
    def day(self) -> Ints:
        """The day index on which each order was placed."""
        return self.placed // DAY_SECONDS

    @property
    def paid_day(self) -> Ints:
        """The day index of payment; far in the future where there was none."""
        return self.paid // DAY_SECONDS


def _pick(rng: np.random.Generator, shares: Floats, size: int) -> Ints:
    """Indexes drawn by shares, shape (size,)."""
    edges = np.cumsum(shares) / shares.sum()
    return np.searchsorted(edges, rng.random(size)).clip(0, len(shares) - 1).astype(np.int64)


def _skus_of(rng: np.random.Generator, plan: ShopPlan, product: Ints) -> Ints:
    """One SKU index per order, by the shares within its product."""
    width = max(len(p.skus) for p in plan.products)
    edges = np.ones((len(plan.products), width))
    first = np.array([p.skus[0].index for p in plan.products])
    for p in plan.products:
        edges[p.index, :len(p.skus)] = np.cumsum([s.share for s in p.skus])
        edges[p.index, len(p.skus) - 1:] = 1.0
    chosen = (rng.random(len(product))[:, None] >= edges[product]).sum(1)
    return np.asarray(first[product] + chosen, dtype=np.int64)


def draw_orders(
    rng: np.random.Generator, plan: ShopPlan, cells: tuple[Ints, Ints, Ints], unpaid_rate: float
) -> Orders:
    """Orders for (day, product, source) cells, one per entry, with all that follows from them."""
    day, product, source = cells
    n = len(day)
    hour = _pick(rng, hour_profile(plan.platform), n)
    placed = day * DAY_SECONDS + hour * 3600 + rng.integers(0, 3600, n)
    weights = np.array([p.weight for p in plan.products])
    two = rng.random(n) < 0.11
    other = _pick(rng, weights, n)
    wait = np.minimum(rng.exponential(90, n), 80_000).astype(np.int64) + 4
    unpaid = rng.random(n) < unpaid_rate
    paid = np.where(unpaid, NEVER, placed + wait)
    shipped = np.where(unpaid, NEVER, paid + rng.integers(5, 44, n) * 3600 + rng.integers(0, 3600, n))
    return Orders(
        placed=placed, paid=paid, product=product, sku=_skus_of(rng, plan, product),
        units=1 + (rng.random(n) < 0.09) + (rng.random(n) < 0.02),
        product2=np.where(two, other, -1), sku2=_skus_of(rng, plan, other), units2=np.ones(n, dtype=np.int64),
        source=source, device=_pick(rng, np.array([s for _, s in plan.devices]), n),
        region=_pick(rng, np.array([r[3] for r in plan.regions]), n), buyer=_buyers(rng, plan, placed),
        coupon=np.array([0, 500, 1000])[_pick(rng, np.array([0.78, 0.15, 0.07]), n)],
        presale=np.zeros(n, dtype=np.bool_), shipped=shipped, on_its_way=np.full(n, ON_ITS_WAY),
        **_refunds(rng, plan, paid, shipped, n),
    )


def _buyers(rng: np.random.Generator, plan: ShopPlan, placed: Ints) -> Ints:
    """A buyer number per order: some come back, those who bought most often more so.

    Each returning order copies the buyer of a random earlier one; pointers are followed until they rest.
    """
    n, pool = len(placed), int(plan.orders * 40)
    order = np.argsort(placed, kind="stable")
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    earlier = (rng.random(n) * (rank + pool)).astype(np.int64)
    root = np.arange(n + pool)
    root[pool + rank] = np.where(rng.random(n) < 0.22, earlier, pool + rank)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return np.asarray(root[pool + rank], dtype=np.int64)
        root = further


def _refunds(rng: np.random.Generator, plan: ShopPlan, paid: Ints, shipped: Ints, n: int) -> dict[str, Any]:
    """Refunds with their delays: a third before shipping, the rest after the parcel, up to four weeks."""
    product_rate = 0.75 + 0.5 * rng.random(len(plan.products))
    asked = (rng.random(n) < plan.refund_rate * product_rate.mean()) & (paid < NEVER)
    before = rng.random(n) < 0.33
    early = paid + 600 + (rng.exponential(4 * 3600, n)).astype(np.int64)
    late = shipped + 2 * DAY_SECONDS + (rng.gamma(2.0, 3.2, n) * DAY_SECONDS).astype(np.int64)
    before &= early < shipped
    applied = np.where(asked, np.where(before, early, late), NEVER)
    handled = np.where(before, rng.exponential(3 * 3600, n), 2 * DAY_SECONDS + rng.exponential(2 * DAY_SECONDS, n))
    partial = (rng.random(n) < 0.08) & ~before
    return {
        "refund_applied": applied,
        "refunded": np.where(asked, applied + handled.astype(np.int64) + 60, NEVER),
        "refund_share": np.where(asked, np.where(partial, rng.integers(1, 5, n) * 100, 1000), 0).astype(np.int64),
        "with_return": asked & ~before & ~partial,
        "reason": rng.integers(0, len(REASONS_CN), n),
    }
