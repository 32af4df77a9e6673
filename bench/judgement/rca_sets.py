"""Writes seeded root-cause sets: order cubes with planted causes, as index.json, cases/*.csv and a truth file.

The forecast is wrong per cell (log-normal) and as a whole by a few percent; the group `correlated_errors` adds errors
shared by every cell of a slice, `quiet` plants nothing at all.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = ("product", "channel", "region", "device", "buyer")
GROUPS = (
    "sum_1cause",
    "sum_multi",
    "ratio_1cause",
    "sparse_small",
    "mixed_sign",
    "no_local_cause",
    "correlated_errors",
    "quiet",
)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ranges:
    """What a set varies; each pair is (lowest, highest), drawn evenly unless said otherwise."""

    products: tuple[int, int] = (6, 12)
    channels: tuple[int, int] = (4, 6)
    regions: tuple[int, int] = (4, 8)
    orders: tuple[float, float] = (30e3, 300e3)  # drawn evenly in logarithm
    sparse_orders: tuple[float, float] = (2.5e3, 8e3)
    fall: tuple[float, float] = (0.15, 0.72)  # what is left of a slice that fell
    rise: tuple[float, float] = (1.4, 2.0)
    store_fall: tuple[float, float] = (0.6, 0.85)
    cell_error: tuple[float, float] = (0.03, 0.2)  # log-standard deviation of the forecast, cell by cell
    store_error: float = 0.025  # log-standard deviation of the forecast as a whole
    slice_error: tuple[float, float] = (
        0.02,
        0.08,
    )  # of whole slices, in `correlated_errors` and half of `quiet`
    slice_error_dimensions: tuple[int, int] = (1, 3)  # how many dimensions have slice errors
    share: tuple[float, float] = (0.02, 0.45)  # of all orders that a causing slice holds


#: Five settings, so that no method can be fitted to one: sizes, effects and noise all move.
SETTINGS: tuple[Ranges, ...] = (
    Ranges(),
    Ranges(products=(8, 16), regions=(5, 10), fall=(0.2, 0.7)),
    Ranges(products=(5, 9), channels=(3, 7), orders=(20e3, 150e3), cell_error=(0.05, 0.25)),
    Ranges(fall=(0.1, 0.65), rise=(1.5, 2.5), slice_error=(0.03, 0.1), store_error=0.035),
    Ranges(channels=(5, 9), sparse_orders=(3e3, 9e3), cell_error=(0.02, 0.15), share=(0.025, 0.4)),
)

#: Beyond what the method was built on: poor forecasts, weak causes, large errors of slices in every dimension.
HARD: dict[str, Ranges] = {
    "cells off by 30-40%": Ranges(cell_error=(0.3, 0.4)),
    "falls of 15-28%, rises of 20-40%": Ranges(fall=(0.72, 0.85), rise=(1.2, 1.4)),
    "falls of 90-100%, rises to 3-8x": Ranges(fall=(0.0, 0.1), rise=(3.0, 8.0)),
    "slices off by 8-12% in all dimensions": Ranges(slice_error=(0.08, 0.12), slice_error_dimensions=(5, 5)),
}


@dataclass(frozen=True)
class World:
    """Cells of one cube: codes (cells, dims) and true mean orders (cells,)."""

    codes: NDArray[np.int64]
    mean: Floats


def draw_world(rng: np.random.Generator, ranges: Ranges, orders: float) -> World:
    """A cube whose slices have uneven shares, with mild interactions; cells below 0.05 orders do not exist."""
    sizes = [int(rng.integers(low, high + 1)) for low, high in (ranges.products, ranges.channels, ranges.regions)]
    sizes += [3, 2]
    codes = np.stack([axis.ravel() for axis in np.indices(sizes)], axis=1).astype(np.int64)
    mean = np.ones(len(codes))
    for at, size in enumerate(sizes):
        mean *= rng.dirichlet(np.full(size, 2.0))[codes[:, at]]
    mean *= np.exp(rng.normal(0, 0.3, len(codes)))
    mean *= orders / mean.sum()
    kept = mean >= 0.05
    return World(codes[kept], mean[kept])


def members(world: World, scope: dict[int, int]) -> NDArray[np.bool_]:
    """Which cells lie in the scope {dimension: code}."""
    inside = np.ones(len(world.codes), dtype=bool)
    for at, code in scope.items():
        inside &= world.codes[:, at] == code
    return inside


def draw_causes(
    rng: np.random.Generator, world: World, ranges: Ranges, wanted: int, least_orders: float
) -> list[dict[int, int]]:
    """`wanted` disjoint scopes of one to three dimensions, each with its share; together under three quarters."""
    taken = np.zeros(len(world.mean), dtype=bool)
    scopes: list[dict[int, int]] = []
    total = world.mean.sum()
    for _ in range(2000):
        if len(scopes) == wanted:
            break
        depth = int(rng.choice([1, 2, 3], p=[0.45, 0.45, 0.1]))
        row = world.codes[rng.integers(len(world.codes))]
        scope = {int(at): int(row[at]) for at in rng.choice(len(DIMENSIONS), depth, replace=False)}
        inside = members(world, scope)
        orders = world.mean[inside].sum()
        fits = ranges.share[0] <= orders / total <= ranges.share[1] and orders >= least_orders
        if fits and not (inside & taken).any() and world.mean[inside | taken].sum() < 0.75 * total:
            scopes.append(scope)
            taken |= inside
    return scopes


def slice_errors(rng: np.random.Generator, world: World, ranges: Ranges) -> Floats:
    """Forecast factors (cells,) shared by whole slices of one to three dimensions."""
    factor = np.ones(len(world.mean))
    fewest, most = ranges.slice_error_dimensions
    many = int(rng.integers(fewest, most + 1))
    for at in rng.choice(len(DIMENSIONS), many, replace=False):
        wrong = np.exp(rng.normal(0, rng.uniform(*ranges.slice_error), int(world.codes[:, at].max()) + 1))
        factor *= wrong[world.codes[:, at]]
    return factor


def effects(rng: np.random.Generator, world: World, ranges: Ranges, group: str) -> tuple[Floats, list[dict[int, int]]]:
    """True factor of every cell (cells,), and the planted scopes."""
    factor = np.ones(len(world.mean))
    if group == "no_local_cause":
        return factor * rng.uniform(*ranges.store_fall), []
    if group == "quiet":
        return factor, []
    single = {"sum_1cause": 1, "ratio_1cause": 1, "sparse_small": 1}
    wanted = single.get(group) or int(rng.integers(2, 4))
    scopes = draw_causes(rng, world, ranges, wanted, least_orders=100.0)
    for number, scope in enumerate(scopes):
        rises = group == "mixed_sign" and number == 1
        factor[members(world, scope)] *= rng.uniform(*(ranges.rise if rises else ranges.fall))
    return factor, scopes


def draw_kind(rng: np.random.Generator, group: str) -> str:
    """The kind of case: the last two groups mix all kinds."""
    if group == "correlated_errors":
        return str(rng.choice(["sum_1cause", "sum_multi", "mixed_sign", "ratio_1cause", "sparse_small"]))
    return str(rng.choice(["sum_1cause", "ratio_1cause", "sparse_small"])) if group == "quiet" else group


def draw_case(
    rng: np.random.Generator, ranges: Ranges, group: str
) -> tuple[World, dict[str, Floats], list[dict[int, int]]]:
    """One case: its cells, the value columns of the file, and the planted scopes."""
    kind = draw_kind(rng, group)
    span = ranges.sparse_orders if kind == "sparse_small" else ranges.orders
    world = draw_world(rng, ranges, float(np.exp(rng.uniform(*np.log(span)))))
    factor, scopes = effects(rng, world, ranges, "quiet" if group == "quiet" else kind)
    cells = len(world.mean)
    wrong = np.exp(rng.normal(0, rng.uniform(*ranges.cell_error), cells) + rng.normal(0, ranges.store_error))
    if kind == "ratio_1cause":
        wrong **= 0.4  # a rate is forecast more closely than a count
    if group == "correlated_errors" or (group == "quiet" and rng.random() < 0.5):
        wrong *= slice_errors(rng, world, ranges)
    if kind != "ratio_1cause":
        real = rng.poisson(world.mean * factor).astype(float)
        return world, {"real": real, "predict": np.round(world.mean * wrong, 3)}, scopes
    return world, ratio_columns(rng, world, factor, wrong), scopes


def ratio_columns(rng: np.random.Generator, world: World, factor: Floats, wrong: Floats) -> dict[str, Floats]:
    """Buyers and visitors, real and forecast; the factor and the error act on the rate alone."""
    cells = len(world.mean)
    rate = np.clip(rng.uniform(0.02, 0.06) * np.exp(rng.normal(0, 0.2, cells)), 0, 0.5)
    visitors = world.mean / rate
    came = rng.poisson(visitors * np.exp(rng.normal(0, 0.1, cells)))
    bought = rng.binomial(came, np.clip(rate * factor, 0, 1))
    expected = visitors * np.exp(rng.normal(0, 0.1, cells))
    columns = {
        "real_num": bought.astype(float),
        "real_den": came.astype(float),
        "predict_num": expected * rate * wrong,
        "predict_den": expected,
    }
    return {name: np.round(column, 2) for name, column in columns.items()}


def name_scope(scope: dict[int, int]) -> dict[str, str]:
    """{1: 0} -> {"channel": "c0"}."""
    return {DIMENSIONS[at]: f"{DIMENSIONS[at][0]}{code}" for at, code in sorted(scope.items())}


def write_case(path: Path, world: World, columns: dict[str, Floats]) -> None:
    """One row per cell, labels first."""
    names = [[f"{dimension[0]}{code}" for code in world.codes[:, at]] for at, dimension in enumerate(DIMENSIONS)]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([*DIMENSIONS, *columns])
        writer.writerows(zip(*names, *(column.tolist() for column in columns.values()), strict=True))


def write_set(folder: Path, seed: int, each: int = 16, ranges: Ranges | None = None) -> None:
    """`each` cases per group under folder/input, and folder/causes.json; the same seed gives the same files."""
    rng = np.random.default_rng(seed)
    ranges = ranges or SETTINGS[seed % len(SETTINGS)]
    (folder / "input" / "cases").mkdir(parents=True, exist_ok=True)
    index: list[dict[str, Any]] = []
    truth: dict[str, dict[str, Any]] = {}
    for number, group in enumerate(group for group in GROUPS for _ in range(each)):
        world, columns, scopes = draw_case(rng, ranges, group)
        case = f"k{number:03d}"
        write_case(folder / "input" / "cases" / f"{case}.csv", world, columns)
        index.append({"case": case, "measure": "ratio" if "real_num" in columns else "sum", "dims": list(DIMENSIONS)})
        truth[case] = {"group": group, "causes": [name_scope(scope) for scope in scopes]}
    (folder / "input" / "index.json").write_text(json.dumps(index, indent=1), encoding="utf-8")
    (folder / "causes.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=16)
    given = parser.parse_args()
    write_set(given.folder, given.seed, given.each)
