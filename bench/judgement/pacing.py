"""Scores the evening forecast on fresh sets (and the shared set where present), beside what a console would say.

python -m bench.judgement.pacing [--sets 10] [--first 6001] [--shared FOLDER]

WAPE and pinball in per cent of the series' mean day, share of days inside the 80 % band, Brier score of the chance of the
target; by hour, and days of an event alone.  Beside it: the same weekday last week, and what is in divided by its usual
share (run rate), on the same queries.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from bench.judgement.pacing_sets import write_set
from daybook.workflows.judging.pacing import judge, read_days

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "pacing"
LEVELS = (0.1, 0.5, 0.9)


def score(folder: Path) -> dict[str, dict[str, float]]:
    """Scores of one set by group (all, by hour, event days), of Daybook and of the two plain ways."""
    out = folder / "told.csv"
    judge(folder / "data" / "input", out)
    told = {(r["series"], r["date"]): r for r in _rows(out)}
    answers = json.loads((folder / "data" / "truth" / "totals.json").read_text(encoding="utf-8"))
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
    asked = parser.parse_args()
    scores = []
    for seed in range(asked.first, asked.first + asked.sets):
        with tempfile.TemporaryDirectory() as folder:
            write_set(Path(folder), seed)
            scores.append(score(Path(folder)))
        one = scores[-1]["all"]
        print(f"set {seed}: wape {one['wape']:.2f} pinball {one['pinball']:.3f} cover80 {one['cover80']:.3f} "
              f"brier {one['brier']:.4f}", flush=True)
    if scores:
        _print(f"{len(scores)} fresh sets", scores)
    if asked.shared.exists():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "data").symlink_to(asked.shared / "data")
            _print("the shared set", [score(Path(folder))])


if __name__ == "__main__":
    main()
