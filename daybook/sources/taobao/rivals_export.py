"""竞店 and 竞品 as a person or an add-on writes them down: one row per shop or listing and day, a column per figure.

There is no official export.  A rival's figures are bands (`1万 ~ 2.5万`) and stay intervals, never points.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from daybook.facts.rival_tables import COMPETITOR_DAY
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.grammar import MONEY_STEP, band
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import days
from daybook.sources.report_reader import only

if TYPE_CHECKING:
    import pyarrow as pa

DAY = ("统计日期", "日期")
SHOP, ITEM = ("竞店ID", "竞店", "竞店名称"), ("竞品ID", "竞品", "竞品名称")
SHOP_NAME, ITEM_NAME, OWN = ("竞店名称", "竞店"), ("竞品名称", "竞品"), ("是否本店", "本店")
METRICS = {
    "visitors": ("访客数", "访客人数"), "paid_amount": ("支付金额", "交易金额"), "payment_cvr": ("支付转化率",),
    "paid_buyers": ("支付买家数", "支付人数"), "paid_units": ("支付件数",), "spend_per_buyer": ("客单价",),
    "search_visitors": ("搜索人数", "搜索访客数"), "cart_buyers": ("加购人数",), "favorite_buyers": ("收藏人数",),
    "uv_value": ("UV价值",), "presale_amount": ("预售定金金额",), "items_sold": ("动销商品数",),
}


class RivalsExport:
    """Reader of bands of rivals; a row of the shop itself (是否本店: 是) is exact."""

    name = "taobao.rivals_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(*DAY, *SHOP, *ITEM, *OWN, *(cell for group in METRICS.values() for cell in group))

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, (*SHOP, *ITEM), tuple(cell for group in METRICS.values() for cell in group))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        whose = _whose(columns, days(columns, *DAY))
        bands = {metric: bands_of(columns, *cells) for metric, cells in METRICS.items() if columns.has(*cells)}
        parts = [
            columns.batch(COMPETITOR_DAY, {**whose, "metric": columns.constant(metric), "low": low, "high": high},
                          pc.or_(pc.is_valid(low), pc.is_valid(high))).rows
            for metric, (low, high) in bands.items()
        ]
        whole = Batch(COMPETITOR_DAY, pa.concat_tables(parts).combine_chunks(), part=only(*ITEM, *SHOP)(columns))
        return Parsed(self.name, self.version, (whole,), columns.rejected, tuple(columns.warnings))


def _whose(columns: Columns, day: "pa.Array") -> "dict[str, pa.Array]":
    """Whose figures a row holds: a shop's, or a listing's where the row names one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    item = columns.ids(*ITEM)
    who = pc.coalesce(item, columns.ids(*SHOP))
    columns.require(who, *(ITEM if columns.has(*ITEM) else SHOP))
    own = pc.fill_null(pc.is_in(columns.text(*OWN), value_set=pa.array(["是", "本店", "true", "1"])), False)
    return {
        "day": day, "kind": pc.if_else(pc.is_valid(item), pa.scalar("item"), pa.scalar("shop")), "competitor_id": who,
        "competitor": pc.coalesce(columns.text(*ITEM_NAME), columns.text(*SHOP_NAME)), "own": own,
        "currency": columns.constant(columns.context.currency),
    }


def bands_of(columns: Columns, *aliases: str) -> "tuple[pa.Array, pa.Array]":
    """Lower and upper ends; a cell that is no band leaves its row out."""
    import pyarrow as pa

    kind, found, bad = pa.decimal128(18, 4), [], []
    for cell in columns.text(*aliases).to_pylist():
        try:
            found.append(band(cell) if cell else None)
            bad.append(False)
        except (ValueError, ArithmeticError):
            found.append(None)
            bad.append(True)
    columns.reject(pa.array(bad, pa.bool_()), "is neither a number nor a band", *aliases)
    low = [_end(b.low) if b else None for b in found]
    return pa.array(low, kind), pa.array([_end(b.high) if b else None for b in found], kind)


def _end(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(MONEY_STEP, ROUND_HALF_UP)
