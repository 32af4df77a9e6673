"""What the shops of a soak deliver, and when: drawn from a seed, with a ledger of what must stand in the lake in the end.

Most files come in the morning after their day, some late, some twice, some again with other amounts (restated), and some
are wrong: their orders are counted nowhere.
"""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.shop import Platform, Shop

#: Local times at which files come: most before the brief, late ones after it.
EARLY = (time(5, 30), time(6, 30), time(8))
LATE = (time(10, 30), time(14), time(19, 30))
#: Shares of a shop's days; of few shops and days they are larger, so that each kind comes.
COMES_LATE, COMES_TWICE, RESTATED, WRONG = 0.12, 0.10, 0.15, 0.08
#: What a wrong file is: another shop's, bytes that are no file, a header that nobody knows, cut off within a row.
KINDS = ("wrong shop", "broken", "header", "half")
TAOBAO = ("订单编号", "订单创建时间", "订单付款时间", "总金额", "买家实际支付金额", "订单状态", "退款金额", "宝贝总数量",
          "买家会员名", "店铺名称")
SHOPIFY = ("Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Created at",
           "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Id")


@dataclass(frozen=True)
class Order:
    """One paid order: `at` in the shop's own time."""

    key: str
    at: datetime
    cents: int

    @property
    def paid(self) -> Decimal:
        return Decimal(self.cents) / 100


@dataclass(frozen=True)
class Drop:
    """One file that comes in at a moment.  `wrong` is empty for a good one; `orders` are those in it."""

    at: datetime
    shop: str
    name: str
    content: bytes
    orders: tuple[Order, ...]
    day: date
    wrong: str = ""
    how: str = "in time"


@dataclass
class Ledger:
    """What was delivered: shop -> order -> as its last file says it; orders of wrong files, which must be nowhere."""

    orders: dict[str, dict[str, Order]] = field(default_factory=dict)
    restated: set[tuple[str, str]] = field(default_factory=set)
    nowhere: dict[str, Drop] = field(default_factory=dict)
    drops: list[Drop] = field(default_factory=list)

    def take(self, drop: Drop) -> None:
        """Notes a delivery in the order in which they are made."""
        self.drops.append(drop)
        if drop.wrong:
            self.nowhere.update({o.key: drop for o in drop.orders})
            return
        mine = self.orders.setdefault(drop.shop, {})
        for order in drop.orders:
            if mine.get(order.key, order) != order:
                self.restated.add((drop.shop, order.key))
            mine[order.key] = order

    def by_day(self, shop: str) -> dict[date, tuple[int, Decimal]]:
        """Day -> orders and money."""
        found: dict[date, tuple[int, Decimal]] = {}
        for order in self.orders.get(shop, {}).values():
            many, paid = found.get(order.at.date(), (0, Decimal(0)))
            found[order.at.date()] = (many + 1, paid + order.paid)
        return found


@dataclass(frozen=True)
class Days:
    """The deliveries of some shops over the days first..last."""

    shops: Sequence[Shop]
    days: Sequence[date]
    seed: int

    @property
    def often(self) -> float:
        return max(1.0, 30 / (len(self.shops) * len(self.days)))

    def drops(self) -> list[Drop]:
        """All of them in the order in which they come."""
        return sorted((d for n, s in enumerate(self.shops) for d in self._of(n, s)), key=lambda d: (d.at, d.shop, d.name))

    def orders(self, number: int, shop: Shop, day: date) -> tuple[Order, ...]:
        chance = random.Random(f"{self.seed} {shop.name} {day}")
        return tuple(Order(f"{4000 + number}{day:%Y%m%d}{n:07d}", datetime.combine(day, time(8 + n % 14, chance.randrange(60))),
                           chance.randrange(900, 90_000)) for n in range(chance.randrange(2, 7)))

    def _of(self, number: int, shop: Shop) -> Iterator[Drop]:
        chance = random.Random(f"{self.seed} files {shop.name}")
        others = [s for s in self.shops if s.name != shop.name and s.platform in (Platform.TMALL, Platform.TAOBAO)]
        for day in self.days:
            orders, late = self.orders(number, shop, day), chance.random() < COMES_LATE * min(self.often, 4)
            at = moment(shop, day + timedelta(days=1), chance.choice(LATE if late else EARLY))
            good = Drop(at, shop.name, f"orders-{day:%Y%m%d}.csv", written(shop, orders), orders, day,
                        how="late" if late else "in time")
            yield good
            if chance.random() < COMES_TWICE * self.often:
                yield again(good, "twice", f"orders-{day:%Y%m%d} (1).csv")
            if chance.random() < RESTATED * self.often:
                yield restated(shop, good, orders, chance)
            if chance.random() < WRONG * self.often and shop.platform != Platform.SHOPIFY and others:
                yield wrong(shop, day, at, chance, chance.choice(others))


def moment(shop: Shop, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(shop.zone)).astimezone(UTC)


def again(drop: Drop, how: str, name: str) -> Drop:
    """The same bytes under another name, an hour and a half later."""
    return Drop(drop.at + timedelta(minutes=90), drop.shop, name, drop.content, drop.orders, drop.day, how=how)


def restated(shop: Shop, drop: Drop, orders: Sequence[Order], chance: random.Random) -> Drop:
    """A later export of the same day: the first order at another amount, and one more order."""
    first, extra = orders[0], orders[-1]
    more = Order(f"{extra.key[:-7]}{900 + len(orders):07d}", extra.at, chance.randrange(900, 90_000))
    changed = (Order(first.key, first.at, first.cents + chance.randrange(1, 500)), *orders[1:], more)
    at = drop.at + timedelta(minutes=chance.choice((120, 180, 720)))
    return Drop(at, shop.name, drop.name.replace(".csv", "b.csv"), written(shop, changed), changed, drop.day, how="restated")


def wrong(shop: Shop, day: date, at: datetime, chance: random.Random, other: Shop) -> Drop:
    """A file that must be told as a problem; its orders are of no shop."""
    kind = chance.choice(KINDS)
    orders = tuple(Order(f"9{chance.randrange(10 ** 17, 10 ** 18)}", datetime.combine(day, time(12)), 55_500) for _ in range(4))
    text = taobao(other if kind == "wrong shop" else shop, orders)
    content = text.encode("gb18030")
    if kind == "broken":
        content = b"PK\x03\x04" + chance.randbytes(600)
    elif kind == "header":
        content = text.replace("订单编号", "编码甲").replace("订单创建时间", "时间乙").encode("gb18030")
    elif kind == "half":
        content = content[:-len(content.splitlines()[-1]) // 2]
    ending = ".xlsx" if kind == "broken" else ".csv"
    name = f"{kind.replace(' ', '-')}-{day:%Y%m%d}{ending}"
    return Drop(at, shop.name, name, content, orders, day, wrong=kind, how="wrong")


def written(shop: Shop, orders: Sequence[Order]) -> bytes:
    """An export of orders as the shop's platform writes it."""
    return shopify(shop, orders).encode() if shop.platform == Platform.SHOPIFY else taobao(shop, orders).encode("gb18030")


def taobao(shop: Shop, orders: Sequence[Order]) -> str:
    return _csv(TAOBAO, [[o.key, f"{o.at:%F %T}", f"{o.at + timedelta(minutes=1):%F %T}", str(o.paid), str(o.paid), "交易成功",
                          "0.00", "1", f"买家{o.key[-9:]}", shop.name] for o in orders])


def shopify(shop: Shop, orders: Sequence[Order]) -> str:
    zone = ZoneInfo(shop.zone)
    return _csv(SHOPIFY, [[f"#{o.key[-8:]}", f"b{o.key[-9:]}@example.com", "paid", stamp, shop.currency, str(o.paid), "0.00",
                           "0.00", str(o.paid), stamp, "1", "Kettle", str(o.paid), "KZ-1", o.key]
                          for o in orders for stamp in [f"{o.at.replace(tzinfo=zone):%F %T %z}"]])


def _csv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([titles, *rows])
    return out.getvalue()


def tally(drops: Sequence[Drop]) -> Mapping[str, int]:
    """How many files came how; wrong ones by what is wrong."""
    found: dict[str, int] = {}
    for drop in drops:
        found[drop.wrong or drop.how] = found.get(drop.wrong or drop.how, 0) + 1
    return dict(sorted(found.items()))
