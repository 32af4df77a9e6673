"""The orders page (S4): clocks, abnormal orders and what cannot be told, as known on a morning."""

from datetime import date, datetime

from daybook.desks import orders
from daybook.desks.orders.book import book_of
from daybook.desks.orders.kinds import KINDS
from daybook.desks.orders.table import orders_table
from daybook.domain.order_book import OrdersTable
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.products import seen_of

__all__ = ["DESK", "KIND_NAMES", "book_of", "orders_of"]
#: The desk that reads the orders' book, for whoever shows what stands in it.
DESK = orders.DESK
#: Kind -> its Chinese, in the order in which a team reads them.
KIND_NAMES = {name: kind.zh for name, kind in KINDS.items()}


def orders_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> OrdersTable:
    """What the page of a shop shows on the morning of `on`, as known at nine of it or at a moment."""
    return orders_table(seen_of(house, shop, on, as_of, (orders.DESK,)))
