"""Ads by audience (人群), by creative (创意), by placement within a listing, by unit and by scene: a day or a period each.

The same spend stands in each of these cuts: they are never added to each other, nor to plans and keywords.
"""

from daybook.facts.market_tables import FIRST, LAST
from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_SCENE = C("scene", T.TEXT, "场景")
_PLAN = C("plan_id", T.TEXT, "计划ID", required=True, note="by name where the report has no ids; empty: all plans")
_PLAN_NAME = C("plan", T.TEXT, "计划")
_UNIT = C("unit_id", T.TEXT, "单元ID", required=True, note="by name where the report has no ids; empty: not said")
_ITEM = C("item_id", T.TEXT, "商品ID", required=True, note="empty: not said")
_TITLE = C("title", T.TEXT, "商品名称")
_DELIVERED = (
    C("reach", T.COUNT, "触达人数", note="people: never added over rows"),
    C("impressions", T.COUNT, "展现量"),
    C("clicks", T.COUNT, "点击量"),
    C("ad_spend", T.MONEY, "花费", note="null: the product is not paid by delivery"),
    C("visits", T.COUNT, "引导访问量"),
    C("visitors", T.COUNT, "引导访问人数", note="people, within the row"),
    C("potential_visitors", T.COUNT, "引导访问潜客数", note="people, within the row"),
    C("deep_visits", T.COUNT, "深度访问量"),
    C("new_customers", T.COUNT, "新客数", note="people, within the row"),
    C("cart_units", T.COUNT, "总购物车数"),
    C("favorites", T.COUNT, "收藏数"),
    C("placed_orders", T.COUNT, "拍下订单笔数"),
    C("placed_amount", T.MONEY, "拍下订单金额"),
    C("ad_orders", T.COUNT, "成交笔数", note="as credited when exported; grows for days"),
    C("ad_gmv", T.MONEY, "成交金额"),
    C("direct_orders", T.COUNT, "直接成交笔数"),
    C("direct_gmv", T.MONEY, "直接成交金额", note="of the advertised listing itself"),
    C("presale_orders", T.COUNT, "预售成交笔数"),
    C("presale_gmv", T.MONEY, "预售成交金额", note="not part of ad_gmv"),
    C("natural_gmv", T.MONEY, "自然流量转化金额", note="the platform's estimate; not part of ad_gmv"),
    C("currency", T.TEXT, "币种", required=True),
)

AD_AUDIENCE_PERIOD = Table(
    "ad_audience_period", "人群报表", Kind.REPORT, "one row per plan, unit, listing, audience (人群) and period", day="day",
    key=("day", "plan_id", "unit_id", "item_id", "audience"),
    columns=(LAST, FIRST, _SCENE, _PLAN, _PLAN_NAME, _UNIT, _ITEM, _TITLE,
             C("audience", T.TEXT, "人群", required=True), *_DELIVERED),
)
AD_CREATIVE_PERIOD = Table(
    "ad_creative_period", "创意报表", Kind.REPORT, "one row per plan, unit, listing, creative (创意) and period", day="day",
    key=("day", "plan_id", "unit_id", "item_id", "creative_id"),
    columns=(LAST, FIRST, _SCENE, _PLAN, _PLAN_NAME, _UNIT, _ITEM, _TITLE,
             C("creative_id", T.TEXT, "创意ID", required=True, note="by name where the report has no ids"),
             C("creative", T.TEXT, "创意"), *_DELIVERED),
)
AD_SPOT_PERIOD = Table(
    "ad_spot_period", "资源位商品报表", Kind.REPORT, "one row per plan, listing, placement (资源位) and period", day="day",
    key=("day", "plan_id", "unit_id", "item_id", "placement"),
    columns=(LAST, FIRST, _SCENE, _PLAN, _PLAN_NAME, _UNIT, _ITEM, _TITLE,
             C("placement", T.TEXT, "资源位", required=True), *_DELIVERED),
)
AD_GROUP_PERIOD = Table(
    "ad_group_period", "单元商品报表", Kind.REPORT, "one row per plan, unit, listing and period", day="day",
    key=("day", "plan_id", "unit_id", "item_id"),
    columns=(LAST, FIRST, _SCENE, _PLAN, _PLAN_NAME, _UNIT, C("unit", T.TEXT, "单元"), _ITEM, *_DELIVERED),
)
AD_SUBJECT_PERIOD = Table(
    "ad_subject_period", "推广主体报表", Kind.REPORT, "one row per advertised listing (主体) and period, over all plans",
    day="day", key=("day", "item_id"),
    columns=(LAST, FIRST, C("item_id", T.TEXT, "主体ID", required=True),
             C("subject_kind", T.TEXT, "主体类型", note="商品, 店铺, 直播间, ... as printed"), _TITLE, *_DELIVERED),
)
AD_SCENE_PERIOD = Table(
    "ad_scene_period", "营销场景报表", Kind.REPORT, "one row per scene (营销场景) of an ad console and period", day="day",
    key=("day", "scene"),
    columns=(LAST, FIRST, C("scene", T.TEXT, "场景", required=True, note="empty: the whole account"), *_DELIVERED),
)

AD_TABLES: tuple[Table, ...] = (
    AD_AUDIENCE_PERIOD, AD_CREATIVE_PERIOD, AD_SPOT_PERIOD, AD_GROUP_PERIOD, AD_SUBJECT_PERIOD, AD_SCENE_PERIOD,
)
