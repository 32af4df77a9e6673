"""Bridges of days with planted causes: they add up to the cent, and what ran out or was cut is named."""

import numpy as np
import pytest

from bench.judgement.bridge_days import KINDS, make_case
from bench.judgement.bridges import check_why, explained, told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["last week", "usual"])
def test_causes_and_remainder_sum_to_the_last_cent_whatever_happened(kind: str, how: str) -> None:
    case = make_case(kind, np.random.default_rng(4))
    made = list(explained(case.seen, how))
    assert {one.cut.dimension for _, one in made} >= {"product", "region", "source", "device", "product_traffic"}
    for whole, one in made:
        assert sum((c.contribution for c in one.causes), one.remainder) == whole[1] - whole[0]
    assert all(one.adds_up() for one in check_why(case))


@pytest.mark.parametrize("kind", ["source down", "price cut", "stock-out"])
def test_most_planted_causes_are_told_first(kind: str) -> None:
    """Ten seeds a kind; at least seven, since a small shop's cause may lie within its noise."""
    cases = [make_case(kind, np.random.default_rng(100 + n)) for n in range(10)]
    first = [told(case.seen, [one for _, one in explained(case.seen, "usual")])[:1] for case in cases]
    assert sum(set(one) <= case.planted and bool(one) for one, case in zip(first, cases, strict=True)) >= 7


def test_quiet_days_seldom_name_a_cause() -> None:
    cases = [make_case("quiet", np.random.default_rng(300 + n)) for n in range(10)]
    assert sum(bool(told(case.seen, [one for _, one in explained(case.seen, "usual")])) for case in cases) <= 1
