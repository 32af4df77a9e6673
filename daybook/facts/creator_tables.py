"""Creators (达人) and affiliates (淘客): orders that they brought, what was taken back, and listings they promote."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_ORDER = C("order_id", T.TEXT, "订单编号", required=True)
_LINE = C("line_id", T.TEXT, "子订单编号", required=True, note="empty: a row per order")

CREATOR_ORDERS = Table(
    "creator_orders", "达人订单", Kind.EVENT, "one row per order line that a creator or affiliate brought",
    day="ordered_on", key=("order_id", "line_id"),
    columns=(
        _ORDER, _LINE,
        C("ordered_on", T.DAY, "创建日期", required=True, note="never changes"),
        C("ordered_at", T.MOMENT, "创建时间"),
        C("received_on", T.DAY, "确认收货日期", note="null: not yet"),
        C("settled_on", T.DAY, "结算日期", note="null: not yet"),
        C("charged_on", T.DAY, "账户支出日期", note="null: not yet"),
        C("creator_id", T.TEXT, "达人ID"),
        C("creator", T.TEXT, "达人", note="来源或淘客昵称: a public account, no buyer"),
        C("agency", T.TEXT, "团长", note="who leads the creator's team"),
        C("plan", T.TEXT, "计划名称"),
        C("channel", T.TEXT, "渠道", note="as printed: 直播, 短视频, 橱窗, ..."),
        C("item_id", T.TEXT, "商品ID"),
        C("title", T.TEXT, "商品名称"),
        C("units", T.COUNT, "件数"),
        C("paid_amount", T.MONEY, "成交金额", note="what commission is counted from"),
        C("commission_amount", T.MONEY, "佣金", note="owed to the creator; refunded orders see creator_refunds"),
        C("settled_commission", T.MONEY, "实际佣金", note="once settled; null: not yet, or not said"),
        C("fee_amount", T.MONEY, "服务费", note="owed to the agency"),
        C("deposit_only", T.FLAG, "未付尾款", note="a presale of which only the deposit is paid"),
        C("status", T.TEXT, "状态", note="as printed"),
        _CURRENCY,
    ),
)

CREATOR_REFUNDS = Table(
    "creator_refunds", "达人订单维权", Kind.EVENT, "one row per refund of an order that a creator brought",
    day="applied_on", key=("order_id", "line_id", "applied_on"),
    columns=(
        _ORDER, _LINE,
        C("applied_on", T.DAY, "维权创建日期", required=True),
        C("finished_on", T.DAY, "维权完成日期", note="null: still open"),
        C("settled_on", T.DAY, "订单结算日期"),
        C("title", T.TEXT, "商品名称"),
        C("refund_amount", T.MONEY, "维权退款金额"),
        C("returned_commission", T.MONEY, "应退回佣金"),
        C("returned_fee", T.MONEY, "应退回服务费"),
        C("status", T.TEXT, "维权状态", note="as printed"),
        _CURRENCY,
    ),
)

_PROMOTED = (
    C("visits", T.COUNT, "进店量"),
    C("visitors", T.COUNT, "进店人数", note="people, within the row"),
    C("favorites", T.COUNT, "收藏宝贝量"),
    C("cart_units", T.COUNT, "添加购物车量"),
    C("paid_orders", T.COUNT, "付款笔数"),
    C("paid_buyers", T.COUNT, "付款人数", note="people, within the row"),
    C("paid_units", T.COUNT, "付款件数"),
    C("paid_amount", T.MONEY, "付款金额"),
    C("commission_amount", T.MONEY, "付款佣金支出", note="expected, of what was paid on the day"),
    C("fee_amount", T.MONEY, "付款服务费支出", note="expected, of what was paid on the day"),
    C("settled_commission", T.MONEY, "结算佣金支出", note="of orders settled on the day, whenever paid"),
    C("settled_fee", T.MONEY, "结算服务费支出"),
    C("deposit_orders", T.COUNT, "预售定金笔数"),
    C("deposit_amount", T.MONEY, "预售定金金额"),
    C("presale_amount", T.MONEY, "预估预售整单金额", note="the platform's estimate"),
)

CREATOR_ITEM_DAY = Table(
    "creator_item_day", "达人推广商品日报", Kind.REPORT, "one row per listing promoted by creators and day", day="day",
    key=("day", "item_id"),
    columns=(C("day", T.DAY, "统计日期", required=True), C("item_id", T.TEXT, "商品ID", required=True),
             C("title", T.TEXT, "商品名称"), *_PROMOTED, _CURRENCY),
)

CREATOR_DAY = Table(
    "creator_day", "达人日报", Kind.REPORT, "one row per creator and day", day="day", key=("day", "creator_id"),
    columns=(
        C("day", T.DAY, "统计日期", required=True),
        C("creator_id", T.TEXT, "达人ID", required=True, note="the name where the export has no id"),
        C("creator", T.TEXT, "达人"),
        C("live_sessions", T.COUNT, "直播场次"),
        C("videos", T.COUNT, "短视频数"),
        *_PROMOTED,
        C("refund_amount", T.MONEY, "退款金额"),
        _CURRENCY,
    ),
)

CREATOR_REPORTS: tuple[Table, ...] = (CREATOR_ITEM_DAY, CREATOR_DAY)

_WHO = (C("creator_id", T.TEXT, "达人ID", required=True), C("creator", T.TEXT, "达人", note="a public account, no buyer"))

CREATOR_POSTS = Table(
    "creator_posts", "达人内容", Kind.EVENT, "one row per video, note or live show in which a creator shows a listing",
    day="published_on", key=("post_id", "item_id"),
    columns=(
        C("post_id", T.TEXT, "内容ID", required=True),
        C("item_id", T.TEXT, "商品ID", required=True, note="empty: no listing named"),
        C("published_on", T.DAY, "发布日期", required=True, note="of a show the day on which it began; never changes"),
        C("published_at", T.MOMENT, "发布时间"),
        *_WHO,
        C("kind", T.TEXT, "内容类型", note="as printed: 视频, 直播, 图文, ..."),
        C("title", T.TEXT, "标题"),
        C("link", T.TEXT, "链接"),
        C("views", T.COUNT, "播放量", note="so far; of a show 观看次数"),
        C("likes", T.COUNT, "点赞数"),
        C("comments", T.COUNT, "评论数"),
        C("comments_read", T.COUNT, "抽查评论数", note="comments that somebody or a tool looked through"),
        C("comments_distinct", T.COUNT, "不重复评论数", note="different texts among those"),
        C("item_clicks", T.COUNT, "商品点击次数"),
        C("paid_orders", T.COUNT, "成交订单数"),
        C("paid_amount", T.MONEY, "成交金额", note="as the platform credits it; refunds stay in"),
        _CURRENCY,
    ),
    occasional=True,
)

CREATOR_SAMPLES = Table(
    "creator_samples", "达人样品", Kind.EVENT, "one row per sample sent to a creator", day="sent_on", key=("sample_id",),
    columns=(
        C("sample_id", T.TEXT, "样品单号", required=True, note="the tracking number where there is no other"),
        C("sent_on", T.DAY, "寄出日期", required=True, note="never changes"),
        *_WHO,
        C("item_id", T.TEXT, "商品ID"),
        C("sku", T.TEXT, "商家编码"),
        C("units", T.COUNT, "件数"),
        C("cost_amount", T.MONEY, "样品成本", note="goods and freight of all its units"),
        C("received_on", T.DAY, "签收日期", note="null: not yet, or not told"),
        C("returned_on", T.DAY, "退回日期", note="null: not returned"),
        _CURRENCY,
    ),
    occasional=True,
)

CREATOR_PROFILES = Table(
    "creator_profiles", "达人资料", Kind.EVENT, "one row per creator and day on which somebody looked the creator up",
    day="seen_on", key=("seen_on", "creator_id"),
    columns=(
        C("seen_on", T.DAY, "查看日期", required=True),
        *_WHO,
        C("category", T.TEXT, "主营类目"),
        C("followers", T.COUNT, "粉丝数"),
        C("level", T.TEXT, "等级", note="as printed"),
        C("price_low", T.MONEY, "带货最低价", note="of what the creator usually sells"),
        C("price_high", T.MONEY, "带货最高价"),
        C("audience_share", T.RATE, "人群重合度", note="0..1 of the creator's audience that is the shop's"),
        C("live_cvr", T.RATE, "直播转化率", note="0..1"),
        C("lost_3s_rate", T.RATE, "3秒流失率", note="0..1 of viewers lost in the first three seconds"),
        C("mean_views", T.COUNT, "平均播放量"),
        C("paid_amount_30d", T.MONEY, "近30天销售额", note="with all shops, as the platform or a tool estimates it"),
        C("quoted_fee", T.MONEY, "坑位费报价"),
        _CURRENCY,
    ),
    occasional=True,
)

CREATOR_EVENTS: tuple[Table, ...] = (CREATOR_ORDERS, CREATOR_REFUNDS, CREATOR_POSTS, CREATOR_SAMPLES, CREATOR_PROFILES)
