"""订单导出 of Pinduoduo: one row per order and its one item, columns chosen by the seller, TABs behind texts.

`paid_amount` is 用户实付金额, freight in; the line's is that less 邮费.  The order number begins with the day (yyMMdd),
which counts where 订单成交时间 is empty.
"""

from typing import TYPE_CHECKING

from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.couriers import couriers
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.header_units import without_currency
from daybook.sources.places import province
from daybook.sources.reader import Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, STATUS, PAID = ("订单号",), ("订单状态",), ("用户实付金额",)
CLOSED_DEAL = ("订单成交时间", "拼单成功时间", "支付时间")
UNITS, FREIGHT, ITEM, REFUND = ("商品数量(件)", "商品数量"), ("邮费",), ("商品id",), ("售后状态",)
SKU = ("商家编码-规格维度", "商家编码-商品维度")
DISCOUNTS = ("店铺优惠折扣", "平台优惠折扣", "多多支付立减金额")
#: How a status begins; it goes on with what followed, as in `已发货，退款成功`.
STATUSES = (("待付款", "unpaid"), ("待支付", "unpaid"), ("未支付", "unpaid"), ("待发货", "paid"), ("待成团", "paid"),
            ("已发货", "shipped"), ("待收货", "shipped"), ("待签收", "shipped"), ("已签收", "done"), ("已收货", "done"),
            ("交易成功", "done"), ("已取消", "closed"), ("已关闭", "closed"), ("未发货", "paid"))


class OrdersExport:
    """Reader of the order export; 23 columns are known from code, about ninety can be picked."""

    name = "pinduoduo.orders_export"
    version = 2
    platforms: tuple[str, ...] = ("pinduoduo",)
    columns = names(
        *ORDER, *STATUS, *PAID, "用户实付金额(元)", *CLOSED_DEAL, *UNITS, "邮费(元)", *ITEM, *REFUND, *SKU, "商品",
        "商品总价(元)", "店铺优惠折扣(元)", "平台优惠折扣(元)", "多多支付立减金额(元)", "商家实收金额(元)", "发货时间",
        "确认收货时间", "商品规格", "样式ID", "商家备注", "快递单号", "快递公司", "省", "市", "是否分期",
        "承诺发货时间", "是否预售",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(without_currency(sheet)[0], ORDER, STATUS, PAID, ITEM, UNITS)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(without_currency(sheet)[0], context)
        columns.leave_out_blank()
        columns.set_totals_aside(*ORDER)
        orders = order_rows(columns)
        leave_out_repeated(columns, orders, ("order_id",), *ORDER)
        lines = line_rows(columns, orders)
        return Parsed(self.name, self.version, (columns.batch(ORDERS, orders), columns.batch(ORDER_LINES, lines)),
                      columns.rejected, tuple(columns.warnings))


def order_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `orders`, one value per row of the sheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money, order = pa.decimal128(18, 4), columns.ids(*ORDER, required=True)
    zero = pa.scalar(0, money)
    deal, due, status = columns.moments(*CLOSED_DEAL), columns.money(*PAID), statuses(columns)
    columns.require(due, *PAID)
    on = pc.coalesce(deal.day, day_of_number(columns, order))
    columns.reject(on.is_null(), "holds no day, and there is no 订单成交时间", *ORDER)
    columns.refuse_future(deal, *CLOSED_DEAL)
    unpaid = pc.fill_null(pc.equal(status, "unpaid"), False)
    unpaid = pc.or_(unpaid, pc.and_(pc.fill_null(pc.equal(status, "closed"), False), deal.local.is_null()))
    columns.warn_without("the lines hold freight as if it were goods", FREIGHT)
    columns.warn_without("this discount is not in the discounts", *((name,) for name in DISCOUNTS))
    discount = pa.array([0] * columns.rows, money)
    for name in DISCOUNTS:
        discount = pc.add(discount, pc.coalesce(columns.money(name), zero)).cast(money)
    coded = columns.text("省").dictionary_encode()
    found = [province(p) for p in coded.dictionary.to_pylist()]
    return {
        "order_id": order, "ordered_on": on, "ordered_at": deal.at, "ordered_hour": deal.hour,
        "paid_on": _unless(unpaid, on), "paid_at": _unless(unpaid, deal.at), "paid_hour": _unless(unpaid, deal.hour),
        "status": status, "due_amount": due, "paid_amount": pc.if_else(unpaid, zero, due),
        "freight_amount": columns.money(*FREIGHT), "discount_amount": discount, "units": columns.count(*UNITS),
        "province": pa.array(found, pa.string()).take(coded.indices),
        "city": _unless(pc.fill_null(pc.match_substring(columns.text("市"), "*"), False), columns.text("市")),
        "shipped_at": columns.moments("发货时间").at, "completed_at": columns.moments("确认收货时间").at,
        "promised_ship_at": columns.moments("承诺发货时间").at, "courier": couriers(columns.text("快递公司")),
        "currency": columns.constant(columns.context.currency),
    }


def line_rows(columns: Columns, orders: "dict[str, pa.Array]") -> "dict[str, pa.Array]":
    """The one line of each order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    freight = pc.coalesce(orders["freight_amount"], pa.scalar(0, money))
    goods = pc.subtract(orders["paid_amount"], pc.min_element_wise(freight, orders["paid_amount"])).cast(money)
    return {
        "order_id": orders["order_id"], "line_id": orders["order_id"], "ordered_on": orders["ordered_on"],
        "paid_on": orders["paid_on"], "item_id": columns.ids(*ITEM),
        "sku": pc.coalesce(*(columns.ids(name) for name in SKU)), "title": columns.text("商品"),
        "variant": columns.text("商品规格"), "units": orders["units"], "paid_amount": goods,
        "status": orders["status"], "currency": orders["currency"],
    }


def day_of_number(columns: Columns, order: "pa.Array") -> "pa.Array":
    """`260811-123…` was placed on 11 August 2026; null where the number says no such day up to tomorrow."""
    from datetime import date, timedelta

    import pyarrow as pa

    last = columns.context.today + timedelta(days=1)
    found: list[date | None] = []
    for number in order.to_pylist():
        digits = (number or "")[:6]
        try:
            day = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6])) if (number or "")[6:7] == "-" else None
        except ValueError:
            day = None
        found.append(day if day and day <= last else None)
    return pa.array(found, pa.date32())


def statuses(columns: Columns) -> "pa.Array":
    import pyarrow as pa

    coded = columns.text(*STATUS).dictionary_encode()
    words = [next((word for start, word in STATUSES if said.startswith(start)), None)
             for said in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _unless(mask: "pa.Array", values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(mask, pa.scalar(None, values.type), values)
