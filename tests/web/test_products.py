"""Products and the rows behind a number, as pages and as workbooks, on a real house."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from tests.conftest import Clock
from tests.web.conftest import Workbench
from tests.workflows.given_house import ITEM, SHOP
from tests.workflows.worked_house import SATURDAY, copied, saturday_home


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The kettle shop on Saturday, served."""
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house
    from daybook.workflows.house import add_shop

    folder: Path = tmp_path_factory.mktemp("products")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        saturday_home(folder)
        house = copied(folder, tmp_path_factory.mktemp("copy"), Clock())
        migrate_all()
        serve_house(house)
        add_shop(house, "wu", "Wu", "tmall", "Asia/Shanghai", "CNY")
        mine, wus = (models.Shop.objects.get(name=n) for n in (SHOP, "wu"))
        yield Workbench(house, mine, mine, wus)


@pytest.fixture
def bo(bench: Workbench) -> Any:
    return bench.browser(bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client)), headers={"Accept-Language": "en"})


def opened(browser: Any, name: str, *parts: object, **asked: str) -> str:
    answer = browser.get(reverse(name, args=parts), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_listings_and_what_is_not_in_yet(bench: Workbench, bo: Any):
    page = opened(bo, "products_of", bench.mine.pk, SATURDAY)
    assert page.index(ITEM["MUG-007"]) < page.index(ITEM["KZ-041"])
    assert "Not in yet, so not told and not 0:" in page
    assert "No listing is known for this day" in opened(bo, "products_of", bench.mine.pk, "2026-08-01")


def test_from_a_number_to_its_rows(bench: Workbench, bo: Any):
    page = opened(bo, "products_of", bench.mine.pk, SATURDAY)
    rows = reverse("rows", args=[bench.mine.pk, "line_gmv", SATURDAY])
    assert f"{rows}?item_id={ITEM['MUG-007']}" in page
    behind = opened(bo, "rows", bench.mine.pk, "line_gmv", SATURDAY, item_id=ITEM["MUG-007"])
    assert f"{SHOP}-lines.csv" in behind
    assert "¥30.00" in behind
    assert "no rows stand behind happiness" in opened(bo, "rows", bench.mine.pk, "happiness", SATURDAY)
    for text in ("' OR 1=1 --", "a\0' OR 1=1"):
        assert f"{SHOP}-lines.csv" not in opened(bo, "rows", bench.mine.pk, "line_gmv", SATURDAY, item_id=text)


@pytest.mark.parametrize("name", ["products_of", "rows"])
def test_both_as_a_workbook_with_ids_as_text(bench: Workbench, bo: Any, name: str):
    import python_calamine

    parts = [bench.mine.pk, SATURDAY] if name == "products_of" else [bench.mine.pk, "line_gmv", SATURDAY]
    answer = bo.get(reverse(name, args=parts), {"as": "xlsx"})
    assert "spreadsheetml" in answer["Content-Type"]
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(ITEM["MUG-007"] in row for row in rows)


def test_a_product_says_its_prices_its_skus_and_what_nobody_knows(bench: Workbench, bo: Any):
    """The kettle: 199.00 on the shelf and paid, nothing left since Friday; no report of visits, no cost, no reviews."""
    products = opened(bo, "products_of", bench.mine.pk, SATURDAY)
    assert reverse("product_of", args=[bench.mine.pk, ITEM["KZ-041"], SATURDAY]) in products
    page = opened(bo, "product_of", bench.mine.pk, ITEM["KZ-041"], SATURDAY)
    assert "¥199.00" in page
    assert "out of stock" in page
    assert "not known" in page
    assert "it is not in for this listing" in page
    assert "No review of this listing is in." in page
    assert "Nothing is known of this listing" in opened(bo, "product_of", bench.mine.pk, "1", SATURDAY)


def test_what_may_be_edited_today_stands_on_the_products_page_with_the_guards_own_reasons(bench: Workbench, bo: Any):
    """The kettle sells: its list price, its identity and its place on the shelf stay; its SKUs are not deleted."""
    address = reverse("allowed_edits", args=[bench.mine.pk, ITEM["KZ-041"]])
    assert address in opened(bo, "product_of", bench.mine.pk, ITEM["KZ-041"], SATURDAY)
    page = opened(bo, "allowed_edits", bench.mine.pk, ITEM["KZ-041"])
    lights = dict(re.findall(r"<td><b>([^<]*)</b></td>.*?</span> ([^<]*)</b>", page))
    assert lights == {
        "Title": "safe", "Main image": "safe", "Other attributes": "safe", "Category, brand, model, SKU dimensions": "leave it",
        "Price by discount": "safe", "List price itself": "leave it", "New coupon": "safe", "New SKU": "safe",
        "Delete a SKU": "leave it", "Take off sale": "leave it"}
    assert "a direct edit of its list price costs its rank" in page
    assert f"{reverse('propose', args=[bench.mine.pk])}?move=title&amp;object_id={ITEM['KZ-041']}" in page
    assert "move=listed" not in page, "what should be left is not offered"


def test_what_nobody_knows_is_no_green_light():
    from daybook.actions.guards.before import light_of
    from daybook.domain.allowed import Light
    from daybook.domain.verdict import Basis, Pass, Refuse

    def no(rule: str) -> Refuse:
        return Refuse("no", "wait", basis=Basis(rule, "own", SATURDAY, "own"))

    assert light_of(()) is Light.ASK
    assert light_of((Pass("nothing against it"),)) is Light.GO
    assert light_of((Pass("nothing against it"), no("G-KNOWN"))) is Light.ASK
    assert light_of((no("G-KNOWN"), no("L-FREEZE"))) is Light.STOP
