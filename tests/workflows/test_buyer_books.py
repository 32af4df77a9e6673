"""The book of buyers from an order export: who returns, cohorts, groups; masked buyers; what was kept is known from then on."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.buyers import BuyerBook, Crowd
from daybook.domain.plain_json import from_plain, plain
from daybook.facts.engine import reading
from daybook.workflows.buyer_books import book_for_page, keep_books, make_books, shops_due
from daybook.workflows.buyer_books_kept import books_known
from daybook.workflows.buyers_described import bought_of
from daybook.workflows.crowd_sizes import chosen
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.purchases import read_purchases
from daybook.workflows.rounds import buyers_round
from daybook.workflows.seeing import whose
from tests.conftest import Clock
from tests.orders import jade, write_orders

ON = date(2026, 11, 23)
#: Mei bought in September, October (twice on one day) and November; Lin in September alone; Zhao first in October; one is masked.
TABLE = """
order | created             | paid_at             | due   | paid  | refund | buyer | units | address
1     | 2026-09-05 09:00:00 | 2026-09-05 09:05:00 | 100.00| 100.00| 0.00   | mei88 | 1     | 浙江省 杭州市 西湖区 一路1号
2     | 2026-09-20 10:00:00 | 2026-09-20 10:05:00 | 80.00 | 80.00 | 0.00   | lin77 | 2     | 浙江省 宁波市 海曙区 二路2号
3     | 2026-10-02 10:00:00 | 2026-10-02 10:05:00 | 50.00 | 50.00 | 0.00   | mei88 | 1     | 浙江省 杭州市 西湖区 一路1号
4     | 2026-10-02 20:00:00 | 2026-10-02 20:05:00 | 30.00 | 30.00 | 0.00   | mei88 | 1     | 浙江省 杭州市 西湖区 一路1号
5     | 2026-10-08 10:00:00 | 2026-10-08 10:05:00 | 60.00 | 60.00 | 0.00   | zhao1 | 1     | 江苏省 南京市 玄武区 三路3号
6     | 2026-11-20 10:00:00 | 2026-11-20 10:05:00 | 90.00 | 90.00 | 0.00   | mei88 | 1     | 江苏省 苏州市 姑苏区 一路1号
7     | 2026-11-20 11:00:00 | 2026-11-20 11:05:00 | 20.00 | 20.00 | 0.00   | 张**  | 1     | 江苏省 苏州市 姑苏区 五路5号
8     | 2026-11-21 11:00:00 |                     | 20.00 | 0.00  | 0.00   | new00 | 1     | 江苏省 苏州市 姑苏区 五路5号
"""


@pytest.fixture
def shop(house: House, clock: Clock, tmp_path: Path) -> object:
    own = jade(house)
    clock.moment = datetime(2026, 11, 22, 23, tzinfo=UTC)
    [report] = ingest(house, [Incoming(own.name, write_orders(tmp_path / "orders.csv", TABLE), clock.moment)])
    assert report.state == "loaded"
    clock.moment = datetime(2026, 11, 23, 1, tzinfo=UTC)
    return own


def test_who_comes_back_is_counted_by_hand(house: House, shop) -> None:
    book = make_books(house, [shop], ON)[shop.name]
    assert (book.identity.orders, book.identity.known, book.buyers) == (7, 6, 3)
    assert book.since == date(2026, 9, 5)
    september, october = book.cohorts
    assert (september.month, september.buyers) == (date(2026, 9, 1), 2)
    assert [(m.age, m.buyers, m.net) for m in september.months] == [(0, 2, D("180.00")), (1, 1, D("80.00"))]   # November runs
    assert [(m.age, m.buyers, m.net) for m in october.months] == [(0, 1, D("60.00"))]
    last = book.weeks[-1]
    assert (last.last, last.new_buyers, last.back_buyers, last.back_money) == (date(2026, 11, 22), 0, 1, D("90.00"))
    cells = {(c.recency, c.frequency): (c.buyers, c.net) for c in book.rfm if c.buyers}
    # Mei came on three days, two days ago; Zhao once, 45 days ago; Lin once, 63 days ago
    assert cells == {(0, 2): (1, D("270.00")), (1, 0): (1, D("60.00")), (2, 0): (1, D("80.00"))}
    parts = {(s.dimension, s.value): (s.orders, s.back, s.money) for s in book.slices}
    assert parts["basket", "2"] == (1, 0, D("80.00"))
    assert parts["hour", "10"] == (4, 2, D("280.00"))
    assert parts["region", "浙江"] == (4, 2, D("260.00"))


def test_a_month_whose_last_orders_are_not_in_is_not_over(house: House, shop) -> None:
    """On 2 December nothing is in since 20 November: who came again in November is not known yet."""
    book = make_books(house, [shop], date(2026, 12, 2), house.now())[shop.name]
    assert [[m.age for m in c.months] for c in book.cohorts] == [[0, 1], [0]]


def test_what_is_not_known_is_said_and_not_nought(house: House, shop) -> None:
    book = make_books(house, [shop], ON)[shop.name]
    untold = dict(book.untold)
    assert book.lifetime is None
    assert "too few" in untold["lifetime"]
    assert "1 of 7 orders carry no buyer" in untold["part"]
    assert all(m.margin is None for c in book.cohorts for m in c.months)
    assert "cost" in untold["margin"]


def test_where_most_buyers_are_masked_nothing_is_told_of_buyers(house: House, clock: Clock, tmp_path: Path) -> None:
    own = jade(house)
    rows = TABLE.replace("mei88", "梅**").replace("lin77", "林**")
    ingest(house, [Incoming(own.name, write_orders(tmp_path / "orders.csv", rows), datetime(2026, 11, 22, 23, tzinfo=UTC))])
    book = make_books(house, [own], ON)[own.name]
    assert book.identity.share == D("0.1429")
    assert (book.buyers, book.cohorts, book.rfm, book.habit, book.crowds) == (0, (), (), None, ())
    assert "masked" in dict(book.untold)["buyers"]
    assert any(s.dimension == "hour" for s in book.slices)
    assert all(s.back == 0 for s in book.slices)


def test_a_shop_without_an_order_says_so(house: House) -> None:
    own = jade(house)
    book = make_books(house, [own], ON)[own.name]
    assert book.identity.share is None
    assert [what for what, _ in book.untold] == ["all"]


def test_a_kept_book_is_known_from_its_moment_on_and_read_back_the_same(house: House, shop) -> None:
    kept = keep_books(house, [shop], ON)[shop.name]
    assert from_plain(BuyerBook, plain(kept)) == kept
    morning = shop.moment(ON, datetime.min.time()) + timedelta(hours=9)
    assert books_known([shop], ON, morning) == {shop.name: kept}
    assert books_known([shop], ON, morning - timedelta(minutes=1)) == {}
    assert books_known([shop], ON - timedelta(days=1), morning) == {}


def test_a_page_makes_a_book_where_none_was_kept_and_not_again_for_a_week(house: House, shop) -> None:
    from daybook.records import models

    assert shops_due(house, [shop.name], house.now()) == [shop.name]
    first = book_for_page(house, shop, ON)
    assert book_for_page(house, shop, ON) == first
    assert models.BuyerBookKept.objects.count() == 1
    assert shops_due(house, [shop.name], house.now() + timedelta(days=6)) == []
    assert shops_due(house, [shop.name], house.now() + timedelta(days=7)) == [shop.name]


def test_a_book_that_came_after_a_morning_is_not_told_by_that_morning_again(house: House, shop, clock: Clock) -> None:
    """Opened or made late: pages read it, the morning goes on without it, and the clock makes another."""
    from daybook.records import models

    morning, past = clock.moment, ON - timedelta(days=3)
    clock.moment += timedelta(hours=6)
    assert book_for_page(house, shop, past).on == past
    assert books_known([shop], past, morning - timedelta(days=3)) == {}
    assert books_known([shop], ON, morning) == {}
    assert books_known([shop], ON, clock.moment)[shop.name].on == past
    assert buyers_round(house, [shop.name], morning - timedelta(minutes=90)) == {shop.name: "3 buyers in 7 orders"}
    assert books_known([shop], ON, morning) == {}
    assert book_for_page(house, shop, ON).on == ON
    assert models.BuyerBookKept.objects.count() == 2
    assert shops_due(house, [shop.name], clock.moment + timedelta(days=1)) == [shop.name]


def test_a_morning_that_is_still_to_come_keeps_no_book(house: House, shop) -> None:
    from daybook.records import models

    assert book_for_page(house, shop, ON + timedelta(days=300)).buyers == 3
    assert not models.BuyerBookKept.objects.exists()


def test_books_are_read_by_one_query(house: House, shop) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    kept = keep_books(house, [shop], ON)
    with CaptureQueriesContext(connection) as asked:
        assert books_known([shop], ON, house.now()) == kept
    assert len(asked) == 1


@pytest.mark.parametrize(("crowd", "buyers"), [
    (Crowd(orders_from=2), 1), (Crowd(orders_to=1), 2), (Crowd(last_from_days=40), 2),
    (Crowd(last_from_days=40, last_to_days=50), 1), (Crowd(spent_from=D(80)), 2), (Crowd(province="江苏"), 2),
    (Crowd(first_to_days=60), 1), (Crowd(item_id="none"), 0), (Crowd(), 3)])
def test_crowds_hold_who_is_meant(house: House, shop, crowd: Crowd, buyers: int) -> None:
    moment = house.now()
    bought = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES,
                     lambda session: read_purchases(session, [shop], ON, given_known([shop], moment)))[shop.name]
    assert int(chosen(bought_of(bought, ON), crowd).sum()) == buyers
