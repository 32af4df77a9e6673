"""Daybook's own layouts for creators (达人): orders that they brought, posts, samples and who they are.

For consoles that export none.  Names in English or Chinese, in any order; a `shop` column, where there is one, names the shop.
"""

from typing import TYPE_CHECKING

from daybook.facts.creator_tables import CREATOR_ORDERS, CREATOR_POSTS, CREATOR_PROFILES, CREATOR_SAMPLES
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.report import Aliases, Layout

if TYPE_CHECKING:
    import pyarrow as pa

SHOP, CREATOR, NAME = ("shop", "店铺"), ("creator_id", "达人ID"), ("creator", "达人", "达人昵称")
ITEM, TITLE, CURRENCY = ("item_id", "商品ID"), ("title", "标题"), ("currency", "币种")
POST, PUBLISHED = ("post_id", "内容ID"), ("published_at", "发布时间")
SAMPLE, SENT = ("sample_id", "样品单号"), ("sent_on", "寄出日期")
SEEN, ORDER, ORDERED = ("seen_on", "查看日期"), ("order_id", "订单编号"), ("ordered_at", "下单时间")
WHO: dict[str, Aliases] = {"creator_id": CREATOR, "creator": NAME, "currency": CURRENCY}

ORDER_LAYOUT = Layout(
    CREATOR_ORDERS,
    {**WHO, "order_id": ORDER, "line_id": ("line_id", "子订单编号"), "ordered_at": ORDERED,
     "received_on": ("received_on", "确认收货日期"), "settled_on": ("settled_on", "结算日期"), "agency": ("agency", "团长"),
     "plan": ("plan", "计划名称"), "channel": ("channel", "渠道"), "item_id": ITEM, "title": TITLE, "units": ("units", "件数"),
     "paid_amount": ("paid_amount", "成交金额"), "commission_amount": ("commission_amount", "佣金"),
     "settled_commission": ("settled_commission", "实际佣金"), "fee_amount": ("fee_amount", "服务费"),
     "status": ("status", "状态")},
    needed=(ORDER, ORDERED, CREATOR, ("paid_amount", "成交金额"), ("commission_amount", "佣金")), fills=("line_id",),
)
POST_LAYOUT = Layout(
    CREATOR_POSTS,
    {**WHO, "post_id": POST, "published_at": PUBLISHED, "item_id": ITEM, "kind": ("kind", "内容类型"), "title": TITLE,
     "link": ("link", "链接"), "views": ("views", "播放量"), "likes": ("likes", "点赞数"), "comments": ("comments", "评论数"),
     "comments_read": ("comments_read", "抽查评论数"), "comments_distinct": ("comments_distinct", "不重复评论数"),
     "item_clicks": ("item_clicks", "商品点击次数"), "paid_orders": ("paid_orders", "成交订单数"),
     "paid_amount": ("paid_amount", "成交金额")},
    needed=(POST, PUBLISHED, CREATOR), fills=("item_id",),
)
SAMPLE_LAYOUT = Layout(
    CREATOR_SAMPLES,
    {**WHO, "sample_id": SAMPLE, "item_id": ITEM, "sku": ("sku", "商家编码"), "units": ("units", "件数"),
     "cost_amount": ("cost_amount", "样品成本"), "received_on": ("received_on", "签收日期"),
     "returned_on": ("returned_on", "退回日期")},
    needed=(SAMPLE, SENT, CREATOR),
)
PROFILE_LAYOUT = Layout(
    CREATOR_PROFILES,
    {**WHO, "category": ("category", "主营类目"), "followers": ("followers", "粉丝数"), "level": ("level", "等级"),
     "price_low": ("price_low", "带货最低价"), "price_high": ("price_high", "带货最高价"),
     "audience_share": ("audience_share", "人群重合度"), "live_cvr": ("live_cvr", "直播转化率"),
     "lost_3s_rate": ("lost_3s_rate", "3秒流失率"), "mean_views": ("mean_views", "平均播放量"),
     "paid_amount_30d": ("paid_amount_30d", "近30天销售额"), "quoted_fee": ("quoted_fee", "坑位费报价")},
    needed=(SEEN, CREATOR, ("followers", "粉丝数")),
)


def more_read_than_there_are(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """A row with more different comments than were read counts nothing that can be trusted."""
    import pyarrow.compute as pc

    if "comments_read" in rows and "comments_distinct" in rows:
        columns.reject(pc.fill_null(pc.greater(rows["comments_distinct"], rows["comments_read"]), False),
                       "is more than the comments that were read", "comments_distinct", "不重复评论数")


OWN_CREATORS = (
    EventReader("own.creator_orders", (), ORDER_LAYOUT, ORDERED, compared=("paid_amount", "commission_amount"), shop=SHOP),
    EventReader("own.creator_posts", (), POST_LAYOUT, PUBLISHED, more_read_than_there_are, shop=SHOP),
    EventReader("own.creator_samples", (), SAMPLE_LAYOUT, SENT, shop=SHOP),
    EventReader("own.creator_profiles", (), PROFILE_LAYOUT, SEEN, shop=SHOP),
)
