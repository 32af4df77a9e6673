"""A month's target over its days and hours: exact sums, days of events by what such days brought, closed days by nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.desks.month_split import hour_weights, month_weights, split
from daybook.desks.sales.target import compare_with_target, day_target
from daybook.domain.given import OwnEvent
from tests.desks.test_sales_target import KNOWN, SHOP, seen, target

BRAND_DAY = OwnEvent(SHOP.name, "Brand day", "brand_day", date(2026, 3, 20), date(2026, 3, 20), KNOWN)
LAST_BRAND_DAY = OwnEvent(SHOP.name, "Brand day in February", "brand_day", date(2026, 2, 20), date(2026, 2, 20), KNOWN)
CLOSED = OwnEvent(SHOP.name, "Stocktaking", "closed", date(2026, 3, 24), date(2026, 3, 25), KNOWN)
REVIEWED = date(2026, 3, 15)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=31).filter(any))
def test_the_parts_add_up_to_the_cent_and_none_is_below_its_share_by_more_than_one(cents: int, weights: list[int]) -> None:
    total = D(cents) / 100
    parts = split(total, [D(w) for w in weights])
    assert sum(parts) == total
    assert all(abs(p - total * w / sum(weights)) < D("0.01") for p, w in zip(parts, weights, strict=True))


def test_nothing_that_weighs_nothing_gets_a_part() -> None:
    assert split(D(10), [D(0), D(2), D(3)]) == (D(0), D(4), D(6))
    with pytest.raises(ValueError, match="nothing weighs"):
        split(D(10), [D(0)])


def test_all_days_of_the_month_add_up_to_its_target_exactly() -> None:
    known = seen(126, target(7777), events=(BRAND_DAY, LAST_BRAND_DAY, CLOSED))
    weights = month_weights(known, "paid_gmv", REVIEWED)
    assert weights is not None
    assert sum(split(D("7777.77"), [w.weight for w in weights])) == D("7777.77")


def test_a_brand_day_weighs_as_many_times_as_the_last_one_did() -> None:
    """The brand day in February, a Friday, brought 300 where Fridays bring 100: March's weighs three Fridays."""
    known = seen(126, target(8000), events=(BRAND_DAY, LAST_BRAND_DAY))
    known.daily["paid_gmv"][date(2026, 2, 20)] = D(300)       # type: ignore[index]
    weights = month_weights(known, "paid_gmv", REVIEWED)
    assert weights is not None
    brand, friday = weights[19], weights[12]
    assert (brand.event, brand.measured, brand.weight) == ("Brand day", True, 3 * friday.weight)


def test_an_event_never_seen_before_weighs_like_an_ordinary_day_and_says_so() -> None:
    on_it = OwnEvent(SHOP.name, "First brand day", "brand_day", REVIEWED, REVIEWED, KNOWN)
    known = seen(63, target(8000), events=(on_it,))
    weights = month_weights(known, "paid_gmv", REVIEWED)
    assert weights is not None
    assert (weights[14].weight, weights[14].measured) == (D(200), False)
    assert "spread over ordinary days" in compare_with_target(known, "paid_gmv", D(400), "US", "").caution


def test_a_closed_day_has_no_part_of_the_target() -> None:
    known = seen(63, target(8000), events=(CLOSED,))
    assert [found and found.value for day in (24, 25) if (found := day_target(known, "paid_gmv", date(2026, 3, day)))] == [
        D(0), D(0)]


def test_hours_weigh_what_they_brought_on_the_same_weekday() -> None:
    known = seen(63)
    sundays = [REVIEWED - timedelta(weeks=n) for n in (1, 2)]
    hours = {(("paid_hour", "20"),): dict.fromkeys(sundays, D(30)), (("paid_hour", "9"),): {sundays[0]: D(20)},
             (("paid_hour", "10"),): {REVIEWED - timedelta(days=1): D(500)}}
    found = hour_weights(type(known)(SHOP, known.on, datetime(2026, 3, 16, 13), known.daily,
                                     {"hour": {"paid_gmv": hours}}), REVIEWED)
    assert found is not None
    assert (found[20], found[9], sum(found)) == (D(60), D(20), D(80))
    assert hour_weights(known, REVIEWED) is None
