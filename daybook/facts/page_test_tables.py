"""Tests of pages as a platform or its own tool counts them: one row per test, arm and day."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

PAGE_TEST_DAY = Table(
    "page_test_day", "页面测试日报", Kind.REPORT, "one row per test of a page, arm and day", day="day", key=("day", "test", "arm"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("test", T.TEXT, "测试", required=True, note="the key of the test here, or what the platform calls it"),
        C("arm", T.TEXT, "版本", required=True, note="A is the page as it was, B the new one"),
        C("visitors", T.COUNT, "访客数", note="people who were shown this arm; first seen on the day where people are told apart"),
        C("paid_buyers", T.COUNT, "支付买家数"),
        C("cart_buyers", T.COUNT, "加购人数"),
        C("refund_buyers", T.COUNT, "退款买家数", note="of the day's buyers, as known when the report was made"),
        C("impressions", T.COUNT, "展现量"),
        C("clicks", T.COUNT, "点击量"),
        C("paid_amount", T.MONEY, "支付金额"),
        C("paid_squares", T.MONEY, "支付金额平方和", note="sum over visitors of their amounts squared"),
        C("prior_amount", T.MONEY, "测试前支付金额", note="of the same people before the test"),
        C("prior_squares", T.MONEY, "测试前支付金额平方和"),
        C("paid_x_prior", T.MONEY, "前后金额乘积和", note="sum over visitors of the amount times the one before"),
        C("currency", T.TEXT, "币种", required=True),
    ),
    occasional=True,
)
