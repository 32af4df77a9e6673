"""Probes, the status page, the health command and the log: what whoever runs the house looks at."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from daybook.domain.condition import Light
from daybook.domain.errors import WrongUsage
from daybook.domain.work import Role
from daybook.workflows.condition import condition
from tests.web.conftest import NOON, Workbench


def test_probes_answer_without_a_name_a_person_or_tls(bench: Workbench) -> None:
    browser = bench.browser(None, HTTP_HOST="10.0.0.7:8008")
    assert browser.get("/health/").json() == {"alive": True}
    answer = browser.get("/ready/")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert set(answer.json()["checks"]) == {"records", "lake", "room", "clock", "runs", "backup"}
    assert bench.mine.name not in answer.content.decode()


def test_it_is_not_ready_where_its_facts_are_gone(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.records.models import Published

    last = Published.objects.order_by("-seq").first()
    Published.objects.create(seq=(last.seq if last else 0) + 1, load=7, versions={"orders": 3, "reviews": 0}, at=NOON, swept={})
    found = {one.name: one for one in condition(bench.house).checks}
    assert found["lake"].light is Light.BAD
    assert bench.browser().get("/ready/").status_code == 503
    Published.objects.order_by("-seq").first().delete()


def test_a_disk_or_a_database_that_is_gone_is_told_and_no_crash(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import InterfaceError, connection

    found = {one.name: one for one in condition(replace(bench.house, home=Path("/nowhere/at/all"))).checks}
    assert found["room"].light is Light.BAD

    def closed(*_: object, **__: object) -> None:
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(connection, "cursor", closed)
    now = condition(bench.house)
    assert ([one.name for one in now.checks if one.light is Light.BAD], now.ready) == (["records", "lake"], False)


def test_the_status_page_says_what_is_off_and_what_to_do(bench: Workbench) -> None:
    from daybook.records.models import BackupPlace, ScheduledRun

    BackupPlace.objects.create(path="/somewhere", last_at=NOON - timedelta(hours=50))
    ScheduledRun.objects.create(job="morning", zone="UTC", due_at=NOON - timedelta(hours=2), next_at=NOON - timedelta(hours=2),
                                state="waiting")
    browser = bench.browser(bench.person("run@x.example", (Role.ADMIN, None)))
    browser.post(reverse("language"), {"language": "en"})
    said = browser.get(reverse("house")).content.decode()
    assert "the last backup is 50 hours old" in said
    assert "something has been due for 120 minutes" in said
    browser.post(reverse("language"), {"language": "zh-hans"})
    said = browser.get(reverse("house")).content.decode()
    assert "最近一次备份在 50 小时前" in said
    assert "有任务已逾期 120 分钟" in said
    ScheduledRun.objects.all().delete()
    BackupPlace.objects.all().delete()


def test_a_request_is_a_line_of_numbers(bench: Workbench, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("daybook").setLevel(logging.INFO)
    try:
        person = bench.person("line@x.example", (Role.OPERATOR, bench.mine.client))
        bench.browser(person).get(reverse("morning", args=[bench.mine.pk]))
    finally:
        logging.getLogger("daybook").setLevel(logging.NOTSET)
    [line] = [one for one in caplog.records if one.name == "daybook.web" and one.message == "request"]
    assert (line.page, line.shop, line.status, line.person) == ("morning", bench.mine.pk, 200, person.pk)


def test_the_log_is_json_where_asked_and_nothing_else_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.cli.log import begin_log

    code = ("import logging; from daybook.cli.log import begin_log; begin_log(); "
            "logging.getLogger('daybook.jobs').info('run', extra={'job': 'morning', 'state': '成'})")
    said = subprocess.run([sys.executable, "-c", code], env={**os.environ, "DAYBOOK_LOG": "json"}, capture_output=True, text=True,
                          check=True).stderr
    line = json.loads(said)
    assert [line[name] for name in ("event", "level", "logger", "job", "state")] == ["run", "INFO", "daybook.jobs", "morning", "成"]
    monkeypatch.setenv("DAYBOOK_LOG", "xml")
    with pytest.raises(WrongUsage, match="DAYBOOK_LOG is xml"):
        begin_log()


def test_health_is_told_of_a_new_folder(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from daybook.cli import main

    said = CliRunner().invoke(main, ["--home", str(tmp_path), "--json", "health"])
    assert (said.exit_code, json.loads(said.output)["ready"]) == (0, True), said.output
