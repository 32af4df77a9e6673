"""宝贝报表 (ExportOrderDetailList): one row per 子订单.  What a whole order is stands in the 订单报表.

`paid_amount` is what the buyer paid for the line, refunds not taken out; 0 while unpaid.
"""

from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.facts.tables import ORDER_LINES
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.taobao.orders_export import CREATED, PAID_AT, STATUS, shop_names, statuses, zero_where
from daybook.sources.taobao.paid import paid_before_refund

if TYPE_CHECKING:
    import pyarrow as pa

LINE = ("子订单编号",)
ORDER = ("主订单编号", "订单编号")
PRICE = ("商品价格", "价格")
UNITS = ("购买数量",)
PAID = ("买家实际支付金额", "买家实付金额")
DUE = ("买家应付货款",)
REFUND = ("退款金额",)
ITEM = ("商品ID", "宝贝ID")
SKU = ("商家编码", "外部系统编号")
TITLE = ("标题", "商品标题", "宝贝标题")
VARIANT = ("商品属性",)

NO_REFUND = "无退款申请"
NET_WARNING = (
    "{rows} refunded lines state what was left after the refund; paid_amount adds the refund back, "
    "since refunds are counted on their own"
)


class OrderLinesExport:
    """Reader of the 宝贝报表 of 2022 and later; the one of 2012 has no dates and is refused with what to do."""

    name = "taobao.order_lines_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(
        *LINE, *ORDER, *CREATED, *PAID_AT, *STATUS, *PRICE, *UNITS, *PAID, *DUE, *REFUND, *ITEM, *SKU, *TITLE, *VARIANT,
        "套餐信息", "备注", "支付单号", "退款状态", "确认收货时间", "物流单号",
    )

    def recognises(self, sheet: Sheet) -> bool:
        have = names(*sheet.header)
        return not self.missing(sheet) or names("订单编号", "标题", "价格", "购买数量", "商品属性") <= have

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, LINE, ORDER, CREATED, PAID, UNITS)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*LINE, *ORDER)
        columns.ids(*ORDER)
        self._refuse_undated(sheet)
        rows = line_rows(columns)
        return Parsed(
            self.name, self.version, (columns.batch(ORDER_LINES, rows),), columns.rejected, tuple(columns.warnings),
            tuple(columns.own_totals), shop_names(columns),
        )

    def _refuse_undated(self, sheet: Sheet) -> None:
        lacking = self.missing(sheet)
        if lacking:
            raise NeedsPerson(
                f"this 宝贝报表 has no {', '.join(lacking)}: its lines can be put to no day", where=sheet.file,
                next_step="export the 宝贝报表 again with these columns ticked; the 订单报表 alone is enough for "
                "orders and sales per day",
            )


def line_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `order_lines`, one value per row of the sheet."""
    import pyarrow.compute as pc

    order, line = columns.ids(*ORDER, required=True), columns.ids(*LINE, required=True)
    created, paid_at = columns.moments(*CREATED, required=True), columns.moments(*PAID_AT)
    status = statuses(columns.text(*STATUS))
    has_time = columns.has(*PAID_AT)
    unpaid = pc.fill_null(pc.equal(status, "unpaid"), False)
    if has_time:
        unpaid = pc.or_(unpaid, pc.is_null(paid_at.local))
    actual, refund = columns.money(*PAID), refunds(columns)
    columns.reject(pc.and_(pc.is_null(actual), pc.invert(unpaid)), "is empty though the line is paid", *PAID)
    paid, net = paid_before_refund(actual, refund, columns.money(*DUE))
    rows = {
        "order_id": order, "line_id": line, "ordered_on": created.day, "paid_on": unless(unpaid, paid_at.day),
        "item_id": columns.ids(*ITEM), "sku": columns.ids(*SKU), "title": columns.text(*TITLE),
        "variant": columns.text(*VARIANT), "units": columns.count(*UNITS), "unit_price": columns.money(*PRICE),
        "paid_amount": zero_where(unpaid, paid), "refund_amount": refund, "status": status,
        "currency": columns.constant(columns.context.currency),
    }
    leave_out_repeated(columns, rows, ("order_id", "line_id"), *LINE)
    columns.warn(net, NET_WARNING)
    for aliases, values in ((PAID, actual), (REFUND, refund)):
        columns.reconcile(values, *aliases)
    return rows


def refunds(columns: Columns) -> "pa.Array":
    """Refunded amounts, where `无退款申请` says 0; null when there is no such column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from daybook.sources.grammar import decimals

    text = columns.text(*REFUND)
    none = pc.fill_null(pc.equal(text, NO_REFUND), False)
    values, bad = decimals(pc.if_else(none, pa.scalar("0"), text))
    columns.reject(bad, "is not an amount", *REFUND)
    return values


def unless(mask: "pa.Array", values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(mask, pa.scalar(None, values.type), values)
