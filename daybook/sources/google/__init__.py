"""Exports of Google Ads and of GA4."""

from daybook.sources.google import ads_export
from daybook.sources.google.analytics_export import CutExport, DayExport
from daybook.sources.reader import Reader

GOOGLE: tuple[Reader, ...] = (
    ads_export.KEYWORD_REPORT,
    ads_export.SEARCH_TERMS,
    ads_export.AD_GROUPS,
    ads_export.LOCATIONS,
    DayExport(),
    CutExport(),
)
