"""A real UK gift shop, read by a column mapping, against sums that DuckDB takes of the file itself."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import UnknownTable
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import FileReport, Incoming, ingest
from daybook.workflows.morning import mornings
from tests.conftest import Clock
from tests.days import real
from tests.orders import known

pytestmark = pytest.mark.shared
MAPPING = real.ROOT / "docs" / "examples" / "uk-gift-shop.toml"
SOLD = ("NOT starts_with(Invoice, 'C') AND NOT starts_with(Invoice, 'A') AND Quantity > 0 AND Price <> 0")
KNOWN_AT = datetime(2011, 9, 1, 7, tzinfo=UTC)


def cut(tmp_path: Path, first: str, last: str) -> Path:
    """The invoices of some days as a file of the same columns."""
    import duckdb

    file = tmp_path / "invoices.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_parquet('{real.GIFTS}') WHERE CAST(InvoiceDate AS DATE) "
               f"BETWEEN '{first}' AND '{last}') TO '{file}' (FORMAT parquet)")
    return file


def asked(file: Path, sql: str) -> list[tuple[object, ...]]:
    import duckdb

    return duckdb.sql(sql.format(file=f"read_parquet('{file}')")).fetchall()


def load(house: House, clock: Clock, file: Path) -> FileReport:
    real.needed(real.GIFTS)
    clock.moment = datetime(2011, 9, 2, tzinfo=UTC)
    add_shop(house, "gifts", "Pearl", "other", "Europe/London", "GBP")
    return ingest(house, [Incoming("gifts", file, KNOWN_AT, MAPPING)])[0]


def check_against_the_file(house: House, report: FileReport, file: Path) -> None:
    """Rows, orders, money, units and refunds, day by day."""
    new = {c.table: c.new for c in report.changes}
    lines, orders = asked(file, "SELECT count(*), count(DISTINCT Invoice) FROM {file} WHERE " + SOLD)[0]
    assert (new["order_lines"], new["orders"]) == (lines, orders)
    found = known(house, "gifts")
    day = "CAST(CAST(InvoiceDate AS DATE) AS VARCHAR)"
    by_day = asked(file, f"SELECT {day}, sum(CAST(Price AS DECIMAL(18,4)) * Quantity), sum(Quantity), "
                         "count(DISTINCT Invoice) FROM {file} WHERE " + SOLD + " GROUP BY 1 ORDER BY 1")
    assert found["paid_gmv"] == {d: D(str(money)) for d, money, _, _ in by_day}
    assert found["units_sold"] == {d: D(str(units)) for d, _, units, _ in by_day}
    assert found["paid_orders"] == {d: D(str(n)) for d, _, _, n in by_day}
    refunds = asked(file, f"SELECT {day}, -sum(CAST(Price AS DECIMAL(18,4)) * Quantity) FROM {{file}} WHERE "
                          "starts_with(Invoice, 'C') AND Price <> 0 GROUP BY 1 ORDER BY 1")
    assert found["refunded_by_day"] == {d: D(str(money)) for d, money in refunds}


def test_two_months_of_the_gift_shop_are_the_sums_of_the_file(house: House, clock: Clock, tmp_path: Path) -> None:
    real.needed(real.GIFTS)
    file = cut(tmp_path, "2011-07-01", "2011-08-31")
    report = load(house, clock, file)
    check_against_the_file(house, report, file)
    brief = mornings(house, [house.shop("gifts")], date(2011, 8, 26), datetime(2011, 9, 1, 12, tzinfo=UTC))[0]
    tiles = {t.metric: t for t in brief.tiles}
    money = asked(file, "SELECT sum(CAST(Price AS DECIMAL(18,4)) * Quantity) FROM {file} WHERE "
                        "CAST(InvoiceDate AS DATE) = '2011-08-25' AND " + SOLD)[0][0]
    assert tiles["paid_gmv"].value == D(str(money)).quantize(D("0.01"))
    assert tiles["paid_gmv"].currency == "GBP"
    assert tiles["paid_buyers"].value is None
    assert "buyer id" in tiles["paid_buyers"].why_not


def test_saturdays_of_a_shop_that_closes_on_saturdays_are_no_gap(house: House, clock: Clock, tmp_path: Path) -> None:
    real.needed(real.GIFTS)
    load(house, clock, cut(tmp_path, "2011-06-01", "2011-08-31"))
    brief = mornings(house, [house.shop("gifts")], date(2011, 8, 7), datetime(2011, 9, 1, 12, tzinfo=UTC))[0]
    assert brief.reviewed.strftime("%A") == "Saturday"
    assert brief.state == "closed"
    assert brief.notes == ()


@pytest.mark.long
def test_the_whole_gift_shop_is_the_sums_of_the_file(house: House, clock: Clock) -> None:
    report = load(house, clock, real.GIFTS)
    check_against_the_file(house, report, real.GIFTS)


OLIST_MAPPING = """
[table]
kind = "order_lines"
currency = "BRL"
zone = "America/Sao_Paulo"
[columns]
order_id = "order_id"
line_id = "order_item_id"
ordered_at = "order_purchase_timestamp"
paid_at = "order_approved_at"
item_id = "product_id"
amount = "price"
buyer = "customer_unique_id"
province = "customer_state"
city = "customer_city"
"""


def test_the_largest_seller_of_a_marketplace_gets_its_morning(house: House, clock: Clock, tmp_path: Path) -> None:
    """Four tables of the Olist marketplace joined to one seller's order lines, read by a mapping."""
    import duckdb

    real.needed(real.OLIST / "olist_orders_dataset.csv.gz")

    def table(name: str) -> str:
        return f"read_csv('{real.OLIST}/olist_{name}_dataset.csv.gz', all_varchar = true) AS {name}"

    file, mapping = tmp_path / "seller.csv", tmp_path / "olist.toml"
    duckdb.sql(
        "COPY (SELECT order_id, order_item_id, order_purchase_timestamp, order_approved_at, product_id, price, "
        f"customer_unique_id, customer_state, customer_city FROM {table('order_items')} JOIN {table('orders')} "
        f"USING (order_id) JOIN {table('customers')} USING (customer_id) WHERE seller_id = (SELECT seller_id FROM "
        f"{table('order_items')} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) ORDER BY 3, 1, 2) TO '{file}' (HEADER)")
    mapping.write_text(OLIST_MAPPING)
    clock.moment = datetime(2018, 10, 1, tzinfo=UTC)
    shop = add_shop(house, "olist seller", "Olist", "other", "America/Sao_Paulo", "BRL")
    report = ingest(house, [Incoming("olist seller", file, None, mapping)])[0]
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert report.state == "loaded", report.problem
    assert {c.table: c.new for c in report.changes} == {
        "order_lines": len(rows), "orders": len({row["order_id"] for row in rows})}
    paid = [row for row in rows if row["order_approved_at"]]
    found = known(house, "olist seller")
    assert sum(found["paid_gmv"].values()) == sum(D(row["price"]) for row in paid)
    best = max(found["paid_gmv"], key=lambda d: (found["paid_gmv"][d], d))
    on = date.fromordinal(date.fromisoformat(best).toordinal() + 1)
    brief = mornings(house, [shop], on, clock.moment)[0]
    mine = [row for row in paid if row["order_approved_at"].startswith(best)]
    tiles = {t.metric: t.value for t in brief.tiles}
    assert tiles["paid_gmv"] == sum(D(row["price"]) for row in mine)
    assert tiles["paid_buyers"] == len({row["customer_unique_id"] for row in mine})


def test_without_its_mapping_the_gift_shop_is_kept_and_asks_for_one(house: House, clock: Clock, tmp_path: Path) -> None:
    real.needed(real.GIFTS)
    add_shop(house, "gifts", "Pearl", "other", "Europe/London", "GBP")
    report = ingest(house, [Incoming("gifts", cut(tmp_path, "2011-08-30", "2011-08-31"), KNOWN_AT)])[0]
    assert report.state == "unknown"
    assert isinstance(report.problem, UnknownTable)
