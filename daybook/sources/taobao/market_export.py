"""市场 as a person or an add-on writes it down: the size of a category, its demand words, its price bands, a row each and day.

There is no official export.  Values are index values or bands: they are held against themselves, never against the shop's own.
"""

from typing import TYPE_CHECKING

from daybook.facts.rival_tables import MARKET_DAY
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import days
from daybook.sources.report_reader import only
from daybook.sources.taobao.rivals_export import DAY, bands_of

if TYPE_CHECKING:
    import pyarrow as pa

CATEGORY, WORD, BAND = ("类目", "类目名称", "行业"), ("热搜词", "需求词", "行业搜索词"), ("价格带", "价格区间")
SIZE, CUTS = "size", (("word", WORD), ("price_band", BAND))
METRICS = {
    "search_index": ("搜索人气", "搜索指数"), "click_index": ("点击人气",), "trade_index": ("交易指数", "交易金额指数"),
    "visitor_index": ("流量指数", "访客指数"), "paid_amount": ("行业支付金额", "支付金额"), "payment_cvr": ("支付转化率",),
    "items": ("在线商品数",), "buyers_index": ("客群指数",), "share": ("支付金额占比", "交易占比"),
}


class MarketExport:
    """Reader of what the market pages show of a category: with 热搜词 a row is a word, with 价格带 a band, else the whole."""

    name = "taobao.market_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(*DAY, *CATEGORY, *WORD, *BAND, *(cell for group in METRICS.values() for cell in group))

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, CATEGORY, tuple(cell for group in METRICS.values() for cell in group))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.require(columns.text(*CATEGORY), *CATEGORY)
        what = {"day": days(columns, *DAY), "category": columns.text(*CATEGORY), **_cut(columns),
                "currency": columns.constant(columns.context.currency)}
        bands = {metric: bands_of(columns, *cells) for metric, cells in METRICS.items() if columns.has(*cells)}
        parts = [columns.batch(MARKET_DAY, {**what, "metric": columns.constant(metric), "low": low, "high": high},
                               pc.or_(pc.is_valid(low), pc.is_valid(high))).rows for metric, (low, high) in bands.items()]
        cut = next((cut for cut, aliases in CUTS if columns.has(*aliases)), SIZE)
        part = f"{cut} {only(*CATEGORY)(columns)}".strip()      # files of two categories of a day stand beside each other
        whole = Batch(MARKET_DAY, pa.concat_tables(parts).combine_chunks(), part=part)
        return Parsed(self.name, self.version, (whole,), columns.rejected, tuple(columns.warnings))


def _cut(columns: Columns) -> "dict[str, pa.Array]":
    """Which cut a file is of, and the value of each row in it."""
    import pyarrow.compute as pc

    for cut, aliases in CUTS:
        if columns.has(*aliases):
            columns.require(columns.text(*aliases), *aliases)
            return {"cut": columns.constant(cut), "value": pc.fill_null(columns.text(*aliases), "")}
    return {"cut": columns.constant(SIZE), "value": columns.constant("")}
