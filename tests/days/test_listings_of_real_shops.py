"""Listings of two real sellers at the desk: what stopped selling is told, what sells by the handful is not."""

import csv
import gzip
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from daybook.domain.listing_lines import Standing
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.listing_desk import listing_desk, shop_desk
from tests.conftest import Clock
from tests.days import real
from tests.days.test_gift_shop import cut, load

pytestmark = [pytest.mark.shared, pytest.mark.long]
KURTAS = real.SHARED / "india_apparel_seller" / "wholesale_sales_2021-06_2022-03.csv.gz"
MAPPING = """[table]
kind = "order_lines"
currency = "INR"
zone = "Asia/Kolkata"

[columns]
order_id = "order"
ordered_at = "Date"
item_id = "Style"
sku = "SKU"
units = "Pieces_sold"
unit_price = "Price_per_piece"
buyer = "Customer_name"
"""


def test_a_gift_that_sold_daily_and_then_not_at_all_is_the_one_listing_that_is_off(
        house: House, clock: Clock, tmp_path: Path) -> None:
    """The doormat: three orders a day in July, none in the first week of August; of 2,900 SKUs most sell too seldom to judge."""
    real.needed(real.GIFTS)
    load(house, clock, cut(tmp_path, "2011-03-01", "2011-08-31"))
    desk = shop_desk(house, house.shop("gifts"), date(2011, 8, 9), clock.moment)
    assert [line.item_id for line in desk.lines.off] == ["23284"]
    assert desk.lines.lines[0].money is not None
    assert 100 <= desk.lines.lines[0].money <= 200
    kinds = Counter(line.standing for line in desk.lines.lines)
    assert kinds[Standing.STEADY] > 100
    assert kinds[Standing.UNKNOWN] > 1000
    assert desk.leaving == ()             # orders do not say what is still on sale
    assert desk.shelf is None


def test_of_a_wholesaler_with_five_orders_a_week_nothing_is_told(house: House, clock: Clock, tmp_path: Path) -> None:
    """219 orders in ten months, each of dozens of styles: no step can be judged, and no ladder is slid down on five pieces."""
    real.needed(KURTAS)
    with gzip.open(KURTAS, "rt", encoding="utf-8", newline="") as text:
        rows = [{**row, "order": f"{row['Date']}-{row['Customer_name']}"} for row in csv.DictReader(text)]
    sales, mapping = tmp_path / "sales.csv", tmp_path / "kurtas.toml"
    with sales.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    mapping.write_text(MAPPING, encoding="utf-8")
    clock.moment = datetime(2022, 4, 2, tzinfo=UTC)
    add_shop(house, "kurtas", "Jaipur", "other", "Asia/Kolkata", "INR")
    (report,) = ingest(house, [Incoming("kurtas", sales, datetime(2022, 4, 1, tzinfo=UTC), mapping)])
    assert {c.table: c.new for c in report.changes} == {"order_lines": len(rows), "orders": len({r["order"] for r in rows})}
    desk = shop_desk(house, house.shop("kurtas"), date(2022, 2, 10), clock.moment)
    assert {line.standing for line in desk.lines.lines} == {Standing.UNKNOWN}
    top = max(desk.lines.lines, key=lambda line: line.gmv or 0)
    ladder = listing_desk(house, house.shop("kurtas"), top.item_id, date(2022, 2, 10), clock.moment).ladder
    assert ladder is not None
    assert not ladder.said
