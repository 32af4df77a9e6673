"""Ads: what was paid for and what the consoles say came of it, by plan and by keyword.

The console counts sales within its own window after the click, direct ones (of the advertised product) and indirect
ones, and adds to them for days: yesterday's return is never its last word.
"""

from daybook.domain.brief import Unit
from daybook.facts.market_tables import AD_TERM_PERIOD
from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_MATERIAL_DAY, AD_PLAN_DAY
from daybook.metrics.definitions.sales import PAID_GMV
from daybook.metrics.definitions.traffic import PLATFORM_PAID_GMV
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Fractions, Sum

_GROWS = "some days: the console's window after the click, and refunds"


def _of_plans(name: str, zh: str, unit: Unit, note: str = "", restates: str = "", higher: bool = True) -> Metric:
    return Metric(name, zh, unit, AD_PLAN_DAY, "day", Sum(_COLUMN.get(name, name)), note, restates=restates,
                  higher_is_better=higher)


def _of_keywords(of: Metric) -> Metric:
    """The same column of the keyword report; in its place on screens only where no plan report is in."""
    note = "Of keyword plans alone, from the keyword report. " + of.note
    return Metric(f"keyword_{of.name}", of.zh, of.unit, AD_KEYWORD_DAY, "day", of.value, note.strip(),
                  restates=of.restates, higher_is_better=of.higher_is_better, stands_in_for=of.name)


_COLUMN = {"direct_ad_gmv": "direct_gmv", "direct_ad_orders": "direct_orders",
           "ad_cart_units": "cart_units", "ad_favorites": "favorites"}

IMPRESSIONS = _of_plans("impressions", "展现量", Unit.COUNT)
CLICKS = _of_plans("clicks", "点击量", Unit.COUNT)
AD_SPEND = _of_plans("ad_spend", "花费", Unit.MONEY, higher=False)
AD_ORDERS = _of_plans("ad_orders", "总成交笔数", Unit.COUNT, "Direct and indirect.", _GROWS)
AD_GMV = _of_plans("ad_gmv", "广告成交金额", Unit.MONEY, "Direct and indirect; plans may both claim one sale.", _GROWS)
DIRECT_AD_ORDERS = _of_plans("direct_ad_orders", "直接成交笔数", Unit.COUNT, "Of the advertised product.", _GROWS)
DIRECT_AD_GMV = _of_plans("direct_ad_gmv", "直接成交金额", Unit.MONEY, "Of the advertised product.", _GROWS)
INDIRECT_AD_GMV = Metric(
    "indirect_ad_gmv", "间接成交金额", Unit.MONEY, AD_PLAN_DAY, "day", Sum("ad_gmv", less="direct_gmv"),
    "Of other products of the shop.", restates=_GROWS)
AD_CART_UNITS = _of_plans("ad_cart_units", "广告加购数", Unit.COUNT)
AD_FAVORITES = _of_plans("ad_favorites", "广告收藏数", Unit.COUNT)

CTR = Ratio("ctr", "点击率", Unit.SHARE, CLICKS, IMPRESSIONS)
CPC = Ratio("cpc", "平均点击花费", Unit.MONEY, AD_SPEND, CLICKS, higher_is_better=False)
CPM = Ratio("cpm", "千次展现花费", Unit.MONEY, AD_SPEND, IMPRESSIONS, higher_is_better=False, times=1000)
CLICK_CVR = Ratio("click_cvr", "点击转化率", Unit.SHARE, AD_ORDERS, CLICKS,
                  note="Ad orders over clicks; one click may bring several orders.")
AD_CART_COST = Ratio("ad_cart_cost", "加购成本", Unit.MONEY, AD_SPEND, AD_CART_UNITS, higher_is_better=False)
ROAS = Ratio("roas", "投产比", Unit.RATIO, AD_GMV, AD_SPEND,
             note="What Chinese consoles call ROI: ad sales, direct and indirect, over spend; not profit.")
DIRECT_ROAS = Ratio("direct_roas", "直接投产比", Unit.RATIO, DIRECT_AD_GMV, AD_SPEND)
ACOS = Ratio("acos", "广告销售成本比", Unit.SHARE, AD_SPEND, AD_GMV, higher_is_better=False)
TACOS = Ratio("tacos", "推广占比", Unit.SHARE, AD_SPEND, PAID_GMV, higher_is_better=False,
              note="Ad spend over all that was paid in the shop.")
TACOS_OF_PLATFORM = Ratio(
    "tacos_of_platform", "推广占比", Unit.SHARE, AD_SPEND, PLATFORM_PAID_GMV, higher_is_better=False,
    note="Ad spend over the paid amount by the platform's own count.", stands_in_for="tacos")

KEYWORD_IMPRESSIONS, KEYWORD_CLICKS = _of_keywords(IMPRESSIONS), _of_keywords(CLICKS)
KEYWORD_AD_SPEND, KEYWORD_AD_ORDERS = _of_keywords(AD_SPEND), _of_keywords(AD_ORDERS)
KEYWORD_AD_GMV, KEYWORD_DIRECT_AD_GMV = _of_keywords(AD_GMV), _of_keywords(DIRECT_AD_GMV)
KEYWORD_DIRECT_AD_ORDERS, KEYWORD_AD_CART_UNITS = _of_keywords(DIRECT_AD_ORDERS), _of_keywords(AD_CART_UNITS)


def _keyword_ratio(of: Ratio, over: Metric, under: Metric) -> Ratio:
    return Ratio(f"keyword_{of.name}", of.zh, of.unit, over, under,
                 ("Of keyword plans alone, from the keyword report. " + of.note).strip(), of.higher_is_better,
                 of.name, of.times)


KEYWORD_CTR = _keyword_ratio(CTR, KEYWORD_CLICKS, KEYWORD_IMPRESSIONS)
KEYWORD_CPC = _keyword_ratio(CPC, KEYWORD_AD_SPEND, KEYWORD_CLICKS)
KEYWORD_CPM = _keyword_ratio(CPM, KEYWORD_AD_SPEND, KEYWORD_IMPRESSIONS)
KEYWORD_CLICK_CVR = _keyword_ratio(CLICK_CVR, KEYWORD_AD_ORDERS, KEYWORD_CLICKS)
KEYWORD_AD_CART_COST = _keyword_ratio(AD_CART_COST, KEYWORD_AD_SPEND, KEYWORD_AD_CART_UNITS)
KEYWORD_ROAS = _keyword_ratio(ROAS, KEYWORD_AD_GMV, KEYWORD_AD_SPEND)
KEYWORD_ACOS = _keyword_ratio(ACOS, KEYWORD_AD_SPEND, KEYWORD_AD_GMV)



def _of_materials(of: Metric) -> Metric:
    """The same column of the material report (千川 整体), where the shop has no plan report."""
    note = "Of all materials (整体), from the material report. " + of.note
    return Metric(f"material_{of.name}", of.zh, of.unit, AD_MATERIAL_DAY, "day", of.value, note.strip(),
                  restates=of.restates, higher_is_better=of.higher_is_better, stands_in_for=of.name)


MATERIAL_IMPRESSIONS, MATERIAL_CLICKS = _of_materials(IMPRESSIONS), _of_materials(CLICKS)
MATERIAL_AD_SPEND, MATERIAL_AD_ORDERS = _of_materials(AD_SPEND), _of_materials(AD_ORDERS)
MATERIAL_AD_GMV = _of_materials(AD_GMV)
MATERIAL_NET_AD_GMV = Metric(
    "material_net_ad_gmv", "净成交金额", Unit.MONEY, AD_MATERIAL_DAY, "day", Sum("net_ad_gmv"), restates=_GROWS,
    note="Without what was refunded within the hour.")
MATERIAL_CTR = Ratio("material_ctr", CTR.zh, CTR.unit, MATERIAL_CLICKS, MATERIAL_IMPRESSIONS, stands_in_for="ctr")
MATERIAL_CPC = Ratio("material_cpc", CPC.zh, CPC.unit, MATERIAL_AD_SPEND, MATERIAL_CLICKS, higher_is_better=False,
                     stands_in_for="cpc")
MATERIAL_ROAS = Ratio("material_roas", ROAS.zh, ROAS.unit, MATERIAL_AD_GMV, MATERIAL_AD_SPEND, ROAS.note,
                      stands_in_for="roas")
MATERIAL_TACOS = Ratio("material_tacos", TACOS.zh, TACOS.unit, MATERIAL_AD_SPEND, PAID_GMV, TACOS.note,
                       higher_is_better=False, stands_in_for="tacos")



def _of_terms(name: str, zh: str, unit: Unit, restates: str = "") -> Metric:
    return Metric(f"term_{name}", zh, unit, AD_TERM_PERIOD, "day", Fractions(name) if name == "conversions" else Sum(name),
                  "Of one term that people typed, from reports of single days.", restates=restates)


TERM_CLICKS, TERM_AD_SPEND = _of_terms("clicks", "搜索词点击量", Unit.COUNT), _of_terms("ad_spend", "搜索词花费", Unit.MONEY)
TERM_AD_ORDERS = _of_terms("ad_orders", "搜索词成交笔数", Unit.COUNT, _GROWS)
TERM_CONVERSIONS = _of_terms("conversions", "搜索词转化数", Unit.RATIO, _GROWS)
TERM_AD_GMV = _of_terms("ad_gmv", "搜索词成交金额", Unit.MONEY, _GROWS)

OF_TERMS = (TERM_CLICKS, TERM_AD_SPEND, TERM_AD_ORDERS, TERM_CONVERSIONS, TERM_AD_GMV)
OF_MATERIALS = (MATERIAL_IMPRESSIONS, MATERIAL_CLICKS, MATERIAL_AD_SPEND, MATERIAL_AD_ORDERS, MATERIAL_AD_GMV,
                MATERIAL_NET_AD_GMV)
OF_PLANS = (IMPRESSIONS, CLICKS, AD_SPEND, AD_ORDERS, AD_GMV, DIRECT_AD_ORDERS, DIRECT_AD_GMV, INDIRECT_AD_GMV,
            AD_CART_UNITS, AD_FAVORITES)
OF_KEYWORDS = (KEYWORD_IMPRESSIONS, KEYWORD_CLICKS, KEYWORD_AD_SPEND, KEYWORD_AD_ORDERS, KEYWORD_AD_GMV,
               KEYWORD_DIRECT_AD_ORDERS, KEYWORD_DIRECT_AD_GMV, KEYWORD_AD_CART_UNITS)
