"""Scores expectation and alarms on fresh sets (and the shared set where present): F1, false alarms, delay, by kind.

python -m bench.judgement.anomaly [--seeds 5] [--first 9001] [--shared FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.judgement.anomaly_sets import write_set
from daybook.workflows.judging.anomaly import judge

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "anomaly"
Flags = dict[tuple[str, str], list[datetime]]


@dataclass(frozen=True)
class Part:
    """How one file of a set is scored: a change counts as found when its root metric is flagged within `found_within`
    of its start; flags outside all windows and `grace` are false, those within `merge` of each other are one."""

    prefix: str
    metrics: tuple[str, ...]
    found_within: dict[str, timedelta]
    grace: timedelta
    merge: timedelta
    step: timedelta


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DAILY = Part(
    "S",
    ("visitors", "conversion", "aov", "ad_cost", "refund_rate", "gmv"),
    {"point": 0 * DAY, "streak": 3 * DAY, "shift": 4 * DAY, "drift": 8 * DAY},
    14 * DAY,
    3 * DAY,
    DAY,
)
HOURLY = Part("H", ("visitors", "conversion", "gmv"), {"outage": 2 * HOUR}, 3 * HOUR, 3 * HOUR, HOUR)


@dataclass
class Score:
    """Counts of one or more sets, and what follows from them."""

    found: int = 0
    planted: int = 0
    false: int = 0
    on_events: int = 0
    series_years: float = 0.0
    delays: list[float] = field(default_factory=list)
    by_kind: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def f1(self) -> float:
        """Harmonic mean of recall and precision."""
        return 2 * self.found / max(1, self.planted + self.found + self.false)

    def line(self) -> str:
        """One line of the table."""
        kinds = "  ".join(f"{kind} {hit}/{all_}" for kind, (hit, all_) in sorted(self.by_kind.items()))
        return (
            f"F1 {self.f1():.3f}  recall {self.found / max(1, self.planted):.3f}  "
            f"precision {self.found / max(1, self.found + self.false):.3f}  "
            f"false a series-year {self.false / self.series_years:.2f}  on events {self.on_events}  "
            f"delay {sum(self.delays) / max(1, len(self.delays)):.2f}  {kinds}"
        )

    def add(self, other: Score) -> None:
        """Add another set's counts."""
        self.found += other.found
        self.planted += other.planted
        self.false += other.false
        self.on_events += other.on_events
        self.series_years += other.series_years
        self.delays += other.delays
        for kind, (hit, all_) in other.by_kind.items():
            self.by_kind[kind][0] += hit
            self.by_kind[kind][1] += all_


def score(folder: Path, output: Path) -> dict[str, Score]:
    """Scores one output against `folder`/data/truth/events.json, daily and hourly."""
    truth = json.loads((folder / "data" / "truth" / "events.json").read_text(encoding="utf-8"))
    flags: Flags = defaultdict(list)
    with output.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            flags[row["series"], row["metric"]].append(datetime.fromisoformat(row["time"].replace("Z", "")))
    scores = {}
    for name, part in (("daily", DAILY), ("hourly", HOURLY)):
        begin = datetime.fromisoformat(truth[f"eval_from_{name}"])
        times, special = _clock(folder / "data" / "input" / f"{name}.csv")
        changes = [change for change in truth["events"] if change["store"].startswith(part.prefix)]
        got = _found(changes, flags, part)
        _count_false(got, changes, flags, part, begin, special if name == "daily" else set())
        span = (max(at for _, at in times) - begin + part.step) / timedelta(days=365)
        got.series_years = len({store for store, _ in times}) * len(part.metrics) * span
        scores[name] = got
    return scores


def _clock(path: Path) -> tuple[set[tuple[str, datetime]], set[tuple[str, datetime]]]:
    """All (store, time) of a file, and those on which an event was on."""
    every, special = set(), set()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = row["store"], datetime.fromisoformat(row.get("date") or row["time"])
            every.add(at)
            if row["event"]:
                special.add(at)
    return every, special


def _found(changes: list[dict[str, Any]], flags: Flags, part: Part) -> Score:
    got = Score(planted=len(changes))
    for change in changes:
        start, end = datetime.fromisoformat(change["start"]), datetime.fromisoformat(change["end"])
        last = min(end, start + part.found_within[change["kind"]])
        hits = [at for at in flags.get((change["store"], change["cause"]), []) if start <= at <= last]
        got.by_kind[change["kind"]][1] += 1
        if hits:
            got.found += 1
            got.by_kind[change["kind"]][0] += 1
            got.delays.append((min(hits) - start) / part.step)
    return got


def _count_false(
    got: Score,
    changes: list[dict[str, Any]],
    flags: Flags,
    part: Part,
    begin: datetime,
    special: set[tuple[str, datetime]],
) -> None:
    for (store, metric), moments in flags.items():
        if not store.startswith(part.prefix) or metric not in part.metrics:
            continue
        windows = [
            (datetime.fromisoformat(change["start"]), datetime.fromisoformat(change["end"]) + part.grace)
            for change in changes
            if change["store"] == store and metric in change["affected"]
        ]
        before: datetime | None = None
        for at in sorted(moments):
            if at < begin or any(first <= at <= last for first, last in windows):
                continue
            if before is None or at - before > part.merge:
                got.false += 1
                got.on_events += (store, at) in special
            before = at


def run(folder: Path) -> tuple[dict[str, Score], float]:
    """Judges a set's input, scores it, and gives (scores, seconds)."""
    with tempfile.TemporaryDirectory() as work:
        output = Path(work) / "flags.csv"
        started = time.perf_counter()
        judge(folder / "data" / "input", output)
        seconds = time.perf_counter() - started
        return score(folder, output), seconds


def main() -> None:
    """Print one table per set, and the sum over the fresh ones."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seeds", type=int, default=5, help="how many fresh sets")
    reader.add_argument("--first", type=int, default=9001, help="seed of the first")
    reader.add_argument("--shared", type=Path, default=SHARED, help="folder of the shared set")
    asked = reader.parse_args()
    whole = {"daily": Score(), "hourly": Score()}
    for seed in range(asked.first, asked.first + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            write_set(Path(folder), seed)
            scores, seconds = run(Path(folder))
        for name, got in scores.items():
            print(f"seed {seed} {name:6s} {got.line()}  ({seconds:.1f} s)")
            whole[name].add(got)
    for name, got in whole.items() if asked.seeds else ():
        print(f"all fresh {name:6s} {got.line()}")
    if asked.shared.exists():
        scores, seconds = run(asked.shared)
        for name, got in scores.items():
            print(f"shared {name:6s} {got.line()}  ({seconds:.1f} s)")


if __name__ == "__main__":
    main()
