"""A reader of things that happened, one row each, told by a key: sign-ups, movements of money, orders of creators."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.header import ORDER_NAME
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Aliases, Layout
from daybook.sources.report_reader import Finish, as_it_stands

if TYPE_CHECKING:
    import pyarrow as pa


class EventReader:
    """Reader of one event table: columns by their names; every row says its own day.

    `finish` does what columns alone do not say.  `compared` are amounts whose total row, where the file has one, is
    compared with the rows.  `explained`: the first row may explain the columns instead of being one.  `total` finds
    further rows that are the file's own totals.  `shop` is the column of a house layout that names the shop.
    """

    def __init__(self, name: str, platforms: tuple[str, ...], layout: Layout, day: Aliases,
                 finish: Finish = as_it_stands, version: int = 1, *, compared: tuple[str, ...] = (),
                 explained: bool = False, total: Callable[[Columns], "pa.Array"] | None = None,
                 shop: Aliases = ()) -> None:
        self.name, self.platforms, self.version = name, platforms, version
        self.layout, self.day, self.finish, self.compared = layout, day, finish, compared
        self.explained, self.total, self.shop = explained, total, shop
        self.columns = layout.columns | names(*day, *shop)

    def recognises(self, sheet: Sheet) -> bool:
        return self.layout.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return self.layout.lacks(sheet)

    def _leave_out_comments(self, columns: Columns) -> None:
        """Lines below the table that begin with # sum or end it; an order's name such as #1003 begins none."""
        import pyarrow.compute as pc

        first = pc.coalesce(*(columns.cells(cell) for cell in columns.sheet.header[:2]))
        named = pc.match_substring_regex(first, ORDER_NAME)
        columns.leave_out(pc.and_(pc.starts_with(first, "#"), pc.invert(named)))

    def _leave_out_explanations(self, columns: Columns) -> None:
        """A second header row says 收入+支出 or `Platform unique order ID.` where rows have a day."""
        import pyarrow as pa
        import pyarrow.compute as pc

        said = pc.fill_null(pc.match_substring_regex(columns.text(*self.day), r"\d{4}"), False)
        first = pa.array([row == 0 for row in range(columns.rows)], pa.bool_())
        columns.leave_out(pc.and_(first, pc.invert(said)))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns, layout = Columns(sheet, context), self.layout
        columns.leave_out_blank()
        keys = [layout.fields[k] for k in layout.table.key if k in layout.fields and k not in layout.fills]
        self._leave_out_comments(columns)
        if self.explained:
            self._leave_out_explanations(columns)
        if self.total:
            columns.set_aside(self.total(columns))
        for anchor in (self.day, *keys):
            columns.set_totals_aside(*anchor)
        for aliases in keys:
            columns.require(columns.text(*aliases), *aliases)
        rows = layout.rows(columns, columns.moments(*self.day, required=True).day)
        rows[layout.table.day] = rows.pop("day")
        for key in layout.fills:
            rows.setdefault(key, columns.constant(""))
        self.finish(columns, rows)
        leave_out_repeated(columns, rows, layout.table.key, *(keys[0] if keys else self.day))
        batch = columns.batch(layout.table, rows)
        for amount in self.compared:
            columns.reconcile(rows[amount], *layout.fields.get(amount, (amount,)))
        shops = tuple(sorted(set(columns.text(*self.shop).drop_null().to_pylist()))) if columns.has(*self.shop) else ()
        return Parsed(self.name, self.version, (batch,), columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals), shops)
