"""Amazon over its own client libraries, against a server on the loopback that answers as documented: reports are asked
for, looked at, fetched as documents, read like exports; faults, waits and kills lose and double nothing."""

import gzip
import json
import logging
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import FeedReport, Wanted, pull
from tests.conftest import Clock
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import SHOP, impatient, rows, total

SECRETS = {"REFRESH_TOKEN": "Atzr-of-the-shop", "CLIENT_ID": "app-1", "CLIENT_SECRET": "secret-of-the-app",
           "MARKETPLACE": "US", "PROFILE_ID": "9137"}
ORDERS = "\t".join(("amazon-order-id", "purchase-date", "last-updated-date", "order-status", "sku", "asin", "item-status",
                    "quantity", "currency", "item-price", "shipping-price", "gift-wrap-price", "item-promotion-discount",
                    "ship-promotion-discount"))


def orders_text(first: int, last: int) -> str:
    lines = [f"111-{n}\t2026-11-2{n % 2}T20:00:00+00:00\t2026-11-22T20:00:00+00:00\tShipped\tK-{n}\tB0{n}\tShipped\t1\tUSD"
             f"\t{n}.50\t1.00\t\t\t" for n in range(first, last + 1)]
    return "\n".join((ORDERS, *lines)) + "\n"


TRAFFIC = {"reportSpecification": {"reportType": "GET_SALES_AND_TRAFFIC_REPORT", "reportOptions": {
    "dateGranularity": "DAY", "asinGranularity": "SKU"}}}


def traffic_text(day: str, sessions: int) -> str:
    amount = {"amount": 120.5, "currencyCode": "USD"}
    spec = {**TRAFFIC["reportSpecification"], "dataStartTime": day, "dataEndTime": day}
    return json.dumps({"reportSpecification": spec, "salesAndTrafficByDate": [{
        "date": day, "salesByDate": {"orderedProductSales": amount, "unitsOrdered": 3},
        "trafficByDate": {"sessions": sessions, "pageViews": 2 * sessions}}], "salesAndTrafficByAsin": [{
            "parentAsin": "B0P", "childAsin": "B0C", "sku": "K-1",
            "salesByAsin": {"orderedProductSales": amount, "unitsOrdered": 3, "totalOrderItems": 3},
            "trafficByAsin": {"sessions": sessions, "pageViews": 2 * sessions, "buyBoxPercentage": 97.5}}]})


class Amazon:
    """Makes each report after `waits` looks; `faults` are answers given once instead, by path."""

    def __init__(self, document: Callable[[dict[str, Any]], str]) -> None:
        self.document, self.waits = document, 1
        self.asked: list[dict[str, Any]] = []
        self.faults: dict[str, list[Said]] = {}
        self.looks: dict[str, int] = {}
        self.tokens = 0
        self.state = "DONE"
        self.url = ""

    def __call__(self, call: Call) -> Said:
        path = call.path
        for begin, faults in self.faults.items():
            if path.startswith(begin) and faults:
                return faults.pop(0)
        if path == "/auth/o2/token":
            assert call.form["refresh_token"] == SECRETS["REFRESH_TOKEN"]
            self.tokens += 1
            return Said(json.dumps({"access_token": f"Atza-{self.tokens}", "token_type": "bearer", "expires_in": 3600}))
        if path.startswith("/document/"):
            return Said("", content=gzip.compress(self.document(self.asked[int(path.rsplit("/", 1)[-1])]).encode()))
        token = call.headers.get("x-amz-access-token") or call.headers.get("authorization", "").removeprefix("Bearer ")
        if token != f"Atza-{self.tokens}":
            return Said(json.dumps({"errors": [{"code": "Unauthorized", "message": f"token {token} is expired"}]}), 403)
        return self._seller(call) if path.startswith("/reports/") else self._ads(call)

    def _seller(self, call: Call) -> Said:
        if call.path.endswith("/reports"):
            self.asked.append(json.loads(call.body))
            return Said(json.dumps({"reportId": str(len(self.asked) - 1)}), 202)
        number = call.path.rsplit("/", 1)[-1]
        if "/documents/" in call.path:
            return Said(json.dumps({"reportDocumentId": number, "url": f"{self.url}/document/{number}?X-Amz-Signature=signed",
                                    "compressionAlgorithm": "GZIP"}))
        self.looks[number] = self.looks.get(number, 0) + 1
        done = self.looks[number] > self.waits
        return Said(json.dumps({"reportId": number, "processingStatus": self.state if done else "IN_PROGRESS",
                                **({"reportDocumentId": number} if done else {})}))

    def _ads(self, call: Call) -> Said:
        assert call.headers["amazon-advertising-api-scope"] == "9137"
        if call.path.endswith("/reports"):
            self.asked.append(json.loads(call.body))
            return Said(json.dumps({"reportId": str(len(self.asked) - 1), "status": "PENDING"}))
        number = call.path.rsplit("/", 1)[-1]
        self.looks[number] = self.looks.get(number, 0) + 1
        done = self.looks[number] > self.waits
        return Said(json.dumps({"reportId": number, "status": "COMPLETED" if done else "PROCESSING",
                                "url": f"{self.url}/document/{number}?X-Amz-Signature=signed" if done else None}))


@pytest.fixture
def read(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FeedReport]:
    from daybook.sources.api import amazon, amazon_ads

    amazon.forget_token()
    amazon_ads.forget_token()
    add_shop(house, SHOP, "Nord", "amazon", "America/Los_Angeles", "USD")
    for service in ("AMAZON", "AMAZON_ADS"):
        for field, value in SECRETS.items():
            monkeypatch.setenv(f"DAYBOOK_API_LUND_{service}_{field}", value)

    def reading(server: Amazon, feed: str, **wanted: Any) -> FeedReport:
        with answering(server) as url:
            server.url = url
            for service in ("AMAZON", "AMAZON_ADS"):
                monkeypatch.setenv(f"DAYBOOK_API_LUND_{service}_URL", url)
                monkeypatch.setenv(f"DAYBOOK_API_LUND_{service}_SIGN_IN_URL", url)
            report, = pull(house, SHOP, Wanted(feeds=(feed,), **wanted), patience=impatient())
            return report

    return reading


def test_orders_are_asked_for_in_months_and_read_like_the_export(house: House, read: Callable[..., FeedReport]) -> None:
    """Sixty days are two reports; the next pull asks from ten minutes before the last one."""
    server = Amazon(lambda asked: orders_text(1, 3) if asked["dataStartTime"] < "2026-10-01" else orders_text(4, 7))
    report = read(server, "amazon.orders")
    assert (report.problem, report.rejected, report.pieces) == (None, 0, 2)
    assert total(rows(house, "orders")) == D("38.50")         # 1.5 + ... + 7.5, and 1.00 of freight each
    assert total(rows(house, "order_lines")) == D("31.50")
    assert [a["reportType"] for a in server.asked] == ["GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"] * 2
    assert server.asked[0]["marketplaceIds"] == ["ATVPDKIKX0DER"]
    again = read(server, "amazon.orders")
    assert (again.problem, again.new, again.restated) == (None, 0, 0)
    assert server.asked[-1]["dataStartTime"] == "2026-11-23T00:50:00+00:00"


def test_a_report_that_takes_long_is_left_and_fetched_by_the_next_pull(house: House, read: Callable[..., FeedReport],
                                                                       ) -> None:
    server = Amazon(lambda asked: orders_text(1, 3))
    server.waits = 12
    report = read(server, "amazon.orders", days=(date(2026, 11, 20), date(2026, 11, 21)))
    assert isinstance(report.problem, BusyPlatform)
    assert "still making" in str(report.problem)
    assert rows(house, "orders") == []
    report = read(server, "amazon.orders", days=(date(2026, 11, 20), date(2026, 11, 21)))
    assert report.problem is None
    assert len(rows(house, "orders")) == 3
    assert [a["reportType"] for a in server.asked[:1]] == ["GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"]
    assert server.asked[0]["dataStartTime"] == "2026-11-20T08:00:00+00:00"      # midnight in Los Angeles
    assert len(server.asked) == 1


THROTTLED = Said(json.dumps({"errors": [{"code": "QuotaExceeded", "message": "slow down"}]}), 429)
EXPIRED = Said(json.dumps({"errors": [{"code": "Unauthorized", "message": "expired"}]}), 403)


@pytest.mark.parametrize("fault", [
    THROTTLED, EXPIRED, Said("<html>bad gateway</html>", 502), Said("{\"reportId\": \"7", 200),
    Said(json.dumps({"errors": [{"code": "InternalFailure", "message": "x"}]}), 500)])
@pytest.mark.parametrize("path", ["/reports/2021-06-30/reports/", "/reports/2021-06-30/documents/"])
def test_a_passing_fault_of_the_api_loses_and_doubles_nothing(
        house: House, read: Callable[..., FeedReport], fault: Said, path: str) -> None:
    server = Amazon(lambda asked: orders_text(1, 3))
    server.faults = {path: [fault]}
    report = read(server, "amazon.orders", days=(date(2026, 11, 20), date(2026, 11, 21)))
    assert report.problem is None
    assert len(server.asked) == 1
    assert total(rows(house, "orders")) == D("10.50")
    assert server.tokens == (2 if fault is EXPIRED else 1)


def test_half_a_document_is_fetched_again_and_never_loaded(house: House, read: Callable[..., FeedReport]) -> None:
    server = Amazon(lambda asked: orders_text(1, 3))
    whole = gzip.compress(orders_text(1, 3).encode())
    server.faults = {"/document/": [Said("", content=whole, cut=True), Said("", 503), Said("", content=whole[:-20])]}
    report = read(server, "amazon.orders", days=(date(2026, 11, 20), date(2026, 11, 21)))
    assert "came in half" in str(report.problem)
    assert rows(house, "orders") == []
    assert read(server, "amazon.orders", days=(date(2026, 11, 20), date(2026, 11, 21))).problem is None
    assert len(rows(house, "orders")) == 3


@pytest.mark.parametrize(("state", "problem"), [("CANCELLED", ""), ("FATAL", "could not make")])
def test_a_report_without_data_is_no_error_and_one_that_failed_is_asked_for_again(
        house: House, read: Callable[..., FeedReport], state: str, problem: str) -> None:
    server = Amazon(lambda asked: orders_text(1, 3))
    server.state = state
    days = (date(2026, 11, 20), date(2026, 11, 21))
    report = read(server, "amazon.orders", days=days)
    assert problem in str(report.problem or "")
    assert rows(house, "orders") == []
    server.state = "DONE"
    assert read(server, "amazon.orders", days=days).problem is None
    assert len(rows(house, "orders")) == 3


def test_the_traffic_of_the_last_days_is_read_once_a_day_and_restated(
        house: House, read: Callable[..., FeedReport], clock: Clock) -> None:
    """At five in the afternoon of the 22nd in Los Angeles the 18th to the 21st have ended."""
    sessions = {"n": 100}
    server = Amazon(lambda asked: traffic_text(asked["dataStartTime"][:10], sessions["n"]))
    assert read(server, "amazon.traffic").problem is None
    assert [a["dataStartTime"] for a in server.asked] == [f"2026-11-{d}T00:00:00Z" for d in (18, 19, 20, 21)]
    assert {(r["day"], r["sessions"]) for r in rows(house, "shop_day")} == {(date(2026, 11, d), 100) for d in (18, 19, 20, 21)}
    assert {(r["item_id"], r["buy_box_rate"]) for r in rows(house, "listing_period")} == {("B0C", D("0.975"))}
    clock.moment += timedelta(days=1)
    sessions["n"] = 130
    report = read(server, "amazon.traffic")
    assert (report.problem, report.restated > 0) == (None, True)
    assert {r["sessions"] for r in rows(house, "shop_day") if r["day"] >= date(2026, 11, 19)} == {130}


def test_a_stock_report_is_a_snapshot_of_the_shops_own_day(house: House, read: Callable[..., FeedReport]) -> None:
    """One o'clock UTC of the 23rd is the 22nd in Los Angeles."""
    server = Amazon(lambda asked: "sku\tasin\tproduct-name\tyour-price\tafn-fulfillable-quantity\tmfn-fulfillable-quantity\n"
                    "K-1\tB01\tKettle\t19.90\t12\t3\n")
    assert read(server, "amazon.stock").problem is None
    assert [(r["day"], r["sku"], r["sellable_units"], r["price"]) for r in rows(house, "stock_day")] == [
        (date(2026, 11, 22), "K-1", 15, D("19.90"))]
    assert "dataStartTime" not in server.asked[0]


def ads_text(asked: dict[str, Any]) -> str:
    """Two days of one campaign, with exactly the columns asked for."""
    wanted = asked["configuration"]["columns"]
    one = {"date": "2026-11-20", "campaignName": "Kettles", "campaignBudgetCurrencyCode": "USD", "impressions": 1000,
           "clicks": 20, "cost": 8.4, "purchases7d": 2, "sales7d": 79.8, "unitsSoldClicks7d": 2,
           "attributedSalesSameSku7d": 39.9, "campaignBudgetType": "DAILY_BUDGET", "campaignStatus": "ENABLED",
           "campaignBiddingStrategy": "LEGACY", "adGroupName": "Group", "targeting": "tea kettle", "matchType": "EXACT",
           "searchTerm": "red tea kettle", "placementClassification": "Top of Search on-Amazon"}
    found = [{k: v for k, v in row.items() if k in wanted} for row in (one, {**one, "date": "2026-11-21", "cost": 9.6})]
    assert set(found[0]) == set(wanted)
    return json.dumps(found)


@pytest.mark.parametrize(("feed", "table"), [
    ("amazon_ads.campaigns", "ad_plan_day"), ("amazon_ads.targets", "ad_keyword_day"), ("amazon_ads.terms", "ad_term_period"),
    ("amazon_ads.placements", "ad_placement_period")])
def test_ads_are_read_by_day_into_the_tables_of_the_console(
        house: House, read: Callable[..., FeedReport], feed: str, table: str) -> None:
    server = Amazon(ads_text)
    report = read(server, feed)
    assert (report.problem, report.rejected) == (None, 0)
    found = rows(house, table)
    assert {(r["day"], r["ad_spend"], r["ad_gmv"], r["clicks"]) for r in found} == {
        (date(2026, 11, 20), D("8.4"), D("79.8"), 20), (date(2026, 11, 21), D("9.6"), D("79.8"), 20)}
    assert {r["plan_id"] for r in found} == {"Kettles"}
    assert (server.asked[0]["startDate"], server.asked[0]["endDate"]) == ("2026-11-07", "2026-11-21")


def test_a_report_of_ads_that_is_already_being_made_is_not_asked_for_twice(
        house: House, read: Callable[..., FeedReport]) -> None:
    """Amazon answers the same request with 425 and the number of the first."""
    server = Amazon(ads_text)
    server.waits = 0
    twin = "0f3d2a0a-0000-4000-8000-00000000000a"
    server.faults = {"/reporting/reports": [Said(json.dumps({"code": "425", "detail": f"The Request is a duplicate of : {twin}"}),
                                                 425), Said(json.dumps({"status": "FAILED", "reportId": twin}))]}
    assert "could not make" in str(read(server, "amazon_ads.campaigns").problem)
    assert server.asked == []


def test_a_refused_sign_in_says_what_to_do_and_nothing_that_was_secret(
        house: House, read: Callable[..., FeedReport], caplog: pytest.LogCaptureFixture) -> None:
    server = Amazon(lambda asked: orders_text(1, 3))
    server.faults = {"/auth/o2/token": [Said(json.dumps({"error": "invalid_grant", "error_description": "x"}), 400)] * 9}
    with caplog.at_level(logging.DEBUG):
        reports = [read(server, "amazon.orders"), read(server, "amazon_ads.campaigns")]
        server.faults = {}
        reports.append(read(server, "amazon.orders"))
    assert [isinstance(r.problem, AccessRefused) for r in reports] == [True, True, False]
    assert "invalid_grant" in str(reports[0].problem)
    said = caplog.text + "".join(str(r.problem) for r in reports) + "".join(
        f.read_bytes().decode("latin-1") for f in house.home.rglob("*") if f.is_file())
    for secret in (SECRETS["REFRESH_TOKEN"], SECRETS["CLIENT_SECRET"], "Atza-1", "X-Amz-Signature"):
        assert secret not in said, secret
