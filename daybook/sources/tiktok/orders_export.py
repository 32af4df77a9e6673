"""TikTok Shop's order export: one row per SKU, the amounts of the order repeated, TABs behind ids and times.

`paid_amount` of an order is its Order Amount once paid, shipping and taxes in; a line's is its subtotal after discounts.
Row 2 of a workbook describes the columns and is no order.
"""

from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.facts.arrow import conform
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.adding_up import add_up, leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.dates import day_order
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, SKU_ID, STATUS, CREATED, PAID_AT = ("Order ID",), ("SKU ID",), ("Order Status",), ("Created Time",), ("Paid Time",)
UNITS, SUBTOTAL, AMOUNT = ("Quantity",), ("SKU Subtotal After Discount",), ("Order Amount",)
TIMES = ("Created Time", "Paid Time", "RTS Time", "Shipped Time", "Delivered Time", "Cancelled Time")
STATUSES = {
    "unpaid": "unpaid", "on hold": "paid", "to ship": "paid", "awaiting shipment": "paid", "awaiting collection": "paid",
    "shipped": "shipped", "in transit": "shipped", "delivered": "shipped", "completed": "done", "cancelled": "closed",
    "canceled": "closed",
}


class OrdersExport:
    """Reader of the export of all orders, CSV or workbook, with 63 columns or fewer, in English."""

    name = "tiktok.orders_export"
    version = 2
    platforms: tuple[str, ...] = ("tiktok",)
    columns = names(
        *ORDER, *SKU_ID, *STATUS, *TIMES, *UNITS, *SUBTOTAL, *AMOUNT, "Order Substatus", "Cancelation/Return Type",
        "Normal or Pre-order", "Seller SKU", "Product Name", "Variation", "Sku Quantity of return",
        "SKU Unit Original Price", "SKU Subtotal Before Discount", "SKU Platform Discount", "SKU Seller Discount",
        "Shipping Fee After Discount", "Original Shipping Fee", "Taxes", "Order Refund Amount", "Buyer Username",
        "Country", "State", "City", "Payment Method", "Fulfillment Type", "Warehouse Name", "Tracking ID",
        "Shipping Provider Name", "Buyer Message",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, SKU_ID, STATUS, CREATED, PAID_AT, UNITS, SUBTOTAL, AMOUNT)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        leave_out_descriptions(columns)
        lines, order = rows_of(columns, order_of_days(columns))
        leave_out_repeated(columns, lines, ("order_id", "line_id"), *SKU_ID)
        leave_out_broken_orders(columns, lines["order_id"])
        found, count = add_up(lines["order_id"], order, {"units": lines["units"]}, columns.kept)
        return Parsed(self.name, self.version,
                      (Batch(ORDERS, conform(ORDERS, found, count)), columns.batch(ORDER_LINES, lines)),
                      columns.rejected, tuple(columns.warnings))


def leave_out_descriptions(columns: Columns) -> None:
    """Row 2 says "Platform unique order ID." where orders have digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wordy = pc.fill_null(pc.match_substring_regex(columns.text(*ORDER), r"[A-Za-z]{3,} "), False)
    first = pa.array([row == 0 for row in range(columns.rows)], pa.bool_())
    columns.leave_out(pc.and_(wordy, first))


def order_of_days(columns: Columns) -> str:
    """"mdy" or "dmy", as all columns of time together prove it; a twelve-hour clock is that of the American export.

    Raises NeedsPerson when neither tells.
    """
    cells: list[str] = []
    for name in TIMES:
        cells += columns.text(name).filter(columns.kept).drop_null().to_pylist()
    try:
        return day_order(cells, CREATED[0])
    except NeedsPerson:
        if cells and all(cell.rstrip().upper().endswith(("AM", "PM")) for cell in cells):
            return "mdy"
        raise


def rows_of(columns: Columns, days: str) -> "tuple[dict[str, pa.Array], dict[str, pa.Array]]":
    """The columns of `order_lines`, and what belongs to a whole order and stands on each of its rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zero = pa.scalar(0, pa.decimal128(18, 4))
    order_id, sku_id = columns.ids(*ORDER, required=True), columns.ids(*SKU_ID, required=True)
    created = columns.moments(*CREATED, required=True, order=days)
    paid_at, status = columns.moments(*PAID_AT, order=days), statuses(columns)
    units, subtotal, amount = columns.count(*UNITS), columns.money(*SUBTOTAL), columns.money(*AMOUNT)
    for values, aliases in ((units, UNITS), (subtotal, SUBTOTAL), (amount, AMOUNT)):
        columns.require(values, *aliases)
    unpaid, scanned = paid_at.local.is_null(), columns.moments("Shipped Time", order=days).at
    currency = columns.constant(columns.context.currency)
    lines = {
        "order_id": order_id, "line_id": sku_id, "ordered_on": created.day, "paid_on": paid_at.day,
        "item_id": columns.ids("Product ID"), "sku": columns.text("Seller SKU"), "title": columns.text("Product Name"),
        "variant": columns.text("Variation"), "units": units, "unit_price": columns.money("SKU Unit Original Price"),
        "paid_amount": pc.if_else(unpaid, zero, subtotal), "status": status, "currency": currency,
    }
    order = {
        "order_id": order_id, "ordered_on": created.day, "ordered_at": created.at, "ordered_hour": created.hour,
        "paid_on": paid_at.day, "paid_at": paid_at.at, "paid_hour": paid_at.hour, "status": status,
        "due_amount": amount, "paid_amount": pc.if_else(unpaid, zero, amount),
        "freight_amount": columns.money("Shipping Fee After Discount"),
        "refund_amount": columns.money("Order Refund Amount"), "country": columns.text("Country"),
        "province": unmasked(columns.text("State", "Province")),
        "city": unmasked(columns.text("City", "District", "Regency and City")),
        "channel": columns.text("Order Channel"), "creator_id": columns.text("Creator Handle"),
        "presale": pc.fill_null(pc.equal(pc.utf8_lower(columns.text("Normal or Pre-order")), "pre-order"), False),
        "buyer_id": buyers(columns), "shipped_at": pc.coalesce(columns.moments("RTS Time", order=days).at, scanned),
        "scanned_at": scanned, "delivered_at": columns.moments("Delivered Time", order=days).at,
        "courier": columns.text("Shipping Provider Name"), "warehouse": columns.text("Warehouse Name"),
        "noted": columns.filled("Buyer Message"),
        "cancelled_on": columns.moments("Cancelled Time", order=days).day, "currency": currency,
    }
    sample = pc.and_(pc.equal(subtotal, zero), pc.invert(unpaid))
    columns.warn(sample, "{rows} rows cost nothing after discounts: samples for creators, or gifts")
    return lines, order


def statuses(columns: Columns) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = pc.utf8_lower(columns.text(*STATUS)).dictionary_encode()
    return pa.array([STATUSES.get(w) for w in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def buyers(columns: Columns) -> "pa.Array":
    """Keyed hashes of the buyers' names on the platform; a masked one is nobody."""
    import pyarrow as pa

    coded = unmasked(columns.text("Buyer Username")).dictionary_encode()
    hashes = [columns.context.buyer_hash(buyer) for buyer in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)


def unmasked(text: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    masked = pc.fill_null(pc.match_substring_regex(text, r"[*#]"), False)
    return pc.if_else(masked, pa.scalar(None, pa.string()), text)
