"""Scores lessons in a simulated agency: 26 weeks, planted effects, every move measured by the method of the house.

Five shops on two platforms, ten products of three categories each, four to six moves a week.  The plan's fixed way
expects a share of the product's sales by the kind of move; what a kind truly brings of that differs by kind, platform,
category, shop and product, and one kind brings nothing.  Each move is measured on seven days against five products that
nobody touched, after six weeks of history, and the next week's expectations come from the lessons so far.

python -m bench.judgement.lessons [--seeds 10] [--first 8001] [--weeks 26]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from daybook.analysis.effect.estimate import Sizes, estimate, learn
from daybook.analysis.effect.measure import Measured, measured
from daybook.analysis.effect.panel import Case, logs_of
from daybook.analysis.effect.pooling import mixtures_of_kinds
from daybook.analysis.effect.scatter import Belief, first_belief, pooled
from daybook.analysis.lessons import Lessons, Outcome

BEFORE, AFTER, CONTROLS = 42, 7, 5
#: Kind -> the share of sales that the fixed way expects, and what of it truly comes in the middle.
KINDS = {"discount": (0.30, 0.9), "main_image": (0.20, 0.5), "title": (0.15, 0.3), "budget": (0.25, 0.7), "idle": (0.20, 0.0)}
SPREADS = {"kind": 0.25, "group": 0.1, "category": 0.15, "shop": 0.15, "object": 0.15}
PLATFORMS, CATEGORIES = ("taobao", "douyin"), ("home", "beauty", "food")


@dataclass(frozen=True)
class Move:
    """One simulated move: what the fixed way and the lessons expect a day, what it truly brings, what was measured."""

    week: int
    kind: str
    fixed: float
    expected: float
    true: float
    measured: Measured


def simulate(seed: int, weeks: int) -> list[Move]:
    """One agency's moves in order."""
    rng = np.random.default_rng([seed, 421])
    ratio = _truth(rng)
    own, common, lessons = first_belief(), first_belief(), Lessons([])
    outcomes: list[Outcome] = []
    alone: list[tuple[str, float, float]] = []
    done: list[Move] = []
    for week in range(1, weeks + 1):
        drawn = list(_moves_of(rng, ratio))
        logs = [logs_of(case) for _, case, *_ in drawn]
        sizes = [learn(case, one, own, common) for (_, case, *_), one in zip(drawn, logs, strict=True)]
        if week in (2, 4, 8, 16):
            own, common = _beliefs(sizes)
        found = [estimate(case, one, s) for (_, case, *_), one, s in zip(drawn, logs, sizes, strict=True)]
        alone += [(names[0], f.value, f.error) for (names, *_), f in zip(drawn, found, strict=True)]
        mixtures = mixtures_of_kinds([k for k, _, _ in alone], [v for _, v, _ in alone], [e for _, _, e in alone])
        for (names, _, level, fixed, share), one in zip(drawn, found, strict=True):
            expected = fixed * lessons.ratio(*names).mean
            done.append(Move(week, names[0], fixed, expected, level * share, measured(one, mixtures[names[0]])))
            outcomes.append(Outcome(*names, fixed, float(np.expm1(one.value)) * one.level,
                                    one.error * float(np.exp(one.value)) * one.level))
        lessons = Lessons(outcomes)
    return done


#: Kind, platform, category, shop, product.
Names = tuple[str, str, str, str, str]


def _truth(rng: np.random.Generator) -> dict[Names, float]:
    found = {}
    for kind, (_, middle) in KINDS.items():
        spread = 0.0 if kind == "idle" else 1.0
        adds = {part: {name: spread * SPREADS[part] * rng.normal() for name in names} for part, names in (
            ("kind", ("",)), ("group", PLATFORMS), ("category", CATEGORIES), ("shop", [f"shop{n}" for n in range(5)]))}
        for shop in range(5):
            platform = PLATFORMS[shop % 2]
            for item in range(10):
                category = CATEGORIES[item % 3]
                found[kind, platform, category, f"shop{shop}", f"item{item}"] = float(
                    middle + adds["kind"][""] + adds["group"][platform] + adds["category"][category]
                    + adds["shop"][f"shop{shop}"] + spread * SPREADS["object"] * rng.normal())
    return found


def _moves_of(rng: np.random.Generator, ratio: dict[Names, float]) -> Iterator[tuple[Names, Case, float, float, float]]:
    """A week's moves: names, case, level in money, what the fixed way expects, the true share."""
    keys = list(ratio)
    for at in rng.choice(len(keys), size=int(rng.integers(4, 7)), replace=False):
        names = keys[at]
        level = float(np.exp(rng.normal(5.5, 0.7)))
        share = KINDS[names[0]][0] * ratio[names]
        yield names, _case(rng, level, max(share, -0.6)), level, KINDS[names[0]][0] * level, max(share, -0.6)


def _case(rng: np.random.Generator, level: float, share: float) -> Case:
    days = BEFORE + AFTER
    levels = np.log(np.append(level, np.exp(rng.normal(5.5, 0.7, CONTROLS))))
    tide = np.cumsum(rng.normal(0, 0.04, days)) * 0.5 + 0.1 * rng.normal(size=7)[np.arange(days) % 7]
    waves = rng.normal(0, 0.05, (CONTROLS + 1, days))
    for day in range(1, days):
        waves[:, day] += 0.7 * waves[:, day - 1]
    trend = rng.normal(0, 0.08, CONTROLS + 1)[:, None] * np.linspace(-0.5, 0.5, days)
    sales = np.exp(levels[:, None] + tide + waves + trend) * rng.gamma(40, 1 / 40, (CONTROLS + 1, days))
    applied = (np.arange(days) >= BEFORE).astype(float)
    sales[0] *= 1 + share * applied
    return Case(sales[0], sales[1:], applied, np.arange(days) % 7, [""] * days)


def _beliefs(sizes: list[Sizes]) -> tuple[Belief, Belief]:
    first = first_belief()
    return (pooled(np.array([s.own for s in sizes]), np.array([s.own_errors for s in sizes]), first),
            pooled(np.array([s.common for s in sizes]), np.array([s.common_errors for s in sizes]), first))


def figures(moves: list[Move], weeks: int) -> dict[str, float]:
    """Slope and rank correlation of what came on what was expected from week 9 on; errors early and late, each in shares
    of what the fixed way expected so that large products do not speak alone; false credit to moves that do nothing."""
    from scipy.stats import spearmanr

    late = [m for m in moves if m.week > 8]
    x, y, size = (np.array([getattr(m, name) for m in late]) for name in ("expected", "true", "fixed"))
    last, early = [m for m in moves if m.week > weeks - 8], [m for m in moves if m.week <= 8]

    def error(some: list[Move]) -> float:
        return float(np.mean([abs(m.true - m.expected) / m.fixed for m in some]))

    past = float(np.mean([m.measured.value / m.fixed for m in moves if m.week <= weeks - 8]))
    mean = float(np.mean([abs(m.true / m.fixed - past) for m in last]))
    idle = [m for m in moves if m.kind == "idle"]
    return {"slope": float((x / size * y / size).sum() / ((x / size) ** 2).sum()),
            "rank": float(spearmanr(x / size, y / size).statistic), "early": error(early), "late": error(last), "mean": mean,
            "credit": float(np.mean([m.measured.shown and m.measured.value > 0 for m in idle])), "idle": len(idle)}


def main() -> None:
    """Simulates the agencies one by one and prints a line each, and all together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=8001)
    parser.add_argument("--weeks", type=int, default=26)
    given = parser.parse_args()
    every: list[dict[str, float]] = []
    for seed in range(given.first, given.first + given.seeds):
        started = time.process_time()
        one = figures(simulate(seed, given.weeks), given.weeks)
        every.append(one)
        print(f"seed {seed}: {_line(one)}, {time.process_time() - started:.0f} s", flush=True)
    if every:
        print(f"{len(every)} seeds: {_line({k: float(np.mean([e[k] for e in every])) for k in every[0]})}")


def _line(one: dict[str, float]) -> str:
    return (f"slope {one['slope']:.2f}, rank {one['rank']:.2f}, error of weeks 1-8 {one['early']:.3f}, of the last eight "
            f"{one['late']:.3f} ({one['late'] / one['early']:.2f}), of the mean {one['mean']:.3f}, false credit "
            f"{one['credit']:.3f} of {one['idle']:.0f} idle moves")


if __name__ == "__main__":
    main()
