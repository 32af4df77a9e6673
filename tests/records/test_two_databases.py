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
#: What is kept in records, from the prompt, the pages and the workflows.
SUITE = ("tests/web/test_who_may_see_what.py", "tests/web/test_people.py", "tests/web/test_plan_board.py",
         "tests/web/test_clock.py", "tests/web/test_approvals.py", "tests/web/test_given_pages.py",
         "tests/web/test_api.py", "tests/web/test_board.py", "tests/workflows/test_agency.py", "tests/workflows/test_work.py",
         "tests/workflows/test_given.py", "tests/workflows/test_letters.py", "tests/workflows/test_acting.py",
         "tests/workflows/test_casefile.py", "tests/workflows/test_reports_out.py", "tests/workflows/test_backup.py",
         "tests/workflows/test_landings.py", "tests/workflows/test_ingest.py", "tests/jobs/test_loop.py",
         "tests/jobs/test_planning.py", "tests/records/test_added_only.py")
#: What needs SQLite's own file, or starts processes that would look for it.
NOT_HERE = "another_process or killed or kill or full_disk or sqlite or processes"
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
def test_records_on_postgres_pass_the_suite_of_records_pages_and_workflows() -> None:
    """Every test that SQLite passes, but those that need its file; each data folder has a database of its own."""
    pytest.importorskip("psycopg")
    with postgres(21000 + os.getpid() % 20000) as url:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.on_postgres", "-p", "no:cacheprovider", "-n", "0", "-m", "not long",
             "-k", f"not ({NOT_HERE})", *SUITE], cwd=ROOT, env={**os.environ, "DAYBOOK_TEST_POSTGRES": url},
            capture_output=True, text=True, timeout=3000, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
