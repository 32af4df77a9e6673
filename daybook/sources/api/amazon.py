"""Amazon Selling Partner through `python-amazon-sp-api`: reports of orders, of sales and traffic, of inventory.

Amazon makes them as documents; they are kept as they are and read by the readers of its exports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import AccessRefused
from daybook.sources.api.amazon_calls import called
from daybook.sources.api.documents import Documents, Made, Window
from daybook.sources.api.feed import Access, Service

if TYPE_CHECKING:
    from sp_api.api import Reports

#: How a report stands, by Amazon's word; one that was cancelled without being asked to be had nothing to report.
STATES = {"DONE": "made", "CANCELLED": "empty", "FATAL": "failed"}
#: Amazon takes order reports of at most 30 days, and still changes sales and traffic of the last days.
MONTH, LATE_TRAFFIC = timedelta(days=30), timedelta(days=4)


def client(access: Access) -> "Reports":
    """The library's client for the credential as it is now."""
    from sp_api.api import Reports
    from sp_api.auth import AccessTokenClient
    from sp_api.base import Marketplaces

    known = access.secrets()
    try:
        marketplace = Marketplaces[known["marketplace"].upper()]
    except KeyError:
        raise AccessRefused("the credential names no marketplace of Amazon", where="amazon marketplace", next_step=
                            "set it to a country, such as US, DE or JP, with `daybook credential set`") from None

    class SignIn(AccessTokenClient):        # type: ignore[misc]
        scheme, host = _split(known.get("sign_in_url") or "https://api.amazon.com")

    found = Reports(marketplace, credentials={
        "refresh_token": known["refresh_token"], "lwa_app_id": known["client_id"],
        "lwa_client_secret": known["client_secret"]}, timeout=access.patience.timeout, auth_token_client_class=SignIn)
    # the library lets a variable of the environment overrule the marketplace of every shop
    found.endpoint, found.marketplace_id = known.get("url") or marketplace.endpoint, marketplace.marketplace_id
    return found


def _split(url: str) -> tuple[str, str]:
    scheme, _, host = url.partition("://")
    return f"{scheme}://", host.rstrip("/")


def forget_token() -> None:
    """Drops tokens that the library keeps longer than they are good."""
    from sp_api.auth.access_token_client import cache

    cache.clear()


def call(access: Access, needs: str, what: str, *positional: object, **fields: object) -> Mapping[str, Any]:
    """One call of the Reports API; the client is made anew, with the credential as it is now."""
    def once() -> Any:
        with client(access) as reports:
            return getattr(reports, what)(*positional, **fields)

    return called(access, f"amazon reports {what}", once, needs, forget_token)


@dataclass(frozen=True)
class Asking:
    """Asks for one kind of report; `placed` is the kind by the day of the order, for backfills."""

    kind: str
    placed: str = ""
    options: tuple[tuple[str, str], ...] = ()
    of_now: bool = False

    def __call__(self, access: Access, window: Window) -> str:
        fields: dict[str, Any] = {"reportType": self.placed if self.placed and window.asked.days else self.kind}
        if self.options:                        # of days, as Amazon cuts them
            fields["reportOptions"] = dict(self.options)
            fields["dataStartTime"], fields["dataEndTime"] = (f"{day}T00:00:00Z" for day in window.days)
        elif not self.of_now:
            fields["dataStartTime"], fields["dataEndTime"] = window.first.isoformat(), window.stop.isoformat()
        return str(call(access, "reportId", "create_report", **fields)["reportId"])


def look(access: Access, report: str) -> Made:
    """How a report stands, and where its document lies once it is made."""
    said = call(access, "processingStatus", "get_report", report)
    state = STATES.get(str(said["processingStatus"]), "waiting")
    if state != "made":
        return Made(state)
    document = call(access, "url", "get_report_document", said["reportDocumentId"])
    return Made(state, str(document["url"]), document.get("compressionAlgorithm") == "GZIP")


ORDERS = Asking("GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL", "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL")
TRAFFIC = Asking("GET_SALES_AND_TRAFFIC_REPORT", options=(("dateGranularity", "DAY"), ("asinGranularity", "SKU")))
STOCK = Asking("GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA", of_now=True)
AMAZON = Service(
    "amazon", ("refresh_token", "client_id", "client_secret", "marketplace", "url", "sign_in_url"), (
        Documents("amazon.orders", ORDERS, look, ".txt", MONTH),
        Documents("amazon.traffic", TRAFFIC, look, ".json", whole_days=True, sweep=LATE_TRAFFIC),
        Documents("amazon.stock", STOCK, look, ".txt", level=True, past=False, sweep=timedelta(days=1)),
    ), optional=("url", "sign_in_url"))
