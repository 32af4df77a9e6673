"""WooCommerce orders as files: Analytics > Orders, and what export plugins write, one row per order or per item.

Every plugin names its columns in its own way: names and aliases tell them.  `paid_amount` is the order's total, freight
and tax in; Analytics states no total but net revenue (without tax, freight and refunds), and says so in a warning.
"""

from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.adding_up import add_up, leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.made_ids import buyers
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ORDER = ("Order Number", "Order #", "order_number", "Order ID", "order_id")
STATUS, PLACED = ("Order Status", "Status", "order_status"), ("Order Date", "Date", "order_date", "Date created")
TOTAL, NET = ("Order Total Amount", "Order Total", "order_total"), ("N. Revenue", "Net Revenue", "Net Sales")
PAID_AT, BUYER = ("Paid Date", "paid_date", "Date paid"), ("Email (Billing)", "Billing Email", "billing_email")
FREIGHT = ("Order Shipping Amount", "Shipping Total", "shipping_total", "Shipping")
DISCOUNT = ("Cart Discount Amount", "Discount Total", "discount_total", "Coupon Amount")
REFUND = ("Order Refund Amount", "Refunded Total", "refunded_total")
ITEM_NAME, SKU = ("Item Name", "Product Name", "item_name"), ("SKU", "Item SKU", "item_sku")
UNITS = ("Quantity (- Refund)", "Quantity", "Item Quantity", "item_quantity")
LINE_TOTAL = ("Order Line Total", "Item Total", "item_total", "Order Line Subtotal", "Item Subtotal")
LINE, COUNTED = ("Item #", "Item ID", "item_id", "Order Item ID"), ("Items sold",)
PROVINCE = ("State Code (Shipping)", "Shipping State", "shipping_state")
CITY = ("City (Shipping)", "Shipping City", "shipping_city")
COUNTRY = ("Country Code (Shipping)", "Shipping Country", "shipping_country")
STATUSES = {"pending": "unpaid", "pending payment": "unpaid", "on-hold": "unpaid", "on hold": "unpaid",
            "processing": "paid", "completed": "done", "cancelled": "closed", "canceled": "closed", "refunded": "closed",
            "failed": "closed"}
#: What other platforms' order exports have and no plugin writes.
NEVER = names("SKU ID", "amazon-order-id", "Lineitem name", "Financial Status", "Sale Date", "Item Transaction ID")


class OrdersExport:
    """Reader of orders as files, in English."""

    name = "woocommerce.orders_export"
    version = 1
    platforms: tuple[str, ...] = ("woocommerce",)
    columns = names(*ORDER, *STATUS, *PLACED, *TOTAL, *NET, *PAID_AT, *BUYER, *FREIGHT, *DISCOUNT, *REFUND, *ITEM_NAME, *SKU,
                    *UNITS, *LINE_TOTAL, *LINE, *COUNTED, *PROVINCE, *CITY, *COUNTRY, "Customer type", "Product(s)",
                    "Coupon(s)", "Payment Method Title", "Item Cost", "Coupon Code")

    def recognises(self, sheet: Sheet) -> bool:
        have = names(*sheet.header)
        return not self.missing(sheet) and not have & NEVER

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, STATUS, PLACED, (*TOTAL, *NET))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*ORDER)
        order = order_values(columns)
        if not columns.has(*UNITS) or not columns.has(*LINE_TOTAL):
            leave_out_repeated(columns, order, ("order_id",), *ORDER)
            return self._parsed(columns, columns.batch(ORDERS, order))
        lines = line_rows(columns, order)
        leave_out_repeated(columns, lines, ("order_id", "line_id"), *ORDER)
        leave_out_broken_orders(columns, order["order_id"])
        found, count = add_up(order["order_id"], order, {"units": lines["units"]}, columns.kept)
        return self._parsed(columns, Batch(ORDERS, conform(ORDERS, found, count)), columns.batch(ORDER_LINES, lines))

    def _parsed(self, columns: Columns, *batches: Batch) -> Parsed:
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings))


def order_values(columns: Columns) -> "dict[str, pa.Array]":
    """What belongs to a whole order and stands on each of its rows; an order without a time of payment has its own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    placed, status = columns.moments(*PLACED, required=True), statuses(columns)
    paid = columns.moments(*PAID_AT) if columns.has(*PAID_AT) else placed
    due = columns.money(*TOTAL) if columns.has(*TOTAL) else columns.money(*NET)
    columns.require(due, *(TOTAL if columns.has(*TOTAL) else NET))
    if not columns.has(*TOTAL):
        columns.warn(pc.is_valid(due), "{rows} rows state net revenue only: without tax, freight and what was refunded")
    went = pc.is_in(status, value_set=pa.array(["paid", "done"]))
    went = pc.or_(went, pc.and_(pc.is_valid(columns.moments(*PAID_AT).local), pc.not_equal(status, "unpaid")))
    went = pc.fill_null(went, False)
    return {
        "order_id": columns.ids(*ORDER, required=True), "ordered_on": placed.day, "ordered_at": placed.at,
        "ordered_hour": placed.hour, "paid_on": _where(went, paid.day), "paid_at": _where(went, paid.at),
        "paid_hour": _where(went, paid.hour), "status": status, "due_amount": due,
        "paid_amount": pc.if_else(went, due, pa.scalar(0, due.type)), "freight_amount": columns.money(*FREIGHT),
        "discount_amount": columns.money(*DISCOUNT), "refund_amount": columns.money(*REFUND),
        "units": columns.count(*COUNTED), "buyer_id": buyers(columns, *BUYER), "country": columns.text(*COUNTRY),
        "province": columns.text(*PROVINCE), "city": columns.text(*CITY),
        "currency": pc.coalesce(columns.text("Currency", "currency"), columns.constant(columns.context.currency)),
    }


def line_rows(columns: Columns, order: "dict[str, pa.Array]") -> "dict[str, pa.Array]":
    """One row per item; an item without a number is told by its SKU, else by its name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    amount, units = columns.money(*LINE_TOTAL), columns.count(*UNITS)
    columns.require(amount, *LINE_TOTAL)
    columns.require(units, *UNITS)
    sku, title = columns.ids(*SKU), columns.text(*ITEM_NAME)
    line = pc.coalesce(columns.ids(*LINE), sku, title)
    columns.require(line, *(SKU if columns.has(*SKU) else ITEM_NAME))
    unpaid = pc.is_null(order["paid_on"])
    return {
        "order_id": order["order_id"], "line_id": line, "ordered_on": order["ordered_on"], "paid_on": order["paid_on"],
        "sku": sku, "title": title, "units": units, "paid_amount": pc.if_else(unpaid, pa.scalar(0, amount.type), amount),
        "status": order["status"], "currency": order["currency"],
    }


def statuses(columns: Columns) -> "pa.Array":
    """`wc-completed` and `Completed` are the same; statuses that plugins add say nothing."""
    import pyarrow as pa

    coded = columns.text(*STATUS).dictionary_encode()
    words = [STATUSES.get(w.lower().removeprefix("wc-")) for w in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _where(mask: "pa.Array", values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(mask, values, pa.scalar(None, values.type))
