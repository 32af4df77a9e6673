"""账单明细 of Pinduoduo (a zip of CSV): every movement of money on the shop's account; no entry has a number.

商户订单号 is the order; 业务描述 begins with a code (`0010002|交易收入-订单收入`).
"""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import SETTLEMENT_LINES
from daybook.sources.bills import in_less_out, reconcile_stated
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import made_ids
from daybook.sources.report import Layout
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, HAPPENED, KIND = ("商户订单号",), ("发生时间",), ("账务类型",)
IN, OUT = ("收入金额(+元)", "收入金额"), ("支出金额(-元)", "支出金额")
LAYOUT = Layout(
    SETTLEMENT_LINES,
    {"order_id": ORDER, "settled_at": HAPPENED, "kind": KIND, "description": ("业务描述", "备注")},
    needed=(ORDER, HAPPENED, IN, OUT, KIND), never=("账务流水号",),
)


def settle(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Amount with its sign, the description without its code, and a number made of the row."""
    import pyarrow.compute as pc

    rows["amount"] = in_less_out(columns, IN, OUT)
    reconcile_stated(columns, rows["amount"])
    rows["description"] = safe(pc.replace_substring_regex(rows["description"], r"^\d+\|", ""))
    rows["entry_id"] = made_ids(columns, rows, "order_id", "settled_at", "kind", "description", "amount")


SETTLEMENT = EventReader("pinduoduo.settlement_export", ("pinduoduo",), LAYOUT, HAPPENED, settle)
