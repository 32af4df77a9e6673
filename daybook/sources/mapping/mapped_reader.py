"""Reads a table by a mapping into orders, order lines and refunds.

Without a `paid_at` column an order counts as paid when it was placed.  `paid_amount` of an order is the sum of its
lines and, where the mapping names it, its freight; a line's is its amount (or unit price x units).
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.sources.adding_up import leave_out_broken_orders
from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.mapping import derived
from daybook.sources.mapping.rows import MappedRows, matches
from daybook.sources.mapping.spec import Mapping, lacking
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet

if TYPE_CHECKING:
    import pyarrow as pa


class MappedReader:
    """Reader made of a mapping; it recognises every sheet that has the columns which the mapping names."""

    name = "mapping"
    version = 1
    platforms: tuple[str, ...] = ()

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.columns = names(*mapping.headers)

    def recognises(self, sheet: Sheet) -> bool:
        return not lacking(self.mapping, sheet.header)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return lacking(self.mapping, sheet.header)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(self.mapping.columns["order_id"])
        rows = MappedRows(columns, self.mapping)
        batches = self._lines(columns, rows) if self.mapping.kind == "order_lines" else self._orders(columns, rows)
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals))

    def _lines(self, columns: Columns, rows: MappedRows) -> tuple[Batch, ...]:
        """Order lines, the orders that they add up to, and the rows that are refunds."""
        import pyarrow.compute as pc

        is_refund = self._refunds_and_skips(columns, rows)
        lines = rows.lines()
        leave_out_repeated(columns, lines, ("order_id", "line_id"), self.mapping.columns.get("line_id", "line_id"))
        leave_out_broken_orders(columns, lines["order_id"])
        columns.reconcile(rows.amount, *self._alias("amount"))
        sold = pc.and_(columns.kept, pc.invert(is_refund))
        orders = derived.orders_of(rows, lines, sold)
        ordered_on = derived.order_days(orders, lines)
        lines["ordered_on"] = pc.coalesce(ordered_on, lines["ordered_on"])
        found = [columns.batch(ORDER_LINES, lines, pc.invert(is_refund)), Batch(ORDERS, orders)]
        if self.mapping.refund_when:
            found.append(columns.batch(REFUNDS, rows.refunds(is_refund), is_refund))
        return tuple(found)

    def _orders(self, columns: Columns, rows: MappedRows) -> tuple[Batch, ...]:
        import pyarrow.compute as pc

        is_refund = self._refunds_and_skips(columns, rows)
        orders = rows.orders()
        leave_out_repeated(columns, orders, ("order_id",), self.mapping.columns["order_id"])
        columns.reconcile(rows.amount, *self._alias("amount"))
        found = [columns.batch(ORDERS, orders, pc.invert(is_refund))]
        if self.mapping.refund_when:
            found.append(columns.batch(REFUNDS, rows.refunds(is_refund), is_refund))
        return tuple(found)

    def _refunds_and_skips(self, columns: Columns, rows: MappedRows) -> "pa.Array":
        """The mask of refunds, after rows that are no facts were left out and counted.

        A refund rule speaks before the skip rules, so that a negative quantity of a refund is no stock adjustment.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        is_refund = pa.array([False] * columns.rows, pa.bool_())
        for rule in self.mapping.refund_when:
            is_refund = pc.or_(is_refund, matches(columns, rule, rows.mark))
        for rule in self.mapping.keep_when:
            self._skip(columns, pc.invert(matches(columns, rule, rows.mark)), f"not {rule.reason}")
        zero = pc.fill_null(pc.equal(rows.amount, pa.scalar(Decimal(0), rows.amount.type)), False)
        for rule in self.mapping.skip_when:
            hit = matches(columns, rule, rows.mark)
            if rule.negative:
                hit = pc.and_(hit, pc.invert(is_refund))
            self._skip(columns, hit, rule.reason)
        self._skip(columns, pc.and_(is_refund, zero), "a refund of 0")
        return is_refund

    def _skip(self, columns: Columns, mask: "pa.Array", reason: str) -> None:
        columns.warn(mask, "{rows} rows were skipped: " + reason.replace("{", "{{").replace("}", "}}"))
        columns.leave_out(mask)

    def _alias(self, target: str) -> tuple[str, ...]:
        return (self.mapping.columns.get(target, self.mapping.columns.get("unit_price", "")),)
