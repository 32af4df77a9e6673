"""抖音电商罗盘: 核心数据 (one row per day) and 渠道分析 (one row per channel and day); header in row one."""

from daybook.facts.report_tables import SHOP_DAY, SOURCE_DAY
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, read_layout

DAY = ("日期", "统计日期")
_PAID = {
    "paid_buyers": ("成交人数",), "paid_orders": ("成交订单数",), "paid_amount": ("成交金额", "用户支付金额"),
}
SHOP = Layout(
    SHOP_DAY,
    {**_PAID, "visitors": ("店铺访客数",), "paid_units": ("成交件数",), "new_buyers": ("新客成交人数",),
     "old_buyers": ("老客成交人数",), "refund_amount": ("退款金额",)},
    needed=(DAY, ("店铺访客数",), ("成交人数",), ("成交金额", "用户支付金额")),
    never=("商品ID", "渠道名称", "终端", "小时"),
)
SOURCE = Layout(
    SOURCE_DAY,
    {**_PAID, "source_1": ("渠道名称",), "source_2": ("二级渠道",), "source_3": ("三级渠道",),
     "source_4": ("四级渠道",), "visitors": ("访客数",), "item_clickers": ("商品点击人数",)},
    needed=(("渠道名称",), ("访客数",), ("成交订单数",), ("成交金额",)),
    never=("商品ID", "终端", "小时", "直播间曝光次数"),
    fills=("source_2", "source_3", "source_4"),
)


class ShopDayExport:
    """Reader of 核心数据."""

    name = "douyin.shop_day_export"
    version = 1
    platforms: tuple[str, ...] = ("douyin",)
    columns = SHOP.columns

    def recognises(self, sheet: Sheet) -> bool:
        return SHOP.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return SHOP.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return read_layout(self.name, self.version, SHOP, sheet, context, DAY)


class TrafficSourceExport:
    """Reader of 渠道分析."""

    name = "douyin.traffic_source_export"
    version = 1
    platforms: tuple[str, ...] = ("douyin",)
    columns = SOURCE.columns

    def recognises(self, sheet: Sheet) -> bool:
        return SOURCE.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return SOURCE.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return read_layout(self.name, self.version, SOURCE, sheet, context, DAY)
