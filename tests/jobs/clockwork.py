"""A clock for tests: a house with shops in two zones, and jobs whose work is written to a file that outlives a kill."""

import os
import time as sleeping
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from daybook.domain.schedule import Missed, Timing
from daybook.jobs.job import Job
from daybook.workflows.house import House, add_shop

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
SHOPS = (("jade", "Mei", SHANGHAI), ("lamps", "Mei", SHANGHAI), ("rugs", "Wu", SHANGHAI), ("mugs", "Wu", NEW_YORK),
         ("teas", "Wu", NEW_YORK))


def with_shops(house: House) -> House:
    for name, client, zone in SHOPS:
        add_shop(house, name, client, "taobao", zone, "CNY" if zone == SHANGHAI else "USD")
    return house


@dataclass(frozen=True)
class Ledger:
    """Appends one line per step of work; a line is whole or not there."""

    file: Path
    seconds: float = 0.0
    fails: tuple[str, ...] = ()

    def __call__(self, house: House, names: Sequence[str], due: datetime) -> Mapping[str, str]:
        for name in names:
            self._say("begin", due, name)
        sleeping.sleep(self.seconds)
        if set(names) & set(self.fails):
            raise ValueError(f"cannot do {', '.join(sorted(set(names) & set(self.fails)))}")
        for name in names:
            self._say("end", due, name)
        return dict.fromkeys(names, "well")

    def lines(self) -> list[tuple[int, str, str, str]]:
        """(process, begin or end, due, name) in the order in which it happened."""
        if not self.file.exists():
            return []
        return [(int(pid), what, due, name) for pid, what, due, name in (
            line.split(" ") for line in self.file.read_text().splitlines())]

    def done(self) -> list[tuple[str, str]]:
        return [(due, name) for _, what, due, name in self.lines() if what == "end"]

    def _say(self, what: str, due: datetime, name: str) -> None:
        with self.file.open("ab", buffering=0) as out:
            out.write(f"{os.getpid()} {what} {due.isoformat()} {name}\n".encode())


def job(name: str, work: Ledger, every: timedelta = timedelta(hours=1), together: bool = False,
        missed: Missed = Missed.LATEST, late: timedelta = timedelta(hours=12),
        retries: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=5))) -> Job:
    return Job(name, Timing(every=every), work, together=together, missed=missed, late=late, retries=retries)
