"""A week of the clock at speed, with whatever goes wrong in a house: nothing lost, nothing done twice, memory flat.

`python -m bench soak --shops 200 --days 7 --seed 1 --json FILE` makes a house with a short history, starts two processes of
the clock as an operator does, delivers every shop's files as the days go, and kills, fills, jumps and restarts at moments
drawn from the seed (docs/soak.md).  What stands in the end is held against what was delivered, from outside; the first
differences are named and end it with 1.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.trust import soak_check as check
from bench.trust.soak_clock import SoakClock
from bench.trust.soak_days import Days, Drop, Ledger, Order, tally
from bench.trust.soak_deeds import Deeds
from bench.trust.soak_faults import Disk, Hunter, Postgres, database_gone
from bench.trust.soak_house import Processes, Time, environment, furnish, moment_of
from bench.trust.soak_memory import Memory
from bench.trust.soak_shop import READ_FAULTS, FarShop, Sales, as_json, variables

#: The first day of every soak: a Monday.
FIRST = date(2026, 11, 23)
FULL_SECONDS, GONE_SECONDS, LOCKED_SECONDS = 8.0, 5.0, 23.0
#: A soak of one day kills only in these.
FEW = ("inbox", "morning")
#: Days before the end from which on one process is never killed, so that its memory is seen to be flat.
QUIET_DAYS = 3


@dataclass
class Soak:
    """One soak under way."""

    asked: argparse.Namespace
    folder: Path
    clock: SoakClock
    processes: Processes
    time: Time
    hunter: Hunter
    disk: Disk
    postgres: Postgres | None
    house: Any
    far: dict[str, FarShop]
    sales: Sales
    deeds: Deeds
    memory: Memory
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def days(self) -> list[date]:
        return [FIRST + timedelta(days=n) for n in range(self.asked.days)]

    def deliver(self, drop: Drop) -> None:
        """Puts a file where the shop's robot puts it, whole at once, and written a minute ago by the soak's clock."""
        folder = self.inbox / drop.shop
        folder.mkdir(exist_ok=True)
        part = folder / f"{drop.name}.part"
        part.write_bytes(drop.content)
        at = self.clock().timestamp() - 60
        os.utime(part, (at, at))
        part.rename(folder / drop.name)
        self.ledger.take(drop)

    def tend(self) -> None:
        now = self.clock()
        self.sales.go_on(now)
        self.memory.look(now, {name: (p.pid, self.processes.started[name]) for name, p in self.processes.alive.items()})

    # What goes wrong

    def kill(self, job: str, day: int) -> None:
        """The next work on a job is killed: of any process at first, of the second one in the last days."""
        self.hunter.arm(job, self.chance, "b" if day >= self.asked.days - QUIET_DAYS else "")

    def fill(self) -> None:
        self.faults["full disk"] += 1
        with self.disk.full():
            self.clock.skip(timedelta(minutes=5))
            self._meanwhile(FULL_SECONDS)

    def database(self, hard: bool) -> None:
        self.faults["database gone" if self.postgres else "records locked"] += 1
        self.clock.skip(timedelta(minutes=5))
        self._meanwhile(1.0)
        database_gone(self.postgres, self.disk.home / "records" / "records.sqlite3",
                      GONE_SECONDS if self.postgres else LOCKED_SECONDS, hard, self._look)

    def wrong_clock(self, hours: float) -> None:
        """The clock is ahead for a while, a file comes in meanwhile, is put right, and the file comes again restated."""
        shop = next(s for s in self.house.shops() if s.platform.value in ("tmall", "taobao"))
        day = self.clock().date()
        first = Order(f"7{day:%Y%m%d}{self.faults['clock ahead']:09d}1", datetime(day.year, day.month, day.day, 1, 5), 12_300)
        self.faults["clock ahead"] += 1
        self.clock.skip(timedelta(hours=hours))
        self.deliver(self._file(shop, "ahead", first))
        self.time.pass_until(self.clock() + timedelta(minutes=10))
        self.clock.skip(timedelta(hours=-hours))
        if self.asked.days > 2:
            self.processes.kill("b")                 # one that was there meanwhile, and one that never saw the wrong time
        self.deliver(self._file(shop, "right", Order(first.key, first.at, 45_600)))
        self.time.pass_until(self.clock() + timedelta(minutes=10))

    def jump(self, hours: float) -> None:
        self.faults["clock forward" if hours > 0 else "clock back"] += 1
        self.clock.skip(timedelta(hours=hours))

    def backup(self, killed: bool) -> None:
        """A backup as every night; one that is killed is made again."""
        for deadly in ((True, False) if killed else (False,)):
            made = self.processes.run("backup", "--to", str(self.folder / "backups"), log="backup.log")
            if deadly:
                time.sleep(self.chance.uniform(1.0, 6.0))
                made.kill()
                self.faults["backup killed"] += 1
            while made.poll() is None:
                self._look()
                time.sleep(0.1)
            if made.returncode and not deadly:
                self.faults["backup failed"] += 1

    def trouble(self) -> None:
        for far in self.far.values():
            far.trouble(self.chance.sample(READ_FAULTS, 3))

    def _file(self, shop: Any, name: str, order: Order) -> Drop:
        from bench.trust.soak_days import written

        return Drop(self.clock(), shop.name, f"{name}-{order.key[-6:]}.csv", written(shop, [order]), (order,), order.at.date(),
                    how="clock")

    def _meanwhile(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._look()
            time.sleep(0.1)

    def _look(self) -> None:
        self.processes.tend()
        for tend in self.time.each:
            tend()


#: Its moment, the number of the day that it belongs to, and what is done.
Event = tuple[datetime, int, Callable[[], None]]


def events(soak: Soak) -> list[Event]:
    """Everything that is done to the house, by its moment."""
    shops = [s for s in soak.house.shops() if s.name not in soak.far]
    number = {day: n for n, day in enumerate(soak.days)}
    drops = Days(shops, soak.days, soak.asked.seed).drops()
    found: list[Event] = [(d.at, number[d.day], lambda d=d: soak.deliver(d)) for d in drops]
    for n, day in enumerate(soak.days):
        found += [(moment_of(day, hours), n, what) for hours, what in _of_day(soak, n)]
    return sorted(found, key=lambda e: e[0])


def _of_day(soak: Soak, n: int) -> list[tuple[float, Callable[[], None]]]:
    """What goes wrong and is decided on a day, by hours of it; each kind on the first days where there are few."""
    kills = [(3, "upkeep", n % 2 == 0), (5.5, "inbox", True), (8, "morning", True), (8.5, "morning", n % 3 == 1),
             (10.5, "inbox", n % 2 == 1), (22, "close", n % 2 == 0), (12.5, "pull", n % 3 == 0)]
    found: list[tuple[float, Callable[[], None]]] = [
        (hours, lambda job=job: soak.kill(job, n)) for hours, job, on in kills if on and (soak.asked.days > 1 or job in FEW)]
    found += [(2, lambda: soak.backup(killed=n % 3 == 1)), (17, lambda: soak.deeds.decide(n)), (13, soak.trouble)]
    if n % 3 == 1 or soak.asked.days < 2:
        found += [(6.5, soak.fill), (8, lambda: soak.database(hard=n % 2 == 1)), (14, soak.fill)]
    if n % 4 == 1 or soak.asked.days < 2:
        found += [(16, lambda: soak.wrong_clock(3.0))]
    if n % 4 == 2:
        found += [(15, lambda: soak.jump(-2.0)), (18, lambda: soak.jump(2.0))]
    return found


def live(soak: Soak) -> None:
    """The days, and the morning after them on which the last late file is in.  When its minutes on the wall are over it
    begins no other day, and lives to the end of those that it began."""
    over, begun = time.monotonic() + soak.asked.minutes * 60, 0
    for moment, day, what in events(soak):
        if day > begun and time.monotonic() > over:
            soak.asked.days = min(soak.asked.days, begun + 1)
        if day < soak.asked.days:
            begun = max(begun, day)
            soak.time.pass_until(moment)
            what()
    soak.time.pass_until(max(soak.clock() + timedelta(hours=2), moment_of(soak.days[-1], 24 + 10)))


def run(asked: argparse.Namespace, folder: Path) -> tuple[check.Checks, dict[str, Any]]:
    """One soak in an empty folder: its checks and figures."""
    with ExitStack() as stack:
        soak = begin(asked, folder, stack)
        began = time.monotonic()
        try:
            live(soak)
        finally:
            last = soak.clock()                      # what comes due later is nobody's work any more
            codes = soak.processes.end()
        return ended(soak, codes, last, time.monotonic() - began)


def begin(asked: argparse.Namespace, folder: Path, stack: ExitStack) -> Soak:
    """The house with its history, the far shops, and the processes of the clock on their way."""
    far = {f"far-{n}": stack.enter_context(FarShop(patience=2.0)) for n in range(1, asked.far + 1)}
    postgres = None
    if asked.postgres:
        kept = stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-postgres-", ignore_cleanup_errors=True))
        postgres = Postgres(Path(kept), asked.port)      # not below `folder`, which may be closed to others
        postgres.make()
        stack.callback(postgres.stop)
    more = {"DATABASE_URL": postgres.url} if postgres else {}
    for name, shop in far.items():
        more |= variables(name, shop)
    surroundings = environment(folder, more)
    os.environ.update(surroundings)
    tempfile.tempdir = str(folder / "tmp")
    clock = SoakClock(folder / "clock.json")
    clock.set(moment_of(FIRST, 0.5))
    processes = Processes(clock, folder / "home", folder, surroundings)
    disk = Disk(folder / "home", processes)
    stack.enter_context(disk.made())
    house = furnish(folder / "home", clock, asked.shops, asked.history, FIRST - timedelta(days=1), asked.seed, tuple(far))
    chance = random.Random(asked.seed)
    deeds = Deeds(house, processes, far, random.Random(asked.seed + 1))
    deeds.give_team(folder, clock() - timedelta(days=1))
    hunter, passing = Hunter(processes, min(1.0, 0.1 + asked.shops / 200)), Time(clock, processes, timedelta(minutes=asked.step))
    soak = Soak(asked, folder, clock, processes, passing, hunter, disk, postgres, house, far,
                Sales(far, asked.seed, moment_of(FIRST, 8)), deeds, Memory(), chance)
    passing.each += [hunter, soak.tend]
    stack.callback(processes.stop_all)
    for name in ("a", "b"):
        processes.start(name)
    return soak


def ended(soak: Soak, codes: Sequence[int], last: datetime, seconds: float) -> tuple[check.Checks, dict[str, Any]]:
    """All checks, and the figures of what was done."""
    checks, shops, days = check.Checks(), list(soak.house.shops()), soak.days
    for name, far in soak.far.items():
        soak.ledger.orders[name] = {o.key: o for o in far.sold}
    check.check_lake(checks, soak.house, shops, soak.ledger, days)
    check.check_problems(checks, soak.ledger, soak.inbox)
    check.check_reports(checks, shops, days)
    check.check_runs(checks, last)
    check.check_deeds(checks, soak.deeds.done, soak.far)
    check.check_folders(checks, soak.disk.home, soak.folder / "tmp")
    checks.add("processes", [*soak.processes.ended, *(f"ended with {c}" for c in codes if c)])
    checks.add("refused by guards", soak.deeds.refused)
    checks.add("backups", ["a backup that nobody killed failed"] * soak.faults["backup failed"])
    checks.add("memory", soak.memory.differences(soak.asked.days))
    return checks, {
        "shops": len(shops), "days": len(days), "history": soak.asked.history, "seed": soak.asked.seed,
        "records": "PostgreSQL" if soak.postgres else "SQLite",
        "seconds": round(seconds), "times_the_wall": round(len(days) * 86400 / seconds), "files": tally(soak.ledger.drops),
        "kills": dict(soak.hunter.done), "kills_too_late": dict(soak.hunter.late), "faults": dict(soak.faults),
        "disk": "a file system of its own" if soak.disk.mounted else "a limit on files", "deeds": dict(soak.deeds.faults),
        "far": as_json(soak.far), "memory": soak.memory.as_json(), "found": checks.figures}


def main(arguments: list[str]) -> int:
    asked = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="soak-", dir=asked.folder, ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        checks, figures = run(asked, Path(name))
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            for log in Path(name).glob("*.log"):
                (asked.keep / log.name).write_bytes(log.read_bytes())
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    for name, found in checks.differences.items():
        print(f"{name:<36} {len(found) or 'holds'}")
    for said in checks.first:
        print(f"  {said}", file=sys.stderr)
    if asked.json:
        asked.json.write_text(json.dumps({**figures, "differences": checks.differences}, indent=2, ensure_ascii=False) + "\n")
    return 0 if checks.whole else 1


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench soak", description=__doc__)
    options.add_argument("--shops", type=int, default=200)
    options.add_argument("--days", type=int, default=7)
    options.add_argument("--history", type=int, default=9, help="days that the shops stand there with when it begins")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--far", type=int, default=2, help="shops beside them that are read and written over HTTP")
    options.add_argument("--step", type=int, default=60, help="minutes that are skipped at most while nothing is due")
    options.add_argument("--minutes", type=float, default=600, help="on the wall, after which no other day is begun")
    options.add_argument("--postgres", action="store_true", help="records in a PostgreSQL of its own, which is stopped and started")
    options.add_argument("--port", type=int, default=20000 + os.getpid() % 20000, help="of that PostgreSQL, on the loopback")
    options.add_argument("--json", type=Path, default=None, help="writes all figures and differences there")
    options.add_argument("--folder", type=Path, default=None, help="where the house is made and removed again")
    options.add_argument("--keep", type=Path, default=None, help="keeps what the processes said there")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
