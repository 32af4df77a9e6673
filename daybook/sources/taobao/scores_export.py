"""DSR and other scores of the shop: one row per score (指标, 得分), or one row per day with a column per score."""

import re
from typing import TYPE_CHECKING

from daybook.facts.service_tables import SHOP_SCORE_DAY
from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.grammar import RATE_STEP, decimals
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days
from daybook.sources.report_reader import ReportReader

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("taobao", "tmall")
DAY = ("日期", "统计日期")
SCORE, VALUE = ("指标", "指标名称"), ("得分", "评分")
#: What a score is called, by a word that its name holds; the first that fits.
KINDS = (("描述", "description"), ("服务态度", "service"), ("物流", "logistics"), ("服务", "service"), ("体验", "experience"),
         ("商品", "goods"))
#: Wide exports: `描述得分（较上日）` holds the score, and perhaps its change behind it.
WIDE = tuple(
    tuple(form.format(word) for form in ("{}得分(较上日)", "{}得分", "{}评分(较上日)", "{}评分"))
    for word in ("描述", "服务", "物流")
)


def name_scores(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Scores by the trade's words; one that has none keeps the platform's name.  A row without a score is none."""
    import pyarrow as pa

    columns.require(rows["value"], *VALUE)
    rows["score"] = pa.array([kind_of(name) if name else None for name in rows["score"].to_pylist()], pa.string())


def kind_of(name: str) -> str:
    """The score that a name means.

    >>> kind_of("宝贝与描述相符"), kind_of("卖家的服务态度"), kind_of("物流服务的质量")
    ('description', 'service', 'logistics')
    """
    return next((kind for word, kind in KINDS if word in name), name)


SCORES = ReportReader(
    "taobao.scores_export", PLATFORMS,
    Layout(
        SHOP_SCORE_DAY,
        {"score": SCORE, "value": VALUE, "industry_mean": ("行业均值",), "target": ("目标值",),
         "trend": ("趋势", "趋势提示"), "against_industry": ("与行业对比",),
         "to_target": ("距目标值差距", "距目标值相差(笔5分评价订单)")},
        needed=(SCORE, VALUE, ("行业均值", "目标值", "与行业对比")),
    ),
    DAY, name_scores,
)


class ScoreDaysExport:
    """Reader of scores by day, a column each."""

    name = "taobao.score_days_export"
    version = 1
    platforms: tuple[str, ...] = PLATFORMS
    columns = names(*DAY, *(cell for group in WIDE for cell in group))

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet) and names(*sheet.header).isdisjoint(names(*SCORE))

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        have = names(*sheet.header)
        return tuple(group[1] for group in WIDE if not have & names(*group))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow as pa

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        day = days(columns, *DAY)
        values = {kind_of(group[1]): self._values(columns, group) for group in WIDE}
        kept = columns.kept
        per_day = [{"day": day, "score": columns.constant(kind), "value": value} for kind, value in values.items()]
        parts = [columns.batch(SHOP_SCORE_DAY, rows, kept).rows for rows in per_day]
        whole = pa.concat_tables([pa.table(part) for part in parts]).combine_chunks()
        batch = Batch(SHOP_SCORE_DAY, whole, part="by day")  # beside the report by score, which knows more of one day
        return Parsed(self.name, self.version, (batch,), columns.rejected, tuple(columns.warnings))

    def _values(self, columns: Columns, group: tuple[str, ...]) -> "pa.Array":
        """The number that begins a cell such as `4.86（↑0.01）`."""
        import pyarrow as pa

        found = [re.match(r"\d+(?:\.\d+)?", cell) if cell else None for cell in columns.text(*group).to_pylist()]
        values, _ = decimals(pa.array([f[0] if f else None for f in found], pa.string()), RATE_STEP)
        columns.require(values, *group)
        return values
