"""Creators from 精选联盟 and our own sheets to numbers: settled, pending and lapsed by hand sums."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from daybook.domain.creators import CreatorBook, State
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.creator_book import CreatorReading, creator_books
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.seeing import whose
from tests.orders import take_all
from tests.workflows.given_house import house_of, written

ON, KNOWN = date(2026, 7, 1), datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
SPAN = CreatorReading(orders=180, days=60, posts=90, matured=30)
HEADER = ("订单id,商品id,商品名称,作者账号,抖音/火山号,支付金额,预估佣金支出,实际佣金支出,订单状态,付款时间,收货时间,订单结算时间,"
          "商品数量\n")
#: Of the kitchen: one settled, one settled with a part taken back before (4 of 40 with goods), one gone back whole, one whose
#: state says so, one of three days ago and one of forty that may still settle.
ROWS = (
    "A1,9001,锅,山野小厨,66,100.00,20.00,18.00,订单结算,2026-05-01 10:00:00,2026-05-05 09:00:00,2026-05-16 01:00:00,1\n"
    "A2,9001,锅,山野小厨,66,40.00,8.00,7.20,订单结算,2026-05-02 10:00:00,2026-05-05 09:00:00,2026-05-20 01:00:00,1\n"
    "A3,9001,锅,山野小厨,66,100.00,20.00,0.00,订单付款,2026-05-03 10:00:00,-,-,1\n"
    "A4,9002,碗,山野小厨,66,50.00,10.00,0.00,订单失效,2026-05-04 10:00:00,-,-,2\n"
    "A5,9001,锅,山野小厨,66,100.00,20.00,0.00,订单付款,2026-06-28 10:00:00,-,-,1\n"
    "A6,9001,锅,山野小厨,66,200.00,40.00,0.00,订单收货,2026-05-22 10:00:00,2026-05-30 10:00:00,-,2\n")
#: One order whose settled commission nobody tells, one of which nobody says what was paid.
GAPS = ("order_id,ordered_at,creator_id,item_id,paid_amount,commission_amount,settled_on,status\n"
        "G1,2026-05-01 10:00:00,66,9001,100.00,20.00,2026-05-16,settled\nG2,2026-05-01 11:00:00,66,9001,50.00,,2026-05-16,settled\n"
        "G3,2026-05-01 12:00:00,66,9001,,5.00,2026-05-16,settled\n")
POSTS = "post_id,published_at,creator_id,creator,item_id,views\nv1,2026-06-27 20:00:00,77,阿岚的厨房,9001,\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, dict[str, CreatorBook]]]:
    folder = tmp_path_factory.mktemp("creators")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = house_of(folder)
        for name in ("dy", "gaps", "posts-only", "empty"):
            add_shop(house, name, "Mei", "douyin", "Asia/Shanghai", "CNY")
        take_all(house, "dy", {written(folder, HEADER + ROWS, "佣金明细_20260630.csv"): KNOWN,
                               written(folder, after_sales(), "aftersale.csv"): KNOWN})
        take_all(house, "gaps", {written(folder, GAPS, "creator_orders.csv"): KNOWN})
        take_all(house, "posts-only", {written(folder, POSTS, "creator_posts.csv"): KNOWN})
        yield house, books(house, house.shops(), KNOWN)


def after_sales() -> str:
    """售后表 of the columns that are read: A2 gave a tenth back with goods, A3 went back whole on the fifth day."""
    head = ("售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品发货状态,售后类型,退商品金额（元）,售后状态,售后申请时间,"
            "商家退款时间\n")
    return head + (
        "R1,A2,A2,锅,9001,40.00,已发货,退货退款,4.00,退款成功,2026-05-06 10:00:00,2026-05-08 10:00:00\n"
        "R2,A3,A3,锅,9001,100.00,已发货,仅退款,100.00,退款成功,2026-05-06 10:00:00,2026-05-08 10:00:00\n")


def books(house: House, shops: list[Shop], as_of: datetime) -> dict[str, CreatorBook]:
    return dict(reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES,
                        lambda session: creator_books(session, ON, SPAN)))


def test_settled_pending_and_lapsed_are_told_apart_by_hand_sums(made: tuple[House, dict[str, CreatorBook]]) -> None:
    book = made[1]["dy"]
    pot, bowl = sorted(book.brought, key=lambda b: b.item_id)
    settled, lapsed, pending = (pot.parts[s] for s in (State.SETTLED, State.LAPSED, State.PENDING))
    assert (settled.orders, settled.paid, settled.refunded, settled.returned, settled.commission) == (
        2, D(140), D(4), D(4), D("25.20"))                       # 18.00 and 7.20: what was paid, not what was expected
    assert (lapsed.orders, lapsed.paid, pending.orders, pending.paid, pending.commission) == (1, D(100), 2, D(300), D(60))
    assert ([p.orders for p in pot.pending], pot.booked, pot.orders) == ([1, 0, 0, 1], D(540), 5)
    assert [pot.ended[s].paid for s in (State.SETTLED, State.LAPSED, State.PENDING)] == [D(140), D(100), D(200)]
    assert (bowl.parts[State.LAPSED].orders, bowl.parts[State.SETTLED].commission) == (1, None)


def test_what_no_export_tells_stays_unknown(made: tuple[House, dict[str, CreatorBook]]) -> None:
    found = made[1]
    assert "empty" not in found
    assert found["dy"].told == {"orders", "settled", "refunds", "commission", "units"}
    assert all(p.fee is None for b in found["dy"].brought for p in b.parts.values())
    assert (found["posts-only"].told, found["posts-only"].lag) == ({"posts"}, None)
    assert found["posts-only"].posts[0].views is None
    assert found["posts-only"].names == {"77": "阿岚的厨房"}


def test_what_one_line_does_not_say_is_not_counted_as_nought(made: tuple[House, dict[str, CreatorBook]]) -> None:
    [pot] = made[1]["gaps"].brought
    settled = pot.parts[State.SETTLED]
    assert (settled.orders, settled.paid, settled.commission) == (2, D(150), None)


def test_days_to_settle_and_orders_that_live_on_are_counted(made: tuple[House, dict[str, CreatorBook]]) -> None:
    book = made[1]["dy"]
    assert book.lag == (15, 18)
    assert book.alive == ((4, 2), (3, 2), (2, 2), (2, 2))           # A4 went at once, A3 on its fifth day; A6 is not told
    assert [(d.day, d.orders, d.lapsed) for d in book.days] == [
        (date(2026, 5, 2), 1, 0), (date(2026, 5, 3), 1, 1), (date(2026, 5, 4), 1, 1), (date(2026, 5, 22), 1, 0),
        (date(2026, 6, 28), 1, 0)]


def test_before_they_were_known_there_is_nothing(made: tuple[House, dict[str, CreatorBook]]) -> None:
    assert books(made[0], made[0].shops(), datetime(2026, 6, 1, tzinfo=UTC)) == {}
