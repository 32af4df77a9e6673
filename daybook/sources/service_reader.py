"""A reader of service performance by agent (客服) and day, for consoles whose table ends in at most one total row."""

from typing import TYPE_CHECKING

from daybook.facts.service_tables import SERVICE_AGENT_DAY
from daybook.sources.cells import by_distinct, matching
from daybook.sources.columns import Columns
from daybook.sources.grammar import RATE_STEP, seconds
from daybook.sources.report import Aliases, Layout
from daybook.sources.report_reader import ReportReader

if TYPE_CHECKING:
    import pyarrow as pa

DAY = ("日期", "统计日期", "统计时间")


def lengths(columns: Columns, *aliases: str) -> "pa.Array":
    """Lengths of time in seconds: `38.5`, `1分20秒`, `00:01:20`."""
    import pyarrow as pa

    text, kind = columns.text(*aliases), pa.decimal128(18, 8)
    fast = matching(text, r"^\d{1,9}(?:\.\d{1,8})?$").cast(kind)
    values, bad = by_distinct(text, fast, lambda cell: (s := seconds(cell)) and s.quantize(RATE_STEP), kind)
    columns.reject(bad, "is not a length of time", *aliases)
    return values


def service_reader(name: str, platforms: tuple[str, ...], fields: dict[str, Aliases], needed: tuple[Aliases, ...],
                   first: Aliases, mean: Aliases, version: int = 1) -> ReportReader:
    """The reader of one console's table; `first` and `mean` are its lengths of reply."""
    def finish(columns: Columns, rows: "dict[str, pa.Array]") -> None:
        rows["first_reply_seconds"], rows["mean_reply_seconds"] = lengths(columns, *first), lengths(columns, *mean)
        if "inquirers" in rows and "inquiry_buyers" in rows and columns.has(*fields["inquiry_buyers"]):
            rows.pop("inquiry_cvr", None)  # it follows from its two parts

    found = ReportReader(name, platforms, Layout(SERVICE_AGENT_DAY, fields, needed), DAY, finish, version,
                         compared=("inquiry_paid_amount",))
    found.columns |= Layout(SERVICE_AGENT_DAY, {}, (first, mean)).columns
    return found
