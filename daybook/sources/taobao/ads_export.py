"""关键词报表 and 计划报表 of the ad consoles 万相台 and (older) 直通车; amounts in yuan.

Rates stand as ratios in one console and as percents in the other; none is kept, all follow from the counts.
"""

from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY
from daybook.sources.columns import Columns
from daybook.sources.periods import says_ranges
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days
from daybook.sources.taobao.ad_cuts import PLAN_WEEKS

DAY = ("日期",)
WORD = ("词名字/词包名字", "关键词名称", "关键词", "bidword_str")
PLAN_ID = ("计划ID", "推广计划ID")
#: A console of its own is a part of its own: both may deliver the same day of a shop.
SCENE = ("场景名字", "场景名称")
_METRICS = {
    "impressions": ("展现量",), "clicks": ("点击量",), "ad_spend": ("花费",), "ad_orders": ("总成交笔数",),
    "ad_gmv": ("总成交金额",), "direct_orders": ("直接成交笔数",), "direct_gmv": ("直接成交金额",),
    "presale_gmv": ("总预售成交金额",), "cart_units": ("总购物车数",), "favorites": ("总收藏数",), "scene": SCENE,
    "plan_id": PLAN_ID, "plan": ("计划名字", "计划名称"),
}
_NEEDED = (DAY, PLAN_ID, ("展现量",), ("点击量",), ("花费",))

KEYWORD = Layout(
    AD_KEYWORD_DAY,
    {**_METRICS, "unit_id": ("单元ID",), "item_id": ("宝贝ID", "商品ID", "主体ID"), "keyword_kind": ("词类型",),
     "keyword_id": ("词ID/词包ID", "关键词ID"), "mean_rank": ("平均展现排名",), "keyword": WORD},
    needed=(*_NEEDED, WORD),
    never=("人群名字", "创意ID"),
    fills=("unit_id", "item_id", "keyword_kind"),
)
PLAN = Layout(
    AD_PLAN_DAY, _METRICS, needed=_NEEDED,
    never=(*WORD, "单元ID", "宝贝ID", "商品ID", "主体ID", "人群名字", "创意ID", "素材ID", "省", "省份", "地域",
           "地域名称"),
)


class KeywordDayExport:
    """Reader of the 关键词报表: one row per plan, unit, listing, word and day."""

    name = "taobao.ad_keyword_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = KEYWORD.columns

    def recognises(self, sheet: Sheet) -> bool:
        return KEYWORD.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return KEYWORD.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return _read(self.name, self.version, KEYWORD, sheet, context)


class PlanDayExport:
    """Reader of the 计划报表: one row per plan and day; by week one row per plan and week, in a table of its own."""

    name = "taobao.ad_plan_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = PLAN.columns

    def recognises(self, sheet: Sheet) -> bool:
        return PLAN.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return PLAN.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        if says_ranges(Columns(sheet, context), DAY):
            return PLAN_WEEKS.read(sheet, context)
        return _read(self.name, self.version, PLAN, sheet, context)


def _read(name: str, version: int, layout: Layout, sheet: Sheet, context: ReadFor) -> Parsed:
    columns = Columns(sheet, context)
    columns.leave_out_blank()
    columns.set_totals_aside(*DAY)
    columns.set_totals_aside(*PLAN_ID)
    columns.require(columns.ids(*PLAN_ID), *PLAN_ID)
    if layout is KEYWORD:
        columns.require(columns.text(*WORD), *WORD)
    rows = layout.rows(columns, days(columns, *DAY))
    part = "wanxiangtai" if columns.has(*SCENE) else "zhitongche"
    batch = layout.batch(columns, rows, part, named=False)
    for field in ("ad_spend", "ad_gmv"):
        columns.reconcile(rows[field], *layout.fields[field])
    return Parsed(name, version, (batch,), columns.rejected, tuple(columns.warnings), tuple(columns.own_totals))
