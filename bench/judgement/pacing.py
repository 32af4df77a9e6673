"""Scores the evening forecast on fresh sets (and the shared set where present), beside what a console would say.

python -m bench.judgement.pacing [--sets 10] [--first 6001] [--shared FOLDER] [--floor]

WAPE and pinball in per cent of the series' mean day, share of days inside the 80 % band, Brier score of the chance of the
target; by hour, and days of an event alone.  Beside it: the same weekday last week, and what is in divided by its usual
share (run rate), on the same queries.  With `--floor` the same forecast is told of the fresh sets' days what they should come to
and how they spread over their hours, chance apart: what a forecast of such shops could reach at best.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.judgement.pacing_sets import write_set
from daybook.analysis.pacing.forecast import Fitted, fit, pace
from daybook.workflows.judging.pacing import judge, read_days

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "pacing"
LEVELS = (0.1, 0.5, 0.9)


def score(folder: Path, floor: bool = False) -> dict[str, dict[str, float]]:
    """Scores of one set by group (all, by hour, event days), of Daybook and of the two plain ways."""
    answers = json.loads((folder / "data" / "truth" / "totals.json").read_text(encoding="utf-8"))
    if floor:
        told = at_best(folder, answers)
    else:
        judge(folder / "data" / "input", folder / "told.csv")
        told = {(r["series"], r["date"]): r for r in _rows(folder / "told.csv")}
    names, first, days = read_days(folder / "data" / "input" / "hourly.csv")
    at = {name: i for i, name in enumerate(names)}
    mean: dict[str, list[float]] = defaultdict(list)
    for one in answers:
        mean[one["series"]].append(one["total"])
    groups: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for one in answers:
        s, t, size = at[one["series"]], (date.fromisoformat(one["date"]) - first).days, float(np.mean(mean[one["series"]]))
        row = told[one["series"], one["date"]]
        y, q = one["total"] / size, [float(row[k]) / size for k in ("q10", "q50", "q90")]
        pinball = sum(max(a * (y - z), (a - 1) * (y - z)) for a, z in zip(LEVELS, q, strict=True)) / 3
        chance = (float(row["p_target"]) - (one["total"] >= one["target"])) ** 2
        past = days.before(t, 84)
        shares = np.nan_to_num(past.amount[s][past.whole[s]])
        so_far = float(np.nansum(days.amount[s, t, :one["cutoff_hour"]]))
        usual = shares[:, :one["cutoff_hour"]].sum() / shares.sum()
        week = days.totals[s, t - 7] if days.whole[s, t - 7] else np.median(past.totals[s][past.whole[s]])
        measured = (abs(y - q[1]), y, pinball, float(q[0] <= y <= q[2]), chance,
                    abs(y - so_far / max(usual, 0.01) / size), abs(y - float(week) / size))
        for group in ("all", f"{one['cutoff_hour']} h", *(("events",) if days.event[s, t] else ())):
            groups[group].append(measured)
    return {g: _summed(v) for g, v in groups.items()}


def at_best(folder: Path, answers: Sequence[dict[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    """The forecasts of who knows a shop's level, habits, events and curve; the day's mood and its orders stay to be seen."""
    names, first, days = read_days(folder / "data" / "input" / "hourly.csv")
    at, found = {name: i for i, name in enumerate(names)}, {}
    fitted: dict[int, Fitted | None] = {}
    for one in answers:
        s, t = at[one["series"]], (date.fromisoformat(one["date"]) - first).days
        if t not in fitted:
            fitted[t] = fit(days, t)
        learnt = fitted[t]
        assert learnt is not None, "a set has more than two weeks before its first query"
        usual = learnt.level.of_day(int(days.weekday[t]), days.promo[:, t], days.event[:, t])
        flat = replace(learnt.shape, shares=np.ones_like(learnt.shape.shares))
        shares = flat.shares.copy()
        shares[s] = np.array(one["shares"]) / flat.of_day(s, int(days.event[s, t]))      # of_day tilts them back
        told = pace(replace(learnt, level=replace(learnt.level, level=learnt.level.level * one["expected"] / usual),
                            shape=replace(learnt.shape, shares=shares / shares.sum(axis=1, keepdims=True))), s, one["cutoff_hour"])
        found[one["series"], one["date"]] = {
            **{name: str(told.quantile(p)) for name, p in zip(("q10", "q50", "q90"), LEVELS, strict=True)},
            "p_target": str(told.chance(one["target"]))}
    return found


def _summed(measured: list[tuple[float, ...]]) -> dict[str, float]:
    a = np.array(measured)
    return {"n": len(a), "wape": 100 * a[:, 0].sum() / a[:, 1].sum(), "pinball": 100 * a[:, 2].mean(), "cover80": a[:, 3].mean(),
            "brier": a[:, 4].mean(), "run rate": 100 * a[:, 5].sum() / a[:, 1].sum(),
            "last week": 100 * a[:, 6].sum() / a[:, 1].sum()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _print(title: str, scores: list[dict[str, dict[str, float]]]) -> None:
    columns = ("wape", "pinball", "cover80", "brier", "run rate", "last week")
    print(f"\n{title}\n{'':8} {'n':>5} " + " ".join(f"{c:>9}" for c in columns))
    for group in ("all", "10 h", "14 h", "18 h", "21 h", "events"):
        mine = [s[group] for s in scores if group in s]
        if mine:
            n = sum(m["n"] for m in mine)
            pooled = {c: sum(m[c] * m["n"] for m in mine) / n for c in columns}
            print(f"{group:8} {n:5.0f} " + " ".join(f"{pooled[c]:9.3f}" for c in columns))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=10)
    parser.add_argument("--first", type=int, default=6001)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--floor", action="store_true", help="what a forecast could reach at best on the fresh sets")
    asked = parser.parse_args()
    scores, best = [], []
    for seed in range(asked.first, asked.first + asked.sets):
        with tempfile.TemporaryDirectory() as folder:
            write_set(Path(folder), seed)
            scores.append(score(Path(folder)))
            if asked.floor:
                best.append(score(Path(folder), floor=True))
        one = scores[-1]["all"]
        print(f"set {seed}: wape {one['wape']:.2f} pinball {one['pinball']:.3f} cover80 {one['cover80']:.3f} "
              f"brier {one['brier']:.4f}", flush=True)
    if scores:
        _print(f"{len(scores)} fresh sets", scores)
    if best:
        _print("at best, the fresh sets", best)
    if asked.shared.exists():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "data").symlink_to(asked.shared / "data")
            _print("the shared set", [score(Path(folder))])


if __name__ == "__main__":
    main()
