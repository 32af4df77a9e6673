"""Which days are in: a quiet day of refunds is a day, a day without orders is judged, what was taken early is partial."""

from datetime import UTC, date, datetime, timedelta

import pytest

from daybook.domain.brief import State
from daybook.domain.shop import Platform, Shop
from daybook.workflows.readiness import Span, day_states, readiness

SHOP = Shop("kettles", "mei", Platform.TMALL, "Asia/Shanghai", "CNY")


def span(table, first, last, known):
    return Span(table, first, last, datetime(2026, 9, known, 1, tzinfo=UTC), False, ())


def state_of(spans, counts, day):
    table = spans[0].table
    return day_states(SHOP, spans, {table: counts}, date(2026, 9, 1), date(2026, 9, 14))[table][day]


@pytest.mark.parametrize(("table", "known", "state"), [
    pytest.param("refunds", 15, State.IN, id="no refund on the last two days of a file taken after them"),
    pytest.param("refunds", 13, State.NOT_IN, id="the file was taken before the day ended"),
    pytest.param("refunds", 28, State.NOT_IN, id="two weeks without a refund are not believed unseen"),
    pytest.param("orders", 15, State.NOT_IN, id="orders are never taken for granted"),
])
def test_the_quiet_end_of_a_file(table, known, state):
    held = span(table, date(2026, 9, 1), date(2026, 9, 12), known)
    assert state_of([held], {date(2026, 9, 12): 3}, date(2026, 9, 14)) is state


@pytest.mark.parametrize(("around", "state"), [
    pytest.param(120, State.NOT_IN, id="a hole in a busy shop's export"),
    pytest.param(6, State.DOUBTFUL, id="cannot tell in a small one"),
    pytest.param(1, State.IN, id="an empty day where most are nearly empty"),
])
def test_a_day_without_orders_inside_a_file(around, state):
    counts = {date(2026, 9, n): around for n in range(1, 15) if n != 8}
    held = span("orders", date(2026, 9, 1), date(2026, 9, 14), 15)
    assert state_of([held], counts, date(2026, 9, 8)) is state


def test_a_weekday_on_which_the_shop_is_closed_is_an_empty_day():
    """Four Sundays without an order among days with a hundred."""
    counts = {date(2026, 8, n): 100 for n in range(9, 32) if date(2026, 8, n).weekday() != 6}
    counts |= {date(2026, 9, n): 100 for n in range(1, 15) if date(2026, 9, n).weekday() != 6}
    held = Span("orders", date(2026, 8, 1), date(2026, 9, 14), datetime(2026, 9, 15, 1, tzinfo=UTC), False, ())
    assert state_of([held], counts, date(2026, 9, 13)) is State.IN


def test_a_file_taken_on_the_day_itself_holds_a_part_of_it():
    held = span("orders", date(2026, 9, 1), date(2026, 9, 14), 14)
    assert state_of([held], {date(2026, 9, 14): 9}, date(2026, 9, 14)) is State.PARTIAL


def files(table, known_on, days_each=1):
    """A file known at nine in the morning of each of some days of September, of the days before it."""
    return [Span(table, date(2026, 9, n) - timedelta(days=days_each), date(2026, 9, n) - timedelta(days=1),
                 datetime(2026, 9, n, 1, tzinfo=UTC), False, ()) for n in known_on]


@pytest.mark.parametrize(("table", "spans", "expected"), [
    pytest.param("product_day", files("product_day", range(2, 21)), True, id="every day but today"),
    pytest.param("product_day", files("product_day", [7, 14], 7), False, id="once a week"),
    pytest.param("product_day", files("product_day", [*range(2, 15), 16, 18]), True, id="most days"),
    pytest.param("product_day", files("product_day", [19], 18), True, id="too young to have a rhythm"),
    pytest.param("product_day", files("product_day", [10], 9), False, id="once, and then nothing"),
    pytest.param("orders", files("orders", [10], 9), True, id="orders are awaited whatever came"),
    pytest.param("creator_samples", files("creator_samples", [20]), False, id="a sheet made when there is something to tell"),
])
def test_a_source_is_awaited_by_its_own_rhythm(table, spans, expected):
    """The morning of 22 September, at nine in the shop."""
    states = {table: {date(2026, 9, 21): State.NOT_IN}}
    [line] = readiness(SHOP, spans, states, date(2026, 9, 21), datetime(2026, 9, 21, 1, tzinfo=UTC))
    assert line.expected is expected
