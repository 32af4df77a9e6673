"""What must hold after a soak, looked at from outside: the lake, the records, the far sides' own logs, the folders.

Each check gives what differs, named by what, shop and day; nothing means that it holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.trust.soak_days import Ledger
from bench.trust.soak_deeds import Deed
from bench.trust.soak_shop import FarShop
from daybook.domain.shop import Shop
from daybook.facts.versions import HALF_DAY

#: States of a landing that stand in the list of problems.
PROBLEMS = ("refused", "unknown")


@dataclass
class Checks:
    """Differences by check, and the figures that each was about."""

    differences: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, found: Iterator[str] | Sequence[str], **figures: Any) -> None:
        self.differences.setdefault(name, []).extend(found)
        self.figures.update(figures)

    @property
    def first(self) -> list[str]:
        return [f"{name}: {said}" for name, found in self.differences.items() for said in found[:5]]

    @property
    def whole(self) -> bool:
        return not any(self.differences.values())


def check_lake(checks: Checks, house: Any, shops: Sequence[Shop], ledger: Ledger, days: Sequence[date]) -> None:
    """Every delivered order once, at its last amount; sums by shop and day in orders and in the numbers of mornings."""
    rows = _orders(house, shops, days)
    known = {(r["shop"], r["order_id"]): r["paid_amount"] for r in rows}
    wanted = {(s, k): o.paid for s, mine in ledger.orders.items() for k, o in mine.items()}
    many = Counter((r["shop"], r["order_id"]) for r in rows)
    checks.add("twice in the lake", [f"{s} {k}" for (s, k), n in many.items() if n > 1])
    checks.add("lost", [f"{s} {k} of {ledger.orders[s][k].at.date()}" for s, k in sorted(wanted.keys() - known.keys())])
    checks.add("from nowhere", [f"{s} {k}" for s, k in sorted(known.keys() - wanted.keys())])
    checks.add("another amount", [f"{s} {k} of {ledger.orders[s][k].at.date()}: {known[s, k]}, delivered {wanted[s, k]}"
                                  for s, k in sorted(wanted.keys() & known.keys()) if known[s, k] != wanted[s, k]])
    checks.add("written twice", _written_twice(house, ledger))
    checks.add("numbers of a day", _numbers(house, shops, ledger, days),
               orders=len(wanted), paid=str(sum(wanted.values(), Decimal(0))), restated=len(ledger.restated))


def _orders(house: Any, shops: Sequence[Shop], days: Sequence[date]) -> list[dict[str, Any]]:
    from daybook.facts.engine import open_session
    from daybook.facts.tables import ORDERS
    from daybook.workflows.house import ALL_TABLES
    from daybook.workflows.seeing import whose

    with open_session(house.lake, house.books, whose(shops), house.now(), ALL_TABLES) as session:
        found: list[dict[str, Any]] = session.arrow(
            f'SELECT shop, order_id, ordered_on, paid_amount FROM "{session.use(ORDERS)}" WHERE ordered_on BETWEEN ? AND ?',
            [min(days), max(days) + timedelta(days=1)]).to_pylist()
    return found


def _written_twice(house: Any, ledger: Ledger) -> list[str]:
    """Rows of the lake's own files: an order that no file restated has one, whatever was done again.

    One that still waits to be sent has one for each half day in which it was seen again (`facts/versions.py`).
    """
    published = house.books.published()
    table = house.lake.open("orders", published.versions["orders"]).to_pyarrow_table(
        columns=["shop", "order_id", "status", "known_at"])
    rows = Counter[tuple[str, str]]()
    for (shop, key, _), many in Counter((r["shop"], r["order_id"], _half_day(r)) for r in table.to_pylist()).items():
        rows[shop, key] = max(rows[shop, key], many)
    single = ((s, k) for s, mine in ledger.orders.items() for k in mine if (s, k) not in ledger.restated)
    return [f"{s} {k}: {rows[s, k]} rows" for s, k in single if rows[s, k] > 1]


def _half_day(row: Mapping[str, Any]) -> int:
    """The half day in which a waiting order was seen; 0 for one that waits no more."""
    return int(row["known_at"].timestamp()) // HALF_DAY if row["status"] in ("unpaid", "paid") else 0


def _numbers(house: Any, shops: Sequence[Shop], ledger: Ledger, days: Sequence[date]) -> Iterator[str]:
    from daybook.facts.engine import reading
    from daybook.metrics import compute
    from daybook.workflows.house import ALL_TABLES
    from daybook.workflows.seeing import DAILY, whose

    found = reading(house.lake, house.books, whose(shops), house.now(), ALL_TABLES,
                    lambda session: compute.daily(session, DAILY, min(days), max(days)))
    for shop in shops:
        mine = found.get(shop.name, {})
        for day, (many, paid) in sorted(ledger.by_day(shop.name).items()):
            told = mine.get("paid_orders", {}).get(day), mine.get("paid_gmv", {}).get(day)
            if day in days and (told[0], told[1]) != (many, paid):
                yield f"{shop.name} {day}: {told[0]} orders of {told[1]}, delivered {many} of {paid}"


def check_problems(checks: Checks, ledger: Ledger, inbox: Path) -> None:
    """Each wrong file is told as a problem, in the folder of failures or behind a question, and loaded nowhere."""
    from hashlib import sha256

    from daybook.records import models

    states: dict[str, set[str]] = defaultdict(set)
    for mark, state in models.Landing.objects.values_list("sha256", "state"):
        states[mark].add(state)
    asked = set(models.WaitingFile.objects.filter(question__answered_at=None).values_list("sha256", flat=True))
    failed = {sha256(f.read_bytes()).hexdigest() for f in (inbox / "failed").rglob("*") if f.is_file()}
    differences, wrong = [], [d for d in ledger.drops if d.wrong]
    for drop in wrong:
        mark = sha256(drop.content).hexdigest()
        if "loaded" in states[mark] or not (states[mark] & set(PROBLEMS) or mark in asked or mark in failed):
            differences.append(f"{drop.wrong} file {drop.name} of {drop.shop}: landing {sorted(states[mark]) or 'none'}, "
                               f"{'asked' if mark in asked else 'not asked'}, {'failed' if mark in failed else 'not failed'}")
    good = {sha256(d.content).hexdigest(): d for d in ledger.drops if not d.wrong}
    differences += [f"good file {d.name} of {d.shop}: {sorted(states[m]) or 'never landed'}" for m, d in good.items()
                    if "loaded" not in states[m]]
    left = [f for f in inbox.rglob("*.csv") if f.relative_to(inbox).parts[0] not in ("done", "failed")]
    paths = set(models.WaitingFile.objects.values_list("path", flat=True))
    differences += [f"{f.relative_to(inbox)} lies in the inbox and is not asked about" for f in left if str(f) not in paths]
    checks.add("files", differences, files=len(ledger.drops), wrong_files=len(wrong), asked=len(asked))


def check_reports(checks: Checks, shops: Sequence[Shop], days: Sequence[date]) -> None:
    """Each shop has its brief of each morning as of nine and each close, once; a run that says why may leave one out."""
    from daybook.records import models

    closes = Counter(models.KeptReport.objects.filter(kind="close", on__in=days).values_list("shop__name", "on", "as_of"))
    briefs = Counter(models.Morning.objects.filter(on__in=days).values_list("shop__name", "on", "as_of"))
    differences = [f"{what} of {s} on {on} is stored {n} times as of {at:%F %H:%M}" for what, found in
                   (("brief", briefs), ("close", closes)) for (s, on, at), n in found.items() if n > 1]
    for shop in shops:
        for day in days:
            if not any((shop.name, day) == key[:2] for key in closes):
                differences.append(f"no close of {shop.name} on {day}")
    morning = {(s, on) for s, on, _ in briefs}
    differences += [f"no brief of {s.name} on {d}" for s in shops for d in days if (s.name, d) not in morning]
    checks.add("briefs and closes", differences, briefs=sum(briefs.values()), closes=sum(closes.values()))


def check_runs(checks: Checks, now: datetime) -> None:
    """No run is held or waits, nothing failed for good but what says a far side's reason, no line of the log is open."""
    from daybook.records import models

    left = models.ScheduledRun.objects.filter(state__in=("claimed", "waiting"), next_at__lte=now)
    differences = [f"{r.job} of {r.due_at:%F %H:%M} is {r.state}" for r in left]
    excused: Counter[str] = Counter()
    for run in models.ScheduledRun.objects.filter(state="failed"):
        for name, failure in run.outcomes.get("failed", {}).items():
            if run.job == "pull":
                excused[f"pull: {failure['reason'][:60]}"] += 1
            else:
                differences.append(f"{run.job} of {run.due_at:%F %H:%M} failed for {name}: {failure['reason'][:200]}")
    runs = Counter(models.ScheduledRun.objects.values_list("state", flat=True))
    open_lines = models.Run.objects.filter(outcome="running", started_at__lt=now - timedelta(days=2)).values_list(
        "what", "object", "started_at")
    checks.add("runs", differences, runs=dict(runs), excused=dict(excused),
               taken_over=models.ScheduledRun.objects.filter(claims__gt=1).count())
    checks.add("lines of the log that say running", [f"{w} {o} since {at:%F %T}" for w, o, at in open_lines])


def check_deeds(checks: Checks, deeds: Sequence[Deed], far: Mapping[str, FarShop]) -> None:
    """Each approved change was written once, by the far side's own log, and has one receipt that says so."""
    from daybook.records import models

    differences, expected = [], {(d.shop, d.sku, d.units) for d in deeds}
    for deed in deeds:
        writes = far[deed.shop].written[deed.sku, deed.units]
        receipts = list(models.Receipt.objects.filter(proposal__key=deed.key).values_list("outcome", flat=True))
        if writes != 1 or receipts != ["done"]:
            differences.append(f"{deed.sku} of {deed.shop} ({deed.fault or 'no fault'}): {writes} writes, receipts {receipts}")
    differences += [f"{shop} {sku} to {units}: nobody approved it" for shop, one in far.items() for sku, units in one.written
                    if (shop, sku, units) not in expected]
    checks.add("approved changes", differences, deeds=len(deeds), writes=sum(sum(f.written.values()) for f in far.values()))


def check_folders(checks: Checks, home: Path, tmp: Path) -> None:
    """Nothing half-written is left in the data folder, and no plain copy of a file in the folder of temporary files."""
    left = [f"{f.relative_to(home)}" for f in home.rglob("*.tmp")]
    checks.add("half-written files", left)
    checks.add("temporary files", [f"{f.relative_to(tmp)}" for f in sorted(tmp.rglob("*")) if f.is_file()])
