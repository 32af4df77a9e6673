"""Shopify's session reports by device, by hour and source, and by landing page and source."""

from typing import TYPE_CHECKING

from daybook.facts.traffic_tables import DEVICE_DAY, PRODUCT_SOURCE_DAY, SOURCE_HOUR
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, take_hours

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("shopify",)
DAY = ("Day",)
HOUR = ("Hour of day",)
PAGE = ("Landing page path",)
_SESSIONS = {
    "visitors": ("Online store visitors", "Visitors"), "sessions": ("Sessions",),
    "cart_sessions": ("Sessions with cart additions",), "checkout_sessions": ("Sessions that reached checkout",),
    "paid_sessions": ("Sessions that completed checkout",),
}
_NEEDED = (("Online store visitors", "Visitors"), ("Sessions",))

DEVICE = Layout(
    DEVICE_DAY, {**_SESSIONS, "device": ("Session device type",)}, needed=(("Session device type",), *_NEEDED),
    never=(*PAGE, *HOUR, "Referrer source"),
)
HOURS = Layout(
    SOURCE_HOUR, {**_SESSIONS, "source": ("Referrer source",)}, needed=(HOUR, ("Referrer source",), *_NEEDED),
    never=PAGE,
)
PRODUCT_SOURCE = Layout(
    PRODUCT_SOURCE_DAY,
    {**_SESSIONS, "item_id": PAGE, "source": ("Referrer source",), "source_detail": ("Referrer name",),
     "device": ("Session device type",)},
    needed=(PAGE, ("Referrer source",), *_NEEDED), never=HOUR, fills=("source_detail", "device"),
)


def take_handles(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """`/products/tent` is the listing `tent`; other pages, and other ways to it, have no listing of their own."""
    import pyarrow.compute as pc

    found = pc.struct_field(pc.extract_regex(rows["item_id"], r"^/products/(?P<handle>[^/?#]+)/?$"), "handle")
    columns.warn(pc.is_null(found), "{rows} rows of pages that are no product's own were left out")
    columns.leave_out(pc.is_null(found))
    rows["item_id"] = found


DEVICES = ReportReader("shopify.device_export", PLATFORMS, DEVICE, DAY)
SOURCE_HOURS = ReportReader("shopify.source_hour_export", PLATFORMS, HOURS, DAY, take_hours(*HOUR))
PRODUCT_SOURCES = ReportReader("shopify.product_source_export", PLATFORMS, PRODUCT_SOURCE, DAY, take_handles)
