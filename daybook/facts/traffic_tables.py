"""Report tables of traffic cut finer than by shop, product or source alone, of live shows, carriers and search words.

People (visitors, buyers) are de-duplicated by the platform within a row: they are never added over rows.
"""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_DAY = C("day", T.DAY, "统计日期", required=True)
_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_VISITS = (
    C("visitors", T.COUNT, "访客数", note="people, within the row"),
    C("page_views", T.COUNT, "浏览量"),
    C("sessions", T.COUNT, "会话数", note="where the platform counts visits; null elsewhere"),
    C("cart_sessions", T.COUNT, "加购会话数"),
    C("checkout_sessions", T.COUNT, "到达结账会话数"),
    C("paid_sessions", T.COUNT, "完成结账会话数"),
)
_PAID = (
    C("paid_buyers", T.COUNT, "支付买家数"),
    C("paid_orders", T.COUNT, "支付订单数"),
    C("paid_units", T.COUNT, "支付件数"),
    C("paid_amount", T.MONEY, "支付金额", note="refunds stay in; null where sessions are all that is counted"),
)
_WANTED = (
    C("favorite_buyers", T.COUNT, "收藏人数"),
    C("cart_buyers", T.COUNT, "加购人数"),
    C("ordered_buyers", T.COUNT, "下单买家数"),
    C("ordered_amount", T.MONEY, "下单金额"),
)

DEVICE_DAY = Table(
    "device_day", "终端日报", Kind.REPORT, "one row per device (终端) and day", day="day", key=("day", "device"),
    columns=(_DAY, C("device", T.TEXT, "终端", required=True, note="as the platform names it: 无线端, mobile, an app"),
             *_VISITS, *_WANTED, *_PAID, _CURRENCY),
)

PRODUCT_SOURCE_DAY = Table(
    "product_source_day", "商品流量来源日报", Kind.REPORT,
    "one row per listing, finest traffic source, device and day (no 汇总 rows)", day="day",
    key=("day", "item_id", "source", "source_detail", "device"),
    columns=(
        _DAY,
        C("item_id", T.TEXT, "商品ID", required=True, note="Shopify: the handle of the product page"),
        C("title", T.TEXT, "商品名称"),
        C("source", T.TEXT, "流量来源", required=True),
        C("source_detail", T.TEXT, "来源明细", required=True, note="empty: the platform goes no finer"),
        C("device", T.TEXT, "访问来源", required=True, note="empty: all devices"),
        C("impressions", T.COUNT, "商品曝光次数"),
        *_VISITS, *_WANTED, *_PAID, _CURRENCY,
    ),
)

SOURCE_HOUR = Table(
    "source_hour", "分时流量来源", Kind.REPORT, "one row per hour, traffic source and day", day="day",
    key=("day", "hour", "source"),
    columns=(
        _DAY,
        C("hour", T.COUNT, "统计小时", required=True, note="0..23 in the shop's zone; visitors in that of their first"),
        C("source", T.TEXT, "流量来源", required=True),
        *_VISITS, *_PAID, _CURRENCY,
    ),
)

SEARCH_WORD_DAY = Table(
    "search_word_day", "引流搜索词日报", Kind.REPORT, "one row per search word (without ads) and day", day="day",
    key=("day", "word"),
    columns=(
        _DAY,
        C("word", T.TEXT, "搜索词", required=True, note="what people typed: untrusted text"),
        C("visitors", T.COUNT, "访客数"),
        *_WANTED[:2], *_PAID, _CURRENCY,
    ),
)

CARRIER_DAY = Table(
    "carrier_day", "成交构成日报", Kind.REPORT, "one row per carrier (直播, 短视频, 商品卡), account kind and day",
    day="day", key=("day", "carrier", "account_kind"),
    columns=(
        _DAY,
        C("carrier", T.TEXT, "载体", required=True),
        C("account_kind", T.TEXT, "账号类型", required=True, note="own or creators' accounts; empty: not told apart"),
        *_PAID,
        C("refund_amount", T.MONEY, "退款金额"),
        _CURRENCY,
    ),
)

LIVE_SESSION = Table(
    "live_session", "直播场次", Kind.REPORT, "one row per live show, on the day on which it began", day="day",
    key=("day", "session_id"),
    columns=(
        C("day", T.DAY, "开播日期", required=True),
        C("session_id", T.TEXT, "场次", required=True, note="account and beginning: the export has no id"),
        C("account", T.TEXT, "主播抖音号"),
        C("began_at", T.MOMENT, "直播开始时间"),
        C("began_hour", T.COUNT, "开播小时", note="0..23 in the shop's zone"),
        C("ended_at", T.MOMENT, "直播结束时间"),
        C("live_minutes", T.RATE, "直播时长", note="minutes"),
        C("impressions", T.COUNT, "直播间曝光次数"),
        C("live_viewers", T.COUNT, "直播间观看人数", note="people within the show"),
        C("views", T.COUNT, "直播间观看次数"),
        C("peak_concurrent", T.COUNT, "最高在线人数"),
        C("mean_concurrent", T.COUNT, "平均在线人数"),
        C("watch_minutes", T.RATE, "人均观看时长", note="minutes a viewer, the platform's mean"),
        C("comments", T.COUNT, "评论次数"),
        C("new_followers", T.COUNT, "新增粉丝数"),
        C("lost_followers", T.COUNT, "取关粉丝数"),
        C("old_follower_share", T.RATE, "观看老粉占比"),
        C("items", T.COUNT, "带货商品数"),
        C("item_viewers", T.COUNT, "商品曝光人数", note="people within the show"),
        C("item_impressions", T.COUNT, "商品曝光次数"),
        C("item_clicks", T.COUNT, "商品点击次数"),
        C("item_clickers", T.COUNT, "商品点击人数"),
        *_PAID,
        C("user_paid_amount", T.MONEY, "用户支付金额", note="what buyers paid, without the platform's subsidies"),
        C("net_paid_amount", T.MONEY, "净成交金额"),
        C("refund_orders", T.COUNT, "退款订单数"),
        C("refund_amount", T.MONEY, "退款金额", note="so far, of orders of the show: it grows for weeks"),
        C("hour_refund_orders", T.COUNT, "1小时退款订单数"),
        C("hour_refund_amount", T.MONEY, "1小时退款金额", note="refunded within an hour of paying"),
        C("commission_amount", T.MONEY, "预估佣金支出"),
        C("ad_spend", T.MONEY, "投放消耗", note="of the accounts bound to the shop"),
        _CURRENCY,
    ),
)

TRAFFIC_TABLES: tuple[Table, ...] = (
    DEVICE_DAY, PRODUCT_SOURCE_DAY, SOURCE_HOUR, SEARCH_WORD_DAY, CARRIER_DAY, LIVE_SESSION,
)
