"""订单导出 of JD POP shops: one row per SKU, the amounts of the order repeated on each.

`paid_amount` is 应付金额 and what was paid from the buyer's balance (余额支付), freight in; the lines share it less
freight exactly, by 京东价 x 订购数量.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.adding_up import add_up, leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.places import provinces_and_cities
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.shares import share_out

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, ITEM, UNITS, PRICE = ("订单号", "订单编号"), ("商品ID", "商品编号"), ("订购数量",), ("京东价",)
CREATED, PAID_AT, STATUS = ("下单时间",), ("付款确认时间",), ("订单状态",)
WHOLE, SETTLED, DUE, BALANCE, FREIGHT = ("订单金额",), ("结算金额",), ("应付金额",), ("余额支付",), ("运费金额",)
BUYER = ("下单帐号", "下单账号")
STATUSES = {
    "等待付款": "unpaid", "等待付款确认": "unpaid", "等待出库": "paid", "等待打印": "paid", "暂停": "paid", "锁定": "paid",
    "等待确认收货": "shipped", "等待收货": "shipped", "已出库": "shipped", "完成": "done", "已完成": "done",
    "已取消": "closed", "取消": "closed", "已删除": "closed",
}


class OrdersExport:
    """Reader of the order export with 30 columns, or those that the seller chose."""

    name = "jd.orders_export"
    version = 1
    platforms: tuple[str, ...] = ("jd",)
    columns = names(
        *ORDER, *ITEM, *UNITS, *PRICE, *CREATED, *PAID_AT, *STATUS, *WHOLE, *SETTLED, *DUE, *BALANCE, *FREIGHT, *BUYER,
        "商品名称", "支付方式", "订单类型", "客户姓名", "客户地址", "联系电话", "订单备注", "发票类型", "发票抬头", "发票内容",
        "商家备注", "货号", "订单完成时间", "订单来源", "订单渠道",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, ITEM, UNITS, PRICE, CREATED, WHOLE, DUE, STATUS)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*ORDER)
        lines, order = line_rows(columns), order_values(columns)
        leave_out_repeated(columns, lines, ("order_id", "line_id"), *ITEM)
        leave_out_broken_orders(columns, lines["order_id"])
        lines["paid_amount"] = line_shares(columns, lines, order)
        found, count = add_up(lines["order_id"], order, {"units": lines["units"]}, columns.kept)
        return Parsed(self.name, self.version,
                      (Batch(ORDERS, conform(ORDERS, found, count)), columns.batch(ORDER_LINES, lines)),
                      columns.rejected, tuple(columns.warnings))


def line_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `order_lines` but their share of what was paid; a line is told by its SKU."""
    order, item = columns.ids(*ORDER, required=True), columns.ids(*ITEM, required=True)
    created, units, price = columns.moments(*CREATED, required=True), columns.count(*UNITS), columns.money(*PRICE)
    columns.require(units, *UNITS)
    columns.require(price, *PRICE)
    return {
        "order_id": order, "line_id": item, "ordered_on": created.day, "paid_on": paid_days(columns),
        "item_id": item, "sku": columns.ids("货号"), "title": columns.text("商品名称"), "units": units,
        "unit_price": price, "status": statuses(columns), "currency": columns.constant(columns.context.currency),
    }


def order_values(columns: Columns) -> "dict[str, pa.Array]":
    """What belongs to a whole order and stands on each of its rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    created, paid_at, paid_on = columns.moments(*CREATED), columns.moments(*PAID_AT), paid_days(columns)
    due = amount_due(columns)
    zero = pa.scalar(0, pa.decimal128(18, 4))
    province, city = provinces_and_cities(columns.text("客户地址"))
    unpaid = pc.is_null(paid_on)
    discount = pc.subtract(pc.add(columns.money(*WHOLE), pc.coalesce(columns.money(*FREIGHT), zero)), due)
    return {
        "order_id": columns.ids(*ORDER), "ordered_on": created.day, "ordered_at": created.at,
        "ordered_hour": created.hour, "paid_on": paid_on,
        "paid_at": pc.if_else(unpaid, pa.scalar(None, paid_at.at.type), paid_at.at),
        "paid_hour": pc.if_else(unpaid, pa.scalar(None, pa.int64()), paid_at.hour), "status": statuses(columns),
        "due_amount": due, "paid_amount": pc.if_else(unpaid, zero, due), "freight_amount": columns.money(*FREIGHT),
        "discount_amount": discount.cast(pa.decimal128(18, 4)), "buyer_id": buyers(columns), "province": province,
        "city": city, "channel": columns.text("订单渠道", "订单来源"),
        "completed_at": columns.moments("订单完成时间").at, "currency": columns.constant(columns.context.currency),
    }


def amount_due(columns: Columns) -> "pa.Array":
    """应付金额 with 余额支付; where 应付金额 is already all of 结算金额, the balance lies within it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    due = columns.money(*DUE)
    columns.require(due, *DUE)
    columns.warn_without("what buyers paid from their balance is not in the amounts", BALANCE)
    columns.warn_without("the lines share freight as if it were goods", FREIGHT)
    both = pc.add(due, pc.coalesce(columns.money(*BALANCE), pa.scalar(0, due.type))).cast(due.type)
    return pc.if_else(pc.fill_null(pc.equal(due, columns.money(*SETTLED)), False), due, both)


def line_shares(columns: Columns, lines: "dict[str, pa.Array]", order: "dict[str, pa.Array]") -> "pa.Array":
    """What was paid for the goods of each order, shared over its lines; sums are exact."""
    import pyarrow as pa

    members: dict[str, list[int]] = {}
    ids, keep = lines["order_id"].to_pylist(), columns.kept.to_pylist()
    for row, (order_id, is_kept) in enumerate(zip(ids, keep, strict=True)):
        if is_kept:
            members.setdefault(order_id, []).append(row)
    paid, freight = order["paid_amount"].to_pylist(), order["freight_amount"].to_pylist()
    price, units = lines["unit_price"].to_pylist(), lines["units"].to_pylist()
    shares: list[Decimal | None] = [None] * columns.rows
    for rows in members.values():
        goods = max(paid[rows[0]] - (freight[rows[0]] or Decimal(0)), Decimal(0))
        parts = share_out(goods, [max(price[row] * units[row], Decimal(0)) for row in rows])
        for row, part in zip(rows, parts, strict=True):
            shares[row] = part
    return pa.array(shares, pa.decimal128(18, 4))


def paid_days(columns: Columns) -> "pa.Array":
    """The day of 付款确认时间; an order that is unpaid, or closed without it, was paid on no day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    paid, status = columns.moments(*PAID_AT), statuses(columns)
    on = paid.day
    if not columns.has(*PAID_AT):
        went = pc.is_in(status, value_set=pa.array(["paid", "shipped", "done"]))
        on = pc.if_else(went, columns.moments(*CREATED).day, pa.scalar(None, pa.date32()))
    return pc.if_else(pc.fill_null(pc.equal(status, "unpaid"), False), pa.scalar(None, pa.date32()), on)


def statuses(columns: Columns) -> "pa.Array":
    """`(删除)等待付款` was deleted by the buyer: closed."""
    import pyarrow as pa

    coded = columns.text(*STATUS).dictionary_encode()
    words = [("closed" if w.startswith(("(删除)", "（删除）")) else STATUSES.get(w)) for w in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def buyers(columns: Columns) -> "pa.Array":
    """Keyed hashes of the accounts; a masked one is nobody."""
    import pyarrow as pa
    import pyarrow.compute as pc

    who = columns.text(*BUYER)
    who = pc.if_else(pc.fill_null(pc.match_substring(who, "*"), False), pa.scalar(None, pa.string()), who)
    coded = who.dictionary_encode()
    hashes = [columns.context.buyer_hash(buyer) for buyer in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)
