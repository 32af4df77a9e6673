"""Sales that ads come with, on simulated shops whose answer is known."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from daybook.analysis.bidding.incremental import Days, incremental_sales

FIRST = date(2026, 8, 3)


def shop(seed: int, brings: float, days: int = 56) -> tuple[Days, Days, Days]:
    """Demand wobbles by weekday and by chance; spend follows it and is moved by hand as well; each yuan brings `brings`."""
    random = np.random.default_rng([seed, 7])
    tide = np.exp(0.15 * np.sin(np.arange(days) * 2 * np.pi / 7) + random.normal(0, 0.1, days))
    spend = 500 * tide * np.exp(np.repeat(random.normal(0, 0.25, days // 4), 4))
    gmv = 6000 * tide * np.exp(random.normal(0, 0.03, days)) + brings * spend
    heads = 1000 * tide * np.exp(random.normal(0, 0.02, days))
    return tuple({FIRST + timedelta(days=n): Decimal(f"{v:.2f}") for n, v in enumerate(of)}  # type: ignore[return-value]
                 for of in (gmv, spend, heads))


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(60):
        found = incremental_sales(*shop(seed, 3.0))
        assert found is not None
        held += found.low <= 3.0 <= found.high
    assert 40 <= held <= 56                      # 48 of 60 expected


def test_spend_that_follows_demand_is_no_bringer_once_unpaid_visitors_are_told() -> None:
    """Ads that bring nothing: without visitors they seem to bring a lot, since both follow demand."""
    told = [incremental_sales(*shop(seed, 0.0)) for seed in range(20)]
    blind = [incremental_sales(g, s, {}) for g, s, _ in (shop(seed, 0.0) for seed in range(20))]
    assert abs(np.mean([one.middle for one in told if one])) < 0.5
    assert np.mean([one.middle for one in blind if one]) > 1.0


def test_few_days_or_a_spend_that_never_moves_tell_nothing() -> None:
    gmv, spend, heads = shop(1, 3.0, 24)
    assert incremental_sales(gmv, spend, heads) is None
    gmv, _, heads = shop(1, 3.0)
    assert incremental_sales(gmv, dict.fromkeys(gmv, Decimal(500)), heads) is None


def test_the_chance_and_the_interval_are_of_one_distribution() -> None:
    """Nine in ten lie over the lower end, whether unpaid visitors were told or not."""
    gmv, spend, heads = shop(1, 3.0, 32)
    for unpaid in (heads, {}):
        found = incremental_sales(gmv, spend, unpaid)
        assert found is not None
        assert found.chance_over(found.low) == pytest.approx(0.9)
