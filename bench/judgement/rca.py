"""Scores the root-cause method on fresh sets (and the shared set where present): exact-match micro F1 per group.

python -m bench.judgement.rca [--seeds 5] [--each 16] [--hard] [--misses] [--shared FOLDER]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.judgement.rca_sets import HARD, write_set
from daybook.workflows.judging.rca import judge

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "rca" / "data"
NOTHING_TO_FIND = ("no_local_cause", "quiet")  # right when answered []


def score(truth: dict[str, Any], answers: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Per group: cases, exact-match F1 (share answered [] where nothing is to be found), exact sets, hits and misses.

    Exact-match micro F1 as in Squeeze (Li et al., ISSRE 2019) and RiskLoc (Kalander, 2022).
    """
    groups: dict[str, dict[str, float]] = {}
    for case, told in truth.items():
        wanted = {tuple(sorted(scope.items())) for scope in told["causes"]}
        given = {tuple(sorted(scope.items())) for scope in answers.get(case, [])}
        row = groups.setdefault(told["group"], dict.fromkeys(("cases", "hits", "false", "missed", "exact"), 0.0))
        row["cases"] += 1
        row["hits"] += len(wanted & given)
        row["false"] += len(given - wanted)
        row["missed"] += len(wanted - given)
        row["exact"] += wanted == given
    found = [row for group, row in groups.items() if group not in NOTHING_TO_FIND]
    counted = ("cases", "hits", "false", "missed", "exact")
    groups["ALL with causes"] = {name: sum(row[name] for row in found) for name in counted}
    for row in groups.values():
        row["f1"] = 2 * row["hits"] / max(1.0, 2 * row["hits"] + row["false"] + row["missed"])
    return groups


def run(folder: Path, truth_path: Path, show_misses: bool = False) -> tuple[dict[str, dict[str, float]], float]:
    """Judges folder, scores it, and gives (score, seconds per case)."""
    truth = json.loads(truth_path.read_text(encoding="utf-8"))
    output = Path(tempfile.mkdtemp()) / "answers.json"
    started = time.perf_counter()
    judge(folder, output)
    seconds = (time.perf_counter() - started) / len(truth)
    answers = json.loads(output.read_text(encoding="utf-8"))
    if show_misses:
        for case, told in sorted(truth.items()):
            if {tuple(sorted(s.items())) for s in told["causes"]} != {tuple(sorted(s.items())) for s in answers[case]}:
                print("  ", case, told["group"], "planted", told["causes"], "told", answers[case])
    return score(truth, answers), seconds


def print_table(title: str, groups: dict[str, dict[str, float]], seconds: float) -> None:
    """One line per group; groups with nothing to find show the share answered []."""
    print(f"{title}: {seconds:.3f} s a case")
    for group, row in groups.items():
        exact = row["exact"] / row["cases"]
        shown = f"answered [] {exact:.3f}" if group in NOTHING_TO_FIND else f"F1 {row['f1']:.3f}  exact {exact:.3f}"
        print(f"  {group:18s} n={int(row['cases']):4d}  {shown}")


def total(scores: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Counts of several sets added up, F1 recomputed."""
    summed: dict[str, dict[str, float]] = {}
    for groups in scores:
        for group, row in groups.items():
            into = summed.setdefault(group, dict.fromkeys(row, 0.0))
            for name in row:
                into[name] += row[name]
    for row in summed.values():
        row["f1"] = 2 * row["hits"] / max(1.0, 2 * row["hits"] + row["false"] + row["missed"])
    return summed


def main() -> None:
    """Makes the sets, judges them one by one, prints a table per set and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=400)
    parser.add_argument("--each", type=int, default=16)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--hard", action="store_true", help="also the settings beyond what the method was built on")
    parser.add_argument("--misses", action="store_true", help="print what was planted and told where they differ")
    given = parser.parse_args()
    scores, clock = [], []
    for seed in range(given.first_seed, given.first_seed + given.seeds):
        folder = Path(tempfile.mkdtemp())
        write_set(folder, seed, given.each)
        groups, seconds = run(folder / "input", folder / "causes.json", given.misses)
        scores.append(groups)
        clock.append(seconds)
        print(f"seed {seed}: F1 {groups['ALL with causes']['f1']:.3f}, {seconds:.3f} s a case")
    if scores:
        print_table(f"{len(scores)} fresh sets", total(scores), sum(clock) / len(clock))
    for title, ranges in HARD.items() if given.hard else ():
        folder = Path(tempfile.mkdtemp())
        write_set(folder, given.first_seed, given.each, ranges)
        print_table(title, *run(folder / "input", folder / "causes.json", given.misses))
    if given.shared.is_dir():
        groups, seconds = run(given.shared / "input", given.shared / "truth" / "causes.json", given.misses)
        print_table("shared set", groups, seconds)


if __name__ == "__main__":
    main()
