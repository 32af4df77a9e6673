"""What order exports mean: money that sums, people who stay unknown, and files that ask or are refused."""

from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, NeedsPerson, UnknownTable

from .reading import TODAY, read_text, rows_of

HEAD = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,收货地址 ,订单创建时间,订单付款时间 ,退款金额\n"
GENERATIONS = {
    "2016": (
        "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
        "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,"
        "订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,"
        "卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,定金排名,修改后的sku,"
        "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易"
    ),
    "2020": (
        "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,收货地址 ,订单创建时间,订单付款时间 ,退款金额,"
        "是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号"
    ),
    "2022": (
        "订单编号,买家会员名,买家会员昵称,总金额,买家实际支付金额,订单状态,收货地址 ,联系手机,虚拟号过期时间,"
        "订单创建时间,订单付款时间 ,退款金额,延迟发货自动赔付金额,新零售成交经销商id,预售订单,发货时间,商家备忘,"
        "主订单编号"
    ),
    "seven columns": "订单编号,总金额,买家实际支付金额,收货地址,订单创建时间,订单付款时间,退款金额",
}
VALUES = {
    "订单编号": "21345678901234567", "总金额": "99.50", "买家实际支付金额": "99.50", "退款金额": "0.00",
    "订单创建时间": "2022-03-08 10:00:00", "订单付款时间": "2022-03-08 10:01:00", "收货地址": "江苏省 苏州市 x",
}


@pytest.mark.parametrize("generation", sorted(GENERATIONS))
def test_every_generation_of_the_header_is_read(generation: str, tmp_path: Path) -> None:
    head = GENERATIONS[generation]
    row = ",".join(VALUES.get(name.strip(), "") for name in head.split(","))
    (order,) = rows_of(read_text(tmp_path, f"{head}\n{row}\n".encode("gb18030")), "orders")
    assert (order["paid_amount"], order["province"], order["city"]) == (D("99.50"), "江苏", "苏州市")


def order(number: int, due: str, paid: str, refund: str, at: str = "2026-11-20 10:00:00", buyer: str = "") -> str:
    return f"{number},{buyer},{due},{paid},交易成功,上海,{at},{at},{refund}\n"


def test_a_payment_from_which_the_refund_was_taken_out_is_put_whole_again(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HEAD + order(1, "64.80", "0", "64.80") + order(2, "327.70", "148.90", "178.80")
                       + order(3, "100.00", "90.00", "0"))
    assert [r["paid_amount"] for r in rows_of(parsed, "orders")] == [D("64.80"), D("327.70"), D("90.00")]
    assert any(w.startswith("2 refunded orders") for w in parsed.warnings)


def test_a_payment_that_still_holds_its_refund_is_left_alone(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HEAD + order(1, "64.80", "64.80", "64.80") + order(2, "100.00", "90.00", "30.00"))
    assert [r["paid_amount"] for r in rows_of(parsed, "orders")] == [D("64.80"), D("90.00")]


def test_a_coupon_of_the_size_of_the_refund_does_not_mislead(tmp_path: Path) -> None:
    """300 due, 250 paid after a coupon of 50, 50 refunded, in a file whose other payments hold their refunds."""
    rows = order(1, "300.00", "250.00", "50.00") + order(2, "60.00", "60.00", "60.00")
    rows += order(3, "9.00", "9.00", "1.00")
    assert rows_of(read_text(tmp_path, HEAD + rows), "orders")[0]["paid_amount"] == D(250)


def test_an_unpaid_order_paid_nothing_and_on_no_day(tmp_path: Path) -> None:
    row = "1,,178.80,0.00,等待买家付款,上海,2026-11-20 10:00:00,,0.00\n"
    (found,) = rows_of(read_text(tmp_path, HEAD + row), "orders")
    assert (found["paid_amount"], found["paid_on"], found["paid_at"], found["status"]) == (D(0), None, None, "unpaid")


def test_a_masked_buyer_is_nobody_and_a_named_one_is_a_hash(tmp_path: Path) -> None:
    rows = order(1, "1", "1", "0", buyer="张**") + order(2, "1", "1", "0", buyer="沈一的小店")
    parsed = read_text(tmp_path, HEAD + rows)
    masked, named = (r["buyer_id"] for r in rows_of(parsed, "orders"))
    assert masked is None
    assert named
    assert "沈" not in str(named)
    assert any("masked buyer" in w for w in parsed.warnings)


def test_a_total_row_is_compared_and_not_counted(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HEAD + order(1, "10", "10", "0") + order(2, "5", "5", "0") + "总计,,15,16.00,,,,,0\n")
    paid = next(t for t in parsed.own_totals if t.column == "买家实际支付金额")
    assert (paid.file, paid.rows, paid.difference) == (D(16), D(15), D(-1))
    assert len(rows_of(parsed, "orders")) == 2


def test_a_broken_row_stays_out_with_line_column_and_reason(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HEAD + order(1, "10", "10", "0") + order(2, "10", "十元", "0")
                       + order(3, "10", "10", "0", at="2026-02-30"))
    assert [(r.line, r.column, r.reason) for r in parsed.rejected] == [
        (3, "买家实际支付金额", "is not an amount"), (4, "订单创建时间", "is not a date")]
    assert len(rows_of(parsed, "orders")) == 1


def test_an_order_of_the_day_after_tomorrow_is_rejected(tmp_path: Path) -> None:
    late = (TODAY + timedelta(days=2)).isoformat() + " 00:00:01"
    near = (TODAY + timedelta(days=1)).isoformat() + " 00:00:01"
    parsed = read_text(tmp_path, HEAD + order(1, "1", "1", "0", at=late) + order(2, "1", "1", "0", at=near))
    assert [r["order_id"] for r in rows_of(parsed, "orders")] == ["2"]
    assert "future" in parsed.rejected[0].reason


def test_personal_data_reaches_no_row_warning_or_rejected_value(tmp_path: Path) -> None:
    """A comma in the remark without quotes shifts the row: name and phone land in other columns."""
    head = "订单编号,买家留言,收货人姓名,联系手机,收货地址 ,总金额,买家实际支付金额,订单创建时间,订单付款时间 \n"
    rows = ("1,快点,沈一,13800138000,浙江省 杭州市 文三路9号,10,10,2026-11-20,2026-11-20\n"
            "2,a,b,沈一,13800138000,浙江省 杭州市 文三路9号,10,10,2026-11-20,2026-11-20\n"
            "3,,沈一,13800138000,浙江省,13800138000,沈一,2026-11-20,2026-11-20\n")
    parsed = read_text(tmp_path, head + rows)
    said = f"{[b.rows.to_pylist() for b in parsed.batches]}{parsed.rejected}{parsed.warnings}{parsed.own_totals}"
    for person in ("沈一", "13800138000", "文三路"):
        assert person not in said
    assert len(parsed.rejected) == 2


def test_the_same_order_twice_counts_once_and_a_contradiction_is_shown(tmp_path: Path) -> None:
    rows = order(1, "10", "10", "0") * 2 + order(2, "5", "5", "0") + order(2, "6", "6", "0")
    parsed = read_text(tmp_path, HEAD + rows)
    assert [r["paid_amount"] for r in rows_of(parsed, "orders")] == [D(10), D(5)]
    assert [r.line for r in parsed.rejected] == [5]
    assert any("exactly" in w for w in parsed.warnings)


def test_destroyed_order_ids_refuse_the_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"1\.37359E") as refused:
        read_text(tmp_path, HEAD + order(1, "1", "1", "0").replace("1,", "1.37359E+14,", 1))
    assert "export the file again" in refused.value.next_step


def test_lines_without_a_date_ask_for_another_export(tmp_path: Path) -> None:
    head = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n"
    with pytest.raises(NeedsPerson, match="订单创建时间") as asked:
        read_text(tmp_path, head + "137359000000001,壶,35,1,K1,颜色：黑,,,交易成功,K1\n")
    assert "订单报表" in asked.value.next_step


def test_an_unknown_table_names_the_nearest_reader_and_what_it_misses(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable) as unknown:
        read_text(tmp_path, "订单编号,总金额,收货地址,订单创建时间\n1,2,上海,2026-11-20\n")
    said = str(unknown.value)
    assert "taobao.orders_export" in said
    assert "订单付款时间" in said
    assert "daybook map" in said
    assert unknown.value.exit_code == 3


def test_a_table_without_a_header_shows_none_of_its_cells(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match="header") as unknown:
        read_text(tmp_path, "沈一,13800138000,2026-11-20,5.00\n林二,13900139000,2026-11-21,6.00\n")
    assert "沈一" not in str(unknown.value)


SHOPIFY = ("Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,"
           "Lineitem name,Lineitem price,Outstanding Balance,Refunded Amount,Id\n")


def test_one_bad_line_keeps_its_whole_order_out(tmp_path: Path) -> None:
    day = "2026-11-20 10:00:00 -0500"
    rows = (f"#1,,paid,{day},USD,30,0,0,30,{day},1,Pot,20,0,0,51\n#1,,,,,,,,,{day},two,Cup,10,,,\n"
            f"#2,,paid,{day},USD,7,0,0,7,{day},1,Cup,7,0,0,52\n")
    parsed = read_text(tmp_path, SHOPIFY + rows, "shopify")
    assert [r["order_id"] for r in rows_of(parsed, "orders")] == ["52"]
    assert [r["order_id"] for r in rows_of(parsed, "order_lines")] == ["52"]
    assert [r.line for r in parsed.rejected] == [3]


def test_an_order_paid_in_part_gives_its_goods_their_part(tmp_path: Path) -> None:
    day = "2026-11-20 10:00:00 -0500"
    row = f"#1,,partially_paid,{day},USD,90,10,0,100,{day},1,Pot,90,60,0,51\n"
    parsed = read_text(tmp_path, SHOPIFY + row, "shopify")
    assert rows_of(parsed, "orders")[0]["paid_amount"] == D(40)
    assert rows_of(parsed, "order_lines")[0]["paid_amount"] == D(36)


def test_a_line_whose_order_began_in_another_file_is_rejected(tmp_path: Path) -> None:
    day = "2026-11-20 10:00:00 -0500"
    rows = f"#1,,,,,,,,,{day},1,Cup,10,,,\n#2,,paid,{day},USD,7,0,0,7,{day},1,Cup,7,0,0,52\n"
    parsed = read_text(tmp_path, SHOPIFY + rows, "shopify")
    assert [(r.line, r.reason) for r in parsed.rejected] == [(2, "is a line whose order does not begin in this file")]


def test_the_day_of_an_order_is_the_shops_own(tmp_path: Path) -> None:
    late = "2026-11-20 23:30:00 +0000"
    row = f"#1,,paid,{late},USD,7,0,0,7,{late},1,Cup,7,0,0,52\n"
    (found,) = rows_of(read_text(tmp_path, SHOPIFY + row, "shopify"), "orders")
    assert (found["ordered_on"], found["ordered_hour"]) == (date(2026, 11, 20), 18)


def test_a_blank_row_inside_a_shopify_order_changes_nothing(tmp_path: Path) -> None:
    """The order's lines share what was paid once, wherever a blank row stands."""
    header = "Name,Id,Created at,Paid at,Financial Status,Subtotal,Total,Lineitem quantity,Lineitem name,Lineitem price\n"
    head, rest = "#1,51,2026-03-08 10:00:00 -0500,2026-03-08 10:00:00 -0500,paid,90,90,1,Pot,70\n", "#1,,,,,,,2,Mug,10\n"
    whole = read_text(tmp_path, header + head + rest, "shopify")
    split = read_text(tmp_path, header + head + ",,,,,,,,,\n" + rest, "shopify")
    assert rows_of(split, "order_lines") == rows_of(whole, "order_lines")
    assert sum(r["paid_amount"] for r in rows_of(split, "order_lines")) == D(90)
