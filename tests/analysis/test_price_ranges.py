"""Ranges and paths of prices are those that trying out every price finds; bounds say who set them."""

import numpy as np
import pytest

from daybook.analysis.price_path import nearest, parts
from daybook.analysis.price_ranges import bound_by, broken, tighten
from daybook.analysis.stacked_price import Step, least_posted, most_posted, paid
from tests.analysis.price_cases import Case, case_of, tried_out

FEW, MANY = range(60), range(1000)


def judged(seed: int) -> bool:
    """Compares one case; whether all of its events could be kept."""
    case = case_of(seed)
    return ranges_agree(case, seed) & path_agrees(case, seed)


def ranges_agree(case: Case, seed: int) -> bool:
    prices, windows = case.prices, case.asks()
    tighten(prices, windows)
    found = tried_out(case, set(range(len(case.order))))
    assert (len(broken(prices, windows)) == 0) == (found is not None), seed
    if found is None:
        return False
    days, events = found
    for row, cells in enumerate(days):
        for day, cell in enumerate(cells):
            assert cell == set(range(prices.low[row, day], prices.high[row, day] + 1)), (seed, row, day)
    for event, cell in enumerate(events):
        assert cell == set(range(prices.event_low[event], prices.event_high[event] + 1)), (seed, event)
    return True


def path_agrees(case: Case, seed: int) -> bool:
    """Event by event in its order: kept where any price is left, and then at the nearest one that is."""
    standing = {e for e, n in enumerate(case.order) if n == 0}
    if tried_out(case, standing) is None:
        return False                            # what stands is broken already; told by the test of broken windows
    path = nearest(case.prices, case.asks(), np.array(case.wish), np.array(case.wished), np.array(case.order))
    kept, at = set(standing), {e: case.event_low[e] for e in standing}
    for event in sorted((e for e, n in enumerate(case.order) if n), key=lambda e: case.order[e]):
        found = tried_out(case, kept | {event}, at)
        assert path.kept[event] == (found is not None), (seed, event)
        if found is not None:
            kept.add(event)
            at[event] = min(found[1][event], key=lambda p: abs(p - case.wished[event]))
            assert path.events[event] == at[event], (seed, event)
            assert (path.room_low[event], path.room_high[event]) == (min(found[1][event]), max(found[1][event])), (seed, event)
        else:
            assert path.cause[event] >= 0, (seed, event)
    days, _ = tried_out(case, kept, at) or ([], [])
    for row, cells in enumerate(days):
        for day, cell in enumerate(cells):
            assert path.days[row, day] == min(cell, key=lambda p: abs(p - case.wish[row][day])), (seed, row, day)
    return len(kept) == len(case.order)


def test_ranges_and_paths_are_those_that_trying_everything_finds() -> None:
    whole = [judged(seed) for seed in FEW]
    assert 10 < sum(whole) < len(whole) - 10    # both kinds are among them


@pytest.mark.long
def test_a_thousand_small_plans_are_those_that_trying_everything_finds() -> None:
    whole = [judged(seed) for seed in MANY]
    assert 150 < sum(whole) < len(whole) - 150


def test_a_lower_price_before_an_event_says_which_window_it_would_break() -> None:
    """Filed at 75 for days 4 and 5; the lowest price of the three days before must not be lower; day 0 is over, at 79."""
    case = Case(((79, 0, 0, 0, 0, 0),), ((79, 99, 99, 99, 99, 99),), (75,), (75,),
                ((0, 0, 1, 3, 10_000, False), (0, 0, 4, 5, 10_000, True)), ((),), (75,), (0,))
    prices, windows = case.prices, case.asks()
    tighten(prices, windows)
    assert prices.low.tolist() == [[79, 75, 75, 75, 75, 75]]
    assert prices.high.tolist() == [[79, 99, 99, 99, 75, 75]]
    by = bound_by(prices, case.prices, windows)
    assert by.low.tolist() == [[-1, 0, 0, 0, 1, 1]]
    assert by.high.tolist() == [[-1, -1, -1, -1, 1, 1]]


def test_a_wished_price_is_held_down_by_the_lowest_day_of_its_window() -> None:
    """Sold at 70 on day 1: what asks for 95 % of the lowest of three days can be 66 at most, whatever was wished."""
    case = Case(((79, 70, 79, 0),), ((79, 70, 79, 99),), (0,), (99,),
                ((0, 0, 0, 2, 9_500, False), (0, 0, 3, 3, 10_000, True)), ((79, 70, 79, 75),), (75,), (1,))
    path = nearest(case.prices, case.asks(), np.array(case.wish), np.array(case.wished), np.array(case.order))
    assert (path.events[0], path.room_high[0], path.days[0, 3]) == (66, 66, 66)
    by = bound_by(path.prices, case.prices, case.asks())
    assert (by.event_high[0], by.event_day[0]) == (0, 1)


def test_a_filed_event_that_was_undercut_is_broken_on_that_day_and_holds_the_others() -> None:
    case = Case(((70, 0, 0),), ((70, 99, 99),), (75,), (75,), ((0, 0, 0, 1, 10_000, False), (0, 0, 2, 2, 10_000, True)),
                ((),), (75,), (0,))
    prices, windows = case.prices, case.asks()
    tighten(prices, windows)
    found = broken(prices, windows)
    assert (found.window.tolist(), found.day.tolist()) == ([0], [0])
    assert prices.low.tolist() == [[70, 75, 75]]


def test_skus_that_share_an_event_are_one_part() -> None:
    case = Case(((0,) * 2,) * 4, ((9,) * 2,) * 4, (0,) * 3, (9,) * 3,
                ((0, 3, 0, 0, 10_000, False), (0, 1, 0, 0, 10_000, False), (1, 1, 0, 0, 10_000, False),
                 (1, 2, 0, 0, 10_000, False)), ((),), (1,) * 3, (1,) * 3)
    assert parts(case.asks(), 3, 4).tolist() == [0, 1, 1, 1]


def test_what_is_posted_for_a_price_paid_is_what_trying_every_price_finds() -> None:
    """199 less 20, then a tenth off, then 30 off every 300 that nobody reaches with one unit."""
    posted = np.arange(0, 400)
    steps = (Step(np.full(400, 199), np.full(400, 20)), Step(np.full(400, 10_000), np.full(400, 1_000), capped=False),
             Step(np.full(400, 300), np.full(400, 30)), Step(np.full(400, 1), np.full(400, 0)))
    left = paid(posted, steps)
    assert (np.diff(left) >= 0).all()
    assert left[199] == 144                     # 179, then 161, less its share of 30 in 300, in the buyer's favour
    one = [Step(s.threshold[:1], s.off[:1], s.capped) for s in steps]
    for pays in range(1, 250):
        assert least_posted(np.array([pays]), one)[0] == min(p for p in posted if left[p] >= pays)
        assert most_posted(np.array([pays]), one)[0] == max(p for p in posted if left[p] <= pays)
