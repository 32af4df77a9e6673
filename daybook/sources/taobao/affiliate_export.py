"""淘宝联盟: promoted listings by day, orders that affiliates brought, and what of them was taken back; in yuan."""

from daybook.facts.creator_tables import CREATOR_ITEM_DAY, CREATOR_ORDERS, CREATOR_REFUNDS
from daybook.sources.event_reader import EventReader
from daybook.sources.report import Aliases, Layout
from daybook.sources.report_reader import ReportReader

PLATFORMS = ("taobao", "tmall")
DAY = ("统计日期", "日期")
CREATED, APPLIED = ("创建时间",), ("维权创建时间",)
LINE = ("淘宝子订单编号",)


def yuan(name: str) -> Aliases:
    """The column with its unit in the header, and without."""
    return (f"{name}(元)", name)


ITEMS = ReportReader(
    "taobao.affiliate_item_export", PLATFORMS,
    Layout(
        CREATOR_ITEM_DAY,
        {
            "item_id": ("商品id",), "title": ("商品名称",), "visits": ("进店量",), "visitors": ("进店人数",),
            "favorites": ("收藏宝贝量",), "cart_units": ("添加购物车量",), "paid_orders": ("付款笔数",),
            "paid_buyers": ("付款人数",), "paid_amount": yuan("付款金额"), "commission_amount": yuan("付款佣金支出"),
            "fee_amount": yuan("付款服务费支出"), "settled_commission": yuan("结算佣金支出"),
            "settled_fee": yuan("结算服务费支出"), "deposit_orders": ("预售定金笔数",),
            "deposit_amount": yuan("预售定金金额"), "presale_amount": yuan("预估预售整单金额"),
        },
        needed=(("商品id",), yuan("付款佣金支出"), yuan("付款金额")),
    ),
    DAY, compared=("paid_amount", "commission_amount"),
)
ORDERS = EventReader(
    "taobao.affiliate_order_export", PLATFORMS,
    Layout(
        CREATOR_ORDERS,
        {
            "order_id": ("淘宝父订单编号", "淘宝订单编号"), "line_id": LINE, "ordered_at": CREATED,
            "received_on": ("确认收货时间",), "settled_on": ("淘客结算时间",), "charged_on": ("账户支出时间",),
            "creator": ("来源或淘客昵称",), "agency": ("团长名称",), "plan": ("计划名称",), "item_id": ("商品id",),
            "title": ("商品名称",), "units": ("成交商品数",), "paid_amount": ("实际成交价格",),
            "commission_amount": ("佣金",), "fee_amount": ("服务费金额",), "deposit_only": ("是否预售未付尾款订单",),
        },
        needed=(("淘宝父订单编号", "淘宝订单编号"), LINE, CREATED, ("佣金",)), fills=("line_id",),
    ),
    CREATED, compared=("paid_amount", "commission_amount"),
)
REFUNDS = EventReader(
    "taobao.affiliate_refund_export", PLATFORMS,
    Layout(
        CREATOR_REFUNDS,
        {
            "order_id": ("淘宝订单编号", "淘宝父订单编号"), "line_id": LINE, "finished_on": ("维权完成时间",),
            "settled_on": ("订单结算时间",), "title": ("商品名称",), "refund_amount": ("维权退款金额",),
            "returned_commission": ("应退回佣金",), "returned_fee": ("应退回服务费",), "status": ("维权状态",),
        },
        needed=(("淘宝订单编号", "淘宝父订单编号"), APPLIED, ("维权退款金额",)), fills=("line_id",),
    ),
    APPLIED, compared=("refund_amount", "returned_commission"),
)
AFFILIATES = (ITEMS, ORDERS, REFUNDS)
