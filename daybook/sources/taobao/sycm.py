"""生意参谋: 店铺概况 and 商品_全部, workbooks with a preamble, all numbers as text, percents with their sign."""

from typing import TYPE_CHECKING

from daybook.facts.report_tables import PRODUCT_DAY, SHOP_DAY
from daybook.sources.columns import Columns
from daybook.sources.listings import OFF_SALE, ON_SALE, listing_batch, states
from daybook.sources.reader import Batch
from daybook.sources.report import Layout, stated_period
from daybook.sources.report_reader import ReportReader

if TYPE_CHECKING:
    import pyarrow as pa

DAY = ("统计日期", "日期")
_COUNTED = {
    "dwell_seconds": ("商品平均停留时长", "平均停留时长"),
    "bounce_rate": ("商品详情页跳出率", "跳失率"),
    "favorite_buyers": ("商品收藏人数", "收藏人数"),
    "cart_buyers": ("商品加购人数", "加购人数"),
    "cart_units": ("商品加购件数", "加购件数"),
    "ordered_buyers": ("下单买家数",),
    "ordered_units": ("下单件数",),
    "ordered_amount": ("下单金额",),
    "paid_buyers": ("支付买家数",),
    "paid_units": ("支付件数",),
    "paid_amount": ("支付金额",),
    "new_buyers": ("支付新买家数",),
    "old_buyers": ("支付老买家数",),
    "old_buyer_amount": ("老买家支付金额",),
    "visitors": ("商品访客数", "访客数"),
    "page_views": ("商品浏览量", "浏览量"),
}
_OTHERS = ("搜索词", "终端", "统计小时", "流量来源", "流量载体", "skuid", "一级来源")

SHOP = Layout(
    SHOP_DAY,
    {**_COUNTED, "refund_amount": ("成功退货退款金额", "成功退款金额"), "items_visited": ("有访问商品数",),
     "items_sold": ("有支付商品数",)},
    needed=(DAY, ("商品访客数", "访客数"), ("支付买家数",), ("支付金额",),
            ("成功退货退款金额", "成功退款金额", "有访问商品数", "有支付商品数", "老买家支付金额")),
    never=("商品ID", *_OTHERS),
)
PRODUCT = Layout(
    PRODUCT_DAY,
    {**_COUNTED, "refund_amount": ("成功退款金额", "售中售后成功退款金额"), "item_id": ("商品ID", "宝贝ID"),
     "title": ("商品名称",), "code": ("货号",), "search_visitors": ("搜索引导访客数",),
     "search_buyers": ("搜索引导支付买家数",)},
    needed=(("商品ID", "宝贝ID"), ("商品访客数", "访客数"), ("商品浏览量", "浏览量"), ("支付买家数",), ("支付金额",),
            ("商品加购件数", "加购件数")),
    never=(*_OTHERS, "推广消耗", "IPV"),
)

#: 商品状态 as 商品_全部 says it.
STATES = {"当前在线": ON_SALE, "在线": ON_SALE, "已下架": OFF_SALE, "下架": OFF_SALE, "仓库中": OFF_SALE}


def take_listings(columns: Columns, rows: "dict[str, pa.Array]") -> tuple[Batch, ...]:
    """Title and state of each listing that the report names."""
    if not columns.has("商品名称"):
        return ()
    shown = {name: rows[name] for name in ("day", "item_id", "title", "currency")}
    return (listing_batch(columns, {**shown, "state": states(columns.text("商品状态"), STATES)},
                          stated_period(columns.sheet, named=True)),)


#: Reader of 店铺概况: one row per day.
SHOP_DAY_EXPORT = ReportReader("taobao.shop_day_export", ("taobao", "tmall"), SHOP, DAY)
#: Reader of 商品_全部: one row per listing and day, in the layouts with 34 and with 38 columns.
PRODUCT_DAY_EXPORT = ReportReader("taobao.product_day_export", ("taobao", "tmall"), PRODUCT, DAY, version=2,
                                  beside=take_listings)
