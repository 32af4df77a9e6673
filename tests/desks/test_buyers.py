"""The buyers desk: what it tells of a book and of days, and when it is silent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest

from daybook.analysis.buyers.falling import change_of
from daybook.desks.buyers import DESK
from daybook.desks.buyers.book import BOOK
from daybook.desks.buyers.findings import (
    find_bundle,
    find_discount_habit,
    find_due,
    find_returning_falls,
    find_worse_cohort,
)
from daybook.domain.buyers import BoughtTogether, BuyerBook, BuyerWeek, Cohort, CohortMonth, Identity, Interval
from daybook.domain.seen import Seen
from tests.desks import seen as made

ON = date(2026, 9, 3)               # a Thursday, the third of a month


def morning(daily: dict[str, list[int]] | None = None, book: BuyerBook | None = None, on: date = ON) -> Seen:
    """A morning with the last days of some metrics, the newest last, and a book."""
    days = {name: {on - timedelta(days=len(values) - n): D(v) for n, v in enumerate(values)}
            for name, values in {"paid_gmv": [10000] * 70, **(daily or {})}.items()}
    base = made.seen()
    return replace(base, on=on, as_of=datetime(on.year, on.month, on.day, 1, tzinfo=UTC), daily=days,
                   read={} if book is None else {BOOK: book})


def a_book(**parts: object) -> BuyerBook:
    return replace(BuyerBook("kettles", ON, datetime(2026, 9, 3, 1, tzinfo=UTC), "CNY", date(2025, 1, 1), Identity(900, 900), 700),
                   **parts)  # type: ignore[arg-type]


def days_of(usual: int, last: int) -> list[int]:
    """63 days, a little uneven, of which the last seven are another level."""
    return [usual + n % 3 for n in range(56)] + [last] * 7


def test_returning_buyers_who_stay_away_are_told_with_what_they_spend():
    seen = morning({"returning_buyers": days_of(40, 20), "new_buyers": [60] * 63, "returning_gmv": [8000] * 63})
    [found] = find_returning_falls(seen)
    assert found.measured == D("0.25")                       # 140 of 560
    assert found.base == D("0.4058")                         # 2295 of 5655
    assert found.adds_up()
    assert found.at_stake is not None
    assert found.at_stake.mid == pytest.approx(D("4097"), rel=D("0.01"))    # 21 a day at 8000 / 41 each
    assert [m.move for m in DESK.moves[found.kind](found, seen)] == ["bring_back"]


@pytest.mark.parametrize(("back", "new", "why"), [
    (days_of(40, 38), [60] * 63, "a small loss"),
    (days_of(40, 40), [60] * 56 + [180] * 7, "only more new buyers"),
    (days_of(2, 1), [3] * 63, "too few to tell from noise"),
    (days_of(40, 20)[-20:], [60] * 20, "no weeks to compare with")])
def test_the_desk_is_silent_about(back: list[int], new: list[int], why: str):
    assert not list(find_returning_falls(morning({"returning_buyers": back, "new_buyers": new}))), why


def test_where_orders_carry_no_buyer_the_platforms_own_count_is_read():
    old = days_of(40, 20)
    seen = morning({"platform_paid_buyers": [o + 60 for o in old], "platform_new_buyers": [60] * 63,
                    "platform_paid_gmv": [20000] * 63})
    assert len(list(find_returning_falls(seen))) == 1


def cohorts(last: int) -> tuple[Cohort, ...]:
    """Ten months of 400 new buyers each, of whom 80 came again in the month after; of the newest so many."""
    return tuple(Cohort(date(2025, 9 + n, 1) if n < 4 else date(2026, n - 3, 1), 400, (
        CohortMonth(0, 400, D(40000), None), CohortMonth(1, last if n == 9 else 80 + n % 3, D(8000), None))) for n in range(10))


def test_a_cohort_that_comes_back_less_is_told_in_the_first_days_of_a_month():
    seen = morning(book=a_book(cohorts=cohorts(40)))
    [found] = find_worse_cohort(seen)
    assert (found.measured, found.since) == (D("0.1"), date(2026, 6, 1))
    assert found.base == pytest.approx(D("0.2"), abs=D("0.01"))
    assert found.adds_up()
    assert [m.move for m in DESK.moves[found.kind](found, seen)] == ["welcome_cohort"]
    assert not list(find_worse_cohort(morning(book=a_book(cohorts=cohorts(76)))))
    late = date(2026, 9, 20)
    assert not list(find_worse_cohort(morning(book=a_book(cohorts=cohorts(40), on=late), on=late)))


def weeks(last: int, told: int = 200) -> tuple[BuyerWeek, ...]:
    return tuple(BuyerWeek(date(2026, 9, 2) - timedelta(days=7 * (9 - n)), 100, 150, 110, told, D(9000), D(16000), told,
                           last if n > 7 else 40 + n % 4) for n in range(10))


def test_discounts_that_become_a_habit_are_told_once_a_book():
    book = a_book(weeks=weeks(90))
    [found] = find_discount_habit(morning(book=book))
    assert (found.measured, found.direction, found.higher_is_better) == (D("0.45"), "up", False)
    assert found.at_stake is not None
    assert found.at_stake.mid == pytest.approx(D(32000) / 14 * (D("0.45") - found.base) * D("0.1"), abs=D("0.1"))
    assert not list(find_discount_habit(morning(book=replace(book, on=ON - timedelta(days=1)))))
    assert not list(find_discount_habit(morning(book=a_book(weeks=weeks(48)))))
    untold = tuple(replace(w, told=0, discounted=0) for w in weeks(0))
    assert not list(find_discount_habit(morning(book=a_book(weeks=untold))))


def item(due: int | None, **parts: object) -> Interval:
    return replace(Interval("K1", "Kettle", 120, 20, 30, 27, 33, 45, D("0.4"), due, D("180.00")), **parts)  # type: ignore[arg-type]


def test_buyers_who_are_due_are_a_crowd_of_fifty_at_least():
    seen = morning(book=a_book(items=(item(300),)))
    [found] = find_due(seen)
    assert (found.measured, found.scope) == (D(300), (("item_id", "K1"),))
    assert found.at_stake is not None
    assert found.at_stake.mid == D("2700.00")                # 300 x 180 x 5 %
    [task] = DESK.moves[found.kind](found, seen)
    assert "300" in task.what
    assert task.object == "Kettle"
    assert not list(find_due(morning(book=a_book(items=(item(49),)))))
    assert not list(find_due(morning(book=a_book(items=(item(None),)))))
    assert not list(find_due(morning(book=a_book(items=(item(300, mean_paid=None),)))))
    assert not list(find_due(morning(book=a_book(on=ON - timedelta(days=3), items=(item(300),)))))


def test_a_pair_is_proposed_by_the_first_book_of_a_month():
    pair = BoughtTogether("K1", "F2", "Kettle", "Filter", 80, D("0.02"), D("0.3"), D("0.5"), D("6.00"), D("4.00"), D("3.10"),
                          D("5.00"), 0.0001)
    [found] = find_bundle(morning(book=a_book(pairs=(pair,))))
    assert (found.measured, found.base) == (D(80), D("20.0"))
    assert found.adds_up()
    weak = replace(pair, low=D("1.2"))
    assert not list(find_bundle(morning(book=a_book(pairs=(weak,)))))
    later = date(2026, 9, 17)
    assert not list(find_bundle(morning(book=a_book(pairs=(pair,), on=later), on=later)))


def test_a_book_that_is_two_weeks_old_tells_nothing():
    old = a_book(items=(item(300),), cohorts=cohorts(40), on=ON - timedelta(days=14))
    assert not [f for find in DESK.finds for f in find(morning(book=old))]


def test_days_that_scatter_more_than_coins_widen_the_noise():
    steady, wild = [(30, 100)] * 8, [(10, 100), (50, 100)] * 4
    assert change_of((20, 100), steady).odds < 0.05 < change_of((20, 100), wild).odds      # type: ignore[union-attr]
    assert change_of((0, 0), steady) is None
    assert change_of((1, 10), [(0, 100)] * 8) is None
