"""A published number against one's own, out of sample: only a difference beyond doubt is told."""

import random

import pytest

from daybook.analysis.calibration import ListingDays, WordDays, best_hours, best_limit, compare, outside


def test_sides_that_differ_by_chance_are_not_told_apart() -> None:
    """Two sides with the same expected loss: of 200 pairs of runs hardly more than chance's one in twenty is told."""
    dice = random.Random(7)
    told = sum(compare([dice.gauss(1, 1) for _ in range(40)], [dice.gauss(1, 1) for _ in range(40)]).better is not None
               for _ in range(200))
    assert told <= 20


def test_a_side_that_loses_less_is_told_once_there_are_enough_units() -> None:
    dice = random.Random(8)
    first, second = [dice.gauss(1, 0.3) for _ in range(40)], [dice.gauss(0.5, 0.3) for _ in range(40)]
    assert compare(first, second).better == 2
    assert compare(second, first).better == 1
    assert compare(first[:7], second[:7]).better is None
    assert compare([], []) == compare([], [])
    with pytest.raises(ValueError, match="same units"):
        compare([1.0], [])


def test_a_word_that_sells_late_is_lost_by_cutting_it_and_one_that_never_sells_is_saved() -> None:
    """Ten clicks a day at 2 a click: cut at 20 the second day is its last.  The late seller then leaves 100 for 40 of cost; the
    other saves those 40; one that sold on its first day is never cut."""
    late = WordDays([10] * 4, [500] * 4, [0, 0, 0, 1], [20] * 4, [0, 0, 0, 100])
    never = WordDays([10] * 4, [500] * 4, [0] * 4, [20] * 4, [0] * 4)
    sold = WordDays([10] * 4, [500] * 4, [1, 0, 0, 0], [20] * 4, [100, 0, 0, 0])
    assert [w.lost_after(20, "clicks") for w in (late, never, sold)] == [60, -40, 0]
    assert late.lost_after(1000, "impressions") == 60
    assert late.lost_after(100, "clicks") == 0
    assert best_limit([late], (20.0, 50.0)) == 50
    assert best_limit([never], (20.0, 50.0)) == 20
    assert best_limit([sold], (20.0, 50.0)) is None


def test_the_peak_is_where_most_is_paid() -> None:
    day = [0.0] * 24
    day[19], day[20], day[21], day[9] = 5.0, 3.0, 1.0, 1.0
    assert best_hours([day, day], 2) == 19
    assert outside(day, 19, 2) == pytest.approx(0.2)
    assert best_hours([[0.0] * 24], 2) is None


def test_a_listing_is_called_by_its_first_visitors_and_judged_by_those_after_them() -> None:
    """40 visitors with two buyers, 300 with six: 5 % and 2 %; the 300 after that buy at 1 %, wanted are 3 %."""
    one = ListingDays([40, 260, 300], [2, 4, 3])
    assert one.calls(40, 300, 0.03, 300) == (True, False, False)
    assert ListingDays([40, 260, 299], [2, 4, 3]).calls(40, 300, 0.03, 300) is None
    assert ListingDays([40], [2]).calls(40, 300, 0.03, 300) is None
    assert ListingDays([700, 300], [21, 3]).calls(40, 300, 0.03, 300) == (True, True, False)
