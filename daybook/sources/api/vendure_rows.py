"""What Vendure's pages mean.  Money is whole cents, with tax, as buyers pay it.

`paid_amount` of an order is what its settled payments hold, refunds not taken out; a cancelled order keeps what was
paid.  The lines share it less freight, exactly.
"""

import json
from decimal import Decimal
from typing import Any

from daybook.facts.buyer_tables import BUYERS, PROMOTION_DAY
from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.api.pages import PulledPages, Row, Rows, Told, moment_of
from daybook.sources.listings import OFF_SALE, ON_SALE, image_name
from daybook.sources.shares import share_out

#: Orders' states of Vendure's default process in the house's words; what a shop added itself says nothing.
STATES = {"ArrangingPayment": "unpaid", "PaymentAuthorized": "unpaid", "PaymentSettled": "paid",
          "PartiallyShipped": "shipped", "Shipped": "shipped", "PartiallyDelivered": "shipped",
          "Delivered": "done", "Cancelled": "closed"}
#: States of a fulfilment that has left; one that was only made, or was cancelled, has not.
SENT = ("Shipped", "Delivered")
PLATFORMS = ("vendure",)


def cents(value: str) -> Decimal:
    """Vendure's whole cents as money (its MoneyStrategy has two digits for every currency)."""
    return Decimal(value) / 100


def order_rows(order: Any, told: Told) -> Rows:
    """One order with its lines and refunds."""
    placed = told.local(order["orderPlacedAt"])
    settled = [p for p in order["payments"] if p["state"] == "Settled"]
    paid = sum((cents(p["amount"]) for p in settled), Decimal(0))
    paid_at = told.local(min((p["createdAt"] for p in settled), default=None))
    lines, freight = line_amounts(order, paid if order["state"] == "Cancelled" else None)
    refunds = [(p, r) for p in order["payments"] for r in p["refunds"]]
    done = sum((cents(r["total"]) for _, r in refunds if r["state"] == "Settled"), Decimal(0))
    due = paid if order["state"] == "Cancelled" and settled else cents(order["totalWithTax"])
    address, shipped = order["shippingAddress"] or {}, [f["createdAt"] for f in order["fulfillments"] or () if f["state"] in SENT]
    head: Row = {
        "order_id": order["code"], "ordered_on": placed.day, "ordered_at": placed.at, "ordered_hour": placed.hour,
        "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour, "status": STATES.get(order["state"]),
        "due_amount": due, "paid_amount": paid, "freight_amount": freight,
        "discount_amount": None if order["state"] == "Cancelled" else discount(order),
        "refund_amount": done, "units": sum(int(x["orderPlacedQuantity"]) for x in order["lines"]),
        "buyer_id": told.buyer((order["customer"] or {}).get("emailAddress")), "country": address.get("countryCode"),
        "province": address.get("province"), "city": address.get("city"), "channel": "web",
        "shipped_at": moment_of(min(shipped, default=None)),
        "completed_at": moment_of(max((f["updatedAt"] for f in order["fulfillments"] or ()), default=None))
        if order["state"] == "Delivered" else None,
        "cancelled_on": told.local(order["updatedAt"]).day if order["state"] == "Cancelled" else None,
        "currency": order["currencyCode"],
    }
    return {"orders": [head], "order_lines": line_rows(order, head, lines),
            "refunds": [refund_row(order, head, r, told) for _, r in refunds if r["state"] != "Failed"]}


def discount(order: Any) -> Decimal:
    """What was taken off, as a positive amount."""
    return -sum((cents(d["amountWithTax"]) for d in order["discounts"]), Decimal(0))


def line_amounts(order: Any, paid: Decimal | None) -> tuple[list[Decimal], Decimal]:
    """What each line cost when it was placed, and the freight.

    A cancelled line has no quantity and no price of its own left: its price per unit and the quantity placed say it.
    Of a cancelled order (`paid`) the freight is gone too: it is what was paid beyond the lines.
    """
    lines = [cents(x["proratedLinePriceWithTax"]) if x["quantity"] == x["orderPlacedQuantity"]
             else cents(x["proratedUnitPriceWithTax"]) * int(x["orderPlacedQuantity"]) for x in order["lines"]]
    if paid is None:
        return lines, cents(order["shippingWithTax"])
    return lines, max(paid - sum(lines, Decimal(0)), Decimal(0)) if paid else Decimal(0)


def line_rows(order: Any, head: Row, amounts: list[Decimal]) -> list[Row]:
    """The lines of an order; together they hold what was paid less freight."""
    goods = head["paid_amount"] - head["freight_amount"] if head["paid_amount"] else Decimal(0)
    paid = amounts if goods == sum(amounts, Decimal(0)) else share_out(goods, amounts)
    shared = ("order_id", "ordered_on", "paid_on", "status", "currency")
    return [{
        **{name: head[name] for name in shared}, "line_id": line["id"], "item_id": line["productVariant"]["product"]["id"],
        "sku": line["productVariant"]["sku"], "title": line["productVariant"]["product"]["name"],
        "variant": line["productVariant"]["name"], "units": int(line["orderPlacedQuantity"]),
        "unit_price": cents(line["unitPriceWithTax"]), "paid_amount": amount,
    } for line, amount in zip(order["lines"], paid, strict=True)]


def refund_row(order: Any, head: Row, refund: Any, told: Told) -> Row:
    """One refund; of one line when it names one, else of the order."""
    named = {x["orderLineId"] for x in refund["lines"] if int(x["quantity"])}
    of_line = [x for x in order["lines"] if {x["id"]} == named]
    variant = of_line[0]["productVariant"] if of_line else None
    return {
        "refund_id": refund["id"], "order_id": order["code"], "applied_on": told.local(refund["createdAt"]).day,
        "refunded_on": told.local(refund["updatedAt"]).day if refund["state"] == "Settled" else None,
        "item_id": variant["product"]["id"] if variant else None, "sku": variant["sku"] if variant else None,
        "amount": cents(refund["total"]),
        "units": sum(int(x["quantity"]) for x in refund["lines"]) if refund["lines"] else None,
        "reason": refund["reason"] or None, "country": head["country"], "province": head["province"],
        "buyer_id": head["buyer_id"], "currency": order["currencyCode"],
    }


def buyer_rows(customer: Any, told: Told) -> Rows:
    """One buyer, without name, address or phone."""
    who, since = told.buyer(customer["emailAddress"]), told.local(customer["createdAt"])
    if who is None:
        return {}
    homes = sorted(customer["addresses"] or (), key=lambda a: not a["defaultShippingAddress"])
    home = homes[0] if homes else {}
    return {"buyers": [{
        "buyer_id": who, "registered_on": since.day, "registered_at": since.at, "member": customer["user"] is not None,
        "country": (home.get("country") or {}).get("code"), "province": home.get("province") or None,
        "city": home.get("city") or None}]}


def stock_rows(variant: Any, told: Told) -> Rows:
    """One variant: price, and what is on hand and not yet promised, at all places together."""
    product = variant["product"]
    free = sum(int(s["stockOnHand"]) - int(s["stockAllocated"]) for s in variant["stockLevels"])
    return {"stock_day": [{
        "day": told.context.today, "item_id": product["id"], "sku": variant["sku"], "title": variant["name"],
        "sellable_units": free, "price": cents(variant["priceWithTax"]), "currency": variant["currencyCode"]}]}


def listing_rows(product: Any, told: Told) -> Rows:
    """One listing as it stood; a product without an enabled variant cannot be bought."""
    sold = [v for v in product["variants"] if v["enabled"]]
    image = product["featuredAsset"] or {}
    return {"listing_day": [{
        "day": told.context.today, "item_id": product["id"], "title": product["name"],
        "state": ON_SALE if product["enabled"] and sold else OFF_SALE, "main_image": image_name(image.get("source")),
        "category": min((c["name"] for c in product["collections"]), default=None),
        "list_price": min((cents(v["priceWithTax"]) for v in sold), default=None),
        "currency": sold[0]["currencyCode"] if sold else told.context.currency}]}


def promotion_rows(promotion: Any, told: Told) -> Rows:
    """One promotion as it stood."""
    starts, ends = moment_of(promotion["startsAt"]), moment_of(promotion["endsAt"])
    inside = (starts is None or starts <= told.at) and (ends is None or told.at <= ends)
    rule = {"conditions": promotion["conditions"], "actions": promotion["actions"]}
    return {"promotion_day": [{
        "day": told.context.today, "promotion_id": promotion["id"], "title": promotion["name"],
        "code": promotion["couponCode"] or None, "running": bool(promotion["enabled"]) and inside, "starts_at": starts,
        "ends_at": ends, "kind": "+".join(a["code"] for a in promotion["actions"]) or None,
        "rule": json.dumps(rule, ensure_ascii=False, sort_keys=True)}]}


VENDURE_PAGES = (
    *(PulledPages(name, 2, PLATFORMS, "data.orders.items", "id", (ORDERS, ORDER_LINES, REFUNDS), order_rows)
      for name in ("vendure.orders", "vendure.late_refunds")),
    PulledPages("vendure.buyers", 1, PLATFORMS, "data.customers.items", "id", (BUYERS,), buyer_rows),
    PulledPages("vendure.stock", 1, PLATFORMS, "data.productVariants.items", "id", (STOCK_DAY,), stock_rows),
    PulledPages("vendure.listings", 1, PLATFORMS, "data.products.items", "id", (LISTING_DAY,), listing_rows),
    PulledPages("vendure.promotions", 1, PLATFORMS, "data.promotions.items", "id", (PROMOTION_DAY,), promotion_rows),
)
