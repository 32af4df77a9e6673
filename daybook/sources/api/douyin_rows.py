"""What 抖店's orders, after-sale cases and goods mean: money in whole fen, moments in seconds.

`paid_amount` of an order is what was paid, freight in it, refunds not taken out; its lines share it less freight
exactly.  Names, phones and addresses are encrypted and not read.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from daybook.facts.stock_tables import LISTING_DAY
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.api.pages import Local, PulledPages, Row, Rows, Told
from daybook.sources.listings import OFF_SALE, ON_SALE, image_name
from daybook.sources.shares import share_out

PLATFORMS = ("douyin",)
#: order_status: 1 unpaid, 105 paid, 2 to be sent, 101 sent in part, 3 sent, 5 done, 4 and 21 to 39 closed.
STATES = {1: "unpaid", 103: "unpaid", 105: "paid", 2: "paid", 101: "shipped", 3: "shipped", 5: "done", 4: "closed",
          21: "closed", 22: "closed", 39: "closed"}
#: refund_status of a case whose money went back.
REFUNDED = 3
#: aftersale_type of cases in which goods come back.
RETURNS = (0,)
GOODS = {0: ON_SALE, 1: OFF_SALE, 2: OFF_SALE}


def fen(value: Any) -> Decimal:
    """Whole fen as yuan."""
    return Decimal(str(value or 0)) / 100


def at(told: Told, seconds: Any) -> Local:
    """A moment in the shop's zone; 0 is none."""
    moment = int(seconds or 0)
    return told.local(datetime.fromtimestamp(moment, UTC).isoformat() if moment else None)


def order_rows(order: Any, told: Told) -> Rows:
    """One order (主订单) with its lines (子订单)."""
    placed, paid_at = at(told, order["create_time"]), at(told, order.get("pay_time"))
    due, freight = fen(order["pay_amount"]), fen(order.get("post_amount"))
    home, lines, state = order.get("post_addr") or {}, order["sku_order_list"], STATES.get(int(order["order_status"]))
    finished = at(told, order.get("finish_time"))
    head: Row = {
        "order_id": str(order["order_id"]), "ordered_on": placed.day, "ordered_at": placed.at, "ordered_hour": placed.hour,
        "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour, "status": state, "due_amount": due,
        "paid_amount": due if paid_at.at else Decimal(0), "freight_amount": freight,
        "discount_amount": fen(order["promotion_amount"]) if order.get("promotion_amount") is not None else None,
        "units": sum(int(x["item_num"]) for x in lines), "buyer_id": told.buyer(order.get("doudian_open_id")),
        "province": (home.get("province") or {}).get("name"), "city": (home.get("city") or {}).get("name"),
        "channel": order.get("theme_type_desc") or order.get("b_type_desc") or None,
        "shipped_at": at(told, order.get("ship_time")).at, "completed_at": finished.at if state == "done" else None,
        "cancelled_on": (finished.day or at(told, order["update_time"]).day) if state == "closed" else None,
        "currency": "CNY",
    }
    return {"orders": [head], "order_lines": line_rows(lines, head)}


def line_rows(lines: Any, head: Row) -> list[Row]:
    """The lines; their own payments less freight where they add up, else in proportion to them."""
    goods = max(head["paid_amount"] - head["freight_amount"], Decimal(0)) if head["paid_amount"] else Decimal(0)
    divided = [fen(x["pay_amount"]) - fen(x.get("post_amount")) for x in lines]
    paid = divided if sum(divided, Decimal(0)) == goods else share_out(goods, divided)
    return [{
        "order_id": head["order_id"], "line_id": str(line["order_id"]), "ordered_on": head["ordered_on"],
        "paid_on": head["paid_on"], "item_id": str(line["product_id"]) if line.get("product_id") else None,
        "sku": line.get("code") or line.get("out_sku_id") or None, "title": line.get("product_name"),
        "variant": " ".join(str(part["value"]) for part in line.get("spec") or ()) or None,
        "units": int(line["item_num"]), "unit_price": fen(line["origin_amount"]), "paid_amount": amount,
        "status": STATES.get(int(line.get("order_status") or 0), head["status"]), "currency": "CNY",
    } for line, amount in zip(lines, paid, strict=True)]


def refund_rows(case: Any, told: Told) -> Rows:
    """One after-sale case; one that did not end in a refund keeps what was asked for."""
    said, order = case["aftersale_info"], case["order_info"]
    lines = order.get("related_order_info") or []
    line = lines[0] if len(lines) == 1 else {}
    return {"refunds": [{
        "refund_id": str(said["aftersale_id"]), "order_id": str(order["shop_order_id"]),
        "applied_on": at(told, said["apply_time"]).day,
        "refunded_on": at(told, said["update_time"]).day if int(said["refund_status"]) == REFUNDED else None,
        "item_id": str(line["product_id"]) if line.get("product_id") else None, "sku": line.get("shop_sku_code") or None,
        "amount": fen(said["refund_amount"]),
        "units": int(said["aftersale_num"]) if said.get("aftersale_num") else None,
        "with_return": int(said["aftersale_type"]) in RETURNS if said.get("aftersale_type") is not None else None,
        "reason": (case.get("text_part") or {}).get("reason_text") or None, "currency": "CNY"}]}


def listing_rows(goods: Any, told: Told) -> Rows:
    """One listing as it stood; the cheapest SKU's price is the lower end of what is shown."""
    names = [(goods.get("category_detail") or {}).get(f"{n}_cname") for n in ("first", "second", "third", "fourth")]
    return {"listing_day": [{
        "day": told.context.today, "item_id": str(goods["product_id"]), "title": goods["name"],
        "state": GOODS.get(int(goods["status"])), "main_image": image_name(goods.get("img")),
        "category": " > ".join(name for name in names if name) or None,
        "list_price": fen(goods["discount_price"]) if goods.get("discount_price") else None, "currency": "CNY"}]}


DOUYIN_PAGES = (
    PulledPages("douyin.orders", 1, PLATFORMS, "data.shop_order_list", "order_id", (ORDERS, ORDER_LINES), order_rows),
    PulledPages("douyin.refunds", 1, PLATFORMS, "data.items", "aftersale_info.aftersale_id", (REFUNDS,), refund_rows),
    PulledPages("douyin.listings", 1, PLATFORMS, "data.data", "product_id", (LISTING_DAY,), listing_rows),
)
