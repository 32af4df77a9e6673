"""The live page with a show on it: what to say to the host with its button, kept by a press, and the review of one that is over."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.house import add_shop
from daybook.workflows.ingest import Incoming, ingest
from tests.web.conftest import NOON, Workbench
from tests.workflows.test_live_shows import minutes_file

#: By Shanghai's clock: the show began an hour and a half before the bench's present.
BEGAN = (NOON + timedelta(hours=8)).replace(tzinfo=None, second=0, microsecond=0) - timedelta(minutes=102)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_host_is_told_one_line_and_a_press_keeps_it(
        bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """Four evenings are in, and a running show whose listings are clicked half as often as usual for twenty minutes."""
    monkeypatch.setattr("daybook.web.views.live.clock", lambda: NOON)
    name = f"live-{language}"
    row = add_shop(bench.house, name, bench.mine.client.name, "douyin", "Asia/Shanghai", "CNY")
    files = [(minutes_file(tmp_path, BEGAN - timedelta(days=n), 180, n), NOON - timedelta(days=n - 1, hours=2))
             for n in range(1, 6)]
    files.append((minutes_file(tmp_path, BEGAN, 102, 9, 0.5, 80), NOON))
    list(ingest(bench.house, [Incoming(row.name, path, min(known, NOON)) for path, known in files]))
    pk = type(bench.mine).objects.get(name=name).pk
    browser = bench.browser(bench.person(f"live-{language}@x.example", (Role.LIVE, bench.mine.client)))
    browser.cookies["django_language"] = {"zh": "zh-hans", "en": "en"}[language]
    page = browser.get(reverse("live", args=[pk]))
    assert page.status_code == 200
    assert b'value="V-CLICK"' in page.content
    at = f"{BEGAN + timedelta(minutes=101):%H:%M}"
    answer = browser.post(reverse("live_said", args=[pk]), {"at": at, "words": "换讲下一款", "rule": "V-CLICK"})
    assert answer.status_code == 302
    again = browser.get(reverse("live", args=[pk])).content
    assert "换讲下一款".encode() in again
    assert b'name="rule" value="V-CLICK"' not in again
    assert browser.post(reverse("live_read", args=[pk]), {"at": at, "online": "120"}).status_code == 302
    assert b"120" in browser.get(reverse("live", args=[pk])).content
    old = browser.get(reverse("live_show", args=[pk, f"{BEGAN - timedelta(days=2):%Y%m%dT%H%M}"]))
    assert old.status_code == 200
    assert b"live_said" not in old.content
