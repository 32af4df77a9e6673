"""Slices: what each carries, mix against rate, and people who are counted twice."""
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.analysis.bridge import Bridge, Part
from daybook.analysis.decomposition import Factor, factors_from_levels, split_product
from daybook.analysis.mix import (
    Levels,
    Slice,
    split_by_slice,
    split_drivers,
    split_mix_and_rate,
    split_people,
    split_rate,
    split_slices_by_factor,
)

SALES = ("visitors", "conversion", "spend per buyer")
MONEY = st.decimals(Decimal(-10**5), Decimal(10**7), places=2)
SLICES = st.dictionaries(st.sampled_from(["search", "paid", "live", "activity", "feed"]), MONEY)


def named(bridge: Bridge, *path: str) -> Part:
    parts: tuple[Part, ...] = bridge.parts
    for name in path:
        [part] = [part for part in parts if part.name == name]
        parts = part.children
    return part


@st.composite
def rated(draw: st.DrawFn) -> Slice:
    def day() -> tuple[int, int]:
        under = draw(st.integers(0, 10**5))
        return under, draw(st.integers(0, 10**4)) if under else 0
    return Slice(draw(st.uuids()).hex, *day(), *day())


@given(SLICES, SLICES)
def test_slices_of_money_add_up_to_the_cent(base, actual):
    bridge = split_by_slice("channel", base, actual)
    assert bridge.remainder == 0 or not bridge.parts
    assert sum((part.amount for part in bridge.parts), bridge.remainder) == bridge.change


def test_orders_that_no_slice_reports_are_the_remainder():
    bridge = split_by_slice("channel", {"search": 100}, {"search": 80, "live": 40}, totals=(120, 150))
    assert (named(bridge, "search").amount, named(bridge, "live").amount, bridge.remainder) == (-20, 40, 10)


def test_product_visitors_leave_an_explicit_overlap():
    """Two products with 60 and 70 visitors were 100 people, today 90 and 70 are 110: 20 more saw both."""
    bridge = split_people("item", {"kettle": 60, "mug": 70}, {"kettle": 90, "mug": 70}, totals=(100, 110))
    assert named(bridge, "kettle").amount == 30
    assert named(bridge, "overlap").amount == -20
    assert bridge.remainder == 0


def test_slices_that_do_not_cover_the_shop_are_not_called_overlap():
    bridge = split_people("item", {"kettle": 60}, {"kettle": 50}, totals=(100, 110))
    assert [part.name for part in bridge.parts] == ["kettle"]
    assert bridge.remainder == 20


def test_better_traffic_is_mix_and_a_better_page_is_rate():
    """Shares move from feed (1 %) to search (5 %): no slice converts better, all is mix."""
    moved = [Slice("search", 500, 25, 700, 35), Slice("feed", 500, 5, 300, 3)]
    bridge = split_mix_and_rate("channel", moved)
    assert [part.amount for part in bridge.parts] == [0, 8, 0]
    better = [Slice("search", 500, 25, 500, 30), Slice("feed", 500, 5, 500, 5)]
    bridge = split_mix_and_rate("channel", better)
    assert [part.amount for part in bridge.parts] == [0, 0, 5]
    assert named(bridge, "rate", "search").amount == 5


def test_conversion_can_fall_while_every_channel_rises():
    """Simpson: search 5 -> 6 %, feed 1 -> 1.5 %, but traffic runs to feed."""
    slices = [Slice("search", 800, 40, 200, 12), Slice("feed", 200, 2, 800, 12)]
    bridge = split_rate("channel", slices)
    assert bridge is not None
    assert bridge.change == Decimal("-0.018000")
    assert named(bridge, "rate").amount > 0 > named(bridge, "mix").amount


@given(st.lists(rated(), min_size=1, max_size=8))
def test_volume_mix_and_rate_add_up_at_every_level(slices):
    bridge = split_mix_and_rate("channel", slices)
    assert sum(part.amount for part in bridge.parts) + bridge.remainder == bridge.change
    assert bridge.change == sum(one.actual_over for one in slices) - sum(one.base_over for one in slices)
    for part in bridge.parts[1:]:
        assert sum((child.amount for child in part.children), Decimal(0)) == part.amount


@given(st.lists(rated(), min_size=1, max_size=8))
def test_a_ratio_of_sums_splits_exactly_or_cannot_be_told(slices):
    bridge = split_rate("channel", slices)
    if bridge is None:
        assert 0 in (sum(one.base_under for one in slices), sum(one.actual_under for one in slices))
    else:
        assert sum(part.amount for part in bridge.parts) == bridge.change
        assert bridge.remainder == 0


def test_orders_over_no_visitors_are_refused():
    with pytest.raises(ValueError, match="over nothing"):
        split_mix_and_rate("channel", [Slice("search", 0, 3, 10, 1), Slice("feed", 10, 1, 10, 1)])


def test_factors_inside_slices_add_up_to_the_whole():
    slices = {"search": factors_from_levels(SALES, (700, 20, Decimal("1999.99")), (650, 21, Decimal(2310))),
              "live": factors_from_levels(SALES, (0, 0, 0), (90, 4, Decimal("120.01")))}
    bridge = split_slices_by_factor("channel", slices)
    assert bridge.change == Decimal("430.02")
    assert named(bridge, "live", "visitors").amount == Decimal("120.01")
    assert sum(child.amount for child in named(bridge, "search").children) == Decimal("310.01")


FINE = st.decimals(Decimal(-10**6), Decimal(10**6), places=4)
DAY = st.tuples(st.integers(0, 10**4), st.integers(0, 10**3), FINE)


@given(st.dictionaries(st.sampled_from(["search", "paid", "live"]), st.tuples(DAY, DAY), min_size=1),
       st.none() | st.tuples(FINE, FINE))
def test_money_of_four_decimals_adds_up_inside_every_slice(days, totals):
    slices = {value: factors_from_levels(SALES, *both) for value, both in days.items()}
    bridge = split_slices_by_factor("channel", slices, totals)
    assert sum((part.amount for part in bridge.parts), bridge.remainder) == bridge.change
    for part in bridge.parts:
        assert sum(child.amount for child in part.children) == part.amount


@st.composite
def chains(draw: st.DrawFn) -> Levels:
    def day() -> tuple[int, int, Decimal]:
        visitors = draw(st.integers(0, 10**5))
        buyers = draw(st.integers(0, visitors))
        return visitors, buyers, draw(st.decimals(0, 10**6, places=2)) if buyers else Decimal(0)
    return Levels(day(), day())


def sum_of(slices: dict[str, Levels], lost: tuple[int, int]) -> Levels:
    base, actual = ([sum(level) for level in zip(*days, strict=True)]
                    for days in ([one.base for one in slices.values()], [o.actual for o in slices.values()]))
    base[0], actual[0] = max(base[0] - lost[0], base[1]), max(actual[0] - lost[1], actual[1])
    return Levels(tuple(base), tuple(actual))


@given(st.dictionaries(st.sampled_from(["search", "paid", "live"]), chains(), min_size=1),
       st.tuples(st.integers(0, 500), st.integers(0, 500)))
def test_drivers_and_the_channels_inside_them_add_up(slices, lost):
    whole = sum_of(slices, lost)
    bridge = split_drivers(SALES, whole, "channel", slices)
    assert bridge.change == whole.actual[-1] - whole.base[-1]
    assert sum(part.amount for part in bridge.parts) + bridge.remainder == bridge.change
    for part in bridge.parts:
        assert sum((child.amount for child in part.children), Decimal(0)) == part.amount


def test_drivers_name_the_channel_that_moved_them():
    """Search loses half its visitors, nothing else moves, nobody is counted twice."""
    slices = {"search": Levels((1000, 50, Decimal(5000)), (500, 25, Decimal(2500))),
              "live": Levels((1000, 50, Decimal(5000)), (1000, 50, Decimal(5000)))}
    bridge = split_drivers(SALES, sum_of(slices, (0, 0)), "channel", slices)
    assert named(bridge, "visitors", "search").amount == -2500
    assert named(bridge, "visitors", "live").amount == 0
    assert named(bridge, "conversion").amount == named(bridge, "spend per buyer").amount == 0


def test_overlap_of_visitors_is_priced_like_any_visitor():
    slices = {"search": Levels((600, 30, Decimal(3000)), (600, 30, Decimal(3000))),
              "live": Levels((600, 30, Decimal(3000)), (600, 30, Decimal(3000)))}
    whole = Levels((1000, 60, Decimal(6000)), (1100, 60, Decimal(6000)))
    bridge = split_drivers(SALES, whole, "channel", slices)
    assert named(bridge, "visitors", "overlap").amount == named(bridge, "visitors").amount > 0
    assert named(bridge, "conversion", "not broken down").amount == named(bridge, "conversion").amount


def test_split_by_slice_of_factors_agrees_with_the_whole_for_one_slice():
    factors = [Factor("v", 100, 140), Factor("s", Fraction(7, 3), Fraction(9, 4))]
    [part] = split_slices_by_factor("channel", {"all": factors}).parts
    assert part.children == split_product(factors).parts
