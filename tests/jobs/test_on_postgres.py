"""Records in a real PostgreSQL: two days of the clock by its own timetable over procrastinate, and every page, in one process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.test_queues import postgres


@pytest.mark.long
def test_the_clock_and_every_page_stand_on_postgres(tmp_path: Path) -> None:
    pytest.importorskip("procrastinate")
    with postgres(20000 + (os.getpid() + 7) % 20000) as url:
        asked = subprocess.run(
            [sys.executable, "-m", "tests.jobs.on_postgres", str(tmp_path / "home"), url], capture_output=True, text=True,
            timeout=900, env={**os.environ, "DATABASE_URL": url, "DAYBOOK_KEYS": str(tmp_path / "keys")})
    assert asked.returncode == 0, asked.stderr[-3000:]
    said = json.loads(asked.stdout.strip().splitlines()[-1])
    assert said["vendor"] == "postgresql"
    ran = {name: state for name, state in said["ran"].items() if not name.startswith("called")}
    assert set(ran.values()) == {"done"}, ran
    assert {"morning.complete 21 01:00", "close 21 14:30", "morning.early 23 00:30", "week 23 01:30"} <= ran.keys(), ran
    assert {name for name, status in said["pages"].items() if status >= 500} == set()
    assert said["pages"]["agency"] == said["pages"]["close"] == said["pages"]["messages"] == 200
