"""Shopify's session reports: over time (one row per day) and by referrer (one row per source and day).

Visitors are de-duplicated within a row; what was bought stands in the orders export.
"""

from daybook.facts.report_tables import SHOP_DAY, SOURCE_DAY
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, read_layout

DAY = ("Day",)
_SESSIONS = {
    "visitors": ("Online store visitors", "Visitors"), "sessions": ("Sessions",),
    "cart_sessions": ("Sessions with cart additions",), "checkout_sessions": ("Sessions that reached checkout",),
    "paid_sessions": ("Sessions that completed checkout",),
}
_FINER = ("Landing page path", "Session device type", "Hour of day")
_NEEDED = (DAY, ("Online store visitors", "Visitors"), ("Sessions",))

SHOP = Layout(SHOP_DAY, _SESSIONS, _NEEDED, never=("Referrer source", *_FINER))
SOURCE = Layout(
    SOURCE_DAY,
    {**_SESSIONS, "source_1": ("Referrer source",), "source_2": ("Referrer name",), "source_3": ("Referrer medium",),
     "source_4": ("Referrer campaign",)},
    (*_NEEDED, ("Referrer source",)), never=_FINER, fills=("source_2", "source_3", "source_4"),
)


class SessionsByDayExport:
    """Reader of "Sessions over time"."""

    name = "shopify.sessions_by_day_export"
    version = 1
    platforms: tuple[str, ...] = ("shopify",)
    columns = SHOP.columns

    def recognises(self, sheet: Sheet) -> bool:
        return SHOP.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return SHOP.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return read_layout(self.name, self.version, SHOP, sheet, context, DAY)


class SessionsBySourceExport:
    """Reader of "Sessions by referrer"."""

    name = "shopify.sessions_by_source_export"
    version = 1
    platforms: tuple[str, ...] = ("shopify",)
    columns = SOURCE.columns

    def recognises(self, sheet: Sheet) -> bool:
        return SOURCE.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return SOURCE.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return read_layout(self.name, self.version, SOURCE, sheet, context, DAY)
