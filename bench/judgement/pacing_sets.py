"""Fresh seeded sets of shops by the hour, with queries (a day, an hour, a target) and their answers.

The files have the layout of the shared pacing bench; sizes, baskets, moods of days, restlessness of hours, weekdays,
promotions, events and curves are drawn anew per seed.  Half of the sets are of one kind that the shared set does not
hold: sales that swing by weather with a weekend curve of their own, a curve that shifts by weekday, a level that steps.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIRST = date(2022, 9, 1)
DAYS, ASKED_FROM = 300, 140
CUTOFFS = (10, 14, 18, 21)
# event -> (first day, length, log effect of an ordinary shop)
EVENTS = {
    "singles": (date(2022, 11, 8), 4, 0.5), "black_fri": (date(2022, 11, 24), 4, 0.5), "double12": (date(2022, 12, 10), 3, 0.45),
    "new_year": (date(2023, 1, 1), 2, -0.2), "spring_holiday": (date(2023, 1, 27), 10, -0.5),
    "women_day": (date(2023, 3, 5), 4, 0.3), "mid_year": (date(2023, 6, 14), 7, 0.55),
}
MIDNIGHT = {"singles", "mid_year"}


def write_set(folder: Path, seed: int, shops: int = 16) -> None:
    """Writes `data/input/*.csv` and `data/truth/totals.json` of one set under `folder`."""
    rng = np.random.default_rng(seed)
    given, truth = folder / "data" / "input", folder / "data" / "truth"
    given.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    hours: list[list[object]] = []
    queries: list[list[object]] = []
    answers: list[dict[str, object]] = []
    odd = seed % 2 == 1
    for s in range(shops):
        _shop(rng, f"store{s:02d}", odd and s >= shops // 2, hours, queries, answers)
    _write(given / "hourly.csv", "series,date,hour,value,event,promo", hours)
    _write(given / "queries.csv", "series,date,cutoff_hour,target", queries)
    (truth / "totals.json").write_text(json.dumps(answers), encoding="utf-8")


def _write(path: Path, head: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def _shop(rng: np.random.Generator, name: str, odd: bool, hours: list[list[object]], queries: list[list[object]],
          answers: list[dict[str, object]]) -> None:
    amount, events, promo, expected, curve = _days(rng, odd)
    asked = np.flatnonzero(rng.random(DAYS - ASKED_FROM) < 0.33) + ASKED_FROM
    cutoff = {int(t): int(rng.choice(CUTOFFS)) for t in asked}
    for t in range(DAYS):
        day = str(FIRST + timedelta(t))
        last = cutoff.get(t, 24)
        hours += [[name, day, h, round(float(amount[t, h]), 2), events[t], int(promo[t])] for h in range(last)]
        if t in cutoff:
            total = float(amount[t].sum())
            target = round(float(np.median(amount[t - 28:t].sum(axis=1)) * rng.uniform(0.8, 1.3)), 2)
            queries.append([name, day, last, target])
            answers.append({"series": name, "date": day, "cutoff_hour": last, "total": round(total, 2), "target": target,
                            "expected": float(expected[t]), "shares": [float(v) for v in curve[t]]})


def _days(rng: np.random.Generator, odd: bool) -> tuple[Floats, list[str], NDArray[np.bool_], Floats, Floats]:
    """(days, 24) amounts, the event of each day, promotions; what each day should come to, its mood and chance apart, and
    (days, 24) how it spreads over its hours: what a forecast could know at best."""
    t = np.arange(DAYS)
    weekday = np.array([(FIRST + timedelta(int(i))).weekday() for i in t])
    events, pull = _events(rng)
    promo = np.zeros(DAYS, dtype=bool)
    at = int(rng.integers(5, 30))
    while at < DAYS:
        promo[at:at + int(rng.integers(2, 5))] = True
        at += int(rng.integers(25, 50))
    mood = rng.normal(0, rng.uniform(0.10, 0.22) * (1.8 if odd else 1), DAYS)
    if odd:
        for i in range(1, DAYS):
            mood[i] += 0.45 * mood[i - 1]
    level = np.cumsum(rng.normal(0, rng.uniform(0.002, 0.015), DAYS)) + rng.normal(0, 0.0008) * t
    if odd and rng.random() < 0.5:
        level[int(rng.integers(100, 260)):] += rng.normal(0, 0.25)
    habit = rng.normal(0, rng.uniform(0.04, 0.14), 7)
    orders = rng.lognormal(np.log(150), 1.2)
    usual = level + habit[weekday] + pull + rng.uniform(0.1, 0.42) * promo
    rate = np.clip(orders, 8, 3000) * np.exp(usual + mood)
    curve = _curves(rng, weekday, odd)
    for i, event in enumerate(events):
        if event in MIDNIGHT:
            curve[i, :2] *= 2.2
            curve[i, 20:] *= 1.2
    known = curve / curve.sum(axis=1, keepdims=True)
    curve *= np.exp(rng.normal(0, rng.uniform(0.03, 0.18), curve.shape))
    curve /= curve.sum(axis=1, keepdims=True) / np.exp(rng.normal(0, 0.01, (DAYS, 1)))
    count = rng.poisson(rate[:, None] * curve)
    spread = rng.uniform(0.4, 0.9)
    basket = rng.lognormal(np.log(90), 0.5) * np.where(promo, 0.93, 1.0)
    expected = np.clip(orders, 8, 3000) * np.exp(usual + float(mood.var()) / 2) * basket
    return _baskets(rng, count, spread) * basket[:, None], events, promo, expected, known


def _curves(rng: np.random.Generator, weekday: NDArray[np.int64], odd: bool) -> Floats:
    h = np.arange(24)
    def of(noon: float, night: float, peak: float) -> Floats:
        return np.asarray(0.12 + noon * np.exp(-((h - 12.5) / 3.2) ** 2) + night * np.exp(-((h - peak) / 2.2) ** 2))
    plain = of(rng.uniform(0.7, 1.1), rng.uniform(0.8, 1.5), rng.uniform(19.5, 21.8))
    other = of(rng.uniform(0.9, 1.5), rng.uniform(0.6, 1.2), rng.uniform(18.5, 21.0))
    weekend = other if odd else plain * (1 + 0.1 * np.sin(h / 4))
    curve = np.where((weekday >= 5)[:, None], weekend, plain)
    return np.asarray(curve / curve.sum(axis=1, keepdims=True))


def _events(rng: np.random.Generator) -> tuple[list[str], Floats]:
    names, pull = [""] * DAYS, np.zeros(DAYS)
    strength = rng.uniform(0.4, 1.5)
    for name, (start, length, effect) in EVENTS.items():
        for k in range(length):
            at = (start - FIRST).days + k
            names[at] = name
            pull[at] = strength * (effect + (0.5 if name == "singles" and k == 3 else 0.0)) + rng.normal(0, 0.08)
    return names, pull


def _baskets(rng: np.random.Generator, count: NDArray[np.int64], spread: float) -> Floats:
    """Sums of `count` log-normal baskets of mean 1: each order's basket drawn."""
    out = np.zeros(count.shape)
    for at in np.ndindex(*count.shape):
        if count[at]:
            out[at] = rng.lognormal(-spread**2 / 2, spread, int(count[at])).sum()
    return out
