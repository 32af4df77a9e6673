"""Live shows minute by minute, videos and articles, promotion tools (营销工具), and who a listing's visitors are (客群).

People are de-duplicated by the platform within a row: they are never added over rows.
"""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_DAY = C("day", T.DAY, "统计日期", required=True)
_CURRENCY = C("currency", T.TEXT, "币种", required=True)

LIVE_MINUTE = Table(
    "live_minute", "直播分钟", Kind.REPORT, "one row per live show and minute, on the day on which the show began",
    day="day", key=("day", "session_id", "minute"),
    columns=(
        C("day", T.DAY, "开播日期", required=True),
        C("session_id", T.TEXT, "场次", required=True, note="account and beginning; the day where the file names no show"),
        C("minute", T.COUNT, "第几分钟", required=True, note="minutes since 0:00 of the day; past 1440 after midnight"),
        C("at", T.MOMENT, "时间"),
        C("entered", T.COUNT, "进入直播间人数"),
        C("left", T.COUNT, "离开直播间人数"),
        C("concurrent", T.COUNT, "实时在线人数", note="a level: never added"),
        C("item_viewers", T.COUNT, "商品曝光人数"),
        C("item_clickers", T.COUNT, "商品点击人数"),
        C("comments", T.COUNT, "评论次数"),
        C("likes", T.COUNT, "点赞次数"),
        C("new_followers", T.COUNT, "新增粉丝数"),
        C("watch_seconds", T.RATE, "人均观看时长", note="seconds, the platform's mean"),
        C("paid_orders", T.COUNT, "成交订单数"),
        C("paid_amount", T.MONEY, "成交金额", note="as shown on the screen, before the day's own count is final"),
        _CURRENCY,
    ),
)

CONTENT_DAY = Table(
    "content_day", "内容日报", Kind.REPORT, "one row per video, article or post and day", day="day",
    key=("day", "content_id"),
    columns=(
        _DAY,
        C("content_id", T.TEXT, "内容ID", required=True, note="the title where the export has no id"),
        C("title", T.TEXT, "标题"),
        C("author", T.TEXT, "作者", note="a public account"),
        C("published_on", T.DAY, "发布日期"),
        C("impressions", T.COUNT, "曝光次数"),
        C("viewers", T.COUNT, "播放人数", note="or readers; people, within the row"),
        C("views", T.COUNT, "播放次数"),
        C("full_views", T.COUNT, "完整播放次数"),
        C("watch_seconds", T.RATE, "人均观看时长", note="seconds, the platform's mean"),
        C("interactions", T.COUNT, "互动次数"),
        C("new_followers", T.COUNT, "新增粉丝数"),
        C("item_clicks", T.COUNT, "商品点击次数"),
        C("item_clickers", T.COUNT, "商品点击人数", note="people, within the row"),
        C("shop_visitors", T.COUNT, "内容引导访客数", note="people, within the row"),
        C("cart_buyers", T.COUNT, "引导加购人数"),
        C("cart_units", T.COUNT, "引导加购件数"),
        C("paid_buyers", T.COUNT, "种草成交人数", note="who bought within the platform's window after seeing it"),
        C("paid_amount", T.MONEY, "种草成交金额", note="credited to content; a sale may be credited to several"),
        C("click_paid_amount", T.MONEY, "点击种草成交金额"),
        _CURRENCY,
    ),
)

PROMOTION_TOOL_DAY = Table(
    "promotion_tool_day", "营销工具日报", Kind.REPORT, "one row per promotion tool (优惠券, 单品宝, 店铺宝), activity and day",
    day="day", key=("day", "tool", "activity"),
    columns=(
        _DAY,
        C("tool", T.TEXT, "工具", required=True, note="as the file names it; coupon where only coupons are counted"),
        C("activity", T.TEXT, "活动", required=True, note="empty: all activities of the tool"),
        C("issued", T.COUNT, "领取张数"),
        C("used", T.COUNT, "使用张数"),
        C("paid_orders", T.COUNT, "支付父订单"),
        C("paid_buyers", T.COUNT, "支付买家数", note="people, within the row"),
        C("paid_units", T.COUNT, "支付件数"),
        C("paid_amount", T.MONEY, "支付金额", note="of orders in which the tool was used"),
        _CURRENCY,
    ),
)

ITEM_CROWD_DAY = Table(
    "item_crowd_day", "商品客群日报", Kind.REPORT, "one row per listing, role (访客, 买家), trait and value of it and day",
    day="day", key=("day", "item_id", "role", "trait", "value"),
    columns=(
        _DAY,
        C("item_id", T.TEXT, "商品ID", required=True),
        C("role", T.TEXT, "角色", required=True, note="as printed: 访客, 支付买家; empty: not said"),
        C("trait", T.TEXT, "标签", required=True, note="性别, 年龄, 地域, 消费层级, ..."),
        C("value", T.TEXT, "属性", required=True),
        C("people", T.COUNT, "访客数", note="within the row"),
        C("share", T.RATE, "占比", note="0..1 as printed, of those whose trait is known"),
    ),
)

CONTENT_TASK_DAY = Table(
    "content_task_day", "V任务日报", Kind.REPORT,
    "one row per commissioned piece of content (V任务), listing shown in it and day", day="day",
    key=("day", "task_id", "content_id", "item_id"),
    columns=(
        _DAY,
        C("task_id", T.TEXT, "任务ID", required=True),
        C("content_id", T.TEXT, "内容ID", required=True),
        C("item_id", T.TEXT, "商品ID", required=True, note="empty: no listing named"),
        C("task", T.TEXT, "任务名称"),
        C("task_fee", T.MONEY, "任务金额", note="of the whole task and on each of its rows: never added over rows"),
        C("kind", T.TEXT, "内容类型", note="as printed: 图文, 短视频, 直播, ..."),
        C("content", T.TEXT, "标题"),
        C("author", T.TEXT, "作者", note="a public account, or the host of a show"),
        C("author_kind", T.TEXT, "作者类型"),
        C("provider", T.TEXT, "服务方"),
        C("published_on", T.DAY, "发布日期", note="of a show the day on which it began"),
        C("delivered_on", T.DAY, "交付日期"),
        C("title", T.TEXT, "商品名称"),
        C("item_clicks", T.COUNT, "商品点击次数", note="of this listing"),
        C("item_clickers", T.COUNT, "商品点击人数", note="people, within the row"),
        C("paid_buyers", T.COUNT, "种草成交人数", note="people, within the row"),
        C("paid_orders", T.COUNT, "种草成交笔数"),
        C("paid_units", T.COUNT, "种草成交件数"),
        C("paid_amount", T.MONEY, "种草成交金额", note="credited to content; a sale may be credited to several"),
        C("content_paid_amount", T.MONEY, "内容种草成交金额", note="of the whole piece, on each of its rows: never added"),
        _CURRENCY,
    ),
)

CONTENT_TABLES: tuple[Table, ...] = (LIVE_MINUTE, CONTENT_DAY, PROMOTION_TOOL_DAY, ITEM_CROWD_DAY, CONTENT_TASK_DAY)
