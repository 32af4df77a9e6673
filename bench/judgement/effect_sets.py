"""Fresh sets of moves with planted effects: seven groups of trouble, half of all moves without an effect.

Every set draws its own sizes of noise, waves, trends and effects (`Ranges`), so that a method cannot live on one
setting.  A log level is: unit, weekday, share in what moves the shop, festival lifts of its own, trend, waves; sales
scatter around it (gamma), or are whole units (negative binomial).  The effect is known: level x the planted share.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
GROUPS = ("clean", "ar_strong", "festival_post", "few_controls", "acted_after_bad_streak", "diverging_trend",
          "small_counts")
#: Name, first and last (month, day), and how strongly it lifts sales (log) at most.
FESTIVALS = (("women_day", (3, 5), (3, 8), 0.35), ("mid_year", (6, 14), (6, 20), 0.5), ("back_school", (8, 25), (8, 29), 0.3),
             ("singles", (11, 8), (11, 11), 0.7), ("black_fri", (11, 24), (11, 27), 0.6))
PLATEAUS = (0.08, 0.16, 0.25)


@dataclass(frozen=True)
class Ranges:
    """From where one set draws: standard deviations of logs unless said."""

    noise: tuple[float, float] = (0.15, 0.26)
    waves: tuple[float, float] = (0.04, 0.10)
    strong_waves: tuple[float, float] = (0.08, 0.16)
    lasting: tuple[float, float] = (0.6, 0.9)           # day-to-day correlation of waves
    shop: tuple[float, float] = (0.07, 0.13)
    share: tuple[float, float] = (0.1, 0.3)
    weekday: tuple[float, float] = (0.03, 0.08)
    event_share: tuple[float, float] = (0.15, 0.35)     # of a festival's lift
    trend: tuple[float, float] = (0.03, 0.12)           # per 100 days
    strong_trend: tuple[float, float] = (0.2, 0.4)
    stretch: tuple[float, float] = (0.8, 1.2)           # of the plateaus of the effect
    positive: float = 0.7


USUAL = Ranges()
#: Settings beyond those on which defaults were chosen, one trouble each.
HARD = {
    "noisy shops": Ranges(noise=(0.3, 0.45)),
    "quiet shops": Ranges(noise=(0.05, 0.1), waves=(0.02, 0.04)),
    "long strong waves": Ranges(waves=(0.1, 0.18), strong_waves=(0.18, 0.28), lasting=(0.88, 0.96)),
    "festivals felt unequally": Ranges(event_share=(0.5, 0.8)),
    "effects half as large": Ranges(stretch=(0.4, 0.6)),
    "mostly losses": Ranges(positive=0.15),
}


def write_set(folder: Path, seed: int, each: int = 20, ranges: Ranges = USUAL) -> None:
    """Writes input/cases.csv, input/panel.csv and effects.json."""
    rng = np.random.default_rng([seed, 6113])
    one = {name: rng.uniform(*getattr(ranges, name)) for name in Ranges.__annotations__ if name != "positive"}
    (folder / "input").mkdir(parents=True, exist_ok=True)
    cases, panel, truth = [], [], {}
    groups = [g for g in GROUPS for _ in range(each)]
    for number, at in enumerate(rng.permutation(len(groups))):
        case, group = f"m{number:03d}", groups[at]
        relative = 0.0 if at % 2 == 0 else _planted(rng, one["stretch"], ranges.positive)
        drawn = _draw(rng, group, one, relative)
        cases.append((case, drawn.days[drawn.start].isoformat(), len(drawn.controls)))
        panel += _rows(case, drawn)
        truth[case] = {"group": group, "rel": relative, "effect": relative * drawn.level, "base": drawn.level}
    _write(folder / "input" / "cases.csv", ("case", "start", "controls"), cases)
    _write(folder / "input" / "panel.csv", ("case", "date", "treated", "event", *(f"c{u:02d}" for u in range(15))), panel)
    (folder / "effects.json").write_text(json.dumps(truth, indent=0), encoding="utf-8")


@dataclass(frozen=True)
class Drawn:
    """One case as drawn: level is the mean of the treated unit after the start, without the move."""

    days: list[date]
    start: int
    events: list[str]
    treated: Floats
    controls: Floats
    level: float


def _planted(rng: np.random.Generator, stretch: float, positive: float) -> float:
    size = PLATEAUS[rng.choice(3, p=(0.25, 0.25, 0.5))] * stretch * rng.uniform(0.75, 1.2)
    return float(size if rng.random() < positive else -size)


def _draw(rng: np.random.Generator, group: str, one: dict[str, float], relative: float) -> Drawn:
    before, after = int(rng.integers(56, 120)), int(rng.choice((7, 14, 21, 28)))
    units = 1 + (2 if group == "few_controls" else int(rng.integers(8, 16)))
    lead = 21 if group == "acted_after_bad_streak" else 0       # room to choose the bad week in
    length = before + after + lead
    first = _first_day(rng, group, before)
    days = [first + timedelta(days=n) for n in range(length)]
    events = [_festival(d) for d in days]
    logs = _levels(rng, group, one, units, days, events)
    mean = np.exp(logs)
    noise = one["noise"]
    counted = group == "small_counts"
    shape = 1 / noise**2
    sales = mean * rng.gamma(shape, 1 / shape, mean.shape)
    if counted:
        sales = rng.poisson(sales).astype(float)
    start = before
    if lead:
        calm = sales[0] / mean.mean(axis=0)
        start = min(range(before, before + lead), key=lambda at: calm[at - 7:at].mean())
    stop = start + after
    treated = sales[0].copy()
    lifted = mean[0, start:stop] * (1 + relative)
    treated[start:stop] = rng.poisson(lifted * rng.gamma(shape, 1 / shape, after)) if counted else \
        sales[0, start:stop] * (1 + relative)
    return Drawn(days[:stop], start, events[:stop], treated[:stop], sales[1:, :stop], float(mean[0, start:stop].mean()))


def _levels(rng: np.random.Generator, group: str, one: dict[str, float], units: int, days: list[date],
            events: list[str]) -> Floats:
    """(units, days) logs of what is expected to sell; the treated unit first."""
    length = len(days)
    spread = rng.uniform(0.6, 0.9)
    level = np.log(rng.uniform(3, 40) if group == "small_counts" else rng.uniform(60, 500)) + spread * rng.normal(size=units)
    weekday = one["weekday"] * rng.normal(size=(units, 7)) + 0.1 * rng.normal(size=7)
    shop = one["shop"] * _waves(rng, 1, length, 0.75)[0]
    strong = group in ("ar_strong", "acted_after_bad_streak")
    waves = one["strong_waves" if strong else "waves"] * _waves(rng, units, length, one["lasting"])
    trend = one["strong_trend" if group == "diverging_trend" else "trend"] * rng.normal(size=units)
    logs = level[:, None] + weekday[:, [d.weekday() for d in days]] + waves
    logs += (1 + one["share"] * rng.normal(size=units))[:, None] * shop
    logs += trend[:, None] * (np.arange(length) - length / 2) / 100
    for name, _, _, most in FESTIVALS:
        felt = most * rng.uniform(0.6, 1.0) * (1 + one["event_share"] * rng.normal(size=units))
        logs += felt[:, None] * np.array([float(e == name) for e in events])
    return np.asarray(logs)


def _waves(rng: np.random.Generator, rows: int, length: int, lasting: float) -> Floats:
    """(rows, length) autoregressive noise of unit variance."""
    waves = np.empty((rows, length))
    waves[:, 0] = rng.normal(size=rows)
    for at in range(1, length):
        waves[:, at] = lasting * waves[:, at - 1] + np.sqrt(1 - lasting**2) * rng.normal(size=rows)
    return waves


def _first_day(rng: np.random.Generator, group: str, before: int) -> date:
    if group == "festival_post":
        _, (month, day), _, _ = FESTIVALS[int(rng.integers(0, len(FESTIVALS)))]
        return date(2024, month, day) - timedelta(days=before + int(rng.integers(0, 4)))
    return date(2024, 1, 1) + timedelta(days=int(rng.integers(0, 200)))


def _festival(day: date) -> str:
    return next((name for name, first, last, _ in FESTIVALS if first <= (day.month, day.day) <= last), "")


def _rows(case: str, drawn: Drawn) -> list[tuple[object, ...]]:
    blanks = [""] * (15 - len(drawn.controls))
    return [(case, d.isoformat(), round(float(drawn.treated[at]), 2), drawn.events[at],
             *(round(float(c[at]), 2) for c in drawn.controls), *blanks) for at, d in enumerate(drawn.days)]


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
