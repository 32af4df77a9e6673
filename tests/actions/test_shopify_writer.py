"""Shopify's writer against a stand-in that validates every document against the published Admin schema and throttles."""

import json
import time
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import httpx
import pytest

from daybook.actions.writers import shopify as written
from daybook.actions.writers.shopify import Shopify
from daybook.domain.errors import AccessRefused, OutcomeUnknown, WriteRefused
from daybook.domain.moves.listing import Listed, Title
from daybook.domain.moves.move import Move
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.proposal import Outcome
from tests.shopify_stub import FOLDER, NEEDS_STUB, TOKEN, shopify_stub

from .through_faults import Time, carried_out, story_of

pytestmark = NEEDS_STUB
COUNT = {"i": {"name": "on_hand", "reason": "correction", "quantities": [
    {"inventoryItemId": "gid://shopify/InventoryItem/1", "locationId": "gid://shopify/Location/1", "quantity": 5,
     "changeFromQuantity": 6}]}, "k": "4d1ac7a5-63d8-5a5e-8b7c-000000000001"}
#: A write that asks for much besides, and so costs five hundred.
DEAR = """mutation($id:ID!,$v:[ProductVariantsBulkInput!]!){productVariantsBulkUpdate(productId:$id,variants:$v){
 product{variants(first:250){nodes{product{id}}}} userErrors{field message}}}"""
SEARCH = {"q": "sku:'X'", "a": None}
DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "variants": (written.VARIANTS, SEARCH), "products": (written.PRODUCTS, SEARCH),
    "levels": (written.LEVELS, {"i": "gid://shopify/ProductVariant/1"}), "count": (written.COUNT, COUNT),
    "price": (written.PRICE, {"id": "gid://shopify/Product/1001", "v": []}),
    "product": (written.PRODUCT, {"p": {"id": "gid://shopify/Product/1001", "status": "ACTIVE"}})}


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    with shopify_stub(9319) as url:
        yield url


@pytest.fixture(scope="module")
def catalog(stub: str) -> Any:
    return json.loads((FOLDER / "catalog.json").read_text())


def writer(stub: str, token: str = TOKEN) -> Shopify:
    return Shopify.of(lambda: {"url": stub, "access_token": token})


def room(stub: str, wanted: int = 1200) -> None:
    """Waits until the bucket has so much in it: a hundred come back each second."""
    while posted(stub, "{shop{name}}", {})["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] < wanted:
        time.sleep(0.5)


def wrote(stub: str, move: Move) -> None:
    room(stub)
    writer(stub).write(move, "p")


def posted(stub: str, query: str, variables: Any) -> Any:
    return httpx.post(f"{stub}/admin/api/{written.VERSION}/graphql.json", json={"query": query, "variables": variables},
                      headers={"x-shopify-access-token": TOKEN}, timeout=60).json()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_query_and_mutation_is_valid_by_the_published_schema(stub: str, name: str):
    query, variables = DOCUMENTS[name]
    answer = posted(stub, query, variables)
    assert not [e for e in answer.get("errors", ()) if "locations" in e and "path" not in e], answer
    assert answer["extensions"]["cost"]["requestedQueryCost"] <= 1000
    broken = posted(stub, query.replace("id", "idd", 1) if "{id" in query else query.replace("sku", "skuu", 1), variables)
    assert broken.get("errors"), "the stand-in refuses what the schema does not have"


def test_a_discount_is_written_read_back_and_put_back(stub: str, catalog: Any):
    one = catalog[3]["variants"][0]
    was, time = D(str(one["price"])).quantize(D("0.01")), Time()
    shop = writer(stub)
    for key, move in (("p1", ItemDiscount(one["sku"], was, was - 1)), ("p2", ItemDiscount(one["sku"], was - 1, was))):
        kept = carried_out(story_of(key, move, time()), shop, time)
        assert [r.outcome for r in kept.story.receipts] == [Outcome.DONE], kept.story.receipts
        assert shop.read(move, "")["deal_price"] == move.after()["deal_price"]      # type: ignore[index]


def test_a_listing_goes_off_and_on_and_a_title_is_written_to_that_product_alone(stub: str, catalog: Any):
    shop, handle, other = writer(stub), catalog[5]["handle"], catalog[6]["handle"]
    before, beside = shop.read(Listed(handle, True, False), ""), shop.read(Listed(other, True, False), "")
    assert before is not None
    for on in (False, True):
        wrote(stub, Listed(handle, not on, on))
        room(stub)
        assert shop.read(Listed(handle, True, False), "") == {**before, "listed": "yes" if on else "no"}
    wrote(stub, Title(handle, before["title"], "Another name"))
    room(stub)
    assert shop.read(Listed(handle, True, False), "") == {**before, "title": "Another name"}
    assert shop.read(Listed(other, True, False), "") == beside


def test_user_errors_beside_http_200_are_a_refusal_and_nothing_is_written(stub: str, catalog: Any):
    shop, one = writer(stub), catalog[7]
    before = shop.read(Title(one["handle"], "a", "b"), "")
    with pytest.raises(WriteRefused, match="can't be blank"):
        wrote(stub, Title(one["handle"], one["title"], ""))
    room(stub)
    assert shop.read(Title(one["handle"], "a", "b"), "") == before
    sku = one["variants"][0]["sku"]
    price = shop.read(ItemDiscount(sku, D(1), D(2)), "")
    with pytest.raises(WriteRefused, match="greater than or equal to 0"):
        wrote(stub, ItemDiscount(sku, D(1), D(-1)))
    room(stub)
    assert shop.read(ItemDiscount(sku, D(1), D(2)), "") == price
    with pytest.raises(WriteRefused, match="no single variant"):
        wrote(stub, ListPrice("NO-SUCH-SKU", D(1), D(2)))


def test_a_throttled_read_waits_and_a_throttled_write_has_done_nothing(stub: str, catalog: Any):
    shop, sku = writer(stub), catalog[8]["variants"][0]["sku"]
    room(stub)
    variant = shop._variant(sku)
    was = D(variant["price"])
    change = {"id": variant["product"]["id"], "v": [{"id": variant["id"], "price": str(was - 2)}]}
    for query in ("{products(first:40){nodes{variants(first:20){nodes{id}}}}}", "{products(first:99){nodes{id}}}"):
        while "THROTTLED" not in json.dumps(posted(stub, query, {})):
            pass
    with pytest.raises(WriteRefused, match="Throttled"):
        shop.line.write(DEAR, change)
    found = shop.read(ItemDiscount(sku, was, was), "")          # asked again until there is room
    assert found is not None
    assert D(found["deal_price"]) == was


def test_a_wrong_token_writes_nothing_and_names_the_credential(stub: str, catalog: Any):
    move = Listed(catalog[9]["handle"], True, False)
    before = writer(stub).read(move, "")
    with pytest.raises(AccessRefused, match="refused"):
        writer(stub, "shpat_wrong").write(move, "p")
    assert writer(stub).read(move, "") == before


def test_a_document_that_the_schema_does_not_have_is_a_refusal_or_unknown_and_never_done(stub: str):
    with pytest.raises((WriteRefused, OutcomeUnknown), match="Cannot query field"):
        writer(stub).line.write("mutation{productUpdate(product:{id:\"gid://shopify/Product/1\"}){nothing}}", {})
