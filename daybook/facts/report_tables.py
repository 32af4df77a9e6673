"""Report tables: what a platform counts per day, one grain each; a later export of a day replaces that day.

People (visitors, buyers) are de-duplicated by the platform within a row: they are never added over rows or days.
Rates that follow from two columns of the same row are not kept.
"""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_DWELL = C("dwell_seconds", T.RATE, "平均停留时长", note="seconds, the platform's mean; not to be added up")
_BOUNCE = C("bounce_rate", T.RATE, "跳失率", note="0..1, the platform's own; not to be averaged")
_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_INTEREST = (
    C("favorite_buyers", T.COUNT, "收藏人数"),
    C("cart_buyers", T.COUNT, "加购人数"),
    C("cart_units", T.COUNT, "加购件数"),
)
_PLACED = (
    C("ordered_buyers", T.COUNT, "下单买家数"),
    C("ordered_units", T.COUNT, "下单件数"),
    C("ordered_amount", T.MONEY, "下单金额"),
)
_SESSIONS = (
    C("sessions", T.COUNT, "会话数", note="where the platform counts visits; null elsewhere"),
    C("cart_sessions", T.COUNT, "加购会话数"),
    C("checkout_sessions", T.COUNT, "到达结账会话数"),
    C("paid_sessions", T.COUNT, "完成结账会话数"),
)
_PAID = (
    C("paid_buyers", T.COUNT, "支付买家数"),
    C("paid_orders", T.COUNT, "支付订单数"),
    C("paid_units", T.COUNT, "支付件数"),
    C("paid_amount", T.MONEY, "支付金额", note="refunds stay in"),
    C("new_buyers", T.COUNT, "支付新买家数"),
    C("old_buyers", T.COUNT, "支付老买家数"),
    C("old_buyer_amount", T.MONEY, "老买家支付金额"),
    C("refund_amount", T.MONEY, "成功退款金额", note="refunds that succeeded on the day, of orders of any day"),
)

SHOP_DAY = Table(
    "shop_day", "店铺日报", Kind.REPORT, "one row per shop and day", day="day", key=("day",),
    columns=(
        C("day", T.DAY, "统计日期", required=True),
        C("visitors", T.COUNT, "访客数"),
        C("page_views", T.COUNT, "浏览量"),
        _DWELL, _BOUNCE, *_SESSIONS, *_INTEREST, *_PLACED, *_PAID,
        C("items_visited", T.COUNT, "有访问商品数"),
        C("items_sold", T.COUNT, "有支付商品数"),
        _CURRENCY,
    ),
)

PRODUCT_DAY = Table(
    "product_day", "商品日报", Kind.REPORT, "one row per listing (链接) and day", day="day", key=("day", "item_id"),
    columns=(
        C("day", T.DAY, "统计日期", required=True),
        C("item_id", T.TEXT, "商品ID", required=True),
        C("title", T.TEXT, "商品名称"),
        C("code", T.TEXT, "货号"),
        C("visitors", T.COUNT, "商品访客数"),
        C("page_views", T.COUNT, "商品浏览量"),
        _DWELL, _BOUNCE, *_INTEREST, *_PLACED, *_PAID,
        C("search_visitors", T.COUNT, "搜索引导访客数"),
        C("search_buyers", T.COUNT, "搜索引导支付买家数"),
        _CURRENCY,
    ),
)

SOURCE_DAY = Table(
    "source_day", "流量来源日报", Kind.REPORT, "one row per finest traffic source and day (no 汇总 rows)", day="day",
    key=("day", "source_1", "source_2", "source_3", "source_4"),
    columns=(
        C("day", T.DAY, "统计日期", required=True),
        C("source_1", T.TEXT, "一级来源", required=True),
        C("source_2", T.TEXT, "二级来源", required=True, note="empty: the platform goes no finer"),
        C("source_3", T.TEXT, "三级来源", required=True),
        C("source_4", T.TEXT, "四级来源", required=True),
        C("visitors", T.COUNT, "访客数", note="one person may come from several sources"),
        C("new_visitors", T.COUNT, "新访客"),
        _DWELL, *_SESSIONS,
        C("item_clickers", T.COUNT, "商品点击人数"),
        *_INTEREST,
        C("new_followers", T.COUNT, "关注店铺人数"),
        C("ordered_buyers", T.COUNT, "下单买家数"),
        C("ordered_amount", T.MONEY, "下单金额"),
        C("paid_buyers", T.COUNT, "支付买家数"),
        C("paid_orders", T.COUNT, "支付订单数"),
        C("paid_amount", T.MONEY, "支付金额"),
        _CURRENCY,
    ),
)

_AD_METRICS = (
    C("impressions", T.COUNT, "展现量"),
    C("clicks", T.COUNT, "点击量"),
    C("ad_spend", T.MONEY, "花费"),
    C("ad_orders", T.COUNT, "总成交笔数", note="direct and indirect, within the console's window; grows for days"),
    C("ad_gmv", T.MONEY, "总成交金额"),
    C("direct_orders", T.COUNT, "直接成交笔数"),
    C("direct_gmv", T.MONEY, "直接成交金额"),
    C("presale_gmv", T.MONEY, "总预售成交金额", note="not part of ad_gmv"),
    C("cart_units", T.COUNT, "总购物车数"),
    C("favorites", T.COUNT, "总收藏数"),
    _CURRENCY,
)

AD_KEYWORD_DAY = Table(
    "ad_keyword_day", "关键词日报", Kind.REPORT, "one row per plan, unit, listing, keyword and day", day="day",
    key=("day", "plan_id", "unit_id", "item_id", "keyword_kind", "keyword"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("scene", T.TEXT, "场景"),
        C("plan_id", T.TEXT, "计划ID", required=True),
        C("plan", T.TEXT, "计划"),
        C("unit_id", T.TEXT, "单元ID", required=True, note="empty: the export has no units"),
        C("item_id", T.TEXT, "商品ID", required=True, note="empty: the export does not say"),
        C("keyword_kind", T.TEXT, "词类型", required=True, note="关键词 or 关键词包"),
        C("keyword_id", T.TEXT, "词ID"),
        C("keyword", T.TEXT, "关键词", required=True),
        C("mean_rank", T.RATE, "平均展现排名", note="not to be averaged without impressions"),
        *_AD_METRICS,
    ),
)

AD_PLAN_DAY = Table(
    "ad_plan_day", "计划日报", Kind.REPORT, "one row per ad plan and day", day="day", key=("day", "plan_id"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("scene", T.TEXT, "场景"),
        C("plan_id", T.TEXT, "计划ID", required=True),
        C("plan", T.TEXT, "计划"),
        *_AD_METRICS,
    ),
)

AD_MATERIAL_DAY = Table(
    "ad_material_day", "素材日报", Kind.REPORT, "one row per ad material (素材) and day", day="day",
    key=("day", "material_id"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("material_id", T.TEXT, "素材ID", required=True),
        C("title", T.TEXT, "素材名称"),
        C("impressions", T.COUNT, "整体展现次数"),
        C("clicks", T.COUNT, "整体点击次数"),
        C("ad_spend", T.MONEY, "整体消耗"),
        C("ad_orders", T.COUNT, "整体成交订单数", note="as credited when exported; grows for days"),
        C("ad_gmv", T.MONEY, "整体成交金额"),
        C("user_paid_amount", T.MONEY, "用户实际支付金额"),
        C("net_ad_orders", T.COUNT, "净成交订单数", note="without those refunded within the hour"),
        C("net_ad_gmv", T.MONEY, "净成交金额"),
        C("refund_1h_amount", T.MONEY, "1小时内退款金额"),
        C("video_plays", T.COUNT, "视频播放数"),
        C("new_followers", T.COUNT, "新增粉丝数"),
        _CURRENCY,
    ),
)

REPORT_TABLES: tuple[Table, ...] = (
    SHOP_DAY, PRODUCT_DAY, SOURCE_DAY, AD_KEYWORD_DAY, AD_PLAN_DAY, AD_MATERIAL_DAY,
)
