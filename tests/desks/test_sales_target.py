"""The day's part of the month's target: by the shop's own weekdays where they are known, evenly where they are not."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.desks.sales.target import compare_with_target, day_target, target_note
from daybook.desks.sales.tiles import tiles
from daybook.domain.brief import State
from daybook.domain.given import Given, OwnEvent, Target
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop

SHOP = Shop("mei-us", "Mei", Platform.SHOPIFY, "America/New_York", "USD")
ON = date(2026, 3, 16)                  # a Monday; the reviewed day is Sunday 15 March
KNOWN = datetime(2026, 3, 1, tzinfo=UTC)


def seen(days: int, *targets: Target, events: tuple[OwnEvent, ...] = ()) -> Seen:
    """A shop that takes 100 a day and 200 on Saturdays and Sundays, known for some days."""
    reviewed = ON - timedelta(days=1)
    sold = {d: D(200) if d.weekday() > 4 else D(100) for d in (reviewed - timedelta(days=n) for n in range(days))}
    as_of = datetime(2026, 3, 16, 13, tzinfo=UTC)
    return Seen(SHOP, ON, as_of, {"paid_gmv": sold}, states={"orders": dict.fromkeys(sold, State.IN)},
                first_day=min(sold), given=Given(SHOP, as_of, targets=targets, own_events=events))


def target(value: int, valid_from: date | None = None, metric: str = "paid_gmv") -> Target:
    return Target(SHOP.name, metric, date(2026, 3, 1), D(value), valid_from, KNOWN)


def test_a_sunday_weighs_what_sundays_sell() -> None:
    """March 2026 has 22 weekdays and 9 days of weekends: 22 x 100 + 9 x 200 = 4,000."""
    found = day_target(seen(63, target(8000)), "paid_gmv", date(2026, 3, 15))
    assert found is not None
    assert (found.value, found.by_weekday) == (D("400.00"), True)
    assert "8 weeks" in target_note(seen(63, target(8000)), "paid_gmv", "")


def test_too_few_known_weeks_spread_the_target_evenly_and_say_so() -> None:
    made = compare_with_target(seen(27, target(6200)), "paid_gmv", D(200), "US", "")
    assert (made.value, made.change, made.change_rate) == (D("200.00"), D("0.00"), D(0))
    assert "evenly" in made.caution


def test_parts_of_a_whole_week_are_a_weeks_part_of_the_month() -> None:
    known = seen(70, target(8000))
    week = [day_target(known, "paid_gmv", date(2026, 3, d)) for d in range(9, 16)]
    assert sum(part.value for part in week if part) == D(8000) * 900 / 4000


def test_without_a_target_the_tile_says_so() -> None:
    paid = next(t for t in tiles(seen(63)) if t.metric == "paid_gmv")
    (made,) = [c for c in paid.comparisons if c.with_ == "target"]
    assert (made.value, made.why_not) == (None, "no target is set for 2026-03")


def test_a_revised_target_counts_from_its_day() -> None:
    known = seen(63, target(8000), target(4000, date(2026, 3, 10)))
    found = [day_target(known, "paid_gmv", date(2026, 3, d)) for d in (9, 10)]
    assert [f and f.month for f in found] == [D(8000), D(4000)]


def test_a_target_of_another_metric_is_none_of_this_one() -> None:
    assert day_target(seen(63, target(8000, metric="ad_spend")), "paid_gmv", date(2026, 3, 15)) is None


def test_a_day_of_the_shops_own_event_is_no_ordinary_day() -> None:
    sale = OwnEvent(SHOP.name, "Spring sale", "promotion", date(2026, 3, 14), date(2026, 3, 15), KNOWN)
    made = compare_with_target(seen(63, target(8000), events=(sale,)), "paid_gmv", D(500), "US", "")
    assert made.change == D("100.00")
    assert made.caution == "Spring sale: the month's target is spread over ordinary days"
