"""Fresh seeded sets of shops with planted changes: daily KPIs, hourly KPIs and the truth about what was planted.

The files have the layout of the shared anomaly bench; levels, noise, calendar effects and the changes are drawn anew
per seed from ranges around those of an ordinary group of shops, so that a method cannot know them beforehand.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST_DAY = date(2022, 1, 3)
EVAL_DAY = 400
HOURS_DAYS = 70
HOURS_FIRST = date(2023, 2, 6)
EVAL_HOURS_DAY = 21
# event -> (month, day) of its first day, its length, its log effect on visitors, elasticity of conversion to it
EVENTS: dict[str, tuple[tuple[int, int], int, float]] = {
    "women_day": ((3, 5), 4, 0.26),
    "mid_year": ((6, 14), 7, 0.58),
    "back_school": ((8, 25), 5, 0.20),
    "singles": ((11, 8), 4, 0.62),
    "black_fri": ((11, 24), 4, 0.45),
    "double12": ((12, 10), 3, 0.43),
    "new_year": ((1, 1), 2, -0.20),
}
SPRING = {2022: (2, 12), 2023: (1, 27), 2024: (2, 15)}  # the lunar holiday moves
SPRING_EFFECT, SPRING_DAYS = -0.55, 10
KINDS = (("point", 0.36), ("streak", 0.34), ("shift", 0.21), ("drift", 0.09))
CAUSES = (("visitors", 0.37), ("conversion", 0.26), ("aov", 0.19), ("refund_rate", 0.10), ("ad_cost", 0.08))
LENGTH = {"point": (1, 1), "streak": (3, 8), "shift": (20, 34), "drift": (8, 14)}
SIZE = {"point": (0.25, 0.60), "streak": (0.155, 0.40), "shift": (0.155, 0.40), "drift": (0.155, 0.39)}
REFUND_SIZE = (0.73, 1.95)
FALLS = {"visitors": 0.72, "conversion": 0.82, "aov": 0.70, "refund_rate": 0.10, "ad_cost": 0.15}
# an hour's visitors against the day's mean, midnight first
HOUR_SHARES = (
    *(0.60, 0.40, 0.28, 0.20, 0.20, 0.25, 0.45, 0.75),
    *(1.00, 1.25, 1.30, 1.30, 1.20, 1.20, 1.20, 1.20),
    *(1.20, 1.20, 1.30, 1.30, 1.70, 1.75, 1.70, 1.05),
)
AFFECTS = {"visitors": ["visitors", "gmv"], "conversion": ["conversion", "gmv"], "aov": ["aov", "gmv"]}


@dataclass
class World:
    """What one set is made of: its rows and its planted changes."""

    daily: list[list[object]] = field(default_factory=list)
    hourly: list[list[object]] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)


def write_set(folder: Path, seed: int, shops: int = 24, days: int = 760, hourly_shops: int = 8,
              hourly_days: int = HOURS_DAYS) -> None:
    """Write `data/input/*.csv` and `data/truth/events.json` of one set under `folder`."""
    rng = np.random.default_rng(seed)
    world = World()
    _daily(world, rng, shops, days)
    _hourly(world, rng, hourly_shops, hourly_days)
    given, truth = folder / "data" / "input", folder / "data" / "truth"
    given.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    head = "store,date,visitors,orders,gmv,ad_cost,refund_orders,conversion,aov,roi,refund_rate,event,promo"
    _write(given / "daily.csv", head, world.daily)
    _write(given / "hourly.csv", "store,time,visitors,orders,gmv,conversion,event,promo", world.hourly)
    starts = FIRST_DAY + timedelta(EVAL_DAY), HOURS_FIRST + timedelta(EVAL_HOURS_DAY)
    said = {
        "eval_from_daily": str(starts[0]),
        "eval_from_hourly": f"{starts[1]} 00:00:00",
        "events": world.truth,
    }
    (truth / "events.json").write_text(json.dumps(said), encoding="utf-8")


def _write(path: Path, head: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def _event_names(days: int, first: date) -> list[tuple[str, int]]:
    """(event, day within it) of each day; ("", 0) on ordinary days."""
    names = [("", 0)] * days
    for year in (first.year, first.year + 1, first.year + 2):
        windows = [(name, date(year, *start), n) for name, (start, n, _) in EVENTS.items()]
        if year in SPRING:
            windows.append(("spring_holiday", date(year, *SPRING[year]), SPRING_DAYS))
        for name, start, length in windows:
            for k in range(length):
                at = (start - first).days + k
                if 0 <= at < days:
                    names[at] = (name, k)
    return names


def _event_pull(names: list[tuple[str, int]], strength: float) -> Floats:
    """Log effect on visitors per day for a shop of sensitivity `strength`; singles' day itself is far above its
    eve.
    """
    out = np.zeros(len(names))
    for i, (name, k) in enumerate(names):
        if name == "spring_holiday":
            out[i] = SPRING_EFFECT * strength
        elif name == "singles":
            out[i] = strength * (EVENTS[name][2] + (0.32 if k == 3 else -0.12))
        elif name:
            out[i] = strength * EVENTS[name][2]
    return out


def _ar(rng: np.random.Generator, n: int, phi: float, sd: float) -> Floats:
    out = np.zeros(n)
    shock = rng.normal(0, sd, n)
    for i in range(1, n):
        out[i] = phi * out[i - 1] + shock[i]
    return out


def _promotions(rng: np.random.Generator, days: int, gap: tuple[int, int]) -> Floats:
    on = np.zeros(days)
    at = int(rng.integers(5, 30))
    while at < days:
        length = int(rng.integers(2, 5))
        on[at : at + length] = 1
        at += length + int(rng.integers(*gap))
    return on


def _daily(world: World, rng: np.random.Generator, shops: int, days: int) -> None:
    names = _event_names(days, FIRST_DAY)
    loud = rng.uniform(0.85, 1.25)  # this set's noise against the usual
    shared = _ar(rng, days, rng.uniform(0.0, 0.5), rng.uniform(0.008, 0.020))
    for s in range(shops):
        store = f"S{s:02d}"
        changes = {cause: np.ones(days) for cause, _ in CAUSES}
        for change in _plan_changes(rng, store, days):
            world.truth.append(change)
            _apply(changes[str(change["cause"])], change)
        world.daily += _shop_days(rng, store, names, shared, changes, loud)


def _shop_days(
    rng: np.random.Generator,
    store: str,
    names: list[tuple[str, int]],
    shared: Floats,
    changes: dict[str, Floats],
    loud: float,
) -> Iterator[list[object]]:
    days = len(names)
    promo = _promotions(rng, days, (18, 34))
    pull = _event_pull(names, rng.uniform(0.5, 1.15))
    weekday = rng.normal(0, 0.10, 7)
    trend = rng.normal(0, 0.0005) * np.arange(days) + np.cumsum(rng.normal(0, rng.uniform(0.001, 0.006), days))
    wobble = _ar(rng, days, rng.uniform(0.0, 0.6), loud * rng.uniform(0.037, 0.06))
    level = np.clip(rng.lognormal(np.log(1900), 0.9), 180, 12000)
    demand = np.log(level) + trend + weekday[np.arange(days) % 7] + pull + wobble + shared
    demand += rng.uniform(0.17, 0.38) * promo
    visitors = rng.poisson(np.exp(demand) * changes["visitors"])
    cvr = rng.lognormal(np.log(0.035), 0.4)
    log_cvr = np.log(cvr) + 0.07 * promo + 0.1 * pull + rng.normal(0, rng.uniform(0.01, 0.045), days)
    orders = rng.binomial(visitors, np.clip(np.exp(log_cvr) * changes["conversion"], 0, 0.5))
    spread = rng.uniform(0.35, 0.5)
    basket = rng.lognormal(np.log(85), 0.5) * np.exp(-0.055 * promo) * changes["aov"]
    gmv = _baskets(rng, orders, spread) * basket
    spend_noise = rng.normal(0, rng.uniform(0.055, 0.068) * loud, days)
    ad = np.exp(rng.uniform(1.0, 1.15) * demand + spend_noise) * changes["ad_cost"]
    ad *= np.median(gmv) / rng.uniform(6, 16) / np.median(ad)
    refund = rng.binomial(orders, np.clip(rng.uniform(0.03, 0.10) * changes["refund_rate"], 0, 0.9))
    for i in range(days):
        o, v = int(orders[i]), int(visitors[i])
        yield [
            store, str(FIRST_DAY + timedelta(i)), v, o, round(gmv[i], 2), round(ad[i], 2), int(refund[i]),
            round(o / max(v, 1), 5), round(gmv[i] / o, 2) if o else "", round(gmv[i] / ad[i], 3),
            round(refund[i] / o, 4) if o else "", names[i][0], int(promo[i]),
        ]  # fmt: skip


def _baskets(rng: np.random.Generator, orders: NDArray[np.int64], spread: float) -> Floats:
    """Sum of as many log-normal baskets of mean 1 as there are orders."""
    return np.array([rng.lognormal(-(spread**2) / 2, spread, n).sum() for n in orders])


def _draw(rng: np.random.Generator, choices: tuple[tuple[str, float], ...]) -> str:
    weights = np.array([w for _, w in choices])
    return choices[int(rng.choice(len(choices), p=weights / weights.sum()))][0]


def _plan_changes(rng: np.random.Generator, store: str, days: int) -> Iterator[dict[str, object]]:
    """One planted change after another, far enough apart to be told apart."""
    at = EVAL_DAY + int(rng.integers(3, 35))
    while True:
        kind, cause = _draw(rng, KINDS), _draw(rng, CAUSES)
        length = int(rng.integers(LENGTH[kind][0], LENGTH[kind][1] + 1))
        if at + length >= days:
            return
        low, high = REFUND_SIZE if cause == "refund_rate" else SIZE[kind]
        size = rng.uniform(low, high)
        sign = -1 if rng.random() < FALLS[cause] else 1
        if sign < 0:
            size = min(size, 0.78)
        yield {
            "store": store, "cause": cause, "affected": AFFECTS.get(cause, [cause]), "kind": kind, "sign": sign,
            "size": round(float(size), 3), "start": str(FIRST_DAY + timedelta(at)),
            "end": str(FIRST_DAY + timedelta(at + length - 1)),
        }  # fmt: skip
        at += length + int(rng.integers(19, 46))


def _apply(factor: Floats, change: dict[str, object]) -> None:
    first = (date.fromisoformat(str(change["start"])) - FIRST_DAY).days
    last = (date.fromisoformat(str(change["end"])) - FIRST_DAY).days
    n = last - first + 1
    shape = np.arange(1, n + 1) / n if change["kind"] == "drift" else np.ones(n)
    factor[first : last + 1] *= 1 + float(str(change["sign"])) * float(str(change["size"])) * shape


def _hourly(world: World, rng: np.random.Generator, shops: int, days: int) -> None:
    names = _event_names(days, HOURS_FIRST)
    hours = days * 24
    usual = np.array(HOUR_SHARES)
    for s in range(shops):
        store = f"H{s:02d}"
        factor = {"visitors": np.ones(hours), "conversion": np.ones(hours)}
        for outage in _plan_outages(rng, store, hours):
            world.truth.append(outage)
            first, last = (_hour(str(outage[k])) for k in ("start", "end"))
            factor[str(outage["cause"])][first : last + 1] *= 1 - float(str(outage["size"]))
        shape = usual * np.exp(rng.normal(0, 0.06, 24))
        promo = _promotions(rng, days, (14, 40))
        per_day = _event_pull(names, rng.uniform(0.5, 1.15)) + rng.normal(0, 0.09, 7)[np.arange(days) % 7]
        per_day += rng.uniform(0.17, 0.38) * promo
        per_day += _ar(rng, days, rng.uniform(0, 0.5), rng.uniform(0.04, 0.09))
        level = np.clip(rng.lognormal(np.log(190), 0.65), 80, 650)
        mean = level * np.tile(shape, days) * np.exp(np.repeat(per_day, 24))
        mean *= np.exp(rng.normal(0, rng.uniform(0.03, 0.06), hours)) * factor["visitors"]
        visitors = rng.poisson(mean)
        cvr = rng.lognormal(np.log(0.035), 0.35) * np.exp(0.07 * np.repeat(promo, 24))
        orders = rng.binomial(visitors, np.clip(cvr * factor["conversion"], 0, 0.5))
        gmv = _baskets(rng, orders, 0.45) * rng.lognormal(np.log(80), 0.4)
        for h in range(hours):
            at = datetime.combine(HOURS_FIRST, datetime.min.time()) + timedelta(hours=h)
            v, o = int(visitors[h]), int(orders[h])
            row = [store, f"{at:%Y-%m-%d %H:%M}", v, o, round(gmv[h], 2), round(o / max(v, 1), 5)]
            world.hourly.append([*row, names[h // 24][0], int(promo[h // 24])])


def _hour(text: str) -> int:
    since = datetime.fromisoformat(text) - datetime.combine(HOURS_FIRST, datetime.min.time())
    return int(since.total_seconds() // 3600)


def _plan_outages(rng: np.random.Generator, store: str, hours: int) -> Iterator[dict[str, object]]:
    """Outages of 2 to 8 hours that begin between 8 and 23 o'clock."""
    at = (EVAL_HOURS_DAY + 8) * 24 + int(rng.integers(0, 48))
    begin = datetime.combine(HOURS_FIRST, datetime.min.time())
    while True:
        at = at // 24 * 24 + max(8, at % 24)
        length = int(rng.integers(2, 9))
        if at + length >= hours:
            return
        cause = "conversion" if rng.random() < 0.55 else "visitors"
        yield {
            "store": store, "cause": cause, "affected": AFFECTS[cause], "kind": "outage", "sign": -1,
            "size": round(float(rng.uniform(0.40, 0.95)), 3), "start": str(begin + timedelta(hours=at)),
            "end": str(begin + timedelta(hours=at + length - 1)),
        }  # fmt: skip
        at += length + int(rng.integers(40, 123))
