"""Several days as one number: summed where that is allowed, the platform's own count, or honestly less."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.domain.brief import Unit
from daybook.domain.errors import GrainError
from daybook.domain.seen import Seen
from daybook.facts.report_tables import SHOP_DAY
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import value_of
from daybook.metrics.definitions.stock import UNITS_PER_DAY, days_of_cover, units_per_day
from daybook.metrics.metric import Metric
from daybook.metrics.reported import Reported, Sum
from daybook.metrics.windows import Basis, add_trailing, over_days

from .reported_house import DAYS

SUNDAY = DAYS[-1]


@pytest.mark.parametrize("name", [
    "visitors", "platform_paid_buyers", "payment_cvr", "uv_value", "views_per_visitor", "dwell_seconds", "bounce_rate",
    "sellable_units", "stockout_rate", "source_visitors", "product_payment_cvr", "search_visitors", "list_price"])
def test_people_rates_and_levels_are_never_summed_over_days(name: str, all_seen: Seen) -> None:
    with pytest.raises(GrainError, match="may not be summed over day"):
        value_of(catalog()[name], all_seen.daily, DAYS[1:])


@pytest.mark.parametrize(("name", "value", "basis"), [
    ("page_views", D(8100), Basis.SUM), ("platform_paid_gmv", D(10700), Basis.SUM),
    ("platform_refund_rate", D(699) / D(10700), Basis.RATIO_OF_SUMS),
    ("visitors", D(1000), Basis.MEAN_OF_DAYS),
    ("payment_cvr", (D("0.03") + D("0.02") + D("0.03")) / 3, Basis.MEAN_OF_DAYS),
    ("dwell_seconds", D(37) / D(3), Basis.MEAN_OF_DAYS),
    ("sellable_units", D(30), Basis.LAST_LEVEL), ("stockout_rate", D("0.5"), Basis.LAST_LEVEL),
    ("ad_spend", None, Basis.CANNOT_TELL), ("roas", None, Basis.CANNOT_TELL), ("search_visitors", None, Basis.CANNOT_TELL),
    ("sessions", None, Basis.CANNOT_TELL),
])
def test_three_days_are_named_for_what_they_are(name: str, value: D | None, basis: Basis, all_seen: Seen) -> None:
    found = over_days(catalog()[name], all_seen.daily, DAYS)
    assert (found.value, found.basis) == (value, basis)


def test_two_days_of_ads_are_a_ratio_of_sums(all_seen: Seen) -> None:
    """480 + 1500 sold over 120 + 252 spent, not the mean of 4 and 5.95."""
    found = over_days(catalog()["roas"], all_seen.daily, DAYS[1:])
    assert (found.value, found.basis) == (D(1980) / D(372), Basis.RATIO_OF_SUMS)


def test_the_platforms_own_count_of_the_window_is_used_where_there_is_one(all_seen: Seen) -> None:
    """2500 people in three days, who came 3000 times a day each; 80 of them paid."""
    own = {"visitors": D(2500), "platform_paid_buyers": D(80)}
    rate = over_days(catalog()["payment_cvr"], all_seen.daily, DAYS, own)
    assert (rate.value, rate.basis) == (D("0.032"), Basis.OWN_COUNT)
    assert over_days(catalog()["visitors"], all_seen.daily, DAYS, own).value == D(2500)
    assert over_days(catalog()["uv_value"], all_seen.daily, DAYS, own).value == D("4.28")
    assert over_days(catalog()["add_to_cart_rate"], all_seen.daily, DAYS, own).basis is Basis.MEAN_OF_DAYS


def test_one_day_is_itself(all_seen: Seen) -> None:
    found = over_days(catalog()["payment_cvr"], all_seen.daily, [SUNDAY])
    assert found.value == D("0.03")


def test_no_day_tells_nothing(all_seen: Seen) -> None:
    for name in ("paid_gmv", "visitors", "sellable_units", "roas"):
        assert over_days(catalog()[name], all_seen.daily, []).basis is Basis.CANNOT_TELL


def test_people_cannot_be_declared_as_a_sum_over_rows() -> None:
    people = Metric("visitors_added", "访客数", Unit.PEOPLE, SHOP_DAY, "day", Sum("visitors"))
    with pytest.raises(GrainError, match="may not be added over rows"):
        Reported("wrong", SHOP_DAY, (), (people,))


def test_units_per_day_need_two_known_weeks() -> None:
    sold = {SUNDAY - timedelta(days=n): D(6) for n in range(13)}
    assert units_per_day(sold, SUNDAY) is None
    sold[SUNDAY - timedelta(days=20)] = D(20)
    assert units_per_day(sold, SUNDAY) == D(7)
    sold[SUNDAY - timedelta(days=28)] = D(999)
    assert units_per_day(sold, SUNDAY) == D(7)


def test_days_of_cover_count_what_can_be_sold_and_nothing_on_its_way() -> None:
    numbers = {"units_sold": {SUNDAY - timedelta(days=n): D(n % 2 * 4) for n in range(28)},
               "sellable_units": {SUNDAY: D(30)}, "in_transit_units": {SUNDAY: D(500)}}
    add_trailing(numbers, date(2026, 11, 1), SUNDAY)
    assert numbers[UNITS_PER_DAY.name] == {SUNDAY: D(2)}
    assert value_of(catalog()["days_of_cover"], numbers, [SUNDAY]) == D(15)


@pytest.mark.parametrize(("level", "per_day", "days"), [
    (D(30), D(2), D(15)), (D(0), D(2), D(0)), (D(-3), D(2), D(0)), (D(30), D(0), None), (D(30), None, None),
    (None, D(2), None)])
def test_cover_of_an_unknown_level_or_of_what_does_not_sell_is_unknown(level: D | None, per_day: D | None,
                                                                       days: D | None) -> None:
    assert days_of_cover(level, per_day) == days
