"""The clock's page: what ran, how long, why it failed and what is next, for one's own shops; another try for who may."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from daybook.domain.errors import AccessRefused
from daybook.domain.schedule import Timing
from daybook.domain.work import Role
from daybook.jobs.job import Job
from daybook.jobs.loop import Loop
from daybook.jobs.queue import NoQueue
from daybook.workflows.house import House
from tests.web.conftest import NOON, Workbench


def reads(house: House, names: Sequence[str], due: datetime) -> Mapping[str, str]:
    """Reads each shop but the second, whose credential lacks a right, and Wu's."""
    for name in names:
        if name in ("山居旧货", "吴记瓷器"):
            raise AccessRefused("the credential lacks a right", where=name, next_step="set another")
    return dict.fromkeys(names, "12 new")


@pytest.fixture
def ran(bench: Workbench) -> Iterator[Workbench]:
    """The clock of that noon has run once, by its own loop."""
    from daybook.records.models import ScheduledRun, Shop

    Shop.objects.update(created_at=NOON - timedelta(days=1))
    loop = Loop(bench.house, [Job("pull", Timing(time(11)), reads)], NoQueue())
    loop.tick()
    while loop.work_one():
        pass
    yield bench
    ScheduledRun.objects.all().delete()


def page(bench: Workbench, user: object, language: str = "en", more: str = "") -> str:
    browser = bench.browser(user)
    browser.post(reverse("language"), {"language": language})
    return str(browser.get(reverse("clock") + more).content.decode())


def test_an_operator_reads_why_it_failed_for_their_own_shop_and_gets_no_button(ran: Workbench) -> None:
    said = page(ran, ran.person("bo-clock@x.example", (Role.OPERATOR, ran.mine.client)))
    assert "山居旧货</b> the credential lacks a right" in said
    assert "1 done" in said
    assert "吴记" not in said
    assert "Try again" not in said


def test_who_runs_the_house_sees_all_and_has_it_tried_again(ran: Workbench) -> None:
    from daybook.records.models import ScheduledRun

    ann = ran.person("ann-clock@x.example", (Role.ADMIN, None))
    assert "吴记瓷器" in page(ran, ann)
    row = ScheduledRun.objects.get(state="failed")
    browser = ran.browser(ann)
    assert browser.post(reverse("clock_again", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.outcomes["failed"]["吴记瓷器"]["again"]) == ("waiting", True)


def test_an_admin_of_one_client_cannot_have_another_clients_run_tried_again(ran: Workbench) -> None:
    from daybook.records.models import ScheduledRun

    row = ScheduledRun.objects.get(state="failed")
    ran.browser(ran.person("mine-clock@x.example", (Role.ADMIN, ran.mine.client))).post(
        reverse("clock_again", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_clock_that_never_ran_says_how_to_start_it(bench: Workbench) -> None:
    assert "daybook jobs" in page(bench, bench.person("first-clock@x.example", (Role.OPERATOR, bench.mine.client)))
