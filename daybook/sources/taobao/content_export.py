"""生意参谋 短视频, 图文 and 逛逛 by single piece, 营销工具 by day, V任务, and 商品客群: who looks at a listing."""

from typing import TYPE_CHECKING

from daybook.facts.content_tables import CONTENT_DAY, CONTENT_TASK_DAY, ITEM_CROWD_DAY, PROMOTION_TOOL_DAY
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, only

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("taobao", "tmall")
DAY = ("统计日期", "日期")
TITLE = ("视频标题", "内容标题", "图文标题", "图文名称")
CONTENT = ("视频id", "内容id", "图文id", *TITLE)
AMOUNT = ("种草成交金额", "逛逛种草成交金额", "订阅直接引导成交金额")
ISSUED, USED, PARENTS = ("领取张数",), ("使用张数",), ("支付父定单", "支付父订单")
TOOL = ("营销工具", "工具名称")
TRAIT, VALUE = ("标签",), ("属性",)

CONTENTS = ReportReader(
    "taobao.content_export", PLATFORMS,
    Layout(
        CONTENT_DAY,
        {
            "content_id": CONTENT, "title": TITLE, "author": ("作者", "创作者", "创作者名称"), "published_on": ("发布时间",),
            "impressions": ("曝光次数", "内容曝光次数"), "viewers": ("播放人数", "内容查看人数"),
            "views": ("播放次数", "内容查看次数"), "full_views": ("完整播放次数",),
            "watch_seconds": ("人均观看时长(秒)", "人均停留时长(秒)"),
            "interactions": ("视频互动次数", "互动次数", "内容互动人次数"), "new_followers": ("新增粉丝数",),
            "item_clicks": ("商品点击次数",), "item_clickers": ("商品点击人数",),
            "shop_visitors": ("内容引导访客数", "引导进店人数"),
            "cart_buyers": ("引导加购人数",), "cart_units": ("引导加购件数", "引导加购次数", "引导加构次数"),
            "paid_buyers": ("种草成交人数", "逛逛种草成交人数", "直接引导成交人数"), "paid_amount": AMOUNT,
            "click_paid_amount": ("点击种草成交金额",),
        },
        needed=(CONTENT, TITLE, ("发布时间",), ("商品点击次数",), AMOUNT), never=("商品id", "任务id", "场次id"),
    ),
    DAY,
)


def take_tool(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Tables of one tool do not name it: coupons are told by their counts, 店铺宝 by parent orders."""
    import pyarrow.compute as pc

    kind = "优惠券" if columns.has(*ISSUED) else "店铺宝"
    rows["tool"] = pc.coalesce(columns.text(*TOOL), columns.constant(kind))


TOOLS = ReportReader(
    "taobao.promotion_tool_export", PLATFORMS,
    Layout(
        PROMOTION_TOOL_DAY,
        {
            "activity": ("活动名称", "优惠券名称"), "issued": ISSUED, "used": USED, "paid_orders": PARENTS,
            "paid_buyers": ("支付买家数",), "paid_units": ("支付件数",), "paid_amount": ("支付金额",),
        },
        needed=((*USED, *PARENTS), ("支付买家数",), ("支付金额",)), never=("商品id", "访客数", "流量来源"), fills=("activity",),
    ),
    DAY, take_tool, part=lambda columns: "coupons" if columns.has(*ISSUED) else "bundles",
)
CROWDS = ReportReader(
    "taobao.item_crowd_export", PLATFORMS,
    Layout(
        ITEM_CROWD_DAY,
        {"item_id": ("商品id",), "role": ("角色",), "trait": TRAIT, "value": VALUE, "people": ("访客数", "人数"),
         "share": ("占比",)},
        needed=(("商品id",), TRAIT, VALUE, ("占比",)), never=("流量来源", "支付金额"), fills=("role",),
    ),
    DAY, part=only("商品id"),
)
TASKS = ReportReader(
    "taobao.content_task_export", PLATFORMS,
    Layout(
        CONTENT_TASK_DAY,
        {
            "task_id": ("任务id",), "content_id": ("内容id",), "item_id": ("商品id",), "task": ("任务名称",),
            "task_fee": ("任务金额",), "kind": ("内容类型",), "content": ("标题", "内容名称"), "author": ("作者", "主播"),
            "author_kind": ("作者类型",), "provider": ("服务方",), "published_on": ("发布时间", "开播时间"),
            "delivered_on": ("交付时间",), "title": ("商品名称",),
            "item_clicks": ("商品商品点击次数",), "item_clickers": ("商品商品点击人数",),
            "paid_buyers": ("商品种草成交人数",), "paid_orders": ("商品种草成交笔数",), "paid_units": ("商品种草成交件数",),
            "paid_amount": ("商品种草成交金额",), "content_paid_amount": ("内容种草成交金额",),
        },
        needed=(("任务id",), ("内容id",), ("任务金额",), ("商品种草成交金额",), ("内容种草成交金额",)), fills=("item_id",),
    ),
    DAY, part=only("任务id"),
)
CONTENT_REPORTS = (CONTENTS, TOOLS, CROWDS, TASKS)
