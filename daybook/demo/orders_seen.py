"""A shop's orders as an export shows them at one moment: states, stamps and ids, ready to be written."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from daybook.demo.buying import DAY_SECONDS
from daybook.demo.landings import Window
from daybook.demo.world import ShopWorld

UNPAID, CLOSED, REFUNDED, PAID, SHIPPED, DONE = range(6)
_CLOSES_AFTER = DAY_SECONDS  # an unpaid order closes after a day
LONG_AGO = 10 * DAY_SECONDS  # a parcel that is not confirmed by then is looked for


class Seen(NamedTuple):
    """One order as known at the moment of the export; money in cents, stamps as text or empty.

    A named tuple and not a dataclass: half a million are made in a run, and a tuple costs a tenth.
    """

    number: int
    day: int
    placed: str
    paid: str
    shipped: str
    done: str
    cancelled: str
    state: int
    product: int
    sku: int
    units: int
    product2: int
    sku2: int
    units2: int
    source: int
    device: int
    region: int
    buyer: int
    presale: bool
    price: int
    price2: int
    goods: int
    goods2: int
    coupon: int
    due: int
    due2: int
    freight: int
    refund: int

    @property
    def total(self) -> int:
        """What the order costs, paid or not."""
        return self.due + self.due2 + self.freight

    @property
    def was_paid(self) -> bool:
        """Whether it has been paid in full."""
        return bool(self.paid)


@cache
def _clock() -> tuple[str, ...]:
    return tuple(f"{s // 3600:02d}:{s % 3600 // 60:02d}:{s % 60:02d}" for s in range(DAY_SECONDS))


class Stamps:
    """Moments as text, `2026-11-22 20:14:07`, counted from the shop's first midnight."""

    def __init__(self, shop: ShopWorld, pattern: str = "%Y-%m-%d") -> None:
        days = len(shop.days) + 90
        self._days = [(shop.days[0] + timedelta(days=i)).strftime(pattern) for i in range(days)]
        self._clock = _clock()

    def at(self, moment: int, now: int) -> str:
        """The stamp, or empty when the moment had not come yet."""
        return f"{self._days[moment // DAY_SECONDS]} {self._clock[moment % DAY_SECONDS]}" if moment <= now else ""


def orders_in(shop: ShopWorld, window: Window, stamps: Stamps, waiting: bool = False) -> Iterator[Seen]:
    """The orders placed in the window that existed at its moment, in time order.

    `waiting`: only those that consoles list as not sent yet, or as sent long ago and not confirmed.
    """
    o, a, now = shop.orders, shop.amounts, window.moment
    low, high = np.searchsorted(o.placed, [window.first * DAY_SECONDS, (window.last + 1) * DAY_SECONDS])
    span = np.arange(int(low), int(high))
    if waiting:
        span = span[(o.paid[span] <= now) & (o.refunded[span] > now) & (
            (o.shipped[span] > now) | (o.shipped[span] + LONG_AGO <= now) & (o.shipped[span] + o.on_its_way[span] > now))]
    whole = (o.refund_share[span] == 1000) & (o.product2[span] < 0) & (o.refunded[span] <= now)
    unshipped = whole & (o.refunded[span] < o.shipped[span])
    unpaid = o.paid[span] > now
    state = np.select(
        [unpaid & ((now - o.placed[span] < _CLOSES_AFTER) | o.presale[span]), unpaid, whole,
         o.shipped[span] > now, o.shipped[span] + o.on_its_way[span] > now],
        [UNPAID, CLOSED, REFUNDED, PAID, SHIPPED], DONE)
    columns = [x[span].tolist() for x in (
        o.placed, o.paid, o.shipped, o.on_its_way, o.refunded, o.product, o.sku, o.units, o.product2, o.sku2, o.units2, o.source,
        o.device, o.region, o.buyer, o.presale, a.price, a.price2, a.goods, a.goods2, a.coupon, a.paid, a.paid2,
        a.freight, a.refund)]
    at, never = stamps.at, now + 1
    rows: Iterator[tuple[Any, ...]] = zip(*columns, strict=True)
    for number, (place, pay, ship, way, back, *rest, refund), what, hidden in zip(
            span.tolist(), rows, state.tolist(), unshipped.tolist(), strict=True):
        end = place + _CLOSES_AFTER if what == CLOSED else back if what == REFUNDED else never
        fields: tuple[Any, ...] = (
            number, place // DAY_SECONDS, at(place, now), at(pay, now), "" if hidden else at(ship, now),
            at(ship + way, now) if what == DONE else "", at(end, now), what, *rest,
            refund if back <= now else 0)
        yield Seen._make(fields)
