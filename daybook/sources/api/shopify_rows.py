"""What Shopify's pages mean: amounts in the shop's currency, ids and listings as its exports name them.

`paid_amount` of an order is what was received, refunds not taken out; its lines share the goods' part of it exactly.
Test orders are no sales and are left out.
"""

from decimal import Decimal
from typing import Any

from daybook.facts.buyer_tables import BUYERS, PROMOTION_DAY
from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.api.pages import PulledPages, Row, Rows, Told, moment_of
from daybook.sources.listings import DRAFT, OFF_SALE, ON_SALE, image_name
from daybook.sources.shares import share_out

PLATFORMS = ("shopify",)
#: Transactions that bring money in.
PAYING = ("SALE", "CAPTURE")
STATES = {"ACTIVE": ON_SALE, "DRAFT": DRAFT, "ARCHIVED": OFF_SALE, "UNLISTED": OFF_SALE}
SENT = ("FULFILLED", "PARTIALLY_FULFILLED")


def money(bag: Any) -> Decimal:
    """A MoneyBag in the shop's own currency."""
    return Decimal(bag["shopMoney"]["amount"])


def order_rows(order: Any, told: Told) -> Rows:
    """One order with its lines and refunds.  Raises ValueError for one that was not read whole."""
    if order["test"]:
        return {}
    if order["lineItems"]["pageInfo"]["hasNextPage"]:
        raise ValueError("more than 100 lines")
    placed, paid = told.local(order["createdAt"]), money(order["totalReceivedSet"])
    got = [t["processedAt"] for t in order["transactions"] if t["kind"] in PAYING and t["status"] == "SUCCESS"]
    paid_at = told.local(min((m for m in got if m), default=order["processedAt"]) if paid else None)
    address = order["shippingAddress"] or {}
    head: Row = {
        "order_id": order["legacyResourceId"], "ordered_on": placed.day, "ordered_at": placed.at,
        "ordered_hour": placed.hour, "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour,
        "status": status(order, paid), "due_amount": money(order["totalPriceSet"]), "paid_amount": paid,
        "freight_amount": money(order["totalShippingPriceSet"]), "discount_amount": money(order["totalDiscountsSet"]),
        "refund_amount": money(order["totalRefundedSet"]),
        "units": sum(int(x["quantity"]) for x in order["lineItems"]["nodes"]),
        "buyer_id": told.buyer(order["email"] or (order["customer"] or {}).get("id")),
        "country": address.get("countryCodeV2"), "province": address.get("province"), "city": address.get("city"),
        "channel": order["sourceName"],
        "shipped_at": moment_of(min((f["createdAt"] for f in order["fulfillments"]), default=None)),
        "cancelled_on": told.local(order["cancelledAt"]).day, "currency": order["currencyCode"],
    }
    return {"orders": [head], "order_lines": line_rows(order, head),
            "refunds": [refund_row(order, head, r, told) for r in order["refunds"]]}


def status(order: Any, paid: Decimal) -> str:
    """closed (cancelled, voided, expired), unpaid, shipped, paid; what "done" is, Shopify does not say."""
    if order["cancelledAt"] or order["displayFinancialStatus"] in ("VOIDED", "EXPIRED"):
        return "closed"
    if order["displayFulfillmentStatus"] in SENT:
        return "shipped"
    return "paid" if paid else "unpaid"


def line_rows(order: Any, head: Row) -> list[Row]:
    """The lines share the goods' part of what was received: all of the subtotal once all is paid."""
    due, subtotal = head["due_amount"], money(order["subtotalPriceSet"])
    goods = subtotal if head["paid_amount"] == due else (
        (head["paid_amount"] * subtotal / due).quantize(Decimal("0.01")) if due else Decimal(0))
    lines = order["lineItems"]["nodes"]
    amounts = [money(x["discountedTotalSet"]) for x in lines]
    paid = amounts if goods == sum(amounts, Decimal(0)) else share_out(goods, amounts)
    shared = ("order_id", "ordered_on", "paid_on", "status", "currency")
    return [{
        **{name: head[name] for name in shared}, "line_id": line["id"].rsplit("/", 1)[-1],
        "item_id": (line["product"] or {}).get("handle"), "sku": line["sku"] or None, "title": line["name"],
        "variant": line["variantTitle"] or None, "units": int(line["quantity"]),
        "unit_price": money(line["originalUnitPriceSet"]), "paid_amount": amount,
    } for line, amount in zip(lines, paid, strict=True)]


def refund_row(order: Any, head: Row, refund: Any, told: Told) -> Row:
    """One refund; of one line when it names one, else of the order."""
    parts = refund["refundLineItems"]["nodes"]
    whole = not refund["refundLineItems"]["pageInfo"]["hasNextPage"]
    named = {p["lineItem"]["id"] for p in parts}
    line = next((x for x in order["lineItems"]["nodes"] if {x["id"]} == named), None) if whole else None
    on = told.local(refund["createdAt"]).day
    return {
        "refund_id": refund["legacyResourceId"], "order_id": head["order_id"], "applied_on": on, "refunded_on": on,
        "item_id": (line["product"] or {}).get("handle") if line else None, "sku": line["sku"] or None if line else None,
        "amount": money(refund["totalRefundedSet"]),
        "units": sum(int(p["quantity"]) for p in parts) if parts and whole else None,
        "with_return": any(p["restockType"] == "RETURN" for p in parts) if parts and whole else None,
        "reason": refund["note"] or None, "country": head["country"], "province": head["province"],
        "buyer_id": head["buyer_id"], "currency": order["currencyCode"],
    }


def buyer_rows(customer: Any, told: Told) -> Rows:
    """One buyer, without name, address or phone."""
    mail, since = customer["defaultEmailAddress"] or {}, told.local(customer["createdAt"])
    who = told.buyer(mail.get("emailAddress") or customer["id"])
    if who is None:
        return {}
    home = customer["defaultAddress"] or {}
    return {"buyers": [{
        "buyer_id": who, "registered_on": since.day, "registered_at": since.at, "member": customer["state"] == "ENABLED",
        "reachable": mail["marketingState"] == "SUBSCRIBED" if mail.get("marketingState") else None,
        "country": home.get("countryCodeV2"), "province": home.get("province"), "city": home.get("city")}]}


def stock_rows(variant: Any, told: Told) -> Rows:
    """One variant: price and what may be sold at all places together; untracked stock is not known."""
    item, product = variant["inventoryItem"], variant["product"]
    levels = item["inventoryLevels"]
    coming = [int(q["quantity"]) for level in levels["nodes"] for q in level["quantities"] if q["name"] == "incoming"]
    return {"stock_day": [{
        "day": told.context.today, "item_id": product["handle"], "sku": variant["sku"] or variant["title"],
        "title": product["title"], "sellable_units": int(variant["inventoryQuantity"]) if item["tracked"] else None,
        "in_transit_units": sum(coming) if coming and not levels["pageInfo"]["hasNextPage"] else None,
        "price": Decimal(variant["price"]), "currency": told.context.currency}]}


def listing_rows(product: Any, told: Told) -> Rows:
    """One listing as it stood; an active one that is not published is not on sale."""
    state = STATES.get(product["status"])
    image = ((product["featuredMedia"] or {}).get("preview") or {}).get("image") or {}
    price = product["priceRangeV2"]["minVariantPrice"]
    return {"listing_day": [{
        "day": told.context.today, "item_id": product["handle"], "title": product["title"],
        "state": OFF_SALE if state == ON_SALE and not product["publishedAt"] else state,
        "main_image": image_name(image.get("url")),
        "category": (product["category"] or {}).get("fullName") or product["productType"] or None,
        "list_price": Decimal(price["amount"]), "currency": price["currencyCode"]}]}


def promotion_rows(node: Any, told: Told) -> Rows:
    """One discount as it stood."""
    said = node["discount"]
    codes = (said.get("codes") or {}).get("nodes") or []
    used = said.get("asyncUsageCount")
    return {"promotion_day": [{
        "day": told.context.today, "promotion_id": node["id"].rsplit("/", 1)[-1], "title": said.get("title"),
        "code": codes[0]["code"] if codes else None, "running": said["status"] == "ACTIVE",
        "starts_at": moment_of(said.get("startsAt")), "ends_at": moment_of(said.get("endsAt")),
        "kind": said["__typename"], "rule": said.get("summary"), "used": None if used is None else int(used)}]}


SHOPIFY_PAGES = (
    PulledPages("shopify.orders", 1, PLATFORMS, "data.orders.nodes", "id", (ORDERS, ORDER_LINES, REFUNDS), order_rows,
                more="data.orders"),
    PulledPages("shopify.buyers", 1, PLATFORMS, "data.customers.nodes", "id", (BUYERS,), buyer_rows),
    PulledPages("shopify.stock", 1, PLATFORMS, "data.productVariants.nodes", "id", (STOCK_DAY,), stock_rows),
    PulledPages("shopify.listings", 1, PLATFORMS, "data.products.nodes", "id", (LISTING_DAY,), listing_rows),
    PulledPages("shopify.promotions", 1, PLATFORMS, "data.discountNodes.nodes", "id", (PROMOTION_DAY,), promotion_rows),
)
