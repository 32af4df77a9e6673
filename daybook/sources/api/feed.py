"""What is read over an API: a feed gives pieces, each some raw pages kept as one landing, all of them or none loaded.

A piece is JSON: what was asked, and the pages as the platform answered.  Reports that a platform makes as files
(Amazon's) are pieces as they are.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from daybook.sources.api.transport import Patience, Transport

#: The member by which a piece says which feed it holds.
FEED = "daybook_pull"
#: Pages kept in one landing: a kill loses at most so many.
PIECE_PAGES = 20


@dataclass(frozen=True)
class Asked:
    """What is asked of a feed.

    `since`: everything changed since that moment, by the platform's clock; `days`: everything placed on these days
    of the shop (first and last, both in), whatever became of it later.  Exactly one is given.  `until` is when the
    pull began, `resume` what the last kept piece said, empty at the beginning.
    """

    shop: str
    zone: str
    currency: str
    until: datetime
    since: datetime | None = None
    days: tuple[date, date] | None = None
    resume: str = ""

    def day_of(self, moment: datetime) -> date:
        from zoneinfo import ZoneInfo

        return moment.astimezone(ZoneInfo(self.zone)).date()

    def moments(self) -> tuple[datetime, datetime]:
        """The first moment asked for, and the first one after: midnights of the shop for `days`."""
        from datetime import UTC, time
        from zoneinfo import ZoneInfo

        if self.days is None:
            assert self.since is not None
            return self.since, self.until
        first, last = self.days
        zone = ZoneInfo(self.zone)
        midnights = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (first, last + timedelta(days=1)))
        return next(midnights), next(midnights)

    def covers(self) -> tuple[date, date]:
        """The shop's days whose orders are all in once every piece is."""
        if self.days is not None:
            return self.days
        assert self.since is not None
        return self.day_of(self.since), self.day_of(self.until)


@dataclass(frozen=True)
class Piece:
    """Some pages of a feed.  `resume` goes on after it, `cursor` is from where the next pull asks (None: no cursor).

    Without `content` nothing is kept and only `resume` and `cursor` move on: a report was asked for, or holds nothing.
    """

    content: bytes | None
    resume: str = ""
    cursor: datetime | None = None
    suffix: str = ".json"


@dataclass
class Access:
    """How a shop is reached: secrets by field, read anew when asked, a transport, the present moment for signatures,
    and what was signed in already."""

    secrets: Callable[[], Mapping[str, str]] = field(repr=False)
    transport: Transport
    now: Callable[[], datetime]
    signed_in: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def patience(self) -> Patience:
        return self.transport.patience


class Feed(Protocol):
    """One stream of a platform.  `name` is "platform.what".

    `level`: a snapshot of now, without cursor or backfill.  `sweep`: read once a day, always so far back, because
    the platform does not say what changed.  `past`: days of the past can be asked for by a backfill.
    """

    @property
    def name(self) -> str: ...
    @property
    def level(self) -> bool: ...
    @property
    def sweep(self) -> timedelta | None: ...
    @property
    def past(self) -> bool: ...

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        """The pieces from `asked.resume` on, each whole.  Raises DaybookError when the platform does not give them."""
        ...


@dataclass(frozen=True)
class Service:
    """One API: the fields of its credential (those in `optional` may be absent) and what is read of it."""

    name: str
    fields: tuple[str, ...]
    feeds: tuple[Feed, ...]
    optional: tuple[str, ...] = ()


def piece_of(feed: str, asked: Asked, pages: Sequence[str]) -> bytes:
    """The content of a piece: what was asked, and the pages' own text untouched."""
    first, last = asked.covers() if asked.since or asked.days else (asked.day_of(asked.until),) * 2
    head = {FEED: feed, "first": first.isoformat(), "last": last.isoformat(), "at": asked.until.isoformat()}
    return (json.dumps(head)[:-1] + ', "pages": [' + ",".join(pages) + "]}").encode()
