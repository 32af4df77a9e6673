"""生意参谋 by device, by hour and source, by listing and source, and by search word."""

from daybook.facts.traffic_tables import DEVICE_DAY, PRODUCT_SOURCE_DAY, SEARCH_WORD_DAY, SOURCE_HOUR
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, drop_parents, take_hours

PLATFORMS = ("taobao", "tmall")
DAY = ("统计日期", "日期")
HOUR = ("统计小时",)
_COUNTED = {
    "visitors": ("访客数",), "page_views": ("浏览量",), "favorite_buyers": ("商品收藏人数", "收藏人数"),
    "cart_buyers": ("加购人数",), "ordered_buyers": ("下单买家数",), "ordered_amount": ("下单金额",),
    "paid_buyers": ("支付买家数",), "paid_units": ("支付件数",), "paid_amount": ("支付金额",),
}
_NEEDED = (("访客数",), ("支付买家数",), ("支付金额",))

DEVICE = Layout(
    DEVICE_DAY, {**_COUNTED, "device": ("终端",)}, needed=(("终端",), *_NEEDED),
    never=("商品ID", "搜索词", "流量来源", *HOUR),
)
HOURS = Layout(
    SOURCE_HOUR, {**_COUNTED, "source": ("流量来源",)}, needed=(HOUR, ("流量来源",), *_NEEDED),
    never=("商品ID", "搜索词"),
)
PRODUCT_SOURCE = Layout(
    PRODUCT_SOURCE_DAY,
    {**_COUNTED, "item_id": ("商品ID",), "title": ("商品名称",), "source": ("流量来源",),
     "source_detail": ("来源明细",), "device": ("访问来源",)},
    needed=(("商品ID",), ("流量来源",), *_NEEDED), never=HOUR, fills=("source_detail", "device"),
)
SEARCH_WORD = Layout(
    SEARCH_WORD_DAY, {**_COUNTED, "word": ("搜索词",)}, needed=(("搜索词",), *_NEEDED), never=("商品ID", *HOUR),
)

DEVICES = ReportReader("taobao.device_export", PLATFORMS, DEVICE, DAY)
SOURCE_HOURS = ReportReader("taobao.source_hour_export", PLATFORMS, HOURS, DAY, take_hours(*HOUR))
PRODUCT_SOURCES = ReportReader("taobao.product_source_export", PLATFORMS, PRODUCT_SOURCE, DAY, drop_parents)
SEARCH_WORDS = ReportReader("taobao.search_word_export", PLATFORMS, SEARCH_WORD, DAY)
