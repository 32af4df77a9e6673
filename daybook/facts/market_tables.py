"""Report tables of marketplaces abroad and of ads and visits counted over a stated period rather than day by day.

A row over several days belongs to the last of them, is never spread over days, and says where it begins.
"""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

LAST = C("day", T.DAY, "截止日期", required=True, note="last day of the period; the day itself where rows are daily")
FIRST = C("first_on", T.DAY, "起始日期", note="first day of the period; null: all time. Not to be added across periods")
_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_WINDOW = C("window_days", T.COUNT, "归因天数", note="days after a click whose sales count; null: not said")
_CREDITED = (
    C("impressions", T.COUNT, "展现量"),
    C("clicks", T.COUNT, "点击量"),
    C("ad_spend", T.MONEY, "花费"),
    C("ad_orders", T.COUNT, "成交笔数", note="as credited when exported; grows for days"),
    C("ad_units", T.COUNT, "成交件数"),
    C("ad_gmv", T.MONEY, "成交金额"),
    C("direct_gmv", T.MONEY, "直接成交金额", note="of the advertised listing itself"),
    C("conversions", T.RATE, "转化数", note="the account's own definition; fractional"),
    _CURRENCY,
)

AD_TERM_PERIOD = Table(
    "ad_term_period", "搜索词报表", Kind.REPORT,
    "one row per plan, unit, keyword or target, search term, device and period", day="day",
    key=("day", "plan_id", "unit_id", "keyword_kind", "keyword", "term", "device"),
    columns=(
        LAST, FIRST,
        C("scene", T.TEXT, "场景"),
        C("plan_id", T.TEXT, "计划", required=True, note="by name where the report has no ids"),
        C("unit_id", T.TEXT, "单元", required=True, note="empty: not said"),
        C("keyword_kind", T.TEXT, "匹配方式", required=True, note="as printed: EXACT, Phrase match; - is automatic"),
        C("keyword", T.TEXT, "关键词", required=True, note="empty: not said; * is automatic targeting"),
        C("term", T.TEXT, "搜索词", required=True, note="what people typed: untrusted text; empty: a row per keyword"),
        C("device", T.TEXT, "终端", required=True, note="empty: all devices"),
        _WINDOW, *_CREDITED,
    ),
)

AD_UNIT_PERIOD = Table(
    "ad_unit_period", "单元报表", Kind.REPORT, "one row per plan, unit (ad group, ad set), ad and period", day="day",
    key=("day", "plan_id", "unit_id", "ad_id"),
    columns=(
        LAST, FIRST,
        C("plan_id", T.TEXT, "计划", required=True),
        C("unit_id", T.TEXT, "单元", required=True, note="empty: a row per plan"),
        C("ad_id", T.TEXT, "广告", required=True, note="empty: a row per unit"),
        C("reach", T.COUNT, "覆盖人数", note="people: never added over rows"),
        *_CREDITED,
    ),
)

AD_PLACEMENT_PERIOD = Table(
    "ad_placement_period", "资源位报表", Kind.REPORT, "one row per plan, placement (资源位) and period", day="day",
    key=("day", "plan_id", "placement"),
    columns=(LAST, FIRST, C("plan_id", T.TEXT, "计划", required=True), C("placement", T.TEXT, "资源位", required=True),
             C("bidding", T.TEXT, "出价方式"), _WINDOW, *_CREDITED),
)

AD_PLACE_PERIOD = Table(
    "ad_place_period", "地域报表", Kind.REPORT, "one row per plan, place and period", day="day",
    key=("day", "plan_id", "place"),
    columns=(LAST, FIRST, C("plan_id", T.TEXT, "计划", required=True),
             C("place", T.TEXT, "地域", required=True, note="as printed; places may lie within each other"),
             C("interactions", T.COUNT, "互动量", note="clicks and what else the campaign counts"), *_CREDITED),
)

AD_ITEM_PERIOD = Table(
    "ad_item_period", "推广商品报表", Kind.REPORT, "one row per plan, advertised listing and period", day="day",
    key=("day", "plan_id", "item_id"),
    columns=(
        LAST, FIRST,
        C("scene", T.TEXT, "推广场景"),
        C("plan_id", T.TEXT, "推广名称", required=True),
        C("item_id", T.TEXT, "商品ID", required=True),
        C("title", T.TEXT, "商品名称"),
        C("bidding", T.TEXT, "出价方式"),
        C("target_roas", T.RATE, "目标投产比", note="as set, not as reached"),
        C("deal_spend", T.MONEY, "成交花费", note="part of ad_spend"),
        *_CREDITED,
    ),
)

LISTING_PERIOD = Table(
    "listing_period", "商品销售与流量", Kind.REPORT, "one row per listing, SKU and period", day="day",
    key=("day", "item_id", "sku"),
    columns=(
        LAST, FIRST,
        C("item_id", T.TEXT, "商品ID", required=True, note="Amazon: the child ASIN, else the parent"),
        C("parent_id", T.TEXT, "父商品ID"),
        C("sku", T.TEXT, "商家编码", required=True, note="empty: a row per listing"),
        C("title", T.TEXT, "商品名称"),
        C("sessions", T.COUNT, "会话数", note="visits, not people"),
        C("page_views", T.COUNT, "浏览量"),
        C("buy_box_rate", T.RATE, "黄金购物车占比", note="0..1, the platform's own; not to be averaged"),
        C("ordered_units", T.COUNT, "下单件数"),
        C("order_items", T.COUNT, "订单商品数", note="lines of orders, not orders"),
        C("ordered_amount", T.MONEY, "下单金额", note="ordered product sales, cancelled ones left out by the platform"),
        C("refunded_units", T.COUNT, "退款件数"),
        C("b2b_units", T.COUNT, "企业购件数", note="part of ordered_units"),
        C("b2b_amount", T.MONEY, "企业购金额", note="part of ordered_amount"),
        _CURRENCY,
    ),
)

_VISITS = (
    C("users", T.COUNT, "用户数", note="people, within the row"),
    C("new_users", T.COUNT, "新用户数"),
    C("sessions", T.COUNT, "会话数"),
    C("page_views", T.COUNT, "浏览量"),
    C("engagement_seconds", T.RATE, "平均互动时长", note="seconds, the platform's mean"),
    C("events", T.COUNT, "事件数"),
    C("conversions", T.RATE, "转化数"),
    C("revenue", T.MONEY, "收入"),
)

WEB_DAY = Table(
    "web_day", "网站日报", Kind.REPORT, "one row per web property and day", day="day", key=("day",),
    columns=(
        C("day", T.DAY, "日期", required=True), *_VISITS,
        C("active_1_day", T.COUNT, "日活跃用户"),
        C("active_7_days", T.COUNT, "7日活跃用户", note="people of the seven days that end here"),
        C("active_30_days", T.COUNT, "30日活跃用户", note="28 or 30 days, as the property counts"),
        _CURRENCY,
    ),
)

WEB_PERIOD = Table(
    "web_period", "网站报表", Kind.REPORT, "one row per cut (page, event, channel, item, ...), value and period",
    day="day", key=("day", "cut", "value"),
    columns=(
        LAST, FIRST,
        C("cut", T.TEXT, "维度", required=True, note="page, page_title, event, channel, item, country, platform, ..."),
        C("value", T.TEXT, "取值", required=True, note="as printed: untrusted text"),
        *_VISITS,
        C("items_viewed", T.COUNT, "商品浏览件数"),
        C("items_in_cart", T.COUNT, "商品加购件数"),
        C("items_purchased", T.COUNT, "商品购买件数"),
        C("item_revenue", T.MONEY, "商品收入"),
        _CURRENCY,
    ),
)

MARKET_TABLES: tuple[Table, ...] = (
    AD_TERM_PERIOD, AD_UNIT_PERIOD, AD_PLACEMENT_PERIOD, AD_PLACE_PERIOD, AD_ITEM_PERIOD, LISTING_PERIOD, WEB_DAY,
    WEB_PERIOD,
)
