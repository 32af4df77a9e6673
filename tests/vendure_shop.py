"""A real Vendure shop as tests use it: orders placed as shoppers would, spread over past days, and its console's own answers."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import httpx
import pytest

from daybook.actions.writers.vendure import LOGIN, Vendure
from daybook.domain.moves.move import Move
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ways_out import writer_of
from tests.vendure_server import FOLDER, SHOPS, vendure_server

LIMITS = ",quiet_from,0,\n,quiet_to,0,\n,max_price_step,0.30,\n,two_people_share,1,\n,alone_share,1,\n"
GIVEN = {"team": "person,role,shop,minutes\nMei,account_manager,lund,300\nBo,operator,lund,300\nSu,service,lund,300\n",
         "terms": "shop,term,value\n" + "".join(f"lund,{n},{v}\n" for n, v in (
             ("fee_rate", "0"), ("tax_rate", "0"), ("ship_cost", "0"), ("ship_back_cost", "0"), ("resaleable_share", "1"))),
         "limit": "shop,limit,value,valid_from\n" + LIMITS}


@dataclass(frozen=True)
class Shop:
    """The running server, the codes of its orders, and a house that can read and write it."""

    url: str
    codes: tuple[str, ...]
    house: House

    def admin(self, query: str, **variables: Any) -> Any:
        """What the admin API answers a colleague who sits at the shop's own console."""
        with httpx.Client(timeout=60) as client:
            place, known = f"{self.url}/admin-api", {"u": "superadmin", "p": "superadmin"}
            signed = client.post(place, json={"query": LOGIN, "variables": known})
            answer = client.post(place, json={"query": query, "variables": variables},
                                 headers={"authorization": f"Bearer {signed.headers['vendure-auth-token']}"}).json()
        return answer["data"]

    def variant(self, sku: str) -> Any:
        found = self.admin("query($s:String!){productVariants(options:{filter:{sku:{eq:$s}}}){items{id sku name enabled price "
                           "priceWithTax trackInventory stockLevels{stockOnHand}}}}", s=sku)
        return found["productVariants"]["items"][0]

    def product(self, item: str) -> Any:
        return self.admin("query($i:ID!){product(id:$i){name slug description enabled customFields assets{id} featuredAsset{id} "
                          "facetValues{id} optionGroups{id} variants{id sku price enabled} translations{languageCode name}}}",
                          i=item)["product"]

    def writer(self, move: Move, **known: str) -> Any:
        if not known:
            return writer_of(self.house, self.house.shop("lund"), move)
        return Vendure.of(lambda: {"url": self.url, **known})


@contextmanager
def vendure_shop(folder: Path, port: int, orders: int, days: int, large: bool = False) -> Iterator[Shop]:
    """A server with orders over past days, the last of them a very large one where wished, and a house that knows it."""
    with pytest.MonkeyPatch.context() as patch, vendure_server(port) as url:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        for field, value in (("URL", url), ("USERNAME", "superadmin"), ("PASSWORD", "superadmin")):
            patch.setenv(f"DAYBOOK_API_LUND_VENDURE_{field}", value)
        codes = placed(url, orders, 21)
        if large:
            large_order(url)
        backdated(port, days)
        house = open_house(folder / "home", lambda: datetime.now(UTC))
        add_shop(house, "lund", "Nord", "vendure", "UTC", "USD")
        for kind, text in GIVEN.items():
            give(house, folder, kind, text)
        yield Shop(url, codes, house)


def give(house: House, folder: Path, kind: str, text: str) -> None:
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    report = set_from_csv(house, kind, file, client="Nord")
    assert not report.rejected, report.rejected


def placed(shop: str, count: int, seed: int) -> tuple[str, ...]:
    """Orders placed as shoppers would; gives their codes."""
    run = subprocess.run([sys.executable, SHOPS / "gen_orders.py", "--engine", "vendure", "--base", shop, "--n", str(count),
                          "--seed", str(seed), "--cancel", "0", "--refund", "0", "--fulfil", "0"],
                         capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-500:]
    return tuple(json.loads(line)["code"] for line in run.stdout.splitlines() if line.startswith("{"))


def large_order(shop: str) -> None:
    """One shopper who buys eighty of one thing."""
    with httpx.Client(timeout=60) as client:
        def ask(query: str, **variables: Any) -> Any:
            answer = client.post(f"{shop}/shop-api", json={"query": query, "variables": variables})
            if token := answer.headers.get("vendure-auth-token"):
                client.headers["authorization"] = f"Bearer {token}"
            return answer.json()["data"]

        found = ask("{products(options:{take:100}){items{variants{id price stockLevel}}}}")["products"]["items"]
        dearest = max((v for p in found for v in p["variants"] if v["stockLevel"] != "OUT_OF_STOCK"), key=lambda v: v["price"])
        ask("mutation($v:ID!,$n:Int!){addItemToOrder(productVariantId:$v,quantity:$n){__typename}}", v=dearest["id"], n=80)
        ask("mutation($i:CreateCustomerInput!){setCustomerForOrder(input:$i){__typename}}",
            i={"emailAddress": "office@example.com", "firstName": "Ida", "lastName": "Olsen"})
        ask("mutation($i:CreateAddressInput!){setOrderShippingAddress(input:$i){__typename}}",
            i={"streetLine1": "1 Quay", "city": "Lund", "postalCode": "22100", "countryCode": "SE"})
        way = ask("{eligibleShippingMethods{id}}")["eligibleShippingMethods"][0]["id"]
        ask("mutation($m:[ID!]!){setOrderShippingMethod(shippingMethodId:$m){__typename}}", m=[way])
        ask('mutation{transitionOrderToState(state:"ArrangingPayment"){__typename}}')
        paying = ask("{eligiblePaymentMethods{code}}")["eligiblePaymentMethods"][0]["code"]
        made = ask("mutation($m:String!){addPaymentToOrder(input:{method:$m,metadata:{}}){__typename}}", m=paying)
        assert made["addPaymentToOrder"]["__typename"] == "Order"


def backdated(port: int, days: int) -> None:
    """Spreads the placed orders over past days, oldest first, straight in the server's database."""
    with sqlite3.connect(FOLDER / f"data-{port}" / "vendure.sqlite", timeout=20) as database:
        ids = [n for n, in database.execute('select id from "order" where orderPlacedAt is not null order by id')]
        for at, number in enumerate(ids):
            ago = 1 if at >= len(ids) - 4 else days - (days - 1) * at // len(ids)       # the last day has four
            back = f"-{ago} days"
            database.execute('update "order" set createdAt=datetime(createdAt,?), updatedAt=datetime(updatedAt,?), '
                             "orderPlacedAt=datetime(orderPlacedAt,?) where id=?", (back, back, back, number))
            database.execute("update payment set createdAt=datetime(createdAt,?), updatedAt=datetime(updatedAt,?) where orderId=?",
                             (back, back, number))


def reachable(price: D) -> D:
    """The nearest price that whole net cents make with 20 % tax."""
    return D(round(int(price * 100 / D("1.2")) * D("1.2"))) / 100
