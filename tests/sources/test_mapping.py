"""Tables that no reader knows, read by a mapping that a person has written or corrected."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import NeedsPerson, UnknownTable, WrongUsage
from daybook.sources.files import sheets
from daybook.sources.mapping import load, propose
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed

from .reading import ROOT, reads_for, rows_of

GIFT_SHOP = (ROOT / "docs/examples/uk-gift-shop.toml").read_text()
INVOICES = """Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country
500001,A1,LAMP,2,2010-12-01 23:59:00,2.50,13085,United Kingdom
500001,A1,LAMP,2,2010-12-01 23:59:00,2.50,13085,United Kingdom
500001,B2,BELL,1,2010-12-02 00:00:00,4.95,13085,United Kingdom
500002,C3,CARD,10,2010-12-01 10:00:00,0.0,,France
500003,C3,damages,-10,2010-12-01 11:00:00,0.0,,United Kingdom
C500004,A1,LAMP,-1,2010-12-03 09:00:00,2.50,13085,United Kingdom
A500005,B,Adjust bad debt,1,2010-12-03 10:00:00,-11062.06,,United Kingdom
"""


def read(folder: Path, text: str, mapping: str) -> Parsed:
    file = folder / "table.csv"
    file.write_text(text)
    (parsed,) = read_file(file, reads_for("other"), load(mapping))
    return parsed


def test_a_gift_shops_invoices_become_orders_lines_and_refunds(tmp_path: Path) -> None:
    parsed = read(tmp_path, INVOICES, GIFT_SHOP)
    (order,) = rows_of(parsed, "orders")
    assert (order["order_id"], order["paid_amount"], order["units"]) == ("500001", D("14.95"), 5)
    lines = rows_of(parsed, "order_lines")
    assert [(r["line_id"], r["paid_amount"]) for r in lines] == [("1", D(5)), ("2", D(5)), ("3", D("4.95"))]
    (refund,) = rows_of(parsed, "refunds")
    assert (refund["refund_id"], refund["order_id"]) == ("C500004-1", None)
    assert (refund["amount"], refund["units"]) == (D("2.5"), 1)
    assert refund["buyer_id"] == order["buyer_id"]
    assert [w.split(" rows")[0] for w in parsed.warnings] == ["1", "1", "1"]


def test_an_order_around_midnight_stays_on_one_day(tmp_path: Path) -> None:
    london = GIFT_SHOP.replace('zone = "Europe/London"', 'zone = "Asia/Shanghai"')
    parsed = read(tmp_path, INVOICES, london)
    assert {r["ordered_on"] for r in rows_of(parsed, "order_lines")} == {date(2010, 12, 1)}


def test_a_proposal_for_the_gift_shop_reads_the_same_sales(tmp_path: Path) -> None:
    (sheet,) = sheets("table.csv", INVOICES.encode())
    proposed = propose(sheet)
    assert 'starts_with = "C"' in proposed
    rules = GIFT_SHOP[GIFT_SHOP.index("[[skip_when]]"):]
    by_hand = GIFT_SHOP.replace('zone = "Europe/London"', "").replace('"GBP"', '"CNY"')
    for table in ("order_lines", "orders", "refunds"):
        assert rows_of(read(tmp_path, INVOICES, proposed + rules), table) == rows_of(
            read(tmp_path, INVOICES, by_hand), table)


def test_a_proposal_finds_chinese_columns_and_guesses_by_content() -> None:
    text = "单据,什么时候,商品名称,数量,收款\nXS-100234,2026-11-01 10:00,壶,1,¥199.00\n"
    text += "XS-100235,2026-11-02 11:00,杯,2,¥58.00\n"
    (sheet,) = sheets("台账.csv", text.encode("gb18030"))
    mapping = load(propose(sheet))
    assert mapping.columns == {
        "order_id": "单据", "ordered_at": "什么时候", "title": "商品名称", "units": "数量", "amount": "收款"}


def test_lines_with_freight_make_an_order_that_was_paid_with_it(tmp_path: Path) -> None:
    text = ("order_id,order_item_id,price,freight_value,order_purchase_timestamp,order_approved_at,order_status\n"
            "o1,1,10.00,2.00,2018-01-10 13:33:07,2018-01-10 14:00:00,delivered\n"
            "o1,2,10.00,2.50,2018-01-10 13:33:07,2018-01-10 14:00:00,delivered\n"
            "o2,1,5.00,1.00,2018-01-10 13:33:07,,created\n")
    (sheet,) = sheets("t.csv", text.encode())
    parsed = read(tmp_path, text, propose(sheet))
    assert [(o["paid_amount"], o["freight_amount"], o["status"]) for o in rows_of(parsed, "orders")] == [
        (D("24.5"), D("4.5"), "done"), (D(0), D(1), "unpaid")]
    assert sum(r["paid_amount"] for r in rows_of(parsed, "order_lines")) == D(20)  # type: ignore[misc]


def test_german_amounts_and_days_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    text = "Auftrag;Datum;Summe\n4711001;05/06/2026;1.234\n4711002;07/06/2026;12\n"
    names = '[columns]\norder_id = "Auftrag"\nordered_at = "Datum"\namount = "Summe"\n'
    with pytest.raises(NeedsPerson, match="Summe") as asked:
        read(tmp_path, text, '[table]\nkind = "orders"\ndates = "dmy"\n' + names)
    assert asked.value.where == "table.csv"
    with pytest.raises(NeedsPerson, match="Datum"):
        read(tmp_path, text, '[table]\nkind = "orders"\ndecimal = ","\n' + names)
    parsed = read(tmp_path, text, '[table]\nkind = "orders"\ndecimal = ","\ndates = "dmy"\n' + names)
    assert [(o["ordered_on"], o["paid_amount"]) for o in rows_of(parsed, "orders")] == [
        (date(2026, 6, 5), D(1234)), (date(2026, 6, 7), D(12))]


def test_a_date_form_of_its_own_is_named_in_the_mapping(tmp_path: Path) -> None:
    text = "no,day,sum\n1,26.11.20,5.00\n2,x,6.00\n"
    parsed = read(tmp_path, text, '[table]\nkind="orders"\ndate_format = "%y.%m.%d"\n[columns]\norder_id="no"\n'
                  'ordered_at="day"\namount="sum"\n')
    assert [o["ordered_on"] for o in rows_of(parsed, "orders")] == [date(2026, 11, 20)]
    assert "%y.%m.%d" in parsed.rejected[0].reason


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[columns", "TOML"), ('[columns]\norder_id = "x"', "lacks"), ('[tables]\nx = "1"', "does not know tables"),
        ('[columns]\norder="x"', "does not know order"), (GIFT_SHOP.replace("Europe/London", "London"), "time zone"),
        (GIFT_SHOP.replace('"order_lines"', '"lines"'), "kind"),
        (GIFT_SHOP + '[[skip_when]]\ncolumn="Price"', "one of"),
    ],
)
def test_a_wrong_mapping_says_which_line_is_wrong(toml: str, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        load(toml)


def test_a_mapping_for_another_table_names_the_columns_that_it_misses(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match="StockCode"):
        read(tmp_path, "Invoice,InvoiceDate\n1,2010-12-01\n", GIFT_SHOP)
