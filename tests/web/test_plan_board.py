"""The plan board and the patrol: people take, do, put off and tick, and the page says what came of it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.work import board
from tests.reports.briefs import FULL
from tests.web.conftest import Workbench
from tests.workflows.worked_house import PNG


@pytest.fixture
def bo(bench: Workbench) -> Any:
    from django.conf import settings

    Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
    return bench.browser(bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client)))


def items(bench: Workbench) -> Any:
    return board(bench.house, [bench.mine.name], FULL.on)


def act(browser: Any, bench: Workbench, item: int, kind: str, **said: Any) -> Any:
    return browser.post(reverse("work_step", args=[bench.mine.pk, item, kind]), said, headers={"HX-Request": "true"})


def test_every_line_of_the_plan_stands_on_the_board(bench: Workbench, bo: Any):
    page = bo.get(reverse("plan_of", args=[bench.mine.pk, FULL.on])).content.decode()
    assert all(line.what in page for line in FULL.plan)
    assert "计划板" in page


def test_a_line_is_taken_and_done_with_a_screenshot_that_only_its_people_see(bench: Workbench, bo: Any):
    item = items(bench)[0].key
    assert "bo领了" in act(bo, bench, item, "take").content.decode()
    card = act(bo, bench, item, "done", minutes="12", to="120", file=SimpleUploadedFile("架上.png", PNG)).content.decode()
    assert "已完成" in card
    assert "架上.png" in card
    (kept,) = items(bench)[0].receipt.files
    address = reverse("work_file", args=[bench.mine.pk, item, kept.sha256])
    answer = bo.get(address)
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    wu = bench.browser(bench.person("wu@x.example", (Role.ADMIN, bench.wus.client)))
    assert wu.get(address).status_code == 404
    assert wu.get(reverse("work_file", args=[bench.wus.pk, item, kept.sha256])).status_code == 404


def test_what_cannot_follow_is_said_on_the_card(bench: Workbench, bo: Any):
    item = items(bench)[1].key
    assert "没有写用了多少分钟" in act(bo, bench, item, "done", minutes="x").content.decode()
    assert "2027-02-30 不是日期" in act(bo, bench, item, "snooze", until="2027-02-30").content.decode()
    bad = act(bo, bench, item, "done", minutes="5", file=SimpleUploadedFile("a.png", b"<script>")).content.decode()
    assert "这不是图片或 PDF" in bad
    assert items(bench)[1].steps == ()


def test_another_shops_item_is_not_found_under_this_shop(bench: Workbench, bo: Any):
    theirs = board(bench.house, [bench.wus.name], FULL.on)[0].key
    assert act(bo, bench, theirs, "take").status_code == 404
    assert board(bench.house, [bench.wus.name], FULL.on)[0].steps == ()


def test_an_address_that_is_no_step_is_not_found(bench: Workbench, bo: Any):
    assert act(bo, bench, items(bench)[0].key, "carry").status_code == 404


def test_who_may_not_see_numbers_does_the_work_without_money(bench: Workbench):
    designer = bench.browser(bench.person("dee@x.example", (Role.DESIGNER, bench.mine.client)))
    page = designer.get(reverse("plan_of", args=[bench.mine.pk, FULL.on])).content.decode()
    assert FULL.plan[0].what in page
    assert "预计收益" not in page
    assert "Expected gain" not in page


def test_a_day_without_a_plan_leads_to_one(bench: Workbench, bo: Any):
    page = bo.get(reverse("plan_of", args=[bench.mine.pk, "2026-12-31"])).content.decode()
    assert "这一天没有计划" in page
    assert reverse("plan_of", args=[bench.mine.pk, FULL.on]) in page


def test_a_check_is_ticked_and_turns_green(bench: Workbench, bo: Any):
    def tick(check: str, **said: str) -> str:
        return bo.post(reverse("patrol_tick", args=[bench.mine.pk, check]), said, follow=True).content.decode()

    assert "✗</span> 违规" in bo.get(reverse("patrol", args=[bench.mine.pk])).content.decode()
    assert "✓</span> 违规" in tick("violations")
    page = tick("disputes", found="2", note="案件 17、18")
    assert "bo：发现 2 项，案件 17、18" in page
    assert "要写明谁检查的" in tick("stock", found="3")
