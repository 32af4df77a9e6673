"""售后表 of 抖店: one row per after-sale case, with what goes back to the buyer; and the cases in dispute."""

from typing import TYPE_CHECKING

from daybook.facts.tables import REFUNDS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.disputed import disputes
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

REFUND = ("售后单号",)
ORDER = ("订单号",)
APPLIED = ("售后申请时间",)
FINISHED = ("用户到账时间", "商家退款时间", "售后完结时间")
STATUS = ("售后状态",)
KIND = ("售后类型",)
AMOUNT = ("退商品金额（元）", "退商品金额")
FREIGHT = ("退运费金额（元）", "退运费金额")


class RefundsExport:
    """Reader of the 售后表; an amount is goods and freight going back, as the platform states them."""

    name = "douyin.refunds_export"
    version = 3
    platforms: tuple[str, ...] = ("douyin",)
    columns = names(*REFUND, *ORDER, *APPLIED, *FINISHED, *STATUS, *KIND, *AMOUNT, *FREIGHT, "商品单号", "商品ID",
                    "售后原因", "退款方式", "商家编码", "应付金额（元）", "售后关闭时间", "仲裁状态", "纠纷责任方",
                    "自动处理截止时间", "商品名称")

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, REFUND, ORDER, APPLIED, STATUS, AMOUNT)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*REFUND)
        rows = refund_rows(columns)
        judged = disputes(columns, rows, ("仲裁状态",), ("纠纷责任方",), KIND, ("商品单号",), ("自动处理截止时间",),
                          ("售后完结时间", "售后关闭时间"), APPLIED)
        batches = (columns.batch(REFUNDS, rows), *((judged,) if judged.rows.num_rows else ()))
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings))


def refund_rows(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of `refunds`, one value per row of the sheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    applied = columns.moments(*APPLIED, required=True)
    finished = [columns.moments(name).day for name in FINISHED]
    succeeded = pc.fill_null(pc.match_substring(columns.text(*STATUS), "退款成功"), False)
    columns.warn_without("freight that went back is not in the amounts", FREIGHT)
    freight = pc.coalesce(columns.money(*FREIGHT), pa.scalar(0, money))
    rows = {
        "refund_id": columns.ids(*REFUND, required=True), "order_id": columns.ids(*ORDER), "applied_on": applied.day,
        "refunded_on": pc.if_else(succeeded, pc.coalesce(*finished), pa.scalar(None, pa.date32())),
        "item_id": columns.ids("商品ID"), "sku": columns.ids("商家编码"),
        "amount": pc.add(columns.money(*AMOUNT), freight).cast(money),
        "with_return": pc.match_substring(columns.text(*KIND), "退货"), "reason": columns.text("售后原因"),
        "currency": columns.constant(columns.context.currency),
    }
    leave_out_repeated(columns, rows, ("refund_id",), *REFUND)
    return rows
