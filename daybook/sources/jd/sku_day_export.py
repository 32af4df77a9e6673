"""商智 商品明细 by SKU: one row per SKU and day, percents as text, amounts in yuan.

商智 calls 成交 what was paid and not cancelled when the report was made.  The listing is JD's SKU number.
"""

from daybook.facts.report_tables import PRODUCT_DAY
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

DAY, SKU = ("时间", "日期"), ("SKU", "商品编号")
LAYOUT = Layout(
    PRODUCT_DAY,
    {
        "item_id": SKU, "title": ("SKU名称", "商品名称"), "code": ("货号",), "visitors": ("商品访客数",),
        "page_views": ("商品浏览量",), "dwell_seconds": ("商详平均停留时长",), "cart_buyers": ("加购客户数",),
        "cart_units": ("加购商品件数",), "ordered_buyers": ("下单客户数",), "ordered_units": ("下单商品件数",),
        "ordered_amount": ("下单金额",), "paid_buyers": ("成交客户数",), "paid_orders": ("成交单量",),
        "paid_units": ("成交商品件数",), "paid_amount": ("成交金额",),
        "refund_amount": ("取消及售后退款金额", "取消订单金额"),
    },
    needed=(SKU, ("成交金额",), ("成交商品件数",), ("成交单量",), ("商品访客数",)),
)
SKU_DAYS = ReportReader("jd.sku_day_export", ("jd",), LAYOUT, DAY)
