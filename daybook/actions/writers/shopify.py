"""Shopify: prices, listings, titles and stock over its Admin GraphQL API.

A discount is a price below the compare-at price, which is the list price.  Failures come as `userErrors` beside HTTP 200, and a
throttled call has done nothing.  Stock is set only onto the count that was seen (the platform compares), under a key by which it
knows a second try.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from daybook.actions.writers.line import Line
from daybook.actions.writers.writer import Sent
from daybook.domain.errors import AccessRefused, WriteRefused
from daybook.domain.moves.listing import Listed, Title
from daybook.domain.moves.move import Fields, Move, Way, text_of
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.said import Said
from daybook.domain.situation import Case

if TYPE_CHECKING:
    import httpx

VERSION = "2026-07"
VARIANTS = """query($q:String!,$a:String){productVariants(first:50,query:$q,after:$a){nodes{
 id sku title price compareAtPrice product{id handle title status}} pageInfo{hasNextPage endCursor}}}"""
LEVELS = """query($i:ID!){productVariant(id:$i){inventoryItem{id tracked inventoryLevels(first:2){nodes{location{id}
 quantities(names:["on_hand","committed"]){name quantity}}}}}}"""
COUNT = """mutation($i:InventorySetQuantitiesInput!,$k:String!){inventorySetQuantities(input:$i) @idempotent(key:$k){
 inventoryAdjustmentGroup{id} userErrors{code field message}}}"""
PRODUCTS = """query($q:String!,$a:String){products(first:50,query:$q,after:$a){nodes{id handle title status}
 pageInfo{hasNextPage endCursor}}}"""
PRICE = """mutation($id:ID!,$v:[ProductVariantsBulkInput!]!){productVariantsBulkUpdate(productId:$id,variants:$v){
 productVariants{id price} userErrors{field message}}}"""
PRODUCT = "mutation($p:ProductUpdateInput){productUpdate(product:$p){product{id title status} userErrors{field message}}}"
GRANT, BAD_REQUEST = "client_credentials", 400
SKUS, ITEMS = (ItemDiscount, ListPrice, StockCorrection), (Listed, Title)


def session(secrets: Callable[[], Mapping[str, str]], url: str) -> "Callable[[httpx.Client], Mapping[str, str]]":
    """The shop's own token, or one for the app's id and secret."""
    def sign_in(client: "httpx.Client") -> Mapping[str, str]:
        known = secrets()
        token = known.get("access_token", "")
        if not token:
            answer = client.post(f"{url}/admin/oauth/access_token", data={
                "grant_type": GRANT, "client_id": known.get("client_id", ""), "client_secret": known.get("client_secret", "")})
            token = answer.json().get("access_token", "") if answer.status_code < BAD_REQUEST else ""
        if not token:
            raise AccessRefused(Said("no access token could be had"), where=url.split("//")[-1],
                                next_step="set the credential again with `daybook credential set`")
        return {"x-shopify-access-token": token}
    return sign_in


@dataclass
class Shopify:
    """Writer of a Shopify shop; items go by their handle, like in its exports."""

    line: Line
    way: Way = Way.API
    name: str = "shopify"

    @classmethod
    def of(cls, secrets: Callable[[], Mapping[str, str]]) -> "Shopify":
        """A writer by a credential of url and a token, or client id and secret."""
        url = secrets()["url"].rstrip("/")
        return cls(Line(f"{url}/admin/api/{VERSION}/graphql.json", session(secrets, url)))

    def takes(self, move: Move) -> bool:
        return isinstance(move, (*SKUS, *ITEMS))

    def case_of(self, move: Move) -> Case:
        return Case()

    def read(self, move: Move, mark: str) -> Fields | None:
        if isinstance(move, SKUS):
            variant = self._variant(move.object_id)
            if variant is None:
                return None
            shown = {"deal_price": _price(variant["price"]), "list_price": _price(variant["compareAtPrice"] or variant["price"]),
                     "title": variant["title"], "item": variant["product"]["handle"]}
            return {**shown, **self._counted(variant)} if isinstance(move, StockCorrection) else shown
        product = self._product(move.object_id)
        return None if product is None else {"listed": text_of(product["status"] == "ACTIVE"), "title": product["title"],
                                             "handle": product["handle"]}

    def write(self, move: Move, mark: str) -> Sent:
        if isinstance(move, SKUS):
            variant = self._variant(move.object_id)
            if variant is None:
                raise WriteRefused(Said("no single variant has the SKU {sku}", sku=move.object_id), where=self.line.place)
            if isinstance(move, StockCorrection):
                return self._count(move, variant, mark)
            assert isinstance(move, (ItemDiscount, ListPrice))
            answer = self.line.write(PRICE, {"id": variant["product"]["id"],
                                             "v": [{"id": variant["id"], **_priced(move, variant)}]})
            _check(answer["productVariantsBulkUpdate"])
        else:
            product = self._product(move.object_id)
            if product is None:
                raise WriteRefused(Said("no single product is called {item}", item=move.object_id), where=self.line.place)
            change = {"title": move.to} if isinstance(move, Title) else {
                "status": "ACTIVE" if isinstance(move, Listed) and move.to else "DRAFT"}
            _check(self.line.write(PRODUCT, {"p": {"id": product["id"], **change}})["productUpdate"])
        return Sent(Said("written to {shop}", shop=self.line.place))

    def _counted(self, variant: Mapping[str, Any]) -> Fields:
        """Units on hand and in open orders, where the shop counts them and they lie at one place."""
        item = self._levels(variant)
        levels = item["inventoryLevels"]["nodes"]
        if len(levels) != 1 or not item["tracked"]:
            return {}
        found = {q["name"]: q["quantity"] for q in levels[0]["quantities"]}
        return {"on_hand": text_of(found["on_hand"]), "allocated": text_of(found["committed"])}

    def _levels(self, variant: Mapping[str, Any]) -> Any:
        return self.line.read(LEVELS, {"i": variant["id"]})["productVariant"]["inventoryItem"]

    def _count(self, move: StockCorrection, variant: Mapping[str, Any], mark: str) -> Sent:
        item = self._levels(variant)
        if not item["tracked"]:
            raise WriteRefused(Said("the shop does not count its stock; have it counted in the shop's console first"),
                               where=move.object_id)
        if len(item["inventoryLevels"]["nodes"]) != 1:
            raise WriteRefused(Said("its stock lies at several places; say which in the shop's console"), where=move.object_id)
        one = {"inventoryItemId": item["id"], "locationId": item["inventoryLevels"]["nodes"][0]["location"]["id"],
               "quantity": move.to, "changeFromQuantity": move.was}
        answer = self.line.write(COUNT, {"i": {"name": "on_hand", "reason": "correction", "quantities": [one]},
                                         "k": str(uuid.uuid5(uuid.NAMESPACE_OID, mark))})
        _check(answer["inventorySetQuantities"])
        return Sent(Said("written to {shop}", shop=self.line.place), along=("allocated",))

    def _variant(self, sku: str) -> Any:
        found = [v for v in self._all(VARIANTS, "productVariants", f"sku:'{sku}'") if v["sku"] == sku]
        return found[0] if len(found) == 1 else None

    def _product(self, handle: str) -> Any:
        found = [p for p in self._all(PRODUCTS, "products", f"handle:'{handle}'") if p["handle"] == handle]
        return found[0] if len(found) == 1 else None

    def _all(self, query: str, name: str, wanted: str) -> list[Any]:
        """All nodes of a search, page by page; what fits is looked at again here, since a search may be fuzzy."""
        nodes: list[Any] = []
        after = None
        while True:
            page = self.line.read(query, {"q": wanted, "a": after})[name]
            nodes += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return nodes
            after = page["pageInfo"]["endCursor"]


def _priced(move: ItemDiscount | ListPrice, variant: Mapping[str, Any]) -> dict[str, str | None]:
    """The prices to send: a discount leaves the list price as compare-at price, one that is taken back leaves none; a list
    price moves that alone."""
    shown = variant["compareAtPrice"] or variant["price"]
    if isinstance(move, ItemDiscount):
        return {"price": f"{move.to:f}", "compareAtPrice": shown if Decimal(shown) > move.to else None}
    return {"compareAtPrice": f"{move.to:f}"} if variant["compareAtPrice"] else {"price": f"{move.to:f}"}


def _price(value: str) -> str:
    return text_of(Decimal(value))


def _check(answer: Mapping[str, Any]) -> None:
    if answer["userErrors"]:
        first = answer["userErrors"][0]
        raise WriteRefused(Said("the shop refused it: {words}", words=f"{'.'.join(first['field'] or ())} {first['message']}"))
