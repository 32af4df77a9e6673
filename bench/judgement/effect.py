"""Scores the measurement of moves on fresh sets (and the shared set where present): coverage, Winkler, errors, power.

python -m bench.judgement.effect [--seeds 10] [--first 6001] [--each 20] [--hard] [--shared FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.judgement.effect_sets import HARD, write_set
from daybook.workflows.judging.effect import judge

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "effect" / "data"
Rows = list[tuple[str, float, float, float, float, float]]      # group, planted share, base, effect, low, high


def run(folder: Path, truth_path: Path) -> tuple[Rows, float]:
    """Judges a folder; gives one row a case and the seconds a case."""
    truth: dict[str, Any] = json.loads(truth_path.read_text(encoding="utf-8"))
    output = Path(tempfile.mkdtemp()) / "effects.csv"
    started = time.process_time()
    judge(folder, output)
    seconds = (time.process_time() - started) / len(truth)
    with output.open(newline="", encoding="utf-8") as file:
        told = {r["case"]: r for r in csv.DictReader(file)}
    return [(t["group"], t["rel"], t["base"], float(told[c]["effect"]), float(told[c]["low"]), float(told[c]["high"]))
            for c, t in truth.items()], seconds


def score(rows: Rows) -> dict[str, dict[str, float]]:
    """Per group, over all, over placebos: coverage, Winkler score (Winkler 1972; Gneiting and Raftery 2007) and error in
    % of the level, share of placebos called an effect, share of effects called with the right sign."""
    groups: dict[str, Rows] = {}
    for row in rows:
        for name in (row[0], "all", "placebos" if row[1] == 0 else "effects"):
            groups.setdefault(name, []).append(row)
    return {name: _figures(of) for name, of in sorted(groups.items())}


def _figures(rows: Rows) -> dict[str, float]:
    planted, base, told, low, high = (np.array([r[k] for r in rows]) for k in range(1, 6))
    true = planted * base
    winkler = (high - low + 20 * np.maximum(0, low - true) + 20 * np.maximum(0, true - high)) / base
    called, nothing = (low > 0) | (high < 0), planted == 0
    some = ~nothing
    return {"n": len(rows), "coverage": float(((low <= true) & (true <= high)).mean()),
            "winkler": float(100 * winkler.mean()), "rmse": float(100 * np.sqrt((((told - true) / base) ** 2).mean())),
            "width": float(100 * np.median((high - low) / base)),
            "false": float(called[nothing].mean()) if nothing.any() else float("nan"),
            "power": float((called & (np.sign(told) == np.sign(planted)))[some].mean()) if some.any() else float("nan")}


def print_table(title: str, rows: Rows, seconds: float) -> None:
    """One line per group."""
    print(f"{title}: {seconds:.3f} s a case")
    for name, f in score(rows).items():
        print(f"  {name:24s} n={int(f['n']):5d}  coverage {f['coverage']:.3f}  Winkler {f['winkler']:5.1f} %  rmse "
              f"{f['rmse']:5.1f} %  width {f['width']:5.1f} %  false {f['false']:.3f}  power {f['power']:.3f}")


def main() -> None:
    """Makes the sets, judges them one by one, prints a line per set and a table over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=6001)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--hard", action="store_true", help="also the settings beyond those that defaults were chosen on")
    given = parser.parse_args()
    pooled: Rows = []
    for seed in range(given.first, given.first + given.seeds):
        folder = Path(tempfile.mkdtemp())
        write_set(folder, seed, given.each)
        rows, seconds = run(folder / "input", folder / "effects.json")
        pooled += rows
        f = score(rows)["all"]
        print(f"seed {seed}: coverage {f['coverage']:.3f}, Winkler {f['winkler']:.1f} %, false {f['false']:.3f}, power "
              f"{f['power']:.3f}, {seconds:.3f} s a case", flush=True)
    if pooled:
        print_table(f"{given.seeds} fresh sets", pooled, seconds)
    for title, ranges in HARD.items() if given.hard else ():
        folder = Path(tempfile.mkdtemp())
        write_set(folder, given.first, given.each, ranges)
        print_table(title, *run(folder / "input", folder / "effects.json"))
    if given.shared.is_dir():
        print_table("shared set", *run(given.shared / "input", given.shared / "truth" / "effects.json"))


if __name__ == "__main__":
    main()
