"""Scores the forecast of SKU demand beside seasonal naive and the published methods, on the gift shop's top sellers.

python -m bench.judgement.sku_demand [--skus 500] [--origins 12]

Rolling origins, four weeks apart, over the last days of the file; each sees only what was sold before it.  WRMSSE as in the
M5 competition (Makridakis et al. 2022, IJF 38, 1346): root mean squared error of 28 days over that of one-step naive, weighted
by the money of the four weeks before.  WAPE of sums over 7 and 28 days (what is ordered by), each unit at its price.  Then how
often sums stay inside the intervals, and the bias.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bench.judgement.demand_ets import auto_ets
from bench.judgement.demand_methods import OWN, each, package_methods
from bench.judgement.demand_shops import print_shops
from bench.judgement.gift_shop import FILE, Sold, top_sellers
from daybook.analysis.stock.demand import Demand, foresee

Floats = NDArray[np.float64]
DAYS, LEARNT = 28, 400
HORIZONS = (7, 14, 28, 56)


def ours(sold: Sold, at: int) -> Demand:
    """What the desk would have learnt by day `at`."""
    since = max(0, at - LEARNT)
    seen = sold.units[:, since:at].copy()
    seen[np.arange(since, at)[None] < sold.first[:, None]] = np.nan
    open_ = (sold.units[:, since:at].sum(axis=0) > 0).astype(float)
    return foresee(seen, sold.first_day.toordinal() + at - 1, open_, prices(sold))


def prices(sold: Sold) -> Floats:
    return np.asarray(sold.money.sum(axis=1) / sold.units.sum(axis=1))


def score(sold: Sold, told: dict[int, Floats]) -> dict[str, float]:
    """Scores of one method, `told` by origin."""
    price, wrmsse = prices(sold)[:, None], []
    sums: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for at, forecast in told.items():
        use = sold.first <= at - 2 * DAYS
        came = sold.units[:, at:at + DAYS]
        naive = np.array([np.mean(np.diff(u[f:at]) ** 2) if ok else 1.0
                          for u, f, ok in zip(sold.units, sold.first, use, strict=True)])
        weight = sold.money[:, at - DAYS:at].sum(axis=1) * use
        error = np.sqrt(((forecast - came) ** 2).mean(axis=1) / np.maximum(naive, 1e-9))
        wrmsse.append(float((weight * error).sum() / weight.sum()))
        for width in (7, DAYS):
            f, c = (x.reshape(len(x), -1, width).sum(axis=2) for x in (forecast, came))
            sums[width].append((float((np.abs(f - c) * price)[use].sum()), float((c * price)[use].sum())))
    wape = {f"WAPE {w} d": sum(e for e, _ in s) / sum(c for _, c in s) for w, s in sums.items()}
    return {"WRMSSE": float(np.mean(wrmsse)), **wape}


def coverage(sold: Sold, learnt: dict[int, Demand], days: int) -> tuple[float, ...]:
    """Share of sums inside the 80 % interval, below it, and at most the 95 % quantile; expected over actual money."""
    found, money = [], np.zeros(2)
    for at, demand in learnt.items():
        if at + days > sold.units.shape[1]:
            continue
        use = sold.first <= at - 2 * DAYS
        sums = demand.doubt.about(demand.daily(sold.first_day.toordinal() + at, days).sum(axis=1))
        came = sold.units[:, at:at + days].sum(axis=1)
        low, high, most = (sums.quantile(q) for q in (0.1, 0.9, 0.95))
        found.append(np.stack([(low <= came) & (came <= high), came < low, came <= most])[:, use])
        money += [(sums.mean * prices(sold))[use].sum(), (came * prices(sold))[use].sum()]
    inside, below, most_ = np.concatenate(found, axis=1).mean(axis=1)
    return float(inside), float(below), float(most_), float(money[0] / money[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=500)
    parser.add_argument("--origins", type=int, default=12)
    asked = parser.parse_args()
    print_shops()
    if not FILE.exists():
        print(f"skipped: {FILE.name} is not beside the checkout")
        return
    sold = top_sellers(asked.skus)
    origins = [sold.units.shape[1] - DAYS * back for back in range(asked.origins, 0, -1)]
    package = package_methods()
    print(f"\n{len(sold.skus)} SKUs, {len(origins)} origins from day {origins[0]} on; methods beside: "
          + ("statsforecast" if package else "written after their papers (statsforecast is not installed)"))
    started = time.process_time()
    learnt = {at: ours(sold, at) for at in origins}
    rows = [("Daybook", {at: d.daily(sold.first_day.toordinal() + at, DAYS) for at, d in learnt.items()}, started)]
    for name, method in (package or OWN).items():
        started = time.process_time()
        rows.append((name, {at: each(method, sold.units, list(sold.first), at, DAYS) for at in origins}, started))
    if package is None:
        started = time.process_time()
        rows.append(("ETS by AICc", auto_ets(sold.units, list(sold.first), origins, DAYS), started))
    for name, told, _ in rows:
        print(f"{name:22} " + "  ".join(f"{k} {v:.4f}" for k, v in score(sold, told).items()))
    for days in HORIZONS:
        print("sums of {:2} days: 80 % interval holds {:.3f}, below {:.3f}; 95 % quantile holds {:.3f}; bias {:.3f}".format(
            days, *coverage(sold, learnt, days)))


if __name__ == "__main__":
    main()
