"""One listing on one page: the kettle of the Saturday house, told by its order lines and its list of stock alone."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.listing_page import EventKind, ListingPage
from daybook.workflows.give import give
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.listing_page import listing_page
from tests.conftest import Clock
from tests.workflows.given_house import CLIENT, ITEM, SHOP
from tests.workflows.worked_house import EMPTY_FROM, FIRST, SATURDAY, at, copied, saturday_home

THURSDAY, FRIDAY = date(2026, 11, 19), EMPTY_FROM


@pytest.fixture(scope="module")
def kettle(tmp_path_factory: pytest.TempPathFactory) -> ListingPage:
    """The kettle with a cost of 82.00 and a note, as known on Saturday at ten."""
    folder: Path = tmp_path_factory.mktemp("kettle")
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = copied(saturday_home(folder), tmp_path_factory.mktemp("copy"), clock)
        now = at(clock, SATURDAY, 10)
        give(house, house.shop(SHOP), "cost", {"sku": "KZ-041", "unit_cost": "82.00", "valid_from": ""})
        give(house, house.shop(SHOP), "notes", {"at": "2026-11-18 20:00", "object": "KZ-041", "kind": "edit", "from": "",
                                                "to": "", "text": "new main picture"})
        return listing_page(house, house.shop(SHOP), ITEM["KZ-041"], SATURDAY, 35, now)


def test_prices_of_days_are_told_and_a_day_without_a_sale_has_none(kettle: ListingPage):
    prices = {p.day: p for p in kettle.prices}
    assert (prices[THURSDAY].list_low, prices[THURSDAY].deal, prices[THURSDAY].units) == (D(199), D(199), D(2))
    assert prices[THURSDAY].discount == 0
    assert (prices[FRIDAY].units, prices[FRIDAY].deal) == (D(0), None)
    before = prices[date(2026, 10, 20)]
    assert before.day < FIRST
    assert (before.units, before.list_low) == (None, None), "not in is not 0"


def test_the_sku_says_margin_stock_and_share(kettle: ListingPage):
    (sku,) = kettle.skus
    sold = (EMPTY_FROM - FIRST).days * 2
    assert (sku.sku, sku.units, sku.paid) == ("KZ-041", D(sold), D(sold * 199))
    assert (sku.unit_share, sku.sellable, sku.unit_cost) == (D(1), D(0), D(82))
    assert sku.margin == 1 - D(82) / D(199)
    assert sku.cover_days == 0


def test_what_happened_stands_beside_the_prices(kettle: ListingPage):
    noted = [e for e in kettle.events if e.kind is EventKind.NOTE]
    assert [(e.first, e.what) for e in noted] == [(date(2026, 11, 18), "new main picture")]
    assert any(e.kind is EventKind.PLATFORM for e in kettle.events), "November has its festival"
    assert not [e for e in kettle.events if e.kind is EventKind.PRICE], "the price stood still"


def test_a_report_that_never_came_is_named_and_no_zero(kettle: ListingPage):
    assert set(kettle.never) == {"product_day", "product_source_day"}
    assert kettle.funnel == ()
    assert kettle.sources == ()


def test_a_listing_of_which_no_order_line_came_in_has_sold_nobody_knows_how_much(
        house: House, clock: Clock, tmp_path: Path) -> None:
    add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
    at(clock, SATURDAY)
    file = tmp_path / "stock.csv"
    file.write_text(f"day,sku,item_id,sellable_units,in_transit_units,price\n{FRIDAY},KZ-041,{ITEM['KZ-041']},40,0,199.00\n",
                    encoding="utf-8")
    (report,) = ingest(house, [Incoming(SHOP, file)])
    assert report.state == "loaded", report.problem
    (sku,) = listing_page(house, house.shop(SHOP), ITEM["KZ-041"], SATURDAY, 35).skus
    assert (sku.sellable, sku.units, sku.paid, sku.deal, sku.unit_share, sku.cover_days) == (D(40), None, None, None, None, None)
