"""A whole pull against the stand-in for Shopify, which validates every query against the published schema and throttles."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import httpx
import pytest

from daybook.facts.engine import reading
from daybook.metrics.listings import edits_of
from daybook.workflows.house import ALL_TABLES, House, add_shop, open_house
from daybook.workflows.pull import Wanted, pull
from daybook.workflows.seeing import whose
from tests.shopify_stub import FOLDER, NEEDS_STUB, TOKEN, shopify_stub
from tests.workflows.pulling import rows

pytestmark = NEEDS_STUB


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    with shopify_stub(9318) as url:
        yield url


@pytest.fixture
def shop(stub: str, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DAYBOOK_API_LUND_SHOPIFY_URL", stub)
    monkeypatch.setenv("DAYBOOK_API_LUND_SHOPIFY_ACCESS_TOKEN", TOKEN)
    house = open_house(tmp_path / "home", lambda: datetime.now(UTC))
    add_shop(house, "lund", "Nord", "shopify", "UTC", "EUR")
    return house


def test_all_variants_and_listings_come_in_page_by_page_and_a_new_title_is_an_edit(shop: House, stub: str) -> None:
    catalog = json.loads((FOLDER / "catalog.json").read_text())
    shelf = Wanted(feeds=("shopify.stock", "shopify.listings"))
    yesterday = open_house(shop.home, lambda: datetime.now(UTC) - timedelta(days=1))
    assert [r.problem for r in pull(yesterday, "lund", shelf)] == [None, None]
    stock = {(r["item_id"], r["sku"]): r["price"] for r in rows(shop, "stock_day")}
    assert stock == {(p["handle"], v["sku"]): D(str(v["price"])).quantize(D("0.0001")) for p in catalog for v in p["variants"]}
    titles = {r["item_id"]: r["title"] for r in rows(shop, "listing_day")}
    assert titles == {p["handle"]: p["title"] for p in catalog}
    asked = {"query": "mutation($p:ProductUpdateInput!){productUpdate(product:$p){product{handle} userErrors{message}}}",
             "variables": {"p": {"id": "gid://shopify/Product/1001", "title": "Renamed by hand"}}}
    said = httpx.post(f"{stub}/admin/api/2026-07/graphql.json", json=asked, headers={"x-shopify-access-token": TOKEN}).json()
    handle = said["data"]["productUpdate"]["product"]["handle"]
    assert [r.problem for r in pull(shop, "lund", shelf)] == [None, None]
    today = shop.now().date()
    found = reading(shop.lake, shop.books, whose([shop.shop("lund")]), shop.now(), ALL_TABLES,
                    lambda session: edits_of(session, today - timedelta(days=2), today))
    assert [(e.what, e.was, e.now) for e in found["lund"] if e.item_id == handle and e.what == "title"] == [
        ("title", titles[handle], "Renamed by hand")]
