"""Times on a clock as data: when something is due in a zone, and what becomes of it when nobody was there to do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Missed(StrEnum):
    """What is made up after a time without the house running."""

    LATEST = "latest"        # only the last one: an early brief of last Tuesday helps nobody
    EVERY = "every"          # each one that is not too late: a day that is not closed stays open


@dataclass(frozen=True)
class Timing:
    """Moments of each local day: one at `at`, or again and again `every` so often from `at` until `until` (both in).

    `weekdays` (1 Monday to 7 Sunday), `days` of the month and `months` leave other days out; empty means all.  A time
    that a change of the clock leaves out comes as much later as the clock was moved, one that comes twice counts the
    first time.  What comes again and again goes by time that passes: 23 or 25 times an hourly job on such a day.
    """

    at: time = time(0)
    every: timedelta | None = None
    until: time | None = None
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()

    def falls_on(self, day: date) -> bool:
        """Whether anything is due on a local day."""
        return ((not self.weekdays or day.isoweekday() in self.weekdays) and (not self.days or day.day in self.days)
                and (not self.months or day.month in self.months))

    def on(self, day: date, zone: str) -> Iterator[datetime]:
        """The UTC moments of a local day, in order.

        >>> [f"{m:%H:%M}" for m in Timing(time(8, 30)).on(date(2026, 11, 23), "Asia/Shanghai")]
        ['00:30']
        """
        if not self.falls_on(day):
            return
        moment = _utc(day, self.at, zone)
        if self.every is None:
            yield moment
            return
        last = _utc(day + DAY, time(0), zone) - timedelta(microseconds=1) if self.until is None else _utc(
            day, self.until, zone)
        while moment <= last:
            yield moment
            moment += self.every

    def between(self, after: datetime, until: datetime, zone: str) -> list[datetime]:
        """All moments later than `after` and not later than `until`, in order."""
        day, end = after.astimezone(ZoneInfo(zone)).date() - DAY, until.astimezone(ZoneInfo(zone)).date()
        found: list[datetime] = []
        while day <= end:
            found += [m for m in self.on(day, zone) if after < m <= until]
            day += DAY
        return found

    def next(self, after: datetime, zone: str) -> datetime:
        """The first moment after another.  A ValueError where none comes within nine years (29 February at most)."""
        day = after.astimezone(ZoneInfo(zone)).date() - DAY
        for _ in range(366 * 9):
            for moment in self.on(day, zone):
                if moment > after:
                    return moment
            day += DAY
        raise ValueError(f"nothing is ever due: {self}")


def _utc(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def owed(dues: list[datetime], missed: Missed, late: timedelta, now: datetime) -> list[datetime]:
    """Which of several past due moments are still made: those not later than `late`, and of them the last or all."""
    fresh = [due for due in dues if now - due <= late]
    return fresh[-1:] if missed is Missed.LATEST else fresh


class RunState(StrEnum):
    """What became of one due moment of a job."""

    WAITING = "waiting"      # to come, or to be tried (again)
    CLAIMED = "claimed"      # a process is at it, until its lease ends
    DONE = "done"
    FAILED = "failed"        # for at least one shop, with its reason; not tried again by itself
    MISSED = "missed"        # nobody was there, and a later one took its place or it was too late


@dataclass(frozen=True)
class Failure:
    """One shop (or folder, or mailbox) for which a run did not succeed."""

    subject: str
    reason: str
    tries: int


@dataclass(frozen=True)
class RunShown:
    """One run as people see it.  `seconds` is the work's time over all tries; None before anything was done."""

    id: int
    job: str
    zone: str
    due_at: datetime
    state: RunState
    started_at: datetime | None
    seconds: float | None
    tries: int
    missed: int                          # earlier due moments that were left out because this one stands for them
    done: tuple[tuple[str, str], ...]    # subject and what is said of it
    failures: tuple[Failure, ...]
    next_try_at: datetime | None


@dataclass(frozen=True)
class JobShown:
    """One line of the timetable: when a job is due next in a zone, and how it went last."""

    job: str
    zone: str
    next_due_at: datetime | None
    last: RunShown | None
