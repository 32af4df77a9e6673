"""Google Ads through its own client: campaigns, keywords and search terms by day, over GAQL.

Answers come as messages over gRPC; each row is kept as JSON with the names of the API's fields.  Conversions of clicks
still come for weeks: the last days are read again once a day.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.sources.api.feed import Access, Asked, Piece, Service, piece_of

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

PLACE = "googleads.googleapis.com"
SIGN_IN = "https://oauth2.googleapis.com/token"
LATE_CONVERSIONS, LONGEST = timedelta(days=15), 31
#: Rows of one page that is kept.
PAGE = 10_000
#: gRPC states after which the same read may be sent again, and those that a person must look at.
AGAIN = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL", "ABORTED", "UNKNOWN")
REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED")
_METRICS = ("customer.currency_code, metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, "
            "metrics.conversions_value")
_CAMPAIGN = "segments.date, campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type"
_GROUP = f"{_CAMPAIGN}, ad_group.id, ad_group.name"


def client(access: Access) -> "GoogleAdsClient":
    """The client for the credential as it is now, signed in.

    Raises DaybookError where the extra is not installed, AccessRefused when the credential is not accepted.
    """
    import logging

    try:
        from google.ads.googleads.client import GoogleAdsClient
        from google.auth.exceptions import RefreshError, TransportError
        from google.auth.transport.requests import Request
        from google.oauth2.credentials import Credentials
    except ImportError:
        raise DaybookError("the client for Google Ads is not installed", where="google_ads",
                           next_step="install it with `pip install 'daybook-ops[google]'`") from None
    logging.getLogger("google.ads.googleads").setLevel(logging.ERROR)     # below, it writes what was asked
    known = access.secrets()
    credentials = Credentials(None, refresh_token=known["refresh_token"], client_id=known["client_id"],
                              client_secret=known["client_secret"], token_uri=known.get("sign_in_url") or SIGN_IN)
    try:
        credentials.refresh(Request())
    except RefreshError:
        raise AccessRefused("the sign-in was refused", where=SIGN_IN.split("//")[-1], next_step="authorise the app again and "
                            "run `daybook credential set --service google_ads`") from None
    except TransportError:
        raise BusyPlatform("the sign-in gave no answer", where=SIGN_IN.split("//")[-1],
                           next_step="the next pull tries again") from None
    return GoogleAdsClient(credentials=credentials, developer_token=known["developer_token"], use_proto_plus=False,
                           login_customer_id=known.get("login_customer_id") or None, endpoint=known.get("endpoint") or None)


def rows_of(access: Access, query: str) -> list[dict[str, Any]]:
    """All rows of a query, or none: a stream that breaks is read again from its start."""
    from google.ads.googleads.errors import GoogleAdsException
    from google.api_core.exceptions import GoogleAPICallError
    from google.protobuf.json_format import MessageToDict

    said, customer = "", access.secrets()["customer_id"].replace("-", "")
    for number in range(access.patience.tries):
        service = client(access).get_service("GoogleAdsService")
        try:
            stream = service.search_stream(customer_id=customer, query=query, timeout=4 * access.patience.timeout, retry=None)
            return [MessageToDict(row, preserving_proto_field_name=True) for batch in stream for row in batch.results]
        except GoogleAdsException as problem:
            said = _raise_lasting(problem.error.code().name, _codes(problem.failure))
        except GoogleAPICallError as problem:
            said = _raise_lasting(problem.grpc_status_code.name if problem.grpc_status_code else "UNKNOWN", "")
        access.patience.pause(min(access.patience.first_wait * 2.0 ** number, access.patience.longest))
    raise BusyPlatform(f"no whole answer could be had ({said})", where=PLACE,
                       next_step="nothing was loaded by halves; the next pull goes on from here")


def _raise_lasting(state: str, codes: str) -> str:
    """What to say of a fault that may pass.  Raises for one that does not."""
    said = f"{state} {codes}".strip()
    if state in REFUSED:
        raise AccessRefused(f"access was refused ({said})", where=PLACE, next_step="run `daybook credential check`; set a "
                            "valid credential, or ask for its rights to this account")
    if state not in AGAIN:
        raise DaybookError(f"the platform refused the request ({said})", where=PLACE,
                           next_step="nothing was loaded; report this if it stays")
    return said


def _codes(failure: Any) -> str:
    """The names of the API's error codes, without the messages: those may repeat what was sent."""
    from google.protobuf.json_format import MessageToDict

    found = [MessageToDict(one.error_code) for one in failure.errors]
    return ", ".join(str(code) for one in found for code in one.values())[:200]


@dataclass(frozen=True)
class Query:
    """One report by day: `fields` beside the shared ones, of a view."""

    name: str
    view: str
    fields: str
    sweep: timedelta | None = LATE_CONVERSIONS
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        for first, last in self._spans(asked):
            found = rows_of(access, f"SELECT {self.fields}, {_METRICS} FROM {self.view} WHERE segments.date BETWEEN "
                                    f"'{first}' AND '{last}' AND metrics.impressions > 0")
            named = [{"key": json.dumps(_ids(one), sort_keys=True), **one} for one in found]
            pages = [json.dumps({"rows": named[n:n + PAGE]}, ensure_ascii=False)
                     for n in range(0, len(named), PAGE)] or ['{"rows": []}']
            yield Piece(piece_of(self.name, replace(asked, since=None, days=(first, last)), pages), last.isoformat())

    def _spans(self, asked: Asked) -> Iterator[tuple[date, date]]:
        """Whole days that have ended, at most a month each, from where the last kept piece left off."""
        first, last = asked.covers()
        first = max(first, date.fromisoformat(asked.resume) + timedelta(days=1)) if asked.resume else first
        last = min(last, asked.day_of(asked.until) - timedelta(days=1))
        while first <= last:
            stop = min(first + timedelta(days=LONGEST - 1), last)
            yield first, stop
            first = stop + timedelta(days=1)


def _ids(row: dict[str, Any]) -> dict[str, Any]:
    """What tells a row from others: all but its numbers."""
    return {name: value for name, value in row.items() if name != "metrics"}


GOOGLE_ADS = Service(
    "google_ads", ("developer_token", "client_id", "client_secret", "refresh_token", "customer_id", "login_customer_id",
                   "endpoint", "sign_in_url"), (
        Query("google_ads.campaigns", "campaign", _CAMPAIGN),
        Query("google_ads.keywords", "keyword_view", f"{_GROUP}, ad_group_criterion.criterion_id, "
              "ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type"),
        Query("google_ads.terms", "search_term_view", f"{_GROUP}, search_term_view.search_term"),
    ), optional=("login_customer_id", "endpoint", "sign_in_url"))
