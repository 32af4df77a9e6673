"""Tests of pages in Daybook's own layout: one row per test, arm and day, from whichever tool split the visitors."""

from typing import TYPE_CHECKING

from daybook.facts.page_test_tables import PAGE_TEST_DAY
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, only

if TYPE_CHECKING:
    import pyarrow as pa

DAY, TEST, ARM = ("day", "日期"), ("test", "测试"), ("arm", "版本")
#: How tools call the page as it was, and the new one.
ARMS = {"a": "A", "control": "A", "original": "A", "原版": "A", "对照": "A", "对照组": "A", "旧版": "A",
        "b": "B", "variant": "B", "variation": "B", "treatment": "B", "新版": "B", "实验": "B", "实验组": "B", "测试版": "B"}
LAYOUT = Layout(
    PAGE_TEST_DAY,
    {"test": TEST, "arm": ARM, "visitors": ("visitors", "访客数"), "paid_buyers": ("paid_buyers", "buyers", "支付买家数"),
     "cart_buyers": ("cart_buyers", "carts", "加购人数"), "refund_buyers": ("refund_buyers", "refunds", "退款买家数"),
     "impressions": ("impressions", "展现量"), "clicks": ("clicks", "点击量"),
     "paid_amount": ("paid_amount", "paid", "支付金额"), "paid_squares": ("paid_squares", "支付金额平方和"),
     "prior_amount": ("prior_amount", "测试前支付金额"), "prior_squares": ("prior_squares", "测试前支付金额平方和"),
     "paid_x_prior": ("paid_x_prior", "前后金额乘积和"), "currency": ("currency", "币种")},
    needed=(DAY, TEST, ARM, (*("visitors", "访客数"), *("impressions", "展现量"))),
)


def take_arms(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Arms as A and B; another word is left out and listed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = columns.text(*ARM).dictionary_encode()
    words = [ARMS.get(word.lower()) for word in coded.dictionary.to_pylist()]
    rows["arm"] = pa.array(words, pa.string()).take(coded.indices)
    columns.reject(pc.is_null(rows["arm"]), "is neither the page as it was nor the new one", *ARM)


PAGE_TESTS = ReportReader("own.page_tests", (), LAYOUT, DAY, take_arms, compared=(), named=False, part=only(*TEST))
