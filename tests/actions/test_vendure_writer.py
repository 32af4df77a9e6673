"""The writer at a real Vendure shop: lists replaced whole, refunds pending and settled, errors beside HTTP 200, whole bulks."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as D

import pytest

from daybook.actions.writers.vendure import SHIP, VARIANTS
from daybook.domain.errors import DaybookError, OutcomeUnknown, WriteRefused
from daybook.domain.moves.listing import Images, Listed, Title
from daybook.domain.moves.orders import RefundDecision, Ship
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.moves.stock import StockCorrection
from tests.vendure_server import SHOPS
from tests.vendure_shop import Shop, reachable, vendure_shop

pytestmark = [pytest.mark.long, pytest.mark.shared, pytest.mark.skipif(
    not SHOPS.is_dir() or not shutil.which("node"), reason="needs ../shared/shops and Node")]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with vendure_shop(tmp_path_factory.mktemp("writer"), 3320, 3, 3) as made:
        yield made


def test_a_listing_goes_off_and_comes_back_with_all_else_as_it_was(shop: Shop) -> None:
    before = shop.product("7")
    for move in (Listed("7", True, False), Listed("7", False, True)):
        shop.writer(move).write(move, "p")
        assert shop.product("7") == {**before, "enabled": move.to}


def test_a_list_of_images_is_replaced_whole_and_put_back_in_its_order(shop: Shop) -> None:
    before = shop.product("7")
    images = tuple(a["id"] for a in before["assets"])
    others = tuple(a["id"] for a in shop.product("9")["assets"])
    swapped = Images("7", images, (*others, *images))
    shop.writer(swapped).write(swapped, "p")
    now = shop.product("7")
    assert [a["id"] for a in now["assets"]] == [*others, *images]
    assert now["featuredAsset"]["id"] == others[0]
    back = swapped.undo()
    assert isinstance(back, Images)
    shop.writer(back).write(back, "p")
    assert shop.product("7") == before


def test_a_title_changes_nothing_but_the_title(shop: Shop) -> None:
    before = shop.product("8")
    move = Title("8", before["name"], "Another name")
    shop.writer(move).write(move, "p")
    assert {k for k, v in shop.product("8").items() if v != before[k]} == {"name", "translations"}
    back = move.undo()
    assert isinstance(back, Title)
    shop.writer(back).write(back, "p")
    assert shop.product("8") == before


def test_stock_is_set_and_a_correction_touches_no_price(shop: Shop) -> None:
    (sku,) = {v["sku"] for v in shop.product("5")["variants"][:1]}
    before = shop.variant(sku)
    move = StockCorrection(sku, before["stockLevels"][0]["stockOnHand"], 77, "5")
    shop.writer(move).write(move, "p")
    after = shop.variant(sku)
    assert after == {**before, "stockLevels": [{"stockOnHand": 77}]}


def test_a_price_that_cents_and_tax_cannot_make_is_refused(shop: Shop) -> None:
    (sku,) = {v["sku"] for v in shop.product("5")["variants"][:1]}
    before = shop.variant(sku)
    impossible = next(D(n) / 100 for n in range(10_000, 10_010) if reachable(D(n) / 100) != D(n) / 100 and round(
        round(n / 1.2) * 1.2) != n)
    move = ItemDiscount(sku, D(before["priceWithTax"]) / 100, impossible)
    with pytest.raises(WriteRefused, match="net cents"):
        shop.writer(move).write(move, "p")
    assert shop.variant(sku) == before


def test_a_refund_is_pending_until_it_is_settled_and_goes_back_once(shop: Shop) -> None:
    code = shop.codes[-1]
    move = RefundDecision(code, True, D("1.00"), "return", "late")
    writer = shop.writer(move)
    shown = writer.read(move, "p-1")
    assert shown is not None
    was = D(shown["refunded"])
    move = replace(move, was=was)
    writer.write(move, "p-1")
    writer.write(move, "p-1")                   # the answer to the first was lost
    assert D(writer.read(move, "p-1")["refunded"]) == was + 1
    refunds = [r for p in shop.admin(REFUNDS, c=code)["orders"]["items"][0]["payments"] for r in p["refunds"]]
    assert [(r["state"], r["total"]) for r in refunds] == [("Settled", 100)]

    pending = shop.admin(PENDING, i={"paymentId": payment_of(shop, code), "amount": 200, "reason": "by a colleague", "lines": [],
                                     "shipping": 0, "adjustment": 0})
    assert pending["refundOrder"]["state"] == "Pending"
    assert D(writer.read(move, "p-1")["refunded"]) == was + 1, "what is pending has not gone back"
    assert writer.case_of(move).refunded == was + 3, "and nobody gives it a second time"


REFUNDS = "query($c:String!){orders(options:{filter:{code:{eq:$c}}}){items{payments{id refunds{state total}}}}}"
PENDING = "mutation($i:RefundOrderInput!){refundOrder(input:$i){...on Refund{id state} ...on ErrorResult{message}}}"


def payment_of(shop: Shop, code: str) -> str:
    return str(shop.admin(REFUNDS, c=code)["orders"]["items"][0]["payments"][0]["id"])


def test_an_order_is_dispatched_once_under_its_number(shop: Shop) -> None:
    code = shop.codes[-2]
    move = Ship(code, "PostNord", "SE12345678901")
    writer = shop.writer(move)
    assert writer.case_of(move).state == "paid"
    assert writer.case_of(move).tracking_used is False
    writer.write(move, "p")
    writer.write(move, "p")
    assert writer.read(move, "p")["tracking"] == move.tracking
    assert writer.case_of(move).state == "shipped"
    parcels = shop.admin("query($c:String!){orders(options:{filter:{code:{eq:$c}}}){items{fulfillments{id state}}}}", c=code)
    (parcel,) = parcels["orders"]["items"][0]["fulfillments"]
    assert parcel["state"] == "Shipped"
    assert shop.admin(SHIP, i=parcel["id"])["transitionFulfillmentToState"]["__typename"] != "Fulfillment"


def test_a_bulk_with_one_bad_id_writes_nothing_and_one_by_one_all_but_that_one(shop: Shop) -> None:
    variants = shop.product("3")["variants"][:2]
    prices = {v["sku"]: shop.variant(v["sku"])["price"] for v in variants}
    writer = shop.writer(Listed("3", True, False))
    bulk = [{"id": v["id"], "price": 54_321} for v in variants] + [{"id": "99999", "price": 54_321}]
    with pytest.raises((WriteRefused, OutcomeUnknown)):
        writer.line.write(VARIANTS, {"i": bulk})
    assert {sku: shop.variant(sku)["price"] for sku in prices} == prices, "it rolled back whole"

    for sku in (*prices, "NO-SUCH-SKU"):
        move = StockCorrection(sku, 100, 99, "3")
        if sku in prices:
            writer.write(move, "p")
        else:
            with pytest.raises(WriteRefused, match="no single variant"):
                writer.write(move, "p")
    assert [shop.variant(sku)["stockLevels"][0]["stockOnHand"] for sku in prices] == [99] * len(prices)


def test_a_colleague_without_the_right_is_refused_beside_http_200(shop: Shop) -> None:
    role = shop.admin("mutation($i:CreateRoleInput!){createRole(input:$i){id}}", i={
        "code": "reads", "description": "reads", "permissions": ["ReadCatalog", "ReadOrder"]})["createRole"]["id"]
    shop.admin("mutation($i:CreateAdministratorInput!){createAdministrator(input:$i){id}}", i={
        "firstName": "Re", "lastName": "Ads", "emailAddress": "reads@example.com", "password": "reads-only-1", "roleIds": [role]})
    before = shop.product("7")
    move = Listed("7", True, False)
    writer = shop.writer(move, username="reads@example.com", password="reads-only-1")
    assert writer.read(move, "")["listed"] == "yes"
    with pytest.raises(WriteRefused, match="refused"):
        writer.write(move, "p")
    assert shop.product("7") == before
    with pytest.raises(DaybookError, match="not accepted"):
        shop.writer(move, username="reads@example.com", password="wrong").write(move, "p")
    assert shop.product("7") == before
