"""Runs root-cause localisation on a bench folder: index.json and cases/*.csv in, one JSON of causes per case out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from daybook.analysis.root_cause import find_root_causes
from daybook.analysis.scopes import Cube, ratio_cube, sum_cube


def judge(input_dir: Path, output: Path) -> None:
    """Writes {case: [{dimension: value, ...}, ...]}, most important first; [] where no slice moved by itself."""
    folder = Path(input_dir)
    answers: dict[str, list[dict[str, str]]] = {}
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        path = folder / "cases" / f"{entry['case']}.csv"
        found = find_root_causes(read_cube(path, tuple(entry["dims"]), entry["measure"]))
        answers[entry["case"]] = [dict(cause.scope) for cause in found.causes]
    Path(output).write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


def read_cube(path: Path, dimensions: tuple[str, ...], measure: str) -> Cube:
    """One case's file as a cube; `measure` is "sum" or "ratio". A missing column is a ValueError naming it."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file)
        header = next(rows)
        columns = dict(zip(header, zip(*rows, strict=True), strict=False))
    wanted = ("real", "predict") if measure == "sum" else ("real_num", "real_den", "predict_num", "predict_den")
    missing = [name for name in (*dimensions, *wanted) if name not in columns]
    if missing:
        raise ValueError(f"{path.name} has no column {', '.join(missing)}; its header is {', '.join(header)}")
    labels, codes = [], []
    for name in dimensions:
        place = {label: at for at, label in enumerate(dict.fromkeys(columns[name]))}
        labels.append(tuple(place))
        codes.append(np.fromiter((place[label] for label in columns[name]), np.int64, len(columns[name])))
    coded = np.stack(codes, axis=1)
    values = [np.array(columns[name], dtype=np.float64) for name in wanted]
    if measure == "sum":
        return sum_cube(dimensions, labels, coded, values[0], values[1])
    return ratio_cube(dimensions, labels, coded, (values[0], values[1]), (values[2], values[3]))
