"""Amazon's All Orders report: TAB text, one row per order item, moments in UTC, amounts empty while pending.

`paid_amount` is item price, shipping and gift wrap less both promotion discounts; taxes stay out, since European
prices hold theirs and American ones do not.  A cancelled item was never charged.
"""

from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.adding_up import add_up, leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.grammar import MONEY_STEP
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, BOUGHT, STATUS = ("amazon-order-id",), ("purchase-date",), ("order-status",)
UNITS, PRICE, ITEM_STATUS = ("quantity",), ("item-price",), ("item-status",)
#: Parts of what a buyer pays for an item, and what is taken off.
ADDED = ("item-price", "shipping-price", "gift-wrap-price")
TAKEN_OFF = ("item-promotion-discount", "ship-promotion-discount")
STATUSES = {"pending": "unpaid", "unshipped": "paid", "partiallyshipped": "shipped", "shipped": "shipped",
            "cancelled": "closed", "canceled": "closed"}


class OrdersExport:
    """Reader of the All Orders report with 29 or 32 columns, by order date or by last update."""

    name = "amazon.orders_export"
    version = 1
    platforms: tuple[str, ...] = ("amazon",)
    columns = names(
        *ORDER, *BOUGHT, *STATUS, *UNITS, *PRICE, *ITEM_STATUS, *ADDED, *TAKEN_OFF, "merchant-order-id",
        "last-updated-date", "fulfillment-channel", "sales-channel", "order-channel", "ship-service-level",
        "product-name", "sku", "asin", "currency", "item-tax", "shipping-tax", "gift-wrap-tax", "ship-city",
        "ship-state", "ship-postal-code", "ship-country", "promotion-ids", "is-business-order",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, BOUGHT, STATUS, ("sku",), UNITS, PRICE, ITEM_STATUS,
                       *((name,) for name in (*ADDED, *TAKEN_OFF)))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.leave_out_doubled()
        lines = line_rows(columns)
        leave_out_broken_orders(columns, lines["order_id"])
        lines["line_id"] = numbered(lines["order_id"])
        orders = order_rows(columns, lines)
        return Parsed(self.name, self.version,
                      (Batch(ORDERS, orders), columns.batch(ORDER_LINES, {n: v for n, v in lines.items()
                                                                          if not n.startswith("_")})),
                      columns.rejected, tuple(columns.warnings))


def line_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `order_lines`, with `_paid` and `_freight` of the line for its order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money, zero = pa.decimal128(18, 4), pa.scalar(0, pa.decimal128(18, 4))
    order, bought = columns.ids(*ORDER, required=True), columns.moments(*BOUGHT, required=True)
    status, units = statuses(columns), columns.count(*UNITS)
    columns.require(units, *UNITS)
    price = columns.money(*PRICE)
    goods = pc.subtract(price, pc.coalesce(columns.money(TAKEN_OFF[0]), zero)).cast(money)
    whole = goods
    for name in ADDED[1:]:
        whole = pc.add(whole, pc.coalesce(columns.money(name), zero)).cast(money)
    whole = pc.subtract(whole, pc.coalesce(columns.money(TAKEN_OFF[1]), zero)).cast(money)
    charged = pc.and_(pc.is_valid(price), pc.invert(pc.is_in(status, value_set=pa.array(["unpaid", "closed"]))))
    return {
        "order_id": order, "ordered_on": bought.day,
        "paid_on": pc.if_else(charged, bought.day, pa.scalar(None, pa.date32())),
        "item_id": columns.text("asin"), "sku": columns.text("sku"), "title": columns.text("product-name"),
        "units": units, "unit_price": each(price, units),
        "paid_amount": pc.if_else(charged, goods, zero), "status": status,
        "currency": pc.coalesce(columns.text("currency"), columns.constant(columns.context.currency)),
        "_paid": pc.if_else(charged, whole, zero), "_due": whole, "_freight": columns.money("shipping-price"),
        "_off": pc.add(*(pc.coalesce(columns.money(n), zero) for n in TAKEN_OFF)).cast(money),
    }


def each(price: "pa.Array", units: "pa.Array") -> "pa.Array":
    """The price of one unit, since the report gives that of the line; null where nothing was ordered."""
    import pyarrow as pa

    pairs = zip(price.to_pylist(), units.to_pylist(), strict=True)
    return pa.array([(p / u).quantize(MONEY_STEP) if p is not None and u else None for p, u in pairs],
                    pa.decimal128(18, 4))


def order_rows(columns: Columns, lines: "dict[str, pa.Array]") -> "pa.Table":
    """One row per order: what belongs to it stands on each of its items; an order lives while one item does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bought = columns.moments(*BOUGHT)
    firsts = {
        "order_id": lines["order_id"], "ordered_on": bought.day, "ordered_at": bought.at, "ordered_hour": bought.hour,
        "status": statuses(columns, of_items=False), "country": columns.text("ship-country"),
        "province": columns.text("ship-state"), "city": columns.text("ship-city"),
        "channel": columns.text("sales-channel"), "currency": lines["currency"],
    }
    paid_lines = pc.cast(pc.is_valid(lines["paid_on"]), pa.int64())
    gone = pc.fill_null(pc.equal(lines["status"], "closed"), False)
    placed = {"due_amount": lines["_due"], "freight_amount": lines["_freight"], "discount_amount": lines["_off"],
              "units": lines["units"]}
    live = {name: pc.if_else(gone, pa.scalar(0, values.type), values) for name, values in placed.items()}
    sums = {**live, "paid_amount": lines["_paid"], "_charged": paid_lines}
    found, count = add_up(lines["order_id"], firsts, sums, columns.kept)
    charged = pc.greater(found.pop("_charged"), 0)
    for name, at in (("paid_on", "ordered_on"), ("paid_at", "ordered_at"), ("paid_hour", "ordered_hour")):
        found[name] = pc.if_else(charged, found[at], pa.scalar(None, found[at].type))
    return conform(ORDERS, found, count)


def statuses(columns: Columns, of_items: bool = True) -> "pa.Array":
    """unpaid, paid, shipped, closed; `Shipped - Delivered to Buyer` is shipped, a cancelled item is closed by itself."""
    import pyarrow as pa
    import pyarrow.compute as pc

    word = pc.utf8_lower(columns.text(*STATUS))
    if of_items:
        gone = pc.fill_null(pc.match_substring_regex(pc.utf8_lower(columns.text(*ITEM_STATUS)), "^cancel"), False)
        word = pc.if_else(gone, pa.scalar("cancelled"), word)
    word = pc.replace_substring_regex(word, r" - .*| ", "")
    coded = word.dictionary_encode()
    return pa.array([STATUSES.get(w) for w in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def numbered(order_id: "pa.Array") -> "pa.Array":
    """The items of each order counted from "1" in file order: the report has no item ids."""
    import pyarrow as pa

    seen: dict[str | None, int] = {}
    found = []
    for order in order_id.to_pylist():
        seen[order] = seen.get(order, 0) + 1
        found.append(str(seen[order]))
    return pa.array(found, pa.string())
