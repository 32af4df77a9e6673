"""Ingest: dropped files become landings, rows and a published state; says what changed and what was restated.

Nothing is lost: a file that cannot be read stays landed and says why.  Nothing is half-written: all files of one
call that can be read are published together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError
from daybook.domain.shop import Shop
from daybook.facts.delivery import Change, Delivery
from daybook.facts.load import load
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.sources.keys import buyer_hasher
from daybook.sources.reader import Parsed, ReadFor
from daybook.workflows.house import House
from daybook.workflows.landings import Arrival, arrive, mark_loaded, mark_problem, mark_read, reread_later
from daybook.workflows.reading import read_for_shop
from daybook.workflows.right_shop import Suspect, check_names, check_orders, suspect

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Incoming:
    """One file to ingest, for which shop, known since when (None: now), with which mapping (None: saved ones)."""

    shop: str
    file: Path
    known_at: datetime | None = None
    mapping: Path | None = None


@dataclass(frozen=True)
class FileReport:
    """What became of one file.  `state`: loaded, unchanged, unknown, refused."""

    file: str
    shop: str
    state: str
    landing: str
    reader: str = ""
    changes: tuple[Change, ...] = ()
    parsed: tuple[Parsed, ...] = ()
    problem: DaybookError | None = None
    seconds: float = 0.0


def ingest(house: House, incoming: Sequence[Incoming],
           progress: Progress = lambda said: None) -> tuple[FileReport, ...]:
    """Lands, reads and loads files of any shops; one report per file, in order.

    A file with a problem of its own is reported and the others load.  Raises LakeError or OSError when nothing
    could be published.
    """
    from django.db import transaction

    names = ", ".join(i.file.name for i in incoming[:3]) + (" ..." if len(incoming) > 3 else "")
    with house.run("ingest", names) as log:
        work = _Work(house, progress)
        with transaction.atomic():
            reports = [work.take(one) for one in incoming]
        work.load()
        log["rows"] = sum(c.new + c.restated for changes in work.changes.values() for c in changes)
        log["files"] = len(incoming)
        return tuple(work.finished(r) for r in reports)


class _Work:
    """The files of one call between landing and publishing."""

    def __init__(self, house: House, progress: Progress) -> None:
        self.house, self.progress = house, progress
        self.deliveries: dict[str, Delivery] = {}
        self.changes: dict[str, list[Change]] = {}
        self.suspects: list[Suspect] = []
        self.wrong: dict[str, DaybookError] = {}
        self.shops = {s.name: s for s in house.shops()}

    def take(self, one: Incoming) -> FileReport:
        shop = self.shops.get(one.shop) or self.house.shop(one.shop)
        started = self.house.now()
        if not one.file.is_file():
            return FileReport(one.file.name, shop.name, "refused", "", problem=DaybookError(
                "there is no such file", where=str(one.file), next_step="check the path"))
        arrival = arrive(self.house, shop, one.file, one.known_at or started)
        if arrival.nothing_new:
            return FileReport(one.file.name, shop.name, "unchanged", arrival.key)
        self.progress(f"{shop.name}: reading {one.file.name}")
        try:
            parsed = read_for_shop(self.house, shop, one.file, one.mapping, arrival.known_at)
            check_names(shop, parsed, one.file.name)
        except DaybookError as problem:
            state = "refused" if problem.exit_code == 1 else "unknown"
            mark_problem(arrival, state, str(problem))
            return FileReport(one.file.name, shop.name, state, arrival.key, problem=problem)
        mark_read(arrival, parsed)
        self._deliver(shop, arrival, parsed)
        self.suspects.append(suspect(arrival.key, one.file.name, shop, parsed))
        seconds = (self.house.now() - started).total_seconds()
        return FileReport(one.file.name, shop.name, "loaded", arrival.key, "+".join(sorted({p.reader for p in parsed})),
                          parsed=parsed, seconds=seconds)

    def load(self) -> None:
        """Publishes everything that could be read, with later landings of the same days where a file came late."""
        for landing, problem in check_orders(self.house, self.suspects).items():
            self.wrong[landing] = problem
            mark_problem(Arrival(landing, self.deliveries.pop(landing).known_at), "refused", str(problem))
        if not self.deliveries:
            return
        for delivery in list(self.deliveries.values()):
            for shop, arrival, parsed in reread_later(self.house, self.shops, delivery, set(self.deliveries)):
                self._deliver(shop, arrival, parsed)
        rows = sum(b.rows.num_rows for d in self.deliveries.values() for b in d.batches)
        self.progress(f"loading {rows:,} rows")
        loaded = load(self.house.lake, self.house.books, tuple(self.deliveries.values()), ROLLUPS, TABLES,
                      when_published=lambda done: mark_loaded(done, self.deliveries))
        for change in loaded.changes:
            self.changes.setdefault(change.landing, []).append(change)

    def finished(self, report: FileReport) -> FileReport:
        if report.state != "loaded":
            return report
        if report.landing in self.wrong:
            return replace(report, state="refused", problem=self.wrong[report.landing])
        changes = tuple(self.changes.get(report.landing, ()))
        state = "unchanged" if changes and all(c.nothing for c in changes) else "loaded"
        return replace(report, state=state, changes=changes)

    def _deliver(self, shop: Shop, arrival: Arrival, parsed: Sequence[Parsed]) -> None:
        batches = tuple(b for p in parsed for b in p.batches if b.rows.num_rows or b.covers)
        self.deliveries[arrival.key] = Delivery(shop.client, shop.name, arrival.key, arrival.known_at, batches)


def context_of(house: House, shop: Shop, known_at: datetime) -> ReadFor:
    """For whom a file is read: zone, currency, the day it was known, and the hash of buyers."""
    return ReadFor(shop.zone, shop.currency, shop.day_of(known_at),
                   buyer_hasher(house.keys.of(shop.client)), shop.platform, shop.name)


def as_json(report: FileReport) -> dict[str, Any]:
    """A file's report as the command line prints it."""
    return {
        "file": report.file, "shop": report.shop, "state": report.state, "landing": report.landing,
        "reader": report.reader, "seconds": round(report.seconds, 3),
        "changes": [{"table": c.table, "delivered": c.delivered, "new": c.new, "restated": c.restated, "gone": c.gone,
                     "restated_days": [d.isoformat() for d in c.restated_days]} for c in report.changes],
        "rejected": [{"line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
                     for p in report.parsed for r in p.rejected],
        "warnings": [w for p in report.parsed for w in p.warnings],
        "own_totals": [{"column": t.column, "file": str(t.file), "rows": str(t.rows), "difference": str(t.difference)}
                       for p in report.parsed for t in p.own_totals],
        "problem": str(report.problem) if report.problem else "",
    }
