"""Retention: what grows by itself and is not part of the file goes after its time; how full the disk is, and when to say so.

Facts, landings, mornings and the operating file stay for as long as the client does.  What goes here is who opened which
page, the run log, messages that were delivered, and files that wait for an answer that never came.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.workflows.house import House
from daybook.workflows.scratch import tidy_up

#: What goes after how long.
KEPT: Mapping[str, timedelta] = {
    "audit": timedelta(days=400), "runs": timedelta(days=400), "messages": timedelta(days=90), "dropped": timedelta(days=30),
    "running": timedelta(days=1)}
#: The alarm: so much of the quota is used, or so little of the disk is free.
NEAR, LEAST_FREE = 0.8, 0.1
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
PARTS = ("lake", "landings", "records", "inbox", "letters")


class Room(StrEnum):
    """How much room there is."""

    ENOUGH = "enough"
    NEAR = "near"            # an alarm
    OVER = "over"            # nothing more is taken in


@dataclass(frozen=True)
class DiskUse:
    """Bytes by part of the data folder, what is free on its disk, and the quota; None: no quota is set."""

    parts: Mapping[str, int]
    free: int
    size: int
    quota: int | None

    @property
    def used(self) -> int:
        return sum(self.parts.values())

    @property
    def room(self) -> Room:
        """Enough, near its end, or none."""
        if self.quota is not None and self.used >= self.quota:
            return Room.OVER
        short = self.size and self.free < self.size * LEAST_FREE
        return Room.NEAR if short or (self.quota is not None and self.used >= self.quota * NEAR) else Room.ENOUGH


def quota_of(said: str) -> int | None:
    """A quota as people write it.

    >>> quota_of("200 GB"), quota_of("1.5T"), quota_of("")
    (200000000000, 1500000000000, None)
    """
    if not said.strip():
        return None
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)B?", said.strip().upper())
    if found is None or float(found[1]) <= 0:
        raise WrongUsage(f"DAYBOOK_QUOTA is {said}, which is no size", next_step="write it as 200GB, or leave it unset")
    return round(float(found[1]) * UNITS[found[2]])


def disk_use(home: Path) -> DiskUse:
    """What the data folder takes, and what its disk has left."""
    disk = shutil.disk_usage(home)
    return DiskUse({name: _size(home / name) for name in PARTS}, disk.free, disk.total, quota_of(os.environ.get(
        "DAYBOOK_QUOTA", "")))


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_size
            except FileNotFoundError:           # another process moved it meanwhile
                continue
    return total


def make_sure_of_room(house: House) -> None:
    """Raises DaybookError where the quota is used up, before anything is taken in.  Without a quota it costs nothing."""
    if not os.environ.get("DAYBOOK_QUOTA", "").strip():
        return
    use = disk_use(house.home)
    if use.room is Room.OVER and use.quota is not None:
        raise DaybookError(f"the data folder holds {use.used:,} bytes of the {use.quota:,} that it may", where=str(house.home),
                           next_step="raise DAYBOOK_QUOTA, or make room; see `daybook disk`. Nothing was taken in")


def clean_up(house: House) -> Mapping[str, int]:
    """Lets go what is over its time; gives how many rows and files of each kind."""
    from daybook.records import models

    now = house.now()
    models.Run.objects.filter(started_at__lt=now - KEPT["running"], outcome="running").update(outcome="broken off")
    tidy_up(house.home)
    gone = {
        "audit": _delete(models.Audit.objects.filter(at__lt=now - KEPT["audit"])),
        "runs": _delete(models.Run.objects.filter(started_at__lt=now - KEPT["runs"]).exclude(outcome="running")),
        "messages": _delete(models.Message.objects.filter(made_at__lt=now - KEPT["messages"]).exclude(state="waiting")),
        "dropped": _left_over(house.home / "inbox" / "dropped", now - KEPT["dropped"]),
    }
    models.Delivery.objects.filter(messages=None, made_at__lt=now - KEPT["messages"]).delete()
    return gone


def _delete(rows: Any) -> int:
    found = rows.count()
    rows.delete()
    return int(found)


def _left_over(folder: Path, before: datetime) -> int:
    """Dropped files that nobody answered for; their questions are asked again when they are dropped again."""
    from daybook.records import models

    old = [f for f in folder.glob("*") if f.is_dir() and f.stat().st_mtime < before.timestamp()]
    for one in old:
        models.WaitingFile.objects.filter(path__startswith=str(one)).delete()
        shutil.rmtree(one, ignore_errors=True)
    return len(old)
