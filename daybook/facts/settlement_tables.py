"""Settlement (结算): movements of money on the shop's account, and bills of what each order came to; never added together."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

SETTLEMENT_LINES = Table(
    "settlement_lines", "结算明细", Kind.EVENT, "one row per movement of money on the shop's account", day="settled_on",
    key=("entry_id",),
    columns=(
        C("entry_id", T.TEXT, "账务流水号", required=True, note="of the account's own books; made of order and kind if none"),
        C("settled_on", T.DAY, "发生日期", required=True),
        C("settled_at", T.MOMENT, "发生时间"),
        C("transaction_id", T.TEXT, "业务流水号"),
        C("order_id", T.TEXT, "订单编号", note="null: the movement names no order"),
        C("line_id", T.TEXT, "子订单编号"),
        C("order_name", T.TEXT, "订单名称", note="where the bill names orders otherwise than the orders do: #1001"),
        C("item_id", T.TEXT, "商品ID"),
        C("sku", T.TEXT, "商家编码"),
        C("units", T.COUNT, "件数"),
        C("title", T.TEXT, "商品名称"),
        C("kind", T.TEXT, "业务类型", note="as the platform names it: 交易付款, 交易退款, 收费, ..."),
        C("description", T.TEXT, "业务描述", note="as printed; long numbers are masked"),
        C("amount", T.MONEY, "收支金额", note="money in is positive, money out negative: may be added up"),
        C("gross_amount", T.MONEY, "结算前金额", note="what the fees were taken from, where the bill says"),
        C("commission_amount", T.MONEY, "佣金", note="taken by the platform or creators; positive"),
        C("fee_amount", T.MONEY, "平台服务费", note="positive"),
        C("balance", T.MONEY, "账户余额", note="a level after the movement: never added"),
        C("account", T.TEXT, "账户", note="which purse of the shop, where it has several"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)

SETTLED_ORDERS = Table(
    "settled_orders", "结算账单", Kind.EVENT,
    "one row per settled order line or its reversal, with its parts; the same money moves in settlement_lines",
    day="settled_on", key=("entry_id",),
    columns=(
        C("entry_id", T.TEXT, "结算单号", required=True, note="made of the row where the bill has none"),
        C("settled_on", T.DAY, "结算日期", required=True),
        C("settled_at", T.MOMENT, "结算时间"),
        C("order_id", T.TEXT, "订单编号"),
        C("line_id", T.TEXT, "子订单编号"),
        C("ordered_on", T.DAY, "下单日期"),
        C("item_id", T.TEXT, "商品ID"),
        C("units", T.COUNT, "件数"),
        C("kind", T.TEXT, "结算单类型", note="as printed"),
        C("account", T.TEXT, "结算账户"),
        C("buyer_paid_amount", T.MONEY, "用户实付"),
        C("platform_subsidy", T.MONEY, "平台补贴", note="part of income_amount"),
        C("creator_subsidy", T.MONEY, "达人补贴", note="part of income_amount"),
        C("refund_amount", T.MONEY, "结算前退款金额", note="what went back before the bill was made; as printed"),
        C("income_amount", T.MONEY, "收入合计"),
        C("fee_amount", T.MONEY, "平台服务费", note="taken: positive; given back: negative"),
        C("commission_amount", T.MONEY, "佣金", note="of creators: taken positive, given back negative"),
        C("other_cost_amount", T.MONEY, "其他支出", note="channels, recruiting, ads off the platform, other shares"),
        C("amount", T.MONEY, "结算金额", note="income less all costs; of a reversal negative: may be added up"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)

PAYOUTS = Table(
    "payouts", "打款记录", Kind.REPORT,
    "one row per payout to the shop's bank and day, with its parts; the same money moves in settlement_lines", day="day",
    key=("day", "currency", "reference"),
    columns=(
        C("day", T.DAY, "打款日期", required=True),
        C("reference", T.TEXT, "银行流水号", required=True, note="empty: the export has none"),
        C("status", T.TEXT, "状态", note="as printed: scheduled, in_transit, paid, failed"),
        C("charges_amount", T.MONEY, "收款"),
        C("refund_amount", T.MONEY, "退款", note="as printed: money out is negative"),
        C("adjustment_amount", T.MONEY, "调整", note="as printed"),
        C("tax_amount", T.MONEY, "平台代扣税", note="as printed"),
        C("advance_amount", T.MONEY, "预支", note="as printed"),
        C("reserved_amount", T.MONEY, "保证金", note="as printed: held back is negative"),
        C("fee_amount", T.MONEY, "手续费", note="as printed: money out is negative"),
        C("retried_amount", T.MONEY, "重新打款", note="as printed"),
        C("amount", T.MONEY, "打款金额", note="what reaches the bank: the parts added up"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)
