"""Messages: one's own channels and wishes, a trial that arrives, what presses, and never an address."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.letters import LetterKind
from daybook.domain.work import Role
from daybook.workflows.deliver import add_channel, address_variable
from daybook.workflows.letters import tell_watches
from daybook.workflows.recipients import wishes_of
from tests.notify.receivers import Receiver, running
from tests.web.conftest import NOON, Workbench


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as server:
        yield server


def page(browser: Any, language: str = "en") -> str:
    browser.post(reverse("language"), {"language": language})
    return str(browser.get(reverse("messages")).content.decode())


def test_a_trial_arrives_and_the_log_and_page_show_no_address(
        bench: Workbench, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = bench.person("bo-told@x.example", (Role.OPERATOR, bench.mine.client))
    secret = f"{receiver.url}/secret-hook"
    monkeypatch.setenv(address_variable(bo.email, "hook"), secret)
    add_channel(bench.house, bo.email, "hook", "webhook")
    browser = bench.browser(bo)
    answer = browser.post(reverse("try_channel", args=["hook"]), follow=True)
    assert [path for path, _, _ in receiver.posts] == ["/secret-hook"]
    for said in (answer.content.decode(), page(browser), page(browser, "zh-hans")):
        assert "secret-hook" not in said
        assert ">hook<" in said
    browser.post(reverse("end_channel", args=["hook"]))
    assert ">hook<" not in page(browser)


def test_an_operator_sets_no_address_that_leads_anywhere(bench: Workbench) -> None:
    bo = bench.person("bo-told@x.example", (Role.OPERATOR, bench.mine.client))
    answer = bench.browser(bo).post(reverse("add_channel"), {
        "kind": "webhook", "name": "inside", "address": "http://127.0.0.1:8000/admin"})
    assert answer.status_code == 422
    assert "127.0.0.1:8000" not in answer.content.decode()


def test_wishes_are_kept_and_bad_ones_are_not(bench: Workbench) -> None:
    from daybook.records.models import MessageWish

    lin = bench.person("lin-told@x.example", (Role.ADS, bench.mine.client))
    said = {"kinds": ["must", "close"], "zone": "Asia/Shanghai", "quiet_from": "21:00", "quiet_to": "07:30",
            "urgent_through": "on", "digest": "15"}
    browser = bench.browser(lin)
    assert browser.post(reverse("set_wishes"), {**said, "zone": "Mars/Base"}).status_code == 422
    assert not MessageWish.objects.filter(user=lin).exists()
    assert browser.post(reverse("set_wishes"), said).status_code == 302
    wishes = wishes_of(MessageWish.objects.get(user=lin))
    assert (wishes.kinds, wishes.quiet_from, wishes.urgent_through, wishes.digest) == (
        (LetterKind.MUST, LetterKind.CLOSE), time(21), True, timedelta(minutes=15))


def test_what_presses_is_taken_by_those_who_see_the_shop_and_nobody_else(bench: Workbench) -> None:
    from daybook.domain.watch import Alert, Watch
    from daybook.records.models import Pressing

    shop = bench.mine
    alert = Alert("watch spend", "Ad spend has reached the day's cap", "", "500 spent", Role.ADS)
    tell_watches(bench.house, [Watch(shop.name, shop.client.name, "tmall", shop.zone, "CNY", NOON.date(), NOON, NOON, "", (),
                                     (alert,))])
    number = Pressing.objects.get(key="watch spend").pk
    wu = bench.browser(bench.person("wu-told@x.example", (Role.OPERATOR, bench.wus.client)))
    assert "Ad spend has reached" not in page(wu)
    wu.post(reverse("take_pressing", args=[number]))
    assert Pressing.objects.get(pk=number).taken_at is None
    bo = bench.browser(bench.person("bo-told@x.example", (Role.OPERATOR, bench.mine.client)))
    assert "Ad spend has reached" in page(bo)
    bo.post(reverse("take_pressing", args=[number]))
    assert "Ad spend has reached" not in page(bo)


def test_whoever_runs_the_house_sees_who_is_told_what(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = bench.person("bo-told@x.example", (Role.OPERATOR, bench.mine.client))
    monkeypatch.setenv(address_variable(bo.email, "ding"), "https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 64)
    add_channel(bench.house, bo.email, "ding", "dingtalk")
    ann = bench.person("ann-told@x.example", (Role.ADMIN, None))
    said = page(bench.browser(ann))
    assert "bo-told" in said
    assert "22:30–08:00" in said
    assert "bo-told" not in page(bench.browser(bench.person("mine-told@x.example", (Role.ADMIN, bench.mine.client))))
