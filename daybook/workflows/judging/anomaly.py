"""Runs expectation and alarms on a bench folder: daily.csv, hourly.csv and real_hourly.csv in, flagged points out.

Any of the three files may be absent.  One row is written for each change, at the step that raised it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from daybook.analysis.alarms import find_alarms, find_outages
from daybook.analysis.day_watch import Alarm
from daybook.analysis.rhythm import Column, Floats, Ints, Readings, calendar_columns

HEADER = ("series", "metric", "time", "flag", "score")
REACH = {"visitors": 1.0, "ad_cost": 1.0, "conversion": 0.2, "aov": 0.17, "refund_rate": 0.07}
CONTROLS = {"visitors": "ad_cost", "ad_cost": "visitors"}  # the file's word for ad spend
HOUR_OF_DAY = 1.0, 0.25  # first guess of an hour's departure from the day, pooled and own, in logs


@dataclass(frozen=True)
class Table:
    """One file as arrays (series, times); numbers NaN where empty or absent."""

    series: tuple[str, ...]
    times: tuple[str, ...]
    numbers: dict[str, Floats]
    events: np.typing.NDArray[np.str_]

    def moments(self) -> list[datetime]:
        """The times, parsed."""
        return [datetime.fromisoformat(text.replace("Z", "+00:00")) for text in self.times]


def judge(input_dir: Path, output: Path) -> None:
    """Writes series,metric,time,flag,score, one row per change; gmv has none since its factors carry them."""
    rows: list[tuple[str, str, str, int, float]] = []
    for name, judge_one in (("daily.csv", judge_daily), ("hourly.csv", judge_hourly), ("real_hourly.csv", judge_real)):
        if (Path(input_dir) / name).exists():
            rows += judge_one(Path(input_dir) / name)
    with Path(output).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)


def judge_daily(path: Path) -> Iterator[tuple[str, str, str, int, float]]:
    """Alarms of the five factors of daily.csv."""
    table = read_table(path, ("visitors", "orders", "gmv", "ad_cost", "refund_orders", "promo"))
    n = table.numbers
    panel = {
        "visitors": Readings("count", n["visitors"]),
        "ad_cost": Readings("money", positive(n["ad_cost"])),
        "conversion": Readings("share", n["orders"], n["visitors"]),
        "aov": Readings("money", positive(n["gmv"]), n["orders"]),
        "refund_rate": Readings("share", n["refund_orders"], n["orders"]),
    }
    days = np.array([moment.date().toordinal() for moment in table.moments()], dtype=np.int64)
    calendar = {name: calendar_columns(days, table.events, n["promo"] > 0, REACH[name]) for name in panel}
    return flagged(table, find_alarms(panel, calendar, CONTROLS).alarms)


def judge_hourly(path: Path) -> Iterator[tuple[str, str, str, int, float]]:
    """Outages of visitors and conversion in hourly.csv."""
    table = read_table(path, ("visitors", "orders", "promo"))
    n = table.numbers
    panel = {"visitors": Readings("count", n["visitors"]), "conversion": Readings("share", n["orders"], n["visitors"])}
    calendar = {
        "visitors": hourly_columns(table, n["promo"] > 0, 1.0, *HOUR_OF_DAY),
        "conversion": hourly_columns(table, n["promo"] > 0, 0.2, 0.1, 0.025),
    }
    return flagged(table, find_outages(panel, calendar).alarms)


def judge_real(path: Path) -> Iterator[tuple[str, str, str, int, float]]:
    """Drops and rises of single hourly counts in real_hourly.csv; nothing but the clock is known about them."""
    table = read_table(path, ("value",), key="series")
    for at, name in enumerate(table.series):
        here = np.isfinite(table.numbers["value"][at])
        alone = Table(
            (name,),
            tuple(text for text, there in zip(table.times, here, strict=True) if there),
            {"value": table.numbers["value"][at : at + 1, here]},
            table.events[at : at + 1, here],
        )
        columns = hourly_columns(alone, None, 1.0, *HOUR_OF_DAY)
        found = find_outages({"value": Readings("count", alone.numbers["value"])}, {"value": columns}, rises_too=True)
        yield from flagged(alone, found.alarms)


def hourly_columns(
    table: Table, promotions: np.typing.NDArray[np.bool_] | None, reach: float, pooled: float, own: float
) -> tuple[Column, ...]:
    """Calendar of hours: hour of the day beside weekday, promotion and events."""
    moments = table.moments()
    days = np.array([moment.toordinal() for moment in moments], dtype=np.int64)
    hours: Ints = np.array([[moment.hour for moment in moments]], dtype=np.int64)
    events = table.events if (table.events != "").any() else None
    by_day = calendar_columns(days, events, promotions, reach, tell_event_days=False)
    return (Column(hours, 24, pooled, own), *by_day)


def positive(values: Floats) -> Floats:
    """Money with NaN where there was none: a day without orders has no basket."""
    return np.asarray(np.where(values > 0, values, np.nan))


def flagged(table: Table, alarms: tuple[Alarm, ...]) -> Iterator[tuple[str, str, str, int, float]]:
    """Output rows of the alarms."""
    for alarm in alarms:
        yield table.series[alarm.series], alarm.metric, table.times[alarm.at], 1, round(alarm.score, 2)


def read_table(path: Path, columns: tuple[str, ...], key: str = "store") -> Table:
    """One file as arrays; a missing column is a ValueError that names it."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise ValueError(f"{path.name} has no rows")
    clock = "date" if "date" in rows[0] else "time"
    missing = [name for name in (key, clock, *columns) if name not in rows[0]]
    if missing:
        raise ValueError(f"{path.name} has no column {', '.join(missing)}; its header is {', '.join(rows[0])}")
    series, times = sorted({row[key] for row in rows}), sorted({row[clock] for row in rows})
    place, moment = {name: i for i, name in enumerate(series)}, {text: i for i, text in enumerate(times)}
    numbers = {name: np.full((len(series), len(times)), np.nan) for name in columns}
    events = np.full((len(series), len(times)), "", dtype="U32")
    for row in rows:
        at = place[row[key]], moment[row[clock]]
        for name in columns:
            numbers[name][at] = float(row[name]) if row[name] else np.nan
        events[at] = row.get("event") or ""
    return Table(tuple(series), tuple(times), numbers, events)
