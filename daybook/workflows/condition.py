"""The condition of the house: records, lake, room, clock, what failed and backups, each with what to do about it."""

import os
import shutil
from datetime import timedelta

from daybook import __version__
from daybook.domain.condition import Check, Condition, Light
from daybook.domain.errors import LakeError
from daybook.domain.said import Said
from daybook.domain.schedule import RunState
from daybook.workflows.clock import is_stuck
from daybook.workflows.house import House
from daybook.workflows.retention import LEAST_FREE

#: A run that waits longer says that no clock runs; a backup older is worth a look; failures of so long ago are no news.
STUCK, OLD_BACKUP, LOOKED_BACK = timedelta(minutes=10), timedelta(hours=26), timedelta(days=1)
#: Below so much free room nothing more is taken in safely: one large upload with its copies.
NO_ROOM = 1_000_000_000
DISK_BACK = Said("bring the disk of the data folder back, or restore the last backup into a new folder")


def condition(house: House) -> Condition:
    """All checks; a database that does not answer is told as such, and then nothing that rests on it is looked at."""
    from django.db import Error, connection

    try:
        rests: tuple[Check, ...] = (_records(), _clock(house), _failed(house), _backup(house))
    except Error as problem:                 # also of a connection that was closed from the other side
        rests = (Check("records", Light.BAD, Said("the database does not answer: {problem}", problem=type(problem).__name__),
                       Said("start it, or mend DATABASE_URL"), needed=True),)
    return Condition(house.now(), __version__, connection.vendor, (*rests[:1], _lake(house), _room(house), *rests[1:]))


def _records() -> Check:
    """Whether the tables are those of this code.  Raises an error of the database where it does not answer."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if missing := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        return Check("records", Light.BAD, Said("{n} changes of the tables are not made", n=missing),
                     Said("open the data folder once with this version, with `daybook status`"), needed=True)
    return Check("records", Light.GOOD, Said("tables are those of this version"), needed=True)


def _lake(house: House) -> Check:
    """Whether facts can be read: the folder is there, and every published version has its log."""
    from django.db import Error

    try:
        published = house.books.published()
        if not published.versions:
            return Check("lake", Light.GOOD, Said("no facts yet"), needed=True)
        if not os.access(house.lake.folder, os.R_OK | os.W_OK):
            return Check("lake", Light.BAD, Said("the folder of facts cannot be read or written"), DISK_BACK, needed=True)
        gone = [table for table in published.versions if not house.lake.exists(table)]
    except (Error, LakeError, OSError) as problem:
        return Check("lake", Light.BAD, Said("facts cannot be read: {problem}", problem=type(problem).__name__), DISK_BACK,
                     needed=True)
    if gone:
        return Check("lake", Light.BAD, Said("{n} tables of facts are gone", n=len(gone)), DISK_BACK, needed=True)
    return Check("lake", Light.GOOD, Said("{n} tables of facts up to load {load}", n=len(published.versions), load=published.load),
                 needed=True)


def _room(house: House) -> Check:
    try:
        disk = shutil.disk_usage(house.home)
    except OSError as problem:
        said = Said("the data folder cannot be read: {problem}", problem=type(problem).__name__)
        return Check("room", Light.BAD, said, DISK_BACK, needed=True)
    free = Said("{free} GB of {size} GB free", free=f"{disk.free / 1e9:,.1f}", size=f"{disk.total / 1e9:,.1f}")
    mend = Said("make room or move the data folder to a larger disk; `daybook disk` says what takes it")
    if disk.free < NO_ROOM:
        return Check("room", Light.BAD, free, mend, needed=True)
    return Check("room", Light.WATCH if disk.free < disk.total * LEAST_FREE else Light.GOOD, free,
                 mend if disk.free < disk.total * LEAST_FREE else None, needed=True)


def _clock(house: House) -> Check:
    late = is_stuck(house)
    if late is not None and late > STUCK:
        waits = Said("something has been due for {minutes} minutes", minutes=round(late.total_seconds() / 60))
        return Check("clock", Light.WATCH, waits, Said("start it with `daybook jobs`, or look why it does not get on"))
    return Check("clock", Light.GOOD, Said("nothing is overdue"))


def _failed(house: House) -> Check:
    from daybook.records.models import ScheduledRun

    since = house.now() - LOOKED_BACK
    if failed := ScheduledRun.objects.filter(state=RunState.FAILED, due_at__gte=since).count():
        return Check("runs", Light.WATCH, Said("{n} runs failed within a day", n=failed), Said("read why on the page of the clock"))
    return Check("runs", Light.GOOD, Said("no run failed within a day"))


def _backup(house: House) -> Check:
    from daybook.records.models import BackupPlace

    last = max((row.last_at for row in BackupPlace.objects.exclude(last_at=None)), default=None)
    make = Said("make one with `daybook backup`, at best every night")
    if last is None:
        return Check("backup", Light.WATCH, Said("there is no backup"), make)
    hours = round((house.now() - last).total_seconds() / 3600)
    old = house.now() - last > OLD_BACKUP
    return Check("backup", Light.WATCH if old else Light.GOOD, Said("the last backup is {hours} hours old", hours=hours),
                 make if old else None)
