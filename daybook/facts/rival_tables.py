"""Rivals and markets: competitor figures as bands (never points), listings as the data bank sees them, events."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_DAY = C("day", T.DAY, "统计日期", required=True)
_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_ITEM = C("item_id", T.TEXT, "商品ID", required=True)
_TITLE = C("title", T.TEXT, "商品名称")

COMPETITOR_DAY = Table(
    "competitor_day", "竞品竞店日报", Kind.REPORT,
    "one row per shop or listing watched, metric and day; own figures exact, a rival's an interval", day="day",
    key=("day", "kind", "competitor_id", "metric"),
    columns=(
        _DAY,
        C("kind", T.TEXT, "对象", required=True, note="shop or item"),
        C("competitor_id", T.TEXT, "竞店/竞品ID", required=True, note="the name where there is no id"),
        C("competitor", T.TEXT, "竞店/竞品"),
        C("own", T.FLAG, "本店", note="true: the shop's own, exact"),
        C("metric", T.TEXT, "指标", required=True, note="visitors, paid_amount, payment_cvr, ...; others as printed"),
        C("low", T.MONEY, "下限", note="at least; null: no lower end. Shares are 0..1, money is in the row's currency"),
        C("high", T.MONEY, "上限", note="at most; null: no upper end. The true figure lies between, nowhere in particular"),
        _CURRENCY,
    ),
)

MARKET_DAY = Table(
    "market_day", "市场日报", Kind.REPORT,
    "one row per category, cut (size, word, price_band), value, metric and day; index values as the platform gives them", day="day",
    key=("day", "category", "cut", "value", "metric"),
    columns=(
        _DAY,
        C("category", T.TEXT, "类目", required=True, note="empty: not said"),
        C("cut", T.TEXT, "维度", required=True, note="size (the whole), word (a demand word), price_band"),
        C("value", T.TEXT, "取值", required=True, note="the word or the band as printed; empty of a size"),
        C("metric", T.TEXT, "指标", required=True, note="search_index, trade_index, paid_amount, items, payment_cvr, ..."),
        C("low", T.MONEY, "下限", note="at least; equal to high where a single number is given. An index is no amount of money"),
        C("high", T.MONEY, "上限", note="at most"),
        _CURRENCY,
    ),
)

GOODS_DAY = Table(
    "goods_day", "货品日报", Kind.REPORT, "one row per listing and day as the data bank (达摩盘) sees it", day="day",
    key=("day", "item_id"),
    columns=(
        _DAY, _ITEM, _TITLE,
        C("stage", T.TEXT, "货品成长阶段", note="as printed: 新品, 成长, 爆款, ..."),
        C("page_views", T.COUNT, "IPV"),
        C("ad_page_views", T.COUNT, "营销推广IPV"),
        C("natural_page_views", T.COUNT, "非推广IPV"),
        C("search_page_views", T.COUNT, "搜索IPV"),
        C("feed_page_views", T.COUNT, "推荐IPV"),
        C("ad_spend", T.MONEY, "营销推广消耗"),
        C("roas", T.RATE, "营销推广ROI", note="as printed: the report has no sales of ads"),
        C("paid_amount", T.MONEY, "支付金额"),
        C("presale_amount", T.MONEY, "预售支付金额"),
        C("presale_units", T.COUNT, "预售销量"),
        C("interest_rate", T.RATE, "收加率", note="0..1 as printed"),
        C("payment_cvr", T.RATE, "支付转化率", note="0..1 as printed: the report has no buyers"),
        C("repeat_rate", T.RATE, "复购率", note="as printed; above 1 is legal"),
        C("repeat_buyers", T.COUNT, "复购用户数", note="people, within the row"),
        C("search_ctr", T.RATE, "免费搜索点击率", note="0..1 as printed"),
        C("aov", T.MONEY, "笔单价", note="as printed: the report has no orders"),
        C("joint_units", T.RATE, "连带购买量"),
        C("joint_rate", T.RATE, "连带购买率", note="as printed"),
        C("joint_categories", T.RATE, "连带购买叶子类目宽度"),
        _CURRENCY,
    ),
)

ITEM_PROMOTION_DAY = Table(
    "item_promotion_day", "推广商品日报", Kind.REPORT,
    "one row per advertised listing and day as the shop's analytics see it; the ad console counts the same spend",
    day="day", key=("day", "item_id"),
    columns=(
        _DAY, _ITEM, _TITLE,
        C("impressions", T.COUNT, "展现量"),
        C("clicks", T.COUNT, "点击量"),
        C("ad_spend", T.MONEY, "推广消耗"),
        C("ad_orders", T.COUNT, "总引导成交笔数"),
        C("ad_gmv", T.MONEY, "总引导成交金额"),
        C("direct_orders", T.COUNT, "直接成交笔数"),
        C("direct_gmv", T.MONEY, "直接引导成交金额"),
        _CURRENCY,
    ),
)

SKU_DAY = Table(
    "sku_day", "SKU日报", Kind.REPORT, "one row per SKU and day", day="day", key=("day", "item_id", "sku_id"),
    columns=(
        _DAY, _ITEM,
        C("sku_id", T.TEXT, "skuid", required=True, note="the platform's own, not 商家编码"),
        C("variant", T.TEXT, "sku信息"),
        C("cart_units", T.COUNT, "加购件数"),
        C("paid_units", T.COUNT, "支付件数"),
        C("paid_buyers", T.COUNT, "支付买家数", note="people, within the row"),
        C("paid_amount", T.MONEY, "支付金额"),
        _CURRENCY,
    ),
)

LIVE_ITEM = Table(
    "live_item", "直播商品", Kind.REPORT, "one row per listing shown in a live show, on the day on which it began", day="day",
    key=("day", "session_id", "item_id"),
    columns=(
        C("day", T.DAY, "开播日期", required=True),
        C("session_id", T.TEXT, "场次", required=True),
        C("show", T.TEXT, "直播标题"),
        _ITEM, _TITLE,
        C("item_impressions", T.COUNT, "商品曝光次数"),
        C("item_clicks", T.COUNT, "商品点击次数"),
        C("item_clickers", T.COUNT, "商品点击人数", note="people, within the row"),
        C("cart_units", T.COUNT, "加购商品件数"),
        C("cart_buyers", T.COUNT, "加购人数"),
        C("paid_buyers", T.COUNT, "成交人数"),
        C("paid_units", T.COUNT, "成交件数"),
        C("paid_orders", T.COUNT, "成交笔数"),
        C("paid_amount", T.MONEY, "成交金额"),
        _CURRENCY,
    ),
)

EVENT_SIGNUPS = Table(
    "event_signups", "活动报名", Kind.EVENT, "one row per listing signed up for a platform event", day="signed_up_on",
    key=("event", "item_id", "signup_id"),
    columns=(
        C("event", T.TEXT, "活动名称", required=True),
        _ITEM,
        C("signup_id", T.TEXT, "营销ID", required=True, note="empty: not said"),
        C("signed_up_on", T.DAY, "报名日期", required=True, note="never changes"),
        C("title", T.TEXT, "商品名称"),
        C("warm_up_from", T.DAY, "预热开始"),
        C("event_from", T.DAY, "活动开始"),
        C("event_to", T.DAY, "活动结束"),
        C("list_price", T.MONEY, "一口价"),
        C("event_price", T.MONEY, "活动价格"),
        C("expected_price", T.MONEY, "预计普惠成交价", note="what buyers would pay after the event's own coupons"),
        C("lowest_price", T.MONEY, "最低成交价"),
        C("event_units", T.COUNT, "库存", note="set aside for the event"),
        C("units_sold", T.COUNT, "销量"),
        C("price_strength", T.TEXT, "商品价格力", note="as printed"),
        C("item_status", T.TEXT, "商品状态", note="as printed"),
        C("status", T.TEXT, "活动状态", note="as printed"),
        _CURRENCY,
    ),
    occasional=True,
)

_EVENT_COUNTED = (
    C("visitors", T.COUNT, "访客数", note="people, within the row"),
    C("cart_buyers", T.COUNT, "加购人数"),
    C("cart_units", T.COUNT, "加购件数"),
    C("favorite_buyers", T.COUNT, "收藏人数"),
    C("paid_buyers", T.COUNT, "支付买家数"),
    C("paid_units", T.COUNT, "支付件数"),
    C("paid_amount", T.MONEY, "支付金额"),
)

EVENT_ITEM_DAY = Table(
    "event_item_day", "活动商品日报", Kind.REPORT, "one row per platform event, listing and day", day="day",
    key=("day", "event_id", "item_id"),
    columns=(
        _DAY, C("event_id", T.TEXT, "活动ID", required=True), _ITEM, _TITLE,
        C("in_event", T.TEXT, "是否活动商品", note="as printed"),
        *_EVENT_COUNTED,
        C("discount_rate", T.RATE, "实际折扣率", note="as printed"),
        _CURRENCY,
    ),
)

EVENT_SOURCE_DAY = Table(
    "event_source_day", "活动引流日报", Kind.REPORT, "one row per platform event, traffic source, device and day", day="day",
    key=("day", "event_id", "source", "device"),
    columns=(
        _DAY, C("event_id", T.TEXT, "活动ID", required=True), C("source", T.TEXT, "流量来源", required=True),
        C("device", T.TEXT, "终端", required=True, note="empty: not said"),
        C("warm_up_visitors", T.COUNT, "预热访客数", note="people, within the row"),
        C("warm_up_cart_buyers", T.COUNT, "预热加购人数"),
        C("warm_up_favorite_buyers", T.COUNT, "预热收藏人数"),
        *_EVENT_COUNTED, _CURRENCY,
    ),
)

EVENT_DAY = Table(
    "event_day", "活动日报", Kind.REPORT, "one row per platform event, phase and day", day="day",
    key=("day", "event_id", "phase"),
    columns=(
        _DAY,
        C("event_id", T.TEXT, "活动ID", required=True),
        C("phase", T.TEXT, "阶段", required=True, note="warm_up or held"),
        C("visitors", T.COUNT, "访客数", note="people, within the row"),
        C("cart_buyers", T.COUNT, "加购人数", note="people, within the row"),
        C("cart_units", T.COUNT, "加购件数"),
        C("favorite_buyers", T.COUNT, "收藏人数", note="people, within the row"),
        C("favorites", T.COUNT, "收藏次数"),
        C("paid_buyers", T.COUNT, "支付买家数", note="people, within the row"),
        C("paid_units", T.COUNT, "支付件数"),
        C("paid_amount", T.MONEY, "支付金额", note="of the whole shop while the event is held"),
        C("item_visitors", T.COUNT, "活动商品访客数", note="people, within the row"),
        C("item_paid_buyers", T.COUNT, "活动商品支付买家数", note="people, within the row"),
        C("item_paid_units", T.COUNT, "活动商品支付件数"),
        C("item_paid_amount", T.MONEY, "活动商品支付金额", note="part of paid_amount"),
        C("refund_asked_amount", T.MONEY, "活动申请退款金额", note="asked for, not yet given"),
        _CURRENCY,
    ),
)

RIVAL_TABLES: tuple[Table, ...] = (
    COMPETITOR_DAY, MARKET_DAY, GOODS_DAY, ITEM_PROMOTION_DAY, SKU_DAY, LIVE_ITEM, EVENT_ITEM_DAY, EVENT_SOURCE_DAY, EVENT_DAY,
)
