"""抖音电商罗盘: 核心数据 (one row per day) and 渠道分析 (one row per channel and day); header in row one."""

from daybook.facts.report_tables import SHOP_DAY, SOURCE_DAY
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

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

#: Reader of 核心数据.
SHOP_DAY_EXPORT = ReportReader("douyin.shop_day_export", ("douyin",), SHOP, DAY)
#: Reader of 渠道分析.
TRAFFIC_SOURCE_EXPORT = ReportReader("douyin.traffic_source_export", ("douyin",), SOURCE, DAY,
                                     anchors=(("二级渠道",), ("三级渠道",), ("四级渠道",)))
