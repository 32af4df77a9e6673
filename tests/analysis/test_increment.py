"""What an event brought, on simulated shops whose truth is known: a lift, a dip after it, no event at all, too little known."""

import numpy as np
import pytest

from daybook.analysis.increment import increments

DAYS = np.arange(280)
ORDINALS = DAYS + 738_000
ALL = np.ones(280, dtype=bool)


def shop(seed: int) -> np.ndarray:
    """A shop of 1,000 a day with a weekend of a fifth more and noise of 6 %."""
    rng = np.random.default_rng(seed)
    return 1000 * (1 + 0.2 * (DAYS % 7 >= 5)) * np.exp(rng.normal(0, 0.06, 280))


def test_a_lift_and_the_dip_after_it_are_found_within_their_bounds():
    """Five days at twice the usual bring 5,000 and more; in the week after a tenth stays away."""
    sold = shop(1)
    usual = sold.copy()
    sold[250:255] *= 2
    sold[255:262] *= 0.9
    found = increments(sold, ORDINALS, [(250, 254), (255, 261)], ALL)
    assert found is not None
    lift, dip = found
    for one, true in ((lift, usual[250:255].sum()), (dip, -0.1 * usual[255:262].sum())):
        assert one.low is not None
        assert one.high is not None
        assert one.low < true < one.high
    assert lift.low is not None
    assert lift.low > 3000
    assert dip.value < 0


@pytest.mark.long
def test_where_nothing_happened_the_bounds_hold_nought_about_as_often_as_they_say():
    """Of twenty shops without any event, bounds of 80 % hold 0 in 12 or more (fewer happens once in a hundred)."""
    held = 0
    for seed in range(20):
        [one] = increments(shop(seed), ORDINALS, [(250, 256)], ALL) or []
        held += one.low is not None and one.high is not None and one.low <= 0 <= one.high
    assert held >= 12


def test_days_of_other_events_teach_nothing():
    sold, quiet = shop(3), ALL.copy()
    sold[200:220] *= 3
    quiet[200:220] = False
    [one] = increments(sold, ORDINALS, [(250, 254)], quiet) or []
    assert abs(one.value) < 0.15 * one.baseline


@pytest.mark.parametrize(("spans", "hole"), [([(40, 44)], None), ([(250, 254)], 252)])
def test_too_little_known_is_not_told(spans, hole):
    sold = shop(4)
    if hole:
        sold[hole] = np.nan
    assert increments(sold, ORDINALS, spans, ALL) is None


def test_few_ordinary_stretches_give_no_bounds():
    quiet = ALL.copy()
    quiet[60:240] = False
    [one] = increments(shop(5), ORDINALS, [(250, 254)], quiet) or []
    assert (one.low, one.high) == (None, None)
    assert one.placebos < 4
