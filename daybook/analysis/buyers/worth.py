"""What buyers are worth in the time ahead: how often they come times what they spend, an interval beside each and each sum."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from daybook.analysis.buyers.coming_back import (
    ComingBack,
    Floats,
    History,
    chance_active,
    drawn_purchases,
    expected_purchases,
    fit_coming_back,
)
from daybook.analysis.buyers.spending import Spending, drawn_spending, expected_mean, fit_spending

#: Draws of what may come; and buyers that are drawn at once.
DRAWS, AT_ONCE = 200, 20_000
#: Both ends of an interval, as shares of the draws.
ENDS = (0.1, 0.9)


@dataclass(frozen=True)
class Worth:
    """One entry per buyer over the time ahead: what is expected and an interval that holds four in five; the chance to be still
    a buyer.  `total` is (low, mid, high) of all together, by `groups` of buyers where they were asked for."""

    purchases: Floats
    active: Floats
    mid: Floats
    low: Floats
    high: Floats
    total: tuple[float, float, float]
    by_group: dict[int, tuple[float, float, float]]
    coming_back: ComingBack
    spending: Spending


def worth_of(of: History, mean: Floats, ahead: float, seed: int, groups: npt.NDArray[np.int64] | None = None,
             draws: int = DRAWS) -> Worth | None:
    """What each buyer brings within `ahead` (in the history's unit); `mean` is the amount of their mean order so far, all orders.

    None where the models cannot be fitted: nobody came back, or nobody paid.
    """
    back, spends = fit_coming_back(of), fit_spending(of.repeats + 1, mean)
    if back is None or spends is None:
        return None
    rng, orders = np.random.default_rng(seed), of.repeats + 1
    groups = np.zeros(len(mean), dtype=np.int64) if groups is None else groups
    purchases = expected_purchases(back, of, ahead)
    mid = purchases * np.nan_to_num(expected_mean(spends, orders, mean))
    low, high = np.empty(len(mean)), np.empty(len(mean))
    sums = np.zeros((draws, int(groups.max(initial=0)) + 1))
    for first in range(0, len(mean), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        own = History(of.repeats[part], of.last[part], of.age[part])
        coming = drawn_purchases(back, own, ahead, draws, rng)
        money = drawn_spending(spends, orders[part], mean[part], coming, rng)
        low[part], high[part] = np.quantile(money, ENDS, axis=0)
        for group in np.unique(groups[part]):
            sums[:, group] += money[:, groups[part] == group].sum(axis=1)
    by_group = {int(g): _range(sums[:, g], float(mid[groups == g].sum())) for g in np.unique(groups)}
    total = _range(sums.sum(axis=1), float(mid.sum()))
    return Worth(purchases, chance_active(back, of), mid, low, high, total, by_group, back, spends)


def _range(drawn: Floats, mid: float) -> tuple[float, float, float]:
    low, high = (float(v) for v in np.quantile(drawn, ENDS))
    return min(low, mid), mid, max(high, mid)
