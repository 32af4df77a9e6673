"""The agency as arrays: whose shop each is, how much it sells, its items, its rhythm, and which file holds which day.

A few shops are large and most are small.  Everything follows from the seed; a part can be made without the rest.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from bench.bulk.arrays import Ints
from daybook.facts.lake import bucket_of

Floats = np.typing.NDArray[np.float64]
#: Platform, zone, currency and the share of shops there.
PLACES = (("tmall", "Asia/Shanghai", "CNY", 0.5), ("taobao", "Asia/Shanghai", "CNY", 0.3),
          ("douyin", "Asia/Shanghai", "CNY", 0.15), ("shopify", "Europe/London", "GBP", 0.05))
#: Lines of an order, of which there are 1, 2 or 3.
LINES = (0.72, 0.2, 0.08)
LINES_AN_ORDER = 1.36
CVR = 0.03
#: How far shops are apart: the standard deviation of the logarithm of their size.
SKEW = 1.25
NOT_PAID = 0.06
NEW_BUYERS = 0.7
#: Days on which the whole trade sells more, as month and day.
LOUD = {(6, 18): 2.2, (11, 11): 3.0, (12, 12): 1.6}
WEEK = (0.97, 0.95, 0.96, 0.98, 1.02, 1.07, 1.05)


@dataclass(frozen=True)
class Size:
    """What to make.  `products` 0: few in small shops and many in large ones.

    The last `daily_files` days come as a file a day, what is older as a file a month; stock levels of the last
    `stock_days` only.
    """

    shops: int = 200
    days: int = 730
    products: int = 0
    seed: int = 1
    last_day: date = date(2026, 11, 22)
    lines_a_day: float = 137.0
    daily_files: int = 30
    stock_days: int = 35


@dataclass(frozen=True)
class Period:
    """The days that one file holds, by their index, both in."""

    first: int
    last: int
    known_at: datetime


class Agency:
    """All shops; arrays are by shop in the order of names, days by their index from the first."""

    def __init__(self, size: Size) -> None:
        self.size = size
        rng = np.random.default_rng([size.seed, 0])
        n, days = size.shops, size.days
        self.names = [f"shop-{i:04d}" for i in range(n)]
        self.clients = _clients(rng, n)
        self.place = np.searchsorted(np.cumsum([p[3] for p in PLACES[:-1]]), rng.random(n), side="right")
        self.level = _levels(rng, n) * size.lines_a_day / LINES_AN_ORDER
        many = np.clip(np.rint(7 * self.level ** 0.36), 5, 120).astype(np.int64)
        self.items = np.full(n, size.products, dtype=np.int64) if size.products else many
        self.item_from = np.concatenate([[0], np.cumsum(self.items)]).astype(np.int64)
        self.weight, self.price = self._items(rng)
        rhythm = self._rhythm(rng)
        self.visitors = np.maximum(rng.poisson(self.level[:, None] / CVR * rhythm), 2).astype(np.int64)
        self.cvr = CVR * np.exp(rng.normal(0, 0.03, (n, days)))
        self.lost_source = np.where(rng.random(n) < 0.1, rng.integers(0, 10, n), -1)
        self.cvr[:, -1] *= np.where(rng.random(n) < 0.1, 0.55, 1.0)
        self.sold_out = rng.random(n) < 0.1
        self.orders = rng.poisson(self.visitors * self.cvr).astype(np.int64)
        self.paid = np.rint(self.orders * (1 - NOT_PAID)).astype(np.int64)
        self.new = np.rint(self.paid * NEW_BUYERS).astype(np.int64)
        self.buyers_before = np.concatenate([np.zeros((n, 1), np.int64), np.cumsum(self.new, axis=1)], axis=1)

    def _items(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """Of all items one after the other: the share of their shop's visitors, and the price in cents."""
        rank = np.arange(self.item_from[-1]) - np.repeat(self.item_from[:-1], self.items)
        pull = (rank + 1.0) ** -1.05 * rng.lognormal(0, 0.25, len(rank))
        whole = np.add.reduceat(pull, self.item_from[:-1])
        return pull / np.repeat(whole, self.items), np.rint(rng.lognormal(4.3, 0.6, len(rank)) * 10).astype(np.int64) * 10

    def _rhythm(self, rng: np.random.Generator) -> Floats:
        n, size = self.size.shops, self.size
        loud = np.array([LOUD.get((d.month, d.day), 1.0) for d in self.dates])
        week = np.array([WEEK[d.weekday()] for d in self.dates])
        growth = np.exp(rng.normal(0.1, 0.2, (n, 1)) * (np.arange(size.days) / 365 - size.days / 730)[None])
        season = 1 + 0.15 * np.sin(2 * np.pi * (np.arange(size.days)[None] / 365 + rng.random((n, 1))))
        return np.asarray(loud * week * growth * season * np.exp(rng.normal(0, 0.07, (n, size.days))))

    @cached_property
    def dates(self) -> list[date]:
        return [self.size.last_day - timedelta(days=n) for n in range(self.size.days - 1, -1, -1)]

    @cached_property
    def first_ordinal(self) -> int:
        return self.dates[0].toordinal()

    @cached_property
    def midnight(self) -> Ints:
        """Microseconds since 1970 of each day's beginning, by place and day."""
        zones = [ZoneInfo(zone) for _, zone, _, _ in PLACES]
        return np.array([[int(datetime.combine(d, time(), z).timestamp()) * 1_000_000 for d in self.dates] for z in zones],
                        dtype=np.int64)

    @cached_property
    def reach(self) -> Floats:
        """Where each item ends on a line on which every shop has a length of one."""
        summed = np.cumsum(self.weight)
        before = np.repeat(summed[self.item_from[1:] - 1] - np.add.reduceat(self.weight, self.item_from[:-1]), self.items)
        return np.asarray(summed - before + np.repeat(np.arange(self.size.shops), self.items))

    @cached_property
    def item_ids(self) -> pa.Array:
        return pa.array([f"{700_000_000_000 + s * 10_000 + i}" for s, n in enumerate(self.items) for i in range(n)])

    @cached_property
    def titles(self) -> pa.Array:
        return pa.array([f"{self.names[s]} 第{i + 1}款 加厚不锈钢保温壶" for s, n in enumerate(self.items) for i in range(n)])

    @cached_property
    def skus(self) -> pa.Array:
        """Two of each item."""
        return pa.array([f"K{s:04d}-{i:04d}-{v}" for s, n in enumerate(self.items) for i in range(n) for v in "AB"])

    @cached_property
    def buckets(self) -> dict[int, Ints]:
        """The lake's bucket -> its shops."""
        found: dict[int, list[int]] = {}
        for i, client in enumerate(self.clients):
            found.setdefault(bucket_of(client), []).append(i)
        return {bucket: np.array(shops, dtype=np.int64) for bucket, shops in sorted(found.items())}

    @cached_property
    def months(self) -> list[tuple[int, int]]:
        """First and last day of each month."""
        starts = [i for i, d in enumerate(self.dates) if i == 0 or d.day == 1]
        return [(first, last - 1) for first, last in zip(starts, [*starts[1:], len(self.dates)], strict=True)]

    @cached_property
    def periods(self) -> list[Period]:
        """The files of each kind that every shop gives, oldest first: known in the night after their last day."""
        daily = max(len(self.dates) - self.size.daily_files, 0)
        whole = [(first, min(last, daily - 1)) for first, last in self.months if first < daily]
        spans = [*whole, *((i, i) for i in range(daily, len(self.dates)))]
        return [Period(first, last, datetime.combine(self.dates[last] + timedelta(days=1), time(0, 40), UTC))
                for first, last in spans]

    @cached_property
    def period_of(self) -> Ints:
        """Index of the period of each day."""
        return np.repeat(np.arange(len(self.periods)), [p.last - p.first + 1 for p in self.periods])

    @cached_property
    def period_end(self) -> Ints:
        """Last day of the period of each day."""
        return np.array([self.periods[p].last for p in self.period_of], dtype=np.int64)

    def rng(self, what: int, first: int, shops: Ints) -> np.random.Generator:
        """Random numbers of one kind of rows of one month and bucket."""
        return np.random.default_rng([self.size.seed, what, first, int(shops[0])])


def _clients(rng: np.random.Generator, shops: int) -> list[str]:
    """A client per shop: most have one to three shops, a few have many."""
    sizes: list[int] = []
    while sum(sizes) < shops:
        sizes.append(int(min(rng.geometric(0.45), 12)))
    return [f"client-{i:04d}" for i, n in enumerate(sizes) for _ in range(n)][:shops]


def _levels(rng: np.random.Generator, shops: int) -> Floats:
    """Sizes of shops with mean one."""
    drawn = rng.lognormal(0, SKEW, shops)
    return np.asarray(drawn / drawn.mean())
