"""Contribution in the morning: its tiles, what is missing by name, and stakes and gains that stay GMV where costs do.

Mei's Tmall shop: kettles at 199 (cost 82) and mugs at 30 (cost 9); nothing was refunded of what was paid in October.
"""

import shutil
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.db import connection

from daybook.domain.brief import Brief
from daybook.reports.brief_json import brief_json
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, open_house

from .given_house import NOW, SHOP, SOLD, at, house_of, morning, sell, tile, written
from .test_profit import FREE

ON = date(2026, 11, 23)
BEFORE = tuple((n, "陶三", "KZ-041", 1, "199.00", "2026-10-10") for n in range(111, 121))
COSTS = "sku,unit_cost,currency,valid_from\nKZ-041,82,CNY,\n"


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with its orders of 10 October and 21 and 22 November, and no costs: each test works on a copy."""
    folder = tmp_path_factory.mktemp("sold")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        sell(house_of(folder), folder, (*BEFORE, *SOLD))
    return folder


@pytest.fixture
def house(sold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DAYBOOK_KEYS", str(shutil.copytree(sold / "keys", tmp_path / "keys")))
    connection.close()                  # so that nothing of it is still in the journal
    shutil.copytree(sold / "home", tmp_path / "home")
    return open_house(tmp_path / "home", lambda: NOW)


def give(house: House, folder: Path, costs: str, without: str = "") -> Brief:
    terms = "".join(f"{SHOP},{name},{value},\n" for name, value in FREE.items() if name != without)
    set_from_csv(house, "terms", written(folder, f"shop,term,value,valid_from\n{terms}", "t.csv"), known_at=at(20))
    set_from_csv(house, "cost", written(folder, costs, "c.csv"), known_at=at(20))
    return morning(house, ON)


def test_a_shop_without_costs_is_told_to_give_them_and_never_shows_nought(house: House) -> None:
    brief = morning(house, ON)
    shown = tile(brief, "contribution")
    assert shown.value is None
    assert "no unit cost is known" in shown.why_not
    assert all(c.value is None for c in shown.comparisons)
    assert brief.cost_known_share is None


def test_without_ad_reports_the_contribution_before_ads_is_shown_and_compared(house: House, tmp_path: Path) -> None:
    """On the 22nd 657 - 3 x 82 - 2 x 9 = 393; on the 21st 259 - 82 - 2 x 9 = 159; ads are not known."""
    brief = give(house, tmp_path, COSTS + "MUG-007,9,CNY,\n")
    assert tile(brief, "contribution").value is None
    assert "ad spend is not known" in tile(brief, "contribution").why_not
    before = tile(brief, "contribution_before_ads")
    assert before.value == D("393.00")
    yesterday, last_week = before.comparisons
    assert (yesterday.value, yesterday.change) == (D("159.00"), D("234.00"))
    assert last_week.value is None
    assert last_week.why_not


def test_gmv_without_a_known_cost_is_named_with_its_products(house: House, tmp_path: Path) -> None:
    """60 of the 657 paid were mugs, whose cost nobody gave."""
    brief = give(house, tmp_path, COSTS)
    shown, before = tile(brief, "contribution"), tile(brief, "contribution_before_ads")
    assert "cost not known for MUG-007" in shown.why_not
    assert "60.00 CNY of GMV has no known cost" in before.note
    assert "MUG-007" in before.note
    assert before.value == D(597 - 3 * 82)
    assert before.comparisons[0].why_not == "costs are known for different parts of the two days"


def test_a_term_that_nobody_gave_is_named(house: House, tmp_path: Path) -> None:
    brief = give(house, tmp_path, COSTS + "MUG-007,9,CNY,\n", without="ship_cost")
    assert "not known: ship cost" in tile(brief, "contribution").why_not
    assert not [t for t in brief.tiles if t.metric == "contribution_before_ads"]


def test_a_cost_that_came_in_after_nine_is_not_in_that_morning(house: House, tmp_path: Path) -> None:
    give(house, tmp_path, COSTS)
    set_from_csv(house, "cost", written(tmp_path, "sku,unit_cost,currency,valid_from\nMUG-007,9,CNY,\n", "l.csv"),
                 known_at=at(23, 5))
    assert "MUG-007" in tile(morning(house, ON), "contribution").why_not
    assert "MUG-007" not in tile(morning(house, ON, at(23, 6)), "contribution").why_not


def test_the_tiles_stand_in_the_json_with_their_unit(house: House, tmp_path: Path) -> None:
    brief = give(house, tmp_path, COSTS + "MUG-007,9,CNY,\n")
    shown = {t["metric"]: t for t in brief_json(brief)["tiles"]}
    assert (shown["contribution_before_ads"]["value"], shown["contribution_before_ads"]["currency"]) == ("393", "CNY")
    names = [t.metric for t in brief.tiles]
    assert names.index("contribution") < names.index("paid_orders")
