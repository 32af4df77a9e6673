"""The house of a soak: its shops and history, the processes of its clock, and time that passes as they keep up with it.

While anything is due the clock runs as on the wall, so that leases and waits are what they are; once nothing is, the time
until the next thing is skipped.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.trust.soak_clock import SoakClock
from bench.trust.soak_shop import ZONE

ROOT = Path(__file__).resolve().parents[2]
#: Seconds on the wall after which work that does not end is a discrepancy.
STUCK_SECONDS = 900.0
Tend = Callable[[], None]


@dataclass
class Processes:
    """Processes of the clock by name; one that was killed is started again under its name."""

    clock: SoakClock
    home: Path
    folder: Path
    environment: Mapping[str, str]
    alive: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: dict[str, int] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)          # that ended by themselves: none should

    def start(self, name: str) -> None:
        self.started[name] = self.started.get(name, 0) + 1
        self.alive[name] = self.run("jobs", log=f"jobs-{name}.log")

    def run(self, *arguments: str, log: str) -> subprocess.Popen[bytes]:
        """One command of the house as a process of its own."""
        asked = [sys.executable, "-m", "bench.trust.soak_clock", str(self.clock.file), "--home", str(self.home), *arguments]
        with (self.folder / log).open("ab") as out:
            return subprocess.Popen(asked, cwd=ROOT, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                    start_new_session=True)      # as services are

    def tend(self) -> None:
        """Starts again whatever ended."""
        for name, process in list(self.alive.items()):
            if process.poll() is not None:
                self.ended.append(f"{name} ended by itself with {process.returncode}")
                self.start(name)

    def kill(self, name: str) -> None:
        """kill -9, and another in its place."""
        self.alive[name].kill()
        self.alive[name].wait()
        self.start(name)

    def name_of(self, holder: str) -> str | None:
        """Which process holds a claim; None for one that is gone."""
        number = int(holder.split(":")[1]) if holder.count(":") == 2 else 0
        return next((n for n, p in self.alive.items() if p.pid == number), None)

    def end(self) -> list[int]:
        """Asks all to end; gives their exit codes."""
        for process in self.alive.values():
            process.send_signal(signal.SIGTERM)
        codes = []
        for process in self.alive.values():
            try:
                codes.append(process.wait(90))
            except subprocess.TimeoutExpired:
                process.kill()
                codes.append(process.wait())
        self.alive.clear()
        return codes

    def stop_all(self) -> None:
        for process in self.alive.values():
            process.kill()
            process.wait()
        self.alive.clear()


@dataclass(frozen=True)
class Waiting:
    """What is due at a look: runs that a process is at, by job, and how many wait that could be done."""

    at_work: tuple[tuple[str, str, str], ...]       # job, zone, holder
    open: int
    planned: bool
    leases: tuple[datetime, ...]
    next_at: datetime | None                        # when something that failed is tried again

    @property
    def done(self) -> bool:
        return self.planned and not self.open and not self.at_work


def look(now: datetime) -> Waiting:
    """What is due now, read from the records as anybody may."""
    from daybook.records.models import ScheduledRun

    rows = list(ScheduledRun.objects.filter(state__in=("claimed", "waiting")).values_list(
        "job", "zone", "state", "holder", "next_at", "lease_until", "claims"))
    at_work = tuple((job, zone, holder) for job, zone, state, holder, *_ in rows if state == "claimed")
    busy = {(job, zone) for job, zone, _ in at_work}
    waits = [(job, zone) for job, zone, state, _, at, *_ in rows if state == "waiting" and at <= now]
    return Waiting(at_work, sum(w not in busy for w in waits), any(j == "messages" and at > now for j, _, _, _, at, *_ in rows),
                   tuple(lease for *_, lease, _ in rows if lease is not None),
                   min((at for _, _, state, _, at, _, claims in rows if state == "waiting" and claims and at > now), default=None))


@dataclass
class Time:
    """Lets time pass until a moment, in steps, each as long as the house has work."""

    clock: SoakClock
    processes: Processes
    step: timedelta = timedelta(hours=1)
    each: list[Tend] = field(default_factory=list)          # done at every look
    waited: float = 0.0

    def settle(self) -> None:
        """Returns when nothing is due any more.  Raises TimeoutError where that takes too long."""
        patience = time.monotonic() + STUCK_SECONDS
        while True:
            self.processes.tend()
            for tend in self.each:
                tend()
            found = self.look()
            if found is not None and found.done:
                return
            if found is not None:
                self._wait_out_the_dead(found)
            if time.monotonic() > patience:
                raise TimeoutError(f"at {self.clock():%F %T} this was still being done: {found}")
            time.sleep(0.04)

    def pass_until(self, moment: datetime) -> None:
        """Goes to a moment by steps."""
        self.settle()
        while (now := self.clock()) < moment:
            found = self.look()
            again = found.next_at if found is not None else None
            to = min(t for t in (moment, _whole(now, self.step), again) if t is not None)
            self.clock.set(max(to, now))
            self.settle()

    def look(self) -> Waiting | None:
        """What is due; None while the records cannot be read."""
        from django.db import DatabaseError, connection

        try:
            return look(self.clock())
        except DatabaseError:
            connection.close()
            return None

    def _wait_out_the_dead(self, found: Waiting) -> None:
        """Where only killed processes hold claims, their leases are waited out by skipping to their end."""
        alive = [h for *_, h in found.at_work if self.processes.name_of(h)]
        if found.planned and found.at_work and not alive and not found.open and found.leases:
            self.clock.set(max(self.clock(), max(found.leases) + timedelta(seconds=1)))


def _whole(now: datetime, step: timedelta) -> datetime:
    """The next whole step of the day."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return start + ((now - start) // step + 1) * step


def environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """What processes of the house find set: keys and temporary files in the soak's own folder."""
    for name in ("keys", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "DAYBOOK_KEYS": str(folder / "keys"),
            "TMPDIR": str(folder / "tmp"), "DAYBOOK_BACKUP_PASSPHRASE": "only for this measurement", "DAYBOOK_LANG": "en",
            "DAYBOOK_LOG": "json", **more}


def furnish(home: Path, clock: SoakClock, shops: int, days: int, last_day: date, seed: int, far: tuple[str, ...]) -> Any:
    """A new house with shops that have a short history, and shops that are read over HTTP; gives it open."""
    import numpy as np

    from bench.bulk.agency import Agency, Size
    from bench.bulk.write import write
    from daybook.workflows.clock import look_into_folder
    from daybook.workflows.house import add_shop, open_house

    house = open_house(home, clock)
    agency = Agency(Size(shops, days, 3, seed, last_day, 3.0, days, 1))
    agency.place = np.where(agency.place == 2, 0, agency.place)         # no files of Douyin are delivered here
    write(house, agency)
    _count_on()
    for name in far:
        add_shop(house, name, "far", "vendure", ZONE, "EUR")
    (home.parent / "inbox").mkdir()
    look_into_folder(house, home.parent / "inbox")
    return house


def _count_on() -> None:
    """PostgreSQL counts on behind the rows that the bulk writer numbered by itself."""
    from django.core.management.color import no_style
    from django.db import connection

    from daybook.records import models

    with connection.cursor() as cursor:
        for said in connection.ops.sequence_reset_sql(no_style(), [models.Landing]):
            cursor.execute(said)


def memory_kb(pid: int) -> tuple[int, int] | None:
    """What a process holds for itself, and all that is resident with the pages of programs and files that it has looked at, which
    the machine shares and takes back as it likes; None where it is gone."""
    with suppress(OSError, ValueError, KeyError):
        said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
        return int(said["RssAnon"].split()[0]), int(said["VmRSS"].split()[0])
    return None


def hold_lock(records: Path, seconds: float) -> None:
    """Another program keeps SQLite's write lock for a while."""
    import sqlite3

    held = sqlite3.connect(records, timeout=60, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    held.execute("ROLLBACK")
    held.close()


def moment_of(day: date, hours: float, zone: str = "Asia/Shanghai") -> datetime:
    """A moment of a day of most shops."""
    from zoneinfo import ZoneInfo

    return (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(hours=hours)).astimezone(UTC)


