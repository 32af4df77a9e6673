"""Orders of a morning for the tests of the orders desk: a Tmall shop on Tuesday 15 September 2026 at nine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.domain.order_book import OrderBook, OrderSeen
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop
from tests.desks.seen import ON, seen

NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)              # nine in Shanghai
EXPORTED = NINE - timedelta(minutes=25)
TAOBAO = frozenset({"ordered_at", "paid_at", "shipped_at", "completed_at", "courier", "province", "city", "status", "noted"})


def order(number: str, hours_ago: float, **more: Any) -> OrderSeen:
    """A paid order of 100, placed and paid so many hours before nine, exported at 08:35."""
    paid = NINE - timedelta(hours=hours_ago)
    facts = OrderSeen(number, EXPORTED, paid.date(), paid, paid, status="paid", due_amount=D(100), paid_amount=D(100), units=1,
                      province="浙江", city="杭州市", sku="KZ-1", item_id="1", line_units=1, line_amount=D(100))
    return replace(facts, **more)


def morning(*orders: OrderSeen, told: frozenset[str] = TAOBAO, platform: Platform = Platform.TMALL, **book: Any) -> Seen:
    """A morning with these orders in its book."""
    shop = Shop("kettles", "mei", platform, "Asia/Shanghai", "CNY")
    found = replace(seen(), shop=shop, on=ON, as_of=NINE)
    return replace(found, read={"orders.book": OrderBook(orders, told=told, **book)})
