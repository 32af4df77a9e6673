"""The way of an entry: what may follow what, what stands in it, and the shortest way to a wished state."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from daybook.domain.activities import ENDS, HELD, NEXT, Candidate, EntryState, EntryStep, entries_of, way_to

AT = datetime(2026, 9, 1, tzinfo=UTC)
DRAFT = EntryStep("double11-2026", "881", "KZ-041", EntryState.DRAFT, AT, AT, "Lin", Decimal(154), 300)
S = EntryState


def test_every_state_can_be_reached_from_the_beginning_and_no_end_leads_on():
    assert all(way_to(None, state) for state in EntryState)
    assert all(NEXT[state] == () for state in ENDS)


@pytest.mark.parametrize(("now", "wished", "way"), [
    (S.DRAFT, S.LIVE, [S.FILED, S.APPROVED, S.LOCKED, S.LIVE]), (S.REJECTED, S.FILED, [S.FIXED, S.FILED]),
    (S.LOCKED, S.WITHDRAWN, []), (S.CLOSED, S.LIVE, []), (None, S.FILED, [S.DRAFT, S.FILED])])
def test_the_shortest_way_is_told(now, wished, way):
    assert list(way_to(now, wished)) == way


def test_a_locked_entry_is_not_withdrawn_but_cleared_out():
    assert S.WITHDRAWN not in NEXT[S.LOCKED]
    assert S.CLEARED_OUT in NEXT[S.LOCKED]
    assert S.REJECTED not in HELD
    assert S.LOCKED in HELD


def test_an_entry_says_what_was_said_last_of_price_reason_and_ticks():
    steps = [DRAFT, replace(DRAFT, state=S.FILED, price=None, units=None),
             replace(DRAFT, state=S.REJECTED, price=None, units=None, reason="历史低价"),
             replace(DRAFT, state=S.FIXED, price=Decimal(149), units=None), replace(DRAFT, sku="", price=None, units=None)]
    first, other = entries_of(steps)
    assert (first.state, first.price, first.units, first.reason) == (S.FIXED, Decimal(149), 300, "历史低价")
    assert (other.sku, other.price, other.filed_at) == ("", None, None)
    ticked = entries_of([DRAFT, replace(DRAFT, state=S.LIVE, tick="stock"), replace(DRAFT, state=S.LIVE, tick="prices")])
    assert ticked[0].ticked == ("prices", "stock")


@pytest.mark.parametrize(("export_state", "down"), [("审核不通过 未开始", True), ("审核通过 未开始", False), ("", False)])
def test_a_product_that_the_platform_turned_down_is_told_by_the_words_of_its_export(export_state: str, down: bool) -> None:
    one = Candidate("737", "KZ-1", "kettle", None, None, None, None, None, None, 0, (), export_state=export_state)
    assert one.turned_down is down
