"""Bills, disputes, chats, minutes of shows and orders of plugins: signs, second headers, equal rows, own totals."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.sources.read import read_file

from .reading import GOLDEN, read_text, reads_for, rows_of

PDD = "商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,业务描述\n"
AMAZON = ("settlement-id\ttotal-amount\tcurrency\ttransaction-type\torder-id\tamount-type\tamount-description\tamount\t"
          "posted-date\torder-item-code\tsku\n")
BILL = "结算时间,订单号,子订单号,结算金额,结算单类型,商品ID,收入合计,平台服务费,佣金,支出合计\n"
CHATS = "agent,buyer,time,direction,text\n"


def golden(path: str, name: str = ""):
    (file,) = [f for f in (GOLDEN / path).iterdir() if not f.name.endswith(".rows.csv") and name in f.name]
    (parsed,) = read_file(file, reads_for(path.split("/")[0]))
    return parsed


def test_two_equal_fees_of_one_moment_are_two_fees_and_the_same_two_in_a_longer_export(tmp_path: Path) -> None:
    fee = "260812-1,2026-08-12 08:00:00,0.09,0.00,技术服务费,0030002|技术服务费\n"
    short = rows_of(read_text(tmp_path, PDD + fee * 2, "pinduoduo"), "settlement_lines")
    longer = rows_of(read_text(tmp_path, PDD + "260811-1,2026-08-11 08:00:00,5,0,交易收入,x\n" + fee * 2, "pinduoduo"),
                     "settlement_lines")
    assert len({r["entry_id"] for r in short}) == 2
    assert {r["entry_id"] for r in short} < {r["entry_id"] for r in longer}


def test_money_out_is_negative_with_or_without_its_minus(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, PDD + "1,2026-08-11 08:00:00,,27.50,交易退款,x\n2,2026-08-11 08:00:00,0,-27.50,交易退款,x\n"
                                       "3,2026-08-11 08:00:00,,,交易退款,x\n", "pinduoduo")
    assert [r["amount"] for r in rows_of(parsed, "settlement_lines")] == [D("-27.5"), D("-27.5")]
    assert [r.reason for r in parsed.rejected] == ["is empty, and so is the money out"]


def test_the_bills_of_alipay_and_pinduoduo_are_not_taken_for_each_other(tmp_path: Path) -> None:
    with_flow = PDD.replace("商户订单号", "账务流水号,商户订单号").replace("账务类型", "业务类型")
    assert read_text(tmp_path, with_flow + "9,1,2026-08-11 08:00:00,1,,收费,x\n").reader == "taobao.settlement_export"
    assert read_text(tmp_path, PDD + "1,2026-08-11 08:00:00,1,,收费,x\n").reader == "pinduoduo.settlement_export"


def test_the_totals_below_a_bill_are_compared_with_its_rows() -> None:
    totals = {t.column: (t.file, t.difference) for t in golden("taobao/settlement_export").own_totals}
    assert totals == {"收入合计": (D("329.00"), 0), "支出合计": (D("5335.58"), 0)}


def test_a_settlement_of_amazon_is_compared_with_the_total_of_its_first_row(tmp_path: Path) -> None:
    (total,) = golden("amazon/settlement_export").own_totals
    assert (total.file, total.difference) == (D("132.46"), 0)
    stated = "9\t10.00\tUSD\t\t\t\t\t\t\t\t\n"
    paid = "9\t\t\tOrder\t1\tItemPrice\tPrincipal\t8.00\t2026-08-02\t5\tA\n"
    lost = read_text(tmp_path, AMAZON + stated + paid, "amazon", "settlement.txt")
    assert [t.difference for t in lost.own_totals] == [D(-2)]


def test_a_second_header_row_is_no_order_and_costs_are_positive(tmp_path: Path) -> None:
    rows = "  , , ,收入+支出, , , , , ,\n2026-09-25 03:12:44,'1,'11,24.10,已结算,'7,28.90,-1.45,-2.89,-4.80\n"
    taken = rows_of(read_text(tmp_path, BILL + rows, "douyin"), "settled_orders")
    printed_positive = rows_of(read_text(tmp_path, BILL + rows.replace("-", "").replace("20260925", "2026-09-25"), "douyin"),
                               "settled_orders")
    assert [(r["amount"], r["fee_amount"], r["commission_amount"]) for r in taken] == [(D("24.1"), D("1.45"), D("2.89"))]
    assert [(r["fee_amount"], r["commission_amount"]) for r in printed_positive] == [(D("1.45"), D("2.89"))]


def test_a_bill_whose_parts_do_not_make_its_amount_says_so(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, BILL + "2026-09-25 03:12:44,'1,'11,30.00,已结算,'7,28.90,-1.45,-2.89,-4.80\n", "douyin")
    assert any("do not make the settled amount" in w for w in parsed.warnings)


def test_goods_money_that_goes_out_of_a_jd_bill_is_negative() -> None:
    rows = rows_of(golden("jd/settlement_export"), "settlement_lines")
    assert [(r["kind"], r["amount"]) for r in rows] == [("货款", D("36.8")), ("佣金", D("-1.84")), ("货款", D("-13.8"))]


@pytest.mark.parametrize(("platform", "header", "row", "liable"), [
    ("douyin", "售后单号,订单号,售后申请时间,售后状态,退商品金额（元）,仲裁状态,纠纷责任方\n",
     "7,6,2026-09-23 10:00:00,待商家处理,20.00,{},{}\n", "商家"),
    ("taobao", "退款编号,订单编号,退款申请时间,退款总额,退款状态,客服介入状态,x\n",
     "7,6,2026-09-23 10:00:00,20.00,等待卖家处理,{},{}\n", None),
])
def test_cases_taken_to_the_platform_are_disputes_and_others_are_not(
    tmp_path: Path, platform: str, header: str, row: str, liable: str | None
) -> None:
    parsed = read_text(tmp_path, header + row.format("客服处理中", "商家"), platform)
    assert [(r["dispute_id"], r["status"], r["liable"], r["amount"], r["opened_on"])
            for r in rows_of(parsed, "disputes")] == [("7", "客服处理中", liable, D(20), date(2026, 9, 23))]
    for quiet in ("-", "未介入" if platform == "taobao" else "无"):
        assert [b.table.name for b in read_text(tmp_path, header + row.format(quiet, "-"), platform).batches] == ["refunds"]


def test_chats_keep_no_name_and_no_telephone(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, CHATS + "阿岚,tb_88231,2026-06-18 10:00:00,in,电话13800138000 张三\n"
                                         "阿岚,tb_88231,2026-06-18 10:00:05,out,好的\n阿岚,t**1,2026-06-18 11:00:00,in,在吗\n"
                                         "阿岚,tb_9,2026-06-18 12:00:00,sideways,?\n", name="chats.csv")
    first, second, masked = rows_of(parsed, "chat_messages")
    assert first["chat_id"] == second["chat_id"] != masked["chat_id"]
    assert (first["buyer_id"] == second["buyer_id"], masked["buyer_id"]) == (True, None)
    assert "13800138000" not in str(parsed)
    assert "tb_88231" not in str(rows_of(parsed, "chat_messages"))
    assert [r.reason for r in parsed.rejected] == ["is neither in, out, robot nor system"]


def test_a_shop_named_in_a_house_layout_is_stated() -> None:
    file = GOLDEN / "own" / "chats" / "chats_2026-06-18.csv"
    assert read_file(file, reads_for("own"))[0].shop_names == ("小满家居旗舰店",)


def test_an_evenings_minutes_go_on_past_midnight() -> None:
    rows = rows_of(golden("douyin/live_minute_export", "分钟数据"), "live_minute")
    assert [r["minute"] for r in rows] == [1438, 1439, 1440, 1441]
    assert {r["day"] for r in rows} == {date(2026, 9, 7)}


def test_an_order_repeated_per_item_counts_once(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, "Order Number,Order Status,Order Date,Order Total,SKU,Quantity,Item Total\n"
                                 "1,wc-processing,2026-08-01 10:00,57.50,A,2,24.00\n"
                                 "1,wc-processing,2026-08-01 10:00,57.50,B,1,29.00\n", "woocommerce")
    assert [(r["paid_amount"], r["units"], r["status"]) for r in rows_of(parsed, "orders")] == [(D("57.5"), 3, "paid")]
    assert sum(r["paid_amount"] for r in rows_of(parsed, "order_lines")) == D(53)


def test_net_revenue_is_no_total_and_says_so(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, "Date,Order #,N. Revenue,Status,Items sold\n2026-08-01 10:15:00,5001,53.00,completed,3\n",
                       "woocommerce")
    assert parsed.warnings == ("1 rows state net revenue only: without tax, freight and what was refunded",)
