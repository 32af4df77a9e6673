"""支付宝 账务明细: every movement of money on the shop's account; and the bill of a buyer's own account, refused.

Money out is negative.  The other side's account and the remark stay behind; the order's number is taken out of them.
"""

from typing import TYPE_CHECKING

from daybook.domain.errors import UnknownTable
from daybook.facts.settlement_tables import SETTLEMENT_LINES
from daybook.sources.bills import in_less_out, inside, reconcile_stated
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.event_reader import EventReader
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

ENTRY, HAPPENED = ("账务流水号",), ("发生时间",)
IN = ("收入金额(+元)", "收入金额", "收入(+元)", "收入")
OUT = ("支出金额(-元)", "支出金额", "支出(-元)", "支出")
ORDER, BASIS, REMARK = ("商户订单号",), ("业务基础订单号",), ("备注",)
#: `T200P<order id>` is how the marketplace numbers its payments.
OF_ORDER, OF_REMARK = r"^(?:T\d+P)?(?P<id>\d{9,})$", r"(?i)tradeid[:：]\s*(?P<id>\d{9,})"

LAYOUT = Layout(
    SETTLEMENT_LINES,
    {"entry_id": ENTRY, "settled_at": HAPPENED, "transaction_id": ("业务流水号",), "title": ("商品名称",),
     "kind": ("业务类型",), "description": ("业务描述",), "balance": ("账户余额(元)", "账户余额")},
    needed=(ENTRY, HAPPENED, IN, OUT, ("业务类型",)),
)


def settle(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Amount with its sign, and the order that the movement is about."""
    import pyarrow.compute as pc

    rows["amount"] = in_less_out(columns, IN, OUT)
    reconcile_stated(columns, rows["amount"])
    rows["description"] = safe(pc.replace_substring_regex(rows["description"], r"^\d+\|", ""))  # its code says no more
    rows["order_id"] = pc.coalesce(
        inside(columns.ids(*ORDER), OF_ORDER), inside(columns.ids(*BASIS), OF_ORDER), inside(columns.text(*REMARK), OF_REMARK))


SETTLEMENT = EventReader("taobao.settlement_export", ("taobao", "tmall"), LAYOUT, HAPPENED, settle)


class BuyersBill:
    """Recognises the bill of a buyer's own account, and says what to export instead."""

    name = "alipay.buyers_bill"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall", "jd")
    columns = names("交易时间", "交易分类", "交易对方", "商户名称", "收/支", "收/付款方式", "交易状态", "交易订单号", "商家订单号")

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, ("交易时间",), ("收/支",), ("收/付款方式",), ("交易状态",), ("交易对方", "商户名称"))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        raise UnknownTable("this is the bill of somebody's own purchases, no settlement of a shop", where=sheet.file,
                           next_step="export 账务明细 (支付宝商家平台) or the settlement of the shop's account instead")
