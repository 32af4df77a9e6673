"""What promotions of a real grocery brought over their baseline, and how far that baseline is off where nothing was promoted.

python -m bench.judgement.promotions [--shared FOLDER] [--weeks N]
The Complete Journey (dunnhumby, CC0): days of a category's sales at all stores; a week is ordinary unless unusually many of the
category's products were on display or in the mailer.  Calm weeks are held out as if an event had run, and what the review reckons
without them (`analysis.increment`) is held against what came; simple means of the weeks before stand beside it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from daybook.analysis.increment import increments

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "grocery_complete_journey"
WEEK, FIRST_ORDINAL = 7, 736_330                        # 2017-01-01
#: Categories by sales that are looked at, and what a week sells at least.
CATEGORIES, LEAST = 40, 10.0
#: A week is promoted where the share of promoted products lies so far above the category's median.
ABOVE = 1.25
#: Weeks known before the first held-out one, and weeks from one held-out stretch to the next.
KNOWN, STEP = 20, 4
Floats = np.typing.NDArray[np.float64]
Flags = np.typing.NDArray[np.bool_]


@dataclass(frozen=True)
class Series:
    """One category: money a day, and which days are ordinary."""

    name: str
    values: Floats
    quiet: Flags


@dataclass(frozen=True)
class Held:
    """One held-out stretch: what came, what each method said, and the review's bounds of the difference (None: not told)."""

    actual: float
    said: dict[str, float]
    low: float | None
    high: float | None


def categories(folder: Path) -> list[Series]:
    """The largest categories by day, with their ordinary days."""
    import pyarrow.parquet as pq

    products = dict(zip(*(pq.read_table(folder / "products.parquet")[n].to_pylist() for n in ("product_id", "product_category")),
                        strict=True))
    rows = pq.read_table(folder / "transactions_sample.parquet", columns=["product_id", "sales_value", "transaction_timestamp"])
    sold: dict[str, Floats] = {}
    for product, value, at in zip(*(rows[n].to_pylist() for n in rows.column_names), strict=True):
        name, day = products.get(product) or "", at.date().toordinal() - FIRST_ORDINAL
        if name and 0 <= day < 365:
            sold.setdefault(name, np.zeros(365))[day] += value
    shares = _promoted(folder, products)
    largest = sorted(sold, key=lambda name: (-sold[name].sum(), name))[:CATEGORIES]
    return [Series(name, sold[name], _quiet(shares.get(name, np.zeros(53)))) for name in largest
            if sold[name].sum() / 52 >= LEAST]


def _promoted(folder: Path, products: dict[str, str]) -> dict[str, Floats]:
    """category -> how many of its product and store pairs were on display or in the mailer, by week (1 to 53)."""
    import pyarrow.parquet as pq

    rows = pq.read_table(folder / "promotions_sample.parquet", columns=["product_id", "week"])
    found: dict[str, Floats] = {}
    for product, week in zip(*(rows[n].to_pylist() for n in rows.column_names), strict=True):
        name = products.get(product)
        if name and 1 <= week <= 53:
            found.setdefault(name, np.zeros(53))[week - 1] += 1
    return found


def _quiet(promoted: Floats) -> Flags:
    """Days of weeks that are not promoted beyond what is usual for the category; weeks of the data begin with the year."""
    usual = float(np.median(promoted))
    return np.repeat(promoted <= max(usual * ABOVE, usual + 1), WEEK)[:365]


def held_out(one: Series, weeks: int) -> Iterator[Held]:
    """Stretches of so many calm weeks, each as if it were an event: foretold from what lay before it."""
    days = np.arange(365) + FIRST_ORDINAL
    for first in range(KNOWN * WEEK, 365 - weeks * WEEK, STEP * WEEK):
        last = first + weeks * WEEK - 1
        if not one.quiet[first:last + 1].all():
            continue
        found = increments(one.values, days, [(first, last)], one.quiet)
        if found is None:
            continue
        [part] = found
        whole = [float(one.values[first - k * WEEK:first - (k - 1) * WEEK].sum()) for k in range(1, 5)]
        yield Held(part.actual, {"review": part.baseline, "mean of four weeks": float(np.mean(whole)) * weeks,
                                 "week before": whole[0] * weeks}, part.low, part.high)


def report(all_: list[Held]) -> str:
    """Median relative error of each method, and what the bounds hold."""
    said = [f"{len(all_)} calm stretches held out"]
    for name in all_[0].said:
        off = [abs(h.said[name] / h.actual - 1) for h in all_ if h.actual > 0]
        total = sum(abs(h.said[name] - h.actual) for h in all_) / sum(h.actual for h in all_)
        said.append(f"{name:20} median error {np.median(off):.3f}  WAPE {total:.3f}")
    told = [(h.low, h.high) for h in all_ if h.low is not None and h.high is not None]
    said.append(f"bounds (80 %) told {len(told)} times, hold nothing (the truth) {np.mean([a <= 0 <= b for a, b in told]):.3f}")
    return "\n".join(said)


def main() -> None:
    """Reads, holds out, prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=SHARED)
    asked.add_argument("--weeks", type=int, default=1)
    given = asked.parse_args()
    if not given.shared.exists():
        print(f"{given.shared} is not there: skipped")
        return
    found = [held for one in categories(given.shared) for held in held_out(one, given.weeks)]
    print(report(found))


if __name__ == "__main__":
    main()
