"""Creators (达人) of Douyin: orders of 精选联盟 with their commission, and creators by day."""

from daybook.facts.creator_tables import CREATOR_DAY, CREATOR_ORDERS
from daybook.sources.event_reader import EventReader
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

PLATFORMS = ("douyin",)
ORDER, PAID, COMMISSION = ("订单id",), ("付款时间",), ("预估佣金支出",)
#: 联盟订单 (佣金明细): paid on the day by which it is cut; refunds show in 订单状态 and in what is settled.
ORDERS = EventReader(
    "douyin.creator_orders_export", PLATFORMS,
    Layout(
        CREATOR_ORDERS,
        {
            "order_id": ORDER, "ordered_at": PAID, "received_on": ("收货时间",), "settled_on": ("订单结算时间",),
            "creator": ("作者账号", "达人昵称"), "creator_id": ("抖音/火山号", "达人ID"), "agency": ("团长名称", "机构名称"),
            "channel": ("流量来源",), "item_id": ("商品id",), "title": ("商品名称",), "units": ("商品数量",),
            "paid_amount": ("支付金额",), "commission_amount": COMMISSION, "settled_commission": ("实际佣金支出",),
            "status": ("订单状态",),
        },
        needed=(ORDER, PAID, ("作者账号", "达人昵称"), COMMISSION), fills=("line_id",),
    ),
    PAID, compared=("paid_amount", "commission_amount"),
)
WHO = ("达人ID", "达人抖音号", "抖音号", "达人昵称")
CREATORS = ReportReader(
    "douyin.creator_day_export", PLATFORMS,
    Layout(
        CREATOR_DAY,
        {
            "creator_id": WHO, "creator": ("达人昵称",), "live_sessions": ("直播场次", "带货直播场次"),
            "videos": ("短视频数", "带货短视频数"), "paid_amount": ("成交金额", "支付金额"), "paid_orders": ("成交订单数",),
            "paid_buyers": ("成交人数",), "paid_units": ("成交件数",), "commission_amount": COMMISSION,
            "refund_amount": ("退款金额",),
        },
        needed=(WHO, ("达人昵称",), ("成交金额", "支付金额"), (*COMMISSION, "直播场次", "带货直播场次")),
        never=("订单id", "主订单编号", "直播开始时间", "直播间观看人数"),
    ),
    ("日期", "统计日期"),
)
CREATOR_EXPORTS = (ORDERS, CREATORS)
