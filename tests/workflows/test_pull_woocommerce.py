"""A WooCommerce shop over REST: pages that move, noise before a list, GMT moments, negative refunds."""

import base64
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import Wanted, pull
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import SHOP, impatient, rows, total

PAIR = base64.b64encode(b"ck_reader:cs_secret").decode()


def order(number: int, created: str, total: str = "25.00", **other: Any) -> dict[str, Any]:
    """A paid order of two units: 20.00 with 3.33 tax in it, 5.00 freight."""
    line = {"id": number * 10, "product_id": 44, "sku": "KZ-041", "name": "Kettle", "quantity": 2, "subtotal": "20.00",
            "subtotal_tax": "0.00", "total": str(D(total) - 5 - D("3.33")), "total_tax": "3.33"}
    return {"id": number, "number": str(number), "status": "processing", "currency": "EUR", "date_created_gmt": created,
            "date_modified_gmt": created, "date_paid_gmt": created, "date_completed_gmt": None, "total": total,
            "total_tax": "3.33", "shipping_total": "5.00", "shipping_tax": "0.00", "discount_total": "0.00",
            "discount_tax": "0.00", "created_via": "checkout", "refunds": [], "line_items": [line],
            "billing": {"email": f"b{number}@example.com", "country": "SE", "state": "", "city": "Lund"}, **other}


class Woo:
    def __init__(self, orders: list[dict[str, Any]], refunds: list[dict[str, Any]] | None = None) -> None:
        self.lists = {"orders": orders, "refunds": refunds or []}
        self.asked: list[dict[str, str]] = []
        self.faults: list[Said] = []
        self.after_page: Callable[[int], None] = lambda page: None
        self.products: list[dict[str, Any]] = []
        self.variations: dict[int, list[dict[str, Any]]] = {}

    def _shelf(self, path: str, said: dict[str, str]) -> Said:
        """Products by id, with their number in a header, or the variations of one."""
        found = self.products if path.endswith("/products") else self.variations[int(path.split("/")[-2])]
        found = sorted(found, key=lambda one: one["id"])
        start, total = int(said["offset"]), len(found)
        self.after_page(len(self.asked))
        return Said(json.dumps(found[start:start + int(said["per_page"])]), headers={"x-wp-total": str(total)})

    def __call__(self, call: Call) -> Said:
        if call.headers.get("authorization") != f"Basic {PAIR}":
            return Said('{"code": "woocommerce_rest_cannot_view"}', 401)
        if self.faults:
            return self.faults.pop(0)
        said = dict(call.query)
        self.asked.append(said)
        if "/products" in call.path:
            return self._shelf(call.path, said)
        field = {"modified": "date_modified_gmt", "date": "date_created_gmt"}[said["orderby"]]
        floor = said.get("modified_after") or said["after"]
        found = sorted((o for o in self.lists[call.path.rsplit("/", 1)[-1]]
                        if floor < o[field] < said.get("before", "9")), key=lambda o: o[field])
        start = int(said["offset"])
        self.after_page(len(self.asked))
        return Said(json.dumps(found[start:start + int(said["per_page"])]))


@pytest.fixture
def read(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    add_shop(house, SHOP, "Nord", "woocommerce", "Europe/Stockholm", "EUR")
    for field, value in (("CONSUMER_KEY", "ck_reader"), ("CONSUMER_SECRET", "cs_secret")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_WOOCOMMERCE_{field}", value)

    def reading(woo: Woo, wanted: Wanted | None = None) -> Any:
        with answering(woo) as url:
            monkeypatch.setenv("DAYBOOK_API_LUND_WOOCOMMERCE_URL", url)
            return pull(house, SHOP, wanted or Wanted(), patience=impatient())

    return reading


def test_an_order_that_moves_while_pages_are_turned_hides_none(house: House, read: Callable[..., Any]) -> None:
    """It stands at its old place with its new moment, as a database that sorts first and loads later gives it."""
    woo = Woo([order(n, f"2026-11-20T{n // 60:02}:{n % 60:02}:00") for n in range(1, 251)])

    def change(page: int) -> None:
        if page == 1:
            woo.lists["orders"][4]["date_modified_gmt"] = "2026-11-23T01:00:05"

    woo.after_page = change
    assert [r.problem for r in read(woo)] == [None, None, None]
    found = rows(house, "orders")
    assert len(found) == 250
    assert total(found) == D(6250)
    assert total(rows(house, "order_lines")) == D(5000)


def test_noise_before_a_list_is_asked_for_again_and_bad_keys_need_a_person(
        house: House, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    woo = Woo([order(1, "2026-11-20T09:00:00")])
    woo.faults = [Said("<b>Warning</b>: a plugin [] "), Said("[", 200), Said("busy", 503)]
    assert read(woo)[0].problem is None
    monkeypatch.setenv("DAYBOOK_API_LUND_WOOCOMMERCE_CONSUMER_SECRET", "cs_old")
    problem = read(woo)[0].problem
    assert problem.exit_code == 3
    assert "cs_old" not in str(problem)


def test_moments_are_gmt_refunds_are_negative_and_unpaid_is_not_paid(house: House, read: Callable[..., Any]) -> None:
    """23:30 GMT is the next day in Stockholm."""
    read(Woo([order(1, "2026-11-20T23:30:00", refunds=[{"id": 9, "reason": "", "total": "-4.50"}]),
              order(2, "2026-11-20T10:00:00", status="on-hold", date_paid_gmt=None),
              order(3, "2026-11-20T11:00:00", status="checkout-draft")],
             [{"id": 9, "parent_id": 1, "date_created_gmt": "2026-11-21T23:10:00", "amount": "4.50", "reason": "",
               "line_items": [{"product_id": 44, "sku": "KZ-041", "quantity": -1}]}]))
    found = {o["order_id"]: (o["ordered_on"], o["paid_amount"], o["refund_amount"], o["status"])
             for o in rows(house, "orders")}
    assert found == {"1": (date(2026, 11, 21), D("25.00"), D("4.50"), "paid"),
                     "2": (date(2026, 11, 20), D(0), D(0), "unpaid")}
    came, = rows(house, "refunds")
    assert (came["order_id"], came["amount"], came["units"], came["sku"], came["refunded_on"]) == (
        "1", D("4.50"), 1, "KZ-041", date(2026, 11, 22))
    assert {x["order_id"]: x["paid_amount"] for x in rows(house, "order_lines")} == {"1": D("20.00"), "2": D(0)}


def test_a_backfill_asks_between_two_midnights_of_the_shop(house: House, read: Callable[..., Any]) -> None:
    woo = Woo([order(n, moment) for n, moment in enumerate(
        ("2026-09-09T21:59:59", "2026-09-09T22:00:00", "2026-09-10T21:59:59", "2026-09-10T22:00:00"), 1)])
    read(woo, Wanted(days=(date(2026, 9, 10), date(2026, 9, 10))))
    assert sorted(r["order_id"] for r in rows(house, "orders")) == ["2", "3"]


def product(number: int, **other: Any) -> dict[str, Any]:
    return {"id": number, "name": f"Kettle {number}", "type": "simple", "status": "publish", "sku": f"K-{number}",
            "price": "19.90", "regular_price": "24.90", "manage_stock": True, "stock_quantity": 7, "variations": [],
            "images": [{"src": f"https://example.com/uploads/{number}.jpg"}], "categories": [{"name": "Kettles"}], **other}


def test_products_and_variations_are_stock_and_listings(house: House, read: Callable[..., Any]) -> None:
    """A product that is gone while pages are turned would hide another one: the list is read again."""
    woo = Woo([])
    woo.products = [product(n) for n in range(1, 131)]
    woo.products += [product(200, type="variable", sku="", variations=[201, 202], manage_stock=False, stock_quantity=None),
                     product(300, status="draft", manage_stock=False, stock_quantity=None, sku="")]
    woo.variations = {200: [{"id": n, "sku": sku, "price": "9.90", "regular_price": "9.90", "manage_stock": "parent",
                             "stock_quantity": None, "attributes": [{"name": "Color", "option": "Red"}], "status": "publish"}
                            for n, sku in ((201, "K-R"), (202, ""))]}

    def gone(page: int) -> None:
        if page == 1:
            del woo.products[3]

    woo.after_page = gone
    assert read(woo, Wanted(feeds=("woocommerce.stock",)))[0].problem is None
    stock = {r["sku"]: r for r in rows(house, "stock_day")}
    assert len(stock) == 129 + 2 + 1
    assert (stock["K-5"]["sellable_units"], stock["K-5"]["price"], stock["K-5"]["item_id"]) == (7, D("19.90"), "5")
    assert (stock["K-R"]["item_id"], stock["K-R"]["sellable_units"], stock["id:202"]["title"]) == ("200", None, "Red")
    listings = {r["item_id"]: r for r in rows(house, "listing_day")}
    assert len(listings) == 131
    assert (listings["300"]["state"], listings["1"]["state"], listings["1"]["main_image"], listings["1"]["category"]) == (
        "draft", "on_sale", "1.jpg", "Kettles")
