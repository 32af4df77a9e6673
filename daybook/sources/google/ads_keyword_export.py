"""Search keyword report of Google Ads: UTF-16 or UTF-8, two rows above the header, several overlapping totals below.

Campaign and ad group stand for plan and unit, by name: the report has no ids.  Conversions are fractional and follow
the account's own definition, so no orders are taken from them.
"""

from daybook.facts.report_tables import AD_KEYWORD_DAY
from daybook.sources.columns import Columns
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days

DAY = ("Day",)
KEYWORD = ("Keyword", "Search keyword")
CAMPAIGN = ("Campaign",)
LAYOUT = Layout(
    AD_KEYWORD_DAY,
    {
        "plan_id": CAMPAIGN, "plan": CAMPAIGN, "unit_id": ("Ad group",), "keyword_kind": ("Match type",),
        "keyword": KEYWORD, "impressions": ("Impr.", "Impressions"), "clicks": ("Clicks",), "ad_spend": ("Cost",),
        "ad_gmv": ("Conv. value", "Conversion value"), "scene": ("Campaign type",), "item_id": ("Item ID",),
        "currency": ("Currency code",),
    },
    needed=(KEYWORD, CAMPAIGN, ("Impr.", "Impressions"), ("Clicks",), ("Cost",)),
    never=("Search term",),
    fills=("unit_id", "item_id", "keyword_kind"),
)


class KeywordDayExport:
    """Reader of the search keyword report, segmented by day."""

    name = "google.ads_keyword_export"
    version = 1
    platforms: tuple[str, ...] = ("shopify", "woocommerce", "other")
    columns = LAYOUT.columns

    def recognises(self, sheet: Sheet) -> bool:
        return LAYOUT.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return LAYOUT.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*DAY)
        for first in sheet.header[:1]:
            columns.set_totals_aside(first)
        columns.require(columns.text(*KEYWORD), *KEYWORD)
        columns.require(columns.text(*CAMPAIGN), *CAMPAIGN)
        rows = LAYOUT.rows(columns, days(columns, *DAY))
        batch = LAYOUT.batch(columns, rows, "google", named=False)
        return Parsed(self.name, self.version, (batch,), columns.rejected, tuple(columns.warnings))
