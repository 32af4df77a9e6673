"""Products and the rows behind a number, as pages and as workbooks, on a real house."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybook.domain.rights import Scope
from daybook.domain.work import Role
from daybook.workflows.ingest import Incoming, ingest
from tests.web.conftest import NOON, Workbench, saturday_bench
from tests.workflows.given_house import ITEM, SHOP
from tests.workflows.worked_house import SATURDAY


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        yield served


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


def test_prices_are_planned_for_the_rows_of_a_page_and_found_sorted_and_taken_along(bench: Workbench) -> None:
    """A promise on the kettle puts it first and bounds it; the workbook holds the ends of its range."""
    import python_calamine

    mei = bench.browser(bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client)),
                        headers={"Accept-Language": "en"})
    today = bench.house.shop(SHOP).day_of(bench.house.now()).isoformat()
    mei.post(reverse("give_promise", args=[bench.mine.pk]), {
        "kind": "least", "object": "KZ-041", "name": "brand floor", "price": "190", "first": today, "last": "2027-03-01"})
    mei.post(reverse("give_coupon", args=[bench.mine.pk]), {
        "object": "", "name": "shop coupon", "threshold": "100", "off": "10", "first": today, "last": "2027-03-01"})
    page = opened(mei, "prices", bench.mine.pk)
    assert page.index("KZ-041") < page.index("MUG-007")
    assert "¥190.00 – ¥199.00" in page
    assert "promise · brand floor" in page
    assert "MUG-007" not in opened(mei, "prices", bench.mine.pk, part="held")
    assert "KZ-041</small>" not in opened(mei, "prices", bench.mine.pk, find="MUG")
    assert opened(mei, "prices", bench.mine.pk, sort="now").index("MUG-007") < page.index("KZ-041") + len(page)
    answer = mei.get(reverse("prices", args=[bench.mine.pk]), {"as": "xlsx"})
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    (kettle,) = [row for row in rows if "KZ-041" in row]
    assert 190.0 in kettle
    alone = mei.get(reverse("price", args=[bench.mine.pk, "KZ-041"]), {"item": ITEM["KZ-041"]}).content.decode()
    option = json.loads(re.findall(r'<script id="prices" type="application/json">(.*?)</script>', alone)[0])
    assert [(b["kind"], b["name"]) for b in option["bands"]] == [("least", "brand floor")]
    assert (option["binds"][0]["who"], option["now"]) == ("promise", 199.0)
    assert "¥200.00 – ¥209.00" in alone, "ten off a hundred: so much is posted that a buyer pays 190 to 199"
    missing = mei.get(reverse("price", args=[bench.mine.pk, "NO-SUCH"]))
    assert missing["Location"].endswith("?find=NO-SUCH")


def test_listings_one_by_one_as_a_page_and_by_schema(bench: Workbench, bo: Any):
    """Eight days of orders and no report of visits: nothing can be told of a week, and the page says so."""
    from jsonschema import validate

    from daybook.reports.listings_json import listing_json, listings_json
    from daybook.workflows.listing_desk import listing_desk, shop_desk

    page = opened(bo, "listings_of", bench.mine.pk, SATURDAY)
    assert reverse("listing_desk_of", args=[bench.mine.pk, ITEM["KZ-041"], SATURDAY]) in page
    assert "Too little is counted to tell" in page
    desk = opened(bo, "listing_desk_of", bench.mine.pk, ITEM["KZ-041"], SATURDAY)
    assert "Which step is off" in desk
    shop = bench.house.shop(SHOP)
    schema = json.loads((Path(__file__).resolve().parents[2] / "docs" / "schemas" / "listings.json").read_text(encoding="utf-8"))
    validate(listings_json(shop_desk(bench.house, shop, SATURDAY)), schema)
    validate(listing_json(listing_desk(bench.house, shop, ITEM["KZ-041"], SATURDAY)), schema)
    brief = bo.get(reverse("copy_brief", args=[bench.mine.pk, ITEM["KZ-041"], SATURDAY]), {"form": "md"})
    assert brief.status_code == 302          # no export says what the kettle is called
    kept = bo.post(reverse("give_rank", args=[bench.mine.pk]), {"fact": "category_rank", "object": ITEM["KZ-041"], "value": "31",
                                                                "valid_from": str(SATURDAY - timedelta(days=1))})
    assert kept.status_code == 302
    assert "Category rank" in opened(bo, "listing_desk_of", bench.mine.pk, ITEM["KZ-041"], SATURDAY + timedelta(days=3))


def test_stock_says_what_is_sold_out_and_what_nobody_knows(bench: Workbench, bo: Any):
    """The kettle has nothing left since Friday; of the mug a lead time is set on the page."""
    page = opened(bo, "stock", bench.mine.pk)
    assert "Sold out" in page
    assert "lead time not known" in page
    assert reverse("stock_sku", args=[bench.mine.pk, "KZ-041"]) in page
    kept = bo.post(reverse("give_lead_time", args=[bench.mine.pk]), {"sku": "MUG-007", "days": "14"})
    assert kept.status_code == 302
    assert "Reorder point" in opened(bo, "stock_sku", bench.mine.pk, "MUG-007")


def test_stock_of_a_script_and_of_a_page_are_the_same_and_follow_the_schema(bench: Workbench, bo: Any):
    from jsonschema import validate

    from daybook.reports.stock_json import sku_json, stock_json
    from daybook.workflows.stock import shop_stock

    shop = bench.house.shop(SHOP)
    found = shop_stock(bench.house, shop, SATURDAY, bench.house.now())
    schema = json.loads((Path(__file__).resolve().parents[2] / "docs" / "schemas" / "stock.json").read_text(encoding="utf-8"))
    validate(stock_json(shop, found.on, found.lines), schema)
    number = found.number("KZ-041")
    validate(sku_json(found.stocked.lines[number], found.stocked.path(number)), schema)


def test_prices_ask_the_records_as_often_for_a_hundred_skus_as_for_two(bench: Workbench, bo: Any, tmp_path: Path) -> None:
    """The page, one SKU's page, and both operations of the API."""
    from daybook.web.tokens import make_token

    addresses = [reverse("prices", args=[bench.mine.pk]), reverse("price", args=[bench.mine.pk, "KZ-041"]),
                 f"/api/v1/shop/{bench.mine.pk}/prices/", f"/api/v1/shop/{bench.mine.pk}/price/KZ-041/"]
    person = bench.person("api@x.example", (Role.OPERATOR, bench.mine.client))
    headers_of = {"Authorization": f"Bearer {make_token(person, 'script', list(Scope), NOON, None)}"}

    def asked() -> list[int]:
        found = []
        for address in addresses:
            headers = headers_of if "/api/" in address else {}
            with CaptureQueriesContext(connection) as queries:
                assert (bench.browser() if headers else bo).get(address, headers=headers).status_code == 200, address
            found.append(len(queries))
        return found

    asked()
    few, today = asked(), bench.house.shop(SHOP).day_of(bench.house.now())
    file = tmp_path / "stock.csv"
    file.write_text("day,sku,item_id,sellable_units,in_transit_units,price\n" + "".join(
        f"{today - timedelta(days=1)},MORE-{n},9{n:03d},40,0,{50 + n}.00\n" for n in range(100)), encoding="utf-8")
    (report,) = ingest(bench.house, [Incoming(SHOP, file, bench.house.now())])
    assert report.state == "loaded", report.problem
    assert "MORE-7" in opened(bo, "prices", bench.mine.pk)
    assert asked() == few
    assert max(few) <= 58
