"""What a move brought: simulated days with a known effect, and what must not be told apart when it cannot be."""

import numpy as np
import pytest

from daybook.analysis.effect.measure import Measured, measure
from daybook.analysis.effect.panel import Case, logs_of
from daybook.analysis.effect.pooling import first_mixture, learn_mixture, posterior

DAYS, START = 60, 46


def case(seed: int, lift: float, *, other_from: int | None = None, mean: float = 200.0, trend: float = 0.0) -> Case:
    """A product and six others that share the shop's tides; whole units of a small seller where the mean is low."""
    rng = np.random.default_rng(seed)
    tide = 0.1 * rng.normal(size=DAYS)
    levels = mean * np.exp(0.3 * rng.normal(size=7))
    rows = np.exp(np.log(levels)[:, None] + tide)
    rows[0] *= np.exp(trend * np.arange(DAYS) / DAYS)
    applied = (np.arange(DAYS) >= START).astype(float)
    rows[0] *= 1 + lift * applied
    sold = rng.poisson(rows).astype(float)
    others = np.zeros((0, DAYS)) if other_from is None else (np.arange(DAYS) >= other_from).astype(float)[None, :]
    return Case(sold[0], sold[1:], applied, np.arange(DAYS) % 7, [""] * DAYS, others)


@pytest.fixture(scope="module")
def found() -> list[Measured]:
    """One run: a lift, nothing, a loss, few units, a lift beside a move on nearly the same days, one beside an early move."""
    return measure([case(1, 0.4), case(2, 0.0), case(3, -0.35), case(4, 0.0, mean=3.0), case(5, 0.4, other_from=START),
                    case(6, 0.4, other_from=20)])


def test_a_lift_and_a_loss_are_shown_and_nothing_is_not(found: list[Measured]) -> None:
    assert [m.shown for m in found[:4]] == [True, False, True, False]
    assert found[0].share_low <= 0.4 <= found[0].share_high
    assert found[2].share_low <= -0.35 <= found[2].share_high


def test_two_moves_on_the_same_days_are_not_separable_and_on_other_days_they_are(found: list[Measured]) -> None:
    assert not found[4].separable
    assert not found[4].shown
    assert found[5].separable
    assert found[5].share_low <= 0.4 <= found[5].share_high


def test_small_counts_are_read_without_a_bias() -> None:
    """log(units + 1/2) of three a day is off by 5 %; the first-order reading is not (mean of 400 days, error 0.03)."""
    rng = np.random.default_rng(3)
    sold = rng.poisson(3.0, 400).astype(float)
    few = Case(sold, sold[None, :], np.zeros(400), np.arange(400) % 7, [""] * 400)
    assert logs_of(few).treated.mean() == pytest.approx(np.log(3.0), abs=0.08)


def test_where_most_moves_bring_nothing_a_noisy_one_is_believed_less() -> None:
    idle = learn_mixture([0.01 * n for n in range(-20, 21)], [0.1] * 41)
    assert posterior(0.2, 0.1, idle).middle < posterior(0.2, 0.1, first_mixture()).middle
    held = posterior(0.2, 0.1, idle)
    assert held.low <= held.middle <= held.high
