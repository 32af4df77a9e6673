"""Stock levels per SKU and day, with restocks that take their time; sold-out days where they are planted."""

from dataclasses import dataclass

import numpy as np

from daybook.demo.planted import Incident
from daybook.demo.rhythm import Floats, Ints
from daybook.demo.shops import ShopPlan, stream


@dataclass(frozen=True)
class Shelf:
    """End-of-day levels, shape (days, skus)."""

    sellable: Ints
    in_transit: Ints


def run_shelf(seed: int, plan: ShopPlan, sold: Ints, incidents: tuple[Incident, ...]) -> Shelf:
    """Replays every day: sales out, arrivals in, a new order when the cover falls under five weeks."""
    rng = stream(seed, plan.index, "shelf")
    days, skus = sold.shape
    mean = _recent_mean(sold)
    level = np.rint(mean[0] * rng.uniform(45, 80, skus)).astype(np.int64) + 20
    arrivals = np.zeros((days + 30, skus), dtype=np.int64)
    sellable, transit = np.zeros_like(sold), np.zeros_like(sold)
    on_the_way = np.zeros(skus, dtype=np.int64)
    for day in range(days):
        level = np.maximum(level + arrivals[day] - sold[day], np.rint(mean[day] * 3).astype(np.int64) + 2)
        on_the_way = on_the_way - arrivals[day]
        short = level + on_the_way < mean[day] * 36 + 10
        bought = np.where(short, np.rint(mean[day] * 40).astype(np.int64) + 20, 0)
        np.add.at(arrivals, (day + rng.integers(10, 19, skus), np.arange(skus)), bought)
        on_the_way = on_the_way + bought
        sellable[day], transit[day] = level, on_the_way
    for incident in incidents:
        if incident.kind == "hero_stockout":
            _sell_out(sellable, transit, mean, incident)
    return Shelf(sellable, transit)


def _recent_mean(sold: Ints) -> Floats:
    """Mean units a day over the four weeks up to each day, at least a fifth of a unit."""
    total = np.cumsum(sold, 0).astype(np.float64)
    width = np.minimum(np.arange(1, len(sold) + 1), 28)[:, None]
    lagged = np.concatenate([np.zeros((28, sold.shape[1])), total])[: len(sold)]
    return np.asarray(np.maximum((total - lagged) / width, 0.2), dtype=np.float64)


def _sell_out(sellable: Ints, transit: Ints, mean: Floats, incident: Incident) -> None:
    """Levels run down to nothing by the incident's first day, with nothing on the way."""
    sku, pace = incident.sku, mean[max(incident.first - 1, 0), incident.sku]
    for back in range(1, 13):
        day = incident.first - back
        if day >= 0:
            sellable[day, sku] = min(int(sellable[day, sku]), round(pace * (back - 0.7)))
            transit[day, sku] = 0
    sellable[incident.first:incident.last + 1, sku] = 0
    transit[incident.first:incident.last + 1, sku] = 0
