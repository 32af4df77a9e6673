"""Exports of Etsy: sold orders and their items."""

from daybook.sources.etsy.orders_export import OrderItemsExport, OrdersExport
from daybook.sources.reader import Reader

ETSY: tuple[Reader, ...] = (OrdersExport(), OrderItemsExport())
