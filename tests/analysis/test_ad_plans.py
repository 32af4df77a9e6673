"""Money between plans and targets of plans that bid by themselves: sums by hand, and doing nothing where learning costs more."""

from math import isclose

from daybook.analysis.bidding.plans import Side, Target, best_edit, shift_of_budget


def test_a_tenth_of_the_smaller_plan_goes_where_the_next_yuan_brings_more() -> None:
    """40 of 400 a day from 0.8 to 1.5: at most 40 x 0.7 = 28, less what the last yuan of each step brings less."""
    giver, taker = Side(400, 0.8, 0.02, 400), Side(600, 1.5, 0.02, 600)
    shift = shift_of_budget(giver, taker, 0.1, 1.5, 0.2)
    assert shift.amount == 40
    by_hand = (1.5 * 600 * ((640 / 600) ** 0.6 - 1) + 0.8 * 400 * ((360 / 400) ** 0.6 - 1)) / 0.6
    assert isclose(shift.gain, by_hand)
    assert 24 < shift.gain < 28
    assert shift.wrong < 0.01
    assert shift.wait_clicks == 0


def test_plans_that_may_be_alike_wait_for_clicks() -> None:
    """1.0 and 1.1 with a scatter of 0.4 in logs: wrong in 43 %; 0.2 of being wrong needs (0.095 / 0.842)^2 = 0.0128 of variance."""
    shift = shift_of_budget(Side(100, 1.0, 0.16, 100), Side(100, 1.1, 0.16, 100), 0.1, 1.5, 0.2)
    assert 0.42 < shift.wrong < 0.45
    assert isclose(shift.wait_clicks, (0.32 / 0.01282 - 1) * 200, rel_tol=0.01)


STEPS = (-0.10, -0.05, 0.05, 0.10)


def test_a_target_is_lowered_where_four_weeks_bring_more_than_learning_anew_costs() -> None:
    """1,000 a day bring 3 each.  A step of -10 %: spend x 0.9^-2.5 = 1,301, each unit 2.7: 3,514 - 1,301 against 2,000.
    Learning costs 3 days x 30 % x 3,000 = 2,700; the net of 25 days is 25 x 213 - 2,700 = 2,615."""
    edit = best_edit(Target(1000, (2.8, 3.0, 3.2)), STEPS, 1.5, (3, 0.3), 28)
    assert edit.step == -0.10
    assert isclose(edit.learning, 2700)
    assert isclose(edit.gain, 212.2, abs_tol=1)
    assert isclose(edit.net, 25 * edit.gain - 2700)
    assert edit.wrong < 0.05


def test_a_plan_near_its_best_is_left_alone_since_each_edit_restarts_learning() -> None:
    """At 1.67 the best is where it stands: a step brings nothing, and learning 1,500."""
    edit = best_edit(Target(1000, (1.3, 1.67, 2.0)), STEPS, 1.5, (3, 0.3), 28)
    assert edit.net < 0
    assert edit.wrong > 0.5


def test_a_plan_that_loses_on_each_yuan_gets_a_higher_target() -> None:
    assert best_edit(Target(1000, (0.5, 0.6, 0.7)), STEPS, 1.5, (3, 0.3), 28).step == 0.10
