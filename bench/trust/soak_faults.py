"""What goes wrong in a soak: processes that are killed at their work, a full disk, a clock that jumps, a database that is gone."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.trust.soak_house import Processes, hold_lock
from tests.postgres_server import _wait_for, plain_user, postgres_binaries

#: Seconds of work on a job after which its process is killed: drawn between these.
MIDDLE = {"inbox": (0.05, 2.5), "morning": (0.5, 9.0), "close": (0.3, 5.0), "upkeep": (0.1, 2.5), "pull": (0.05, 1.0)}
#: A process is stopped for so long at most, so that the other one takes the work in which it is to be killed.
HELD_SECONDS = 30.0
GIVEN_UP_SECONDS = 90.0


@dataclass
class Hunt:
    """A kill to come: of whichever process works on a job (or of one by name), so long after its work is seen."""

    job: str
    seconds: float
    name: str = ""
    since: float = field(default_factory=time.monotonic)


@dataclass
class Hunter:
    """Kills processes in the middle of their work.  `done` says how often in which job, `late` when the work was over."""

    processes: Processes
    share: float = 1.0                              # of the usual wait, where work on few shops is short
    wanted: list[Hunt] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)

    def arm(self, job: str, chance: random.Random, name: str = "") -> None:
        """The next work on a job ends in a kill.  With a name the others are stopped until that process is at it."""
        self.wanted.append(Hunt(job, chance.uniform(*MIDDLE[job]) * self.share, name))
        if name:
            self._others(name, signal.SIGSTOP)

    def __call__(self) -> None:
        from django.db import DatabaseError, connection

        if not self.wanted:
            return
        try:
            for hunt in list(self.wanted):
                self._look(hunt)
        except DatabaseError:
            connection.close()

    def _look(self, hunt: Hunt) -> None:
        waited = time.monotonic() - hunt.since
        for job, holder in self._at_work(hunt.job):
            name = self.processes.name_of(holder)
            if name is not None and hunt.name in ("", name):
                time.sleep(hunt.seconds)
                (self.done if (job, holder) in self._at_work(hunt.job) else self.late)[hunt.job] += 1
                self._free(hunt)
                self.processes.kill(name)
                return
        if hunt.name and waited > HELD_SECONDS:
            self._others(hunt.name, signal.SIGCONT)
        if waited > GIVEN_UP_SECONDS:
            self.late[f"{hunt.job}, never seen"] += 1
            self._free(hunt)

    def _free(self, hunt: Hunt) -> None:
        self.wanted.remove(hunt)
        if hunt.name:
            self._others(hunt.name, signal.SIGCONT)

    def _at_work(self, job: str) -> list[tuple[str, str]]:
        from daybook.records.models import ScheduledRun

        return list(ScheduledRun.objects.filter(state="claimed", job__startswith=job).values_list("job", "holder"))

    def _others(self, name: str, number: signal.Signals) -> None:
        for other, process in self.processes.alive.items():
            if other != name:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, number)


@dataclass
class Disk:
    """The disk under the data folder.  For root a file system of its own in memory that has no byte left while it is full;
    else no process of the clock may write to any file."""

    home: Path
    processes: Processes
    mounted: bool = False

    @contextmanager
    def made(self) -> Iterator[None]:
        self.home.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6g", "tmpfs", str(self.home)], capture_output=True, check=False)
        self.mounted = made.returncode == 0
        try:
            yield
        finally:
            if self.mounted:
                subprocess.run(["umount", "-l", str(self.home)], check=False)

    @contextmanager
    def full(self) -> Iterator[None]:
        self._room(full=True)
        try:
            yield
        finally:
            self._room(full=False)

    def _room(self, *, full: bool) -> None:
        if not self.mounted:
            size = 0 if full else resource.RLIM_INFINITY
            for process in self.processes.alive.values():
                with suppress(ProcessLookupError):
                    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            return
        at = os.statvfs(self.home)
        used = (at.f_blocks - at.f_bfree) * at.f_frsize
        size = f"{used // 1024 + 64}k" if full else "6g"
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.home)], check=True)


@dataclass
class Postgres:
    """A PostgreSQL of the soak's own on the loopback, in an empty folder that any user may reach."""

    folder: Path
    port: int
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql://daybook@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        programs, become = postgres_binaries(), plain_user()
        if programs is None:
            sys.exit("no PostgreSQL programs are installed on this machine; leave --postgres out")
        self.folder.chmod(0o777)                     # the server is another user's where root starts it
        subprocess.run([str(programs / "initdb"), "-D", str(self.folder / "pg"), "-A", "trust", "-U", "daybook", "-E", "UTF8",
                        "--locale=C"], check=True, capture_output=True, preexec_fn=become, cwd="/", env=self._plain(programs))
        self.start()

    def start(self) -> None:
        programs, become = postgres_binaries(), plain_user()
        assert programs is not None
        self.server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(self.folder / "pg"), "-p", str(self.port), "-k", str(self.folder),
             "-c", "listen_addresses=127.0.0.1"], preexec_fn=become, cwd="/", env=self._plain(programs),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(self.url)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends it with all sessions; SIGQUIT as if it had crashed, so that it recovers when it starts."""
        if self.server is not None:
            self.server.send_signal(number)
            self.server.wait(60)
            self.server = None

    def _plain(self, programs: Path) -> dict[str, str]:
        return {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C"}


def database_gone(postgres: Postgres | None, records: Path, seconds: float, hard: bool, meanwhile: Callable[[], None]) -> None:
    """The records cannot be written for a while: PostgreSQL is stopped and started, or SQLite's lock is held."""
    if postgres is not None:
        postgres.stop(signal.SIGQUIT if hard else signal.SIGINT)
        _meanwhile(seconds, meanwhile)
        postgres.start()
        return
    thread = threading.Thread(target=hold_lock, args=(records, seconds))
    thread.start()
    _meanwhile(seconds, meanwhile)
    thread.join()


def _meanwhile(seconds: float, meanwhile: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        meanwhile()
        time.sleep(0.1)
