"""Claims: one process does a run, for as long as its lease lasts; what it writes later than that is not taken."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import DaybookError
from daybook.domain.schedule import RunState
from daybook.jobs.job import Job

if TYPE_CHECKING:
    from daybook.records.models import ScheduledRun

#: A claim holds so long without being renewed; after a kill it takes at most this until another takes over.
LEASE = timedelta(seconds=90)
#: Work that ended a process so often is not tried again by itself.
MOST_DEATHS = 3


class ClaimLost(DaybookError):
    """Another process took the run over, because this one did not renew its lease in time."""


@dataclass
class Claim:
    """A run that this process may do.  `fence` is the number of the claim: only the last one may write."""

    pk: int
    job: str
    zone: str
    due_at: datetime
    fence: int
    outcomes: dict[str, Any]
    seconds: float

    def done(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.outcomes["done"]
        return found

    def open(self, names: Sequence[str]) -> list[str]:
        """Which of these still have to be done: not those that are done, nor those that are not tried again.

        What failed before and is asked of nobody any more is left as it is.
        """
        for name in self.outcomes["failed"].keys() - set(names):
            self.outcomes["failed"][name]["again"] = False
        over = {n for n, f in self.outcomes["failed"].items() if not f["again"]}
        return [n for n in names if n not in self.done() and n not in over]

    def deaths(self, name: str) -> int:
        """How often work on a name began and left no outcome: the process was killed each time."""
        return int(self.outcomes["begun"].get(name, 0))

    def begin(self, names: Sequence[str]) -> None:
        """Writes down that work on these begins.  Raises ClaimLost."""
        for name in names:
            self.outcomes["begun"][name] = self.deaths(name) + 1
        self.write()

    def went_well(self, notes: Mapping[str, str], names: Sequence[str], seconds: float) -> None:
        """Writes down that these are done, and what there is to say of each.  Raises ClaimLost."""
        for name in names:
            self.outcomes["done"][name] = [round(seconds / len(names), 3), notes.get(name, "")]
            self.outcomes["failed"].pop(name, None)
            self.outcomes["begun"].pop(name, None)
        self.seconds += seconds
        self.write()

    def went_wrong(self, names: Sequence[str], reason: str, again: bool, seconds: float) -> None:
        """Writes down why these could not be done, and whether they are tried again.  Raises ClaimLost."""
        for name in names:
            tries = self.outcomes["failed"].get(name, {}).get("tries", 0) + 1
            self.outcomes["failed"][name] = {"reason": reason[:1000], "tries": tries, "again": again}
            self.outcomes["begun"].pop(name, None)
        self.seconds += seconds
        self.write()

    def write(self, **more: Any) -> None:
        """Writes the outcomes; only while the claim is this process's own.  Raises ClaimLost."""
        if not self._row().update(outcomes=self.outcomes, seconds=self.seconds, **more):
            raise ClaimLost("another process took this run over", where=f"{self.job} due {self.due_at}",
                            next_step="nothing; it is done there")

    def renew(self, until: datetime) -> bool:
        """Whether the claim is still held; if so, for longer now."""
        return bool(self._row().update(lease_until=until))

    def give_back(self, now: datetime) -> None:
        """Lets others go on at once.  What was done stays done, and what was begun was not its own death."""
        self.outcomes["begun"] = {}
        with suppress(ClaimLost):
            self.write(state=RunState.WAITING, holder="", lease_until=None, next_at=now)

    def finish(self, job: Job, now: datetime) -> RunState:
        """Done, failed, or waiting for the next try, by what became of each."""
        again = [f["tries"] for f in self.outcomes["failed"].values() if f["again"]]
        waits = [w for w in map(job.again_after, again) if w is not None]
        if waits:
            self.write(state=RunState.WAITING, holder="", lease_until=None, next_at=now + min(waits), finished_at=now)
            return RunState.WAITING
        state = RunState.FAILED if self.outcomes["failed"] else RunState.DONE
        self.write(state=state, holder="", lease_until=None, finished_at=now)
        return state

    def _row(self) -> Any:
        from daybook.records.models import ScheduledRun

        return ScheduledRun.objects.filter(pk=self.pk, claims=self.fence, state=RunState.CLAIMED)


def claim(jobs: Sequence[str], holder: str, now: datetime, run: int | None = None,
          lease: timedelta = LEASE) -> Claim | None:
    """The run that is due longest and that nobody is at, now this process's own; None where there is none.

    With `run` only that one.  A claimed run whose lease ended was left by a killed process and is taken over.  Two runs
    of one job in one zone are never done at once.
    """
    from django.db import transaction
    from django.db.models import Q

    from daybook.records.models import ScheduledRun

    busy = Q(state=RunState.CLAIMED, lease_until__gt=now)
    free = Q(state=RunState.WAITING, next_at__lte=now) | Q(state=RunState.CLAIMED, lease_until__lte=now)
    wanted = ScheduledRun.objects.filter(free, job__in=jobs)
    if run is not None:
        wanted = wanted.filter(pk=run)
    if not wanted.exists():
        return None                                  # looked at without a lock: most looks find nothing
    with transaction.atomic():
        at_work = set(ScheduledRun.objects.filter(busy).values_list("job", "zone"))
        for row in wanted.select_for_update(skip_locked=True).order_by("next_at", "pk"):
            if (row.job, row.zone) not in at_work:
                return _take(row, holder, now, lease)
    return None


def _take(row: "ScheduledRun", holder: str, now: datetime, lease: timedelta) -> Claim:
    row.state, row.holder, row.claims, row.lease_until = RunState.CLAIMED, holder, row.claims + 1, now + lease
    row.started_at = row.started_at or now
    row.save()
    outcomes = {"done": {}, "failed": {}, "begun": {}, **row.outcomes}
    return Claim(row.pk, row.job, row.zone, row.due_at, row.claims, outcomes, row.seconds)


def due_now(jobs: Sequence[str], now: datetime) -> list[int]:
    """Runs that could be claimed now, the longest due first."""
    from django.db.models import Q

    from daybook.records.models import ScheduledRun

    free = Q(state=RunState.WAITING, next_at__lte=now) | Q(state=RunState.CLAIMED, lease_until__lte=now)
    return list(ScheduledRun.objects.filter(free, job__in=jobs).order_by("next_at", "pk").values_list("pk", flat=True))
