"""Sales: what shoppers placed and paid, cut by the day of payment unless a definition says otherwise.

Refunds stay in `paid_gmv`; `net_sales` takes them out.  A presale counts on the day its balance is paid.
"""

from typing import Any

from daybook.domain.brief import Unit
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.metrics.metric import Metric, Ratio


def _buyers(t: Any) -> Any:
    """Distinct buyers, null unless every order has a stable buyer id: a count of half the people is no count."""
    import ibis

    return ibis.ifelse(t.buyer_id.count() == t.order_id.count(), t.buyer_id.nunique(), ibis.null("int64"))


PAID_GMV = Metric(
    "paid_gmv", "支付金额", Unit.MONEY, ORDERS, "paid_on", lambda t: t.paid_amount.sum(),
    note="What was paid on the day, freight as the platform counts it; orders refunded later stay in.",
)
PAID_ORDERS = Metric(
    "paid_orders", "支付订单数", Unit.COUNT, ORDERS, "paid_on", lambda t: t.order_id.count(),
)
PAID_BUYERS = Metric(
    "paid_buyers", "支付买家数", Unit.PEOPLE, ORDERS, "paid_on", _buyers,
    never_sum_over=("day", "shop", "item_id", "province", "hour", "channel"),
    note="Distinct buyers; cannot tell when orders come without a stable buyer id.",
)
UNITS_SOLD = Metric("units_sold", "支付件数", Unit.UNITS, ORDERS, "paid_on", lambda t: t.units.sum())
GMV = Metric(
    "gmv", "下单金额", Unit.MONEY, ORDERS, "ordered_on", lambda t: t.due_amount.sum(),
    note="What orders were placed for on the day, paid or not.",
)
ORDERS_CREATED = Metric(
    "orders_created", "下单数", Unit.COUNT, ORDERS, "ordered_on", lambda t: t.order_id.count(),
    note="Orders placed on the day, paid or not.",
)
ORDERS_PAID_OF_CREATED = Metric(
    "orders_paid_of_created", "下单后支付数", Unit.COUNT, ORDERS, "ordered_on", lambda t: t.paid_on.count(),
    note="Of the orders placed on the day, those paid by now; grows for some days.", restates="some days",
)
NEW_BUYERS = Metric(
    "new_buyers", "支付新买家数", Unit.PEOPLE, ORDERS, "paid_on",
    lambda t: _if_known(t, t.buyer_id.nunique(where=t.first_on == t.rollup_day)),
    never_sum_over=("shop",), note="Buyers whose first payment in the shop's history so far was that day.",
)
RETURNING_BUYERS = Metric(
    "returning_buyers", "支付老买家数", Unit.PEOPLE, ORDERS, "paid_on",
    lambda t: _if_known(t, t.buyer_id.nunique(where=t.first_on < t.rollup_day)),
    never_sum_over=("day", "shop"), note="Buyers who had paid in the shop on an earlier day.",
)
RETURNING_GMV = Metric(
    "returning_gmv", "老买家支付金额", Unit.MONEY, ORDERS, "paid_on",
    lambda t: _if_known(t, t.paid_amount.sum(where=t.first_on < t.rollup_day).fill_null(0)),
)
LARGEST_ORDER = Metric(
    "largest_order", "最大一单", Unit.MONEY, ORDERS, "paid_on", lambda t: t.paid_amount.max(),
    never_sum_over=("day", "shop", "province", "channel"), note="The largest order paid that day.",
)
LINE_GMV = Metric(
    "line_gmv", "商品支付金额", Unit.MONEY, ORDER_LINES, "paid_on", lambda t: t.paid_amount.sum(),
    note="Order lines; adds up to the paid amount less freight.",
)
LINE_UNITS = Metric("line_units", "商品支付件数", Unit.UNITS, ORDER_LINES, "paid_on", lambda t: t.units.sum())
LINE_ORDERS = Metric(
    "line_orders", "商品支付订单数", Unit.COUNT, ORDER_LINES, "paid_on", lambda t: t.order_id.nunique(),
    never_sum_over=("item_id", "sku"), note="Orders that hold the product; an order of two products counts in both.",
)


def _if_known(t: Any, value: Any) -> Any:
    import ibis

    return ibis.ifelse(t.buyer_id.count() == t.order_id.count(), value, ibis.null(value.type()))


AOV = Ratio("aov", "笔单价", Unit.MONEY, PAID_GMV, PAID_ORDERS, note="Per order. 客单价 is per buyer: not this.")
SPEND_PER_BUYER = Ratio(
    "spend_per_buyer", "客单价", Unit.MONEY, PAID_GMV, PAID_BUYERS,
    note="Per buyer. AOV (笔单价) is per order: not this.",
)
ASP = Ratio("asp", "件单价", Unit.MONEY, PAID_GMV, UNITS_SOLD)
UNITS_PER_ORDER = Ratio("units_per_order", "连带率", Unit.RATIO, UNITS_SOLD, PAID_ORDERS)
ORDER_TO_PAYMENT_RATE = Ratio(
    "order_to_payment_rate", "下单支付率", Unit.SHARE, ORDERS_PAID_OF_CREATED, ORDERS_CREATED,
    note="Of the orders placed on the day, the share paid by now.",
)
RETURNING_SHARE = Ratio("returning_share", "老买家金额占比", Unit.SHARE, RETURNING_GMV, PAID_GMV)
