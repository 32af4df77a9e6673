"""Meta Ads export: one row per campaign, ad set or ad and period; the currency stands in the header.

Results and purchases are those within the attribution setting of each ad set.  Clicks are link clicks.
"""

from daybook.facts.market_tables import AD_UNIT_PERIOD
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Layout

CAMPAIGN = ("Campaign name", "Nom de la campagne", "广告系列名称")
SPENT = ("Amount spent", "Montant dépensé", "已花费金额", "花费金额")
LAYOUT = Layout(
    AD_UNIT_PERIOD,
    {
        "plan_id": CAMPAIGN, "unit_id": ("Ad set name", "Nom de l'ensemble de publicités", "广告组名称"),
        "ad_id": ("Ad name", "Nom de la publicité", "广告名称"), "reach": ("Reach", "Couverture", "覆盖人数"),
        "impressions": ("Impressions", "展示次数"), "clicks": ("Link clicks", "Clics sur un lien", "链接点击量"),
        "ad_spend": SPENT, "ad_orders": ("Purchases", "Website purchases", "Achats", "购物次数", "网站购物"),
        "ad_gmv": ("Purchases conversion value", "Website purchases conversion value",
                   "Valeur de conversion des achats", "购物转化价值", "网站购物转化价值"),
        "conversions": ("Results", "Résultats", "成效"),
    },
    needed=(CAMPAIGN, SPENT, ("Impressions", "展示次数")),
    never=("Age", "Gender", "Country", "Region", "Placement", "Platform", "Impression device", "年龄", "性别", "国家/地区"),
    fills=("unit_id", "ad_id"),
)
DATED = Dated(("Day", "Jour", "天"), ("Reporting starts", "Début des rapports", "报告开始日期"),
              ("Reporting ends", "Fin des rapports", "报告结束日期"))
#: Ads are sold to shops of every platform.
ADS = PeriodReader("meta.ads_export", ("shopify", "woocommerce", "other"), LAYOUT, DATED, "meta", any_mark=True,
                   plans=True, nameless=CAMPAIGN)
