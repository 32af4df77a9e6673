"""Orders of a real Vendure shop on the orders page: which are late to leave, what is one large order, and what leaves the list.

It needs the shared folder beside the checkout and Node; it starts the server and stops it again.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daybook.desks.orders import kinds as k
from daybook.domain.order_book import OrdersTable
from daybook.workflows.orders_page import orders_of
from daybook.workflows.pull import Wanted, pull
from tests.vendure_server import SHOPS
from tests.vendure_shop import Shop, vendure_shop

ORDERS, DAYS = 24, 12
PROMISED = timedelta(hours=48)          # rule CLK-SHIP
pytestmark = [pytest.mark.long, pytest.mark.shared, pytest.mark.skipif(
    not SHOPS.is_dir() or not shutil.which("node"), reason="needs ../shared/shops and Node")]
LINES = "query($c:String!){orders(options:{filter:{code:{eq:$c}}}){items{id lines{id quantity}}}}"
SENT = ('mutation($l:[OrderLineInput!]!){addFulfillmentToOrder(input:{lines:$l,handler:{code:"manual-fulfillment",arguments:['
        '{name:"method",value:"post"},{name:"trackingCode",value:"T1"}]}}){__typename ... on Fulfillment{id}}}')
SHIPPED = 'mutation($i:ID!){transitionFulfillmentToState(id:$i,state:"Shipped"){__typename}}'


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with vendure_shop(tmp_path_factory.mktemp("orders"), 3317, ORDERS, DAYS, large=True) as made:
        yield made


def looked(shop: Shop) -> OrdersTable:
    """The page after the shop was read again, as known now.  Vendure leaves an order's time of change alone when it is sent, as it
    does when money goes back: the sweep of each day brings that, here at once."""
    for wanted in (Wanted(), Wanted(feeds=("vendure.late_refunds",))):
        assert {r.problem for r in pull(shop.house, "lund", wanted)} == {None}
    lund, now = shop.house.shop("lund"), datetime.now(UTC)
    return orders_of(shop.house, lund, lund.day_of(now), now)


def of(table: OrdersTable, kind: str) -> set[str]:
    return {one.order.order_id for one in table.abnormal if one.kind == kind}


def console(shop: Shop) -> dict[str, datetime]:
    """Code of each paid order that has not left -> when it was placed, as the shop's own console says."""
    rows = shop.admin('{orders(options:{take:100,filter:{state:{eq:"PaymentSettled"}}}){items{code orderPlacedAt}}}')
    return {r["code"]: datetime.fromisoformat(r["orderPlacedAt"]) for r in rows["orders"]["items"]}


def sent(shop: Shop, code: str) -> None:
    """Sends an order at the shop's own console."""
    (order,) = shop.admin(LINES, c=code)["orders"]["items"]
    made = shop.admin(SENT, l=[{"orderLineId": one["id"], "quantity": one["quantity"]} for one in order["lines"]])
    shop.admin(SHIPPED, i=made["addFulfillmentToOrder"]["id"])


def test_what_is_late_to_leave_is_what_the_console_says_and_what_left_is_no_longer_told(shop: Shop) -> None:
    """A shop that never sent anything does not tell dispatch as far as anybody knows: nothing is called late there."""
    before = looked(shop)
    assert not of(before, k.OVERDUE)
    assert "ship" in {name for name, _ in before.untold}
    for code in sorted(console(shop), key=console(shop).__getitem__)[:3]:
        sent(shop, code)
    table, told = looked(shop), console(shop)
    late = {code for code, at in told.items() if datetime.now(UTC) - at > PROMISED}
    assert 10 < len(late) < len(told)
    assert of(table, k.OVERDUE) == late
    code = min(late, key=told.__getitem__)
    sent(shop, code)
    assert of(looked(shop), k.OVERDUE) == late - {code}


def test_one_who_buys_eighty_of_one_thing_is_looked_at_before_it_leaves(shop: Shop) -> None:
    """One order of the shop is for eighty of its dearest article, and stands there alone."""
    rows = shop.admin("{orders(options:{take:100}){items{code lines{quantity}}}}")["orders"]["items"]
    (large,) = [row["code"] for row in rows if any(line["quantity"] == 80 for line in row["lines"])]
    assert of(looked(shop), k.BULK) == {large}
