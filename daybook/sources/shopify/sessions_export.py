"""Shopify's session reports: over time (one row per day) and by referrer (one row per source and day).

Visitors are de-duplicated within a row; what was bought stands in the orders export.
"""

from daybook.facts.report_tables import SHOP_DAY, SOURCE_DAY
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

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

#: Reader of "Sessions over time".
SESSIONS_BY_DAY = ReportReader("shopify.sessions_by_day_export", ("shopify",), SHOP, DAY)
#: Reader of "Sessions by referrer".
SESSIONS_BY_SOURCE = ReportReader("shopify.sessions_by_source_export", ("shopify",), SOURCE, DAY,
                                  anchors=(("Referrer name",), ("Referrer medium",), ("Referrer campaign",)))
