"""A real Vendure server: placed, cancelled and refunded orders come in equal to what the shop answered, to the cent.

It needs the shared folder beside the checkout and Node; it starts the server with SQLite and stops it again.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import httpx
import pytest

from daybook.domain.errors import DaybookError
from daybook.facts.engine import reading
from daybook.metrics.listings import edits_of
from daybook.sources.api.feed import Access
from daybook.sources.api.transport import Patience, Transport
from daybook.sources.api.vendure import LISTINGS, LOGIN, ask
from daybook.workflows.house import ALL_TABLES, House, add_shop, open_house
from daybook.workflows.pull import Wanted, pull
from daybook.workflows.seeing import whose
from tests.workflows.pulling import rows, total

SHOPS = Path(__file__).resolve().parents[3] / "shared" / "shops"
PORT = "3317"
FOLDER = Path(os.environ.get("SHOP_DIR", Path(os.environ.get("TMPDIR", "/var/tmp")) / "shops/vendure/app"))
pytestmark = [pytest.mark.long, pytest.mark.shared,
              pytest.mark.skipif(not SHOPS.is_dir() or not shutil.which("node"),
                                 reason="needs ../shared/shops and Node")]


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    where = {**os.environ, "DB": "sqlite", "PORT": PORT}
    seeded = (FOLDER / "data-sqlite" / "seeded.sqlite").exists()       # the first start installs and seeds: minutes
    subprocess.run([SHOPS / "vendure/start.sh", *["reset"] * seeded], env=where, check=True, timeout=1500,
                   capture_output=True)
    yield f"http://127.0.0.1:{PORT}"
    subprocess.run([SHOPS / "vendure/start.sh", "stop"], env=where, check=True, timeout=60)


@pytest.fixture
def vendure(shop: str, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    for field, value in (("URL", shop), ("USERNAME", "superadmin"), ("PASSWORD", "superadmin")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_VENDURE_{field}", value)
    house = open_house(tmp_path / "home", lambda: datetime.now(UTC))
    add_shop(house, "lund", "Nord", "vendure", "UTC", "USD")
    return house


def placed(shop: str, count: int, seed: int) -> list[dict[str, object]]:
    """Orders placed as shoppers would, as the shop answered them."""
    run = subprocess.run([sys.executable, SHOPS / "gen_orders.py", "--engine", "vendure", "--base", shop, "--n", str(count),
                          "--seed", str(seed), "--refund", ".15", "--cancel", ".1"],
                         check=True, capture_output=True, text=True, timeout=600)
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def backdated(days: int) -> None:
    """Spreads the placed orders over past days, oldest first, straight in the server's database."""
    with sqlite3.connect(FOLDER / "data-sqlite" / "vendure.sqlite", timeout=20) as database:
        ids = [n for n, in database.execute('select id from "order" where orderPlacedAt is not null order by id')]
        for at, number in enumerate(ids):
            back = f"-{days - days * at // len(ids)} days"
            database.execute('update "order" set createdAt=datetime(createdAt,?), updatedAt=datetime(updatedAt,?), '
                             "orderPlacedAt=datetime(orderPlacedAt,?) where id=?", (back, back, back, number))


def test_every_order_is_in_to_the_cent_and_news_follow(vendure: House, shop: str) -> None:
    truth = placed(shop, 130, 7)
    backdated(40)
    assert [r.problem for r in pull(vendure, "lund", Wanted())] == [None] * 6
    _equals(vendure, truth)
    truth += placed(shop, 20, 8)
    report = pull(vendure, "lund", Wanted(feeds=("vendure.orders",)))[0]
    assert report.problem is None
    _equals(vendure, truth)
    _after_kills(vendure, shop, truth)
    stock = rows(vendure, "stock_day")
    assert len(stock) == 88
    assert all(s["price"] > 0 and s["sellable_units"] is not None for s in stock)
    assert {o["buyer_id"] for o in rows(vendure, "orders")} <= {b["buyer_id"] for b in rows(vendure, "buyers")} | _later(
        vendure)


def _after_kills(house: House, shop: str, truth: list[dict[str, object]]) -> None:
    """All orders again by a backfill that is killed a little later each time; then it goes on and nothing is doubled."""
    first, last = (datetime.now(UTC) - timedelta(days=60)).date(), datetime.now(UTC).date()
    for wait in (0.8, 1.2, 1.6, 2.0, 2.6):
        running = subprocess.Popen([sys.executable, "-m", "daybook", "--home", str(house.home), "pull", "--shop", "lund",
                                    "--from", str(first), "--to", str(last), "--feed", "vendure.orders"])
        time.sleep(wait)
        running.kill()
        running.wait(20)
        _equals(house, truth)
    report, = pull(house, "lund", Wanted(days=(first, last), feeds=("vendure.orders",)))
    assert (report.problem, report.restated) == (None, 0)
    assert report.rows >= len(truth)
    _equals(house, truth)


def asked(shop: str, query: str, token: str = "", **variables: object) -> tuple[dict[str, Any], str]:
    """One request to the admin API as another colleague would send it, and the token that came with the answer."""
    answer = httpx.post(f"{shop}/admin-api", json={"query": query, "variables": variables},
                        headers={"authorization": f"Bearer {token}"} if token else {})
    return answer.json(), answer.headers.get("vendure-auth-token", "")


def test_a_session_that_ends_in_the_middle_is_renewed_and_forbidden_lists_say_so(vendure: House, shop: str) -> None:
    access = Access(lambda: {"url": shop, "username": "superadmin", "password": "superadmin"}, Transport(Patience()),
                    lambda: datetime.now(UTC))
    options = {"take": 1, "skip": 0}
    ask(access, LISTINGS, options)
    first = access.signed_in["token"]
    asked(shop, "mutation{logout{success}}", first)
    assert ask(access, LISTINGS, options).data["products"]["items"]
    assert access.signed_in["token"] != first
    refused, _ = asked(shop, "query{orders{totalItems}}")
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"       # beside HTTP 200
    with pytest.raises(DaybookError, match="Cannot take more than 100"):
        ask(access, LISTINGS, {"take": 101})


def test_promotions_prices_and_stock_are_those_of_the_shop(vendure: House, shop: str) -> None:
    _, token = asked(shop, LOGIN, u="superadmin", p="superadmin")
    said, _ = asked(shop, """mutation($i:CreatePromotionInput!){createPromotion(input:$i){__typename}}""", token, i={
        "enabled": True, "couponCode": "SPRING", "startsAt": "2020-01-01T00:00:00Z", "conditions": [], "actions": [
            {"code": "order_percentage_discount", "arguments": [{"name": "discount", "value": "10"}]}],
        "translations": [{"languageCode": "en", "name": "Spring"}]})
    assert said["data"]["createPromotion"]["__typename"] == "Promotion"
    said, _ = asked(shop, "mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id sku}}", token,
                    i=[{"id": "1", "price": 12345, "stockOnHand": 77}])
    sku = said["data"]["updateProductVariants"][0]["sku"]
    said, _ = asked(shop, "query{productVariant(id:1){priceWithTax stockLevels{stockOnHand stockAllocated}}}", token)
    shown = said["data"]["productVariant"]
    assert [r.problem for r in pull(vendure, "lund", Wanted(feeds=("vendure.promotions", "vendure.stock")))] == [None, None]
    promotion, = [p for p in rows(vendure, "promotion_day") if p["code"] == "SPRING"]
    assert (promotion["title"], promotion["running"], promotion["kind"]) == ("Spring", True, "order_percentage_discount")
    one, = [s for s in rows(vendure, "stock_day") if s["sku"] == sku]
    assert one["price"] == D(shown["priceWithTax"]) / 100
    assert one["sellable_units"] == sum(x["stockOnHand"] - x["stockAllocated"] for x in shown["stockLevels"])


def test_a_title_and_a_state_that_a_colleague_changes_are_edits_of_the_next_list(vendure: House, shop: str) -> None:
    listings = Wanted(feeds=("vendure.listings",))
    yesterday = open_house(vendure.home, lambda: datetime.now(UTC) - timedelta(days=1))
    assert pull(yesterday, "lund", listings)[0].problem is None
    before = rows(yesterday, "listing_day")
    assert len(before) == 54
    assert all(p["title"] and p["main_image"] and p["list_price"] > 0 and p["state"] == "on_sale" for p in before)
    _, token = asked(shop, LOGIN, u="superadmin", p="superadmin")
    changed = min(before, key=lambda p: int(p["item_id"]))
    for fields in ({"translations": [{"languageCode": "en", "name": "Renamed by hand"}]}, {"enabled": False}):
        said, _ = asked(shop, "mutation($i:UpdateProductInput!){updateProduct(input:$i){id}}", token,
                        i={"id": changed["item_id"], **fields})
        assert said["data"]
    assert pull(vendure, "lund", listings)[0].problem is None
    found = reading(vendure.lake, vendure.books, whose([vendure.shop("lund")]), vendure.now(), ALL_TABLES,
                    lambda session: edits_of(session, before[0]["day"], vendure.now().date()))
    assert [(e.item_id, e.what, e.was, e.now) for e in found["lund"]] == [
        (changed["item_id"], "state", "on_sale", "off_sale"),
        (changed["item_id"], "title", changed["title"], "Renamed by hand")]


def _later(house: House) -> set[str]:
    """Buyers of the orders placed after the buyers were read."""
    last = sorted(rows(house, "orders"), key=lambda o: o["ordered_at"])[-20:]
    return {o["buyer_id"] for o in last}


def _equals(house: House, truth: list[dict[str, object]]) -> None:
    cent = D("0.01")
    found = {o["order_id"]: o for o in rows(house, "orders")}
    assert found.keys() == {t["code"] for t in truth}
    for told in truth:
        mine, owed = found[str(told["code"])], D(str(told["total"])).quantize(cent)
        assert (mine["paid_amount"], mine["due_amount"]) == (owed, owed), told
        refunded = owed if told.get("after") == "refund" else D(0)
        assert mine["refund_amount"] == refunded, told
        assert (mine["status"] == "closed") == (told.get("after") == "cancel")
    lines = [x for t in truth for x in t["lines"]]       # type: ignore[attr-defined]
    assert total(rows(house, "order_lines")) == sum((D(str(x["amount"])).quantize(cent) for x in lines), D(0))
    refunds = [D(str(t["total"])).quantize(cent) for t in truth if t.get("after") == "refund"]
    assert total(rows(house, "refunds"), "amount") == sum(refunds, D(0))
    assert len(refunds) > 5
