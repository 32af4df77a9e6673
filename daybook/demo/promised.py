"""What the shops are bound to on prices: sign-ups for events, wishes, promises, and coupons that stack.

Drawn from a stream of its own, after everything else: no order, visit or level knows of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from daybook.demo.event_acts import planted_events
from daybook.demo.rhythm import Ints, promotions
from daybook.demo.shops import Product, ShopPlan, stream
from daybook.demo.trade import deal_prices
from daybook.demo.world import ShopWorld

#: A shop signs up so many days before an event (what carries it at least so many, and for the waves of 双11 sooner still).
SIGNING, EARLY, WAVE_EARLY = (10, 26), 23, 36
#: Events are looked for so far ahead; later ones are not spoken of yet.
AHEAD = 60
#: Everybody's coupon, in cents: so much off from so much on.
COUPON = (10_000, 1_000)
#: The coupon of an event on the hero besides, and how many days before the event it is made.
EVENT_COUPON, MADE_BEFORE = (15_000, 1_500), 20
#: Of ten sign-ups one is turned down.
TURNED_DOWN, WISHED, TAKES_PART = 0.1, 0.7, 0.6
#: The first products carry the shop: they take part and are not turned down, but for what is planted.
CARRY = 3


@dataclass(frozen=True)
class SignUp:
    """A product signed up for an event, or wished to be (`day` None): day index of signing, cents by SKU index."""

    event: str
    first: date
    last: date
    product: Product
    day: int | None
    number: int
    accepted: bool
    prices: dict[int, int]           # what the event asks of a buyer before coupons
    units: int

    @property
    def of_one_price(self) -> bool:
        """Whether all SKUs of the product cost the same: only then one line of an export says it all."""
        return len(set(self.prices.values())) == 1


@dataclass(frozen=True)
class Coupon:
    """A coupon: `product` None is the whole shop; money in cents, first to last both in, known on day index `day`."""

    name: str
    product: Product | None
    threshold: int
    off: int
    first: date
    last: date
    day: int


@dataclass(frozen=True)
class Promise:
    """A word given on a price: cents by SKU index, whom it was given to, known on day index `day`."""

    kind: str
    name: str
    product: Product
    prices: dict[int, int]
    first: date
    last: date
    to: str
    source: str
    day: int


@dataclass(frozen=True)
class Bound:
    """Everything that binds the prices of a shop."""

    signups: tuple[SignUp, ...]
    coupons: tuple[Coupon, ...]
    promises: tuple[Promise, ...]

    def paid(self, price: int, product: Product, day: date) -> int:
        """Cents that the cheapest buyer pays with every coupon of that day; below a threshold the basket is filled.

        >>> Bound((), (Coupon("", None, 10_000, 1_000, date(2026, 1, 1), date(2026, 1, 1), 0),), ()).paid(
        ...     5_000, Product(0, "", "", "", 1.0, "", ()), date(2026, 1, 1))
        4500
        """
        for one in self.coupons:
            if one.first <= day <= one.last and one.product in (None, product):
                price = price - one.off if price >= one.threshold else price * (one.threshold - one.off) // one.threshold
        return price


def bound(seed: int, shop: ShopWorld) -> Bound:
    """What binds a shop's prices; the same for the same seed."""
    rng = stream(seed, shop.plan.index, "promised prices")
    coming = sorted({(first, last, name) for year in (shop.days[0].year, shop.days[-1].year, shop.days[-1].year + 1)
                     for name, first, last, _ in promotions(shop.plan.platform, year)
                     if shop.days[0] + timedelta(days=SIGNING[1]) <= first <= shop.days[-1] + timedelta(days=AHEAD)})
    signups = tuple(s for first, last, name in coming for s in _signed(rng, shop, name, first, last))
    return Bound(signups, tuple(_coupons(shop, coming)), tuple(_promises(rng, shop)))


def _signed(rng: np.random.Generator, shop: ShopWorld, event: str, first: date, last: date) -> Iterator[SignUp]:
    """The products of one event: most take part, and of those that are not signed up yet some are wished to."""
    prices = _prices(shop.plan, first)
    planted = {p.product: p.kind for p in planted_events(shop.plan, shop.days) if p.event == event and p.begins == first}
    for product in shop.plan.products:
        takes, before, turned, wished = rng.random(), int(rng.integers(*SIGNING)), rng.random(), rng.random()
        number, units = int(rng.integers(10**8, 10**9)), int(rng.integers(20, 60)) * 50
        carries, kind = product.index < CARRY, planted.get(product.index)
        if (takes > TAKES_PART and not carries) or kind == "event_unfiled":
            continue
        before = max(before, WAVE_EARLY if "双11" in event else EARLY) if carries else before
        day = max((first - timedelta(days=before) - shop.days[0]).days, 0)
        known = day < len(shop.days)
        if known or wished < WISHED:
            accepted = kind != "event_rejected" if carries else turned >= TURNED_DOWN
            yield SignUp(event, first, last, product, day if known else None, number, accepted,
                         {s.index: int(prices[s.index]) for s in product.skus}, units)


def _prices(plan: ShopPlan, day: date) -> Ints:
    return np.asarray(deal_prices(plan, [day], np.ones((1, len(plan.skus))))[0], dtype=np.int64)


def _coupons(shop: ShopWorld, coming: list[tuple[date, date, str]]) -> Iterator[Coupon]:
    """The shop's own coupon, always; and on the hero one more for each big event, which stacks."""
    chinese = shop.plan.chinese
    yield Coupon("店铺优惠券" if chinese else "Newsletter code", None, *COUPON, shop.days[0],
                 shop.days[-1] + timedelta(days=AHEAD * 2), 0)
    for first, last, name in coming:
        day = (first - timedelta(days=MADE_BEFORE) - shop.days[0]).days
        if name in ("双12", "618", "Holiday Gifts") and day < len(shop.days):
            yield Coupon(f"{name}{'专享券' if chinese else ' code'}", shop.plan.products[0], *EVENT_COUPON, first, last, day)


def _promises(rng: np.random.Generator, shop: ShopWorld) -> Iterator[Promise]:
    """The brand's floor on the hero, a creator's lowest price on one product, and a price that is not raised."""
    chinese, days, products = shop.plan.chinese, shop.days, shop.plan.products
    floor, low, still = products[0], products[int(rng.integers(1, 4))], products[int(rng.integers(4, 7))]
    share, of_creator = 0.01 * int(rng.integers(68, 74)), 0.01 * int(rng.integers(78, 84))
    since, shown = len(days) - int(rng.integers(30, 60)), int(rng.integers(3, 12))
    live = days[-1] + timedelta(days=shown)
    said = ("品牌方最低价", "品牌方", "年度合作合同 4.2") if chinese else ("brand floor", "the brand", "contract 4.2")
    yield Promise("least", said[0], floor, _share(floor, share), days[since], days[-1] + timedelta(days=AHEAD), *said[1:], since)
    said = ("达人专场全网低价", "达人 小鹿", "微信 档期确认") if chinese else (
        "lowest price for a creator", "creator Ivy", "mail of the booking")
    yield Promise("least", said[0], low, _share(low, of_creator), live - timedelta(days=15), live, *said[1:], len(days) - 4)
    said = ("近期不涨价", "客户", "月会纪要") if chinese else ("no rise this season", "the client", "minutes of the month's call")
    yield Promise("most", said[0], still, _share(still, 1.0), days[since], days[-1] + timedelta(days=AHEAD // 2), *said[1:], since)


def _share(product: Product, share: float) -> dict[int, int]:
    """A share of each SKU's ordinary price, to whole units of currency."""
    return {s.index: round(s.price_cents * share / 100) * 100 for s in product.skus}
