"""Sponsored Products reports of the Amazon console and of its API: search term, targeting, placement, product, campaign, time.

The workbook and the CSV spell the same data differently (ratios or percents, `31.35` or `Rs.31.35`, a currency in the
header or not); no rate is kept, all follow from the counts.  Campaigns and ad groups have no ids: names stand for them.
"""

import re
from typing import TYPE_CHECKING

from daybook.facts.ad_tables import AD_SCENE_PERIOD
from daybook.facts.market_tables import AD_PLACEMENT_PERIOD, AD_TERM_PERIOD, AD_UNIT_PERIOD
from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY
from daybook.sources.columns import Columns
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Aliases, Layout

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("amazon",)
#: Days after a click within which a sale counts: 7 for sellers, 14 for vendors and in India; 1 and 30 can be chosen.
WINDOWS = (7, 14, 30, 1)


def within(*words: str) -> Aliases:
    """Header names with each window: `7 Day Total Sales`, `14 Day Total Sales`, ..."""
    return tuple(f"{days} Day {word}" for word in words for days in WINDOWS)


def over(*words: str) -> Aliases:
    """The API's names with each window: `sales7d`, `sales14d`, ..."""
    return tuple(f"{word}{days}d" for word in words for days in WINDOWS)


CAMPAIGN, TARGET, TERM = ("Campaign Name",), ("Targeting", "Keyword or Product Targeting"), ("Customer Search Term", "searchTerm")
PLACEMENT, ASIN = ("Placement", "placementClassification"), ("Advertised ASIN", "advertisedAsin")
SALES = (*within("Total Sales"), *over("sales"))
_METRICS: dict[str, Aliases] = {
    "impressions": ("Impressions",), "clicks": ("Clicks",), "ad_spend": ("Spend", "cost"),
    "ad_orders": (*within("Total Orders (#)"), *over("purchases")), "ad_gmv": SALES,
    "direct_gmv": (*within("Advertised SKU Sales", "Advertised ASIN Sales"), *over("attributedSalesSameSku")),
    "currency": ("Currency", "campaignBudgetCurrencyCode"),
    "plan_id": CAMPAIGN,
}
_UNITS = {**_METRICS, "ad_units": (*within("Total Units (#)"), *over("unitsSoldClicks"))}
_WORDS = {"unit_id": ("Ad Group Name",), "keyword_kind": ("Match Type",), "keyword": TARGET}
_NEEDED = (CAMPAIGN, ("Impressions",), ("Clicks",), ("Spend", "cost"), SALES)
_FILLS = ("unit_id", "keyword_kind", "term", "device")

TERMS = Layout(
    AD_TERM_PERIOD, {**_UNITS, **_WORDS, "term": TERM, "scene": ("Portfolio name",)},
    needed=(*_NEEDED, TERM, TARGET), fills=("unit_id", "keyword_kind", "device"),
)
TARGETS = Layout(
    AD_TERM_PERIOD, {**_UNITS, **_WORDS, "scene": ("Portfolio name",)}, needed=(*_NEEDED, TARGET),
    never=(*TERM, *PLACEMENT), fills=_FILLS,
)
TARGET_DAYS = Layout(
    AD_KEYWORD_DAY, {**_METRICS, **_WORDS, "plan": CAMPAIGN, "scene": ("Portfolio name",)}, needed=(),
    fills=("unit_id", "keyword_kind", "item_id"),
)
PLACEMENTS = Layout(
    AD_PLACEMENT_PERIOD, {**_UNITS, "placement": PLACEMENT, "bidding": ("Bidding strategy", "campaignBiddingStrategy")},
    needed=(*_NEEDED, PLACEMENT), never=TERM,
)
CAMPAIGNS = Layout(
    AD_UNIT_PERIOD, _UNITS,
    needed=(*_NEEDED, ("Bidding strategy", "campaignBiddingStrategy"), ("Targeting Type", "campaignBudgetType")),
    never=(*PLACEMENT, *TARGET, *TERM, "Ad Group Name"), fills=("unit_id", "ad_id"),
)
ADVERTISED_ITEMS = Layout(
    AD_UNIT_PERIOD, {**_UNITS, "unit_id": ("Ad Group Name",), "ad_id": ("Advertised SKU", *ASIN)},
    needed=(*_NEEDED, ASIN), never=(*PLACEMENT, *TARGET, *TERM), fills=("unit_id",),
)
WHOLE_ACCOUNT = Layout(
    AD_SCENE_PERIOD, {"clicks": ("Clicks",), "ad_spend": ("Spend", "Total Spend"), "currency": ("Currency",)},
    needed=(("Clicks",), ("Spend", "Total Spend"), ("Cost Per Click (CPC)",), ("Date", "Start Date")),
    never=(*CAMPAIGN, *PLACEMENT, *TARGET, *TERM, *ASIN, "Ad Group Name", "Impressions"), fills=("scene",),
)
CAMPAIGN_DAYS = Layout(AD_PLAN_DAY, {**_METRICS, "plan": CAMPAIGN, "scene": ("Campaign Type",)}, needed=())


def take_window(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The window of attribution stands in the header of the sales, and automatic targeting has no kind of match."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if "keyword_kind" in rows:  # `-` is read as no value, yet it says: automatic
        automatic = pc.match_substring_regex(rows["keyword_kind"], "^(TARGETING_EXPRESSION.*)?$")
        rows["keyword_kind"] = pc.if_else(automatic, pa.scalar("-"), rows["keyword_kind"])
    said = re.match(r"(?:sales)?(\d+)(?: Day|d)", columns.title(*SALES))
    if said and ("term" in rows or "placement" in rows):
        rows["window_days"] = pa.repeat(pa.scalar(int(said[1]), pa.int64()), columns.rows)


DATED = Dated(("Date",), ("Start Date",), ("End Date",))
SEARCH_TERMS = PeriodReader("amazon.ads_search_term_export", PLATFORMS, TERMS, DATED, "amazon", take_window)
TARGETING = PeriodReader(
    "amazon.ads_targeting_export", PLATFORMS, TARGETS, DATED, "amazon", take_window, daily=TARGET_DAYS)
PLACEMENT_REPORT = PeriodReader("amazon.ads_placement_export", PLATFORMS, PLACEMENTS, DATED, "amazon", take_window)
#: An ad is told by the SKU that it advertises.
ADVERTISED = PeriodReader(
    "amazon.ads_advertised_export", PLATFORMS, ADVERTISED_ITEMS, DATED, "amazon", take_window)
#: Start and end in this report are those of the campaign, not of the row.
CAMPAIGN_REPORT = PeriodReader(
    "amazon.ads_campaign_export", PLATFORMS, CAMPAIGNS, Dated(("Date",)), "amazon", daily=CAMPAIGN_DAYS)
#: Performance over time: clicks and spend of all campaigns.
OVER_TIME = PeriodReader("amazon.ads_over_time_export", PLATFORMS, WHOLE_ACCOUNT, DATED, "amazon")
