"""The clock as people see and steer it: what ran, how long, why it failed, what is next; retry, other times, places."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import WrongUsage
from daybook.domain.schedule import Failure, JobShown, RunShown, RunState
from daybook.sources.mailbox import Mailbox
from daybook.workflows.house import House

if TYPE_CHECKING:
    from daybook.records.models import ScheduledRun


#: Runs that are looked through for a list: those of some days.
LOOKED_AT = 3000


def what_ran(house: House, last: int = 50, job: str = "", shops: Collection[str] | None = None,
             only_failed: bool = False, idle: bool = True) -> list[RunShown]:
    """The latest runs, newest first.  With `shops`, only what concerns them: other names and their reasons stay out.

    Without `idle`, runs that had nothing to do for anybody are left out.
    """
    from daybook.records.models import ScheduledRun

    rows = ScheduledRun.objects.filter(due_at__lte=house.now()).order_by("-due_at", "-pk")
    if job:
        rows = rows.filter(job=job)
    if only_failed:
        rows = rows.filter(state=RunState.FAILED)
    found = []
    for row in rows[:LOOKED_AT]:
        one = _shown(row, shops)
        if one.done or one.failures or (shops is None and (idle or one.state is not RunState.DONE)):
            found.append(one)
        if len(found) == last:
            break
    return found


def timetable(house: House, shops: Collection[str] | None = None) -> list[JobShown]:
    """Each job and zone: when it is due next and how it went last, by job and time."""
    from daybook.records.models import ScheduledRun, Shop

    now, found = house.now(), []
    rows = ScheduledRun.objects.all()
    zones = None if shops is None else set(Shop.objects.filter(name__in=shops).values_list("zone", flat=True))
    for job, zone in sorted(set(rows.values_list("job", "zone"))):
        if zones is not None and zone not in zones:
            continue
        mine = rows.filter(job=job, zone=zone)
        to_come = mine.filter(due_at__gt=now).order_by("due_at").first()
        last = mine.filter(due_at__lte=now, started_at__isnull=False).order_by("-due_at").first()
        found.append(JobShown(job, zone, to_come.due_at if to_come else None, _shown(last, shops) if last else None))
    return sorted(found, key=lambda one: (one.next_due_at is None, one.next_due_at, one.job, one.zone))


def retry(house: House, run: int, shops: Collection[str] | None = None) -> RunShown:
    """Has a failed run tried again at once, for those for whom it failed.

    Raises WrongUsage for a run that is not there, did not fail, or (with `shops`) failed for others as well.
    """
    from django.db import transaction

    from daybook.records.models import ScheduledRun

    with transaction.atomic():
        row = ScheduledRun.objects.select_for_update().filter(pk=run).first()
        if row is None or (shops is not None and not set(row.outcomes.get("failed", {})) <= set(shops)):
            raise WrongUsage(f"there is no run {run}", next_step="see `daybook jobs list --failed`")
        if row.state not in (RunState.FAILED, RunState.MISSED):
            raise WrongUsage(f"run {run} is {row.state}", where=f"{row.job} due {row.due_at:%Y-%m-%d %H:%M}Z",
                             next_step="only failed and missed runs are tried again by hand")
        failed = {n: {**f, "tries": 0, "again": True} for n, f in row.outcomes.get("failed", {}).items()}
        row.outcomes = {**row.outcomes, "failed": failed, "begun": {}}
        row.state, row.next_at, row.finished_at = RunState.WAITING, house.now(), None
        row.claims = max(row.claims, 1)          # asked for by a person: not taken for an old one that nobody needs
        row.save()
    return _shown(row, shops)


def set_time(house: House, job: str, known: Collection[str], shop: str = "", at: time | None = None,
             off: bool = False) -> None:
    """Another time of day for a job, or never, for one shop or all; with neither, the timetable's own time again."""
    from daybook.records import models

    if job not in known:
        raise WrongUsage(f"no job is called {job}", next_step=f"use one of: {', '.join(sorted(known))}")
    row = models.Shop.objects.get(name=house.shop(shop).name) if shop else None
    models.JobChange.objects.create(job=job, shop=row, at=at, off=off, known_at=house.now())


def look_into_folder(house: House, folder: Path, *, remove: bool = False) -> str:
    """Has a folder looked into every few minutes (or not any more); gives the name under which it is listed."""
    place = folder.expanduser().resolve()
    if not remove and not place.is_dir():
        raise WrongUsage("there is no such folder", where=str(place), next_step="make it, or name another")
    return _keep_place(house, "folder", f"folder {place}", {"folder": str(place)}, remove)


def look_into_mailbox(house: House, box: Mailbox, *, remove: bool = False) -> str:
    """Has a mailbox looked into every few minutes (or not any more).  Its password stays where it is."""
    place = {"server": box.server, "user": box.user, "folder": box.folder, "port": box.port, "encrypted": box.encrypted}
    return _keep_place(house, "mailbox", f"mailbox {box.name}", place, remove)


def _keep_place(house: House, kind: str, name: str, place: Mapping[str, Any], remove: bool) -> str:
    from daybook.records.models import LookedInto

    if remove:
        if not LookedInto.objects.filter(name=name).delete()[0]:
            known = ", ".join(LookedInto.objects.order_by("name").values_list("name", flat=True))
            raise WrongUsage(f"{name} is not looked into", next_step=f"known are: {known or 'none'}")
    else:
        LookedInto.objects.update_or_create(name=name, defaults={
            "kind": kind, "place": dict(place)}, create_defaults={
            "kind": kind, "place": dict(place), "added_at": house.now()})
    return name


def forget_outcomes(names: Iterable[str]) -> None:
    """Takes shops of a forgotten client out of what became of runs, and out of messages about it."""
    from daybook.records.models import Message, ScheduledRun

    gone = set(names)
    told = Message.objects.filter(shop=None).values_list("pk", "body")
    Message.objects.filter(pk__in=[pk for pk, body in told if any(name in body for name in gone)]).delete()
    for row in ScheduledRun.objects.iterator():
        kept = {part: {n: o for n, o in of.items() if n not in gone and not any(name in str(o) for name in gone)}
                for part, of in row.outcomes.items()}
        if kept != row.outcomes:
            row.outcomes = kept
            row.save(update_fields=["outcomes"])


def run_json(one: RunShown) -> dict[str, Any]:
    """A run as `daybook jobs list --json` prints it."""
    return {"id": one.id, "job": one.job, "zone": one.zone, "due_at": one.due_at.isoformat(), "state": one.state.value,
            "started_at": _iso(one.started_at), "seconds": one.seconds, "tries": one.tries, "missed": one.missed,
            "done": [{"subject": n, "said": said} for n, said in one.done],
            "failures": [{"subject": f.subject, "reason": f.reason, "tries": f.tries} for f in one.failures],
            "next_try_at": _iso(one.next_try_at)}


def _shown(row: "ScheduledRun", shops: Collection[str] | None) -> RunShown:
    said = {"done": {}, "failed": {}, **row.outcomes}
    waits = row.state == RunState.WAITING and row.claims
    return RunShown(
        row.pk, row.job, row.zone, row.due_at, RunState(row.state), row.started_at,
        round(row.seconds, 3) if row.started_at else None, row.claims, row.missed,
        tuple((n, note) for n, (_, note) in sorted(said["done"].items()) if shops is None or n in shops),
        tuple(Failure(n, f["reason"], f["tries"]) for n, f in sorted(said["failed"].items()) if shops is None or n in shops),
        row.next_at if waits else None)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def is_stuck(house: House) -> timedelta | None:
    """How long the longest waiting run is overdue; None where nothing waits.  A long time says that no loop runs."""
    from daybook.records.models import ScheduledRun

    first: datetime | None = ScheduledRun.objects.filter(
        state=RunState.WAITING, next_at__lte=house.now()).order_by("next_at").values_list("next_at", flat=True).first()
    return house.now() - first if first else None
