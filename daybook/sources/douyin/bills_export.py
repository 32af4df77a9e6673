"""结算账单 of 抖店 (34 columns, row 2 explains them) and its 资金账单 (动账明细, 30 columns): parts of a bill, moves of money.

The bill says what each order line came to; the same money moves in 资金账单.  They fill two tables and are never added.
"""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import SETTLED_ORDERS, SETTLEMENT_LINES
from daybook.sources.bills import added, signed
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import made_ids
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("douyin",)
SETTLED, ORDER, LINE, AMOUNT = ("结算时间",), ("订单号",), ("子订单号",), ("结算金额",)
INCOME, COSTS, FEE, COMMISSION = ("收入合计",), ("支出合计",), ("平台服务费",), ("佣金",)
OTHERS = ("渠道分成", "招商服务费", "站外推广费", "其他分成")
BILL = Layout(
    SETTLED_ORDERS,
    {
        "settled_at": SETTLED, "order_id": ORDER, "line_id": LINE, "ordered_on": ("下单时间",), "item_id": ("商品ID",),
        "units": ("商品数量",), "kind": ("结算单类型", "业务类型"), "account": ("结算账户",),
        "buyer_paid_amount": ("用户实付",), "platform_subsidy": ("平台补贴", "实际平台补贴"),
        "creator_subsidy": ("达人补贴", "实际达人补贴"), "refund_amount": ("结算前退款金额",), "income_amount": INCOME,
        "amount": AMOUNT,
    },
    needed=(SETTLED, ORDER, LINE, AMOUNT, ("结算单类型",)),
)
MOVED, FLOW, DIRECTION, MOVE = ("动账时间",), ("动帐流水号", "动账流水号"), ("动账方向",), ("动账金额",)
FUNDS = Layout(
    SETTLEMENT_LINES,
    {
        "entry_id": FLOW, "settled_at": MOVED, "order_id": ORDER, "line_id": LINE, "item_id": ("商品ID",),
        "kind": ("动账场景",), "description": ("计费类型",), "account": ("动账账户",), "amount": MOVE,
        "gross_amount": ("订单实付应结",), "transaction_id": ("售后编号",),
    },
    needed=(MOVED, FLOW, DIRECTION, MOVE),
)


def take_parts(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Costs as taken (positive), whichever sign the bill prints; a bill whose parts do not make its amount says so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    amount, income, costs = rows["amount"], rows["income_amount"], columns.money(*COSTS)
    columns.require(amount, *AMOUNT)
    as_minus = pc.fill_null(pc.equal(pc.add(income, costs), amount), False)
    as_plus = pc.fill_null(pc.equal(pc.subtract(income, costs), amount), False)
    told = pc.and_(pc.is_valid(income), pc.is_valid(costs))
    columns.warn(pc.and_(told, pc.invert(pc.or_(as_minus, as_plus))),
                 "{rows} rows: income and costs do not make the settled amount; the amount is kept as printed")

    def taken(value: "pa.Array") -> "pa.Array":
        return pc.cast(pc.if_else(as_plus, value, pc.negate(value)), pa.decimal128(18, 4))

    rows["fee_amount"], rows["commission_amount"] = taken(columns.money(*FEE)), taken(columns.money(*COMMISSION))
    if all(columns.has(name) for name in OTHERS):  # a sum that lacks a part would be a wrong one
        rows["other_cost_amount"] = taken(added(*(columns.money(name) for name in OTHERS)))
    rows["entry_id"] = made_ids(columns, rows, "order_id", "line_id", "settled_at", "kind", "amount")


def take_sign(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """入账 is positive, 出账 negative."""
    columns.require(rows["amount"], *MOVE)
    rows["amount"] = signed(columns, rows["amount"], *DIRECTION)


SETTLEMENT = EventReader("douyin.settlement_export", PLATFORMS, BILL, SETTLED, take_parts, compared=("amount",),
                         explained=True)
FUND_LINES = EventReader("douyin.funds_export", PLATFORMS, FUNDS, MOVED, take_sign, compared=("amount",), explained=True)
