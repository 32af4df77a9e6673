"""Amazon's sales and traffic: the Business Report by ASIN (no date inside) and the JSON of the selling-partner API.

Sessions are visits and not people; amounts are ordered product sales.  Percents are text (`8.33%`) in the one and
numbers from 0 to 100 in the other.
"""

from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.facts.market_tables import LISTING_PERIOD
from daybook.facts.report_tables import SHOP_DAY
from daybook.sources.columns import Columns
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("amazon",)
CHILD = ("(Child) ASIN", "Child ASIN", "ASIN")
PARENT = ("(Parent) ASIN", "Parent ASIN")
SESSIONS = ("Sessions - Total", "Sessions")
ASIN_LAYOUT = Layout(
    LISTING_PERIOD,
    {
        "item_id": (*CHILD, *PARENT), "parent_id": PARENT, "sku": ("SKU",), "title": ("Title",), "sessions": SESSIONS,
        "page_views": ("Page Views - Total", "Page Views"),
        "buy_box_rate": ("Featured Offer (Buy Box) Percentage", "Featured Offer Percentage", "Buy Box Percentage"),
        "ordered_units": ("Units Ordered",), "order_items": ("Total Order Items",),
        "ordered_amount": ("Ordered Product Sales",), "refunded_units": ("Units Refunded",),
        "b2b_units": ("Units Ordered - B2B",), "b2b_amount": ("Ordered Product Sales - B2B",),
    },
    needed=((*CHILD, *PARENT), SESSIONS, ("Units Ordered",), ("Ordered Product Sales",)), fills=("sku",),
)
_BY_ASIN, _BY_DATE = "salesByAsin.", "salesByDate."
JSON_ASIN = Layout(
    LISTING_PERIOD,
    {
        "item_id": ("childAsin", "parentAsin"), "parent_id": ("parentAsin",), "sku": ("sku",),
        "sessions": ("trafficByAsin.sessions",), "page_views": ("trafficByAsin.pageViews",),
        "buy_box_rate": ("trafficByAsin.buyBoxPercentage",), "ordered_units": (f"{_BY_ASIN}unitsOrdered",),
        "order_items": (f"{_BY_ASIN}totalOrderItems",), "refunded_units": (f"{_BY_ASIN}unitsRefunded",),
        "ordered_amount": (f"{_BY_ASIN}orderedProductSales.amount",),
        "currency": (f"{_BY_ASIN}orderedProductSales.currencyCode",), "b2b_units": (f"{_BY_ASIN}unitsOrderedB2B",),
        "b2b_amount": (f"{_BY_ASIN}orderedProductSalesB2B.amount",),
    },
    needed=(("parentAsin",), ("trafficByAsin.sessions",), (f"{_BY_ASIN}orderedProductSales.amount",)), fills=("sku",),
)
JSON_DATE = Layout(
    SHOP_DAY,
    {
        "sessions": ("trafficByDate.sessions",), "page_views": ("trafficByDate.pageViews",),
        "ordered_units": (f"{_BY_DATE}unitsOrdered",), "ordered_amount": (f"{_BY_DATE}orderedProductSales.amount",),
        "currency": (f"{_BY_DATE}orderedProductSales.currencyCode",),
    },
    needed=(("date",), ("trafficByDate.sessions",), (f"{_BY_DATE}orderedProductSales.amount",)),
)


def take_percent(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The API's percents are numbers from 0 to 100."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hundred = pa.scalar(100, pa.decimal128(3, 0))
    rows["buy_box_rate"] = pc.round(pc.divide(rows["buy_box_rate"], hundred), 8).cast(pa.decimal128(18, 8))


def refuse_weeks(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Each row must be a day: the report can also be made by week or month, with the first day as its date."""
    for row in columns.sheet.preamble:
        if row[0].endswith("dateGranularity") and row[1] != "DAY":
            raise NeedsPerson(f"the rows count a {row[1].lower()} each", where=columns.sheet.file,
                              next_step="request the report again with dateGranularity DAY")


BY_ASIN = PeriodReader("amazon.business_report", PLATFORMS, ASIN_LAYOUT, Dated(), anchors=("Title", *PARENT),
                       any_mark=True)
BY_ASIN_JSON = PeriodReader("amazon.sales_and_traffic_by_asin", PLATFORMS, JSON_ASIN, Dated(), finish=take_percent)
BY_DATE_JSON = PeriodReader("amazon.sales_and_traffic_by_date", PLATFORMS, JSON_DATE, Dated(("date",)),
                            finish=refuse_weeks)
