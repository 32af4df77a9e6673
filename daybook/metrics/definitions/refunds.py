"""Refunds: four different numbers share one name, so each says by what and by which day it counts.

By amount or by orders; by the day the refund succeeded, or by the day the refunded order was paid (cohort).
"""

from daybook.domain.brief import Unit
from daybook.facts.tables import ORDERS, REFUNDS
from daybook.metrics.definitions.sales import PAID_GMV, PAID_ORDERS
from daybook.metrics.metric import Metric, Ratio

#: Refunds of a paid day grow for about this long: the days that `restates` names, as a number.
RIPE_DAYS = 30

REFUNDED_BY_DAY = Metric(
    "refunded_by_day", "成功退款金额", Unit.MONEY, REFUNDS, "refunded_on", lambda t: t.amount.sum(),
    note="Refunds that succeeded on the day, of orders of any day.", higher_is_better=False,
)
REFUNDS_BY_DAY = Metric(
    "refunds_by_day", "成功退款笔数", Unit.COUNT, REFUNDS, "refunded_on", lambda t: t.refund_id.count(),
    higher_is_better=False,
)
REFUNDED_OF_PAID = Metric(
    "refunded_of_paid", "当日订单退款金额", Unit.MONEY, ORDERS, "paid_on", lambda t: t.refund_amount.sum(),
    note="Of the orders paid on the day, what was refunded by now; grows for weeks.", restates="about 30 days", ripens=RIPE_DAYS,
    higher_is_better=False,
)
REFUNDED_ORDERS_OF_PAID = Metric(
    "refunded_orders_of_paid", "当日订单退款笔数", Unit.COUNT, ORDERS, "paid_on",
    lambda t: (t.refund_amount > 0).cast("int64").sum(), restates="about 30 days", ripens=RIPE_DAYS, higher_is_better=False,
)
REFUND_RATE_BY_DAY = Ratio(
    "refund_rate_by_day", "退款率(按退款成功日·金额)", Unit.SHARE, REFUNDED_BY_DAY, PAID_GMV, higher_is_better=False,
    note="Refunds that succeeded on the day over what was paid on the day: not the same orders.",
)
REFUND_RATE_ORDERS_BY_DAY = Ratio(
    "refund_rate_orders_by_day", "退款率(按退款成功日·笔数)", Unit.SHARE, REFUNDS_BY_DAY, PAID_ORDERS,
    higher_is_better=False,
)
REFUND_RATE = Ratio(
    "refund_rate", "退款率(按支付日·金额)", Unit.SHARE, REFUNDED_OF_PAID, PAID_GMV, higher_is_better=False,
    note="Of what was paid on the day, the share refunded by now.",
)
REFUND_RATE_ORDERS = Ratio(
    "refund_rate_orders", "退款率(按支付日·笔数)", Unit.SHARE, REFUNDED_ORDERS_OF_PAID, PAID_ORDERS,
    higher_is_better=False,
)
NET_SALES = Metric(
    "net_sales", "净销售额", Unit.MONEY, ORDERS, "paid_on",
    lambda t: t.paid_amount.sum() - t.refund_amount.sum(),
    note="Paid on the day less what of it was refunded by now. Absent where the export has no refunds by order.",
    restates="about 30 days", ripens=RIPE_DAYS,
)
