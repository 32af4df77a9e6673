"""Sign-ups, promises and coupons as files: 营销活动 of Taobao and Tmall, and lists for `daybook set` of what no export tells."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from daybook.demo.event_acts import CLOSED
from daybook.demo.given import HEADERS
from daybook.demo.landings import compact, window
from daybook.demo.paper import Sink, careful_csv, columns, money
from daybook.demo.promised import Bound, SignUp, bound
from daybook.demo.world import ShopWorld

HEADER = columns(
    "活动名称,预热时间,活动时间,商品名称,商品id,营销id,商品状态,一口价,活动价格,库存,销量,报名时间,"
    "预计普惠成交价,最低成交价,商品价格力,活动状态")
#: Events that no export tells are written down while they may still matter: so many days after their end.
_REMEMBERED = 60
#: Days before an event from which on its list is looked at.
OPEN = 37
_TAKEN = 12  # minutes after half past eight
Rows = list[list[str]]


def write_promised(seed: int, shop: ShopWorld, sink: Sink) -> None:
    """Everything that binds the shop's prices; an export of sign-ups where the platform has one."""
    found = bound(seed, shop)
    exported = [s for s in found.signups if s.day is not None and s.of_one_price and shop.plan.platform in ("taobao", "tmall")]
    for _, group in groupby(exported, key=lambda s: (s.first, s.event)):
        _write_event(shop, found, list(group), sink)
    told, since = {id(s) for s in exported}, shop.days[-1] - timedelta(days=_REMEMBERED)
    _write_by_day(shop, sink, "promise", [
        *(line for s in found.signups if id(s) not in told and s.accepted and s.last >= since for line in _signup(shop, found, s)),
        *(line for p in found.promises for line in ((p.day, [
            shop.plan.name, code, p.kind, p.name, money(cents), str(p.first), str(p.last), p.to, "", p.source])
            for code, cents in _objects(p.product.item_id, p.prices, shop)))])
    _write_by_day(shop, sink, "coupon", [
        (c.day, [shop.plan.name, c.product.item_id if c.product else "", c.name, money(c.threshold), money(c.off), str(c.first),
                 str(c.last), "营销工具后台" if shop.plan.chinese else "discounts of the shop"]) for c in found.coupons])


def _write_event(shop: ShopWorld, found: Bound, signups: list[SignUp], sink: Sink) -> None:
    """The list of one event's sign-ups: lately on each Monday while it takes them, when it takes nobody any more (or on the last
    morning), and when the event is over."""
    end, first = len(shop.days), (signups[0].first - shop.days[0]).days
    closed, over = min(first - CLOSED, end), (signups[0].last - shop.days[0]).days + 1
    weekly = {d for d in range(max(first - OPEN, end - _REMEMBERED, 0), closed)
              if (shop.days[0] + timedelta(days=d)).weekday() == 0}
    for taken in sorted(weekly | ({closed, over} if over <= end else {closed})):
        known = [s for s in signups if s.day is not None and s.day < taken]
        if known:
            day = shop.days[0] + timedelta(days=taken)
            sink.put(f"营销活动_{signups[0].event}_{compact(day)}.csv", "event_signups", window(shop, 0, 0, taken, _TAKEN).known_at,
                     careful_csv(HEADER, [_line(shop, found, s, day) for s in known]))


def _line(shop: ShopWorld, found: Bound, one: SignUp, day: date) -> list[str]:
    price, sku = next(iter(one.prices.values())), one.product.skus[0]
    signed = shop.days[0] + timedelta(days=one.day or 0)
    held, begun = [(d - shop.days[0]).days for d in (one.first, one.last)], day >= one.first
    sold = sum(int(shop.tallies.sku_units[held[0]:held[1] + 1, s.index].sum()) for s in one.product.skus) if begun else 0
    pays = money(found.paid(price, one.product, one.first))
    state = "审核通过" if one.accepted else "审核不通过"
    return [one.event, _span(one.first - timedelta(days=3), one.first - timedelta(days=1)), _span(one.first, one.last),
            one.product.title, one.product.item_id, str(one.number), state, money(sku.list_cents), money(price), str(one.units),
            str(sold), f"{signed} 10:{one.number % 60:02d}:00", pays, pays, ("三星", "四星", "五星")[one.number % 3],
            "已结束" if day > one.last else "已开始" if begun else "未开始"]


def _span(first: date, last: date) -> str:
    return f"{first} 00:00:00 至 {last} 23:59:59"


def _signup(shop: ShopWorld, found: Bound, one: SignUp) -> Iterable[tuple[int, list[str]]]:
    """A sign-up that no export tells, or a wish: what a buyer pays for each SKU; one line where all cost the same."""
    told = "event" if shop.plan.platform != "shopify" else "most"       # a shop of one's own is signed up nowhere: it announces
    kind, day = ("wish", len(shop.days) - 6) if one.day is None else (told, one.day)
    for code, cents in _objects(one.product.item_id, one.prices, shop):
        yield day, [shop.plan.name, code, kind, one.event, money(found.paid(cents, one.product, one.first)), str(one.first),
                    str(one.last), "subscribers of the newsletter" if kind == "most" else "", "", ""]


def _objects(item: str, prices: dict[int, int], shop: ShopWorld) -> Iterable[tuple[str, int]]:
    """The item where its SKUs share a price, else each SKU."""
    if len(set(prices.values())) == 1:
        return [(item, next(iter(prices.values())))]
    return [(shop.plan.skus[index].code, cents) for index, cents in prices.items()]


def _write_by_day(shop: ShopWorld, sink: Sink, kind: str, lines: list[tuple[int, list[str]]]) -> None:
    for day, group in groupby(sorted(lines, key=lambda one: one[0]), key=lambda one: one[0]):
        known = window(shop, 0, 0, day, _TAKEN).known_at
        sink.put(f"{kind}_{compact(shop.days[0] + timedelta(days=day))}.csv", "given", known,
                 careful_csv(HEADERS[kind].split(","), [row for _, row in group]))
