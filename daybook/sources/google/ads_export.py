"""Google Ads reports: UTF-16 or UTF-8, two rows above the header, several overlapping totals below (never added).

Campaign and ad group stand for plan and unit, by name: the reports have no ids.  Conversions are fractional and follow
the account's own definition, so no orders are taken from them.  The first total row is that of what a report lists.
"""

from daybook.facts.market_tables import AD_PLACE_PERIOD, AD_TERM_PERIOD, AD_UNIT_PERIOD
from daybook.facts.report_tables import AD_KEYWORD_DAY
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Layout

PLATFORMS = ("shopify", "woocommerce", "other")
DATED = Dated(("Day",))
KEYWORD, TERM, PLACE = ("Keyword", "Search keyword"), ("Search term",), ("Location",)
CAMPAIGN, GROUP, DEVICE = ("Campaign",), ("Ad group",), ("Device",)
#: A total names itself in whatever column comes first, or in the one that has room.
ANCHORS = ("Keyword status", "Keyword", "Match type", "Search term", "Ad group status", "Ad group", "Location",
           "Device", "Campaign")
_METRICS = {
    "plan_id": CAMPAIGN, "impressions": ("Impr.", "Impressions"), "clicks": ("Clicks",), "ad_spend": ("Cost",),
    "ad_gmv": ("Conv. value", "Conversion value"), "currency": ("Currency code",),
}
_COUNTED = {**_METRICS, "conversions": ("Conversions",)}
_NEEDED = (CAMPAIGN, ("Impr.", "Impressions"), ("Cost",))
_WORD = {"unit_id": GROUP, "keyword_kind": ("Match type",), "scene": ("Campaign type",)}
_FILLS = ("unit_id", "keyword_kind", "device", "keyword")

KEYWORDS = Layout(
    AD_TERM_PERIOD, {**_COUNTED, **_WORD, "keyword": KEYWORD, "device": DEVICE},
    needed=(*_NEEDED, KEYWORD, ("Clicks",)), never=TERM, fills=("unit_id", "keyword_kind", "term", "device"),
)
KEYWORD_DAYS = Layout(
    AD_KEYWORD_DAY, {**_METRICS, **_WORD, "plan": CAMPAIGN, "keyword": KEYWORD, "item_id": ("Item ID",)}, needed=(),
    fills=("unit_id", "item_id", "keyword_kind"),
)
TERMS = Layout(
    AD_TERM_PERIOD, {**_COUNTED, **_WORD, "keyword": KEYWORD, "term": TERM, "device": DEVICE},
    needed=(*_NEEDED, TERM, ("Clicks",)), fills=_FILLS,
)
GROUPS = Layout(
    AD_UNIT_PERIOD, {**_COUNTED, "unit_id": GROUP}, needed=(*_NEEDED, GROUP, ("Clicks",)),
    never=(*KEYWORD, *TERM, *PLACE, *DEVICE, "Final URL", "Ad", "Audience"), fills=("ad_id",),
)
PLACES = Layout(
    AD_PLACE_PERIOD, {**_COUNTED, "place": PLACE, "interactions": ("Interactions",)}, needed=(*_NEEDED, PLACE),
    never=(*KEYWORD, *TERM, *GROUP, *DEVICE),
)

KEYWORD_REPORT = PeriodReader("google.ads_keyword_export", PLATFORMS, KEYWORDS, DATED, "google", anchors=ANCHORS,
                              daily=KEYWORD_DAYS, finer=DEVICE, version=2)
SEARCH_TERMS = PeriodReader("google.ads_search_term_export", PLATFORMS, TERMS, DATED, "google terms", anchors=ANCHORS)
AD_GROUPS = PeriodReader("google.ads_group_export", PLATFORMS, GROUPS, DATED, "google", anchors=ANCHORS, plans=True)
LOCATIONS = PeriodReader("google.ads_location_export", PLATFORMS, PLACES, DATED, "google", anchors=ANCHORS)
