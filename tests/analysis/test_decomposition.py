"""A change of sales split over its factors: exact to the cent, at zeros and refunds too."""
from decimal import Decimal
from fractions import Fraction
from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.analysis.bridge import Bridge, Part, share_out
from daybook.analysis.decomposition import Factor, factors_from_levels, log_mean, split_part, split_product

SALES = ("visitors", "conversion", "spend per buyer")
LEVELS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**5),
                   st.decimals(Decimal(-10**6), Decimal(10**9), places=2))
RATIOS = st.lists(st.tuples(st.fractions(-50, 1000, max_denominator=997),
                            st.fractions(-50, 1000, max_denominator=997)), min_size=1, max_size=6)


def amounts(bridge: Bridge) -> dict[str, Decimal]:
    return {part.name: part.amount for part in bridge.parts}


def test_a_shop_day_splits_into_visitors_conversion_and_spend():
    """1,000 visitors, 30 buyers, 3,000 yuan against 1,200, 30 and 3,300.

    By hand (LMDI): L = 300 / ln 1.1 = 3147.62; visitors L ln 1.2 = 573.88, conversion the same
    with a minus, spend L ln 1.1 = 300.
    """
    bridge = split_product(factors_from_levels(SALES, (1000, 30, Decimal(3000)), (1200, 30, Decimal(3300))))
    assert (bridge.base, bridge.actual, bridge.remainder) == (3000, 3300, 0)
    assert amounts(bridge) == {"visitors": Decimal("573.88"), "conversion": Decimal("-573.88"),
                               "spend per buyer": Decimal("300.00")}


@given(LEVELS, LEVELS)
def test_the_parts_of_any_two_days_add_up_to_the_cent(base, actual):
    factors = factors_from_levels(SALES, base, actual)
    bridge = split_product(factors, base[-1], actual[-1])
    assert sum(amounts(bridge).values()) + bridge.remainder == actual[-1] - base[-1]
    assert all(part.amount == part.amount.quantize(Decimal("0.01")) for part in bridge.parts)


@given(RATIOS)
def test_any_number_of_factors_adds_up_whatever_their_signs(pairs):
    factors = [Factor(str(i), one, other) for i, (one, other) in enumerate(pairs)]
    bridge = split_product(factors)
    assert bridge.remainder == 0
    assert sum(amounts(bridge).values()) == bridge.change


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 10**4))
def test_swapping_the_days_turns_every_part_round(v0, v1, s0, s1):
    there = split_product([Factor("v", v0, v1), Factor("s", s0, s1)])
    back = split_product([Factor("v", v1, v0), Factor("s", s1, s0)])
    for one, other in zip(there.parts, back.parts, strict=True):
        assert abs(one.amount + other.amount) <= Decimal("0.01")


def test_a_factor_that_did_not_move_carries_nothing():
    bridge = split_product([Factor("v", 100, 150), Factor("c", Fraction(1, 50), Fraction(1, 50)),
                            Factor("s", 80, 90)])
    assert amounts(bridge)["c"] == 0


def test_a_day_without_visitors_is_carried_by_visitors():
    """Conversion and spend of an empty day are unknown, not zero."""
    bridge = split_product(factors_from_levels(SALES, (0, 0, 0), (500, 10, Decimal("999.90"))))
    assert amounts(bridge)["visitors"] == Decimal("999.90")


def test_visitors_without_buyers_are_carried_by_conversion():
    bridge = split_product(factors_from_levels(SALES, (500, 10, Decimal(1000)), (500, 0, 0)))
    assert amounts(bridge) == {"visitors": 0, "conversion": Decimal("-1000.00"), "spend per buyer": 0}


def test_the_shapley_split_at_a_zero_is_the_mean_over_both_orders():
    """v 0 -> 10 and p 2 -> 4: v first 20, v last 40, mean 30; p first 0, p last 20, mean 10."""
    assert amounts(split_product([Factor("v", 0, 10), Factor("p", 2, 4)])) == {"v": 30, "p": 10}


def test_the_log_mean_agrees_with_the_plain_formula():
    for one, other in ((3, 7), (1000, 1001), (5, 500000)):
        ours = float(log_mean(Fraction(one), Fraction(other)))
        assert isclose(ours, (other - one) / log(other / one), rel_tol=1e-9)


def test_what_the_factors_miss_of_the_total_is_the_remainder():
    bridge = split_product([Factor("v", 100, 110), Factor("s", 10, 10)], base=1000, actual=1130)
    assert (amounts(bridge)["v"], bridge.remainder) == (100, 30)


def test_channels_split_a_drivers_part_and_the_rest_is_shown():
    worth = Factor("worth", Decimal("2.50"), Decimal("2.50"))
    bridge = split_product([Factor("visitors", 1000, 1100), worth])
    part = split_part(bridge.parts[0], [("search", (("channel", "search"),), 150),
                                        ("paid", (("channel", "paid"),), -70)])
    assert [(child.name, child.amount) for child in part.children] == [
        ("search", Decimal("375.00")), ("paid", Decimal("-175.00")), ("not broken down", Decimal("50.00"))]


def test_a_driver_that_stood_still_can_still_hide_two_channels():
    bridge = split_product([Factor("visitors", 1000, 1000), Factor("worth", 3, 3)])
    part = split_part(bridge.parts[0], [("search", (), 100), ("paid", (), -100)])
    assert [child.amount for child in part.children] == [300, -300]


def test_a_bridge_that_does_not_add_up_is_not_built():
    with pytest.raises(ValueError, match="explains"):
        Bridge(Decimal(10), Decimal(12), (Part("a", Decimal(1)),), Decimal(0))
    with pytest.raises(ValueError, match="do not add up"):
        Part("a", Decimal(3), children=(Part("b", Decimal(1)),))


def test_money_as_a_float_is_refused():
    with pytest.raises(TypeError, match="float"):
        split_product([Factor("v", 0.1, 2)])  # type: ignore[arg-type]


@given(st.lists(st.fractions(-10**6, 10**6, max_denominator=10**4), min_size=1, max_size=30))
def test_rounding_moves_no_part_by_a_whole_cent(parts):
    total = Decimal(round(sum(parts) * 100)) / 100
    spread = (Fraction(total) - sum(parts)) / len(parts)
    rounded = share_out([part + spread for part in parts], total)
    assert sum(rounded) == total
    assert all(abs(Fraction(r) - p - spread) < Fraction(1, 100) for r, p in zip(rounded, parts, strict=True))


def test_parts_that_miss_the_total_are_not_rounded_into_it():
    with pytest.raises(ValueError, match="cannot be rounded"):
        share_out([Fraction(1), Fraction(2)], Decimal("3.50"))
