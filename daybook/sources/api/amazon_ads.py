"""Amazon Ads through `python-amazon-ad-api`: daily reports of campaigns, targets, search terms and placements.

Amazon makes them as documents, with the sales of clicks of the last two weeks still to come; they are read by the
readers of the console's exports.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import AccessRefused
from daybook.sources.api.amazon_calls import called, quiet_logging
from daybook.sources.api.documents import Documents, Made, Window
from daybook.sources.api.feed import Access, Service

if TYPE_CHECKING:
    from ad_api.api.reports import Reports

STATES = {"COMPLETED": "made", "FAILED": "failed"}
#: Sales count up to two weeks after their click; a report covers at most 31 days.
LATE_SALES, LONGEST = timedelta(days=15), timedelta(days=31)
SHARED = ("date", "campaignName", "campaignBudgetCurrencyCode", "impressions", "clicks", "cost", "purchases7d", "sales7d",
          "unitsSoldClicks7d", "attributedSalesSameSku7d")
WORDS = ("adGroupName", "targeting", "matchType")


def client(access: Access) -> "Reports":
    """The library's client for the credential as it is now."""
    with quiet_logging():
        from ad_api.api.reports import Reports
        from ad_api.base import Marketplaces

    known = access.secrets()
    try:
        place = Marketplaces[known["marketplace"].upper()]
    except KeyError:
        raise AccessRefused("the credential names no marketplace of Amazon Ads", where="amazon_ads marketplace", next_step=
                            "set it to a country, such as US, DE or JP, with `daybook credential set`") from None
    found = Reports(marketplace=SimpleNamespace(endpoint=known.get("url") or place.endpoint), timeout=int(
        access.patience.timeout) or 1, credentials={name: known[name] for name in (
            "refresh_token", "client_id", "client_secret", "profile_id")})
    if known.get("sign_in_url"):
        scheme, _, host = known["sign_in_url"].partition("://")
        found._auth.scheme, found._auth.host = f"{scheme}://", host.rstrip("/")
    return found


def forget_token() -> None:
    """Drops tokens that the library keeps longer than they are good."""
    with quiet_logging():
        import ad_api.base  # noqa: F401  before its sign-in, which imports it in a circle
    from ad_api.auth.access_token_client import cache

    cache.clear()


def call(access: Access, needs: str, what: str, **fields: object) -> Mapping[str, Any]:
    return called(access, f"amazon ads {what}", lambda: getattr(client(access), what)(**fields), needs, forget_token)


@dataclass(frozen=True)
class Asking:
    """Asks for one kind of report, a row per day and what it is grouped by."""

    kind: str
    groups: tuple[str, ...]
    columns: tuple[str, ...]

    def __call__(self, access: Access, window: Window) -> str:
        first, last = window.days
        body = {"startDate": first, "endDate": last, "configuration": {
            "adProduct": "SPONSORED_PRODUCTS", "reportTypeId": self.kind, "groupBy": list(self.groups),
            "columns": [*SHARED, *self.columns], "timeUnit": "DAILY", "format": "GZIP_JSON"}}

        def once() -> Any:
            from ad_api.base.exceptions import AdvertisingApiException

            try:
                return client(access).post_report(body=body)
            except AdvertisingApiException as problem:      # the same report is being made: its number is in the answer
                twin = re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(problem.error))
                if problem.code != 425 or twin is None:
                    raise
                return SimpleNamespace(payload={"reportId": twin[0]})

        return str(called(access, "amazon ads post_report", once, "reportId", forget_token)["reportId"])


def look(access: Access, report: str) -> Made:
    said = call(access, "status", "get_report", reportId=report)
    state = STATES.get(str(said["status"]), "waiting")
    return Made(state, str(said.get("url") or ""), gzipped=True) if state == "made" else Made(state)


def documents(name: str, kind: str, groups: tuple[str, ...], *columns: str) -> Documents:
    return Documents(name, Asking(kind, groups, columns), look, ".json", LONGEST, whole_days=True, sweep=LATE_SALES)


AMAZON_ADS = Service(
    "amazon_ads", ("refresh_token", "client_id", "client_secret", "profile_id", "marketplace", "url", "sign_in_url"), (
        documents("amazon_ads.campaigns", "spCampaigns", ("campaign",), "campaignBudgetType", "campaignBiddingStrategy",
                  "campaignStatus"),
        documents("amazon_ads.targets", "spTargeting", ("targeting",), *WORDS),
        documents("amazon_ads.terms", "spSearchTerm", ("searchTerm",), *WORDS, "searchTerm"),
        documents("amazon_ads.placements", "spCampaigns", ("campaign", "campaignPlacement"), "placementClassification",
                  "campaignBiddingStrategy"),
    ), optional=("url", "sign_in_url"))
