"""How fast a month of orders loads beside DuckDB reading the CSV and deltalake writing it, and what one more day costs.

The file is the 订单报表 of one shop, with all of its columns.  Daybook keeps it sealed, reads it, hashes its buyers,
compares it with what was known, rolls it up and publishes it; the plain way reads the CSV and writes a Delta table.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from bench.bulk.agency import Agency, Size
from bench.bulk.sales import make_sales
from bench.speed.measured import Spent, timed
from daybook.demo.taobao_orders import ORDER_HEADER
from daybook.facts.arrow import conform
from daybook.facts.delivery import Batch, Delivery
from daybook.facts.load import load
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest

#: Column of the export -> SQL of a row of ORDERS.
CELLS = {
    "订单编号": "order_id", "买家会员名": "left(buyer_id, 1) || '**'", "买家应付货款": "due_amount", "总金额": "due_amount",
    "买家实际支付金额": "paid_amount", "买家应付邮费": "freight_amount",
    "订单状态": "if(paid_on IS NULL, '等待买家付款', '交易成功')",
    "订单创建时间": "strftime(ordered_at + INTERVAL 8 HOUR, '%Y-%m-%d %H:%M:%S')",
    "订单付款时间 ": "strftime(paid_at + INTERVAL 8 HOUR, '%Y-%m-%d %H:%M:%S')", "宝贝标题 ": "'加厚不锈钢保温壶'",
    "宝贝总数量": "units", "退款金额": "refund_amount", "收货地址 ": "province || ' ' || province || '市 ****'",
    "运送方式": "'快递'", "店铺名称": "'shop-0000'", "是否手机订单": "'手机订单'", "预售订单": "'否'",
    "主订单编号": "order_id",
}


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.speed.load", description=__doc__)
    options.add_argument("--lines", type=float, default=4000, help="order lines a day of the shop")
    options.add_argument("--home", type=Path, help="a folder made by `python -m bench bulk`, to add a day to a copy of")
    asked = options.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="daybook-bench-"))
    try:
        _month(folder, asked.lines)
        if asked.home:
            _one_more_day(folder, asked.home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _month(folder: Path, lines: float) -> None:
    agency = Agency(Size(1, 31, lines_a_day=lines, last_day=datetime(2026, 10, 31, tzinfo=UTC).date()))
    orders = make_sales(agency, np.array([0]), 0, 30).orders
    file = folder / "ExportOrderList202610310001.csv"
    _write_csv(conform(orders.table, orders.columns, len(orders.shop)), file)
    house = open_house(folder / "home", lambda: datetime.now(UTC))
    add_shop(house, "shop-0000", "client-0000", "tmall", "Asia/Shanghai", "CNY")
    known = datetime(2026, 11, 1, 0, 40, tzinfo=UTC)
    by_hand = [timed(lambda n=n: _plain(file, folder / f"plain-{n}"))[0] for n in range(3)]
    own, reports = timed(lambda: ingest(house, [Incoming("shop-0000", file, known)]))
    assert reports[0].state == "loaded", reports[0].problem
    rows = reports[0].changes[0].new
    plain = sorted(by_hand, key=lambda s: s.cpu)[1]
    print(f"a month of {rows:,} orders ({file.stat().st_size / 1e6:.0f} MB): Daybook {_said(own)}, "
          f"plain {_said(plain)}; {own.seconds / plain.seconds:.1f} times, {own.cpu / plain.cpu:.1f} times by processor")


def _write_csv(orders: pa.Table, file: Path) -> None:
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    con.register("orders", orders)
    cells = ", ".join(f'{CELLS.get(name, "NULL")} AS "{name}"' for name in ORDER_HEADER)
    con.execute(f"COPY (SELECT {cells} FROM orders) TO '{file}' (HEADER, DELIMITER ',')")


def _plain(file: Path, to: Path) -> None:
    from deltalake import write_deltalake

    con = duckdb.connect()
    rows = con.execute(f"SELECT * FROM read_csv('{file}', header=true)").to_arrow_table()
    kept = [pa.field(f.name, pa.string() if pa.types.is_null(f.type) else f.type) for f in rows.schema]
    write_deltalake(to, rows.cast(pa.schema(kept)))


def _one_more_day(folder: Path, home: Path) -> None:
    """A day of one shop, put on nothing and put on the months that a copy of `home` holds."""
    shutil.copytree(home, folder / "full")
    full = open_house(folder / "full", lambda: datetime.now(UTC))
    shop = full.shops()[0]
    agency = Agency(Size(1, 1, last_day=Size().last_day + timedelta(days=1)))
    for said, house in (("a full lake", full), ("a full lake again, another day", full)):
        spent = _add_day(house, shop.client, shop.name, agency, said)
        print(f"a day of {int(agency.orders.sum())} orders put on {said}: {_said(spent)}")
        agency = Agency(Size(1, 1, last_day=agency.size.last_day + timedelta(days=1)))


def _add_day(house: House, client: str, shop: str, agency: Agency, said: str) -> Spent:
    sales = make_sales(agency, np.array([0]), 0, 0)
    batches: Sequence[Batch] = [Batch(r.table, conform(r.table, r.columns, len(r.shop))) for r in (sales.orders, sales.lines)]
    known = datetime.combine(agency.size.last_day + timedelta(days=1), datetime.min.time(), UTC)
    delivery = Delivery(client, shop, f"bench-{said}", known, tuple(batches))
    return timed(lambda: load(house.lake, house.books, [delivery], ROLLUPS, TABLES))[0]


def _said(spent: Spent) -> str:
    return f"{spent.seconds:.2f} s ({spent.cpu:.2f} s of processor)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
