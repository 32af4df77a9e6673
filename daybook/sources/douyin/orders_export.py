"""订单导出 of 抖店: one row per 子订单, texts behind a leading TAB, columns chosen by the seller.

`paid_amount` of an order is the sum of 订单应付金额 (freight included) of its lines once paid; a line's is its own
without its freight.  Buyers are encrypted, so nobody can be recognised.
"""

from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.adding_up import add_up, leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.couriers import couriers
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.places import province
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ORDER = ("主订单编号",)
LINE = ("子订单编号",)
CREATED = ("订单提交时间",)
PAID_AT = ("支付完成时间",)
DUE = ("订单应付金额",)
STATUS = ("订单状态",)
UNITS = ("商品数量",)
STATUSES = {
    "待支付": "unpaid", "待付款": "unpaid", "待发货": "paid", "备货中": "paid", "部分发货": "shipped",
    "已发货": "shipped", "已完成": "done", "已签收": "done", "已关闭": "closed", "已取消": "closed",
}


class OrdersExport:
    """Reader of the order export with 73 or 75 columns, or those that the seller chose."""

    name = "douyin.orders_export"
    version = 2
    platforms: tuple[str, ...] = ("douyin",)
    columns = names(
        *ORDER, *LINE, *CREATED, *PAID_AT, *DUE, *STATUS, *UNITS, "选购商品", "商品规格", "商品ID", "商家编码",
        "商品单价", "商品金额", "运费", "优惠总金额", "支付方式", "省", "市", "区", "订单完成时间", "APP渠道",
        "流量来源", "售后状态", "取消原因", "达人ID", "达人昵称", "流量体裁", "发货时间", "承诺发货时间", "预约发货时间",
        "订单类型", "快递信息", "仓库名称", "买家留言",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, LINE, CREATED, DUE, STATUS)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*ORDER)
        lines, order = line_rows(columns), order_values(columns)
        leave_out_repeated(columns, lines, ("order_id", "line_id"), *LINE)
        leave_out_broken_orders(columns, lines["order_id"])
        orders = _orders(columns, lines, order)
        lines = {name: values for name, values in lines.items() if not name.startswith("_")}
        return Parsed(self.name, self.version, (Batch(ORDERS, orders), columns.batch(ORDER_LINES, lines)),
                      columns.rejected, tuple(columns.warnings))


def line_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `order_lines`, and `_due` and `_freight` of the line for its order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    order, line = columns.ids(*ORDER, required=True), columns.ids(*LINE, required=True)
    created, due = columns.moments(*CREATED, required=True), columns.money(*DUE)
    columns.require(due, *DUE)
    freight = pc.coalesce(columns.money("运费"), pa.scalar(0, money))
    if not columns.has("运费"):
        columns.warnings.append("the export has no column 运费: the amounts of lines hold their freight")
    paid_on, unpaid = _paid_days(columns)
    goods = pc.subtract(due, freight).cast(money)
    return {
        "order_id": order, "line_id": line, "ordered_on": created.day, "paid_on": paid_on,
        "item_id": columns.ids("商品ID"), "sku": columns.ids("商家编码", "货号"), "title": columns.text("选购商品"),
        "variant": columns.text("商品规格"), "units": columns.count(*UNITS), "unit_price": columns.money("商品单价"),
        "paid_amount": pc.if_else(unpaid, pa.scalar(0, money), goods), "status": _statuses(columns),
        "currency": columns.constant(columns.context.currency), "_due": due, "_freight": freight,
    }


def order_values(columns: Columns) -> "dict[str, pa.Array]":
    """What belongs to a whole order and stands on each of its rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    created, paid = columns.moments(*CREATED), columns.moments(*PAID_AT)
    paid_on, unpaid = _paid_days(columns)
    coded = columns.text("省").dictionary_encode()
    provinces = pa.array([province(p) for p in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
    creator = columns.ids("达人ID")
    return {
        "ordered_on": created.day, "ordered_at": created.at, "ordered_hour": created.hour, "paid_on": paid_on,
        "paid_at": _unless(unpaid, paid.at), "paid_hour": _unless(unpaid, paid.hour), "status": _statuses(columns),
        "province": provinces, "city": _unmasked(columns.text("市")),
        "channel": pc.coalesce(columns.text("流量体裁"), columns.text("流量来源")), "device": columns.text("APP渠道"),
        "creator_id": _unless(pc.fill_null(pc.equal(creator, "0"), False), creator),
        "shipped_at": columns.moments("发货时间").at, "completed_at": columns.moments("订单完成时间").at,
        "promised_ship_at": pc.coalesce(columns.moments("预约发货时间").at, columns.moments("承诺发货时间").at),
        "courier": couriers(columns.text("快递信息")), "warehouse": columns.text("仓库名称"),
        "presale": columns.says(("订单类型",), "预售"), "noted": columns.filled("买家留言"),
        "currency": columns.constant(columns.context.currency),
    }


def _orders(columns: Columns, lines: "dict[str, pa.Array]", order: "dict[str, pa.Array]") -> "pa.Table":
    import pyarrow as pa
    import pyarrow.compute as pc

    sums = {"due_amount": lines["_due"], "freight_amount": lines["_freight"], "units": lines["units"],
            "discount_amount": columns.money("优惠总金额")}
    found, count = add_up(lines["order_id"], order | {"order_id": lines["order_id"]}, sums, columns.kept)
    unpaid = pc.is_null(found["paid_on"])
    found["paid_amount"] = pc.if_else(unpaid, pa.scalar(0, pa.decimal128(18, 4)), found["due_amount"])
    return conform(ORDERS, found, count)


def _paid_days(columns: Columns) -> "tuple[pa.Array, pa.Array]":
    """The day of payment and whether there was none.  Without 支付完成时间 a paid status counts on the day of order."""
    import pyarrow.compute as pc

    status = _statuses(columns)
    unpaid = pc.fill_null(pc.equal(status, "unpaid"), False)
    if columns.has(*PAID_AT):
        paid = columns.moments(*PAID_AT)
        unpaid = pc.or_(unpaid, pc.is_null(paid.local))
        return _unless(unpaid, paid.day), unpaid
    unpaid = pc.or_(unpaid, pc.invert(pc.fill_null(pc.not_equal(status, "closed"), False)))
    return _unless(unpaid, columns.moments(*CREATED).day), unpaid


def _statuses(columns: Columns) -> "pa.Array":
    import pyarrow as pa

    coded = columns.text(*STATUS).dictionary_encode()
    return pa.array([STATUSES.get(w) for w in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _unmasked(text: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return _unless(pc.fill_null(pc.match_substring_regex(text, r"[*#$\d]"), False), text)


def _unless(mask: "pa.Array", values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(mask, pa.scalar(None, values.type), values)
