"""对账表 of JD (header in row 2): one row per order and fee, with the day on which its bill was made.

货款 that goes out is a refund; it stays 货款 with its minus, as JD names it.
"""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import SETTLEMENT_LINES
from daybook.sources.bills import signed
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import made_ids
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

ORDER, MADE, FEE, AMOUNT, DIRECTION = ("订单编号",), ("账单生成时间",), ("费用名称",), ("应结金额",), ("收支方向",)
LAYOUT = Layout(
    SETTLEMENT_LINES,
    {"order_id": ORDER, "settled_at": ("到账时间",), "transaction_id": ("商户订单号",), "item_id": ("商品编号",),
     "title": ("商品名称",), "units": ("商品数量",), "kind": FEE, "description": ("结算状态",), "amount": AMOUNT},
    needed=(ORDER, FEE, AMOUNT, DIRECTION, MADE),
)


def settle(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Amount with the sign of its direction, and a number made of the row: the same fee may stand twice."""
    columns.require(rows["amount"], *AMOUNT)
    rows["amount"] = signed(columns, rows["amount"], *DIRECTION)
    rows["entry_id"] = made_ids(columns, rows, "order_id", "item_id", "settled_on", "kind", "amount")


SETTLEMENT = EventReader("jd.settlement_export", ("jd",), LAYOUT, MADE, settle, compared=("amount",))
