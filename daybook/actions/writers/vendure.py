"""Vendure: prices, listings, titles, images, stock, dispatch and refunds over its Admin API.

Money is integer cents without tax, images are replaced as a whole list, stock is set and never added to, a refund is pending
until it is settled, and errors come beside HTTP 200.  A price is what a buyer pays, tax included, like everywhere in the
house; where cents and tax allow no such price the write is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from daybook.actions.writers.line import Line
from daybook.actions.writers.writer import Sent
from daybook.domain.errors import AccessRefused, WriteRefused
from daybook.domain.moves.listing import Images, Listed, Title
from daybook.domain.moves.move import Fields, Move, Way, text_of
from daybook.domain.moves.orders import RefundDecision, Ship
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.said import Said
from daybook.domain.situation import Case

if TYPE_CHECKING:
    import httpx

LOGIN = "mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename ...on ErrorResult{errorCode}}}"
VARIANT = """query($s:String!){productVariants(options:{filter:{sku:{eq:$s}},take:2}){items{
 id sku name enabled price priceWithTax trackInventory outOfStockThreshold taxRateApplied{value}
 stockLevels{stockOnHand stockAllocated stockLocation{id}}}}}"""
PRODUCT = """query($i:ID!){product(id:$i){id name slug description enabled assets{id} featuredAsset{id}
 translations{languageCode name}}}"""
ORDER = """query($c:String!){orders(options:{filter:{code:{eq:$c}},take:2}){items{id code state totalWithTax
 payments{id state amount refunds{id state total reason}} fulfillments{id state method trackingCode lines{orderLineId quantity}}
 lines{id quantity}}}}"""
VARIANTS = "mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id price}}"
UPDATE = "mutation($i:UpdateProductInput!){updateProduct(input:$i){id}}"
REFUND = """mutation($i:RefundOrderInput!){refundOrder(input:$i){__typename ...on Refund{id state}
 ...on ErrorResult{errorCode message}}}"""
SETTLE = """mutation($i:SettleRefundInput!){settleRefund(input:$i){__typename ...on Refund{id state}
 ...on ErrorResult{errorCode message}}}"""
FULFIL = """mutation($i:FulfillOrderInput!){addFulfillmentToOrder(input:$i){__typename ...on Fulfillment{id state}
 ...on ErrorResult{errorCode message}}}"""
SHIP = """mutation($i:ID!){transitionFulfillmentToState(id:$i,state:"Shipped"){__typename ...on Fulfillment{id state}
 ...on ErrorResult{errorCode message}}}"""
CENTS, PERCENT = Decimal(100), Decimal(100)
#: Vendure's states of an order -> the house's.
STATES = {"PaymentSettled": "paid", "PartiallyShipped": "paid", "PaymentAuthorized": "paid", "Shipped": "shipped",
          "PartiallyDelivered": "shipped", "Delivered": "delivered", "Cancelled": "cancelled",
          "ArrangingPayment": "unpaid", "AddingItems": "unpaid"}
#: A variant has one price: what is shown as list price moves with it.
ONE_PRICE = ("list_price", "deal_price")
#: Moves with every order, and not by what is written.
LIVE = ("allocated",)
SKUS, ITEMS, ORDERS = (ItemDiscount, ListPrice, StockCorrection), (Listed, Title, Images), (RefundDecision, Ship)


def session(secrets: Callable[[], Mapping[str, str]], url: str) -> "Callable[[httpx.Client], Mapping[str, str]]":
    """Signs in with the credential as it is now."""
    def sign_in(client: "httpx.Client") -> Mapping[str, str]:
        known = secrets()
        answer = client.post(url, json={"query": LOGIN, "variables": {"u": known["username"], "p": known["password"]}})
        token = answer.headers.get("vendure-auth-token", "")
        if not token and answer.status_code < 400:
            raise AccessRefused(Said("the user name or password is not accepted"), where=url.split("/")[2],
                                next_step="set the credential again with `daybook credential set`")
        return {"authorization": f"Bearer {token}"}
    return sign_in


@dataclass
class Vendure:
    """Writer of a Vendure shop."""

    line: Line
    way: Way = Way.API
    name: str = "vendure"
    _language: str = field(default="en")

    @classmethod
    def of(cls, secrets: Callable[[], Mapping[str, str]]) -> "Vendure":
        """A writer by a credential of url, username and password."""
        url = secrets()["url"].rstrip("/") + "/admin-api"
        return cls(Line(url, session(secrets, url)))

    def takes(self, move: Move) -> bool:
        return isinstance(move, (*SKUS, *ITEMS, *ORDERS)) and not (isinstance(move, RefundDecision) and not move.agree)

    def read(self, move: Move, mark: str) -> Fields | None:
        if isinstance(move, SKUS):
            variant = self._variant(move.object_id)
            return None if variant is None else _sku_fields(variant)
        if isinstance(move, ITEMS):
            product = self.line.read(PRODUCT, {"i": move.object_id})["product"]
            return None if product is None else _item_fields(product)
        order = self._order(move.object_id)
        return None if order is None else _order_fields(order)

    def case_of(self, move: Move) -> Case:
        """How far the order of a move is; empty where it is none."""
        order = self._order(move.object_id) if isinstance(move, ORDERS) else None
        if order is None:
            return Case()
        paid = sum(p["amount"] for p in order["payments"] if p["state"] == "Settled")
        used = None if not isinstance(move, Ship) else move.tracking in {f["trackingCode"] for f in order["fulfillments"]}
        return Case(STATES.get(order["state"]), _money(paid), _money(_refunded(order, ("Settled", "Pending"))), in_case=False,
                    asked_kind="", evidence=None, lines=tuple(line["id"] for line in order["lines"]), tracking_used=used)

    def write(self, move: Move, mark: str) -> Sent:
        if isinstance(move, SKUS):
            return self._write_variant(move)
        if isinstance(move, ITEMS):
            self.line.write(UPDATE, {"i": {"id": move.object_id, **self._item_change(move)}})
            return Sent(Said("written to {shop}", shop=self.line.place))
        if isinstance(move, RefundDecision):
            return self._refund(move, mark)
        assert isinstance(move, Ship)
        return self._ship(move)

    def _variant(self, sku: str) -> Any:
        """The one variant with a SKU; None where there is none or several."""
        found = self.line.read(VARIANT, {"s": sku})["productVariants"]["items"]
        return found[0] if len(found) == 1 else None

    def _order(self, code: str) -> Any:
        found = self.line.read(ORDER, {"c": code})["orders"]["items"]
        return found[0] if len(found) == 1 else None

    def _write_variant(self, move: Move) -> Sent:
        variant = self._variant(move.object_id)
        if variant is None:
            raise WriteRefused(Said("no single variant has the SKU {sku}", sku=move.object_id), where=self.line.place)
        change: dict[str, Any] = {"id": variant["id"]}
        if isinstance(move, StockCorrection):
            if len(variant["stockLevels"]) != 1:
                raise WriteRefused(Said("its stock lies at several places; say which in the shop's console"),
                                   where=move.object_id)
            change["stockLevels"] = [{"stockLocationId": variant["stockLevels"][0]["stockLocation"]["id"],
                                      "stockOnHand": move.to}]
        elif isinstance(move, (ItemDiscount, ListPrice)):
            change["price"] = net_cents(move.to, Decimal(str(variant["taxRateApplied"]["value"])), move.object_id)
        self.line.write(VARIANTS, {"i": [change]})
        return Sent(Said("written to {shop}", shop=self.line.place), along=(*ONE_PRICE, *LIVE))

    def _item_change(self, move: Move) -> dict[str, Any]:
        if isinstance(move, Listed):
            return {"enabled": move.to}
        if isinstance(move, Images):
            return {"assetIds": list(move.to), "featuredAssetId": move.to[0]}
        assert isinstance(move, Title)
        product = self.line.read(PRODUCT, {"i": move.object_id})["product"]
        languages = [t["languageCode"] for t in product["translations"] if t["name"] == move.was] or [self._language]
        return {"translations": [{"languageCode": code, "name": move.to} for code in languages]}

    def _refund(self, move: RefundDecision, mark: str) -> Sent:
        """Makes the refund unless one with the mark is there, and settles it.  The mark makes a second try harmless."""
        order = self._order(move.object_id)
        if order is None:
            raise WriteRefused(Said("no single order is called {order}", order=move.object_id), where=self.line.place)
        mine = [r for p in order["payments"] for r in p["refunds"] if mark and mark in (r["reason"] or "")]
        if not mine:
            payment = next((p for p in order["payments"] if p["state"] == "Settled"), None)
            if payment is None:
                raise WriteRefused(Said("nothing was paid that could go back"), where=move.object_id)
            made = self.line.write(REFUND, {"i": {"paymentId": payment["id"], "amount": int(move.amount * CENTS),
                                                  "reason": f"{move.reason} [{mark}]",
                                                  "lines": [], "shipping": 0, "adjustment": 0}})["refundOrder"]
            _check(made, "Refund")
            mine = [made]
        if all(r["state"] != "Settled" for r in mine):
            _check(self.line.write(SETTLE, {"i": {"id": mine[0]["id"], "transactionId": mark}})["settleRefund"], "Refund")
        note = Said("refunded and settled at {shop}", shop=self.line.place)
        return Sent(note if len(mine) == 1 else Said(
            "refunded and settled; {n} more refunds with this mark are pending: cancel them in the console", n=len(mine) - 1))

    def _ship(self, move: Ship) -> Sent:
        """Makes the parcel unless one with the number is there, and says that it left."""
        order = self._order(move.object_id)
        if order is None:
            raise WriteRefused(Said("no single order is called {order}", order=move.object_id), where=self.line.place)
        parcel = next((f for f in order["fulfillments"] if f["trackingCode"] == move.tracking), None)
        if parcel is None:
            parcel = self.line.write(FULFIL, {"i": {
                "lines": [{"orderLineId": line["id"], "quantity": line["quantity"]} for line in order["lines"]],
                "handler": {"code": "manual-fulfillment", "arguments": [
                    {"name": "method", "value": move.courier}, {"name": "trackingCode", "value": move.tracking}]}}})[
                "addFulfillmentToOrder"]
            _check(parcel, "Fulfillment")
        if parcel["state"] != "Shipped":
            _check(self.line.write(SHIP, {"i": parcel["id"]})["transitionFulfillmentToState"], "Fulfillment")
        return Sent(Said("written to {shop}", shop=self.line.place))


def net_cents(price: Decimal, tax: Decimal, sku: str) -> int:
    """The net cents with which a buyer pays a price, `tax` in percent.  Raises WriteRefused where no cents do.

    >>> net_cents(Decimal("1558.80"), Decimal(20), "L2201308")
    129900
    """
    wanted = int((price * CENTS).to_integral_value(ROUND_HALF_UP))
    near = int((Decimal(wanted) / (1 + tax / PERCENT)).to_integral_value(ROUND_HALF_UP))
    for net in (near, near - 1, near + 1):
        if gross_cents(net, tax) == wanted:
            return net
    raise WriteRefused(Said("the shop keeps net cents; with {tax} % tax no price is {price}, the nearest is {other}", tax=tax,
                            price=price, other=_money(gross_cents(near, tax))), where=sku)


def gross_cents(net: int, tax: Decimal) -> int:
    """What a buyer pays for net cents, as Vendure rounds it."""
    return int((Decimal(net) * (1 + tax / PERCENT)).to_integral_value(ROUND_HALF_UP))


def _sku_fields(variant: Mapping[str, Any]) -> Fields:
    price = text_of(_money(variant["priceWithTax"]))
    return {"deal_price": price, "list_price": price, "enabled": text_of(variant["enabled"]), "name": variant["name"],
            "on_hand": text_of(sum(level["stockOnHand"] for level in variant["stockLevels"])),
            "allocated": text_of(sum(level["stockAllocated"] for level in variant["stockLevels"])),
            "tracked": str(variant["trackInventory"]), "threshold": str(variant["outOfStockThreshold"])}


def _item_fields(product: Mapping[str, Any]) -> Fields:
    images = tuple(a["id"] for a in product["assets"])
    main = (product["featuredAsset"] or {}).get("id", "")
    return {"listed": text_of(product["enabled"]), "title": product["name"], "slug": product["slug"],
            "description": product["description"], "images": text_of(images),
            "main_image_first": text_of(not images or main == images[0])}


def _order_fields(order: Mapping[str, Any]) -> Fields:
    tracking = [f["trackingCode"] for f in order["fulfillments"] if f["state"] in ("Shipped", "Delivered")]
    return {"refunded": text_of(_money(_refunded(order, ("Settled",)))), "tracking": tracking[-1] if tracking else "",
            "total": text_of(_money(order["totalWithTax"]))}


def _refunded(order: Mapping[str, Any], states: tuple[str, ...]) -> int:
    return sum(int(r["total"]) for p in order["payments"] for r in p["refunds"] if r["state"] in states)


def _money(cents: int) -> Decimal:
    return Decimal(cents) / CENTS


def _check(answer: Mapping[str, Any], wanted: str) -> None:
    """Raises WriteRefused for an error that came beside HTTP 200."""
    if answer["__typename"] != wanted:
        raise WriteRefused(Said("the shop refused it: {words}", words=f"{answer.get('errorCode')}: {answer.get('message')}"))
