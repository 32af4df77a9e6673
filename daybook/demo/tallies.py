"""What the platform adds up from a shop's orders: money, units and distinct buyers per day and slice."""

from dataclasses import dataclass

import numpy as np

from daybook.demo.buying import DAY_SECONDS, Flags, Orders
from daybook.demo.rhythm import Ints
from daybook.demo.shops import ShopPlan
from daybook.demo.trade import Amounts


@dataclass(frozen=True)
class Slice:
    """One cut of the paid orders: money in cents, units, distinct buyers and orders, all of one shape."""

    gmv: Ints
    units: Ints
    buyers: Ints
    orders: Ints


@dataclass(frozen=True)
class Tallies:
    """Paid orders by the day they were paid, placed ones by the day they were placed, refunds by success day.

    Shapes: `shop` (days,), `product` (days, products), `pair` (days, products, sources),
    `source` (days, sources), `device` (days, devices), `hour` (days, sources, 24),
    `placed` (days,), `placed_product` (days, products), `old_*` the part of buyers who bought before,
    `refunds` (days, products) in cents, `refund_orders` (days,), `sku_units` (days, skus).
    """

    shop: Slice
    product: Slice
    pair: Slice
    source: Slice
    device: Slice
    hour: Slice
    placed: Slice
    placed_product: Slice
    old: Slice
    old_product: Slice
    refunds: Ints
    refund_orders: Ints
    sku_units: Ints


@dataclass(frozen=True)
class _Lines:
    order: Ints
    product: Ints
    sku: Ints
    units: Ints
    money: Ints


def _lines(orders: Orders, amounts: Amounts) -> _Lines:
    every = np.arange(len(orders))
    second = np.flatnonzero(orders.product2 >= 0)
    return _Lines(
        np.concatenate([every, second]), np.concatenate([orders.product, orders.product2[second]]),
        np.concatenate([orders.sku, orders.sku2[second]]),
        np.concatenate([orders.units, orders.units2[second]]),
        np.concatenate([amounts.paid + amounts.freight, amounts.paid2[second]]),
    )


def _sum(cell: Ints, weights: Ints, size: int) -> Ints:
    """Exact: all sums stay far below 2**53."""
    return np.rint(np.bincount(cell, weights, size)).astype(np.int64)


def _distinct(cell: Ints, who: Ints, size: int) -> Ints:
    pairs = np.unique(cell * (1 << 26) + who)
    return np.bincount(pairs >> 26, minlength=size).astype(np.int64)


def tally(plan: ShopPlan, days: int, orders: Orders, amounts: Amounts) -> Tallies:
    """All sums of one shop; a buyer counts once in each cell."""
    lines = _lines(orders, amounts)
    o = lines.order
    hour = orders.paid % DAY_SECONDS // 3600
    parts = {
        "shop": (), "product": ((lines.product, len(plan.products)),),
        "pair": ((lines.product, len(plan.products)), (orders.source[o], len(plan.sources))),
        "source": ((orders.source[o], len(plan.sources)),), "device": ((orders.device[o], len(plan.devices)),),
        "hour": ((orders.source[o], len(plan.sources)), (hour[o], 24)),
    }
    paid, old = orders.paid_day < days, bought_before(orders)

    def cut(day: Ints, chosen: Flags, by: tuple[tuple[Ints, int], ...]) -> Slice:
        shape, cell, index = [days], day[o][chosen[o]], chosen[o]
        for column, size in by:
            cell = cell * size + column[index]
            shape.append(size)
        total = int(np.prod(shape))
        out = (_sum(cell, lines.money[index], total), _sum(cell, lines.units[index], total),
               _distinct(cell, orders.buyer[o][index], total), _distinct(cell, o[index], total))
        return Slice(*(a.reshape(shape) for a in out))

    done = np.flatnonzero(orders.refunded // DAY_SECONDS < days)
    refund_day = orders.refunded[done] // DAY_SECONDS
    width, skus = len(plan.products), len(plan.skus)
    sold = paid[o]
    slices = {name: cut(orders.paid_day, paid, by) for name, by in parts.items()}
    placed = orders.day < days
    return Tallies(
        **slices, placed=cut(orders.day, placed, ()), placed_product=cut(orders.day, placed, parts["product"]),
        old=cut(orders.paid_day, paid & old, ()), old_product=cut(orders.paid_day, paid & old, parts["product"]),
        refunds=_sum(refund_day * width + orders.product[done], amounts.refund[done], days * width)
        .reshape(days, width),
        refund_orders=np.bincount(refund_day, minlength=days).astype(np.int64),
        sku_units=_sum(orders.paid_day[o][sold] * skus + lines.sku[sold], lines.units[sold], days * skus)
        .reshape(days, skus),
    )


def bought_before(orders: Orders) -> Flags:
    """Whether the buyer of each order had an earlier one; the pool of old customers counts as earlier."""
    order = np.argsort(orders.placed, kind="stable")
    _, first = np.unique(orders.buyer[order], return_index=True)
    new = np.zeros(len(orders), dtype=np.bool_)
    new[order[first]] = True
    return ~new
