"""Google Ads through its own client, against a gRPC server on the loopback that speaks the published messages."""

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import FeedReport, Wanted, pull
from tests.conftest import Clock
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import SHOP, impatient, rows

grpc = pytest.importorskip("grpc")
pytest.importorskip("google.ads.googleads", reason="the extra `google` is not installed")
SECRETS = {"DEVELOPER_TOKEN": "dev-token-1", "CLIENT_ID": "app", "CLIENT_SECRET": "secret-of-the-app",
           "REFRESH_TOKEN": "1//refresh-of-the-shop", "CUSTOMER_ID": "123-456-7890"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, Path]:
    """A key and a certificate of its own for `localhost`, and the file by which the client trusts it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("roots") / "roots.pem"
    file.write_bytes(pem)
    return secret, pem, file


class Google:
    """Streams the rows of a day, two a message; `faults` are gRPC states that break a stream after its first message."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.tokens = 0
        self.refused = False

    def sign_in(self, call: Call) -> Said:
        assert call.form["refresh_token"] == SECRETS["REFRESH_TOKEN"]
        if self.refused:
            return Said(json.dumps({"error": "invalid_grant"}), 400)
        self.tokens += 1
        return Said(json.dumps({"access_token": f"ya29.{self.tokens}", "expires_in": 3600}), headers={
            "content-type": "application/json"})

    def stream(self, request: Any, context: Any) -> Iterator[Any]:
        from google.protobuf.json_format import ParseDict

        said = dict(context.invocation_metadata())
        assert said["developer-token"] == SECRETS["DEVELOPER_TOKEN"]
        assert said["authorization"] == f"Bearer ya29.{self.tokens}"
        assert request.customer_id == "1234567890"
        self.asked.append(request.query)
        first, last = request.query.split("BETWEEN '")[1].split("' AND '")[0], request.query.split("' AND '")[1][:10]
        found = [r for r in self.rows if first <= r["segments"]["date"] <= last]
        for n in range(0, max(len(found), 1), 2):
            yield ParseDict({"results": found[n:n + 2]}, messages().SearchGoogleAdsStreamResponse.pb()())
            if self.faults:
                context.abort(getattr(grpc.StatusCode, self.faults.pop(0)), "as asked")


def messages() -> Any:
    from importlib import import_module

    from google.ads.googleads.client import _DEFAULT_VERSION

    return import_module(f"google.ads.googleads.{_DEFAULT_VERSION}.services.types.google_ads_service")


@pytest.fixture
def google(certificate: tuple[bytes, bytes, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    secret, pem, file = certificate
    monkeypatch.setenv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", str(file))
    from google.ads.googleads.client import _DEFAULT_VERSION

    known = Google()
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(
        f"google.ads.googleads.{_DEFAULT_VERSION}.services.GoogleAdsService", {
            "SearchStream": grpc.unary_stream_rpc_method_handler(
                known.stream, messages().SearchGoogleAdsStreamRequest.pb().FromString,
                lambda message: message.SerializeToString())}),))
    port = server.add_secure_port("localhost:0", grpc.ssl_server_credentials([(secret, pem)]))
    server.start()
    with answering(known.sign_in) as url:
        monkeypatch.setenv("DAYBOOK_API_LUND_GOOGLE_ADS_SIGN_IN_URL", f"{url}/token")
        monkeypatch.setenv("DAYBOOK_API_LUND_GOOGLE_ADS_ENDPOINT", f"localhost:{port}")
        for field, value in SECRETS.items():
            monkeypatch.setenv(f"DAYBOOK_API_LUND_GOOGLE_ADS_{field}", value)
        yield known
    server.stop(None)


@pytest.fixture
def read(house: House, google: Google) -> Callable[..., FeedReport]:
    from dataclasses import replace

    add_shop(house, SHOP, "Nord", "shopify", "Europe/Stockholm", "EUR")

    def reading(feed: str = "google_ads.campaigns", **wanted: Any) -> FeedReport:
        return pull(house, SHOP, Wanted(feeds=(feed,), **wanted), patience=replace(impatient(), timeout=5.0))[0]

    return reading


def row(day: str, campaign: str = "Kettles", micros: int = 8_400_000, **other: Any) -> dict[str, Any]:
    return {"segments": {"date": day}, "campaign": {"id": "7", "name": campaign, "status": "ENABLED",
                                                    "advertisingChannelType": "SEARCH"},
            "customer": {"currencyCode": "EUR"}, "metrics": {
                "impressions": "1000", "clicks": "20", "costMicros": str(micros), "conversions": 1.5,
                "conversionsValue": 79.8}, **other}


def test_ended_days_are_read_by_campaign_and_counted_once(house: House, read: Callable[..., FeedReport], google: Google,
                                                          clock: Clock) -> None:
    google.rows = [row(f"2026-11-{d:02}", micros=d * 1_234_567) for d in range(5, 24)]
    assert read().problem is None
    found = {r["day"]: r for r in rows(house, "ad_plan_day")}
    assert sorted(found) == [date(2026, 11, d) for d in range(8, 23)]       # fifteen days, today is not over
    assert found[date(2026, 11, 22)]["ad_spend"] == D("27.1605")
    assert (found[date(2026, 11, 8)]["plan_id"], found[date(2026, 11, 8)]["ad_gmv"], found[date(2026, 11, 8)]["clicks"]) == (
        "Kettles", D("79.8"), 20)
    clock.moment += timedelta(days=1)
    google.rows[-2]["metrics"]["costMicros"] = "30000000"
    report = read()
    assert (report.problem, report.restated) == (None, 1)
    assert {r["day"]: r["ad_spend"] for r in rows(house, "ad_plan_day")}[date(2026, 11, 22)] == D("30")


def test_keywords_and_terms_stand_by_their_names(house: House, read: Callable[..., FeedReport], google: Google) -> None:
    google.rows = [row("2026-11-20", adGroup={"id": "9", "name": "Red"}, adGroupCriterion={
        "criterionId": "11", "keyword": {"text": "red kettle", "matchType": "PHRASE"}},
        searchTermView={"searchTerm": "kettle red cheap"})]
    days = {"days": (date(2026, 11, 20), date(2026, 11, 20))}
    assert read("google_ads.keywords", **days).problem is None
    assert read("google_ads.terms", **days).problem is None
    word, = rows(house, "ad_keyword_day")
    assert (word["unit_id"], word["keyword"], word["keyword_kind"], word["ad_spend"]) == (
        "Red", "red kettle", "Phrase match", D("8.4"))
    term, = rows(house, "ad_term_period")
    assert (term["term"], term["first_on"], term["conversions"]) == ("kettle red cheap", date(2026, 11, 20), D("1.5"))


@pytest.mark.parametrize("fault", ["UNAVAILABLE", "RESOURCE_EXHAUSTED", "INTERNAL"])
def test_a_stream_that_breaks_is_read_again_from_its_start(house: House, read: Callable[..., FeedReport], google: Google,
                                                           fault: str) -> None:
    google.rows = [row("2026-11-20", f"Plan {n}") for n in range(5)]
    google.faults = [fault]
    assert read().problem is None
    assert len(google.asked) == 2
    assert len(rows(house, "ad_plan_day")) == 5


@pytest.mark.parametrize(("fault", "kind"), [("UNAVAILABLE", BusyPlatform), ("PERMISSION_DENIED", AccessRefused),
                                             ("INVALID_ARGUMENT", DaybookError)])
def test_a_lasting_fault_loads_nothing_and_says_nothing_secret(
        house: House, read: Callable[..., FeedReport], google: Google, fault: str, kind: type[Exception],
        caplog: pytest.LogCaptureFixture) -> None:
    google.rows = [row("2026-11-20", f"Plan {n}") for n in range(5)]
    google.faults = [fault] * 9
    with caplog.at_level(logging.DEBUG):
        report = read()
        google.refused = True
        refused = read("google_ads.terms")
    assert isinstance(report.problem, kind)
    assert isinstance(refused.problem, AccessRefused)
    assert rows(house, "ad_plan_day") == []
    said = caplog.text + str(report.problem) + str(refused.problem) + "".join(
        f.read_bytes().decode("latin-1") for f in house.home.rglob("*") if f.is_file())
    for secret in ("dev-token-1", "1//refresh-of-the-shop", "secret-of-the-app", "ya29.1"):
        assert secret not in said, secret
