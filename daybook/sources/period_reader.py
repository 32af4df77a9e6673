"""A reader of a report that counts by day or over a stated period; what is special about it is one function."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.report_tables import AD_PLAN_DAY
from daybook.facts.table import Type
from daybook.sources import grammar
from daybook.sources.adding_up import add_up
from daybook.sources.columns import Columns
from daybook.sources.header_units import without_currency
from daybook.sources.periods import Span, span_of
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Aliases, Layout
from daybook.sources.report_reader import Finish, Part

if TYPE_CHECKING:
    import pyarrow as pa

#: What may be added over the units of a plan.
ADDED = ("impressions", "clicks", "ad_spend", "ad_orders", "ad_gmv", "direct_gmv")
#: Amounts whose total row, where there is one, is compared.
COMPARED = ("ad_spend", "ad_gmv", "ordered_amount", "paid_amount", "item_revenue")


@dataclass(frozen=True)
class Dated:
    """The columns that say of which days a row is."""

    day: Aliases = ()
    begins: Aliases = ()
    ends: Aliases = ()


class PeriodReader:
    """Reader of one table of periods.

    `anchors` are columns in which a total row names itself; `part` tells the sources of one table apart;
    `any_mark`: amounts may have a decimal comma, which the file's own amounts must prove.  `daily` is filled instead
    of `layout` when rows are of a day each and no `finer` column cuts them, `plans` beside it: the rows of a plan and
    day added up.  `nameless`: a row without the name in this column, where there is one, is the file's own total.
    """

    def __init__(self, name: str, platforms: tuple[str, ...], layout: Layout, dated: Dated, part: Part = "",
                 finish: Finish = lambda columns, rows: None, anchors: Aliases = (), any_mark: bool = False,
                 daily: Layout | None = None, finer: Aliases = (), plans: bool = False, nameless: Aliases = (),
                 version: int = 1) -> None:
        self.name, self.platforms, self.layout, self.version = name, platforms, layout, version
        self.dated, self.part, self.finish, self.anchors, self.any_mark = dated, part, finish, anchors, any_mark
        self.daily, self.finer, self.plans, self.nameless = daily, finer, plans, nameless
        self.columns = layout.columns | Layout(layout.table, {}, (dated.day, dated.begins, dated.ends)).columns

    def recognises(self, sheet: Sheet) -> bool:
        return self.layout.fits(without_currency(sheet)[0])

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return self.layout.lacks(without_currency(sheet)[0])

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        plain, currency = without_currency(sheet)
        columns = Columns(plain, replace(context, currency=currency or context.currency))
        columns.leave_out_blank()
        self._check_keys(columns)
        if self.any_mark:
            columns.mark = decimal_mark_of(columns, self.layout)
        span = span_of(columns, self.dated.day, self.dated.begins, self.dated.ends)
        layout = self.daily if self.daily and span.is_daily and not columns.has(*self.finer) else self.layout
        rows = self._rows(columns, layout, span)
        made = layout.batch(columns, rows)
        source = self.part if isinstance(self.part, str) else self.part(columns)
        part = " ".join(word for word in (source, span.part) if word)
        batches = [Batch(made.table, made.rows, span.covers, part)]
        if self.plans and span.is_daily:
            batches.append(replace(plan_days(columns, rows), covers=span.covers, part=source))
        for amount in COMPARED:
            if amount in rows:
                columns.reconcile(rows[amount], *layout.fields.get(amount, ()))
        return Parsed(self.name, self.version, tuple(batches), columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals))

    def _check_keys(self, columns: Columns) -> None:
        """Total rows are set aside; a row without one of its names is rejected."""
        layout = self.layout
        named = [layout.fields[k] for k in layout.table.key if k in layout.fields and k not in layout.fills]
        for anchor in (*((a,) for a in self.anchors), self.dated.day, *named):
            columns.set_totals_aside(*anchor)
        if self.nameless and columns.has(*self.nameless):
            columns.set_aside(columns.text(*self.nameless).is_null())
        for aliases in named:
            columns.require(columns.text(*aliases), *aliases)

    def _rows(self, columns: Columns, layout: Layout, span: Span) -> "dict[str, pa.Array]":
        rows = layout.rows(columns, span.day)
        for key in layout.fills:
            rows.setdefault(key, columns.constant(""))
        if "first_on" in layout.table.names:
            rows["first_on"] = span.first
        self.finish(columns, rows)
        return rows


def plan_days(columns: Columns, rows: "dict[str, pa.Array]") -> Batch:
    """Rows of units or ads added up to a row per plan and day."""
    import pyarrow.compute as pc

    key = pc.binary_join_element_wise(pc.cast(rows["day"], "string"), rows["plan_id"], "\n")
    firsts = {"day": rows["day"], "plan_id": rows["plan_id"], "plan": rows["plan_id"], "currency": rows["currency"]}
    sums = {name: rows[name] for name in ADDED if name in rows}
    added, count = add_up(key, firsts, sums, columns.kept)
    return Batch(AD_PLAN_DAY, conform(AD_PLAN_DAY, added, count))


def decimal_mark_of(columns: Columns, layout: Layout) -> str:
    """The decimal mark that the amounts of the file prove; see `grammar.decimal_mark`."""
    cells: list[str] = []
    title = ""
    for column in layout.table.columns:
        aliases = layout.fields.get(column.name, ())
        if column.type is Type.MONEY and columns.has(*aliases):
            title = title or columns.title(*aliases)
            cells += [re.sub(r"\s", "", c) for c in columns.text(*aliases).drop_null().to_pylist()]
    return grammar.decimal_mark(cells, title)
