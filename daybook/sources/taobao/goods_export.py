"""达摩盘 货品列表, and of 生意参谋: 推广商品, SKU 销售, 直播分场次 and 直播分商品效果."""

from typing import TYPE_CHECKING

from daybook.facts.rival_tables import GOODS_DAY, ITEM_PROMOTION_DAY, LIVE_ITEM, SKU_DAY
from daybook.facts.traffic_tables import LIVE_SESSION
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, only

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("taobao", "tmall")
DAY = ("统计日期", "日期")
ITEM, BEGAN, SESSION = ("商品ID", "宝贝ID"), ("开播时间",), ("场次id",)
_SHOWN = {
    "item_clicks": ("商品点击次数",), "item_clickers": ("商品点击人数",), "paid_buyers": ("成交人数",),
    "paid_units": ("成交件数",), "paid_orders": ("成交笔数",), "paid_amount": ("成交金额",),
}

#: The first row is 总计.
GOODS = ReportReader(
    "taobao.goods_export", PLATFORMS,
    Layout(
        GOODS_DAY,
        {
            "item_id": ("宝贝ID", "商品ID"), "title": ("宝贝名称", "商品名称"), "stage": ("货品成长阶段",), "page_views": ("IPV",),
            "ad_page_views": ("营销推广IPV",), "natural_page_views": ("非推广IPV",), "search_page_views": ("搜索IPV",),
            "feed_page_views": ("推荐IPV",), "ad_spend": ("营销推广消耗",), "roas": ("营销推广ROI",),
            "paid_amount": ("支付金额",), "presale_amount": ("预售支付金额",), "presale_units": ("预售销量",),
            "interest_rate": ("收加率",), "payment_cvr": ("支付转化率",), "repeat_rate": ("复购率",),
            "repeat_buyers": ("复购用户数",), "search_ctr": ("免费搜索点击率",), "aov": ("笔单价",),
            "joint_units": ("连带购买量",), "joint_rate": ("连带购买率",), "joint_categories": ("连带购买叶子类目宽度",),
        },
        needed=(("宝贝ID", "商品ID"), ("IPV",), ("支付金额",), ("货品成长阶段", "营销推广IPV")),
    ),
    DAY, anchors=(("宝贝名称", "商品名称"),),
)
PROMOTED = ReportReader(
    "taobao.item_promotion_export", PLATFORMS,
    Layout(
        ITEM_PROMOTION_DAY,
        {
            "item_id": ITEM, "title": ("商品名称",), "impressions": ("展现量",), "clicks": ("点击量",),
            "ad_spend": ("推广消耗",), "ad_orders": ("总引导成交笔数",), "ad_gmv": ("总引导成交金额",),
            "direct_orders": ("直接成交笔数", "直接引导成交笔数"), "direct_gmv": ("直接引导成交金额",),
        },
        needed=(ITEM, ("推广消耗",), ("展现量",), ("总引导成交金额",)),
    ),
    DAY,
)
SKUS = ReportReader(
    "taobao.sku_day_export", PLATFORMS,
    Layout(
        SKU_DAY,
        {"item_id": ITEM, "sku_id": ("skuid", "sku_id"), "variant": ("sku信息", "sku名称"), "cart_units": ("加购件数",),
         "paid_units": ("支付件数",), "paid_buyers": ("支付买家数",), "paid_amount": ("支付金额",)},
        needed=(ITEM, ("skuid", "sku_id"), ("支付件数",), ("支付金额",)), never=("评论", "访客数"),
    ),
    DAY, part=only(*ITEM),
)


def take_beginning(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The moment and the hour in which the show began."""
    began = columns.moments(*BEGAN)
    rows["began_at"], rows["began_hour"] = began.at, began.hour


LIVE = ReportReader(
    "taobao.live_export", PLATFORMS,
    Layout(
        LIVE_SESSION,
        {**_SHOWN, "session_id": SESSION, "views": ("直播间观看次数",), "live_viewers": ("直播间观看人数",),
         "new_followers": ("新增粉丝数",)},
        needed=(SESSION, BEGAN, ("直播间观看人数",), ("成交金额",)), never=("主播抖音号", "商品id"),
    ),
    BEGAN, take_beginning,
)
LIVE_ITEMS = ReportReader(
    "taobao.live_item_export", PLATFORMS,
    Layout(
        LIVE_ITEM,
        {**_SHOWN, "session_id": SESSION, "show": ("直播标题",), "item_id": ("商品id",), "title": ("商品标题", "商品名称"),
         "cart_units": ("加购商品件数", "商品加购件数"), "cart_buyers": ("加购人数", "商品加购人数")},
        needed=(SESSION, BEGAN, ("商品id",), ("成交金额",), ("商品点击人数",)),
    ),
    BEGAN, part=only(*SESSION),
)
GOODS_AND_SHOWS = (GOODS, PROMOTED, SKUS, LIVE, LIVE_ITEMS)
