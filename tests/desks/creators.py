"""Creators of a morning for the tests of the creators desk: a 抖店 on Tuesday 15 September 2026 at nine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.domain.creators import Brought, CreatorBook, CreatorDay, DealStep, Part, Post, Profile, Sample, State
from daybook.domain.profit import ItemCosts, Margins
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop
from tests.desks.seen import ON, REVIEWED, seen

NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)              # nine in Shanghai
POT, ANN, BEA = "9001", "66", "77"
NOUGHT = Part()
#: 100 pots for 10,000: goods 4,000, tax 100, fees 500, parcels 400, back 600, nothing else; a fifth comes back, all of it good.
COSTS = ItemCosts(D(10000), D(100), D(100), D(4000), D(100), D(500), D(400), D(600), D(0), D(0), D(0), D(0), D(1),
                  (D(0), D("0.2"), D(0), D(0)), (D(0), D("0.2"), D(0), D(0)))
ALIVE = ((1000, 800), (900, 800), (850, 800), (810, 800))


def part(orders: int, paid: int, refunded: int = 0, returned: int = 0, commission: str | None = None) -> Part:
    return Part(orders, orders, D(paid), D(refunded), D(returned), None if commission is None else D(commission), None,
                D(paid) ** 2 / max(orders, 1))


def brought(creator: str = ANN, settled: Part = NOUGHT, lapsed: Part = NOUGHT, pending: Part = NOUGHT, item: str = POT) -> Brought:
    """Ended orders of sixty days ago, and pending ones of this week."""
    ended = {State.SETTLED: settled, State.LAPSED: lapsed, State.PENDING: NOUGHT}
    return Brought(creator, item, {**ended, State.PENDING: pending}, ended, (pending, NOUGHT, NOUGHT, NOUGHT),
                   ON - timedelta(days=60),
                   REVIEWED)


def steps(*kinds: str, creator: str = ANN, ago: int = 10, **more: Any) -> tuple[DealStep, ...]:
    """Steps a day apart, the first so many days before nine; `more` belongs to the last."""
    at = NINE - timedelta(days=ago)
    made = [DealStep(creator, kind, "wu", "Ann", (POT,), deal=1, at=at + timedelta(days=n), known_at=at + timedelta(days=n))
            for n, kind in enumerate(kinds)]
    return (*made[:-1], replace(made[-1], **more))


def morning(*of: Brought, deals: tuple[DealStep, ...] = (), posts: tuple[Post, ...] = (), samples: tuple[Sample, ...] = (),
            profiles: tuple[Profile, ...] = (), days: tuple[CreatorDay, ...] = (), costs: ItemCosts | None = COSTS,
            stock: int | None = None, platform: Platform = Platform.DOUYIN) -> Seen:
    """A morning with these creators; ten pots a day sold on each of the four weeks, at COSTS."""
    shop = Shop("yunmian", "mei", platform, "Asia/Shanghai", "CNY")
    scope = (("item_id", POT), ("sku", "p-1"))
    sold = {scope: {REVIEWED - timedelta(days=n): D(10) for n in range(28)}}
    level = {} if stock is None else {"stock": {"sellable_units": {scope: {REVIEWED: D(stock)}}}}
    found = seen(product={"line_units": sold}, **level)
    book = CreatorBook(of, days, posts, samples, {p.creator_id: p for p in profiles}, {ANN: "Ann", BEA: "Bea"}, {POT: "锅"}, (13,
                                                                                                                             15),
                       ALIVE, frozenset({"orders", "settled", "commission", "refunds"}))
    by_creator: dict[str, tuple[DealStep, ...]] = {}
    for one in deals:
        by_creator[one.creator_id] = (*by_creator.get(one.creator_id, ()), one)
    return replace(found, shop=shop, on=ON, as_of=NINE, margins=Margins(costs_by_item={} if costs is None else {POT: costs}),
                   read={"creators.book": book, "creators.steps": by_creator}, names={"item_id": {POT: "锅"}})


def day(creator: str, ago: int, orders: int, lapsed: int = 0) -> CreatorDay:
    on: date = ON - timedelta(days=ago)
    return CreatorDay(creator, on, orders, D(orders * 100), lapsed)
