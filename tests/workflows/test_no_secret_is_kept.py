"""Whatever goes wrong on the way to a platform: no credential is found in the data folder, a log or an error afterwards."""

import json
import logging
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from daybook.domain.errors import AccessRefused
from daybook.sources.api import SERVICES
from daybook.sources.api.feed import Service
from daybook.sources.credentials import variable
from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import Wanted, pull
from daybook.workflows.status import status
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import impatient

#: The API of each platform; Google Ads is asked over gRPC and has the same test of its own.
PLATFORMS = {platform: services for platform, services in SERVICES.items() if platform not in ("other", "tmall")}
PLAIN = {"marketplace": "US", "shop_id": "4463798", "profile_id": "9137"}
TOKEN = "token-that-was-given"


def faulty() -> Callable[[Call], Said]:
    """Signs in, then answers with every kind of fault in turn, repeating what was sent, as proxies and consoles do."""
    def echo(call: Call) -> str:
        return json.dumps({"errors": [{"message": "bad", "extensions": {"code": "FORBIDDEN"}}], "headers": dict(call.headers),
                           "query": dict(call.query), "body": call.body})

    kinds = cycle((401, 500, 200, 429, 403, 400, 200))

    def answer(call: Call) -> Said:
        if "login" in call.body or "token" in call.path:
            return Said(json.dumps({"data": {"login": {"__typename": "CurrentUser"}, "access_token": TOKEN},
                                    "access_token": TOKEN, "code": 10000, "token_type": "bearer", "expires_in": 3600}),
                        headers={"vendure-auth-token": TOKEN})
        return Said(echo(call), next(kinds), headers={"retry-after": "1"})

    return answer


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Service, str], list[str]]]:
    """Sets a credential whose every field can be recognised."""
    from daybook.sources.api import amazon, amazon_ads

    def given(service: Service, url: str) -> list[str]:
        found = []
        for field in service.fields:
            secret = not (field in PLAIN or "url" in field)
            value = url if "url" in field else PLAIN.get(field, f"S3CRET-{service.name}-{field}")
            monkeypatch.setenv(variable("lund", service.name, field), value)
            found += [value] * secret
        return found

    amazon.forget_token()
    amazon_ads.forget_token()
    yield given
    amazon.forget_token()
    amazon_ads.forget_token()


@pytest.mark.parametrize(("platform", "name"), [(p, s.name) for p, services in PLATFORMS.items() for s in services
                                                if s.name != "google_ads"])
def test_nothing_secret_is_found_after_faults(house: House, secrets: Callable[[Service, str], list[str]], platform: str,
                                              name: str, caplog: pytest.LogCaptureFixture) -> None:
    add_shop(house, "lund", "Nord", platform, "UTC", "EUR")
    service = next(s for s in SERVICES[platform] if s.name == name)
    with caplog.at_level(logging.DEBUG), answering(faulty()) as url:
        hidden = [*secrets(service, url), TOKEN]
        reports = pull(house, "lund", Wanted(), patience=impatient(tries=3))
    assert len(reports) == len(service.feeds)
    assert all(r.problem for r in reports)
    assert all(r.next_try_at or isinstance(r.problem, AccessRefused) for r in reports)
    assert all(f.error for f in status(house, [house.shop("lund")], house.now())[0].feeds)
    said = caplog.text + "".join(f"{r.problem!s}{r.problem!r}" for r in reports)
    places = {"said and logged": said, **{
        str(f): f.read_bytes().decode("latin-1") for f in house.home.rglob("*") if f.is_file()}}
    for value in hidden:
        assert not [place for place, text in places.items() if value in text], value
