"""What TOP's trades and refunds mean: money in yuan as text, moments in Beijing time without an offset.

`paid_amount` of a trade is its payment, freight in it, refunds not taken out; its lines share it less freight exactly.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.api.pages import Local, PulledPages, Row, Rows, Told
from daybook.sources.api.taobao import BEIJING
from daybook.sources.shares import share_out

PLATFORMS = ("taobao", "tmall")
STATES = {
    "TRADE_NO_CREATE_PAY": "unpaid", "WAIT_BUYER_PAY": "unpaid", "PAY_PENDING": "unpaid",
    "WAIT_SELLER_SEND_GOODS": "paid", "PAID_FORBID_CONSIGN": "paid", "SELLER_CONSIGNED_PART": "shipped",
    "WAIT_BUYER_CONFIRM_GOODS": "shipped", "TRADE_BUYER_SIGNED": "done", "TRADE_FINISHED": "done",
    "TRADE_CLOSED": "closed", "TRADE_CLOSED_BY_TAOBAO": "closed"}


def beijing(told: Told, text: str | None) -> Local:
    """A moment of TOP in the shop's zone."""
    if not text:
        return Local(None, None, None)
    return told.local(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).isoformat())


def trade_rows(trade: Any, told: Told) -> Rows:
    """One trade (主订单) with its lines (子订单)."""
    placed, paid_at = beijing(told, trade["created"]), beijing(told, trade.get("pay_time"))
    due, freight = Decimal(trade["payment"]), Decimal(trade.get("post_fee") or "0")
    head: Row = {
        "order_id": str(trade["tid"]), "ordered_on": placed.day, "ordered_at": placed.at, "ordered_hour": placed.hour,
        "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour, "status": STATES.get(trade["status"]),
        "due_amount": due, "paid_amount": due if paid_at.at else Decimal(0), "freight_amount": freight,
        "discount_amount": Decimal(trade["discount_fee"]) if trade.get("discount_fee") else None,
        "units": sum(int(x["num"]) for x in trade["orders"]["order"]), "buyer_id": told.buyer(trade.get("buyer_open_uid")),
        "province": trade.get("receiver_state"), "city": trade.get("receiver_city"), "channel": trade.get("trade_from"),
        "shipped_at": beijing(told, trade.get("consign_time")).at,
        "completed_at": beijing(told, trade.get("end_time")).at if trade["status"] == "TRADE_FINISHED" else None,
        "cancelled_on": beijing(told, trade.get("end_time")).day if STATES.get(trade["status"]) == "closed" else None,
        "currency": "CNY",
    }
    return {"orders": [head], "order_lines": line_rows(trade["orders"]["order"], head)}


def line_rows(lines: Any, head: Row) -> list[Row]:
    """The lines; what TOP divided among them where it adds up, else in proportion to their own payments."""
    goods = max(head["paid_amount"] - head["freight_amount"], Decimal(0)) if head["paid_amount"] else Decimal(0)
    divided = [Decimal(x.get("divide_order_fee") or x["payment"]) for x in lines]
    paid = divided if sum(divided, Decimal(0)) == goods else share_out(goods, divided)
    return [{
        "order_id": head["order_id"], "line_id": str(line["oid"]), "ordered_on": head["ordered_on"],
        "paid_on": head["paid_on"], "item_id": str(line["num_iid"]) if line.get("num_iid") else None,
        "sku": line.get("outer_sku_id") or line.get("outer_iid") or None, "title": line.get("title"),
        "variant": line.get("sku_properties_name") or None, "units": int(line["num"]),
        "unit_price": Decimal(line["price"]), "paid_amount": amount, "status": STATES.get(line.get("status", "")),
        "currency": "CNY",
    } for line, amount in zip(lines, paid, strict=True)]


def refund_rows(refund: Any, told: Told) -> Rows:
    """One refund; one that was closed keeps what was asked for, and was never refunded."""
    return {"refunds": [{
        "refund_id": str(refund["refund_id"]), "order_id": str(refund["tid"]),
        "applied_on": beijing(told, refund["created"]).day,
        "refunded_on": beijing(told, refund["modified"]).day if refund["status"] == "SUCCESS" else None,
        "item_id": str(refund["num_iid"]) if refund.get("num_iid") else None, "sku": refund.get("outer_id") or None,
        "amount": Decimal(refund["refund_fee"]),
        "units": int(refund["num"]) if refund.get("num") else None, "with_return": refund.get("has_good_return"),
        "reason": refund.get("reason") or None, "currency": "CNY"}]}


TAOBAO_PAGES = (
    PulledPages("taobao.trades", 1, PLATFORMS, "trades_sold_increment_get_response.trades.trade", "tid",
                (ORDERS, ORDER_LINES), trade_rows, more="trades_sold_get_response.trades.trade"),
    PulledPages("taobao.refunds", 1, PLATFORMS, "refunds_receive_get_response.refunds.refund", "refund_id", (REFUNDS,),
                refund_rows),
)
