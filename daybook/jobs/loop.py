"""The loop: claims one due run, does it shop by shop or together, writes down how it went, and goes on.

The only place that catches every exception: a reason is written down for the shop that failed and the others go on.
"""

import errno
import logging
import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daybook.domain.errors import AccessRefused, DaybookError, LakeError, NeedsPerson, WrongUsage
from daybook.domain.schedule import RunState
from daybook.jobs.claims import LEASE, MOST_DEATHS, Claim, ClaimLost, claim, due_now
from daybook.jobs.job import Job
from daybook.jobs.memory import give_back
from daybook.jobs.planning import plan, tidy
from daybook.jobs.queue import Queue
from daybook.jobs.stopping import Interrupted, Stop
from daybook.jobs.whose import due_for
from daybook.workflows.house import House
from daybook.workflows.letters import tell_failure

#: How often the timetable is looked at, and how often for work when no queue calls.
PLAN_EVERY = timedelta(minutes=1)
LOOK_SECONDS = 5.0
#: These will not go away by trying again: a person has to do something.
FOR_A_PERSON = (WrongUsage, NeedsPerson, AccessRefused)
log = logging.getLogger("daybook.jobs")


@dataclass
class Loop:
    """One process of the clock.  Several on one data folder share the work."""

    house: House
    jobs: Sequence[Job]
    queue: Queue
    stop: Stop = field(default_factory=Stop)
    holder: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}")
    lease: timedelta = LEASE
    planned_at: datetime | None = None

    def run(self) -> None:
        """Works until asked to stop.  Records that cannot be reached for a while are waited for."""
        from django.db import DatabaseError, connection

        while not self.stop.asked:
            try:
                self.tick()
                called = self.queue.take(LOOK_SECONDS, self.stop)
                while not self.stop.asked and self.work_one(called):
                    called = None
                    self.tick()
            except DatabaseError as problem:
                print(f"the records could not be used: {problem}. Next: nothing; it is tried again", file=sys.stderr)
                connection.close()
                self.stop.wait(LOOK_SECONDS)

    def tick(self) -> None:
        """Once a minute: plans, and calls for what is due.  What a killed process left is called for again."""
        now = self.house.now()
        if self.planned_at is None or not timedelta(0) <= now - self.planned_at < PLAN_EVERY:     # a clock may be put back
            plan(self.house, self.jobs, now)
            if self.planned_at is None or self.planned_at.date() != now.date():
                tidy(self.jobs, now)
            self.planned_at = now
            for run in due_now([j.name for j in self.jobs], now):
                self.queue.put(run)

    def work_one(self, run: int | None = None) -> bool:
        """Claims a run that is due (that one, where named) and does it; False where there is none."""
        mine = self._next(run)
        if mine is None:
            return False
        job = next(j for j in self.jobs if j.name == mine.job)
        self.stop.working = True
        try:
            with _beating(self.house, mine, self.lease):
                self._do(job, mine)
        except ClaimLost:
            pass                                         # it is done elsewhere
        except Interrupted:
            mine.give_back(self.house.now())
        finally:
            self.stop.working = False
            give_back()
        return True

    def _next(self, run: int | None) -> Claim | None:
        """The run that was called for, else the one that is due longest; of a job that steps back while nothing else is due."""
        first, last = ([j.name for j in self.jobs if j.steps_back is back] for back in (False, True))
        looks = [(first, run), *([(first, None), (last, run)] if last else [])]
        found = (claim(names, self.holder, self.house.now(), one, self.lease) for names, one in looks)
        return next((mine for mine in found if mine is not None), None)

    def _do(self, job: Job, mine: Claim) -> None:
        begun = time.monotonic()
        names = mine.open(job.only(self.house, due_for(self.house, job, mine.zone, mine.due_at), mine.due_at))
        for part in _parts(job, mine, names):
            if self.stop.asked:
                mine.give_back(self.house.now())
                return
            self._try(job, mine, part)
        ended = mine.finish(job, self.house.now())
        log.log(logging.WARNING if ended is RunState.FAILED else logging.INFO, "run", extra={
            "run": mine.pk, "job": mine.job, "zone": mine.zone, "state": ended, "shops": len(names),
            "seconds": round(time.monotonic() - begun, 3)})
        if ended is RunState.FAILED:
            tell_failure(self.house, mine.pk, mine.job, mine.zone, mine.due_at, mine.outcomes["failed"])

    def _try(self, job: Job, mine: Claim, names: Sequence[str]) -> None:
        """Does a part.  A part of several that fails is tried in halves, so that only the shop at fault fails."""
        if len(names) == 1 and mine.deaths(names[0]) >= MOST_DEATHS:
            mine.went_wrong(names, f"work on it ended the process {MOST_DEATHS} times", again=False, seconds=0)
            return
        mine.begin(names)
        begun = time.monotonic()
        try:
            notes = job.work(self.house, names, mine.due_at)
        except ClaimLost:
            raise
        except Exception as problem:
            seconds = time.monotonic() - begun
            if len(names) == 1 or _of_the_house(problem):
                mine.went_wrong(names, _reason(problem), not isinstance(problem, FOR_A_PERSON), seconds)
            else:
                mine.outcomes["begun"] = {}
                middle = len(names) // 2
                self._try(job, mine, names[:middle])
                self._try(job, mine, names[middle:])
        else:
            mine.went_well(notes, names, time.monotonic() - begun)


def _parts(job: Job, mine: Claim, names: Sequence[str]) -> Iterator[Sequence[str]]:
    """All together where the job can; one by one where not, and where being together ended the process before."""
    doubtful = [n for n in names if not job.together or mine.deaths(n) >= MOST_DEATHS - 1]
    rest = [n for n in names if n not in doubtful]
    if rest:
        yield rest
    yield from ([n] for n in doubtful)


def _of_the_house(problem: Exception) -> bool:
    """Whether it is no shop's fault: the lake, the records or the disk.  The next shop would fail alike."""
    from django.db import DatabaseError

    full = isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE)
    return full or isinstance(problem, LakeError | DatabaseError)


def _reason(problem: Exception) -> str:
    """What is written down: the house's own sentences as they are, anything else with its kind."""
    return str(problem) if isinstance(problem, DaybookError) else f"{type(problem).__name__}: {problem}"


@contextmanager
def _beating(house: House, mine: Claim, lease: timedelta) -> Iterator[None]:
    """Renews the lease from a thread while work goes on, so that a long run is not taken for a dead one."""
    over = threading.Event()

    def beat() -> None:
        from django.db import DatabaseError, connection

        try:
            while not over.wait(lease.total_seconds() / 4):
                try:
                    if not mine.renew(house.now() + lease):
                        return
                except DatabaseError:
                    continue                             # busy; three more tries before the lease ends
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)
