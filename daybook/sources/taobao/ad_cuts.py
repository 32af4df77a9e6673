"""万相台, 直通车 and 引力魔方 by audience, creative, placement, unit, advertised listing and scene; by day or by week.

Each cut holds the same spend again.  Rates stand as ratios in one console and as percents in another; none is kept.
"""

from daybook.facts.ad_tables import (
    AD_AUDIENCE_PERIOD,
    AD_CREATIVE_PERIOD,
    AD_GROUP_PERIOD,
    AD_SCENE_PERIOD,
    AD_SPOT_PERIOD,
    AD_SUBJECT_PERIOD,
)
from daybook.facts.market_tables import AD_PLACE_PERIOD
from daybook.facts.table import Table
from daybook.sources.columns import Columns
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Aliases, Layout

PLATFORMS = ("taobao", "tmall")
DAY = ("日期",)
WORD = ("词名字/词包名字", "词名字", "关键词名称", "关键词", "bidword_str", "词包名称")
AUDIENCE = ("人群名字", "人群名称", "定向人群", "定向人群名称")
CREATIVE = ("创意ID", "创意名称", "创意标题")
SPOT = ("资源位",)
UNIT = ("单元ID", "单元名字", "单元名称", "推广单元名称")
PLAN = ("计划ID", "推广计划ID", "计划名字", "计划名称", "计划", "所属计划")
ITEM = ("主体ID", "宝贝ID", "商品ID")
SCENE = ("场景名字", "场景名称", "营销场景", "优化目标")
REGION = ("省", "省份", "地域", "地域名称")
SHOWN, CLICKED, SPENT = ("展现量", "曝光量"), ("点击量",), ("花费", "消耗")
#: What an ad report has and a report of shows or articles has not.
SOLD = ("总成交金额", "成交订单金额", "成交金额", "投入产出比", "投资回报率", "roi")
#: What only the ad consoles of other marketplaces have.
OTHERS = ("交易额", "总花费", "成交花费", "每笔成交花费", "订单行", "展现数")
_METRICS: dict[str, Aliases] = {
    "reach": ("触达访客数",), "impressions": SHOWN, "clicks": CLICKED, "ad_spend": SPENT, "visits": ("引导访问量",),
    "visitors": ("引导访问人数", "进店访客数"), "potential_visitors": ("引导访问潜客数",), "deep_visits": ("深度访问量",),
    "new_customers": ("成交新客数", "新成交用户数", "新客获取量"),
    "cart_units": ("总购物车数", "添加购物车量", "总加购量", "宝贝加购数"),
    "favorites": ("总收藏数", "收藏宝贝量", "收藏量"),
    "placed_orders": ("拍下订单笔数", "拍下订单量"), "placed_amount": ("拍下订单金额",),
    "ad_orders": ("总成交笔数", "成交订单量", "成交笔数"), "ad_gmv": ("总成交金额", "成交订单金额", "成交金额"),
    "direct_orders": ("直接成交笔数",), "direct_gmv": ("直接成交金额",),
    "presale_orders": ("总预售成交笔数", "预售订单量", "预售成交笔数"),
    "presale_gmv": ("总预售成交金额", "预售金额", "预售成交金额"), "natural_gmv": ("自然流量转化金额",),
}
_WHERE: dict[str, Aliases] = {
    "scene": SCENE, "plan_id": PLAN, "plan": ("计划名字", "计划名称", "计划"), "unit_id": UNIT, "item_id": ITEM,
    "title": ("主体名称", "宝贝名称", "商品名称"),
}
_NEEDED = (SHOWN, CLICKED, SOLD)
_FILLS = ("plan_id", "unit_id", "item_id")


def console(columns: Columns) -> str:
    """Which ad console wrote the report: several may deliver the same day of a shop, each its own part."""
    if columns.has("计划组"):
        return "yinlimofang"
    if columns.has("自然流量增量曝光"):
        return "pinxiaobao"
    if columns.has("统计口径"):
        return "wanxiangtai 2022"
    return "wanxiangtai" if columns.has("场景名字", "场景ID", "主体ID", "引导访问量", "营销场景") else "zhitongche"


def _reader(name: str, table: Table, fields: dict[str, Aliases], needed: tuple[Aliases, ...], never: Aliases,
            fills: tuple[str, ...], nameless: Aliases = ()) -> PeriodReader:
    layout = Layout(table, {**_METRICS, **fields}, (*needed, *_NEEDED), never, fills)
    return PeriodReader(f"taobao.{name}", PLATFORMS, layout, Dated(DAY), console, nameless=nameless)


AUDIENCES = _reader("ad_audience_export", AD_AUDIENCE_PERIOD, {**_WHERE, "audience": AUDIENCE}, (AUDIENCE, PLAN),
                    (*WORD, *CREATIVE, *SPOT), _FILLS)
CREATIVES = _reader("ad_creative_export", AD_CREATIVE_PERIOD,
                    {**_WHERE, "creative_id": CREATIVE, "creative": ("创意名称", "创意标题")}, (CREATIVE, PLAN),
                    (*WORD, *AUDIENCE, *SPOT, "素材ID"), _FILLS)
SPOTS = _reader("ad_spot_export", AD_SPOT_PERIOD, {**_WHERE, "placement": SPOT}, (SPOT, PLAN),
                (*WORD, *AUDIENCE, *CREATIVE), _FILLS)
GROUPS = _reader("ad_group_export", AD_GROUP_PERIOD,
                 {**{k: v for k, v in _WHERE.items() if k != "title"}, "unit": ("单元名字", "单元名称", "推广单元名称")},
                 (UNIT, PLAN), (*WORD, *AUDIENCE, *CREATIVE, *SPOT), _FILLS)
SUBJECTS = _reader("ad_subject_export", AD_SUBJECT_PERIOD,
                   {"item_id": ("主体ID",), "subject_kind": ("主体类型",), "title": ("主体名称",)}, (("主体ID",), SPENT),
                   (*WORD, *AUDIENCE, *CREATIVE, *SPOT, *UNIT, *PLAN), ())
SCENES = _reader("ad_scene_export", AD_SCENE_PERIOD, {"scene": SCENE}, ((*DAY, *SCENE), SPENT),
                 (*WORD, *AUDIENCE, *CREATIVE, *SPOT, *UNIT, *PLAN, *ITEM, *REGION, "素材ID", *OTHERS), ("scene",), nameless=SCENE)
#: 计划报表 by week: `ads_export` hands it on where the days are ranges; a row per plan, its unit is empty.
PLAN_WEEKS = PeriodReader(
    "taobao.ad_plan_export", PLATFORMS,
    Layout(AD_GROUP_PERIOD, {**_METRICS, "scene": SCENE, "plan_id": PLAN, "plan": _WHERE["plan"]}, (PLAN, SHOWN, CLICKED),
           fills=("unit_id", "item_id")), Dated(DAY), console)

#: 地域报表: a row per province, or per city where the report has one.
PLACE = ("市", "城市", "省", "省份", "地域", "地域名称")
PLACES = PeriodReader(
    "taobao.ad_place_export", PLATFORMS,
    Layout(AD_PLACE_PERIOD,
           {"plan_id": PLAN, "place": PLACE, "impressions": SHOWN, "clicks": CLICKED, "ad_spend": SPENT,
            "ad_orders": _METRICS["ad_orders"], "ad_gmv": _METRICS["ad_gmv"], "direct_gmv": _METRICS["direct_gmv"]},
           (REGION, SHOWN, CLICKED, SPENT),
           (*WORD, *AUDIENCE, *CREATIVE, *SPOT, "订单编号", "收件人"), ("plan_id",)),
    Dated(DAY), console)

AD_CUTS = (AUDIENCES, CREATIVES, SPOTS, GROUPS, SUBJECTS, SCENES, PLACES)
