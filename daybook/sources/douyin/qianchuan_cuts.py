"""巨量千川 by boost task (调控任务), by audience tag (标签) and over all (组合): the kinds are told by their headers.

Each holds the same spend again, as 投放明细 by material does.
"""

from typing import TYPE_CHECKING

from daybook.facts.ad_tables import AD_AUDIENCE_PERIOD, AD_GROUP_PERIOD, AD_SCENE_PERIOD
from daybook.sources.columns import Columns
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Aliases, Layout

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("douyin",)
DAY, TASK, TAG_KIND, TAG = ("日期", "时间"), ("调控任务ID",), ("标签类型",), ("标签",)
SPENT, SOLD = ("整体消耗",), ("整体成交金额",)
_METRICS: dict[str, Aliases] = {
    "impressions": ("整体展现次数",), "clicks": ("整体点击次数",), "ad_spend": SPENT, "ad_orders": ("整体成交订单数",),
    "ad_gmv": SOLD,
}
_BOOSTED: dict[str, Aliases] = {
    "impressions": ("追投调控展示次数", "整体展现次数"), "clicks": ("追投调控点击次数", "整体点击次数"),
    "ad_spend": ("追投调控消耗", *SPENT), "ad_orders": ("追投调控成交订单数", "整体成交订单数"),
    "ad_gmv": ("追投调控成交金额", *SOLD),
}


def join_tags(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """A tag is told with its kind: 年龄/31-40."""
    import pyarrow.compute as pc

    rows["audience"] = pc.binary_join_element_wise(columns.text(*TAG_KIND), columns.text(*TAG), "/")


AUDIENCES = PeriodReader(
    "douyin.ad_audience_export", PLATFORMS,
    Layout(AD_AUDIENCE_PERIOD, {**_METRICS, "audience": TAG}, needed=(TAG_KIND, TAG, SPENT),
           never=("素材ID",), fills=("plan_id", "unit_id", "item_id")),
    Dated(DAY), "qianchuan", join_tags)
PORTFOLIO = PeriodReader(
    "douyin.ad_scene_export", PLATFORMS,
    Layout(AD_SCENE_PERIOD, {**_METRICS, "scene": ("营销场景", "推广场景")}, needed=(DAY, SPENT, ("整体展现次数",), SOLD),
           never=("素材ID", *TASK, *TAG), fills=("scene",)),
    Dated(DAY), "qianchuan")
#: What boosts spent is part of what the account spent: they stand beside plans, and are none.
BOOSTS = PeriodReader(
    "douyin.ad_boost_export", PLATFORMS,
    Layout(AD_GROUP_PERIOD, {**_BOOSTED, "plan_id": TASK, "plan": ("调控任务名称", "调控任务")},
           needed=(TASK, ("追投调控消耗", *SPENT)), never=("素材ID",), fills=("unit_id", "item_id")),
    Dated(DAY), "qianchuan boosts")
QIANCHUAN_CUTS = (AUDIENCES, PORTFOLIO, BOOSTS)
