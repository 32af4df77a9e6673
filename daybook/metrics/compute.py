"""Numbers of many shops at once: one query per rollup or report table, ratios once and in decimals.

SQL only sums integers and decimals and is ordered; a ratio is taken here, of the sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.domain.errors import GrainError
from daybook.facts.rollups import Measure, Rollup
from daybook.metrics.metric import Definition, Metric, Ratio
from daybook.metrics.reported import Reported
from daybook.metrics.rollups import ROLLUPS

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.facts.engine import Session

Scope = tuple[tuple[str, str], ...]
Days = dict[date, Decimal]
Daily = Mapping[str, Mapping[date, Decimal]]            # metric -> day -> value
Sliced = Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]   # metric -> scope -> day -> value
Kept = Rollup | Reported
#: Bytes of rows below which packing costs more than it saves.
WORTH_PACKING = 1 << 16
#: Most counts are small: one Decimal for each serves all shops.
_SMALL = tuple(map(Decimal, range(4096)))


def rollup_of(metric: Metric, dims: tuple[str, ...]) -> Rollup:
    """The rollup that keeps a metric by these dimensions.  Raises GrainError when none does."""
    for rollup in ROLLUPS:
        if rollup.dims == dims and any(m.name == metric.name for m in rollup.measures):
            return rollup
    raise GrainError(f"{metric.name} ({metric.zh}) is not kept by {', '.join(dims) or 'shop'}")


def table_of(session: "Session", kept: Kept, first: date, last: date) -> "pa.Table":
    """Numbers of first..last (both in) of every shop of the session, by shop, the dimensions and day in order."""
    if isinstance(kept, Reported):
        view = session.use(kept.table, days=(kept.table.day, first, last))
        return session.arrow(kept.sql(view), [first, last])
    view = session.use(kept.table, days=("day", first, last))
    names = ", ".join(f'"{c}"' for c in ("shop", *kept.table.names))
    order = ", ".join(f'"{c}"' for c in ("shop", *kept.dims, "day"))
    return session.arrow(
        f'SELECT {names} FROM "{view}" WHERE day BETWEEN ? AND ? ORDER BY {order}', [first, last])


def daily(session: "Session", kept: Iterable[Kept], first: date, last: date) -> dict[str, dict[str, Days]]:
    """shop -> metric -> day -> value, for what is kept without dimensions."""
    found: dict[str, dict[str, Days]] = defaultdict(lambda: defaultdict(dict))
    for one in kept:
        for shop, rows in _by_shop(table_of(session, one, first, last)):
            days = _dates(rows["day"])
            for measure in one.measures:
                values = _decimals(rows[measure.name])
                known = {day: value for day, value in zip(days, values, strict=True) if value is not None}
                if known:
                    found[shop][measure.name].update(known)
    return found


def sliced(session: "Session", kept: Kept, first: date,
           last: date) -> dict[str, dict[str, dict[Scope, Days]]]:
    """shop -> metric -> scope -> day -> value, for what is kept by dimensions; an unknown dimension value is ""."""
    return {shop: {name: days for name in own if (days := own[name])}
            for shop, own in sliced_when_asked(session, kept, first, last).items()}


def sliced_when_asked(session: "Session", kept: Kept, first: date, last: date) -> dict[str, "Slices"]:
    """The same, a metric's numbers made when they are asked for: keywords of many shops are millions of numbers."""
    prefix = kept.prefix if isinstance(kept, Reported) else ""
    return {shop: Slices(rows, kept.dims, kept.measures, prefix)
            for shop, rows in _by_shop(table_of(session, kept, first, last))}


def names_of(session: "Session", kept: Reported, first: date, last: date) -> dict[str, dict[str, str]]:
    """shop -> value of the last dimension -> its readable name, as it was last."""
    dim = kept.dims[-1]
    view = session.use(kept.table, days=(kept.table.day, first, last))
    found = session.arrow(
        f'SELECT shop, "{dim}" AS id, max_by("{kept.named}", ("{kept.table.day}", "{kept.named}")) AS name '
        f'FROM "{view}" WHERE "{kept.table.day}" BETWEEN ? AND ? AND "{kept.named}" IS NOT NULL '
        "GROUP BY ALL ORDER BY shop, id", [first, last])
    return {shop: dict(zip(rows["id"].to_pylist(), rows["name"].to_pylist(), strict=True))
            for shop, rows in _by_shop(found)}


class Slices(Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]):
    """One shop's numbers by slice: metric -> scope -> day -> value.

    Made of rows in the order of dimensions and day, one metric at a time, when it is first asked for.  A metric
    of which no row has a value is not there; a name may be asked for without its `prefix`.
    """

    def __init__(self, rows: "pa.Table", dims: tuple[str, ...], measures: Sequence[Metric | Measure],
                 prefix: str = "") -> None:
        self._rows, self._dims, self._prefix = rows, dims, prefix
        self._packed: pa.Buffer | None = None
        self._names = tuple(m.name for m in measures if rows[m.name].null_count < rows.num_rows)
        self._made: dict[str, dict[Scope, Days]] = {}
        self._spans: list[tuple[Scope, int, int]] | None = None
        self._days: list[date] = []

    def __getitem__(self, name: str) -> dict[Scope, Days]:
        name = name if name in self._names else self._prefix + name
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def forget(self) -> None:
        """Lets go of what was made and packs the rows, where they are many; it is made again when it is asked for."""
        self._made, self._spans, self._days = {}, None, []
        if self._packed is None and self._rows.nbytes > WORTH_PACKING:
            self._packed = _packed(self._rows.select([*self._dims, "day", *self._names]))
            self._rows = self._rows.schema.empty_table()        # no slice: that holds the rows of every shop

    def _unpacked(self) -> "pa.Table":
        """The rows, unpacked for good where they were packed."""
        if self._packed is not None:
            self._rows, self._packed = _unpacked(self._packed), None
        return self._rows

    def _make(self, name: str) -> dict[Scope, Days]:
        rows = self._unpacked()
        self._days = days = self._days or _dates(rows["day"])
        values = _decimals(rows[name])
        made: dict[Scope, Days] = {}
        for scope, first, end in self._scopes():
            known = {days[i]: value for i in range(first, end) if (value := values[i]) is not None}
            if known:
                made.setdefault(scope, {}).update(known)
        return made

    def _scopes(self) -> list[tuple[Scope, int, int]]:
        """Each slice with its first row and the row behind its last."""
        if self._spans is None:
            columns = [self._unpacked()[d].to_pylist() for d in self._dims]
            self._spans, start = [], 0
            values = list(zip(*columns, strict=True))
            for i, value in enumerate(values):
                if i + 1 == len(values) or values[i + 1] != value:
                    scope = tuple((d, "" if v is None else str(v)) for d, v in zip(self._dims, value, strict=True))
                    self._spans.append((scope, start, i + 1))
                    start = i + 1
        return self._spans


def _packed(rows: "pa.Table") -> "pa.Buffer":
    """Rows by slice, the same few values over and over, in a fraction of their memory."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(rows)
    return sink.getvalue()


def _unpacked(packed: "pa.Buffer") -> "pa.Table":
    import pyarrow as pa

    with pa.ipc.open_stream(packed) as reader:
        return reader.read_all()


def value_of(definition: Definition, numbers: Daily, days: Sequence[date]) -> Decimal | None:
    """A definition over some days: a sum where days may be summed, a ratio of sums, or None when unknown.

    Raises GrainError when the days may not be added.
    """
    if isinstance(definition, Ratio):
        over, under = (value_of(m, numbers, days) for m in (definition.over, definition.under))
        return over * definition.times / under if over is not None and under else None
    known = numbers.get(definition.name, {})
    if len(days) == 1:
        value = known.get(days[0])
        return None if value is None else _SMALL[0] + value
    if days:
        definition.may_sum_over("day")
    values = [known.get(day) for day in days]
    if any(v is None for v in values):
        return None
    return sum((v for v in values if v is not None), Decimal(0))


def _by_shop(rows: "pa.Table") -> Iterator[tuple[str, "pa.Table"]]:
    """Each shop's rows of a table in the order of shops, without copying them."""
    import pyarrow.compute as pc

    if not rows.num_rows:
        return
    rows = rows.combine_chunks()
    runs = pc.run_end_encode(rows["shop"].combine_chunks())
    start = 0
    for shop, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield str(shop), rows.slice(start, end - start)
        start = end


def _dates(column: "pa.ChunkedArray") -> list[date]:
    """The days of a column; equal days share one date, since each slice has the same ones."""
    encoded = _encoded(column)
    known = encoded.dictionary.to_pylist()
    return [known[at] for at in encoded.indices.to_pylist()]


def _encoded(column: "pa.ChunkedArray") -> "pa.DictionaryArray":
    import pyarrow as pa

    encoded = column.combine_chunks().dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _decimals(column: "pa.ChunkedArray") -> list[Decimal | None]:
    """The values of a column of counts or money; equal values share one Decimal, since a shop's numbers repeat."""
    import pyarrow as pa

    encoded = _encoded(column)
    known = encoded.dictionary.to_pylist()
    if not pa.types.is_decimal(column.type):
        known = [_SMALL[v] if 0 <= v < 4096 else Decimal(v) for v in known]
    return [None if at is None else known[at] for at in encoded.indices.to_pylist()]
