"""Shopify's orders CSV: one row per line item, order-level values on the first row of an order only.

`paid_amount` of an order is what was paid for all of it (Total: goods after discounts, shipping, taxes, duties,
tips), refunds not taken out.  The lines share its goods part (Subtotal) exactly: they sum to paid_amount less
shipping, taxes and the rest.
"""

from typing import TYPE_CHECKING

from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.shopify.amounts import goods_paid, line_shares, paid_of
from daybook.sources.shopify.runs import Runs, find_runs

if TYPE_CHECKING:
    import pyarrow as pa

REQUIRED = (
    ("Name",), ("Id",), ("Financial Status",), ("Created at",), ("Paid at",), ("Subtotal",), ("Total",),
    ("Lineitem quantity",), ("Lineitem price",),
)
#: Who a buyer is: an address of mail, else a phone; only the keyed hash is kept.
BUYER = ("Email", "Phone", "Billing Phone", "Shipping Phone")


class OrdersExport:
    """Reader of the orders export with 75, 78 or 79 columns."""

    name = "shopify.orders_export"
    version = 2
    platforms: tuple[str, ...] = ("shopify",)
    columns = names(
        *(group[0] for group in REQUIRED), "Email", "Fulfillment Status", "Fulfilled at", "Currency", "Shipping",
        "Taxes", "Discount Code", "Discount Amount", "Shipping Method", "Lineitem name", "Lineitem compare at price",
        "Lineitem sku", "Lineitem discount", "Lineitem fulfillment status", "Shipping City", "Shipping Province",
        "Shipping Country", "Billing Country", "Cancelled at", "Payment Method", "Refunded Amount", "Vendor",
        "Outstanding Balance", "Tags", "Source", "Risk Level", "Accepts Marketing", "Notes", "Note Attributes",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, *REQUIRED)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        runs = find_runs(columns)
        orders = order_rows(columns, runs)
        lines = line_rows(columns, runs, orders)
        runs.leave_out_whole(columns)
        batches = (columns.batch(ORDERS, orders, runs.head), columns.batch(ORDER_LINES, lines))
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings))


def order_rows(columns: Columns, runs: Runs) -> "dict[str, pa.Array]":
    """The columns of `orders`; they mean something on the first row of each order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    created, paid_at = columns.moments("Created at"), columns.moments("Paid at")
    columns.reject(pc.and_(runs.head, pc.is_null(created.local)), "is empty", "Created at")
    columns.refuse_future(created, "Created at")
    cancelled = columns.moments("Cancelled at")
    due = columns.money("Total")
    columns.reject(pc.and_(runs.head, pc.is_null(due)), "is empty", "Total")
    paid, is_paid = paid_of(columns, due, pc.is_valid(paid_at.local))
    on = pc.coalesce(paid_at.day, created.day)
    nothing = {t: pa.scalar(None, t) for t in (pa.date32(), pa.timestamp("us", "UTC"), pa.int64())}
    return {
        "order_id": runs.order_id, "ordered_on": created.day, "ordered_at": created.at, "ordered_hour": created.hour,
        "paid_on": pc.if_else(is_paid, on, nothing[pa.date32()]),
        "paid_at": pc.if_else(is_paid, pc.coalesce(paid_at.at, created.at), nothing[pa.timestamp("us", "UTC")]),
        "paid_hour": pc.if_else(is_paid, pc.coalesce(paid_at.hour, created.hour), nothing[pa.int64()]),
        "status": statuses(columns, is_paid, cancelled.local), "due_amount": due, "paid_amount": paid,
        "freight_amount": columns.money("Shipping"), "discount_amount": columns.money("Discount Amount"),
        "refund_amount": columns.money("Refunded Amount"), "units": runs.sums(columns.count("Lineitem quantity")),
        "buyer_id": buyers(columns),
        "country": pc.coalesce(columns.text("Shipping Country"), columns.text("Billing Country")),
        "province": pc.coalesce(columns.text("Shipping Province Name"), columns.text("Shipping Province")),
        "city": columns.text("Shipping City"), "channel": columns.text("Source"),
        "shipped_at": columns.moments("Fulfilled at").at, "cancelled_on": cancelled.day,
        "place_id": columns.places("Shipping Address1", "Shipping Address2", "Shipping Zip", "Shipping Country"),
        "noted": columns.filled("Notes"),
        "currency": pc.coalesce(columns.text("Currency"), columns.constant(columns.context.currency)),
    }


def line_rows(columns: Columns, runs: Runs, orders: "dict[str, pa.Array]") -> "dict[str, pa.Array]":
    """The columns of `order_lines`, one value per row; what belongs to the order comes from its first row."""
    import pyarrow.compute as pc

    units, price = columns.count("Lineitem quantity"), columns.money("Lineitem price")
    subtotal = columns.money("Subtotal")
    columns.reject(pc.and_(runs.head, pc.is_null(subtotal)), "is empty", "Subtotal")
    columns.require(units, "Lineitem quantity")
    columns.require(price, "Lineitem price")
    goods = goods_paid(subtotal, orders["paid_amount"], orders["due_amount"])
    return {
        "order_id": runs.order_id, "line_id": runs.number, "ordered_on": runs.of_head(orders["ordered_on"]),
        "paid_on": runs.of_head(orders["paid_on"]), "sku": columns.text("Lineitem sku"),
        "title": columns.text("Lineitem name"), "units": units, "unit_price": price,
        "paid_amount": line_shares(runs, goods, units, price, columns.money("Lineitem discount")),
        "status": runs.of_head(orders["status"]), "currency": runs.of_head(orders["currency"]),
    }


def statuses(columns: Columns, is_paid: "pa.Array", cancelled: "pa.Array") -> "pa.Array":
    """closed (cancelled or voided), unpaid, shipped, paid; what "done" is, Shopify does not say."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shipped = pc.is_in(columns.text("Fulfillment Status"), value_set=pa.array(["fulfilled", "partial"]))
    voided = pc.is_in(columns.text("Financial Status"), value_set=pa.array(["voided", "expired"]))
    word = pc.if_else(shipped, pa.scalar("shipped"), pa.scalar("paid"))
    word = pc.if_else(pc.or_(is_paid, shipped), word, pa.scalar("unpaid"))
    return pc.if_else(pc.or_(pc.is_valid(cancelled), voided), pa.scalar("closed"), word)


def buyers(columns: Columns) -> "pa.Array":
    """Keyed hashes of mail addresses (lower case), else of phone numbers (digits); null where both are masked."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mail = pc.utf8_lower(columns.text(BUYER[0]))
    phone = pc.coalesce(*(columns.text(name) for name in BUYER[1:]))
    digits = pc.replace_substring_regex(phone, r"[^0-9*]", "")
    who = pc.coalesce(mail, pc.if_else(pc.greater(pc.utf8_length(digits), 5), digits, pa.scalar(None, pa.string())))
    masked = pc.match_substring(who, "*")
    coded = pc.if_else(masked, pa.scalar(None, pa.string()), who).dictionary_encode()
    hashes = [columns.context.buyer_hash(buyer) for buyer in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)
