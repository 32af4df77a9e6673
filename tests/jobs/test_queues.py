"""A queue only calls: huey on a file of its own, procrastinate on a real PostgreSQL; losing or doubling a call is nothing."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.jobs.huey_queue import HueyQueue
from daybook.jobs.loop import Loop
from daybook.jobs.queue import Queue, open_queue
from daybook.jobs.stopping import Stop
from daybook.workflows.clock import what_ran
from daybook.workflows.house import House
from tests.conftest import Clock
from tests.jobs.clockwork import Ledger, job, with_shops
from tests.postgres_server import postgres

GO_ON = Stop()


def do_all(house: House, ledger: Ledger, queue: Queue) -> None:
    loop = Loop(house, [job("count", ledger)], queue)
    loop.tick()
    while (called := queue.take(0.5, GO_ON)) is not None:
        loop.work_one(called)


@pytest.fixture
def agency(house: House, clock: Clock) -> House:
    clock.moment = datetime(2026, 11, 1, tzinfo=UTC)
    with_shops(house)
    clock.moment = datetime(2026, 11, 23, 0, 31, tzinfo=UTC)
    return house


def test_huey_calls_for_what_is_due_and_each_call_is_answered_once(agency: House, tmp_path: Path) -> None:
    ledger, queue = Ledger(tmp_path / "ledger"), open_queue(agency, "huey")
    do_all(agency, ledger, queue)
    assert sorted(name for _, name in ledger.done()) == ["jade", "lamps", "mugs", "rugs", "teas"]
    assert (agency.home / "queue" / "huey.sqlite3").exists()
    queue.close()


def test_a_call_taken_by_a_process_that_dies_is_made_again_by_the_next_tick(
        agency: House, clock: Clock, tmp_path: Path) -> None:
    ledger, queue = Ledger(tmp_path / "ledger"), open_queue(agency, "huey")
    Loop(agency, [job("count", ledger)], queue).tick()
    while queue.take(0.3, GO_ON) is not None:
        """Taken, and nothing done: huey has forgotten it."""
    clock.moment += timedelta(minutes=1)
    do_all(agency, ledger, queue)
    assert len(ledger.done()) == 5
    queue.close()


def test_a_call_made_twice_is_done_once(agency: House, tmp_path: Path) -> None:
    ledger, queue = Ledger(tmp_path / "ledger"), open_queue(agency, "huey")
    Loop(agency, [job("count", ledger)], queue).tick()
    do_all(agency, ledger, queue)
    assert len(ledger.done()) == len(set(ledger.done())) == 5
    assert {r.tries for r in what_ran(agency)} == {1}
    queue.close()


def test_a_queue_file_that_is_broken_stops_nobody(agency: House, tmp_path: Path) -> None:
    queue = HueyQueue(agency.home / "queue")
    queue.close()
    (agency.home / "queue" / "huey.sqlite3").write_bytes(b"no database" * 1000)
    for more in ("-wal", "-shm"):
        (agency.home / "queue" / f"huey.sqlite3{more}").unlink(missing_ok=True)
    ledger = Ledger(tmp_path / "ledger")
    loop = Loop(agency, [job("count", ledger)], queue)
    loop.tick()
    assert queue.take(0.3, GO_ON) is None
    while loop.work_one():
        pass
    assert len(ledger.done()) == 5


def test_asked_to_stop_a_queue_does_not_go_on_waiting(agency: House) -> None:
    for kind in ("huey", "none"):
        queue, stop = open_queue(agency, kind), Stop()
        threading.Timer(0.2, stop.event.set).start()
        begun = time.monotonic()
        assert queue.take(30, stop) is None
        assert time.monotonic() - begun < 10
        queue.close()


def test_a_queue_that_cannot_be_opened_says_what_to_do(agency: House) -> None:
    with pytest.raises(WrongUsage, match="DAYBOOK_QUEUE_URL"):
        open_queue(agency, "procrastinate")
    with pytest.raises(WrongUsage, match="no queue is called celery"):
        open_queue(agency, "celery")


@pytest.mark.long
def test_procrastinate_on_a_real_postgres_calls_at_once_and_over_processes(
        agency: House, clock: Clock, tmp_path: Path) -> None:
    """Called twice it calls once; a call from another process wakes a waiting one by LISTEN/NOTIFY."""
    pytest.importorskip("procrastinate")
    port = 20000 + os.getpid() % 20000
    with postgres(port) as url:
        ledger, queue = Ledger(tmp_path / "ledger"), open_queue(agency, "procrastinate", url)
        loop = Loop(agency, [job("count", ledger)], queue)
        loop.tick()
        queue.put(1)
        while (called := queue.take(3, GO_ON)) is not None:
            loop.work_one(called)
        assert len(ledger.done()) == len(set(ledger.done())) == 5
        assert {r.tries for r in what_ran(agency)} == {1}

        waits = []
        for number in range(5):
            said = ("import sys; from daybook.jobs.procrastinate_queue import ProcrastinateQueue as Q; "
                    f"q = Q('{url}'); sys.stdin.readline(); q.put({1000 + number}); print('put', flush=True)")
            other = subprocess.Popen([sys.executable, "-c", said], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     text=True)
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.stdout.readline() == "put\n"
            begun = time.monotonic()
            assert queue.take(20, GO_ON) == 1000 + number
            waits.append(time.monotonic() - begun)
            other.communicate(timeout=20)
        print("seconds from call to answer:", [round(w, 3) for w in waits])
        assert max(waits) < 4, "less than the five seconds between procrastinate's own looks"
        queue.close()


@pytest.mark.long
def test_a_postgres_that_goes_away_stops_nobody_and_one_that_is_not_there_is_said(
        agency: House, tmp_path: Path) -> None:
    pytest.importorskip("procrastinate")
    port = 20000 + (os.getpid() + 7) % 20000
    ledger = Ledger(tmp_path / "ledger")
    with postgres(port) as url:
        queue = open_queue(agency, "procrastinate", url)
        assert queue.take(0.5, GO_ON) is None
    loop = Loop(agency, [job("count", ledger)], queue)
    loop.tick()
    assert queue.take(1, GO_ON) is None
    while loop.work_one():
        pass
    assert len(ledger.done()) == 5
    queue.close()
    with pytest.raises(DaybookError, match="cannot be used"):
        open_queue(agency, "procrastinate", url)
