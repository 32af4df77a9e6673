"""Runs the measurement of moves on a bench folder: cases.csv and panel.csv in, one effect with its interval a case out."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from daybook.analysis.effect.measure import measure
from daybook.analysis.effect.panel import Case


def judge(input_dir: Path, output: Path) -> None:
    """Writes case,effect,low,high: mean daily effect after the start in the units of the series, and 90% around it."""
    cases = read_cases(Path(input_dir))
    found = measure(list(cases.values()))
    with Path(output).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("case", "effect", "low", "high"))
        writer.writerows((name, f"{m.value:.6f}", f"{m.low:.6f}", f"{m.high:.6f}")
                         for name, m in zip(cases, found, strict=True))


def read_cases(folder: Path) -> dict[str, Case]:
    """The cases of a folder by name.  A missing column is a KeyError naming it."""
    with (folder / "cases.csv").open(newline="", encoding="utf-8-sig") as file:
        told = {row["case"]: (row["start"], int(row["controls"])) for row in csv.DictReader(file)}
    rows = defaultdict(list)
    with (folder / "panel.csv").open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            rows[row["case"]].append(row)
    return {name: _case(sorted(rows[name], key=lambda r: r["date"]), *told[name]) for name in told}


def _case(rows: list[dict[str, str]], start: str, controls: int) -> Case:
    days = [date.fromisoformat(r["date"]) for r in rows]
    return Case(
        treated=np.array([float(r["treated"]) for r in rows]),
        controls=np.array([[float(r[f"c{u:02d}"]) for r in rows] for u in range(controls)]).reshape(controls, len(rows)),
        applied=np.array([float(r["date"] >= start) for r in rows]),
        weekday=np.array([d.weekday() for d in days], dtype=np.int64),
        events=[r["event"] for r in rows])
