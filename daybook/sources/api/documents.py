"""Reports that a platform makes as documents: asked for, looked at until they are made, fetched, kept as they are.

The number of a report that was asked for is written down before anything else: a kill or a long wait asks no second
time.  What the document holds is read by the readers of files.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.sources.api.feed import Access, Asked, Piece
from daybook.sources.api.transport import Request

DAY = timedelta(days=1)
#: A report of a level that was asked for longer ago shows another moment and is asked for again.
FRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Window:
    """The moments (first in, stop out) that one report covers, and the shop's days that they are."""

    first: datetime
    stop: datetime
    asked: Asked

    @property
    def days(self) -> tuple[str, str]:
        """First and last day, both in, as the platforms write days."""
        return self.asked.day_of(self.first).isoformat(), self.asked.day_of(self.stop - timedelta(seconds=1)).isoformat()


@dataclass(frozen=True)
class Made:
    """A report as the platform says it stands: `place` is its document's address once it is made.

    `state`: "made", "empty" (there is nothing to report), "failed" or "waiting".
    """

    state: str
    place: str = ""
    gzipped: bool = False


@dataclass(frozen=True)
class Documents:
    """A feed of documents.  `ask` asks for one report and gives its number, `look` says how it stands.

    `longest` is the most that one report may cover; `whole_days`: reports are of days that have ended.
    """

    name: str
    ask: Callable[[Access, Window], str]
    look: Callable[[Access, str], Made]
    suffix: str
    longest: timedelta = DAY
    whole_days: bool = False
    level: bool = False
    sweep: timedelta | None = None
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        at = json.loads(asked.resume) if asked.resume else {"from": "", "report": ""}
        if self.level and access.now() - asked.until > FRESH:
            at["report"] = ""
        for window in self._windows(asked):
            began = window.first.isoformat()
            if began < at["from"]:
                continue
            report = at["report"] if began == at["from"] else ""
            if not report:
                report = self.ask(access, window)
                yield Piece(None, json.dumps({"from": began, "report": report}))
            made = self._wait(access, report)
            if made.state == "failed":
                yield Piece(None, json.dumps({"from": began, "report": ""}))
                raise BusyPlatform(f"{self.name}: the platform could not make the report", where=asked.shop,
                                   next_step="the next pull asks for it again")
            after = json.dumps({"from": window.stop.isoformat(), "report": ""})
            cursor = None if self.level else window.stop
            if made.state == "empty":
                yield Piece(None, after, cursor)
            else:
                yield Piece(fetched(access, made), after, cursor, self.suffix + ".gz" * made.gzipped)

    def _windows(self, asked: Asked) -> Iterator[Window]:
        if self.level:
            yield Window(asked.until, asked.until, asked)
            return
        first, end = asked.moments()
        if self.whole_days:
            first, end = midnight(asked, first), min(midnight(asked, end), midnight(asked, asked.until))
        while first < end:
            stop = min(midnight(asked, first, self.longest) if self.whole_days else first + self.longest, end)
            yield Window(first, stop, asked)
            first = stop

    def _wait(self, access: Access, report: str) -> Made:
        """The report once the platform is done with it.  Raises BusyPlatform when that takes longer than a pull waits."""
        for _ in range(access.patience.looks):
            made = self.look(access, report)
            if made.state != "waiting":
                return made
            access.patience.pause(access.patience.between_looks)
        raise BusyPlatform(f"{self.name}: the platform is still making the report", where="",
                           next_step="the next pull fetches it; it is not asked for again")


def fetched(access: Access, made: Made) -> bytes:
    """The document as it is.  Raises BusyPlatform when its address has expired or it comes in half."""
    try:
        content = access.transport.read(Request("GET", made.place)).content
    except AccessRefused as problem:        # such addresses are good for minutes
        raise BusyPlatform("the address of the document has expired", where=problem.where,
                           next_step="the next pull asks where it lies") from None
    if made.gzipped:
        try:
            gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            raise BusyPlatform("the document came in half", where=Request("GET", made.place).place,
                               next_step="the next pull fetches it again") from None
    return content


def midnight(asked: Asked, moment: datetime, later: timedelta = timedelta(0)) -> datetime:
    """The shop's midnight that begins the day of a moment, or one so many days later; days may have 23 or 25 hours."""
    return datetime.combine(asked.day_of(moment) + later, time(), ZoneInfo(asked.zone)).astimezone(UTC)
