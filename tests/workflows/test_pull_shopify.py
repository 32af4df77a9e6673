"""A Shopify shop over its Admin API: cursors, throttling, errors beside data, long orders, and what amounts mean."""

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

TOKEN = "shpat_of_the_shop"


def bag(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount, "currencyCode": "EUR"}}


def line(number: int, amount: str, quantity: int = 1, price: str = "") -> dict[str, Any]:
    return {"id": f"gid://shopify/LineItem/{number}", "sku": f"K-{number}", "name": "Kettle", "variantTitle": "Black",
            "quantity": quantity, "originalUnitPriceSet": bag(price or amount), "discountedTotalSet": bag(amount),
            "product": {"handle": "kettle"}}


def order(number: int, lines: list[dict[str, Any]], received: str = "", **other: Any) -> dict[str, Any]:
    """An order of some lines and 4.90 freight; `received` is empty where all was paid."""
    goods = sum((D(x["discountedTotalSet"]["shopMoney"]["amount"]) for x in lines), D(0))
    due = str(goods + D("4.90"))
    paid = received or due
    at = f"2026-11-{20 + number % 3}T09:0{number % 10}:00Z"
    return {
        "id": f"gid://shopify/Order/{number}", "legacyResourceId": str(number), "name": f"#{number}", "test": False,
        "createdAt": at, "updatedAt": at, "processedAt": at, "cancelledAt": None, "currencyCode": "EUR",
        "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "UNFULFILLED", "sourceName": "web",
        "email": f"Buyer{number}@example.com", "totalPriceSet": bag(due), "subtotalPriceSet": bag(str(goods)),
        "totalReceivedSet": bag(paid), "totalShippingPriceSet": bag("4.90"), "totalDiscountsSet": bag("0.0"),
        "totalRefundedSet": bag("0.0"), "customer": None, "shippingAddress": None, "fulfillments": [], "refunds": [],
        "transactions": [{"kind": "SALE", "status": "SUCCESS", "processedAt": at}] if D(paid) else [],
        "lineItems": {"nodes": lines, "pageInfo": {"hasNextPage": False}}, **other}


class Shopify:
    """Two orders a page; `faults` are answers given once, in order, instead of a page."""

    def __init__(self, orders: list[dict[str, Any]]) -> None:
        self.orders, self.faults, self.asked = orders, list[Said](), list[dict[str, Any]]()

    def __call__(self, call: Call) -> Said:
        if call.headers.get("x-shopify-access-token") != TOKEN:
            return Said("{}", 401)
        if self.faults:
            return self.faults.pop(0)
        said = json.loads(call.body)
        self.asked.append(said["variables"])
        if "i" in said["variables"]:
            return Said(json.dumps({"data": {"orders": [o for o in self.orders if o["id"] in said["variables"]["i"]]}}))
        start = int(said["variables"]["a"] or 0)
        found = [self._short(o) for o in self.orders[start:start + 2]]
        more = start + 2 < len(self.orders)
        return Said(json.dumps({"data": {"orders": {"nodes": found, "pageInfo": {
            "hasNextPage": more, "endCursor": str(start + 2)}}}, "extensions": {"cost": {
                "requestedQueryCost": 600, "throttleStatus": {"currentlyAvailable": 350, "restoreRate": 100}}}}))

    def _short(self, one: dict[str, Any]) -> dict[str, Any]:
        """An order as a page brings it: ten lines at most."""
        nodes = one["lineItems"]["nodes"]
        return {**one, "lineItems": {"nodes": nodes[:10], "pageInfo": {"hasNextPage": len(nodes) > 10}}}


@pytest.fixture
def read(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    add_shop(house, SHOP, "Nord", "shopify", "Europe/Stockholm", "EUR")
    monkeypatch.setenv("DAYBOOK_API_LUND_SHOPIFY_ACCESS_TOKEN", TOKEN)

    def reading(shop: Shopify, waits: list[float] | None = None) -> Any:
        with answering(shop) as url:
            monkeypatch.setenv("DAYBOOK_API_LUND_SHOPIFY_URL", url)
            return pull(house, SHOP, Wanted(feeds=("shopify.orders",)), patience=impatient(waits))[0]

    return reading


def test_orders_are_in_page_by_page_as_the_bucket_allows(house: House, read: Callable[..., Any]) -> None:
    waits: list[float] = []
    shop = Shopify([order(n, [line(n, "10.00")]) for n in range(1, 6)])
    assert read(shop, waits).problem is None
    assert [a["a"] for a in shop.asked] == [None, "2", "4"]
    assert waits == [2.5, 2.5, 2.5]
    assert total(rows(house, "orders")) == D("74.50")
    assert total(rows(house, "order_lines")) == D("50.00")


def test_an_order_of_many_lines_is_read_whole(house: House, read: Callable[..., Any]) -> None:
    read(Shopify([order(1, [line(n, "1.10") for n in range(1, 33)])]))
    lines = rows(house, "order_lines")
    assert len(lines) == 32
    assert total(lines) == D("35.20")


def test_throttled_answers_are_waited_for(house: House, read: Callable[..., Any]) -> None:
    waits: list[float] = []
    shop = Shopify([order(1, [line(1, "10.00")])])
    shop.faults = [Said(json.dumps({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}], "extensions": {
        "cost": {"requestedQueryCost": 600, "throttleStatus": {"currentlyAvailable": 100, "restoreRate": 50}}}}))]
    assert read(shop, waits).problem is None
    assert waits[0] == 10.0
    assert len(rows(house, "orders")) == 1


@pytest.mark.parametrize("code", ["ACCESS_DENIED", "INTERNAL_SERVER_ERROR"])
def test_half_the_data_beside_an_error_is_not_loaded(house: House, read: Callable[..., Any], code: str) -> None:
    shop = Shopify([order(1, [line(1, "10.00")])])
    half = Said(json.dumps({"data": {"orders": {"nodes": [{**shop.orders[0], "email": None}], "pageInfo": {
        "hasNextPage": False, "endCursor": "1"}}},
        "errors": [{"message": "Access denied for email", "path": ["orders", "nodes", 0, "email"],
                    "extensions": {"code": code}}]}))
    shop.faults = [half, half]
    problem = read(shop).problem
    assert "orders.nodes.0.email" in str(problem)
    assert problem.exit_code == (3 if code == "ACCESS_DENIED" else 1)
    assert rows(house, "orders") == []


def test_refunds_cancellations_test_orders_and_part_payments(house: House, read: Callable[..., Any]) -> None:
    """Order 1: one of two kettles came back. 2: a test. 3: half paid. 4: cancelled, still paid."""
    refund = {"id": "gid://shopify/Refund/7", "legacyResourceId": "7", "createdAt": "2026-11-22T23:30:00Z", "note": "dent",
              "totalRefundedSet": bag("20.00"), "refundLineItems": {
                  "nodes": [{"quantity": 1, "restockType": "RETURN", "lineItem": {"id": "gid://shopify/LineItem/1"}}],
                  "pageInfo": {"hasNextPage": False}}}
    read(Shopify([
        order(1, [line(1, "40.00", 2, "20.00"), line(2, "5.10")], refunds=[refund], totalRefundedSet=bag("20.00")),
        order(2, [line(3, "99.00")], test=True),
        order(3, [line(4, "30.00"), line(5, "15.10")], received="25.00"),
        order(4, [line(6, "5.10")], cancelledAt="2026-11-22T10:00:00Z")]))
    found = {o["order_id"]: o for o in rows(house, "orders")}
    assert {k: (o["paid_amount"], o["refund_amount"], o["status"]) for k, o in found.items()} == {
        "1": (D("50.00"), D("20.00"), "paid"), "3": (D("25.00"), D("0"), "paid"), "4": (D("10.00"), D("0"), "closed")}
    came, = rows(house, "refunds")
    assert (came["amount"], came["sku"], came["units"], came["with_return"], came["refunded_on"]) == (
        D("20.00"), "K-1", 1, True, date(2026, 11, 23))        # half past midnight in Stockholm
    goods = {n: total([x for x in rows(house, "order_lines") if x["order_id"] == n]) for n in found}
    assert goods == {"1": D("45.10"), "3": D("22.55"), "4": D("5.10")}     # 25.00 × 45.10 / 50.00
