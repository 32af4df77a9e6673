"""Runs the evening forecast on a bench folder: hourly.csv and queries.csv in, quantiles and the chance of the target out."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from daybook.analysis.pacing.days import HOURS, Days
from daybook.analysis.pacing.forecast import Pace, paces

HEADER = ("series", "date", "q10", "q50", "q90", "p_target")


def judge(input_dir: Path, output: Path) -> None:
    """Writes series,date,q10,q50,q90,p_target, a row per query; empty where too little is known."""
    names, first, days = read_days(Path(input_dir) / "hourly.csv")
    at = {name: i for i, name in enumerate(names)}
    with (Path(input_dir) / "queries.csv").open(encoding="utf-8", newline="") as file:
        queries = list(csv.DictReader(file))
    by_day: dict[int, list[int]] = defaultdict(list)
    for number, query in enumerate(queries):
        by_day[(date.fromisoformat(query["date"]) - first).days].append(number)
    found: dict[int, Pace | None] = {}
    for day, numbers in by_day.items():
        asked = [(at[queries[n]["series"]], int(queries[n]["cutoff_hour"])) for n in numbers]
        found.update(zip(numbers, paces(days, day, asked), strict=True))
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, query in enumerate(queries):
            one = found[number]
            told = ("", "", "", "") if one is None else (*(one.quantile(p) for p in (0.1, 0.5, 0.9)),
                                                       one.chance(float(query["target"])))
            writer.writerow((query["series"], query["date"], *told))


def read_days(path: Path) -> tuple[tuple[str, ...], date, Days]:
    """Names of the series, the first day, and their days by hour."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = tuple(sorted({row["series"] for row in rows}))
    dates = {text: date.fromisoformat(text) for text in {row["date"] for row in rows}}
    first = min(dates.values())
    count = (max(dates.values()) - first).days + 1
    events = {name: i for i, name in enumerate(sorted({row["event"] for row in rows} | {""}))}
    amount = np.full((len(names), count, HOURS), np.nan)
    event, promo = np.zeros((len(names), count), dtype=np.int64), np.zeros((len(names), count), dtype=bool)
    at = {name: i for i, name in enumerate(names)}
    for row in rows:
        s, t = at[row["series"]], (dates[row["date"]] - first).days
        amount[s, t, int(row["hour"])] = max(float(row["value"]), 0.0)
        event[s, t], promo[s, t] = events[row["event"]], row["promo"] not in {"", "0"}
    weekday = np.array([(first + timedelta(t)).weekday() for t in range(count)], dtype=np.int64)
    return names, first, Days(amount, event, promo, weekday)
