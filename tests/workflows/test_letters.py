"""Messages: each person is told of the shops that they may see, once, when they want it; what presses goes on up the line.

Mei manages all clients, Bo operates 山野手冲 of 山野器物, Lin has its ads, Wu belongs to another client.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from daybook.domain.brief import Brief, Must
from daybook.domain.errors import WrongUsage
from daybook.domain.letters import LetterKind, Wishes
from daybook.domain.work_items import StepKind
from daybook.workflows.deliver import AGAIN, add_channel, deliver, delivery_log, what_presses
from daybook.workflows.house import House, add_shop
from daybook.workflows.leave import forget
from daybook.workflows.letters import ASK_NEXT, take, tell_briefs, tell_failure
from daybook.workflows.recipients import set_wishes
from daybook.workflows.work import Told, open_items, take_step
from tests.conftest import Clock
from tests.notify.receivers import Receiver, running
from tests.reports.briefs import FULL

SHOP = "山野手冲"
MUST = Must("ship today's orders", "2 orders", "千牛 > 已卖出的宝贝", datetime(2026, 11, 23, 8, tzinfo=UTC), "ship_by")
PLAIN = replace(FULL, must=(), findings=(), plan=())
PEOPLE = (("mei@agency.example", "Mei", "account_manager", "", "zh"), ("bo@agency.example", "Bo", "operator", "山野器物", "zh"),
          ("lin@agency.example", "Lin", "ads", "山野器物", "en"), ("wu@agency.example", "Wu", "operator", "Wu", "zh"),
          ("ann@agency.example", "Ann", "admin", "", "en"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as server:
        yield server


@pytest.fixture
def agency(house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> House:
    """Everybody has a webhook of their own, whose address is in the environment, and no quiet hours."""
    from daybook.records import models
    from daybook.workflows.deliver import address_variable

    add_shop(house, SHOP, "山野器物", "tmall", "Asia/Shanghai", "CNY")
    add_shop(house, "rugs", "Wu", "taobao", "Asia/Shanghai", "CNY")
    for email, name, role, client, language in PEOPLE:
        user = models.User.objects.create_user(email, None, name=name, language=language, created_at=house.now())
        models.Membership.objects.create(user=user, role=role, since=house.now(),
                                         client=models.Client.objects.get(name=client) if client else None)
        monkeypatch.setenv(address_variable(email, "hook"), f"{receiver.url}/{name}")
        add_channel(house, email, "hook", "webhook")
        set_wishes(house, email, Wishes(quiet_from=time(0), quiet_to=time(0)))
    return house


def got(receiver: Receiver) -> list[tuple[str, str]]:
    """(who, title) of all that arrived."""
    return [(path.strip("/"), said["title"]) for path, _, said in receiver.posts]


def text_for(receiver: Receiver, who: str) -> str:
    return "\n".join(f"{said['title']}\n{said['message']}" for path, _, said in receiver.posts if path == f"/{who}")


def tell(house: House, *briefs: Brief) -> None:
    tell_briefs(house, briefs)
    deliver(house)


def test_a_brief_is_told_once_to_those_who_may_see_the_shop_and_never_to_another_client(
        agency: House, receiver: Receiver) -> None:
    tell(agency, PLAIN)
    tell(agency, PLAIN)
    assert sorted(who for who, _ in got(receiver)) == ["Ann", "Bo", "Lin", "Mei"]


def test_everybody_reads_their_own_language_and_the_same_numbers_as_in_the_brief(
        agency: House, receiver: Receiver) -> None:
    from daybook.reports.brief_text import brief_text

    tell(agency, FULL)
    chinese, english = text_for(receiver, "Bo"), text_for(receiver, "Lin")
    assert "支付金额" in chinese
    assert "Paid amount" in english
    report = "".join(brief_text(FULL, "en", width=400).split())
    numbers = [part for part in english.split() if any(c.isdigit() for c in part) and not part.startswith("#")]
    assert numbers
    assert [n for n in numbers if n not in report] == []


def test_quiet_hours_hold_messages_back_until_they_end_on_the_persons_own_clock(
        agency: House, clock: Clock, receiver: Receiver) -> None:
    """Lin is in New York, where it is 20:00; she is left alone from 19:00 to 7:30."""
    set_wishes(agency, "lin@agency.example", Wishes("America/New_York", quiet_from=time(19), quiet_to=time(7, 30)))
    tell(agency, PLAIN)
    assert "Lin" not in dict(got(receiver))
    clock.moment = datetime(2026, 11, 23, 12, 29, tzinfo=UTC)
    deliver(agency)
    assert "Lin" not in dict(got(receiver))
    clock.moment += timedelta(minutes=1)
    deliver(agency)
    assert "Lin" in dict(got(receiver))


def test_messages_within_the_window_come_as_one(agency: House, clock: Clock, receiver: Receiver) -> None:
    add_shop(agency, "teas", "山野器物", "tmall", "Asia/Shanghai", "CNY")
    set_wishes(agency, "bo@agency.example", Wishes(quiet_from=time(0), quiet_to=time(0), digest=timedelta(minutes=15)))
    tell_briefs(agency, [PLAIN])
    clock.moment += timedelta(minutes=5)
    tell_briefs(agency, [replace(PLAIN, shop="teas")])
    clock.moment += timedelta(minutes=9)
    deliver(agency)
    assert "Bo" not in dict(got(receiver))
    clock.moment += timedelta(minutes=6)
    deliver(agency)
    assert [title for who, title in got(receiver) if who == "Bo"] == ["2 条消息"]
    assert "teas" in text_for(receiver, "Bo")


def test_people_get_only_the_kinds_that_they_want(agency: House, receiver: Receiver) -> None:
    set_wishes(agency, "bo@agency.example", Wishes(kinds=(LetterKind.MUST,), quiet_from=time(0), quiet_to=time(0)))
    tell(agency, replace(PLAIN, must=(MUST,)))
    assert len([1 for who, _ in got(receiver) if who == "Bo"]) == 1
    assert "2 orders" in text_for(receiver, "Bo")


def test_what_nobody_takes_goes_up_the_line_and_stops_when_somebody_does(
        agency: House, clock: Clock, receiver: Receiver) -> None:
    """Bo is the operator; after 20 minutes Mei is asked; there is no director and no owner."""
    tell(agency, replace(PLAIN, must=(MUST,)))
    pressing = [(who, title) for who, title in got(receiver) if "不能等" in title]
    assert [who for who, _ in pressing] == ["Bo"]
    clock.moment += ASK_NEXT - timedelta(seconds=1)
    deliver(agency)
    assert "Mei" not in [who for who, title in got(receiver) if "不能等" in title]
    clock.moment += timedelta(seconds=1)
    deliver(agency)
    assert "Mei" in [who for who, title in got(receiver) if "不能等" in title]
    assert "已过 20 分钟" in text_for(receiver, "Mei")
    [open_] = what_presses(agency)
    assert open_["asked"] == ["operator", "account_manager"]
    take(agency, open_["number"], "Mei")
    with pytest.raises(WrongUsage, match="Mei has taken it"):
        take(agency, open_["number"], "Bo")
    clock.moment += 5 * ASK_NEXT
    before = len(receiver.posts)
    deliver(agency)
    assert len(receiver.posts) == before
    assert what_presses(agency) == []


def test_who_has_quiet_hours_is_asked_later_and_the_line_goes_on_meanwhile(
        agency: House, clock: Clock, receiver: Receiver) -> None:
    set_wishes(agency, "bo@agency.example", Wishes(quiet_from=time(0), quiet_to=time(12)))
    tell(agency, replace(PLAIN, must=(MUST,)))
    clock.moment += ASK_NEXT
    deliver(agency)
    assert [who for who, title in got(receiver) if "不能等" in title] == ["Mei"]


def test_an_urgent_finding_is_taken_when_its_work_item_is(agency: House, clock: Clock, receiver: Receiver) -> None:
    """The first finding asks for action now; the line of the plan that answers it is a work item, which Lin takes."""
    from daybook.records import models

    brief = replace(FULL, must=(), findings=(replace(FULL.findings[0], urgency="now"), *FULL.findings[1:]))
    open_items(agency, models.Shop.objects.get(name=SHOP), brief)
    tell(agency, brief)
    [open_] = what_presses(agency)
    item = models.WorkItem.objects.get(shop__name=SHOP, line=FULL.plan[0].id)
    take_step(agency, item.pk, StepKind.TAKE, Told("Lin"))
    clock.moment += ASK_NEXT
    deliver(agency)
    assert what_presses(agency) == []
    assert models.Pressing.objects.get(pk=open_["number"]).taken_by == "Lin"


def test_a_job_that_failed_is_told_to_those_who_run_the_house(agency: House, receiver: Receiver) -> None:
    failed = {"rugs": {"reason": "the credential lacks a right", "tries": 1, "again": False}}
    for _ in range(2):
        tell_failure(agency, 7, "pull", "Asia/Shanghai", agency.now(), failed)
    deliver(agency)
    assert [who for who, _ in got(receiver)] == ["Ann"]
    assert "rugs: the credential lacks a right" in text_for(receiver, "Ann")


def test_what_was_refused_is_tried_again_and_then_given_up_under_one_reference(
        agency: House, clock: Clock, receiver: Receiver) -> None:
    receiver.answer = 500, "down"
    tell_failure(agency, 7, "pull", "Asia/Shanghai", agency.now(), {})
    deliver(agency)
    for wait in AGAIN:
        clock.moment += wait
        deliver(agency)
    [one] = delivery_log(agency, 10)
    assert (one["outcome"], one["tries"], one["detail"], one["next_try_at"]) == ("given up", 5, "HTTP 500", None)
    assert len({headers["Idempotency-Key"] for _, headers, _ in receiver.posts}) == 1


def test_an_attempt_that_died_in_the_middle_is_made_again_and_the_log_does_not_claim_success(
        agency: House, clock: Clock, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.workflows import deliver as module

    def dies(*given: Any) -> None:
        raise KeyboardInterrupt

    tell_failure(agency, 7, "pull", "Asia/Shanghai", agency.now(), {})
    with monkeypatch.context() as patched:
        patched.setattr(module, "send", dies)
        with pytest.raises(KeyboardInterrupt):
            deliver(agency)
    assert delivery_log(agency, 1)[0]["outcome"] == "sending"
    deliver(agency)
    assert receiver.posts == []
    clock.moment += timedelta(minutes=2)
    deliver(agency)
    assert (delivery_log(agency, 1)[0]["outcome"], delivery_log(agency, 1)[0]["tries"]) == ("delivered", 2)


def test_an_address_is_kept_nowhere_in_the_data_folder(agency: House, receiver: Receiver) -> None:
    tell(agency, FULL)
    secret = receiver.url.rpartition(":")[2].encode() + b"/Mei"
    assert not [f for f in agency.home.rglob("*") if f.is_file() and secret in f.read_bytes()]


def test_messages_of_a_forgotten_client_are_gone(agency: House, receiver: Receiver) -> None:
    tell(agency, replace(PLAIN, must=(MUST,)))
    tell_failure(agency, 7, "pull", "Asia/Shanghai", agency.now(), {SHOP: {"reason": "no", "tries": 1, "again": False}})
    forget(agency, "山野器物")
    assert not [f for f in (agency.home / "records").iterdir() if SHOP.encode() in f.read_bytes()]
