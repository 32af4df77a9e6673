"""What the readers of report tables have in common: columns by aliases, the day of a row, the days a file covers."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson, NoDay
from daybook.facts.table import Table, Type
from daybook.sources.cells import NUMBER_NULLS, names
from daybook.sources.columns import Columns, missing
from daybook.sources.dates import period, period_in_name
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Batch, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

Aliases = tuple[str, ...]
#: How exports say that a flag is set.
YES = ("是", "true", "TRUE", "True", "1", "Y", "y", "yes", "Yes")


@dataclass(frozen=True)
class Layout:
    """How a report is laid out.

    `fields` gives each column of the table its header names; `needed` are groups of which the header has one each;
    `never` are headers of other reports that look alike.  `fills` are key columns in which an empty cell is "".
    """

    table: Table
    fields: dict[str, Aliases]
    needed: tuple[Aliases, ...]
    never: Aliases = ()
    fills: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        return names(*(n for group in (*self.fields.values(), *self.needed) for n in group))

    def fits(self, sheet: Sheet) -> bool:
        return not self.lacks(sheet) and names(*sheet.header).isdisjoint(names(*self.never))

    def lacks(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, *self.needed)

    def rows(self, columns: Columns, day: "pa.Array") -> "dict[str, pa.Array]":
        """The columns of the table, one value per row; `day` is given because reports say it in several places."""
        import pyarrow.compute as pc

        found = {"day": day}
        if "currency" in self.table.names:
            currency = columns.text(*self.fields.get("currency", ()))
            found["currency"] = pc.coalesce(currency, columns.constant(columns.context.currency))
        for column in self.table.columns:
            if column.name not in found and column.name in self.fields:
                found[column.name] = self._values(columns, column.name, column.type)
        return found

    def batch(self, columns: Columns, rows: "dict[str, pa.Array]", part: str = "", named: bool = True) -> Batch:
        """The kept rows, each key once, with the days that the file says it covers."""
        leave_out_repeated(columns, rows, self.table.key, *self.fields.get(self.table.key[-1], ("row",)))
        batch = columns.batch(self.table, rows)
        covers = stated_period(columns.sheet, named)
        return Batch(self.table, batch.rows, covers, part)

    def _values(self, columns: Columns, name: str, kind: Type) -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        aliases = self.fields[name]
        if kind is Type.TEXT:
            text = columns.ids(*aliases) if name.endswith("_id") else columns.text(*aliases)
            if name.endswith("_id"):  # 万相台 writes an absent id as n
                text = pc.if_else(pc.is_in(text, value_set=pa.array(NUMBER_NULLS)), pa.scalar(None, pa.string()), text)
            return pc.coalesce(text, pa.scalar("")) if name in self.fills else text
        if kind in (Type.DAY, Type.MOMENT):
            found = columns.moments(*aliases)
            return found.day if kind is Type.DAY else found.at
        if kind is Type.FLAG:
            said = columns.text(*aliases)
            return pc.if_else(pc.is_valid(said), pc.is_in(said, value_set=pa.array(YES)), pa.scalar(None, pa.bool_()))
        if kind is Type.MONEY:
            return columns.money(*aliases)
        return columns.rate(*aliases) if kind is Type.RATE else columns.count(*aliases)


def days(columns: Columns, *aliases: str) -> "pa.Array":
    """The day of each row: from its own column, else the one day that the file states for all.

    Raises NeedsPerson when rows sum several days, NoDay when the file states none.
    """
    import pyarrow as pa

    if columns.has(*aliases):
        _refuse_ranges(columns, *aliases)
        return columns.moments(*aliases, required=True).day
    stated = stated_period(columns.sheet, named=True)
    if stated is None or stated[0] != stated[1]:
        said = "no day" if stated is None else f"{stated[0]} to {stated[1]} in one"
        raise (NoDay if stated is None else NeedsPerson)(
            f"the report states {said}: its rows can be put to no day", where=columns.sheet.file,
            next_step="export it again for one day, or day by day (分日)")
    return pa.repeat(pa.scalar(stated[0], pa.date32()), columns.rows)


def _refuse_ranges(columns: Columns, *aliases: str) -> None:
    import pyarrow.compute as pc

    text = columns.text(*aliases)
    ranged = text.filter(pc.fill_null(pc.match_substring_regex(text, "至|~|～"), False))
    if len(ranged):
        raise NeedsPerson(f"the rows sum several days ({ranged[0].as_py()[:24]})", where=columns.sheet.file,
                          next_step="export the report again day by day (分日), not as a sum (汇总)")


def stated_period(sheet: Sheet, named: bool) -> tuple[date, date] | None:
    """First and last day that the rows above the header state, else (if `named`) that the file name states."""
    for row in sheet.preamble:
        for cell in row:
            said = cell.strip()
            for mark in ("统计时间", "统计日期", "日期", "起止时间"):
                said = said.removeprefix(mark).lstrip(":： ")
            found = period(said) if any(c.isdigit() for c in said) else None
            if found:
                return found
    return period_in_name(sheet.file) if named else None
