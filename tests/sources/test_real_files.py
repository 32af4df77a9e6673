"""Real exports in the shared folder, judged by sums made without the readers."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile
from daybook.sources.files import open_sheets
from daybook.sources.mapping import load
from daybook.sources.read import read_file
from daybook.sources.reader import ReadFor

from .reading import ROOT, SHARED, TODAY, buyer_hash, reads_for, rows_of

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside the checkout"),
]
SAMPLES = SHARED / "formats" / "samples"


def test_a_tmall_month_sums_like_its_file() -> None:
    file = SHARED / "data/tmall_orders/tmall_order_report_2020-02-01_23.csv.gz"
    (parsed,) = read_file(file, reads_for("tmall"))
    with gzip.open(file, "rt", encoding="utf-8") as text:
        theirs = list(csv.DictReader(text))
    ours = rows_of(parsed, "orders")
    assert len(ours) == len(theirs) == 12_358
    assert not parsed.rejected
    whole = sum(D(r["买家实际支付金额"]) + D(r["退款金额"]) for r in theirs if r["订单付款时间"])
    assert sum(r["paid_amount"] for r in ours) == whole  # type: ignore[misc]
    assert sum(r["paid_on"] is None for r in ours) == sum(not r["订单付款时间"] for r in theirs)
    assert all(r["province"] for r in ours)


@pytest.mark.parametrize("name", ["orderlist", "orderdetail"])
def test_files_saved_by_a_spreadsheet_are_refused(name: str) -> None:
    with pytest.raises(BrokenFile, match="last digits"):
        read_file(SAMPLES / f"taobao_{name}_2012_gbk_excel-resaved.csv", reads_for("taobao"))


@pytest.mark.parametrize("name", ["shopify_orders_2022_usd.csv", "shopify_orders_2026_multiline-notes_lf.csv"])
def test_shopify_lines_add_up_to_what_was_paid_for_goods(name: str) -> None:
    (parsed,) = read_file(SAMPLES / name, reads_for("shopify"))
    goods: dict[str, D] = defaultdict(D)
    for line in rows_of(parsed, "order_lines"):
        goods[str(line["order_id"])] += line["paid_amount"]  # type: ignore[operator]
    with (SAMPLES / name).open(encoding="utf-8", newline="") as text:
        heads = [r for r in csv.DictReader(text) if r["Id"]]
    for row in heads:
        assert goods[row["Id"]] == (D(row["Subtotal"]) if row["Financial Status"] != "pending" else 0)
    assert len(rows_of(parsed, "orders")) == len(heads)


def test_two_years_of_a_gift_shop_are_read_line_by_line() -> None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    (file,) = (SHARED / "data/uci_online_retail").glob("*.parquet")
    mapping = load((ROOT / "docs/examples/uk-gift-shop.toml").read_text())
    (parsed,) = read_file(file, ReadFor("Europe/London", "GBP", TODAY, buyer_hash), mapping)
    raw = pq.read_table(file, columns=["Invoice", "Quantity", "Price"])
    cents = pc.multiply(raw["Quantity"], pc.cast(pc.round(pc.multiply(raw["Price"], 1000)), "int64"))
    is_c, is_a = (pc.starts_with(raw["Invoice"], letter) for letter in "CA")
    sale = pc.and_(pc.invert(pc.or_(is_c, is_a)), pc.and_(pc.greater(raw["Quantity"], 0), pc.greater(raw["Price"], 0)))
    tables = {b.table.name: b.rows for b in parsed.batches}
    assert tables["order_lines"].num_rows == pc.sum(sale).as_py()
    assert pc.sum(tables["order_lines"]["paid_amount"]).as_py() == D(pc.sum(cents.filter(sale)).as_py()) / 1000
    assert pc.sum(tables["orders"]["paid_amount"]).as_py() == pc.sum(tables["order_lines"]["paid_amount"]).as_py()
    assert pc.sum(tables["refunds"]["amount"]).as_py() == -D(pc.sum(cents.filter(is_c)).as_py()) / 1000
    assert not parsed.rejected


TABLES = sorted(f for f in SAMPLES.glob("*") if f.suffix in (".csv", ".xls", ".xlsx")) if SAMPLES.is_dir() else []


@pytest.mark.parametrize("file", TABLES, ids=lambda f: f.name)
def test_every_sample_opens_as_sheets(file: Path) -> None:
    assert all(sheet.header for sheet in open_sheets(file))
