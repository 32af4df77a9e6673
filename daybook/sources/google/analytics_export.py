"""GA4 reports: comments with the days above each table, one cut a table, many tables in a snapshot.

Users are people and not added; the days of trends are numbered from the first (`Nth day`).
"""

from datetime import date
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.facts.market_tables import WEB_DAY, WEB_PERIOD
from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.dates import nth_day
from daybook.sources.period_reader import Dated, PeriodReader
from daybook.sources.periods import stated_days
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("shopify", "woocommerce", "other")
NTH_DAY = ("Nth day",)
#: What a report is cut by, in the words of the export.
CUTS = {
    "event": ("Event name",), "page_title": ("Page title and screen class", "Page title and screen name"),
    "page": ("Page path and screen class", "Page path and query string"), "landing_page": ("Landing page",),
    "first_channel": ("First user default channel group",
                      "First user primary channel group (Default Channel Group)"),
    "channel": ("Session default channel group", "Session primary channel group (Default Channel Group)"),
    "source_medium": ("Session source / medium",), "country_id": ("Country ID",), "country": ("Country",),
    "platform": ("Platform",), "device": ("Device category",), "item": ("Item name",),
}
_VISITS = {
    "users": ("Total users", "Users", "Active users"), "new_users": ("New users",), "sessions": ("Sessions",),
    "page_views": ("Views",), "engagement_seconds": ("Average engagement time", "Average engagement time per user"),
    "events": ("Event count",), "conversions": ("Conversions", "Key events"),
    "revenue": ("Total revenue", "Purchase revenue"),
}
_ITEMS = {
    "items_viewed": ("Items viewed",), "items_in_cart": ("Items added to cart",),
    "items_purchased": ("Items purchased",), "item_revenue": ("Item revenue",),
}
_ANY = tuple(name for group in (*_VISITS.values(), *_ITEMS.values()) for name in group)
DAYS = Layout(
    WEB_DAY, {**_VISITS, "active_1_day": ("1 day",), "active_7_days": ("7 days",),
              "active_30_days": ("30 days", "28 days")},
    needed=(NTH_DAY, (*_ANY, "30 days", "28 days")),
)


class DayExport:
    """Reader of GA4's trends: one row per numbered day."""

    name = "google.analytics_day_export"
    version = 1
    platforms: tuple[str, ...] = PLATFORMS
    columns = DAYS.columns

    def recognises(self, sheet: Sheet) -> bool:
        return DAYS.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return DAYS.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        stated = stated_days(sheet)
        if stated is None:
            raise NeedsPerson("the report states no first day for its numbered days", where=sheet.file,
                              next_step="export it again with the comments above its tables")
        rows = DAYS.rows(columns, numbered_days(columns, stated[0]))
        made = DAYS.batch(columns, rows)
        return Parsed(self.name, self.version, (Batch(WEB_DAY, made.rows, stated, "ga4"),), columns.rejected,
                      tuple(columns.warnings))


class CutExport:
    """Reader of GA4's tables by page, event, channel, item and the like: one row per value of one cut."""

    name = "google.analytics_cut_export"
    version = 1
    platforms: tuple[str, ...] = PLATFORMS
    columns = names(*(n for group in CUTS.values() for n in group), *_ANY)

    def recognises(self, sheet: Sheet) -> bool:
        cut = self._cut(sheet)
        return bool(cut) and _reader(cut).recognises(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return _reader(self._cut(sheet) or "event").missing(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return _reader(self._cut(sheet)).read(sheet, context)

    def _cut(self, sheet: Sheet) -> str:
        """The one cut of the table; "" where there is none or more than one."""
        have = names(*sheet.header)
        found = [cut for cut, group in CUTS.items() if have & names(*group)]
        return found[0] if len(found) == 1 else ""


def _reader(cut: str) -> PeriodReader:
    """The reader of one cut; a row without a value is the total of the table."""
    def name_the_cut(columns: Columns, rows: "dict[str, pa.Array]") -> None:
        rows["cut"] = columns.constant(cut)

    layout = Layout(WEB_PERIOD, {**_VISITS, **_ITEMS, "value": CUTS[cut]}, needed=(CUTS[cut], _ANY),
                    never=(*NTH_DAY, "Day", "Date", "Week 0", "Online store visitors"))
    return PeriodReader(CutExport.name, PLATFORMS, layout, Dated(), f"ga4 {cut}", name_the_cut, nameless=CUTS[cut])


def numbered_days(columns: Columns, first: date) -> "pa.Array":
    """`0003` is the fourth day of the report."""
    import pyarrow as pa

    found: list[date | None] = []
    for cell in columns.text(*NTH_DAY).to_pylist():
        try:
            found.append(nth_day(cell or "", first))
        except (ValueError, OverflowError):
            found.append(None)
    days = pa.array(found, pa.date32())
    columns.reject(days.is_null(), "is not a day number", *NTH_DAY)
    return days
