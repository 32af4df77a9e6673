"""Processes that make mornings together: one that is ended is told, and none outlives the one that started it."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.errors import LakeError
from daybook.workflows.house import add_shop, open_house
from daybook.workflows.making import Maker
from daybook.workflows.morning import written_mornings
from tests.conftest import Clock

#: A process that starts another one for a part of the shops, says which, and is then killed.
STARTS_ONE = """
import os, sys, time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from daybook.workflows.house import open_house
from daybook.workflows.making import Wanted
from daybook.workflows.side_by_side import _There
from tests.workflows.test_side_by_side import process_of

if __name__ == "__main__":
    house = open_house(Path(sys.argv[1]), lambda: datetime(2026, 11, 21, 1, tzinfo=UTC))
    with ExitStack() as stack:
        part = _There(stack, house, Wanted(date(2026, 11, 21), "c"), house.books.published())
        print(part.begin(process_of, None).result(), flush=True)
        time.sleep(600)
"""


def process_of(_: Maker, __: object) -> int:
    return os.getpid()


def end_here(_: Maker, __: object) -> Any:
    assert multiprocessing.parent_process() is not None, "this is to be done elsewhere"
    os._exit(9)


@contextmanager
def started(home: Path, script: Path) -> Iterator[subprocess.Popen[str]]:
    script.write_text(STARTS_ONE)
    with subprocess.Popen([sys.executable, str(script), str(home)], stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}) as parent:
        try:
            yield parent
        finally:
            parent.kill()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{process}/status").read_text() if Path("/proc/self").exists() else True


def test_a_process_whose_parent_was_killed_ends(tmp_path: Path, clock: Clock) -> None:
    """It would else wait for its next step for ever, with the numbers of its shops in memory."""
    open_house(tmp_path / "home", clock)
    with started(tmp_path / "home", tmp_path / "starts_one.py") as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_there(child)
        parent.kill()
        parent.wait()
        until = time.monotonic() + 60
        while is_there(child) and time.monotonic() < until:
            time.sleep(0.05)
        try:
            assert not is_there(child)
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, 9)


def test_a_process_that_is_ended_on_the_way_is_told_and_nothing_is_stored(
        tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.records import models
    from daybook.workflows import side_by_side

    house = open_house(tmp_path, clock)
    shops = [add_shop(house, f"shop {n}", f"client {n}", "tmall", "Asia/Shanghai", "CNY") for n in range(2)]
    monkeypatch.setattr(side_by_side, "_judge_slices", end_here)
    with pytest.raises(LakeError, match=r"was ended.*nothing was stored"):
        written_mornings(house, shops, date(2026, 11, 21), processes=2)
    assert not models.Morning.objects.exists()
