"""Counts planted causes found from marginal tables alone: python -m bench.judgement.margins [--days 40] [--seed 12]."""

from __future__ import annotations

import argparse
import time
from decimal import Decimal

import numpy as np

from daybook.analysis.margins import MarginTable, explain_margins

NAMES = ("source", "product", "region", "buyer")
SIZES = (6, 12, 8, 2)
TABLES = ((0,), (1,), (2, 3))
#: name -> orders, causes, store factor, log-standard deviation of the slices' forecast errors
SETTINGS: dict[str, tuple[float, int, float, float]] = {
    "one cause, 3,000 orders": (3_000, 1, 1.0, 0.0),
    "two causes, 10,000 orders, slices off by 2%": (10_000, 2, 1.0, 0.02),
    "three causes, 30,000 orders, slices off by 3%": (30_000, 3, 1.0, 0.03),
    "store falls by 30%, slices off by 3%": (5_000, 0, 0.7, 0.03),
    "store falls by 25% and one cause": (8_000, 1, 0.75, 0.02),
    "quiet": (5_000, 0, 1.0, 0.0),
    "quiet, slices off by 5%": (20_000, 0, 1.0, 0.05),
}


def plant(
    rng: np.random.Generator, orders: float, planted: dict[tuple[int, int], float], store: float, error: float
) -> tuple[list[MarginTable], Decimal, Decimal]:
    """Three tables of one day and their totals; `planted` is {(dimension, code): factor}."""
    mean, factor = np.full(SIZES, orders), np.full(SIZES, store)
    wrong = np.exp(rng.normal(0, 0.02) + rng.normal(0, 0.1, SIZES))
    for at, size in enumerate(SIZES):
        along = tuple(-1 if other == at else 1 for other in range(len(SIZES)))
        mean = mean * rng.dirichlet(np.full(size, 2.0)).reshape(along)
        wrong = wrong * np.exp(rng.normal(0, error, size)).reshape(along)
    for (at, code), moved in planted.items():
        np.moveaxis(factor, at, 0)[code] *= moved
    real, forecast = rng.poisson(mean * factor), mean * wrong
    tables = []
    for kept in TABLES:
        summed = tuple(at for at in range(len(SIZES)) if at not in kept)
        places = list(np.ndindex(*(SIZES[at] for at in kept)))
        labels = tuple(tuple(f"{NAMES[at][0]}{i}" for at, i in zip(kept, place, strict=True)) for place in places)
        sold, wanted = real.sum(summed), forecast.sum(summed)
        values = tuple(Decimal(int(sold[place])) for place in places)
        expected = tuple(Decimal(f"{wanted[place]:.2f}") for place in places)
        tables.append(MarginTable(tuple(NAMES[at] for at in kept), labels, values, expected))
    return tables, Decimal(int(real.sum())), Decimal(f"{forecast.sum():.2f}")


def main() -> None:
    """Prints per setting how many planted causes were found and how many told that were not planted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--seed", type=int, default=12)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    for name, (orders, causes, store, error) in SETTINGS.items():
        found = false = 0
        started = time.perf_counter()
        for _ in range(given.days):
            chosen = [(int(at), int(rng.integers(SIZES[at]))) for at in rng.permutation(len(SIZES))[:causes]]
            planted = {one: rng.uniform(0.2, 0.65) if rng.random() < 0.6 else rng.uniform(1.5, 2.2) for one in chosen}
            told = {cause.scope for cause in explain_margins(*plant(rng, orders, planted, store, error)).causes}
            wanted = {((NAMES[at], f"{NAMES[at][0]}{code}"),) for at, code in planted}
            found += len(told & wanted)
            false += len(told - wanted)
        seconds = (time.perf_counter() - started) / given.days
        print(f"{name:46s} found {found} of {causes * given.days}, false {false}, {seconds:.3f} s a day")


if __name__ == "__main__":
    main()
