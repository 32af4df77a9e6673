"""Pull: a shop is read over its APIs; pages are kept as landings and loaded whole, then the cursor moves.

A kill at any moment loses nothing and doubles nothing: kept pages are found again, reading goes on behind the last
of them, and what was loaded already changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from daybook.domain.errors import AccessRefused, DaybookError, WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.sources.api import SERVICES
from daybook.sources.api.feed import Access, Asked, Feed, Piece, Service
from daybook.sources.api.transport import Patience, Transport
from daybook.sources.credentials import has_any, secrets
from daybook.sources.landing import keep, unseal
from daybook.workflows.house import House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.landings import known_from
from daybook.workflows.scratch import scratch_folder

if TYPE_CHECKING:
    from daybook.records.models import Pull

#: Read again before the cursor: a change may be written with a moment that lies before those already seen.
OVERLAP = timedelta(minutes=10)
#: How far back a shop's first pull goes; more comes by a backfill.
FIRST_PULL = timedelta(days=60)
#: An earlier reading that began so shortly ago and is finished now is this one.
RECENT = timedelta(hours=1)
#: When a feed that failed for a passing reason is tried again.
NEXT_TRY = timedelta(minutes=15)


@dataclass(frozen=True)
class Wanted:
    """What to read: since the cursor, since a moment, or all orders placed on some days of the shop."""

    since: datetime | None = None
    days: tuple[date, date] | None = None
    feeds: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        return f"{self.days[0]}..{self.days[1]}" if self.days else ""


@dataclass(frozen=True)
class FeedReport:
    """What became of one feed.  `problem` is empty when it is in; `cursor` is from where the next pull reads."""

    shop: str
    feed: str
    span: str
    pieces: int = 0
    rows: int = 0
    new: int = 0
    restated: int = 0
    rejected: int = 0
    cursor: datetime | None = None
    problem: DaybookError | None = None
    next_try_at: datetime | None = None


def services_of(house: House, shop: Shop) -> tuple[Service, ...]:
    """The APIs of a shop for which a credential is set.  Raises when its platform has none, or none is set."""
    known = SERVICES.get(shop.platform, ())
    if not known:
        raise WrongUsage(f"{shop.platform} is not read over an API", where=shop.name,
                         next_step="export files and run `daybook ingest`")
    ready = tuple(s for s in known if has_any(house.home_id, shop.name, s))
    if not ready:
        raise AccessRefused(f"no credential for {' or '.join(s.name for s in known)} is set", where=shop.name,
                            next_step=f"run `daybook credential set --shop {shop.name}`")
    return ready


def readable(house: House, shop: Shop) -> bool:
    """Whether a shop can be read over an API: its platform has one, and a credential is set."""
    return any(has_any(house.home_id, shop.name, s) for s in SERVICES.get(shop.platform, ()))


def pull(house: House, name: str, wanted: Wanted, progress: Callable[[str], None] = lambda said: None,
         patience: Patience | None = None) -> tuple[FeedReport, ...]:
    """Reads every feed of a shop; one report per feed.  A feed with a problem is reported and the others go on.

    Raises WrongUsage for a shop without an API or a feed that it does not have, AccessRefused without a credential.
    """
    shop = house.shop(name)
    services = services_of(house, shop)
    chosen = [(s, f) for s in services for f in s.feeds
              if (f.name in wanted.feeds if wanted.feeds else f.past or not wanted.days)]
    strange = set(wanted.feeds) - {f.name for _, f in chosen}
    if strange or not chosen:
        raise WrongUsage(f"there is no feed {', '.join(sorted(strange))}", where=name, next_step="use one of: "
                         + ", ".join(f.name for s in services for f in s.feeds))
    reports = []
    for service in dict.fromkeys(s for s, _ in chosen):
        access = Access(partial(secrets, house.home_id, name, service), Transport(patience), house.now)
        try:
            readings = [_Reading(house, shop, feed, wanted, progress) for s, feed in chosen if s is service]
            reports += [reading.go(access) for reading in readings if wanted.feeds or reading.is_due()]
        finally:
            access.transport.close()
    return tuple(reports)


class _Reading:
    """One feed of one pull."""

    def __init__(self, house: House, shop: Shop, feed: Feed, wanted: Wanted, progress: Callable[[str], None]) -> None:
        from daybook.records import models

        self.house, self.shop, self.feed, self.wanted, self.progress = house, shop, feed, wanted, progress
        self.row: Pull = models.Pull.objects.get_or_create(
            shop=models.Shop.objects.get(name=shop.name), feed=feed.name, span=wanted.span)[0]

    def is_due(self) -> bool:
        """Whether it is time: a sweep is for once a day of the shop."""
        done = self.row.done_at
        swept = self.feed.sweep and not self.wanted.days and done
        return not (swept and self.shop.day_of(done) == self.shop.day_of(self.house.now()))

    def go(self, access: Access) -> FeedReport:
        """Reads, loads, and writes down how it went."""
        self.row.tried_at = self.house.now()
        self.row.save()
        with self.house.run("pull", f"{self.shop.name} {self.feed.name} {self.wanted.span}".strip()) as log:
            try:
                if self.row.asked and (self.row.pieces or self.row.resume):
                    report = self._finish_earlier(access)
                else:
                    self._begin()
                    report = self._finish(access)
            except DaybookError as problem:
                log["problem"] = str(problem)
                return self._failed(problem)
            log["rows"], log["pieces"] = report.rows, report.pieces
            return report

    def _finish_earlier(self, access: Access) -> FeedReport:
        """Finishes a reading that was killed or left, then reads on, unless it began only just now."""
        began = self._asked().until
        report = self._finish(access)
        if self.house.now() - began < RECENT:
            return report
        self._begin()
        return self._finish(access)

    def _begin(self) -> None:
        now, since = self.house.now(), self.wanted.since
        if self.feed.sweep and self.wanted.days is None:
            since = now - self.feed.sweep
        elif since is None and self.wanted.days is None and not self.feed.level:
            since = self.row.cursor - OVERLAP if self.row.cursor else now - FIRST_PULL
        self.row.asked = {"until": now.isoformat(), "since": since.isoformat() if since else ""}
        self.row.pieces, self.row.resume, self.row.reached, self.row.whole = [], "", None, False
        self.row.save()

    def _finish(self, access: Access) -> FeedReport:
        if not self.row.whole:
            if self.feed.level and self.row.pieces:     # half a snapshot of another moment is no part of this one
                self.row.pieces, self.row.resume = [], ""
            for piece in self.feed.pieces(access, self._asked()):
                self._keep(piece)
            self.row.whole = True
            self.row.save()
        report = self._load()
        if self.row.reached:        # a moment that lies ahead, by whose clock ever, would hide what comes before it
            reached = min(self.row.reached, self._asked().until)
            self.row.cursor = max(filter(None, (self.row.cursor, reached)))
        self.row.done_at, self.row.error, self.row.next_try_at = self.house.now(), "", None
        self.row.asked, self.row.pieces = {}, []
        self.row.save()
        return report

    def _asked(self) -> Asked:
        said = self.row.asked
        return Asked(self.shop.name, self.shop.zone, self.shop.currency, datetime.fromisoformat(said["until"]),
                     datetime.fromisoformat(said["since"]) if said["since"] else None, self.wanted.days,
                     self.row.resume)

    def _keep(self, piece: Piece) -> None:
        """Keeps one piece like a dropped file, encrypted, and writes down where reading goes on."""
        if piece.content is not None:
            self._seal(piece, piece.content)
        self.row.resume = piece.resume
        self.row.reached = max(filter(None, (self.row.reached, piece.cursor)), default=None)
        self.row.save()
        self.progress(Said("{shop}: {feed}, {n} pieces read", shop=self.shop.name, feed=self.feed.name, n=len(self.row.pieces)))

    def _seal(self, piece: Piece, content: bytes) -> None:
        now = known_from(self.house, self.shop.name)
        with scratch_folder() as folder:
            file = folder / "piece"
            file.write_bytes(content)
            kept = keep(file, self.house.home, self.shop.client, self.shop.name, self.shop.day_of(now),
                        self.house.keys.of(self.shop.client))
        self.row.pieces = [*self.row.pieces, {"path": kept.path, "suffix": piece.suffix, "known_at": now.isoformat()}]

    def _load(self) -> FeedReport:
        """Loads all kept pieces at once.  Raises the problem of a piece that could not be read."""
        with scratch_folder() as folder:
            incoming = []
            for number, kept in enumerate(self.row.pieces, 1):
                known_at = datetime.fromisoformat(kept["known_at"])
                stamp = known_at.astimezone(ZoneInfo(self.shop.zone)).strftime("%Y%m%dT%H%M%S")   # the shop's own day
                file = folder / f"{self.feed.name}-{stamp}-{number}{kept['suffix']}"
                unseal(self.house.home / kept["path"], self.house.keys.of(self.shop.client), file)
                incoming.append(Incoming(self.shop.name, file, known_at))
            done = ingest(self.house, incoming) if incoming else ()
        for one in done:
            if one.problem is not None:
                raise one.problem
        changes = [c for one in done for c in one.changes]
        return FeedReport(
            self.shop.name, self.feed.name, self.wanted.span, len(done), sum(c.delivered for c in changes),
            sum(c.new for c in changes), sum(c.restated for c in changes),
            sum(len(p.rejected) for one in done for p in one.parsed), self.row.reached or self.row.cursor)

    def _failed(self, problem: DaybookError) -> FeedReport:
        self.row.error = str(problem)
        self.row.next_try_at = None if problem.exit_code == AccessRefused.exit_code else self.house.now() + NEXT_TRY
        self.row.save()
        return FeedReport(self.shop.name, self.feed.name, self.wanted.span, cursor=self.row.cursor, problem=problem,
                          next_try_at=self.row.next_try_at)


def as_json(report: FeedReport) -> dict[str, Any]:
    """A feed's report as the command line prints it."""
    return {
        "shop": report.shop, "feed": report.feed, "span": report.span, "pieces": report.pieces, "rows": report.rows,
        "new": report.new, "restated": report.restated, "rejected": report.rejected,
        "cursor": report.cursor.isoformat() if report.cursor else "",
        "problem": str(report.problem) if report.problem else "",
        "next_try_at": report.next_try_at.isoformat() if report.next_try_at else "",
    }


def pulls_of(shops: Sequence[Shop]) -> dict[str, list[dict[str, Any]]]:
    """Per shop: each feed's last success, last error and next try, for the readiness page."""
    from daybook.records import models

    found: dict[str, list[dict[str, Any]]] = {}
    rows = models.Pull.objects.filter(shop__name__in=[s.name for s in shops]).select_related("shop")
    for row in rows.order_by("shop__name", "feed", "span"):
        found.setdefault(row.shop.name, []).append({
            "feed": row.feed, "span": row.span, "cursor": _said(row.cursor), "tried_at": _said(row.tried_at),
            "done_at": _said(row.done_at), "error": row.error, "next_try_at": _said(row.next_try_at)})
    return found


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
