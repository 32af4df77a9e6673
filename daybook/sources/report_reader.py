"""A reader of a report that its layout describes all but wholly; what is special about it is one function."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Aliases, Layout, days

if TYPE_CHECKING:
    import pyarrow as pa

#: Adds or changes columns of the table, and leaves rows out, before keys are compared.
Finish = Callable[[Columns, "dict[str, pa.Array]"], None]
#: Makes rows of further tables, once the report's own are settled.
Beside = Callable[[Columns, "dict[str, pa.Array]"], tuple[Batch, ...]]
#: Tells the sources of one table apart: a word, or how to find it in the columns.
Part = str | Callable[[Columns], str]
#: Amounts whose total row, where the file has one, is compared with the rows.
COMPARED = ("paid_amount", "ad_spend", "ad_gmv")


def nothing_else(columns: Columns, rows: "dict[str, pa.Array]") -> tuple[Batch, ...]:
    """The report fills one table."""
    return ()


def as_it_stands(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Nothing beyond the columns of the layout."""


class ReportReader:
    """Reader of one report table: columns by their names, days by the `day` column or the file's own statement.

    `finish` does what columns alone do not say.  `anchors` are further columns in which a total row names itself;
    `compared` are amounts whose total row is compared.  `named`: the file name states the days that the report
    covers (else it holds the day of the export).  `part` tells the sources of one day's slice apart.
    `beside` makes rows of further tables of the same columns.
    """

    def __init__(self, name: str, platforms: tuple[str, ...], layout: Layout, day: Aliases,
                 finish: Finish = as_it_stands, version: int = 1, *, anchors: tuple[Aliases, ...] = (),
                 compared: tuple[str, ...] = COMPARED, named: bool = True, part: Part = "",
                 beside: Beside = nothing_else) -> None:
        self.name, self.platforms, self.version = name, platforms, version
        self.layout, self.day, self.finish = layout, day, finish
        self.anchors, self.compared, self.named, self.part = anchors, compared, named, part
        self.beside = beside
        self.columns = layout.columns | names(*day)

    def recognises(self, sheet: Sheet) -> bool:
        return self.layout.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return self.layout.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns, layout = Columns(sheet, context), self.layout
        columns.leave_out_blank()
        keys = [layout.fields[k] for k in layout.table.key if k in layout.fields and k not in layout.fills]
        for anchor in (*self.anchors, self.day, *keys):
            columns.set_totals_aside(*anchor)
        for aliases in keys:
            columns.require(columns.text(*aliases), *aliases)
        rows = layout.rows(columns, days(columns, *self.day))
        self.finish(columns, rows)
        part = self.part if isinstance(self.part, str) else self.part(columns)
        batch = layout.batch(columns, rows, part, self.named)
        for amount in self.compared:
            if amount in rows and amount in layout.fields:
                columns.reconcile(rows[amount], *layout.fields[amount])
        return Parsed(self.name, self.version, (batch, *self.beside(columns, rows)), columns.rejected,
                      tuple(columns.warnings), tuple(columns.own_totals))


def only(*aliases: str) -> Callable[[Columns], str]:
    """The one value of a column, where an export is of one listing, show or event; "" where it holds several.

    Exports of several listings of the same day stand beside each other instead of replacing each other.
    """
    def part(columns: Columns) -> str:
        found = set(columns.ids(*aliases).filter(columns.kept).drop_null().to_pylist())
        return found.pop() if len(found) == 1 else ""
    return part


def take_hours(*aliases: str) -> Finish:
    """Fills `hour` from cells such as `9`, `09:00` or `09:00-09:59`."""
    def finish(columns: Columns, rows: "dict[str, pa.Array]") -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        text = columns.text(*aliases)
        found = pc.struct_field(pc.extract_regex(text, r"^(?P<hour>[01]?\d|2[0-3])(?::\d{2}.*|时|点)?$"), "hour")
        rows["hour"] = pc.cast(found, pa.int64())
        columns.reject(pc.is_null(rows["hour"]), "is not an hour of the day", *aliases)
    return finish


def drop_parents(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Leaves out rows of a source that its own details repeat; a detail called 汇总 is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    total = pc.is_in(rows["source_detail"], value_set=pa.array(["汇总", "总计", "全部"]))
    rows["source_detail"] = pc.if_else(total, pa.scalar(""), rows["source_detail"])
    whose = list(zip(*(rows[n].to_pylist() for n in ("day", "item_id", "source", "device")), strict=True))
    details = rows["source_detail"].to_pylist()
    told = {who for who, detail, keep in zip(whose, details, columns.kept.to_pylist(), strict=True) if keep and detail}
    if told:
        above = [not detail and who in told for who, detail in zip(whose, details, strict=True)]
        columns.leave_out(pa.array(above, pa.bool_()))
