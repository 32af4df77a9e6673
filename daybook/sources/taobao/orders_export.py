"""订单报表 (ExportOrderList): one row per 主订单, in all five generations of its header and in subsets of it.

`paid_amount` is what the buyer paid for the order, freight included, refunds not taken out; 0 while unpaid.
"""

from typing import TYPE_CHECKING

from daybook.facts.tables import ORDERS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.couriers import couriers
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.places import provinces_and_cities
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.taobao.paid import paid_before_refund

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.dates import Moments

ORDER = ("订单编号", "主订单编号", "订单号")
CREATED = ("订单创建时间", "创建时间")
PAID_AT = ("订单付款时间", "付款时间", "支付时间")
PAID = ("买家实际支付金额", "买家实付金额", "实际支付金额", "实付金额")
DUE = ("总金额", "买家应付金额")
FREIGHT = ("买家应付邮费", "邮费")
REFUND = ("退款金额",)
STATUS = ("订单状态",)
ADDRESS = ("收货地址", "修改后的收货地址")
UNITS = ("宝贝总数量", "购买数量")
NICK = ("买家会员名", "买家会员昵称")
SHOP = ("店铺名称",)
PRESALE = ("预售订单", "分阶段订单信息")
SHIPPED = ("发货时间",)
COMPLETED = ("确认收货时间",)
PHONE_ORDER = ("是否手机订单",)

#: The platform's words for a status, by how they begin.
STATUSES = (
    ("等待买家付款", "unpaid"), ("买家已付款", "paid"), ("等待卖家发货", "paid"), ("卖家部分发货", "shipped"),
    ("卖家已发货", "shipped"), ("等待买家确认", "shipped"), ("交易成功", "done"), ("买家已签收", "done"),
    ("交易关闭", "closed"), ("付款以后用户退款成功", "closed"), ("付款以前", "closed"),
)
NET_WARNING = (
    "{rows} refunded orders state what was left after the refund; paid_amount adds the refund back, "
    "since refunds are counted on their own"
)
MASKED_WARNING = "{rows} orders have a masked buyer: buyers cannot be counted or recognised for them"


class OrdersExport:
    """Reader of the 订单报表."""

    name = "taobao.orders_export"
    version = 2
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(
        *ORDER, *CREATED, *PAID_AT, *PAID, *DUE, *FREIGHT, *REFUND, *STATUS, *ADDRESS, *UNITS, *NICK, *SHOP, *PRESALE,
        *SHIPPED, *COMPLETED, *PHONE_ORDER, "买家支付宝账号", "买家应付货款", "买家支付积分", "返点积分",
        "买家实际支付积分",
        "买家留言", "收货人姓名", "运送方式", "联系电话", "联系手机", "宝贝标题", "宝贝种类", "物流单号", "物流公司",
        "订单备注", "店铺Id", "订单关闭原因", "卖家服务费", "买家服务费", "发票抬头", "支付单号", "支付详情",
        "确认收货打款金额",
    )

    def recognises(self, sheet: Sheet) -> bool:
        have = names(*sheet.header)
        return not self.missing(sheet) and not have & names("子订单编号", "商品ID", "购买数量", "退款编号", "商品属性")

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ORDER, CREATED, PAID_AT, PAID)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*ORDER)
        rows = order_rows(columns)
        return Parsed(
            self.name, self.version, (columns.batch(ORDERS, rows),), columns.rejected, tuple(columns.warnings),
            tuple(columns.own_totals), shop_names(columns),
        )


def order_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `orders`, one value per row of the sheet; rows that must stay out are marked in `columns`."""
    import pyarrow.compute as pc

    order = columns.ids(*ORDER, required=True)
    created = columns.moments(*CREATED, required=True)
    paid_at = columns.moments(*PAID_AT)
    status = statuses(columns.text(*STATUS))
    unpaid = pc.or_(pc.is_null(paid_at.local), pc.fill_null(pc.equal(status, "unpaid"), False))
    due, refund = columns.money(*DUE), columns.money(*REFUND)
    actual = columns.money(*PAID)
    columns.reject(pc.and_(pc.is_null(actual), pc.invert(unpaid)), "is empty though the order is paid", *PAID)
    paid, net = paid_before_refund(actual, refund, due)
    province, city = provinces_and_cities(columns.text(*ADDRESS))
    rows = {
        "order_id": order, **times("ordered", created), **times("paid", paid_at, unless=unpaid), "status": status,
        "due_amount": due, "paid_amount": zero_where(unpaid, paid), "freight_amount": columns.money(*FREIGHT),
        "refund_amount": refund, "units": columns.count(*UNITS), "buyer_id": buyers(columns, *NICK),
        "province": province, "city": city, "device": phones(columns.text(*PHONE_ORDER)), "presale": presale(columns),
        "shipped_at": columns.moments(*SHIPPED).at, "completed_at": columns.moments(*COMPLETED).at,
        "courier": couriers(columns.text("物流公司")), "noted": columns.filled("买家留言"),
        "place_id": columns.places(*ADDRESS[:1]),
        "currency": columns.constant(columns.context.currency),
    }
    leave_out_repeated(columns, rows, ("order_id",), *ORDER)
    columns.warn(net, NET_WARNING)
    for aliases, values in ((DUE, due), (PAID, actual), (REFUND, refund)):
        columns.reconcile(values, *aliases)
    return rows


def times(stem: str, found: "Moments", unless: "pa.Array | None" = None) -> "dict[str, pa.Array]":
    """`ordered_on`, `ordered_at` and `ordered_hour` (or `paid_…`) of a column of moments."""
    import pyarrow as pa
    import pyarrow.compute as pc

    views = {f"{stem}_on": found.day, f"{stem}_at": found.at, f"{stem}_hour": found.hour}
    if unless is None:
        return views
    return {n: pc.if_else(unless, pa.scalar(None, v.type), v) for n, v in views.items()}


def statuses(text: "pa.Array") -> "pa.Array":
    """The house's word for each status; null where the platform says nothing known."""
    import pyarrow as pa

    coded = text.dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    words = [next((s for start, s in STATUSES if word.startswith(start)), None) for word in distinct]
    return pa.array(words, pa.string()).take(coded.indices)


def zero_where(unpaid: "pa.Array", paid: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(unpaid, pa.scalar(0, pa.decimal128(18, 4)), paid)


def buyers(columns: Columns, *aliases: str) -> "pa.Array":
    """Keyed hashes of buyers; null for a masked name (`张**`), which says nothing about who it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = columns.text(*aliases)
    masked = pc.fill_null(pc.match_substring_regex(text, r"\*|^[#$~]{1,2}"), False)
    columns.warn(masked, MASKED_WARNING)
    coded = pc.if_else(masked, pa.scalar(None, pa.string()), text).dictionary_encode()
    hashes = [columns.context.buyer_hash(buyer) for buyer in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)


def phones(text: "pa.Array") -> "pa.Array":
    """`手机` where the export marks a phone order, else null: older exports leave the cell empty for both."""
    import pyarrow as pa
    import pyarrow.compute as pc

    said = pc.and_(pc.is_valid(text), pc.invert(pc.is_in(text, value_set=pa.array(["否", "0"]))))
    return pc.if_else(said, pa.scalar("手机"), pa.scalar(None, pa.string()))


def presale(columns: Columns) -> "pa.Array":
    """True where 分阶段订单信息 or 预售订单 says so, null where the export has neither column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not columns.has(*PRESALE):
        return pa.nulls(columns.rows, pa.bool_())
    text = columns.text(*PRESALE)
    return pc.and_(pc.is_valid(text), pc.invert(pc.is_in(text, value_set=pa.array(["否", "0", "N"]))))


def shop_names(columns: Columns) -> tuple[str, ...]:
    """The shops that the file itself names, among the rows kept."""
    import pyarrow.compute as pc

    found = pc.unique(columns.text(*SHOP).filter(columns.kept).drop_null()).to_pylist()
    return tuple(sorted(name for name in found if name != "0"))
