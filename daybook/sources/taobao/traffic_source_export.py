"""店铺来源 of 生意参谋: visits by source, four levels deep, with 汇总 rows that hold what stands under them.

Only the finest rows are kept: a 汇总 row counts again what its own rows count.
"""

from typing import TYPE_CHECKING

from daybook.facts.report_tables import SOURCE_DAY
from daybook.sources.columns import Columns
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days

if TYPE_CHECKING:
    import pyarrow as pa

DAY = ("统计日期", "日期")
LEVELS = (("一级来源",), ("二级来源",), ("三级来源",), ("四级来源",))
CARRIER = ("流量载体",)
#: How the carrier is called where it is all of them.
ALL_CARRIERS = ("全部", "汇总", "全店", "全部载体", "整体", "")

SOURCE = Layout(
    SOURCE_DAY,
    {
        **{f"source_{i + 1}": level for i, level in enumerate(LEVELS)},
        "visitors": ("访客数",), "new_visitors": ("新访客",), "dwell_seconds": ("平均停留时长",),
        "item_clickers": ("商品点击人数",), "favorite_buyers": ("商品收藏人数",), "cart_buyers": ("加购人数",),
        "cart_units": ("加购件数",), "new_followers": ("关注店铺人数",), "ordered_buyers": ("下单买家数",),
        "ordered_amount": ("下单金额",), "paid_buyers": ("支付买家数",), "paid_amount": ("支付金额",),
    },
    needed=(("一级来源",), ("二级来源",), ("访客数",), ("支付金额",)),
    never=("商品ID", "搜索词"),
    fills=("source_1", "source_2", "source_3", "source_4"),
)


class TrafficSourceExport:
    """Reader of 店铺来源 (sheet 全店流量来源); the sheet by carrier counts the same visits again and is left out."""

    name = "taobao.traffic_source_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = SOURCE.columns

    def recognises(self, sheet: Sheet) -> bool:
        return SOURCE.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return SOURCE.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow.compute as pc

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        self._leave_out_carriers(columns)
        rows = SOURCE.rows(columns, days(columns, *DAY))
        for level in LEVELS:
            name = f"source_{LEVELS.index(level) + 1}"
            rows[name] = _blank_where_total(rows[name])
        columns.require(pc.if_else(pc.equal(rows["source_1"], ""), None, rows["source_1"]), *LEVELS[0])
        columns.leave_out(parents(rows, columns.kept))
        batch = SOURCE.batch(columns, rows)
        batches = (batch,) if batch.rows.num_rows else ()
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings))

    def _leave_out_carriers(self, columns: Columns) -> None:
        """Rows by carrier repeat the visits of the rows for all carriers."""
        import pyarrow as pa
        import pyarrow.compute as pc

        single = pc.invert(pc.is_in(columns.text(*CARRIER), value_set=pa.array([*ALL_CARRIERS, None], pa.string())))
        columns.warn(single, "{rows} rows by carrier (流量载体) count visits again and were left out")
        columns.leave_out(single)


def parents(rows: "dict[str, pa.Array]", kept: "pa.Array") -> "pa.Array":
    """The rows that hold what finer rows of the same day hold: their source is the beginning of another's."""
    import pyarrow as pa

    levels = [rows[f"source_{i}"].to_pylist() for i in (1, 2, 3, 4)]
    paths = [
        (day, *(level for level in path if level))
        for day, *path in zip(rows["day"].to_pylist(), *levels, strict=True)
    ]
    above = {path[:n] for path, keep in zip(paths, kept.to_pylist(), strict=True) if keep for n in range(2, len(path))}
    return pa.array([path in above for path in paths], pa.bool_())


def _blank_where_total(level: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    total = pc.is_in(level, value_set=pa.array(["汇总", "-", "总计"]))
    return pc.if_else(total, pa.scalar(""), level)
