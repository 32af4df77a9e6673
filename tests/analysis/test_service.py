"""Queues against published tables, rosters and shifts by hand, asks to come of a made shop, scripts beside a published example."""

import numpy as np
import pytest

from daybook.analysis.service.alike import groups
from daybook.analysis.service.asks import asks_of_day
from daybook.analysis.service.compared import difference, needed_each
from daybook.analysis.service.queues import Service, erlang_c, queue_with_leaving, queue_without_leaving
from daybook.analysis.service.rota import best_shift, on_duty, short


@pytest.mark.parametrize(("agents", "waits", "within"), [(11, 0.682, 0.390), (12, 0.449, 0.640), (13, 0.285, 0.796),
                                                         (14, 0.174, 0.888)])
def test_erlang_c_gives_the_worked_example_of_call_centre_helper(agents: int, waits: float, within: float) -> None:
    """100 calls in half an hour, 180 seconds each, answered within 20 seconds: 14 agents are the first with 80 %."""
    found = queue_without_leaving(100, 180, agents, 20)
    assert (round(found.waits, 3), round(found.within, 3)) == (waits, within)


def test_erlang_a_gives_the_table_of_gans_koole_and_mandelbaum() -> None:
    """50 agents, 48 calls a minute, answers of one minute, patience of two: Erlang C says 20.8 seconds and 96 % busy, Erlang A
    3.1 % abandoned, 3.7 seconds and 93 % busy (M&SOM 5, 2003, the comparison of both models)."""
    all_wait, some_leave = queue_without_leaving(1440, 60, 50, 20), queue_with_leaving(1440, 60, 50, 120, 20)
    assert (round(all_wait.mean_wait, 1), round(all_wait.busy, 2)) == (20.8, 0.96)
    assert (round(some_leave.left, 3), round(some_leave.mean_wait, 1), round(some_leave.busy, 2)) == (0.031, 3.7, 0.93)


def test_whoever_is_not_answered_in_any_time_has_left() -> None:
    """Within for ever and left are all; patience without end is Erlang C."""
    found = queue_with_leaving(90, 240, 10, 90, 1e7)
    assert found.within + found.left == pytest.approx(1)
    patient, never = queue_with_leaving(60, 240, 12, 1e7, 60), queue_without_leaving(60, 240, 12, 60)
    assert (patient.waits, patient.within) == pytest.approx((never.waits, never.within), rel=1e-3)


def test_more_asks_than_can_be_answered_are_no_steady_queue() -> None:
    assert erlang_c(12, 12) == 1.0
    assert queue_without_leaving(120, 180, 12, 20).within == 0.0
    assert 0 < queue_with_leaving(120, 180, 12, 120, 20).within < 1      # people leave, the rest are answered


def test_many_more_slots_than_asks_are_no_number_too_large() -> None:
    """One ask a half hour before 300 slots, and 100,000 before one: answered at once, and left nearly all."""
    assert queue_with_leaving(1, 300, 300, 300, 60).within == pytest.approx(1)
    assert Service(300, 150, 0.0, 300.0).agents_for(1, 0.9, 60) == 1
    assert queue_with_leaving(100_000, 300, 1, 300, 60).left == pytest.approx(1, abs=1e-4)


def test_agents_fall_with_chats_at_once_and_with_what_robots_end() -> None:
    """14 agents with one call each; with two chats each half of them; with half the asks ended by a robot fewer."""
    one = Service(180, 1, 0.0, None)
    assert one.agents_for(100, 0.8, 20) == 14
    assert Service(180, 2, 0.0, None).agents_for(100, 0.8, 20) == 7
    assert Service(180, 1, 0.5, None).agents_for(100, 0.8, 20) == one.agents_for(50, 0.8, 20) == 8
    assert Service(180, 1, 0.0, 120.0).agents_for(100, 0.8, 20) == 12     # some leave, and fewer are needed
    assert (one.agents_for(0, 0.8, 20), Service(1e9, 1, 0.0, None).agents_for(50, 0.8, 20)) == (0, None)


def test_a_half_hour_is_covered_by_whoever_is_there_for_all_of_it() -> None:
    """A split day: 09:00 to 12:00 and 18:30 to 23:15; somebody else until midnight."""
    there = on_duty([(540, 720), (1110, 1395), (1080, 1440)])
    assert [there[s] for s in (17, 18, 23, 24, 36, 37, 45, 46, 47)] == [0, 1, 1, 0, 1, 2, 2, 1, 1]
    assert short([1, 2, None], [1, 0, 0]) == [0, 2, 0]


def test_the_best_shift_is_split_where_the_gaps_lie_apart() -> None:
    """Short from 9 to 12 and from 19 to 23: a whole shift of eight hours mends four of the seven hours, a split one all."""
    gaps = [1 if 18 <= s < 24 or 38 <= s < 46 else 0 for s in range(48)]
    found = best_shift(gaps, 16)
    assert found is not None
    assert (len(found.pieces), found.mends) == (2, 14)
    assert sum(b - a for a, b in found.pieces) == 16
    evening = best_shift([1 if 36 <= s < 46 else 0 for s in range(48)], 16)
    assert evening is not None
    assert (len(evening.pieces), evening.mends) == (1, 10)
    assert best_shift([0] * 48, 16) is None


def test_asks_to_come_follow_the_hours_the_halves_and_the_day() -> None:
    """Four weeks of 60 asks between 20:00 and 22:00, two thirds in the first half of each hour; Saturdays have half."""
    counts, weekdays = np.zeros((28, 48)), [n % 7 for n in range(29)]
    for day in range(28):
        whole = 15 if weekdays[day] == 5 else 30
        counts[day, [40, 42]], counts[day, [41, 43]] = whole * 2 / 3, whole / 3
    found = asks_of_day(counts.tolist(), [0] * 29, [False] * 29, weekdays)
    assert found is not None
    assert sum(found.mean) == pytest.approx(60, rel=0.08)
    assert found.mean[40] == pytest.approx(20, rel=0.1)
    assert found.mean[40] > 1.8 * found.mean[41] > 0
    assert all(high >= mean for high, mean in zip(found.high, found.mean, strict=True))
    assert found.high[40] > found.mean[40] + 0.8 * found.mean[40]**0.5          # counting noise at the least
    assert asks_of_day(counts[:10].tolist(), [0] * 11, [False] * 11, weekdays[:11]) is None


def test_two_scripts_differ_as_in_newcombes_example() -> None:
    """48/80 beside 56/70: 0.20, from 0.0524 to 0.3339."""
    found = difference((48, 80), (56, 70))
    assert found is not None
    assert (round(found.mid, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
    assert found.told
    alike = difference((40, 100), (43, 100))
    assert alike is not None
    assert not alike.told
    assert difference((0, 0), (3, 4)) is None
    assert needed_each(0.4, 0.1) < needed_each(0.4, 0.05)


def test_questions_that_are_alike_are_one_group_and_others_stay_apart() -> None:
    asked = [("这款可以放洗碗机吗", 5), ("这个可以放洗碗机吗？", 3), ("可以放洗碗机里吗亲", 2), ("什么时候发货", 9), ("？？", 4)]
    found = groups(asked, 5)
    assert [(g.asked, g.texts[0]) for g in found] == [(10, "这款可以放洗碗机吗"), (9, "什么时候发货")]
