"""The table of listings and the rows behind a number: what was sold is found again row by row, and adds up."""

from datetime import date, time, timedelta
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.fact_rows import Look
from daybook.reports.table_xlsx import table_xlsx
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop
from daybook.workflows.listing_table import listing_table
from daybook.workflows.rows import behind, rows_behind
from tests.conftest import Clock
from tests.workflows.given_house import ITEM, SHOP, number, written
from tests.workflows.worked_house import SATURDAY, at

FRIDAY = SATURDAY - timedelta(days=1)
THURSDAY = SATURDAY - timedelta(days=2)
KETTLE, MUG = ITEM["KZ-041"], ITEM["MUG-007"]


@pytest.fixture
def house(saturday: House) -> House:
    """On Friday a mug was sold for 30; the kettle, two a day for 398, had run out."""
    return saturday


def test_each_listing_stands_beside_the_day_before_and_the_week_before(house: House, tmp_path: Path) -> None:
    table = listing_table(house, house.shop(SHOP), SATURDAY)
    assert [(line.item_id, line.cells["paid"].value) for line in table.lines] == [(MUG, D(30)), (KETTLE, D(0))]
    mug, kettle = table.lines
    assert (kettle.cells["paid"].yesterday, kettle.cells["paid"].last_week) == (D(398), D(398))
    assert (mug.cells["stock_days"].value, kettle.cells["stock_days"].value) == (D(40), D(0))
    assert mug.cells["visitors"].value is None
    assert table.missing["visitors"] == table.missing["cvr"] == "product_day"
    assert "paid" not in table.missing


def test_a_role_that_somebody_gave_stands_beside_its_listing(house: House, clock: Clock, tmp_path: Path) -> None:
    at(clock, FRIDAY)
    set_from_csv(house, "role", written(tmp_path, f"shop,item_id,role\n{SHOP},{KETTLE},hero\n"))
    at(clock, SATURDAY)
    assert {line.item_id: line.role for line in listing_table(house, house.shop(SHOP), SATURDAY).lines} == {
        MUG: "", KETTLE: "hero"}


def test_a_number_is_found_again_in_its_rows_and_their_file(house: House) -> None:
    (paid,) = behind("paid_gmv")
    found = rows_behind(house, house.shop(SHOP), paid, THURSDAY, SATURDAY)
    assert (found.table, found.total, found.adds_up_to) == ("orders", 2, D("428.0000"))
    amounts = [row[found.columns.index("paid_amount")] for row in found.rows]
    assert sum(amounts) == found.adds_up_to  # type: ignore[arg-type]
    assert all(isinstance(row[found.columns.index("order_id")], str) for row in found.rows)
    assert found.source_files == (f"{SHOP}-orders.csv",)
    assert "buyer_id" not in found.columns


def test_one_listings_rows_a_page_at_a_time(house: House) -> None:
    (lines,) = behind("line_gmv")
    found = rows_behind(house, house.shop(SHOP), lines, THURSDAY, SATURDAY, {"item_id": KETTLE})
    assert (found.total, found.adds_up_to) == (1, D("398.0000"))
    (orders,) = behind("paid_gmv")
    pages = [rows_behind(house, house.shop(SHOP), orders, THURSDAY, SATURDAY, first=n, most=1).rows for n in (0, 1, 2)]
    assert [len(p) for p in pages] == [1, 1, 0]
    assert pages[0] != pages[1]


def test_excluded_orders_are_left_out_as_in_the_number(house: House, clock: Clock, tmp_path: Path) -> None:
    n = (THURSDAY - date(2026, 10, 30)).days
    kettle_order = number(100 + 2 * n)
    at(clock, FRIDAY)
    set_from_csv(house, "exclusion", written(tmp_path, f"shop,order_id,reason\n{SHOP},{kettle_order},sample\n"))
    at(clock, SATURDAY)
    (paid,) = behind("paid_gmv")
    found = rows_behind(house, house.shop(SHOP), paid, THURSDAY, SATURDAY)
    assert (found.total, found.adds_up_to) == (1, D("30.0000"))


def test_rows_are_those_known_at_nine(house: House) -> None:
    (paid,) = behind("paid_gmv")
    assert rows_behind(house, house.shop(SHOP), paid, THURSDAY, FRIDAY).total == 0


def test_another_shop_has_none_of_these_rows(house: House) -> None:
    add_shop(house, "wu", "Wu", "tmall", "Asia/Shanghai", "CNY")
    (paid,) = behind("paid_gmv")
    assert rows_behind(house, house.shop("wu"), paid, THURSDAY, SATURDAY).total == 0


def test_a_ratio_has_the_rows_of_both_its_parts_and_an_unknown_number_none(house: House) -> None:
    assert [m.name for m in behind("aov")] == ["paid_gmv", "paid_orders"]
    with pytest.raises(WrongUsage, match="no rows stand behind happiness"):
        behind("happiness")
    (paid,) = behind("paid_gmv")
    with pytest.raises(WrongUsage, match="has no column"):
        rows_behind(house, house.shop(SHOP), paid, THURSDAY, SATURDAY, {"1=1; --": "x"})


def test_a_workbook_keeps_ids_as_text_and_carries_no_formula_out() -> None:
    """Read again by another library: the id keeps its last digits, and =1+1 is a text."""
    import python_calamine

    made = table_xlsx("商品/[1]", ["商品ID", "标题", "金额", "日"],
                      [["737559603417737559", "=HYPERLINK(\"http://x\")", D("199.50"), FRIDAY], ["1", "+cmd", None, None]])
    sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [["737559603417737559", "=HYPERLINK(\"http://x\")", 199.5, FRIDAY], ["1", "+cmd", "", ""]]


def test_rows_of_several_days_are_sorted_searched_and_known_at_a_moment(house: House) -> None:
    """Wednesday and Thursday together; the kettle is found by its id, and a column that nobody has is refused."""
    (lines,) = behind("line_gmv")
    shop, since = house.shop(SHOP), THURSDAY - timedelta(days=1)
    both = rows_behind(house, shop, lines, THURSDAY, SATURDAY, look=Look(since, sort="-paid_amount"))
    one = [rows_behind(house, shop, lines, day, SATURDAY) for day in (since, THURSDAY)]
    assert both.total == sum(found.total for found in one)
    assert both.adds_up_to == sum(found.adds_up_to or 0 for found in one)
    paid = [row[both.columns.index("paid_amount")] for row in both.rows]
    assert paid == sorted(paid, reverse=True)
    assert both.since == since
    kettles = rows_behind(house, shop, lines, THURSDAY, SATURDAY, look=Look(since, KETTLE, "paid_on"))
    assert 0 < kettles.found < kettles.total == both.total
    assert {row[kettles.columns.index("item_id")] for row in kettles.rows} == {KETTLE}
    days = [row[kettles.columns.index("paid_on")] for row in kettles.rows]
    assert days == sorted(days)
    assert rows_behind(house, shop, lines, THURSDAY, SATURDAY, look=Look(find="no such thing")).found == 0
    with pytest.raises(WrongUsage, match="has no column"):
        rows_behind(house, shop, lines, THURSDAY, SATURDAY, look=Look(sort="-buyer_id"))
    early = shop.moment(FRIDAY, time(9))
    assert rows_behind(house, shop, lines, THURSDAY, SATURDAY, as_of=early, look=Look(since)).total == 0


def test_what_is_reckoned_from_others_leads_to_their_rows() -> None:
    assert [m.name for m in behind("contribution")] == ["line_gmv", "ad_spend"]
    assert [m.name for m in behind("month_to_date")] == ["paid_gmv"]
