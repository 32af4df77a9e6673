"""Reports of Amazon: the seller's own, the ad console's and the API's."""

from daybook.sources.amazon import ads_export, business_report
from daybook.sources.amazon.inventory_export import InventoryExport
from daybook.sources.amazon.orders_export import OrdersExport
from daybook.sources.amazon.settlement_export import CUSTOMER_RETURNS, SETTLEMENT
from daybook.sources.reader import Reader

AMAZON: tuple[Reader, ...] = (
    OrdersExport(),
    business_report.BY_ASIN,
    business_report.BY_ASIN_JSON,
    business_report.BY_DATE_JSON,
    InventoryExport(),
    ads_export.SEARCH_TERMS,
    ads_export.TARGETING,
    ads_export.PLACEMENT_REPORT,
    ads_export.CAMPAIGN_REPORT,
    ads_export.ADVERTISED,
    ads_export.OVER_TIME,
    SETTLEMENT,
    CUSTOMER_RETURNS,
)
