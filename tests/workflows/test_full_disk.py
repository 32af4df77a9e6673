"""A disk that fills up in the middle of an ingest: a sentence, the old numbers, and the same file loads later."""

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CommandLine
from tests.orders import write_orders

SMALL = """
order | created             | paid_at             | due | paid
1     | 2025-11-21 09:00:00 | 2025-11-21 09:01:00 | 100 | 100
"""
KILOBYTE = 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)],
                          capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def many_orders() -> str:
    """Twenty thousand orders whose amounts do not compress well."""
    chance = random.Random(7)
    rows = ["order | created | paid_at | due | paid | buyer"]
    for n in range(20_000):
        day, paid = 1 + n % 20, f"{chance.randrange(1, 10**7)}.{chance.randrange(100):02}"
        rows.append(f"{chance.randrange(10**17, 10**18)} | 2025-11-{day:02} 08:00:00 | 2025-11-{day:02} 08:01:00 | "
                    f"{paid} | {paid} | {chance.randrange(10**12)}")
    return "\n".join(rows)


def test_a_full_disk_publishes_nothing_and_loses_nothing(small_disk: Path, tmp_path: Path, keys: Path) -> None:
    """Full once as the file is landed, once as its rows are written; with room again the same file loads."""
    daybook, ballast = CommandLine(small_disk / "home"), small_disk / "ballast"
    daybook("shop", "add", "tmall", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai", "--currency", "CNY")
    small, large = write_orders(tmp_path / "a.csv", SMALL), write_orders(tmp_path / "b.csv", many_orders())
    first = daybook("ingest", "--shop", "tmall", small, "--known-at", "2025-11-22T08:00:00+08:00")
    assert first.exit_code == 0
    morning = ("morning", "--shop", "tmall", "--on", "2025-11-22", "--as-of", "2025-12-01T00:00:00+08:00")
    before = daybook(*morning).stdout.split("facts ")[0]
    assert "¥100.00" in before
    for left in (200, 900):
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        ballast.write_bytes(bytes(free - left * KILOBYTE))
        failed = daybook("ingest", "--shop", "tmall", large, "--known-at", "2025-11-23T09:00:00+08:00")
        assert failed.exit_code == 1
        assert failed.stderr.strip().splitlines()[-1] == (
            "the disk is full; nothing was published. Next: make room and run the command again")
        ballast.unlink()
        assert daybook(*morning).stdout.split("facts ")[0] == before
        assert not list((small_disk / "home").rglob("*.tmp"))
    again = daybook("ingest", "--shop", "tmall", large, "--known-at", "2025-11-23T09:00:00+08:00")
    assert (again.exit_code, "20,000 new" in again.stdout) == (0, True), again.stderr
