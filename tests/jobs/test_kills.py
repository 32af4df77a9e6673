"""Real processes that are killed: whatever was due is done in the end, by one process at a time, and not again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daybook.workflows.house import House, open_house
from tests.conftest import Clock
from tests.jobs.child import jobs
from tests.jobs.clockwork import SHOPS, Ledger, with_shops

ROOT = Path(__file__).resolve().parents[2]


class Processes:
    """Several processes of the clock on one data folder; those killed are replaced."""

    def __init__(self, house: House, ledger: Path, seconds: float, minutes: int, queue: str = "huey",
                 grace: float = 20) -> None:
        self.arguments = [str(house.home), str(ledger), str(seconds), str(minutes), queue, str(grace)]
        self.alive: list[subprocess.Popen[str]] = []
        self.killed: set[int] = set()
        self.heard: set[int] = set()

    def start(self) -> subprocess.Popen[str]:
        made = subprocess.Popen([sys.executable, "-m", "tests.jobs.child", *self.arguments], cwd=ROOT, text=True,
                                stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert made.stdout is not None
        self.alive.append(made)
        return made

    def ready(self) -> None:
        """Waits until all of them hear signals."""
        for one in self.alive:
            assert one.stdout is not None
            assert one.pid in self.heard or one.stdout.readline() == "ready\n"
            self.heard.add(one.pid)

    def kill(self, victim: subprocess.Popen[str]) -> None:
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.killed.add(victim.pid)
        self.alive.remove(victim)

    def end(self) -> list[int]:
        """Asks all to end; gives their exit codes."""
        self.ready()
        for one in self.alive:
            one.send_signal(signal.SIGTERM)
        return [one.wait(60) for one in self.alive]


@contextmanager
def running(processes: Processes) -> Iterator[Processes]:
    try:
        yield processes
    finally:
        for one in processes.alive:
            if one.poll() is None:
                one.kill()
            one.wait()
            if one.stdout is not None:
                one.stdout.close()


@pytest.fixture
def agency(house: House, clock: Clock) -> House:
    """The five shops, registered an hour ago by the clock on the wall, which the processes go by."""
    clock.moment = datetime.now(UTC) - timedelta(hours=1)
    return with_shops(house)


def open_runs() -> list[tuple[str, str, str, str]]:
    """Job, zone, state and outcomes of each run that was due and is not done."""
    from daybook.records.models import ScheduledRun

    rows = ScheduledRun.objects.filter(due_at__lte=datetime.now(UTC)).exclude(state="done")
    return [(row.job, row.zone, row.state, f"{row.outcomes}") for row in rows]


def never_two_at_once(ledger: Ledger, killed: set[int]) -> None:
    """Work on one shop at one due moment is begun by a second process only after the first was killed."""
    at_work: dict[tuple[str, str], int] = {}
    for pid, what, due, name in ledger.lines():
        if what == "begin":
            other = at_work.get((due, name), pid)
            assert other == pid or other in killed, f"{name} at {due} by {other} and {pid} at once"
            at_work[due, name] = pid
        else:
            del at_work[due, name]


def live(agency: House, folder: Path, kills: int, minutes: int, seed: int, count: int) -> Counter[str]:
    """Kills a random process again and again until enough were, then lets the rest finish; gives what happened."""
    chance = random.Random(seed)
    with running(Processes(agency, folder / "ledger", 0.01, minutes)) as processes:
        for _ in range(count):
            processes.start()
        processes.ready()
        while len(processes.killed) < kills:
            if len(processes.killed) % 3 == 0:          # on a busy machine a process may else be killed before it does anything
                processes.ready()
            time.sleep(chance.uniform(0.02, 0.6))
            processes.kill(chance.choice(processes.alive))
            processes.start()
        patience = time.monotonic() + 600
        while time.monotonic() < patience and (open_runs() or not _planned()):
            time.sleep(0.3)
        assert open_runs() == []
        assert processes.end() == [0] * count
    house = open_house(agency.home, lambda: datetime.now(UTC))
    return account(house, folder, minutes, processes.killed)


def _planned() -> int:
    from daybook.records.models import ScheduledRun

    return int(ScheduledRun.objects.count())


def account(house: House, folder: Path, minutes: int, killed: set[int]) -> Counter[str]:
    from daybook.records.models import ScheduledRun

    said: Counter[str] = Counter(kills=len(killed))
    for job in jobs(folder / "ledger", 0, minutes):
        ledger = job.work
        assert isinstance(ledger, Ledger)
        rows = list(ScheduledRun.objects.filter(job=job.name, state="done"))
        wanted = {(r.due_at.isoformat(), name) for r in rows for name in r.outcomes["done"]}
        assert {len(r.outcomes["done"]) for r in rows} == {2, 3}
        done = Counter(ledger.done())
        assert set(done) == wanted
        never_two_at_once(ledger, killed)
        again = sum(done.values()) - len(done)
        assert again <= len(killed) * len(SHOPS), "only what a kill left without an outcome is looked at again"
        said["runs"] += len(rows)
        said["shops"] += len(done)
        said["again"] += again
        said["taken over"] += sum(r.claims > 1 for r in rows)
    return said


def test_processes_that_are_killed_and_replaced_do_everything(agency: House, tmp_path: Path) -> None:
    said = live(agency, tmp_path, kills=2, minutes=3, seed=5, count=2)
    assert said["runs"] >= 2 * 2 * 3
    assert said["shops"] >= 2 * 5 * 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_sixty_kills_lose_nothing(agency: House, tmp_path: Path, seed: int) -> None:
    """The figures go to docs/clock.md."""
    said = live(agency, tmp_path, kills=60, minutes=58, seed=seed, count=4)
    print(dict(said))
    assert said["taken over"] >= 1


def test_asked_to_end_a_process_finishes_the_shop_at_hand_and_gives_the_rest_back(
        agency: House, tmp_path: Path) -> None:
    from daybook.records.models import ScheduledRun

    with running(Processes(agency, tmp_path / "ledger", seconds=0.5, minutes=1)) as processes:
        processes.start()
        processes.ready()
        ledger = Ledger(tmp_path / "ledger.single")
        patience = time.monotonic() + 30
        while not ledger.lines() and time.monotonic() < patience:
            time.sleep(0.02)
        assert processes.end() == [0]
    begun = Counter(what for _, what, *_ in ledger.lines())
    assert begun["begin"] == begun["end"] >= 1
    assert set(ScheduledRun.objects.values_list("holder", "lease_until")) == {("", None)}
    assert not ScheduledRun.objects.filter(state="claimed").exists()


def test_work_that_takes_too_long_to_end_is_interrupted_and_its_claim_goes_back(agency: House, tmp_path: Path) -> None:
    from daybook.records.models import ScheduledRun

    with running(Processes(agency, tmp_path / "ledger", seconds=30, minutes=1, grace=0.2)) as processes:
        processes.start()
        processes.ready()
        patience = time.monotonic() + 30
        while not any(tmp_path.glob("ledger.*")) and time.monotonic() < patience:
            time.sleep(0.02)
        begun = time.monotonic()
        assert processes.end() == [0]
        assert time.monotonic() - begun < 20
    assert not ScheduledRun.objects.filter(state="claimed").exists()
    assert not any(r.outcomes.get("done") or r.outcomes.get("begun") for r in ScheduledRun.objects.all())
