"""Exports of JD: orders of POP shops, 商智 and 对账表."""

from daybook.sources.jd.orders_export import OrdersExport
from daybook.sources.jd.settlement_export import SETTLEMENT
from daybook.sources.jd.sku_day_export import SKU_DAYS
from daybook.sources.reader import Reader

JD: tuple[Reader, ...] = (OrdersExport(), SKU_DAYS, SETTLEMENT)
