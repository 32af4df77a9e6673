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
from daybook.domain.progress import say
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.facts.delivery import Change, Delivery
from daybook.facts.load import load
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.sources.keys import buyer_hasher
from daybook.sources.reader import Parsed, ReadFor
from daybook.workflows.forgotten_buyers import forgotten_of, without_forgotten
from daybook.workflows.house import House
from daybook.workflows.landings import Arrival, arrive, known_from, mark_loaded, mark_problem, mark_read, reread_later
from daybook.workflows.reading import read_for_shop
from daybook.workflows.retention import make_sure_of_room
from daybook.workflows.right_shop import Suspect, check_names, check_orders, check_platform, suspect

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
    """What became of one file.  `state`: loaded, unchanged, unknown, refused, waiting (for an answer)."""

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

    make_sure_of_room(house)
    names = ", ".join(i.file.name for i in incoming[:3]) + (" ..." if len(incoming) > 3 else "")
    with house.run("ingest", names) as log:
        work = _Work(house, progress)
        with transaction.atomic():          # one commit for many files; reading them holds nobody up
            arrivals = [work.arrive(one) for one in incoming]
        readings = [work.read(one, arrival) for one, arrival in zip(incoming, arrivals, strict=True)]
        with transaction.atomic():
            reports = [work.mark(reading) for reading in readings]
        work.load()
        log["rows"] = sum(c.new + c.restated for changes in work.changes.values() for c in changes)
        log["files"] = len(incoming)
        return tuple(work.finished(r) for r in reports)


@dataclass(frozen=True)
class _Reading:
    """One file between landing and loading; no `arrival` when there is no such file."""

    shop: Shop
    name: str
    arrival: Arrival | None
    parsed: tuple[Parsed, ...] = ()
    problem: DaybookError | None = None
    seconds: float = 0.0


class _Work:
    """The files of one call between landing and publishing."""

    def __init__(self, house: House, progress: Progress) -> None:
        self.house, self.progress = house, progress
        self.deliveries: dict[str, Delivery] = {}
        self.changes: dict[str, list[Change]] = {}
        self.suspects: list[Suspect] = []
        self.wrong: dict[str, DaybookError] = {}
        self.shops = {s.name: s for s in house.shops()}

    def arrive(self, one: Incoming) -> Arrival | None:
        """Lands one file; None when there is none."""
        shop = self.shops.get(one.shop) or self.house.shop(one.shop)
        if not one.file.is_file():
            return None
        return arrive(self.house, shop, one.file, one.known_at or known_from(self.house, shop.name))

    def read(self, one: Incoming, arrival: Arrival | None) -> "_Reading":
        """Reads one landed file; nothing is written but a mapping that works."""
        shop = self.shops.get(one.shop) or self.house.shop(one.shop)
        if arrival is None:
            return _Reading(shop, one.file.name, None, problem=DaybookError(
                "there is no such file", where=str(one.file), next_step="check the path"))
        if arrival.nothing_new:
            return _Reading(shop, one.file.name, arrival)
        started = self.house.now()
        self.progress(Said("{shop}: reading {file}", shop=shop.name, file=one.file.name))
        try:
            parsed = read_for_shop(self.house, shop, one.file, one.mapping, arrival.known_at)
            check_platform(self.house, shop, parsed, one.file.name)
            check_names(shop, parsed, one.file.name)
        except DaybookError as problem:
            return _Reading(shop, one.file.name, arrival, problem=problem)
        return _Reading(shop, one.file.name, arrival, parsed, None, (self.house.now() - started).total_seconds())

    def mark(self, reading: "_Reading") -> FileReport:
        """Writes down what became of one file, and puts its rows with those to be loaded."""
        shop, arrival, parsed, problem = reading.shop, reading.arrival, reading.parsed, reading.problem
        report = FileReport(reading.name, shop.name, "unchanged", arrival.key if arrival else "",
                            problem=problem, seconds=reading.seconds)
        if problem is not None:
            state = "refused" if problem.exit_code == 1 else "unknown"
            if arrival is not None:
                mark_problem(arrival, state, str(problem))
            return replace(report, state=state)
        if arrival is None or arrival.nothing_new:
            return report
        mark_read(arrival, parsed)
        self._deliver(shop, arrival, parsed)
        self.suspects.append(suspect(arrival.key, reading.name, shop, parsed))
        return replace(report, state="loaded", parsed=parsed, reader="+".join(sorted({p.reader for p in parsed})))

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
        self.progress(Said("loading {rows} rows", rows=f"{rows:,}"))
        say("loading", rows)
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
                   without_forgotten(buyer_hasher(house.keys.of(shop.client)), forgotten_of(shop.client)), shop.platform, shop.name)


def as_json(report: FileReport, why: str = "", question: str = "") -> dict[str, Any]:
    """A file's report as the command line prints it; `why` its shop was told, or the key of what it waits for."""
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
        "problem": str(report.problem) if report.problem else "", "why": why, "question": question,
    }
