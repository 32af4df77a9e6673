"""Plays ad markets by the desk's own decisions and scores them as the shared bench does.

python -m bench.judgement.ads [--seeds 1-10] [--family shared|all|NAME] [--parts] [--by-files]
0 = hands off, 1 = the written-down rule book; `--parts` takes one part of the method away at a time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.judgement.ad_markets import FAMILIES, SHARED, shared
from daybook.analysis.bidding.memory import Memory
from daybook.analysis.bidding.policy import ALL, Policy
from daybook.workflows.judging.admarket import decide

PARTS: dict[str, Policy] = {
    "everything": ALL, "no exact harvest": replace(ALL, harvest=False), "no suggestions": replace(ALL, suggestions=False),
    "neither": replace(ALL, harvest=False, suggestions=False), "match types left": replace(ALL, exact=False),
    "mean, not marginal": replace(ALL, marginal=False), "no text": replace(ALL, text=False), "no delay": replace(ALL, delay=False),
    "market bids only": replace(ALL, levels=False), "budgets left": replace(ALL, budgets=False),
    "nothing lately": replace(ALL, lately=False), "no curiosity": replace(ALL, curiosity=0.0)}


class Desk:
    """The desk's decisions as a bidder of the engine; notes the slowest look."""

    def __init__(self, policy: Policy, hours: bool = False) -> None:
        self.policy, self.memory, self.slowest, self.hours = policy, Memory(), 0.0, Hours() if hours else None

    def observe(self, tables: dict[str, Any]) -> list[dict[str, Any]]:
        """One look."""
        started = time.process_time()
        changes = decide(tables, self.memory, self.policy)
        if self.hours:
            changes = self.hours.add(tables, changes)
        self.slowest = max(self.slowest, time.process_time() - started)
        return changes


class Hours:
    """The variation with hour multipliers: each hour by its own conversion of the hours before, pulled to the mean."""

    def __init__(self) -> None:
        self.clicks, self.orders = np.zeros(24), np.zeros(24)

    def add(self, tables: dict[str, Any], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The changes with a multiplier per hour, once a day."""
        hourly = tables["hourly"]
        self.clicks += np.bincount(hourly["hour"], hourly["clicks"], 24)
        self.orders += np.bincount(hourly["hour"], hourly["orders"], 24)
        if tables["meta"]["hour"]:
            return changes
        mean = self.orders.sum() / max(self.clicks.sum(), 1)
        low, high = tables["meta"]["hour_discount_range"]
        factor = np.clip((self.orders + 100) / (self.clicks * mean + 100), low, high)
        most = tables["meta"]["max_changes"] - 24 * len(tables["campaigns"]["campaign_id"])
        return changes[:most] + [
            {"op": "set_hour_discount", "campaign_id": int(plan), "hour": hour, "multiplier": round(float(x), 2)}
            for plan in tables["campaigns"]["campaign_id"] for hour, x in enumerate(factor)]


def play(family: str, seed: int, bidder: Any) -> dict[str, Any]:
    """One run of 28 days."""
    engine = shared()[0]
    result: dict[str, Any] = engine.Env(FAMILIES[family](seed)).run(bidder)
    return result


def anchors(family: str, seed: int) -> tuple[float, float]:
    """Profit of hands off and of the rule book; those of the shared family are published."""
    if family == "shared":
        told = json.loads((SHARED / "anchors.json").read_text(encoding="utf-8")).get(str(seed))
        if told:
            return told["a"], told["b"]
    engine, _, baselines = shared()
    return play(family, seed, engine.DoNothing())["profit"], play(family, seed, baselines.RuleBook())["profit"]


def score(family: str, seeds: list[int], policy: Policy, hours: bool = False) -> dict[str, float]:
    """Means over seeds: score, profit, slowest look in CPU seconds, floor days and other breaches in all."""
    rows = []
    for seed in seeds:
        desk = Desk(policy, hours)
        result = play(family, seed, desk)
        nothing, book = anchors(family, seed)
        breaches = sum(n for name, n in result["violations"].items() if not name.startswith("roi"))
        rows.append(((result["net"] - nothing) / max(book - nothing, 1e-9), result["profit"], desk.slowest,
                     result["violations"]["roi_floor_days"], breaches, result["budget_used"]))
        print(f"    {family} seed {seed}: score {rows[-1][0]:.2f}, profit {result['profit']:,.0f} (rule book {book:,.0f}), "
              f"{desk.slowest:.2f} s", file=sys.stderr, flush=True)
    table = np.array(rows)
    return {"score": table[:, 0].mean(), "least": table[:, 0].min(), "profit": table[:, 1].mean(), "slowest": table[:, 2].max(),
            "floor days": table[:, 3].sum(), "breaches": table[:, 4].sum(), "budget": table[:, 5].mean()}


def by_files(seed: int) -> float:
    """The shared scorer with the command line in between; seconds of the whole run, and its table on the screen."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as copy:
        for file in SHARED.iterdir():
            if file.is_file():
                (Path(copy) / file.name).write_bytes(file.read_bytes())
        subprocess.run([sys.executable, "run.py", "--seeds", str(seed), "--cmd", f"{sys.executable} -m daybook bench admarket"],
                       cwd=copy, check=True)
    return time.perf_counter() - started


def main() -> int:
    """Prints one line per family or part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-10")
    parser.add_argument("--family", default="shared", choices=[*FAMILIES, "all"])
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--by-files", action="store_true")
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("the shared ad market is not here: skipped")
        return 0
    first, _, last = given.seeds.partition("-")
    seeds = list(range(int(first), int(last or first) + 1))
    if given.by_files:
        print(f"{by_files(seeds[0]):.0f} s")
        return 0
    todo = [("shared", name, policy, False) for name, policy in PARTS.items()] + [("shared", "hour multipliers", ALL, True)] \
        if given.parts else [(f, f, ALL, False) for f in (FAMILIES if given.family == "all" else [given.family])]
    for family, name, policy, hours in todo:
        found = score(family, seeds, policy, hours)
        print(f"{name:20s} " + "  ".join(f"{key} {value:,.2f}" for key, value in found.items()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
