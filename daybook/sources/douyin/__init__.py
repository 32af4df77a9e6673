"""Exports of Douyin: 抖店 (orders, after-sales, bills), 罗盘, 巨量千川, 飞鸽 and 精选联盟."""

from daybook.sources.douyin import compass_cuts
from daybook.sources.douyin.bills_export import FUND_LINES, SETTLEMENT
from daybook.sources.douyin.compass import SHOP_DAY_EXPORT, TRAFFIC_SOURCE_EXPORT
from daybook.sources.douyin.creators_export import CREATOR_EXPORTS
from daybook.sources.douyin.live_cuts import LIVE_CUTS
from daybook.sources.douyin.live_export import LIVE
from daybook.sources.douyin.material_export import MATERIAL_DAYS
from daybook.sources.douyin.orders_export import OrdersExport
from daybook.sources.douyin.qianchuan_cuts import QIANCHUAN_CUTS
from daybook.sources.douyin.refunds_export import RefundsExport
from daybook.sources.douyin.service_export import SERVICE
from daybook.sources.reader import Reader

DOUYIN: tuple[Reader, ...] = (
    OrdersExport(), RefundsExport(), SHOP_DAY_EXPORT, TRAFFIC_SOURCE_EXPORT, MATERIAL_DAYS, compass_cuts.DEVICES,
    compass_cuts.SOURCE_HOURS, compass_cuts.PRODUCT_SOURCES, compass_cuts.CARRIERS, LIVE, *LIVE_CUTS, SETTLEMENT, FUND_LINES,
    *CREATOR_EXPORTS, *QIANCHUAN_CUTS, SERVICE,
)
