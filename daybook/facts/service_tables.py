"""Customer service (客服) as the platform reports it: per agent and day, per shop and day beside its peers, per listing.

People (inquirers, buyers) are de-duplicated by the platform within a row: they are never added over agents or days.
"""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

_DAY = C("day", T.DAY, "统计日期", required=True)
_CURRENCY = C("currency", T.TEXT, "币种", required=True)
_PERFORMANCE = (
    C("received", T.COUNT, "接待人数", note="people who were answered"),
    C("inquirers", T.COUNT, "询单人数"),
    C("inquiry_buyers", T.COUNT, "询单最终付款人数", note="settles over the days in which an inquiry may still pay"),
    C("inquiry_paid_amount", T.MONEY, "询单最终付款金额"),
    C("refund_amount", T.MONEY, "成功退款金额"),
    C("first_reply_seconds", T.RATE, "首次响应时长", note="seconds, the platform's mean; not to be averaged"),
    C("mean_reply_seconds", T.RATE, "平均响应时长", note="seconds, the platform's mean; not to be averaged"),
    C("reply_rate", T.RATE, "回复率", note="0..1 as printed; not to be averaged"),
    C("reply_3min_rate", T.RATE, "3分钟回复率", note="0..1 as printed; not to be averaged"),
    C("inquiry_cvr", T.RATE, "询单转化率", note="0..1 as printed, only where the export lacks its two parts"),
    C("csat", T.RATE, "客户满意率", note="0..1 as printed; not to be averaged"),
    C("invited_rate", T.RATE, "评价发送率", note="0..1: how many were asked to rate"),
    C("very_satisfied", T.COUNT, "很满意"),
    C("satisfied", T.COUNT, "满意"),
    C("neutral", T.COUNT, "一般"),
    C("dissatisfied", T.COUNT, "不满意"),
    C("very_dissatisfied", T.COUNT, "很不满意"),
    C("handed_over", T.COUNT, "转人工人数", note="people passed on by a robot or another agent"),
)

SERVICE_AGENT_DAY = Table(
    "service_agent_day", "客服绩效日报", Kind.REPORT, "one row per service account (客服) and day", day="day",
    key=("day", "agent"),
    columns=(_DAY, C("agent", T.TEXT, "客服", required=True, note="the account of the shop's own staff"), *_PERFORMANCE,
             _CURRENCY),
)

SERVICE_DAY = Table(
    "service_day", "店铺客服日报", Kind.REPORT, "one row per scope and day: the whole shop, and those it is compared with",
    day="day", key=("day", "scope"),
    columns=(
        _DAY,
        C("scope", T.TEXT, "范围", required=True, note="shop, shop_mean (per agent), peers_mean or peers_best"),
        *_PERFORMANCE, _CURRENCY,
    ),
)

ITEM_INQUIRY_DAY = Table(
    "item_inquiry_day", "商品咨询日报", Kind.REPORT, "one row per listing asked about and day", day="day",
    key=("day", "item_id"),
    columns=(
        _DAY,
        C("item_id", T.TEXT, "商品ID", required=True),
        C("title", T.TEXT, "商品名称"),
        C("inquirers", T.COUNT, "总咨询人数", note="people, within the row"),
        C("mobile_inquirers", T.COUNT, "移动端咨询人数"),
        C("pc_inquirers", T.COUNT, "PC端咨询人数"),
    ),
)

SHOP_SCORE_DAY = Table(
    "shop_score_day", "店铺评分日报", Kind.REPORT, "one row per score of the shop (DSR, 体验分) and day", day="day",
    key=("day", "score"),
    columns=(
        _DAY,
        C("score", T.TEXT, "指标", required=True,
          note="description, service, logistics, experience, goods; others as the platform names them"),
        C("value", T.RATE, "得分", note="in the platform's points, such as 4.86 of 5"),
        C("industry_mean", T.RATE, "行业均值"),
        C("target", T.RATE, "目标值"),
        C("trend", T.TEXT, "趋势", note="as printed"),
        C("against_industry", T.TEXT, "与行业对比", note="as printed"),
        C("to_target", T.TEXT, "距目标值差距", note="as printed: points, or orders with five stars"),
    ),
)

SERVICE_TABLES: tuple[Table, ...] = (SERVICE_AGENT_DAY, SERVICE_DAY, ITEM_INQUIRY_DAY, SHOP_SCORE_DAY)
