"""直播明细 of 罗盘: one row per live show; it belongs to the day on which it began."""

from typing import TYPE_CHECKING

from daybook.facts.traffic_tables import LIVE_SESSION
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

if TYPE_CHECKING:
    import pyarrow as pa

BEGAN, ENDED = ("直播开始时间", "开播时间"), ("直播结束时间",)
ACCOUNT = ("主播抖音号",)
LAYOUT = Layout(
    LIVE_SESSION,
    {
        "account": ACCOUNT, "live_minutes": ("直播时长(分钟)",), "impressions": ("直播间曝光次数",),
        "live_viewers": ("直播间观看人数",), "views": ("直播间观看次数",), "peak_concurrent": ("最高在线人数",),
        "mean_concurrent": ("平均在线人数",), "watch_minutes": ("人均观看时长(分钟)",), "comments": ("评论次数",),
        "new_followers": ("新增粉丝数",), "lost_followers": ("取关粉丝数",),
        "old_follower_share": ("观看老粉占比",), "items": ("带货商品数",), "item_viewers": ("直播间商品曝光人数",),
        "item_impressions": ("直播间商品曝光次数",), "item_clicks": ("直播间商品点击次数",),
        "item_clickers": ("直播间商品点击人数",), "paid_orders": ("直播间成交订单数",),
        "paid_amount": ("直播间成交金额",), "user_paid_amount": ("直播间用户支付金额",),
        "paid_units": ("直播间成交件数",), "paid_buyers": ("直播间成交人数",),
        "refund_orders": ("直播间退款订单数",), "refund_amount": ("直播间退款金额",),
        "hour_refund_orders": ("1小时退款订单数",), "hour_refund_amount": ("1小时退款金额",),
        "commission_amount": ("预估佣金支出",), "net_paid_amount": ("净成交金额",),
        "ad_spend": ("投放消耗(店铺绑定)",),
    },
    needed=(BEGAN, ACCOUNT, ("直播间观看人数",), ("直播间成交金额",)),
)


def name_the_show(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """A show is told by its account and the minute in which it began."""
    import pyarrow.compute as pc

    began = columns.moments(*BEGAN)
    rows["began_at"], rows["began_hour"] = began.at, began.hour
    rows["ended_at"] = columns.moments(*ENDED).at
    started = pc.strftime(pc.cast(began.local, "timestamp[s]"), "%Y-%m-%dT%H:%M")
    account = pc.coalesce(rows["account"], columns.constant(""))
    rows["session_id"] = pc.binary_join_element_wise(account, started, "@")


LIVE = ReportReader("douyin.live_export", ("douyin",), LAYOUT, BEGAN, name_the_show, version=2)
