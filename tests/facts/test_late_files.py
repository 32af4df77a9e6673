"""Files that arrive in another order than they were known: a moment between them changes, later ones do not."""

from itertools import permutations

import pytest

from daybook.facts.delivery import Delivery
from tests.facts.naive import Naive, lake_answers
from tests.facts.shops import (
    Home,
    ads,
    delivery,
    line,
    lines,
    nine,
    open_home,
    order,
    orders,
    report,
)

#: Known on the 2nd, 5th and 10th: the 10th says again what the 2nd said, the 5th said something else.
KNOWN = (
    delivery("kettles", "D02", nine(2), orders(order("1", 1, paid=1), order("2", 1)),
             lines(line("1", "a", 1, 1), line("1", "b", 1, 1)), report(ads(1, "p1", "5"), covers=(1, 2))),
    delivery("kettles", "D05", nine(5), orders(order("1", 1, paid=3, buyer_id="b2"), order("2", 1, paid=4)),
             lines(line("1", "a", 1, 3)), report(ads(1, "p1", "6"), ads(2, "p1", "1"), covers=(1, 2))),
    delivery("kettles", "D10", nine(10), orders(order("1", 1, paid=1), order("2", 1)),
             lines(line("1", "a", 1, 1), line("1", "b", 1, 1)), report(ads(1, "p1", "5"), covers=(1, 2))),
)


def _load_with_later_ones(home: Home, naive: Naive, one: Delivery) -> None:
    again = (one, *naive.later(one))
    home.load(*again)
    naive.take(*again)


@pytest.mark.parametrize("order_of_arrival", list(permutations(range(3))), ids=str)
def test_late_files_give_the_answers_of_files_in_order(home: Home, order_of_arrival: tuple[int, ...]) -> None:
    naive = Naive()
    for n in order_of_arrival:
        _load_with_later_ones(home, naive, KNOWN[n])
    in_order = Naive(list(KNOWN))
    for moment in (1, 2, 4, 5, 9, 10, 12):
        assert lake_answers(home, nine(moment, 12)) == in_order.answers(nine(moment, 12)), f"as of {moment} January"


def test_a_late_file_rebuilds_the_day_that_a_known_row_ends(home: Home) -> None:
    """The order was known unpaid on the 2nd and paid on day 1 on the 10th; late comes that on the 5th it was paid on
    day 3.  From the 10th on day 3 is empty again, although nobody had heard of day 3 on the 10th."""
    home.load(delivery("kettles", "D02", nine(2), orders(order("1", 1))))
    home.load(delivery("kettles", "D10", nine(10), orders(order("1", 1, paid=1))))
    home.load(delivery("kettles", "D05", nine(5), orders(order("1", 1, paid=3))))
    days = "SELECT day, paid_orders FROM {sales_day}"
    assert [r["day"].day for r in home.ask(days, nine(5, 12))] == [3]
    assert [r["day"].day for r in home.ask(days, nine(10, 12))] == [1]


def test_a_first_purchase_that_comes_late_makes_later_buyers_returning(home: Home) -> None:
    """A buyer is new on the 20th until a file known on the 5th says that they had bought on the 1st."""
    home.load(delivery("kettles", "D21", nine(21), orders(order("2", 20, paid=20))))
    buyers = "SELECT new_buyers, returning_buyers FROM {buyers_day} WHERE day = '2026-01-20'"
    assert home.ask(buyers, nine(22)) == [{"new_buyers": 1, "returning_buyers": 0}]
    home.load(delivery("kettles", "D05", nine(5), orders(order("1", 1, paid=1))))
    assert home.ask(buyers, nine(22)) == [{"new_buyers": 0, "returning_buyers": 1}]


def test_a_later_purchase_that_comes_late_is_returning_once_the_first_is_known(home: Home) -> None:
    """Known on the 7th: bought on the 2nd.  Late comes, known on the 2nd: bought on the 33rd, then their only day."""
    home.load(delivery("kettles", "D02", nine(2), orders(order("2", 2))))
    home.load(delivery("kettles", "D07", nine(7), orders(order("2", 2, paid=2))))
    home.load(delivery("kettles", "D03", nine(3), orders(order("4", 33, paid=33))))
    new = "SELECT new_buyers FROM {buyers_day} WHERE day = '2026-02-02'"
    assert home.ask(new, nine(3, 12)) == [{"new_buyers": 1}]
    assert home.ask(new, nine(7, 12)) == [{"new_buyers": 0}]


def test_months_filled_in_backwards_say_what_months_in_order_say(
        home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Months come newest first, each restating the last days of the month before it."""
    months = [
        delivery("kettles", f"M{m:02}", nine(30 * m + 31), orders(*(
            order(f"{n}", 30 * (n // 4) + 1 + 7 * (n % 4), paid=30 * (n // 4) + 2 + m, buyer_id=f"b{n % 3}")
            for n in range(max(0, 4 * m - 2), 4 * m + 4))))
        for m in range(5)]
    naive = Naive()
    for one in reversed(months):
        _load_with_later_ones(home, naive, one)
    home.compact()
    backwards = [lake_answers(home, nine(30 * m + 32)) for m in range(5)]

    in_order = open_home(tmp_path_factory.mktemp("in_order"))
    for one in months:
        in_order.load(one)
    assert [lake_answers(in_order, nine(30 * m + 32)) for m in range(5)] == backwards
    assert backwards[4]["sales_day"] == Naive(months).answers(nine(30 * 4 + 32))["sales_day"]
