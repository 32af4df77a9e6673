"""What WooCommerce's orders, refunds and products mean: decimal text in the order's currency, moments in GMT without an offset.

`paid_amount` of an order is its total once it has a day of payment, refunds not taken out; a line's is with its tax.
"""

from decimal import Decimal
from typing import Any

from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.api.pages import Local, PulledPages, Row, Rows, Told
from daybook.sources.listings import DRAFT, OFF_SALE, ON_SALE, image_name

PLATFORMS = ("woocommerce",)
#: Statuses of WooCommerce itself; those that plugins add say nothing.
STATES = {"pending": "unpaid", "on-hold": "unpaid", "processing": "paid", "completed": "done", "cancelled": "closed",
          "refunded": "closed", "failed": "closed", "trash": "closed"}
#: Types whose own stock is none: that of their variations, members, or another shop.
NO_STOCK = ("variable", "grouped", "external")
SHOWN = {"publish": ON_SALE, "private": OFF_SALE, "draft": DRAFT, "pending": DRAFT, "future": DRAFT}
DRAFTS = ("auto-draft", "checkout-draft")


def gmt(told: Told, text: str | None) -> Local:
    return told.local(text + "Z" if text else None)


def order_rows(order: Any, told: Told) -> Rows:
    """One order with its lines; a cart that was never placed is none."""
    if order["status"] in DRAFTS:
        return {}
    placed, paid_at = gmt(told, order["date_created_gmt"]), gmt(told, order["date_paid_gmt"])
    due, ship, bill = Decimal(order["total"]), order.get("shipping") or {}, order.get("billing") or {}
    home = ship if ship.get("country") else bill
    head: Row = {
        "order_id": str(order["id"]), "ordered_on": placed.day, "ordered_at": placed.at, "ordered_hour": placed.hour,
        "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour, "status": STATES.get(order["status"]),
        "due_amount": due, "paid_amount": due if paid_at.at else Decimal(0),
        "freight_amount": Decimal(order["shipping_total"]) + Decimal(order["shipping_tax"]),
        "discount_amount": Decimal(order["discount_total"]) + Decimal(order["discount_tax"]),
        "refund_amount": -sum((Decimal(r["total"]) for r in order["refunds"]), Decimal(0)),     # given as negative
        "units": sum(int(x["quantity"]) for x in order["line_items"]), "buyer_id": told.buyer(bill.get("email")),
        "country": home.get("country") or None, "province": home.get("state") or None, "city": home.get("city") or None,
        "channel": order.get("created_via") or None, "completed_at": gmt(told, order["date_completed_gmt"]).at,
        "currency": order["currency"],
    }
    return {"orders": [head], "order_lines": [line_row(line, head) for line in order["line_items"]]}


def line_row(line: Any, head: Row) -> Row:
    """One line: after coupons, with its tax."""
    paid, units = Decimal(line["total"]) + Decimal(line["total_tax"]), int(line["quantity"])
    listed = Decimal(line["subtotal"]) + Decimal(line["subtotal_tax"])
    return {
        "order_id": head["order_id"], "line_id": str(line["id"]), "ordered_on": head["ordered_on"],
        "paid_on": head["paid_on"], "item_id": str(line["product_id"]) if line.get("product_id") not in (None, "0") else None,
        "sku": line.get("sku") or None, "title": line.get("name"), "units": units,
        "unit_price": (listed / units).quantize(Decimal("0.0001")) if units else None,
        "paid_amount": paid if head["paid_on"] else Decimal(0), "status": head["status"], "currency": head["currency"],
    }


def refund_rows(refund: Any, told: Told) -> Rows:
    """One refund; of one line when it names one, else of the order.  Its quantities are negative."""
    made, lines = gmt(told, refund["date_created_gmt"]), refund["line_items"]
    line = lines[0] if len(lines) == 1 else {}
    return {"refunds": [{
        "refund_id": str(refund["id"]), "order_id": str(refund["parent_id"]), "applied_on": made.day,
        "refunded_on": made.day, "item_id": str(line["product_id"]) if line.get("product_id") else None,
        "sku": line.get("sku") or None, "amount": abs(Decimal(refund["amount"])),
        "units": sum(abs(int(x["quantity"])) for x in lines) if lines else None, "reason": refund.get("reason") or None,
        "currency": told.context.currency}]}


def shelf_rows(one: Any, told: Told) -> Rows:
    """A product as a listing, with its own stock where it has any; or a variation, which is stock of its product."""
    price, of = Decimal(one.get("price") or one["regular_price"] or "0"), one.get("variation_of")
    stock: Row = {
        "day": told.context.today, "item_id": str(of or one["id"]), "sku": one.get("sku") or f"id:{one['id']}",
        "title": " / ".join(str(a["option"]) for a in one["attributes"]) or None if of else one["name"],
        "sellable_units": int(one["stock_quantity"] or 0) if one["manage_stock"] is True else None,
        "price": price or None, "currency": told.context.currency}
    if of:
        return {"stock_day": [stock]}
    listing: Row = {
        "day": told.context.today, "item_id": str(one["id"]), "title": one["name"], "state": SHOWN.get(one["status"]),
        "main_image": image_name(one["images"][0].get("src")) if one["images"] else None,
        "category": ", ".join(c["name"] for c in one["categories"]) or None, "list_price": price or None,
        "currency": told.context.currency}
    return {"listing_day": [listing], "stock_day": [] if one["type"] in NO_STOCK else [stock]}


WOOCOMMERCE_PAGES = (
    PulledPages("woocommerce.orders", 1, PLATFORMS, "orders", "id", (ORDERS, ORDER_LINES), order_rows),
    PulledPages("woocommerce.refunds", 1, PLATFORMS, "refunds", "id", (REFUNDS,), refund_rows),
    PulledPages("woocommerce.stock", 1, PLATFORMS, "products", "id", (STOCK_DAY, LISTING_DAY), shelf_rows,
                more="variations"),
)
