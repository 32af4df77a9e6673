"""What bills of money have in common: signs of money in and out, ids of entries, and parts that add up."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.sources.columns import Columns
from daybook.sources.reader import OwnTotal
from daybook.sources.report import Aliases

if TYPE_CHECKING:
    import pyarrow as pa

#: How bills say that money left the account.
OUT = ("支出", "出账", "扣款", "流出", "debit")


def signed(columns: Columns, amount: "pa.Array", *direction: str) -> "pa.Array":
    """Amounts with the sign that the direction says; a bill that has signed them already says the same twice."""
    import pyarrow as pa
    import pyarrow.compute as pc

    out = pc.fill_null(pc.is_in(columns.text(*direction), value_set=pa.array(OUT)), False)
    return pc.if_else(pc.and_(out, pc.greater(amount, 0)), pc.negate(amount), amount)


def in_less_out(columns: Columns, money_in: Aliases, money_out: Aliases) -> "pa.Array":
    """One amount of two columns; money out may stand with or without its minus.  A row without either is rejected."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.decimal128(18, 4)
    got, spent = columns.money(*money_in), columns.money(*money_out)
    columns.reject(pc.and_(pc.is_null(got), pc.is_null(spent)), "is empty, and so is the money out", *money_in)
    nothing = pa.scalar(0, kind)
    return pc.cast(pc.subtract(pc.coalesce(got, nothing), pc.abs(pc.coalesce(spent, nothing))), kind)


def reconcile_stated(columns: Columns, amount: "pa.Array") -> None:
    """`#支出合计：3笔，共-5335.58元` below the table, beside what the rows of that sign add up to."""
    import pyarrow.compute as pc

    cells = [cell for title in columns.sheet.header[:2] for cell in columns.cells(title).to_pylist()]
    for word, wanted in (("收入", pc.greater(amount, 0)), ("支出", pc.less(amount, 0))):
        said = [found for cell in cells if (found := re.search(rf"^#\s*{word}合计[:：].*?共\s*(-?[\d,.]+)元", cell or ""))]
        if said:
            ours = pc.sum(amount.filter(pc.and_(wanted, columns.kept))).as_py() or Decimal(0)
            theirs = abs(Decimal(said[0][1].replace(",", "")))
            columns.own_totals.append(OwnTotal(f"{word}合计", theirs, abs(ours)))


def inside(text: "pa.Array", pattern: str) -> "pa.Array":
    """What the group `id` of the pattern finds in each cell."""
    import pyarrow.compute as pc

    return pc.struct_field(pc.extract_regex(text, pattern), "id")


def added(*values: "pa.Array") -> "pa.Array":
    """The sum of amounts, an absent one counting as 0."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.decimal128(18, 4)
    total = pa.array([0] * len(values[0]), kind)
    for value in values:
        total = pc.cast(pc.add(total, pc.coalesce(value, pa.scalar(0, kind))), kind)
    return total
