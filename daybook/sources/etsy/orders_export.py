"""Etsy's Sold Orders and Sold Order Items (CSV): one row per order, one row per item; days only, months first.

`paid_amount` of an order is its Order Total less Sales Tax, which Etsy collects for the state and never pays out; of an
item its Item Total less the discount.  Names and streets stay behind.
"""

from typing import TYPE_CHECKING

from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.made_ids import buyers
from daybook.sources.reader import Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

SOLD, ORDER, BUYER = ("Sale Date",), ("Order ID",), ("Buyer User ID",)
VALUE, TOTAL, TAX, FREIGHT = ("Order Value",), ("Order Total",), ("Sales Tax",), ("Shipping",)
ITEM, LINE, UNITS, AMOUNT = ("Listing ID",), ("Transaction ID",), ("Quantity",), ("Item Total",)
OFF = ("Discount Amount",)


class OrdersExport:
    """Reader of Sold Orders."""

    name = "etsy.orders_export"
    version = 1
    platforms: tuple[str, ...] = ("etsy",)
    columns = names(*SOLD, *ORDER, *BUYER, *VALUE, *TOTAL, *TAX, *FREIGHT, *OFF, "Number of Items", "Ship City", "Ship State",
                    "Ship Country", "Currency", "Date Shipped", "Order Net", "Status", "Date Paid")

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, SOLD, ORDER, BUYER, VALUE, TOTAL, TAX)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        rows = order_rows(columns)
        leave_out_repeated(columns, rows, ("order_id",), *ORDER)
        return Parsed(self.name, self.version, (columns.batch(ORDERS, rows),), columns.rejected, tuple(columns.warnings))


class OrderItemsExport:
    """Reader of Sold Order Items."""

    name = "etsy.order_items_export"
    version = 1
    platforms: tuple[str, ...] = ("etsy",)
    columns = names(*SOLD, *ORDER, *ITEM, *LINE, *UNITS, *AMOUNT, *OFF, "Item Name", "Price", "Variations", "SKU", "Currency")

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, SOLD, ORDER, ITEM, LINE, UNITS, AMOUNT, OFF)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        rows = line_rows(columns)
        leave_out_repeated(columns, rows, ("order_id", "line_id"), *LINE)
        return Parsed(self.name, self.version, (columns.batch(ORDER_LINES, rows),), columns.rejected,
                      tuple(columns.warnings))


def order_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `orders`; whatever Etsy lists as sold was paid on the day of sale, or on Date Paid."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    sold, total, tax = days(columns, *SOLD, required=True), columns.money(*TOTAL), columns.money(*TAX)
    columns.require(total, *TOTAL)
    paid = pc.subtract(total, pc.coalesce(tax, pa.scalar(0, money))).cast(money)
    return {
        "order_id": columns.ids(*ORDER, required=True), "ordered_on": sold,
        "paid_on": pc.coalesce(days(columns, "Date Paid"), sold), "due_amount": paid, "paid_amount": paid,
        "freight_amount": columns.money(*FREIGHT), "discount_amount": columns.money(*OFF),
        "units": columns.count("Number of Items"), "buyer_id": buyers(columns, *BUYER),
        "country": columns.text("Ship Country"), "province": columns.text("Ship State"), "city": columns.text("Ship City"),
        "status": pc.if_else(pc.is_valid(columns.text("Date Shipped")), pa.scalar("shipped"), pa.scalar("paid")),
        "currency": pc.coalesce(columns.text("Currency"), columns.constant(columns.context.currency)),
    }


def line_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `order_lines`; a line is told by Etsy's transaction."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    sold, amount, units = days(columns, *SOLD, required=True), columns.money(*AMOUNT), columns.count(*UNITS)
    columns.require(amount, *AMOUNT)
    columns.require(units, *UNITS)
    off = pc.coalesce(columns.money(*OFF), pa.scalar(0, money))
    return {
        "order_id": columns.ids(*ORDER, required=True), "line_id": columns.ids(*LINE, required=True), "ordered_on": sold,
        "paid_on": sold, "item_id": columns.ids(*ITEM), "sku": columns.text("SKU"), "title": columns.text("Item Name"),
        "variant": columns.text("Variations"), "units": units, "unit_price": columns.money("Price"),
        "paid_amount": pc.subtract(amount, off).cast(money),
        "currency": pc.coalesce(columns.text("Currency"), columns.constant(columns.context.currency)),
    }


def days(columns: Columns, *aliases: str, required: bool = False) -> "pa.Array":
    """`09/25/26` is 25 September 2026 wherever the shop is; newer files may write the year in full."""
    import pyarrow.compute as pc

    cells = pc.replace_substring_regex(columns.cells(*aliases), r"^(\d{2})/(\d{2})/(\d{2})$", r"20\3-\1-\2")
    return columns.moments(*aliases, required=required, order="mdy", cells=cells).day
