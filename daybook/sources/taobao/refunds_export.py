"""退款单 (退款管理): one row per refund, with the day it was asked for and, once it succeeded, that day."""

from typing import TYPE_CHECKING

from daybook.facts.tables import REFUNDS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.disputed import disputes
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

REFUND = ("退款编号", "退款单号")
ORDER = ("订单编号",)
APPLIED = ("退款的申请时间", "退款申请时间")
FINISHED = ("退款完结时间", "退款成功时间")
AMOUNT = ("买家退款金额", "退款总额")
STATUS = ("退款状态",)
RETURN = ("是否需要退货",)
REASON = ("买家退款原因",)


class RefundsExport:
    """Reader of the 退款单.  A refund that was closed without money keeps its day of application only."""

    name = "taobao.refunds_export"
    version = 3
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(
        *REFUND, *ORDER, *APPLIED, *FINISHED, *AMOUNT, *STATUS, *RETURN, *REASON, "商品id", "商品编码", "支付宝交易号",
        "宝贝标题", "手工退款/系统退款", "货物状态", "售后类型", "发货物流信息", "客服介入状态", "退给买家金额",
    )

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, REFUND, ORDER, APPLIED, AMOUNT, STATUS)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*REFUND, *ORDER)
        rows = refund_rows(columns)
        judged = disputes(columns, rows, ("客服介入状态",), kind=("售后类型",), closed=FINISHED, applied=APPLIED)
        batches = (columns.batch(REFUNDS, rows), *((judged,) if judged.rows.num_rows else ()))
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals))


def refund_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `refunds`, one value per row of the sheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    refund, applied = columns.ids(*REFUND, required=True), columns.moments(*APPLIED, required=True)
    finished, amount = columns.moments(*FINISHED), columns.money(*AMOUNT)
    succeeded = pc.fill_null(pc.match_substring(columns.text(*STATUS), "退款成功"), False)
    columns.reject(pc.and_(succeeded, pc.is_null(amount)), "is empty though the refund succeeded", *AMOUNT)
    rows = {
        "refund_id": refund, "order_id": columns.ids(*ORDER), "applied_on": applied.day,
        "refunded_on": pc.if_else(succeeded, finished.day, pa.scalar(None, pa.date32())),
        "item_id": columns.ids("商品id"), "sku": columns.ids("商品编码", "商家编码"), "amount": amount,
        "with_return": with_return(columns), "reason": columns.text(*REASON),
        "currency": columns.constant(columns.context.currency),
    }
    leave_out_repeated(columns, rows, ("refund_id",), *REFUND)
    columns.reconcile(amount, *AMOUNT)
    return rows


def with_return(columns: Columns) -> "pa.Array":
    """Whether the goods come back, from 是否需要退货, else from 售后类型; null when neither says."""
    import pyarrow as pa
    import pyarrow.compute as pc

    said = columns.text(*RETURN)
    yes = pc.is_in(said, value_set=pa.array(["是", "需要", "需要退货", "退货", "true", "TRUE", "1"]))
    kind = columns.text("售后类型")
    by_kind = pc.or_(pc.starts_with(kind, "退货"), pc.starts_with(kind, "换货"))
    return pc.coalesce(pc.if_else(pc.is_valid(said), yes, pa.scalar(None, pa.bool_())), by_kind)
