"""Doing nothing has a price beside each move, and acting has one too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Gain
from daybook.domain.work import Pull, Role, Suggestion
from daybook.plan.conflicts import Facts, forbidden
from daybook.plan.waiting import Standing, price_waiting

D = Decimal
EDIT = Suggestion(
    "restore.1", (), "restore_listing", "Take the edit back", "item", "1", "1", "new", "old", Role.OPERATOR, 3,
    Gain(D(100), D(700), D(900), "CNY", per="", horizon_days=7), "console", "by hand", "", "sales fell", date(2026, 11, 26),
    Pull.EDIT)
KNOWN = Standing(lambda _: D(1000))


def test_a_move_says_what_waiting_and_what_acting_costs() -> None:
    said = price_waiting(EDIT, KNOWN)
    assert said.risk == ("a day of waiting costs 100.00 CNY, acting about 150.00 CNY while it is learned and ranked again")
    assert said.gain == EDIT.gain


def test_an_object_under_measurement_says_until_when_and_costs_more() -> None:
    said = price_waiting(EDIT, replace(KNOWN, measuring={"1": date(2026, 12, 1)}))
    assert said.risk.startswith("a day of waiting costs 100.00 CNY, acting about 250.00 CNY")
    assert "measured until 2026-12-01" in said.risk


def test_a_move_that_brings_less_than_it_costs_is_left_out_with_its_reason() -> None:
    small = replace(EDIT, gain=Gain(D(10), D(70), D(90), "CNY", per="", horizon_days=7))
    said = price_waiting(small, KNOWN)
    assert said.gain is not None
    assert said.gain.mid < 0
    assert "acting about 150.00 CNY" in forbidden(said, Facts())


def test_what_must_be_done_and_what_only_looks_has_no_such_price() -> None:
    assert price_waiting(replace(EDIT, must=True), KNOWN) == replace(EDIT, must=True)
    assert price_waiting(replace(EDIT, pull=Pull.NONE), KNOWN) == replace(EDIT, pull=Pull.NONE)
    assert price_waiting(EDIT, Standing()) == EDIT
