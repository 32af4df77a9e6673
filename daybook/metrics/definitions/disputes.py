"""Disputes: what was taken to the platform, what was judged against the shop, and refunds for quality.

Platforms count them over thirty days, each in its own way: which is over which, and from which line on it is punished, stands in
`daybook/desks/disputes/rates.py` and the rulebook.
"""

from daybook.domain.brief import Unit
from daybook.domain.case_words import SHOP_LIABLE, SHOP_WON
from daybook.domain.refund_reasons import QUALITY_PATTERN
from daybook.facts.tables import REFUNDS
from daybook.facts.talk_tables import DISPUTES
from daybook.metrics.definitions.sales import PAID_ORDERS
from daybook.metrics.metric import Metric, Ratio

DISPUTES_OPENED = Metric(
    "disputes_opened", "平台介入单数", Unit.COUNT, DISPUTES, "opened_on", lambda t: t.dispute_id.count(), higher_is_better=False,
    note="After-sale cases that the platform or a bank was asked to judge.",
)
DISPUTES_LOST = Metric(
    "disputes_lost", "判商家责任单数", Unit.COUNT, DISPUTES, "opened_on",
    lambda t: (t.liable.strip().lower().re_search(SHOP_LIABLE) & ~t.liable.strip().lower().re_search(SHOP_WON)).cast("int64").sum(),
    higher_is_better=False,
    restates="until the cases of the day are judged",
)
AFTER_SALES = Metric(
    "after_sales", "售后申请单数", Unit.COUNT, REFUNDS, "applied_on", lambda t: t.refund_id.count(), higher_is_better=False,
)
QUALITY_REFUNDS = Metric(
    "quality_refunds", "品质退款申请数", Unit.COUNT, REFUNDS, "applied_on",
    lambda t: t.reason.re_search(QUALITY_PATTERN).cast("int64").sum(), higher_is_better=False,
    note="Refunds asked for because of quality, damage, or a page that says something else.",
)
INTERVENTION_RATE = Ratio(
    "intervention_rate", "平台介入率", Unit.SHARE, DISPUTES_OPENED, PAID_ORDERS, higher_is_better=False,
    note="平台介入率 of Pinduoduo, 平台求助率 of Taobao: cases at the platform over paid orders of the same days.",
)
HELP_RATE = Ratio(
    "help_rate", "平台求助率", Unit.SHARE, DISPUTES_OPENED, AFTER_SALES, higher_is_better=False,
    note="平台求助率 of 抖店: orders that were taken to the platform over orders whose buyers asked the shop.",
)
DISPUTE_RATE = Ratio(
    "dispute_rate", "纠纷率", Unit.SHARE, DISPUTES_LOST, PAID_ORDERS, higher_is_better=False,
    note="纠纷退款率, 纠纷商责率: cases judged against the shop over paid orders.",
)
QUALITY_REFUND_RATE = Ratio(
    "quality_refund_rate", "品质退款率", Unit.SHARE, QUALITY_REFUNDS, PAID_ORDERS, higher_is_better=False,
)
