"""The day's plan: deadlines first, then the most money within the minutes, and nothing that works against itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.domain.brief import Gain
from daybook.domain.work import Pull, Role, Suggestion, Worker
from daybook.plan.conflicts import Facts, sort_out
from daybook.plan.schedule import plan_day


def task(name: str, gain: int | None = 0, minutes: int = 10, role: Role = Role.OPERATOR, **more: object) -> Suggestion:
    money = None if gain is None else Gain(D(gain) / 2, D(gain), D(gain) * 2, "CNY")
    made = Suggestion(
        id=name, findings=(), move="look", what=name, object_kind="item", object_id=name, object=name, from_="", to="",
        role=role, minutes=minutes, gain=money, where="", how="by hand", risk="", evidence="", check_on=date(2026, 11, 25))
    return replace(made, **more)  # type: ignore[arg-type]


BO = Worker("Bo", "operator", 30)
LIN = Worker("Lin", "ads", 10)


def test_the_best_set_fits_the_minutes_and_the_rest_says_why():
    planned = plan_day([task("a", 100, 25), task("b", 60, 15), task("c", 55, 15)], [BO])
    assert {line.id for line in planned.lines} == {"b", "c"}
    [left] = planned.left_out
    assert (left.object, str(left.why)) == ("a", "other tasks gain more in the same minutes")


def test_a_deadline_comes_before_any_money():
    late = datetime(2026, 11, 23, 18, tzinfo=UTC)
    planned = plan_day([task("rich", 9999), task("due", 1, must=True, until=late)], [replace(BO, minutes=10)])
    assert [line.id for line in planned.lines] == ["due"]
    assert str(planned.left_out[0].why) == "no minutes left for this role today"


def test_what_was_set_down_the_evening_before_comes_before_seven_deadlines():
    noon = datetime(2026, 11, 23, 4, tzinfo=UTC)
    due = [task(f"due{n}", must=True, until=noon) for n in range(7)]
    planned = plan_day([*due, task("tomorrow.1f", None, must=True, first=True)], [])
    assert [line.id for line in planned.lines] == ["tomorrow.1f", *(f"due{n}" for n in range(6))]
    assert [left.object for left in planned.left_out] == ["due6"]


def test_each_role_has_its_own_minutes_and_its_own_person():
    planned = plan_day([task("a", 10, 30), task("w", 5, 10, Role.ADS), task("x", 4, 10, Role.ADS)], [BO, LIN])
    assert [(line.id, line.owner) for line in planned.lines] == [("w", "Lin"), ("a", "Bo")]


def test_without_a_roster_minutes_do_not_bind_and_seven_lines_do():
    planned = plan_day([task(f"t{n}", n + 1, 60) for n in range(9)], [])
    assert {line.id for line in planned.lines} == {f"t{n}" for n in range(2, 9)}


def test_nobody_works_through_the_noon_break():
    planned = plan_day([task(f"t{n}", 9 - n, 60) for n in range(3)], [])
    assert [line.slot for line in planned.lines] == ["09:40", "10:40", "13:30"]


@given(st.lists(st.tuples(st.integers(1, 50), st.sampled_from([5, 10, 15, 20])), min_size=1, max_size=8),
       st.integers(0, 12))
def test_no_other_set_gains_more(tasks, steps):
    minutes = steps * 5
    made = [task(f"t{n}", gain, m) for n, (gain, m) in enumerate(tasks)]
    planned = plan_day(made, [replace(BO, minutes=minutes)])
    reached = sum(line.gain.mid for line in planned.lines if line.gain)
    best = max(sum(s.gain.mid for s in chosen if s.gain) for k in range(min(7, len(made)) + 1)
               for chosen in combinations(made, k) if sum(s.minutes for s in chosen) <= minutes)
    assert reached == best


@pytest.mark.parametrize(("one", "facts", "why"), [
    pytest.param(task("ads", pull=Pull.MORE_TRAFFIC, touches=(("item", "kettle"),)), Facts(frozenset({"kettle"})),
                 "out of stock", id="no more traffic onto a stock-out"),
    pytest.param(task("cut", pull=Pull.PRICE_DOWN), Facts(everything_locked="双11"), "held by 双11", id="event lock"),
    pytest.param(task("cut", pull=Pull.PRICE_DOWN), Facts(price_locked=frozenset({"cut"})), "event holds", id="item lock"),
])
def test_what_would_do_harm_is_left_out_with_its_reason(one, facts, why):
    kept, [(left, reason)] = sort_out([one], facts)
    assert not kept
    assert left is one
    assert why in reason


@pytest.mark.parametrize("move", ["restore_price", "mend_event_price", "put_prices_back"])
def test_a_mistaken_price_and_an_events_own_are_put_right_even_inside_an_event(move):
    restore = task("price", pull=Pull.PRICE_UP, move=move)
    assert sort_out([restore], Facts(everything_locked="双11")) == ([restore], [])


def test_two_changes_of_one_object_are_not_made_on_one_day():
    small, large = (task(n, g, pull=Pull.EDIT, object_id="kettle") for n, g in (("title", 5), ("image", 50)))
    kept, [(left, reason)] = sort_out([small, large], Facts())
    assert (kept, left) == ([large], small)
    assert "image" in reason
