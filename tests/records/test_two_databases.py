"""Records on either database: the same suite on PostgreSQL, and four processes on one SQLite file that lose nothing."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daybook.workflows.given import notes_of
from daybook.workflows.house import House, add_shop
from tests.postgres_server import postgres

ROOT = Path(__file__).resolve().parents[2]
#: The rooms of tests that touch the records: from the prompt, the pages, the clock, the agent and the workflows.  Data folders
#: that an earlier version kept (tests/upgrade) hold SQLite.
ROOMS = ("records", "jobs", "agent", "actions", "cli", "notify", "facts", "metrics", "web", "workflows")
#: What needs SQLite's own file, or starts processes that would look for it.
NOT_HERE = "another_process or killed or kill or full_disk or sqlite or processes or other_work_goes_on or real_client"
HAMMER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from daybook.workflows.given import note
from daybook.workflows.house import open_house
home, number, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
house = open_house(home, lambda: datetime.now(UTC))
sys.stdin.readline()
for n in range(times):
    note(house, "jade", "2026-11-20T10:00:00+08:00", f"SKU-{number}-{n}", "other", "", "", "hammered")
"""


def hammered(house: House, times: int) -> None:
    """Four processes write at once; every note is there once."""
    add_shop(house, "jade", "Mei", "tmall", "Asia/Shanghai", "CNY")
    running = [subprocess.Popen([sys.executable, "-c", HAMMER, str(house.home), str(n), str(times)], stdin=subprocess.PIPE,
                                cwd=ROOT, text=True) for n in range(4)]
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in running:
        one.communicate(timeout=1200)
        assert one.returncode == 0
    kept = [n.object for n in notes_of(house, house.shop("jade"), datetime.now(UTC))]
    assert sorted(kept) == sorted(f"SKU-{n}-{k}" for n in range(4) for k in range(times))


@pytest.mark.long
def test_four_processes_on_one_sqlite_lose_nothing(house: House) -> None:
    hammered(house, 100)


@pytest.mark.long
@pytest.mark.parametrize("room", ROOMS)
def test_what_passes_on_sqlite_passes_on_postgres(room: str) -> None:
    """Every quick test of a room, but those that need SQLite's file; each data folder has a database of its own."""
    pytest.importorskip("psycopg")
    with postgres(21000 + os.getpid() % 20000) as url:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "tests.on_postgres", "-p", "no:cacheprovider", "-n", "0", "-m", "not long",
             "-k", f"not ({NOT_HERE})", f"tests/{room}"], cwd=ROOT, env={**os.environ, "DAYBOOK_TEST_POSTGRES": url},
            capture_output=True, text=True, timeout=6000, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
