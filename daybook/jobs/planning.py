"""Planning: every due moment becomes a row, and the next one to come is a row beforehand.

All processes plan alike; a row is unique by job, due time and zone, so that it does not matter who was first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.schedule import RunState, Timing, owed
from daybook.jobs.job import Job
from daybook.jobs.whose import Member, members
from daybook.workflows.house import House

#: How far back is looked for what was missed.
HORIZON = timedelta(days=8)
MOMENT = datetime.resolution
#: What was done for a moment so far ahead was done by a clock that was wrong; less is how far clocks of machines differ.
AHEAD = timedelta(minutes=10)


@dataclass
class Due:
    """What one job needs in one zone: rows to be there with how many earlier ones each stands for, rows that nobody
    will do any more, and rows to come that the timetable does not have any more."""

    wanted: dict[datetime, int] = field(default_factory=dict)
    missed: dict[datetime, int] = field(default_factory=dict)
    to_come: set[datetime] = field(default_factory=set)


def plan(house: House, jobs: Sequence[Job], now: datetime) -> int:
    """Writes what became due since the last time and what comes next; what is out of date is marked as missed.

    Gives how many rows are new.
    """
    from daybook.records.models import ScheduledRun

    new, places = 0, set()
    for job in jobs:
        for zone, subjects in members(house, job).items():
            places.add((job.name, zone))
            new += _write(job, zone, now, subjects)
    untouched = ScheduledRun.objects.filter(state=RunState.WAITING, claims=0)
    for job_name, zone in set(untouched.values_list("job", "zone")) - places:
        untouched.filter(job=job_name, zone=zone).delete()
    return new


def due_of(job: Job, zone: str, timings: Mapping[Timing, datetime], known: Mapping[datetime, bool],
           now: datetime) -> Due:
    """What a job needs in a zone; `timings` says since when each counts, `known` are rows and whether one was touched."""
    found = Due()
    for timing, since in timings.items():
        found.to_come.add(timing.next(now, zone))
        mine = [d for d in sorted(known) if d <= now and timing.next(d - MOMENT, zone) == d]
        touched = [d for d in mine if known[d]]
        if touched:
            begin = touched[-1]
        else:
            begin = max(since, now - HORIZON if known else now - job.late) - MOMENT
            begin = max(begin, mine[0] - MOMENT) if mine else begin
        dues = timing.between(begin, now, zone)
        still = owed(dues, job.missed, job.late, now)
        left = [d for d in dues if d not in still] if known else []      # the first time nothing was missed
        for due in still:
            found.wanted[due] = max(found.wanted.get(due, 0), len(left) if due == still[-1] else 0)
        for due in left:
            if due in known or (not still and due == left[-1]):
                found.missed[due] = 0 if still else len(left) - 1
    for due in found.wanted:
        found.missed.pop(due, None)
    return found


def _write(job: Job, zone: str, now: datetime, subjects: Collection[Member]) -> int:
    from daybook.records.models import ScheduledRun

    timings: dict[Timing, datetime] = {}
    for one in subjects:
        if one.timing is not None:
            timings[one.timing] = min(one.since, timings.get(one.timing, one.since))
    rows = ScheduledRun.objects.filter(job=job.name, zone=zone)
    known = {due: bool(claims) or state != RunState.WAITING for due, state, claims in rows.filter(
        due_at__gt=now - HORIZON).values_list("due_at", "state", "claims")}
    _again(rows, now)
    due = due_of(job, zone, timings, known, now)
    untouched = rows.filter(state=RunState.WAITING, claims=0)
    untouched.filter(due_at__gt=now).exclude(due_at__in=due.to_come).delete()
    untouched.filter(due_at__in=[d for d in due.missed if d in known]).update(state=RunState.MISSED, finished_at=now)
    for moment, count in due.wanted.items():
        if moment in known and count:
            untouched.filter(due_at=moment, missed__lt=count).update(missed=count)
    new = [ScheduledRun(job=job.name, zone=zone, due_at=d, next_at=d, missed=n)
           for d, n in {**due.wanted, **dict.fromkeys(due.to_come, 0)}.items() if d not in known]
    new += [ScheduledRun(job=job.name, zone=zone, due_at=d, next_at=d, missed=n, state=RunState.MISSED, finished_at=now)
            for d, n in due.missed.items() if d not in known]
    ScheduledRun.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _again(rows: Any, now: datetime) -> None:
    """Runs that ended before their moment came, by a clock that was ahead, wait for it again."""
    from django.db.models import F

    ended = rows.filter(due_at__gt=now + AHEAD).exclude(state__in=(RunState.WAITING, RunState.CLAIMED))
    ended.update(state=RunState.WAITING, next_at=F("due_at"), outcomes={}, started_at=None, finished_at=None, seconds=0, missed=0)


def tidy(jobs: Sequence[Job], now: datetime) -> int:
    """Removes runs that went well and are older than their job keeps them; gives how many.  Failures stay a year."""
    from daybook.records.models import ScheduledRun

    gone: int = 0
    for job in jobs:
        old = ScheduledRun.objects.filter(job=job.name, due_at__lt=now - job.keep)
        gone += old.filter(state__in=[RunState.DONE, RunState.MISSED]).delete()[0]
    gone += ScheduledRun.objects.filter(due_at__lt=now - timedelta(days=400)).delete()[0]
    return gone
