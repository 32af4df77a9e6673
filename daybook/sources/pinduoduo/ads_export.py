"""推广商品报表 of Pinduoduo: one row per promotion and listing, percents as text, a 总计 row at the bottom.

With 全店托管 the total is more than its rows: the difference is reported and never spread.
"""

import re
from typing import TYPE_CHECKING

from daybook.facts.market_tables import AD_ITEM_PERIOD
from daybook.sources import grammar
from daybook.sources.columns import Columns
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

ITEM, PLAN, BIDDING = ("商品ID",), ("推广名称", "推广计划"), ("出价方式",)
_TARGET = re.compile(r"目标投产比\s*[:：]\s*([\d.]+)")
LAYOUT = Layout(
    AD_ITEM_PERIOD,
    {
        "plan_id": PLAN, "item_id": ITEM, "title": ("商品名称",), "scene": ("推广场景",), "bidding": BIDDING,
        "deal_spend": ("成交花费",), "ad_spend": ("总花费", "花费"), "ad_gmv": ("交易额",),
        "direct_gmv": ("直接交易额",), "ad_orders": ("成交笔数",), "impressions": ("曝光量",), "clicks": ("点击量",),
    },
    needed=(ITEM, PLAN, ("交易额",), ("总花费", "花费"), ("曝光量",)), never=("关键词", "人群", "创意ID"),
)


def take_target(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """`目标投产比：3.95` stands within 出价方式."""
    import pyarrow as pa

    said = [_TARGET.search(cell) if cell else None for cell in columns.text(*BIDDING).to_pylist()]
    values = [found[1] if found else None for found in said]
    rows["target_roas"], _ = grammar.decimals(pa.array(values, pa.string()), grammar.RATE_STEP)


ADS = PeriodReader("pinduoduo.ads_item_export", ("pinduoduo",), LAYOUT, Dated(("日期", "时间")), "pinduoduo", take_target,
                   plans=True)
