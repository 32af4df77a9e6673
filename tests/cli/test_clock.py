"""daybook jobs on the command line: what is next, what ran, another time, another try, places that fill themselves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema

from tests.conftest import CommandLine

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "jobs-list.json").read_text(encoding="utf-8"))


def with_shop(daybook: CommandLine) -> None:
    daybook("shop", "add", "jade", "--client", "Mei", "--platform", "taobao", "--tz", "Asia/Shanghai", "--currency", "CNY")


def test_what_is_due_is_done_and_listed(daybook: CommandLine, tmp_path: Path) -> None:
    with_shop(daybook)
    folder = tmp_path / "inbox"
    folder.mkdir()
    assert daybook.json("jobs", "look", "--folder", folder)["place"] == f"folder {folder}"
    assert daybook("jobs", "--once", "--queue", "none").exit_code == 0
    found = daybook.json("jobs", "list")
    jsonschema.validate(found, SCHEMA)
    assert {(n["job"], n["zone"]) for n in found["next"]} >= {
        ("morning.early", "Asia/Shanghai"), ("morning.complete", "Asia/Shanghai"), ("inbox", "UTC"),
        ("pull", "Asia/Shanghai"), ("upkeep", "Asia/Shanghai")}
    assert "morning.early" in daybook("jobs", "list").stdout


def test_another_time_and_what_is_wrong_with_one(daybook: CommandLine) -> None:
    with_shop(daybook)
    assert daybook.json("jobs", "set", "morning.early", "--shop", "jade", "--at", "07:45")["at"] == "07:45"
    daybook("jobs", "--once", "--queue", "none")
    early = next(n for n in daybook.json("jobs", "list")["next"] if n["job"] == "morning.early")
    assert early["next_due_at"].endswith("T23:45:00+00:00")
    for wrong in (("set", "tea"), ("set", "pull", "--at", "25:00"), ("set", "pull", "--at", "08:00", "--off"),
                  ("retry", "99"), ("look",), ("look", "--folder", "/nowhere"), ("set", "pull", "--shop", "nobody")):
        result = daybook("jobs", *wrong)
        assert result.exit_code == 2, wrong
        assert "Next: " in result.stderr


def test_the_clock_in_the_foreground_ends_cleanly_with_all_its_processes(daybook: CommandLine, keys: Path) -> None:
    with_shop(daybook)
    running = subprocess.Popen([sys.executable, "-m", "daybook", "--home", str(daybook.home), "--lang", "en", "jobs",
                                "--workers", "2"],
                               cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert running.stderr is not None
    assert "with 2 processes" in running.stderr.readline()
    patience = time.monotonic() + 60
    while not daybook.json("jobs", "list")["next"] and time.monotonic() < patience:
        time.sleep(0.3)
    running.send_signal(signal.SIGTERM)
    assert running.wait(60) == 0
    running.stderr.close()
    assert daybook.json("jobs", "list")["next"]
