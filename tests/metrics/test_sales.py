"""Each sales and refund metric against a sum written by hand.

Two days of a shop, from its order export (订单报表) and its line export (宝贝报表).  By hand, cut by payment:

    20 Nov   orders 1 2 3: paid 100 + 60 + 40 = 200; units 2 + 1 + 1 = 4; buyers mei, bo, mei = 2
             refunded of these: 30 of order 2 = 30, in 1 order
    21 Nov   orders 4 5: paid 50 + 150 = 200 (5 was placed on the 20th); units 1 + 3; buyers mei, lin = 2
             refunded of these: 150 of order 5
    order 6 was placed on the 21st for 70 and not paid
"""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import GrainError
from daybook.facts.engine import reading
from daybook.metrics import compute, rollups
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s
from daybook.metrics.metric import Definition
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose
from tests.orders import EVER, jade, known, take, write_orders

ORDERS = """
order | created             | paid_at             | due | paid | refund | buyer | units | address
1     | 2026-11-20 09:00:00 | 2026-11-20 09:01:00 | 100 | 100  | 0      | mei   | 2     | 上海
2     | 2026-11-20 09:30:00 | 2026-11-20 10:00:00 | 60  | 60   | 30     | bo    | 1     | 浙江省 杭州市
3     | 2026-11-20 20:00:00 | 2026-11-20 20:01:00 | 40  | 40   | 0      | mei   | 1     | 上海
4     | 2026-11-21 10:00:00 | 2026-11-21 10:01:00 | 50  | 50   | 0      | mei   | 1     | 浙江省 杭州市
5     | 2026-11-20 23:50:00 | 2026-11-21 00:05:00 | 150 | 150  | 150    | lin   | 3     | 北京
6     | 2026-11-21 11:00:00 |                     | 70  | 0    | 0      | wu    | 1     | 北京
"""
LINES = """子订单编号,主订单编号,订单创建时间,订单付款时间,商品ID,商家编码,商品价格,购买数量,买家实付金额,退款金额
11,1,2026-11-20 09:00:00,2026-11-20 09:01:00,700,CUP-W,30,1,30,无退款申请
12,1,2026-11-20 09:00:00,2026-11-20 09:01:00,701,POT-B,70,1,70,无退款申请
21,2,2026-11-20 09:30:00,2026-11-20 10:00:00,700,CUP-W,60,1,60,30
31,3,2026-11-20 20:00:00,2026-11-20 20:01:00,700,CUP-W,40,1,40,无退款申请
41,4,2026-11-21 10:00:00,2026-11-21 10:01:00,701,POT-B,50,1,50,无退款申请
51,5,2026-11-20 23:50:00,2026-11-21 00:05:00,701,POT-B,50,3,150,150
"""
BOTH = [date(2026, 11, 20), date(2026, 11, 21)]
DAY_BY_DAY: dict[Definition, tuple[object, object]] = {
    s.PAID_GMV: (200, 200), s.PAID_ORDERS: (3, 2), s.PAID_BUYERS: (2, 2), s.UNITS_SOLD: (4, 4),
    s.GMV: (350, 120), s.ORDERS_CREATED: (4, 2), s.ORDERS_PAID_OF_CREATED: (4, 1),
    s.NEW_BUYERS: (2, 1), s.RETURNING_BUYERS: (0, 1), s.RETURNING_GMV: (0, 50),
    s.AOV: (D(200) / 3, 100), s.SPEND_PER_BUYER: (100, 100), s.ASP: (50, 50), s.UNITS_PER_ORDER: (D(4) / 3, 2),
    s.ORDER_TO_PAYMENT_RATE: (1, D("0.5")), s.RETURNING_SHARE: (0, D("0.25")),
    r.REFUNDED_OF_PAID: (30, 150), r.REFUNDED_ORDERS_OF_PAID: (1, 1), r.NET_SALES: (170, 50),
    r.REFUND_RATE: (D("0.15"), D("0.75")), r.REFUND_RATE_ORDERS: (D(1) / 3, D("0.5")),
}


@pytest.fixture
def shop(house: House, tmp_path: Path) -> House:
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", ORDERS))
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES, encoding="utf-8")
    report = take(house, "tmall", lines)
    assert report.state == "loaded", report.problem
    return house


def test_each_day_is_the_sum_written_by_hand(shop: House) -> None:
    numbers = {m: {date.fromisoformat(d): v for d, v in days.items()} for m, days in known(shop, "tmall").items()}
    for definition, expected in DAY_BY_DAY.items():
        found = tuple(compute.value_of(definition, numbers, [day]) for day in BOTH)
        assert found == expected, definition.name


def test_refund_rates_by_the_day_of_the_refund_count_other_orders(house: House, tmp_path: Path) -> None:
    """Paid 100 on the 20th and 2 x 40 on the 21st; the 100 is refunded on the 21st: 100 / 80, and 1 of 1 order."""
    jade(house)
    file, mapping = tmp_path / "till.csv", tmp_path / "till.toml"
    file.write_text("Nr,At,Price,Qty\n1,2026-11-20 09:00:00,100,1\n2,2026-11-21 09:00:00,40,2\n"
                    "C1,2026-11-21 10:00:00,100,-1\n")
    mapping.write_text('[columns]\norder_id = "Nr"\nordered_at = "At"\nunit_price = "Price"\nunits = "Qty"\n'
                       '[[refund_when]]\ncolumn = "Nr"\nstarts_with = "C"\n')
    assert take(house, "tmall", file, mapping=mapping).state == "loaded"
    numbers = {m: {date.fromisoformat(d): v for d, v in days.items()} for m, days in known(house, "tmall").items()}
    assert compute.value_of(r.REFUNDED_BY_DAY, numbers, BOTH[1:]) == 100
    assert compute.value_of(r.REFUND_RATE_BY_DAY, numbers, BOTH[1:]) == D("1.25")
    assert compute.value_of(r.REFUND_RATE_ORDERS_BY_DAY, numbers, BOTH[1:]) == 1


def test_two_days_together_are_sums_and_ratios_of_sums(shop: House) -> None:
    """400 paid in 5 orders is 80 an order, not the mean of 66.67 and 100."""
    numbers = {m: {date.fromisoformat(d): v for d, v in days.items()} for m, days in known(shop, "tmall").items()}
    for definition, expected in ((s.PAID_GMV, 400), (s.AOV, 80), (s.ASP, 50), (r.REFUND_RATE, D("0.45")),
                                 (r.NET_SALES, 220), (s.NEW_BUYERS, 3)):
        assert compute.value_of(definition, numbers, BOTH) == expected, definition.name


@pytest.mark.parametrize("definition", [s.PAID_BUYERS, s.SPEND_PER_BUYER, s.RETURNING_BUYERS], ids=lambda d: d.name)
def test_people_counted_once_a_day_are_not_added_up_over_days(shop: House, definition: Definition) -> None:
    """Mei bought on both days: two and two buyers are three people."""
    with pytest.raises(GrainError, match=r"may not be summed over day. Next: ask for it day by day"):
        compute.value_of(definition, {}, BOTH)


@pytest.mark.parametrize(("metric", "over"), [
    (s.PAID_BUYERS, "shop"), (s.PAID_BUYERS, "province"), (s.LINE_ORDERS, "item_id"), (s.NEW_BUYERS, "shop")],
    ids=lambda v: getattr(v, "name", v))
def test_what_holds_the_same_order_or_buyer_twice_is_not_added_up(metric: s.Metric, over: str) -> None:
    with pytest.raises(GrainError, match=rf"{metric.name} .* may not be summed over {over}"):
        metric.may_sum_over(over)


def test_a_day_that_is_not_known_makes_the_sum_unknown_and_not_smaller(shop: House) -> None:
    numbers = {m: {date.fromisoformat(d): v for d, v in days.items()} for m, days in known(shop, "tmall").items()}
    assert compute.value_of(s.PAID_GMV, numbers, [*BOTH, date(2026, 11, 22)]) is None
    assert compute.value_of(s.AOV, numbers, [date(2026, 11, 22)]) is None


def slices(house: House, kept: object, metric: str) -> dict[tuple[str, ...], dict[str, D]]:
    """A metric by slice and day."""
    shop = house.shop("tmall")
    found = reading(house.lake, house.books, whose([shop]), house.now(), ALL_TABLES,
                    lambda session: compute.sliced(session, kept, *EVER)["tmall"][metric])
    return {tuple(v for _, v in scope if v): {d.isoformat()[-2:]: n for d, n in sorted(days.items())}
            for scope, days in found.items()}


def test_by_product_the_lines_are_counted(shop: House) -> None:
    assert slices(shop, rollups.SALES_PRODUCT, "line_gmv") == {
        ("700", "CUP-W"): {"20": D(130)}, ("701", "POT-B"): {"20": D(70), "21": D(200)}}
    assert slices(shop, rollups.SALES_PRODUCT, "line_units") == {
        ("700", "CUP-W"): {"20": D(3)}, ("701", "POT-B"): {"20": D(1), "21": D(4)}}
    assert slices(shop, rollups.SALES_PRODUCT, "line_orders") == {
        ("700", "CUP-W"): {"20": D(3)}, ("701", "POT-B"): {"20": D(1), "21": D(2)}}


def test_by_region_and_hour_the_orders_are_counted(shop: House) -> None:
    assert slices(shop, rollups.SALES_REGION, "paid_gmv") == {
        ("上海",): {"20": D(140)}, ("浙江",): {"20": D(60), "21": D(50)}, ("北京",): {"21": D(150)}}
    assert slices(shop, rollups.SALES_REGION, "paid_buyers")[("上海",)] == {"20": D(1)}
    assert slices(shop, rollups.SALES_HOUR, "paid_gmv") == {
        ("0",): {"21": D(150)}, ("9",): {"20": D(100)}, ("10",): {"20": D(60), "21": D(50)}, ("20",): {"20": D(40)}}


def test_slices_add_up_to_the_shop(shop: House) -> None:
    """Money by region, hour and product; freight is not in lines, and there is none here."""
    for kept, metric in ((rollups.SALES_REGION, "paid_gmv"), (rollups.SALES_HOUR, "paid_gmv"),
                         (rollups.SALES_PRODUCT, "line_gmv")):
        assert sum(v for days in slices(shop, kept, metric).values() for v in days.values()) == D(400)


def test_one_masked_buyer_makes_the_count_of_buyers_unknown(house: House, tmp_path: Path) -> None:
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", ORDERS.replace("| bo ", "| 张** ")))
    found = known(house, "tmall")
    assert "2026-11-20" not in found["paid_buyers"]
    assert found["paid_buyers"]["2026-11-21"] == 2
    assert found["paid_gmv"]["2026-11-20"] == 200
