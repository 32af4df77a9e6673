"""Which days the rows of a report count: a day each, or all of them one stated period.

A row over several days is kept at the last of them, with the first beside it; nothing is spread over days.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson, NoDay
from daybook.sources.columns import Columns
from daybook.sources.dates import period, period_in_name
from daybook.sources.reader import Sheet
from daybook.sources.report import Aliases

if TYPE_CHECKING:
    import pyarrow as pa

ALL_TIME = "all time"
#: `# Start date: 20230424` of comments above a table, `dataStartTime: 2021-06-11` of a JSON report's own options.
_NAMED = re.compile(r"#?\s*\S*?(?P<edge>start|end)\s*(?:date|time)\W+(?P<day>\d{4}-?\d{2}-?\d{2})\b.*", re.I)


@dataclass(frozen=True)
class Span:
    """First and last day of each row; `covers` are the days that the file says it holds; `part` tells periods apart."""

    first: "pa.Array"
    day: "pa.Array"
    covers: tuple[date, date] | None = None
    part: str = ""

    @property
    def is_daily(self) -> bool:
        return not self.part


def span_of(columns: Columns, day: Aliases = (), begins: Aliases = (), ends: Aliases = ()) -> Span:
    """By the column of the day, else of first and last day, else by what the file or its name states for all rows.

    Raises NoDay when nothing states the period, NeedsPerson when it lies ahead.
    """
    if columns.has(*day):
        if says_ranges(columns, day):
            return _of_ranges(columns, day)
        own = columns.moments(*day, required=True).day
        return Span(own, own, stated_days(columns.sheet, named=False))
    if columns.has(*begins) and columns.has(*ends):
        return _of_rows(columns, begins, ends)
    stated = stated_days(columns.sheet)
    if stated is not None:
        return _whole(columns, *stated)
    if any(cell.strip().lower() == ALL_TIME for row in columns.sheet.preamble for cell in row):
        return _whole(columns, None, columns.context.today)
    raise NoDay("neither the report nor its name states the days that it counts", where=columns.sheet.file,
                next_step="put first and last day into the file name, such as report_2026-08-03_2026-08-09.csv")


def says_ranges(columns: Columns, day: Aliases) -> bool:
    """Whether cells of the day read `20260803至20260809`."""
    import pyarrow.compute as pc

    ranged = pc.match_substring_regex(columns.text(*day), r"\d\s*(?:至|~|～)\s*\d")
    return bool(pc.any(pc.and_(pc.fill_null(ranged, False), columns.kept)).as_py())


def _of_ranges(columns: Columns, day: Aliases) -> Span:
    """Each row at the last day of its own range; weeks stand beside each other and are never added to days."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = columns.text(*day)
    found = {cell: period(cell) for cell in pc.unique(text.drop_null()).to_pylist()}
    spans = [found[cell] if cell else None for cell in text.to_pylist()]
    first = pa.array([span and span[0] for span in spans], pa.date32())
    last = pa.array([span and span[1] for span in spans], pa.date32())
    columns.reject(pc.is_null(last), "is neither a day nor a range of days", *day)
    late = pc.greater(last, pa.scalar(columns.context.today + timedelta(days=1), pa.date32()))
    columns.reject(late, f"lies in the future (today is {columns.context.today})", *day)
    return Span(first, last, None, "by range")


def stated_days(sheet: Sheet, named: bool = True) -> tuple[date, date] | None:
    """First and last day that the rows above the header state, else (if `named`) the file name; None without either."""
    edges: dict[str, date] = {}
    for row in sheet.preamble:
        edge = _NAMED.fullmatch(": ".join(cell.strip() for cell in row if cell.strip()))
        found = period(edge["day"]) if edge else None
        if edge and found:
            edges[edge["edge"].lower()] = found[0]
            continue
        for cell in row:
            found = period(cell) if any(c.isdigit() for c in cell) else None
            if found:
                return found
    if edges.keys() == {"start", "end"}:
        return edges["start"], edges["end"]
    return period_in_name(sheet.file) if named else None


def _of_rows(columns: Columns, begins: Aliases, ends: Aliases) -> Span:
    """Rows of a day each are daily; where any row has several days, all belong to the period of the whole file."""
    import pyarrow.compute as pc

    first, last = columns.moments(*begins, required=True).day, columns.moments(*ends, required=True).day
    columns.reject(pc.fill_null(pc.greater(first, last), False), "ends before it begins", *ends)
    kept_first, kept_last = first.filter(columns.kept), last.filter(columns.kept)
    if not len(kept_last) or pc.all(pc.equal(kept_first, kept_last)).as_py():
        return Span(first, last)
    return _whole(columns, pc.min(kept_first).as_py(), pc.max(kept_last).as_py())


def _whole(columns: Columns, first: date | None, last: date) -> Span:
    import pyarrow as pa

    if last > columns.context.today + timedelta(days=1):
        raise NeedsPerson(f"the period ends on {last}, which lies ahead (today is {columns.context.today})",
                          where=columns.sheet.file, next_step="export it again up to yesterday")
    part = "" if first == last else f"from {first}" if first else ALL_TIME
    day = pa.scalar(last, pa.date32())
    return Span(pa.repeat(pa.scalar(first, pa.date32()), columns.rows), pa.repeat(day, columns.rows), (last, last), part)
