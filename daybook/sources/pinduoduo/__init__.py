"""Exports of Pinduoduo."""

from daybook.sources.pinduoduo.ads_export import ADS
from daybook.sources.pinduoduo.orders_export import OrdersExport
from daybook.sources.pinduoduo.service_export import SERVICE
from daybook.sources.pinduoduo.settlement_export import SETTLEMENT
from daybook.sources.reader import Reader

PINDUODUO: tuple[Reader, ...] = (OrdersExport(), ADS, SETTLEMENT, SERVICE)
