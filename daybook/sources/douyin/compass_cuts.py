"""抖音电商罗盘 by app, by hour and channel, by listing and channel, and 成交构成 by carrier; header in row one."""

from typing import TYPE_CHECKING

from daybook.facts.traffic_tables import CARRIER_DAY, DEVICE_DAY, PRODUCT_SOURCE_DAY, SOURCE_HOUR
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import Finish, ReportReader, as_it_stands, drop_parents, take_hours

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("douyin",)
DAY = ("日期", "统计日期")
HOUR = ("小时", "统计小时")
_PAID = {
    "paid_buyers": ("成交人数",), "paid_orders": ("成交订单数",), "paid_units": ("成交件数",),
    "paid_amount": ("成交金额", "用户支付金额"),
}
_VISITED = {**_PAID, "visitors": ("访客数",)}
_NEEDED = (("成交人数",), ("成交订单数",), ("成交金额", "用户支付金额"))

DEVICE = Layout(
    DEVICE_DAY, {**_VISITED, "device": ("终端",)}, needed=(("终端",), ("访客数",), *_NEEDED),
    never=("商品ID", "渠道名称", *HOUR),
)
HOURS = Layout(
    SOURCE_HOUR, {**_VISITED, "source": ("渠道名称",)}, needed=(HOUR, ("渠道名称",), ("访客数",), *_NEEDED),
    never=("商品ID",),
)
PRODUCT_SOURCE = Layout(
    PRODUCT_SOURCE_DAY,
    {**_PAID, "visitors": ("商品点击人数",), "impressions": ("商品曝光次数",), "item_id": ("商品ID",),
     "title": ("商品名称",), "source": ("渠道名称",), "source_detail": ("二级渠道",), "device": ("终端",)},
    needed=(("商品ID",), ("渠道名称",), ("商品点击人数",), *_NEEDED), never=HOUR, fills=("source_detail", "device"),
)
CARRIER = Layout(
    CARRIER_DAY,
    {**_PAID, "carrier": ("载体", "载体类型", "成交载体"), "account_kind": ("账号类型",), "refund_amount": ("退款金额",)},
    needed=(("载体", "载体类型", "成交载体"), ("成交金额", "用户支付金额")), never=("商品ID", "渠道名称", *HOUR),
    fills=("account_kind",),
)



def saying_whose(finish: Finish) -> Finish:
    """Without 成交金额 the amounts are 用户支付金额: what buyers paid, without what the platform added."""
    def finish_and_say(columns: Columns, rows: "dict[str, pa.Array]") -> None:
        columns.warn_without("amounts are 用户支付金额, without what the platform paid towards them", ("成交金额",))
        finish(columns, rows)
    return finish_and_say


DEVICES = ReportReader("douyin.device_export", PLATFORMS, DEVICE, DAY, saying_whose(as_it_stands))
SOURCE_HOURS = ReportReader("douyin.source_hour_export", PLATFORMS, HOURS, DAY, saying_whose(take_hours(*HOUR)))
PRODUCT_SOURCES = ReportReader("douyin.product_source_export", PLATFORMS, PRODUCT_SOURCE, DAY, saying_whose(drop_parents))
CARRIERS = ReportReader("douyin.carrier_export", PLATFORMS, CARRIER, DAY, saying_whose(as_it_stands))
