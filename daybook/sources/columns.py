"""The columns of one sheet, asked for by name: typed values for the whole column, and the rows that must stay out.

A reader asks for what it knows and says which cells a row cannot do without; this file keeps the count.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.table import Table
from daybook.sources import dates, grammar, ids
from daybook.sources.cells import TOTAL_START, TOTAL_WORDS, bare, names, plain_name, shape
from daybook.sources.reader import Batch, OwnTotal, ReadFor, RejectedRow, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

#: At most so many rejected rows are listed one by one per reason; a count stands for the rest.
MOST_LISTED = 1000
#: Fewer letters than this are a town, not a door.
SHORTEST_ADDRESS = 8


def missing(sheet: Sheet, *wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The first name of each group of aliases that the sheet has no column for."""
    have = names(*sheet.header)
    return tuple(group[0] for group in wanted if have.isdisjoint(names(*group)))


class Columns:
    """One sheet while it is read."""

    def __init__(self, sheet: Sheet, context: ReadFor) -> None:
        import pyarrow as pa

        self.sheet, self.context = sheet, context
        self.mark = "."  # the decimal mark of the whole sheet, where a reader finds another
        self.rows = sheet.cells.num_rows
        self.warnings: list[str] = list(sheet.notes)
        self.own_totals: list[OwnTotal] = []
        self._place: dict[str, int] = {}
        for i, cell in enumerate(sheet.header):
            self._place.setdefault(plain_name(cell), i)
        nothing = pa.array([False] * self.rows, pa.bool_())
        self._total, self._out, self.refused = nothing, nothing, nothing
        self._reasons: dict[int, RejectedRow] = {}
        self._reject_ragged()

    def _reject_ragged(self) -> None:
        """Rows with more cells than the others have shifted (a comma in a title without quotes); with fewer, lost some."""
        import pyarrow as pa

        width = len(self.sheet.header)
        for rows, said in ((self.sheet.ragged, f"has more cells than the header ({width})"),
                           (self.sheet.short, f"has fewer cells than the header ({width})")):
            if rows:
                odd = set(rows)
                mask = pa.array([i in odd for i in range(self.rows)], pa.bool_())
                self.reject(mask, said, "row", value=False)

    def leave_out_doubled(self) -> None:
        """Rows that repeat another row of the file in every cell count once: for exports whose rows have no ids."""
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = pc.binary_join_element_wise(*(c.combine_chunks() for c in self.sheet.cells.columns), "\x1f",
                                            null_handling="replace")
        if pc.count_distinct(whole.filter(self.kept)).as_py() == pc.sum(pc.cast(self.kept, "int64")).as_py():
            return
        seen: set[str] = set()
        again = [False] * self.rows
        for row, (text, kept) in enumerate(zip(whole.to_pylist(), self.kept.to_pylist(), strict=True)):
            again[row] = kept and text in seen
            if kept:
                seen.add(text)
        doubled = pa.array(again, pa.bool_())
        self.warn(doubled, "{rows} rows repeat another row of the file in every cell and were left out")
        self.leave_out(doubled)

    def place(self, *aliases: str) -> int | None:
        """Position of the first alias that the header has."""
        return next((self._place[p] for p in map(plain_name, aliases) if p in self._place), None)

    def has(self, *aliases: str) -> bool:
        return self.place(*aliases) is not None

    def title(self, *aliases: str) -> str:
        """The header cell as written, or the first alias."""
        at = self.place(*aliases)
        return next(iter(aliases), "") if at is None else self.sheet.header[at].strip()

    def cells(self, *aliases: str) -> "pa.Array":
        """The raw strings of a column; all null when there is none."""
        import pyarrow as pa

        at = self.place(*aliases)
        if at is None:
            return pa.nulls(self.rows, pa.string())
        column = self.sheet.cells.column(at)
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

    def leave_out_blank(self) -> None:
        """Rows without any value count as no rows at all."""
        import pyarrow as pa
        import pyarrow.compute as pc

        blank = pa.array([True] * self.rows, pa.bool_())
        for column in self.sheet.cells.columns:
            if not pc.any(blank).as_py():
                return
            blank = pc.and_(blank, pc.is_null(bare(column.combine_chunks())))
        self._out = pc.or_(self._out, blank)

    def set_totals_aside(self, *anchors: str) -> None:
        """Rows whose anchor column says 总计 or the like are the file's own totals and no rows."""
        import pyarrow as pa
        import pyarrow.compute as pc

        label = bare(self.cells(*anchors))
        is_total = pc.and_(pc.is_in(label, value_set=pa.array(TOTAL_WORDS, pa.string())), pc.is_valid(label))
        self.set_aside(pc.or_(is_total, pc.fill_null(pc.match_substring_regex(label, TOTAL_START), False)))

    def set_aside(self, is_total: "pa.Array") -> None:
        """Rows of the mask that are still in are the file's own totals, however they say so."""
        import pyarrow.compute as pc

        self._total = pc.or_(self._total, pc.and_(is_total, self.kept))
        self._out = pc.or_(self._out, self._total)

    def text(self, *aliases: str) -> "pa.Array":
        return bare(self.cells(*aliases))

    def filled(self, *aliases: str) -> "pa.Array":
        """Whether a cell holds anything; null throughout where there is no such column."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.is_valid(self.text(*aliases)) if self.has(*aliases) else pa.nulls(self.rows, pa.bool_())

    def says(self, aliases: tuple[str, ...], word: str) -> "pa.Array":
        """Whether a cell holds a word; null throughout where there is no such column."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self.has(*aliases):
            return pa.nulls(self.rows, pa.bool_())
        return pc.fill_null(pc.match_substring(self.text(*aliases), word), False)

    def places(self, *parts: str) -> "pa.Array":
        """Keyed hashes of whole addresses; null where any part of one is masked, or it is too short to be one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        cells = [pc.fill_null(self.text(name), "") for name in parts if self.has(name)]
        if not cells:
            return pa.nulls(self.rows, pa.string())
        whole = pc.binary_join_element_wise(*cells, " ").dictionary_encode()
        said = [" ".join(place.casefold().split()) for place in whole.dictionary.to_pylist()]
        hashes = [None if "*" in p or "#" in p or "$" in p or len(p) < SHORTEST_ADDRESS else self.context.buyer_hash(f"place {p}")
                  for p in said]
        return pa.array(hashes, pa.string()).take(whole.indices)

    def ids(self, *aliases: str, required: bool = False) -> "pa.Array":
        """Ids as text.  Raises BrokenFile when a spreadsheet has destroyed them."""
        found = self._inside(ids.identifiers(self.cells(*aliases)))
        ids.refuse_destroyed(found, self.title(*aliases), self.sheet.file)
        if required:
            self.require(found, *aliases)
        return found

    def money(self, *aliases: str, mark: str = "") -> "pa.Array":
        values, bad = grammar.decimals(self.cells(*aliases), grammar.MONEY_STEP, mark or self.mark)
        self.reject(bad, "is not an amount", *aliases)
        return values

    def rate(self, *aliases: str) -> "pa.Array":
        """Rates 0..1 as printed: `4.86%` is 0.0486, `0.0486` is itself."""
        values, bad = grammar.decimals(self.cells(*aliases), grammar.RATE_STEP, self.mark)
        self.reject(bad, "is not a rate", *aliases)
        return values

    def count(self, *aliases: str) -> "pa.Array":
        values, bad = grammar.counts(self.cells(*aliases), self.mark)
        self.reject(bad, "is not a whole number", *aliases)
        return values

    def moments(
        self, *aliases: str, required: bool = False, order: str = "", clock_zone: str = "",
        cells: "pa.Array | None" = None,
    ) -> dates.Moments:
        """Dates and moments; `clock_zone` when the clock times of the file are not the shop's own."""
        inside = self._inside(self.cells(*aliases) if cells is None else cells)
        found = dates.moments(inside, self.context.zone, self.title(*aliases), order, clock_zone)
        self.reject(found.bad, "is not a date", *aliases)
        if required:
            self.require(found.local, *aliases)
            self.refuse_future(found, *aliases)
        return found

    def refuse_future(self, found: dates.Moments, *aliases: str) -> None:
        """A row of a day that has not been yet is left out; one day of grace covers zones."""
        import pyarrow as pa
        import pyarrow.compute as pc

        last = self.context.today + timedelta(days=1)
        late = pc.greater(found.day, pa.scalar(last, pa.date32()))
        self.reject(pc.fill_null(late, False), f"lies in the future (today is {self.context.today})", *aliases)

    def require(self, values: "pa.Array", *aliases: str) -> None:
        import pyarrow.compute as pc

        self.reject(pc.is_null(values), "is empty", *aliases)

    def reject(self, mask: "pa.Array", reason: str, *aliases: str, value: bool = True) -> None:
        """Rows of the mask stay out; the first reason of a row is the one that is shown."""
        import pyarrow.compute as pc

        mask = pc.and_(pc.fill_null(mask, False), pc.invert(self._out))
        at = pc.indices_nonzero(mask).to_pylist()
        if not at:
            return
        title, raw = self.title(*aliases), self.cells(*aliases)
        for row in at[:MOST_LISTED]:
            shown = shape((raw[row].as_py() or "").strip()) if value else ""
            self._reasons[row] = RejectedRow(self.sheet.line + row, title, shown, reason)
        if len(at) > MOST_LISTED:
            self.warnings.append(f"column {title!r}: {len(at)} rows left out ({reason}), {MOST_LISTED} are listed")
        self._out = pc.or_(self._out, mask)
        self.refused = pc.or_(self.refused, mask)

    def leave_out(self, mask: "pa.Array") -> None:
        """Rows that are no facts by the reader's own rule; it says so in a warning."""
        import pyarrow.compute as pc

        self._out = pc.or_(self._out, pc.fill_null(mask, False))

    @property
    def kept(self) -> "pa.Array":
        import pyarrow.compute as pc

        return pc.invert(self._out)

    @property
    def rejected(self) -> tuple[RejectedRow, ...]:
        return tuple(self._reasons[row] for row in sorted(self._reasons))

    def warn(self, mask: "pa.Array", sentence: str) -> None:
        """A warning with the number of kept rows that it concerns; silent when there is none."""
        import pyarrow.compute as pc

        count = pc.sum(pc.cast(pc.and_(pc.fill_null(mask, False), self.kept), "int64")).as_py() or 0
        if count:
            self.warnings.append(sentence.format(rows=count))

    def warn_without(self, consequence: str, *groups: tuple[str, ...]) -> None:
        """A warning for each column that the seller left out of the export, and what follows for the amounts."""
        for aliases in groups:
            if not self.has(*aliases):
                self.warnings.append(f"the export was made without {aliases[0]!r}: {consequence}")

    def reconcile(self, values: "pa.Array", *aliases: str) -> None:
        """The file's own total of a column beside the sum of the rows kept."""
        import pyarrow.compute as pc

        theirs = values.filter(self._total).drop_null()
        if len(theirs):
            ours = pc.sum(values.filter(self.kept)).as_py() or Decimal(0)
            self.own_totals.append(OwnTotal(self.title(*aliases), Decimal(theirs[0].as_py()), Decimal(ours)))

    def batch(
        self, table: Table, columns: "Mapping[str, pa.Array]", where: "pa.Array | None" = None
    ) -> Batch:
        """The kept rows as a batch of the table; with `where` only those of the mask."""
        import pyarrow.compute as pc

        kept = self.kept if where is None else pc.and_(self.kept, where)
        rows = pc.sum(pc.cast(kept, "int64")).as_py() or 0
        if rows == self.rows:  # a copy of a million rows is worth sparing
            return Batch(table, conform(table, dict(columns), rows))
        return Batch(table, conform(table, {n: v.filter(kept) for n, v in columns.items()}, rows))

    def constant(self, value: str) -> "pa.Array":
        import pyarrow as pa

        return pa.repeat(pa.scalar(value, pa.string()), self.rows)

    def _inside(self, cells: "pa.Array") -> "pa.Array":
        """Cells of rows that are still in; others null, so that a label such as 总计 is no bad id."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.if_else(self._out, pa.scalar(None, pa.string()), cells)
